"""What exists: frozen dataclasses and the schema of every table. Standard library only."""
