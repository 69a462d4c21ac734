"""Facts → ties, series, trails, holds, roles."""
