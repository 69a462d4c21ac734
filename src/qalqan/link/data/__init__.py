"""Dated tables of this room: words and codes that change with the years, never with the logic."""
