"""What the tests stand on: a PostgreSQL of their own, and settings for the type checker."""
