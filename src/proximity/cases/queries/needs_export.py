"""The needs of a case as they leave it: a page to print or JSON, on their own and never with anything else (R24)."""

from collections.abc import Iterator

from django.utils.translation import get_language

from proximity.assessment.queries.labels import Words
from proximity.cases.models import Case
from proximity.cases.queries import need_labels as labels
from proximity.cases.queries.labels import language_name
from proximity.cases.queries.needs import MeasureLine, NeedsPage, VersionLine
from proximity.cases.queries.support import ReferralLine
from proximity.cases.rules.needs import GROUPS, Needs
from proximity.foundation.pure.json import JSONObject, JSONValue

SCHEMA = "proximity-needs/1"
CODED = {
    "risk": labels.RISK, "fear": labels.SIGN, "repeated": labels.SIGN, "dependent": labels.SIGN, "children": labels.SIGN,
    "special": labels.SIGN, "facilitator": labels.SIGN,
}  # fmt: skip

type Answered = tuple[Words, Words]


def in_words(needs: Needs) -> Iterator[tuple[Words, list[Answered]]]:
    """Yield the groups of an assessment with what was answered, in words; what is empty is left out."""
    for group, names in GROUPS.items():
        lines = [(labels.FIELD[name], value) for name in names if (value := _value(name, needs))]
        if lines:
            yield labels.GROUP[group], lines


def needs_as_json(page: NeedsPage, case: Case) -> JSONObject:
    """Return the needs with all versions, measures and referrals as JSON; people of the staff are named as on the page."""
    return {
        "schema": SCHEMA,
        "case": case.reference,
        "versions": [_version(one, page) for one in page.versions],
        "measures": [_measure(one) for one in page.measures],
        "referrals": [_referral(one) for one in page.referrals],
    }


def _value(name: str, needs: Needs) -> Words:
    value = getattr(needs, name)
    if name == "documents":
        return ", ".join(str(labels.DOCUMENT.get(one, one)) for one in value)
    if name == "interpreter":
        return language_name(value)
    return CODED[name].get(value, value) if name in CODED else value


def _version(line: VersionLine, page: NeedsPage) -> JSONValue:
    content: JSONObject = line.needs.as_json()
    return {
        "number": line.number, "assessed_at": line.at.isoformat(), "assessed_by": page.names.get(str(line.by), ""),
        "review_on": line.review_on.isoformat() if line.review_on else None, "needs": content,
    }  # fmt: skip


def _measure(line: MeasureLine) -> JSONValue:
    return {"what": line.what, "who": line.who, "due_on": line.due_on.isoformat(), "state": line.state.value}


def _referral(line: ReferralLine) -> JSONValue:
    named = line.entry.words.label(get_language() or "en") if line.entry else line.service
    return {
        "service": named, "state": line.state.value, "sent_at": line.sent_at.isoformat(), "need": line.passed.need,
        "contact": line.passed.contact, "outcome": line.outcome, "answer": line.answer,
        "consents": [
            {"given": one.given, "way": one.way.value, "on": one.on.isoformat(), "scope": one.scope} for one in line.consents
        ],
    }  # fmt: skip
