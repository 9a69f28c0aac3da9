"""Learning together (R45, R46): scenarios that people of several cities answer apart, and what they then see of each other.

May be called by `config`. Invariants: a scenario is made up, about nobody, and travels as an object of the network; what somebody
answered is read by nobody but herself, which is a wall in the database; others see counts, and only where so many have answered
that none of them can be told; nobody sees the key or what others say before she has answered.
"""
