"""Pages of figures, public and in the workspace."""
