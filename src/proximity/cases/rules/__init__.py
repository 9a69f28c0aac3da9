"""Pure decisions of cases, split by noun."""
