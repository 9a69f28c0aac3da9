"""What a table of an older register is, how it is read, and what its rows become. Pure decisions."""
