"""Attacks on a running demo. Each returns what it got; nothing is the only good answer."""
