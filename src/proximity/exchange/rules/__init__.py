"""Pure decisions of the exchange: what a record needs, what reviews make of it, what may leave a city."""
