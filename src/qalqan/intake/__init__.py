"""Raw file → observations: recognise, map columns, type, count, reject with a reason."""
