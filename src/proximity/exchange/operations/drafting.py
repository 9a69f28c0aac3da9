"""Writing a practice down, submitting it, changing it in a new edition, translating it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.audit.operations import record_event
from proximity.exchange.access import TAKE_PART, drafts_of, get_object, get_own, lock_draft
from proximity.exchange.models import Draft
from proximity.exchange.operations.indexing import index
from proximity.exchange.rules.practices import Practice, meets_criteria, what_misses
from proximity.exchange.rules.questions import Answer, Question, practice_from
from proximity.exchange.rules.readers import way_of
from proximity.exchange.rules.vocabulary import MAX_TITLE, Criterion
from proximity.foundation.pure.json import JSONObject
from proximity.network.models import SharedObject
from proximity.network.operations import publish, revise, translate
from proximity.network.rules.envelope import Made
from proximity.network.rules.kinds import Kind


class ChangedMeanwhile(ValueError):
    """Somebody else changed this since the page was read. Nothing was written."""


class NotReady(ValueError):
    """Something that others need for a review is missing, or a condition is not met."""


@transaction.atomic
def begin_draft(*, practice: Practice, language: str, by: Actor, now: datetime | None = None) -> Draft:
    """Keep a practice as a draft of the actor's organisation. Raises `NotAllowed`."""
    by.check_may(TAKE_PART)
    draft = Draft(
        city_id=by.city_id, organisation=by.organisation, language=language, title=practice.title,
        content=practice.as_json(), changed_by=by.person_id, changed_at=now or timezone.now(),
    )  # fmt: skip
    draft.save(force_insert=True)
    record_event("practice.begun", origin=by.origin, target=draft.pk, label=language, now=now)
    return draft


@transaction.atomic
def change_draft(
    *, draft_id: UUID, practice: Practice, language: str, seen: int, by: Actor, now: datetime | None = None
) -> Draft:
    """Change a draft; `seen` is the version that the actor saw. Raises `NotAllowed`, `NotHere`, `ChangedMeanwhile`."""
    by.check_may(TAKE_PART)
    draft = lock_draft(by, draft_id)
    if draft.version != seen:
        raise ChangedMeanwhile
    draft.language, draft.title = language, practice.title
    _keep(draft, practice, by=by, now=now)
    record_event("practice.changed", origin=by.origin, target=draft.pk, label=f"v{draft.version}", now=now)
    return draft


@transaction.atomic
def remove_draft(*, draft_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Remove a draft; what was submitted of it stays as it was read. Raises `NotAllowed`, `NotHere`."""
    by.check_may(TAKE_PART)
    draft = lock_draft(by, draft_id)
    record_event("practice.removed", origin=by.origin, target=draft.pk, now=now)
    draft.delete()


@transaction.atomic
def submit_practice(
    *, draft_id: UUID, reasons: Mapping[Criterion, str], readers: str, seen: int, by: Actor, now: datetime | None = None
) -> UUID:
    """Submit a draft to its readers, as a new practice or as the next edition of one; return what they read.

    `reasons` says of each of PROXIMITY's conditions why it is met. Raises `NotReady` where something is missing or a condition is
    not met, `NobodyChosen`, `ChangedMeanwhile`, `NotAllowed`, `NotHere`.
    """
    by.check_may(TAKE_PART)
    draft = lock_draft(by, draft_id)
    if draft.version != seen:
        raise ChangedMeanwhile
    practice = replace(draft.practice, criteria=dict(reasons), edition=draft.practice.edition + 1)
    if any(what_misses(practice)) or not meets_criteria(practice):
        raise NotReady
    marking, audience = way_of(readers, country_code=by.organisation.city.country)
    content, language = practice.as_json(), draft.language
    if draft.object_id is None:
        draft.object_id = publish(
            kind=Kind.PRACTICE, content=content, language=language, marking=marking, audience=audience, by=by, now=now
        )
    else:
        revise(
            object_id=draft.object_id,
            content=content,
            language=language,
            marking=marking,
            audience=audience,
            by=by,
            now=now,
        )
    _keep(draft, practice, by=by, now=now)
    index(draft.object_id)
    return draft.object_id


@transaction.atomic
def reopen_practice(*, object_id: UUID, by: Actor, now: datetime | None = None) -> Draft:
    """Return the draft in which the actor's own practice is changed, made anew where it was removed.

    Raises `NotAllowed`, `NotHere`.
    """
    by.check_may(TAKE_PART)
    own = get_own(by, object_id, Kind.PRACTICE)
    there = drafts_of(by).filter(object_id=object_id).first()
    if there is not None:
        return there
    draft = begin_draft(practice=Practice.from_json(own.content), language=own.language, by=by, now=now)
    draft.object_id = object_id
    draft.save(update_fields=["object_id"])
    return draft


@transaction.atomic
def draft_from_question(*, object_id: UUID, by: Actor, now: datetime | None = None) -> Draft:
    """Begin a practice with a question and the answers that its asker accepted. Raises `NotAllowed`, `NotHere`, `NotReady`."""
    by.check_may(TAKE_PART)
    found = get_object(by, object_id, Kind.QUESTION)
    question = Question.from_json(found.content)
    answers = SharedObject.objects.filter(kind=Kind.ANSWER, pk__in=question.accepted, form="content").order_by(
        "created"
    )
    texts = [Answer.from_json(one.content).text for one in answers]
    if not texts:
        raise NotReady
    return begin_draft(practice=practice_from(question, texts), language=found.language, by=by, now=now)


@transaction.atomic
def translate_practice(
    *, object_id: UUID, words: JSONObject, language: str, made: Made, by: Actor, now: datetime | None = None
) -> UUID:
    """Say a practice in another language, marked as made by a person or a machine. Raises `NotAllowed`, `NotHere`."""
    by.check_may(TAKE_PART)
    found = get_object(by, object_id, Kind.PRACTICE)
    said = Practice.from_json(found.content).in_words_of(words)
    said = replace(said, title=said.title[:MAX_TITLE])
    translation = translate(object_id=object_id, language=language, content=said.as_json(), made=made, by=by, now=now)
    index(object_id)
    return translation


def _keep(draft: Draft, practice: Practice, *, by: Actor, now: datetime | None) -> None:
    draft.content, draft.version = practice.as_json(), draft.version + 1
    draft.changed_by, draft.changed_at = by.person_id, now or timezone.now()
    draft.save(update_fields=["content", "version", "changed_by", "changed_at", "language", "title", "object_id"])
