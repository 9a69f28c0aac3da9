"""What can be done with a case, one function each."""
