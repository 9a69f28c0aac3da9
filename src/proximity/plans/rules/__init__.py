"""What a plan may say, what an indicator is worth, what progress is, and what a template holds. Pure."""
