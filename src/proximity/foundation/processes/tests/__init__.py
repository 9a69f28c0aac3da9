"""Tests of the child processes; they start, kill and count real ones."""
