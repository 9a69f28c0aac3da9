"""The schemas of the kinds, as `config` lists them."""

from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from proximity.network.rules.kinds import Schemas


@lru_cache(maxsize=4)
def _schemas(path: str) -> Schemas:
    return Schemas(import_string(path))


def schemas() -> Schemas:
    """Return what this installation knows of the kinds."""
    return _schemas(settings.EXCHANGE_KINDS)
