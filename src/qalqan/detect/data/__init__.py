"""Dated words and codes of the detectors, as data."""
