"""Doors for browsers: thin pages over the desk."""
