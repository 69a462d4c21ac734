"""One data language a file (kk, ru, en), and the normal view of a text."""
