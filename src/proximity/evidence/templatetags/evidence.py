"""Words of evidence: `{% load evidence %}`, then `{{ piece.kind|kind_word }}`, `{{ line.hand|hand_in:report }}`."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from proximity.evidence.queries.report import Report
from proximity.evidence.rules.custody import ACT_OF, Act, Gap, Hand
from proximity.evidence.rules.kinds import Reason, State
from proximity.evidence.sentences import ACTS, DERIVATIONS, GAPS, KEPT, REASONS, STANDINGS, STATES, kind_in_words

register = template.Library()


@register.filter
def kind_word(kind: str) -> Promise:
    """Return what people call a kind of evidence."""
    return kind_in_words(kind)


@register.filter
def state_word(state: str) -> Promise:
    """Return where a piece stands."""
    return STATES[State(state)]


@register.filter
def reason_word(reason: str) -> Promise | str:
    """Return why there is no clean copy; nothing where there is one."""
    return REASONS[Reason(reason)] if reason else ""


@register.filter
def act_word(act: str) -> Promise | str:
    """Return what was done, from the act or from what the log calls it."""
    return ACTS[ACT_OF[act] if act in ACT_OF else Act(act)]


@register.filter
def gap_word(gap: Gap) -> Promise:
    """Return what is missing in a chain."""
    return GAPS[gap]


@register.filter
def kept_word(what: str) -> Promise | str:
    """Return what somebody was asked to keep."""
    return next((words for kept, words in KEPT.items() if kept == what), what)


@register.filter
def standing_word(standing: str) -> object:
    """Return how a request stands."""
    return next((words for one, words in STANDINGS.items() if one == standing), standing)


@register.filter
def derivation_word(how: str) -> object:
    """Return how a piece was made from another."""
    return next((words for one, words in DERIVATIONS.items() if one == how), how)


@register.filter
def hand_in(hand: Hand | None, report: Report) -> str:
    """Return whose hand it is: a person and her organisation, an organisation, somebody outside, or who reported."""
    if hand is None:
        return _("nobody")
    if hand.outside:
        return hand.outside
    if hand.organisation is None:
        return _("the person who reported")
    body = report.organisations.get(hand.organisation, "")
    return f"{report.people.get(hand.person, '')}, {body}" if hand.person else body
