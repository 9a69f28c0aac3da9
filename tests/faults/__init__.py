"""Pulled plugs: `make faults KILLS=1000` kills a running installation while people report; tests keep a part of it."""
