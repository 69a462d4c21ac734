"""One text or link: what it looks like, with reasons. Pure functions on columns; nothing is fetched."""
