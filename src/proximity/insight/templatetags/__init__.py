"""What templates of figures need besides Django's own."""
