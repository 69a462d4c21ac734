"""Typing: one kind of record a file; columns of strings in, columns of the observation table out."""
