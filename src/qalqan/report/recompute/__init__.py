"""The independent recomputation that ships with each dossier and request: a script, and the rows it reads."""
