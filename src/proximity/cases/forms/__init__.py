"""What the forms of cases accept, split by noun. They parse and say what is missing; operations decide."""
