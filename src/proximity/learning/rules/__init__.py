"""Pure decisions about learning: what a scenario holds, and how far people agree."""
