"""What pages of the exchange show."""
