"""What can be done with a report, one function each."""
