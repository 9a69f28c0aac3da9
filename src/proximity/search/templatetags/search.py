"""Words for codes: `{% load search %}`, then `{{ excerpt.source|source_word }}`."""

from django import template

from proximity.assessment.queries.labels import Words
from proximity.search.queries.labels import SOURCES

register = template.Library()


@register.filter
def source_word(source: str) -> Words:
    """Return where a text stands, in words."""
    return SOURCES[source]
