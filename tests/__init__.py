"""Tests that look at the whole: journeys in a real browser, attacks on a running demo, and tests about the code itself."""
