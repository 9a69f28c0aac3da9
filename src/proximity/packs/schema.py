"""The shape of everything a pack holds: frozen, hashable, free of Django, so that pure rules can take it as it is."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol, Self

from proximity.packs.vocabulary import (
    Evidence,
    Gravity,
    HelpNeed,
    Level,
    OffenceKind,
    OffenceStatus,
    Operation,
    OrganisationKind,
    PoliceLevelCode,
    PowerKind,
    TextNature,
)

FALLBACK_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """One meaning in several languages: pairs of language code and text, in the order of the file."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Self:
        """Make words from `{"en": ..., "es": ...}`."""
        return cls(tuple(values.items()))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages present."""
        return tuple(language for language, _ in self.pairs)

    def spoken(self, lang: str) -> str:
        """Return the language that `label` answers in: the one asked, its base (`es` of `es-mx`), else English."""
        base = lang.partition("-")[0].lower()
        return base if base in self.languages else FALLBACK_LANGUAGE

    def label(self, lang: str) -> str:
        """Return the text in `lang`, else in English; the reader makes sure that English is there."""
        return dict(self.pairs)[self.spoken(lang)]


@dataclass(frozen=True, slots=True)
class SeenAt:
    """Where a fact was seen (`source`, several parted by "; "), on which day (`date`), and how far that carries.

    `text_state` is the date of the text as the source gives it ("2024-08", "n.d." for an undated page).
    """

    source: str
    date: dt.date
    evidence: Evidence
    text_state: str = "n.d."


class Fact(Protocol):
    """What counts as a fact: it has a code, a source, and perhaps a person who vouches for it."""

    @property
    def code(self) -> str:
        """Identity within its pack."""

    @property
    def seen_at(self) -> SeenAt:
        """Where and when it was seen."""

    @property
    def verified_by(self) -> str | None:
        """Name, office and day of who vouches for it ("Name, office, 2027-01-31"); None: nobody yet."""


@dataclass(frozen=True, slots=True)
class LegalGround:
    """A ground as a country's law words it.

    `codes` are the shared ground codes or families it names; `wider` those it can be read to reach without naming
    them. Both empty: the law knows a ground that the shared list has no code for.
    """

    code: str
    words: Words
    codes: tuple[str, ...]
    wider: tuple[str, ...]
    seen_at: SeenAt
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the country's official hate-crime statistics and the shared ground codes that go into it."""

    code: str
    words: Words
    codes: tuple[str, ...]
    valid_from: dt.date | None
    valid_to: dt.date | None
    seen_at: SeenAt
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class OffenceElement:
    """One thing that must be shown for a wording to apply, as a source says it. `code` is the wording's with a number."""

    code: str
    words: Words
    seen_at: SeenAt
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class Offence:
    """One wording of one provision. A change of wording is a second row with the same `provision`.

    `valid_from` and `valid_to` are the first and last day of the wording; None is "not found", and the side is open.
    `grounds` empty means that the grounds of the wording were not seen, not that there are none; so do `elements`.
    `gravity` None: the law's word for it was not seen. `becomes` is the provision that the same act falls under once it is
    graver, as where a misdemeanour turns into a crime.
    """

    code: str
    provision: str
    jurisdiction: str
    kind: OffenceKind
    status: OffenceStatus
    words: Words
    grounds: tuple[LegalGround, ...]
    penalty: Words | None
    procedure: Words | None
    note: Words | None
    mistaken_covered: bool | None
    association_covered: bool | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    seen_at: SeenAt
    verified_by: str | None = None
    elements: tuple[OffenceElement, ...] = ()
    gravity: Gravity | None = None
    becomes: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a body or service. Only `link` may be public before the facts are verified."""

    link: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    hours: Words | None = None

    def link_only(self) -> "Contact":
        """Return the contact without anything that sends a frightened person to a dead number or a shut door."""
        return Contact(link=self.link)


@dataclass(frozen=True, slots=True)
class Power:
    """One thing a body may or may not do, with its limits and the legal source as far as seen."""

    kind: PowerKind
    may: bool
    limits: Words | None
    legal_source: str | None
    seen_at: SeenAt
    code: str
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """To whom a body must or may hand a case on (`to` is a body code), within how many hours, by which rule.

    `confirmed` False: the rule was seen, but not whether it is for this body to go by it. Nobody is offered such a way.
    """

    to: str
    within_hours: int | None
    rule: Words
    confirmed: bool
    legal_source: str | None
    seen_at: SeenAt
    code: str
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A body with powers: police, prosecution, complaints, equality. `city` is None for the whole country."""

    code: str
    words: Words
    kind: OrganisationKind
    levels: tuple[Level, ...]
    city: str | None
    state: Operation
    note: Words | None
    contact: Contact
    powers: tuple[Power, ...]
    refer_to: tuple[Handover, ...]
    seen_at: SeenAt
    verified_by: str | None = None

    @property
    def is_police(self) -> bool:
        """Whether the body is a police force, on whatever level."""
        return self.kind in {OrganisationKind.LOCAL_POLICE, OrganisationKind.STATE_POLICE}

    def may(self, kind: PowerKind) -> bool | None:
        """Say whether the body may do `kind`; None where the pack does not know."""
        return next((power.may for power in self.powers if power.kind is kind), None)

    def for_public(self) -> "Body":
        """Return the body as a public page may show it: link only until somebody vouches for it."""
        return self if self.verified_by else replace(self, contact=self.contact.link_only())


@dataclass(frozen=True, slots=True)
class PoliceLevel:
    """One answer to "of which police?": its words and the codes of the bodies it means."""

    code: PoliceLevelCode
    words: Words
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComplaintRoute:
    """A way to complain about an officer: `about` which police, to which body, and whether that body is independent."""

    code: str
    about: tuple[PoliceLevelCode, ...]
    body: str
    independent: bool
    how: Words
    seen_at: SeenAt
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class MunicipalRole:
    """What the city's own police are in this country's law, such as `judicial_police_collaborator`."""

    code: str
    words: Words
    seen_at: SeenAt
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class BiasQuestion:
    """What an officer has to answer of every record, in the words of this country's police."""

    code: str
    words: Words
    seen_at: SeenAt
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A part of the country with its own criminal law; a country with one law has one."""

    code: str
    words: Words


@dataclass(frozen=True, slots=True)
class HelpEntry:
    """A service for people who were targeted: what it is for, in which languages, and whether it still answers.

    `grounds` are families of the shared list; empty: it is there for everybody.
    """

    code: str
    words: Words
    purpose: Words
    needs: tuple[HelpNeed, ...]
    grounds: tuple[str, ...]
    state: Operation
    cities: tuple[str, ...]
    languages: tuple[str, ...]
    contact: Contact
    note: Words | None
    seen_at: SeenAt
    verified_by: str | None = None

    def for_public(self) -> "HelpEntry":
        """Return the entry as a public page may show it: link only until somebody vouches for it."""
        return self if self.verified_by else replace(self, contact=self.contact.link_only())


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number that is always public. `code` is the number itself."""

    code: str
    seen_at: SeenAt
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """Days in which the service answers if the city sets nothing else: a promise of the service, not a rule of law."""

    acknowledgement_days: int
    feedback_days: int


@dataclass(frozen=True, slots=True)
class TextLink:
    """A link that belongs to a text, with its words."""

    url: str
    words: Words


@dataclass(frozen=True, slots=True)
class PackText:
    """A text with legal or safety meaning, in one language: `body` has paragraphs parted by an empty line.

    `lang` is the language it really is in, for the page's `lang` attribute. `reviewed_by` None: no jurist has read it.
    `details` is what the country says of it, perhaps in another language; then `notice` says so in `lang`.
    """

    key: str
    lang: str
    body: str
    nature: TextNature
    links: tuple[TextLink, ...]
    seen_at: SeenAt
    reviewed_by: str | None = None
    notice: str = ""
    details: "PackText | None" = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body by paragraph, line breaks within a paragraph taken out."""
        return tuple(" ".join(part.split()) for part in self.body.split("\n\n") if part.strip())

    @property
    def passages(self) -> tuple[tuple[str, str], ...]:
        """All that is said, in order, as (language, paragraph): the text, the notice, the details."""
        own = tuple((self.lang, paragraph) for paragraph in self.paragraphs)
        notice = ((self.lang, self.notice),) if self.notice else ()
        return own + notice + (self.details.passages if self.details else ())

    @property
    def parts(self) -> "tuple[PackText, ...]":
        """The text and its details: each has a source and a mark of its own."""
        return (self,) if self.details is None else (self, *self.details.parts)


@dataclass(frozen=True, slots=True)
class TextSource:
    """One text in all its languages, as the file holds it."""

    code: str
    words: Words
    nature: TextNature
    links: tuple[TextLink, ...]
    seen_at: SeenAt
    verified_by: str | None = None

    def spoken(self, lang: str) -> PackText:
        """Return the text in `lang`, else in English."""
        return PackText(
            key=self.code,
            lang=self.words.spoken(lang),
            body=self.words.label(lang),
            nature=self.nature,
            links=self.links,
            seen_at=self.seen_at,
            reviewed_by=self.verified_by,
        )
