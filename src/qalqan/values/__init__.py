"""One kind of identifier a file: parse, canonical form, validity, masked form, specificity."""
