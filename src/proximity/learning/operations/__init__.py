"""What a trainer and what somebody who learns can do."""
