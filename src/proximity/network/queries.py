"""What a city reads: objects that are for it, in the languages that there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from proximity.foundation.pure.json import JSONObject
from proximity.network.access import seen_by
from proximity.network.models import Author, SharedObject
from proximity.network.rules.audience import Audience
from proximity.network.rules.envelope import Form, Made
from proximity.network.rules.groups import Group
from proximity.network.rules.kinds import Kind
from proximity.network.rules.markings import Marking


@dataclass(frozen=True, slots=True)
class AuthorCity:
    """The city that wrote something."""

    id: UUID
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class Translation:
    """The content in another language; `is_current` says whether it is of the version that is held."""

    language: str
    content: JSONObject
    made: Made
    author: AuthorCity
    is_current: bool


@dataclass(frozen=True, slots=True)
class Held:
    """An object as a city sees it. Of one that was withdrawn only this is left: content and translations are empty."""

    id: UUID
    kind: Kind
    version: int
    created: datetime
    modified: datetime
    content: JSONObject
    language: str
    marking: Marking
    audience: Audience
    author_city: AuthorCity
    office: str
    office_kind: str
    organisation: UUID | None
    is_own: bool
    withdrawn: bool
    translations: Mapping[str, Translation] = field(default_factory=dict)

    def best_for(self, language: str) -> Translation | None:
        """Return the translation into a language, None where it is written in it or nobody has translated it."""
        return None if language == self.language else self.translations.get(language)


def objects(
    kind: Kind, *, city: UUID, author: UUID | None = None, withdrawn: bool = False, limit: int | None = None,
    saying: JSONObject | None = None,
) -> list[Held]:  # fmt: skip
    """Return what a city sees of a kind, newest here first; ended ones only where they are asked for.

    `saying` are properties that the content must have.
    """
    found = seen_by(city).filter(kind=kind)
    if saying is not None:
        found = found.filter(content__contains=saying)
    if author is not None:
        found = found.filter(author=author)
    if not withdrawn:
        found = found.filter(form=Form.CONTENT)
    rows = found.select_related("author").order_by("-held_at", "-id")
    return _held(list(rows if limit is None else rows[:limit]), city)


def held(object_id: UUID, *, city: UUID) -> Held | None:
    """Return one object as a city sees it; None where there is none for it."""
    rows = seen_by(city).filter(pk=object_id).exclude(kind=Kind.TRANSLATION).select_related("author")
    return next(iter(_held(list(rows), city)), None)


def held_among(object_ids: Iterable[UUID], *, city: UUID) -> dict[UUID, Held]:
    """Return those of some objects that a city sees, by identifier."""
    rows = seen_by(city).filter(pk__in=list(object_ids)).exclude(kind=Kind.TRANSLATION).select_related("author")
    return {one.id: one for one in _held(list(rows), city)}


@dataclass(frozen=True, slots=True)
class GroupSeen:
    """A group that a city belongs to."""

    id: UUID
    name: str
    members: frozenset[UUID]
    is_own: bool


def groups(*, city: UUID) -> list[GroupSeen]:
    """Return the groups that a city belongs to, by name."""
    rows = seen_by(city).filter(kind=Kind.GROUP, form=Form.CONTENT)
    found = ((row, Group.from_content(row.content)) for row in rows)
    mine = [
        GroupSeen(row.pk, one.name, one.members, row.author_id == city) for row, one in found if city in one.members
    ]
    return sorted(mine, key=lambda one: (one.name, one.id))


def cities() -> list[AuthorCity]:
    """Return the cities that are known in the network, by name."""
    return [_city(author) for author in Author.objects.all()]


def _held(rows: list[SharedObject], city: UUID) -> list[Held]:
    translations = _translations(rows, city)
    return [_one(row, city, translations[row.pk]) for row in rows]


def _one(row: SharedObject, city: UUID, translations: Mapping[str, Translation]) -> Held:
    audience = Audience.of_scope(row.scope)
    if audience is None:
        raise LookupError("a stored object is for nobody")
    return Held(
        id=row.pk, kind=Kind(row.kind), version=row.version, created=row.created, modified=row.modified,
        content=row.content, language=row.language, marking=Marking(row.marking), audience=audience,
        author_city=_city(row.author), office=row.office, office_kind=row.office_kind, organisation=row.organisation_id,
        is_own=row.author_id == city, withdrawn=row.form != Form.CONTENT, translations=translations,
    )  # fmt: skip


def _translations(rows: list[SharedObject], city: UUID) -> Mapping[UUID, dict[str, Translation]]:
    """Return each object's translations: the author's own before others', people's before machines', newer before older."""
    originals = {row.pk: row for row in rows if row.form == Form.CONTENT}
    found: dict[UUID, dict[str, Translation]] = defaultdict(dict)
    made = seen_by(city).filter(kind=Kind.TRANSLATION, form=Form.CONTENT, about__in=list(originals))
    pairs = [(one, originals[one.about]) for one in made.select_related("author") if one.about in originals]
    for one, original in sorted(pairs, key=lambda pair: _worth(*pair)):
        found[original.pk][one.language] = Translation(
            one.language, one.content, Made(one.made), _city(one.author), one.about_modified == original.modified
        )
    return found


def _city(author: Author) -> AuthorCity:
    return AuthorCity(author.pk, author.name, author.country)


def _worth(one: SharedObject, original: SharedObject) -> tuple[bool, bool, bool, int, bytes]:
    """Return how good a translation is beside others into its language: the last in this order is shown."""
    is_current, by_author = one.about_modified == original.modified, one.author_id == original.author_id
    return is_current, by_author, one.made == Made.HUMAN, one.version, bytes(one.digest)
