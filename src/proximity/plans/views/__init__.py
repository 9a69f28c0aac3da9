"""Pages of plans: the city hall works, everybody reads."""
