"""Pure decisions of reporting: states, routing, the questions, deadlines."""
