"""What of an answered form may become a coded fact: the quarter it happened in, the family of grounds, the channel. Pure."""

from datetime import date

from proximity.insight.rules.facts import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_GROUNDS,
    Bias,
    Channel,
    Fact,
    Feedback,
    Quarter,
    Source,
    Stage,
    band,
)
from proximity.insight.rules.vocabulary import NOT_NOTED
from proximity.reporting.rules.answers import Answers, Perceived

UNNAMED = ("UNK",)
"""The ground of whom bias was perceived for, without a ground being named."""

# The form asks what happened in the person's own words; nobody coded the kind of incident.
KIND_NOT_CODED = NOT_NOTED


def feedback_told(*, promised_for: date, told_on: date | None, today: date) -> Feedback:
    """Return whether a promise to tell the person what was done was kept, as it stands today."""
    if told_on is not None:
        return Feedback.ON_TIME if told_on <= promised_for else Feedback.LATE
    return Feedback.LATE if today > promised_for else Feedback.OPEN


def quarter_told(answers: Answers) -> Quarter | None:
    """Return the quarter in which it happened, where a day was given that figures know; all else stays with her words."""
    try:
        day = date.fromisoformat(answers.when_date)
    except ValueError:
        return None
    return Quarter.of(day) if FIRST_YEAR <= day.year <= LAST_YEAR else None


def grounds_told(answers: Answers) -> tuple[str, ...]:
    """Return the grounds she ticked, each once, as many as a fact holds; she may tick all of them."""
    return tuple(dict.fromkeys(answers.grounds))[:MOST_GROUNDS]


def fact_of_report(
    answers: Answers, *, city: str, channel: str, answered_after: int | None, closed_after: int | None
) -> Fact:
    """Return the fact of a report that became no case: what the person perceived, and nothing that anybody assessed.

    `answered_after` and `closed_after` are days since it was sent, None where it has not happened.
    """
    denied = answers.perceived == Perceived.NO
    return Fact(
        city=city,
        source=Source.NGO,
        channel=Channel(channel),
        grounds=() if denied else (grounds_told(answers) or UNNAMED),
        incident_type=KIND_NOT_CODED,
        stage=Stage.RECORDED,
        bias=Bias.NO if denied else Bias.YES if answers.perceived == Perceived.YES else Bias.NOT_KNOWN,
        happened=quarter_told(answers),
        answered_in=band(answered_after),
        closed_in=band(closed_after),
    )
