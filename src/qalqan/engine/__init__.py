"""Columns: Polars frames by name and schema."""
