"""Fluent texts of CLI and documents, one file a UI language."""
