"""Tests about the code itself: what every part of it must keep to, whoever writes it."""
