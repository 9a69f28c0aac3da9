"""Forms of reporting: they parse and validate what was typed and never save."""
