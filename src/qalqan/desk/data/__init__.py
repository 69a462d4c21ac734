"""Dated words of the verbs, as data."""
