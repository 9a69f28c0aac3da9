"""The shared fixtures of the package."""

from proximity.conftest import (  # noqa: F401  (pytest finds fixtures by name)
    _behind_the_wall,
    _first_cast,
    acting,
    cast,
    django_db_setup,
    public,
    workspace,
)
