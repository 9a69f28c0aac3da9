"""Tests of the launcher; they make, start and kill real PostgreSQL servers, as whoever runs them."""
