"""The command line: thin, calls desk."""
