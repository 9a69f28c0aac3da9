"""English as in the United Kingdom and in Europe."""
