"""Arrays in, arrays out (numba): no tables, no I/O."""
