"""What a fact is, what is counted, and what of it may be published. Pure."""
