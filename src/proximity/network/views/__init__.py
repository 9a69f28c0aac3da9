"""Pages of the network: for other instances on the public side, for who operates it in the workspace."""
