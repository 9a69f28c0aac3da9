"""Forms of learning: parse and validate, never save."""
