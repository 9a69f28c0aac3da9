"""English as written in Europe: Django's own is the American way."""
