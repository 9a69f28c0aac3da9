"""Words for codes: `{% load cases %}`, then `{{ case.status|word:"status" }}`, `{{ ground.code|code_word:"ground" }}`."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from proximity.assessment.queries import labels as assessment_labels
from proximity.assessment.queries import suggestion_labels
from proximity.cases.queries import labels, need_labels, person_labels, referral_labels
from proximity.cases.queries.page import CasePage, Reported
from proximity.cases.rules.clocks import Clock
from proximity.cases.rules.dues import Due
from proximity.packs import codes
from proximity.packs.codes import Entry, UnknownCode
from proximity.packs.loader import available_countries, load_pack
from proximity.packs.times import ClockRule, KeepingRule

register = template.Library()

WORDS: Mapping[str, Mapping[str, assessment_labels.Words]] = {
    "status": labels.STATUS,
    "complaint": labels.COMPLAINT,
    "offence": labels.OFFENCE,
    "task": labels.TASK_KIND,
    "qualification": labels.QUALIFICATION,
    "coverage": labels.COVERAGE,
    "offence_kind": labels.OFFENCE_KIND,
    "day_basis": labels.DAY_BASIS,
    "action": labels.ACTION,
    "pack_state": labels.PACK_STATE,
    "pack_fault": labels.PACK_FAULT,
    "kept": labels.KEPT_KIND,
    "disposal": labels.DISPOSAL_STATE,
    "outcome": labels.OUTCOME,
    "clock": labels.CLOCK_DUE,
    "clock_state": labels.CLOCK_STATE,
    "bias": assessment_labels.BIAS,
    "strength": assessment_labels.STRENGTH,
    "direction": assessment_labels.DIRECTION,
    "basis": assessment_labels.BASIS,
    "ground_basis": assessment_labels.GROUND_BASIS,
    "alleged_by": assessment_labels.ALLEGED_BY,
    "ground_status": assessment_labels.GROUND_STATUS,
    "referral": referral_labels.REFERRAL_STATE,
    "legal_basis": referral_labels.BASIS_SAID,
    "shown": referral_labels.PERSONS,
    "note": referral_labels.NOTE,
    "shut": referral_labels.SHUT,
    "step": referral_labels.STEP,
    "question": assessment_labels.OPEN_QUESTION,
    "reason": suggestion_labels.REASON,
    "caveat": suggestion_labels.CAVEAT,
    "role": person_labels.ROLE,
    "category": person_labels.CATEGORY,
    "age_band": person_labels.AGE_BAND,
    "necessity": person_labels.QUESTION,
    **need_labels.WORDS,
}


def _indicator_family(code: str) -> Entry:
    family = codes.indicator(code).family
    return next(one for one in codes.indicator_families() if one.code == family)


CODES: Mapping[str, Callable[[str], Entry]] = {
    "indicator": codes.indicator,
    "indicator_family": _indicator_family,
    "ground": codes.ground,
    "kind": codes.incident_type,
}


@register.filter
def word(code: str, of: str) -> object:
    """Return the word for a code; a code that nobody named stands for itself."""
    return WORDS[of].get(code, code)


@register.filter
def code_word(code: str, of: str) -> str:
    """Return what the packs call a code, in the language of the page; a code of an older list stands for itself."""
    try:
        return CODES[of](code).label(get_language() or "en")
    except UnknownCode:
        return code


@register.filter
def help_in(card: codes.Described, lang: str) -> str:
    """Return what an indicator means, with an example, in a language."""
    return card.help(lang)


@register.filter
def label_in(entry: Entry, lang: str) -> str:
    """Return what an entry of a list is called in a language."""
    return entry.label(lang)


@register.filter
def example_in(indicator: codes.Indicator, lang: str) -> str:
    """Return the made-up example of an indicator in a language."""
    return indicator.example.label(lang)


@register.inclusion_tag("cases/parts/bias_question.html")
def bias_question(country: str) -> dict[str, object]:
    """Draw the bias question as the police of a country word it; nothing where there is no pack."""
    question = load_pack(country).bias_question.words if country in available_countries() else None
    lang = load_pack(country).languages[0] if question else ""
    return {"text": question.label(lang) if question else "", "lang": lang}


@register.filter
def label_of(rule: ClockRule | KeepingRule, lang: str) -> str:
    """Return what a rule of a country pack says, in a language."""
    return rule.words.label(lang)


@register.filter
def language_name(code: str) -> str:
    """Return what a language calls itself; a code that stands in no list stands for itself."""
    return next((one.own_name for one in codes.languages() if one.code == code), code)


@register.filter
def with_marks(text: str, reported: Reported) -> SafeString:
    """Return what a person told with the words marked that an indicator rests on."""
    pieces = (
        (format_html("<mark>{}</mark>", piece) if is_marked else piece,) for piece, is_marked in reported.marked(text)
    )
    return format_html_join("", "{}", pieces)


@register.filter
def name_in(person: UUID | str | None, names: Mapping[str, str]) -> str:
    """Return the name of somebody by id or by how the log calls her; who is unknown stays as she is called."""
    return names.get(str(person), str(person or ""))


@register.filter
def days_until(day: date, today: date) -> int:
    """Return how many days there are until a day; below nothing it has passed."""
    return (day - today).days


@register.filter
def due(day: date, today: date) -> str:
    """Return in words how long there is still to go."""
    return labels.due_words((day - today).days)


@register.simple_tag
def until(due: Due, page: CasePage) -> str:
    """Return in words how long there is still to go for something due on a case; to the hour where the hour counts."""
    return labels.until_words(due, now=page.now, today=page.today, time_zone=page.case.city.time_zone)


@register.filter
def clock_state(clock: Clock, now: datetime) -> str:
    """Return the code of how a clock stands at an instant."""
    return clock.state(now)
