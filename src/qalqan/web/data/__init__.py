"""Scripts of training talks."""
