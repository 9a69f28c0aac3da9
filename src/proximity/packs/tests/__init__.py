"""Tests of the packs; none of them needs a database."""
