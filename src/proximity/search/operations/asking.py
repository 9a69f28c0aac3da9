"""Looking for something: an act that the log tells of, without a word of what was looked for."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.search.queries.asking import Question
from proximity.search.queries.finding import Found, Hit, find

IN_ONE_EVENT = 190
"""Signs of references that one event tells."""


@transaction.atomic
def search(*, question: Question, after: UUID | None = None, by: Actor, now: datetime | None = None) -> Found:
    """Return one page of what fits a question. Raises `NotAllowed`.

    The log tells who looked, for how many words and by which filters, and whose words she was shown: never a word.
    """
    by.check_may(Capability.READ_REPORTS)
    found = find(question, by=by, after=after)
    record_event("search.made", origin=by.origin, label=_label(question), now=now)
    if question.words:
        for references in _packed(hit.reference for hit in found.hits if _shows_words(hit)):
            record_event("search.shown", origin=by.origin, label=references, now=now)
    return found


def _shows_words(hit: Hit) -> bool:
    return hit.excerpt is not None


def _label(question: Question) -> str:
    """Return how was asked: numbers and names of filters."""
    asked, filters = question.words, question.filters
    parts = [f"words: {len(asked.text.split())}"] if asked.text else []
    named = {
        "place": asked.place, "day": asked.day, "ground": filters.ground, "assignee": filters.assignee,
        "since": filters.since, "until": filters.until, "reports": question.reports,
    }  # fmt: skip
    return ", ".join([*parts, *(name for name, value in named.items() if value), f"status: {filters.status}"])


def _packed(references: Iterable[str]) -> Iterable[str]:
    """Yield references, as many together as one event holds."""
    line = ""
    for reference in references:
        if line and len(line) + len(reference) >= IN_ONE_EVENT:
            yield line
            line = ""
        line = f"{line} {reference}".strip()
    if line:
        yield line
