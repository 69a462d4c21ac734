"""One detector a file: tables in, findings out. Detectors never import each other; they meet in tables."""
