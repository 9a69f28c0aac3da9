"""What people do in the exchange: one function each."""
