"""Observations → facts and identifiers."""
