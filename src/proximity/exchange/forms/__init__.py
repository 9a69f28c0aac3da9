"""Forms of the exchange: parse and validate, and look each free text through for traces of a person."""
