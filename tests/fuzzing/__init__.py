"""Random input for every address of both sites: `make fuzz INPUTS=100000`. Never an answer of 500."""
