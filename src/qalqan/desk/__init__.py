"""The verbs, one use case a file; the only room that imports store."""
