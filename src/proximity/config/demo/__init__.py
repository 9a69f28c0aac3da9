"""The demo cities with synthetic people, reports, cases and facts. Everything goes through the operations that real ones use."""
