"""Wiring only: settings, addresses, the two web processes and the command line. Nobody imports this package."""
