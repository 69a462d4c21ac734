"""One detector a file: steps that find fraud in the tables. Siblings of ``link`` and ``mentions``; tables join them."""
