"""Words for what is shown of imports: `{{ state|import_word:"state" }}`, `{{ code|made_word:"grounds" }}`."""

from collections.abc import Iterable, Mapping

from django import template

from proximity.assessment.queries.labels import Words
from proximity.bulk.queries.labels import STATE, VERDICT, code_label
from proximity.bulk.rules.fields import Field

register = template.Library()
WORDS: Mapping[str, Mapping[str, Words]] = {"state": STATE, "verdict": VERDICT}


@register.filter
def import_word(code: str, of: str) -> Words:
    """Return what a state or a verdict is called."""
    return WORDS[of].get(code, code)


@register.filter
def made_word(code: str, field: str) -> Words:
    """Return what a code of a case that would be made is called."""
    return code_label(Field(field), code)


@register.filter
def ground_names(among: Iterable[str]) -> str:
    """Return what the grounds and families are called that a wider category may be."""
    return ", ".join(str(code_label(Field.GROUNDS, code)) for code in among)
