"""Looking into a mapping by a key that is known only in the template."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def get[T](mapping: Mapping[str, T] | str | None, key: str) -> T | None:
    """Return what a mapping has for a key, or None; a mapping that is not there has nothing."""
    return mapping.get(key) if isinstance(mapping, Mapping) else None
