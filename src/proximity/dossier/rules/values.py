"""What a dossier says, as frozen values. `as_json()` and `from_json()` take each through JSON and back unchanged.

Every code comes with its words in the language of the dossier (`head.language`): whoever receives it needs no code list of ours
to read it, and no later version of a list changes what was said. People are named as the sender named them; ids stay home.
Instants are aware datetimes; days are dates. An empty text means that nothing was said, never that something was taken out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from proximity.dossier.rules.encoding import NotADossier, decode, encode
from proximity.foundation.pure.json import JSONObject
from proximity.packs.codes import Direction

VERSION = 1
"""The form of the JSON. Another number is refused: nobody guesses what a newer form means."""

UNKNOWN_LANGUAGE = "und"
"""The language of words of which nobody said in which language they are (BCP 47)."""


class MadeBy(StrEnum):
    """Who turned words into another language."""

    HUMAN = "human"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Coded:
    """A code and what it means, in the language of the dossier."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Translation:
    """Words in another language, with who made them: a person named in `by`, or a machine."""

    text: str
    language: str
    made: MadeBy
    by: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Literal words in the language they were said or written in (BCP 47), with the translations that there are."""

    text: str
    language: str = UNKNOWN_LANGUAGE
    translations: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True)
class DossierHead:
    """Which case of whom, made when and by whom. `language` is that of the dossier; `time_zone` the city's (IANA)."""

    reference: str
    organisation: str
    city: str
    country: str
    language: str
    time_zone: str
    opened_at: datetime
    made_at: datetime
    made_by: str
    report_reference: str = ""


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of the incident: `value` in the dossier's own words, `words` as the person wrote it; one of them may be empty."""

    fact: Coded
    value: str = ""
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Perception:
    """Whether the person, or who speaks for her, thinks that bias played a part; which grounds; and why, in her own words."""

    answer: Coded
    standing: Coded | None = None
    grounds: tuple[Coded, ...] = ()
    why: Words | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A statement in literal words: of whom, about what, when."""

    about: Coded
    said_by: str
    words: Words
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody with a part in the case, no more of her than the part and where it matters the age band."""

    role: Coded
    age_band: Coded | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Why, when and by whom something was withdrawn. It stays readable."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One sign for or against bias and the words it rests on. `suggested_by` names the text tool's rule; empty: a person did."""

    indicator: Coded
    direction: Direction
    strength: Coded
    basis: Coded
    quote: Words
    noted_by: str
    noted_at: datetime
    suggested_by: str = ""
    withdrawn: Withdrawn | None = None


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """One thing that the text tool pointed to, by which rule and version, and what a person made of it."""

    indicator: Coded
    direction: Direction
    words: Words
    rule: str
    tool: str
    became: Coded


@dataclass(frozen=True, slots=True)
class BiasRow:
    """One answer to the bias question. All versions stand, the newest first."""

    answer: Coded
    reasons: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SecondReadingRow:
    """What a second reader says of the assessment: agrees or differs, and why."""

    opinion: Coded
    reasons: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GroundRow:
    """One ground: what ties the person to it, who says so, how far it has come."""

    ground: Coded
    basis: Coded
    alleged_by: Coded
    status: Coded
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ElementRow:
    """One element of an offence and whether it is met, with the facts it is ticked against."""

    element: Coded
    met: Coded
    facts: str = ""


@dataclass(frozen=True, slots=True)
class QualificationRow:
    """One offence that the facts may be. `law` is the provision as the pack has it; `verified_by` empty: nobody has."""

    offence: Coded
    provision: str
    law: Words
    source: str
    seen_on: date
    verified_by: str
    by: str
    at: datetime
    elements: tuple[ElementRow, ...] = ()
    reasons: str = ""
    second_readings: tuple[SecondReadingRow, ...] = ()
    withdrawn: Withdrawn | None = None


@dataclass(frozen=True, slots=True)
class Hashed:
    """SHA-256 (64 hexadecimal digits) and size (bytes) of one run of bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Collected:
    """Who collected a piece of evidence, where, when and how, in words."""

    by: str
    where: str
    at: datetime | None
    how: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence. A thing without a file has no `original`; `derived_from` is the id of what it was made from."""

    id: str
    name: str
    kind: Coded
    added_by: str
    added_at: datetime
    note: Words | None = None
    original: Hashed | None = None
    clean_copy: Hashed | None = None
    collected: Collected | None = None
    derived_from: str = ""


@dataclass(frozen=True, slots=True)
class CustodyRow:
    """One thing that was done with a piece of evidence: who held or touched it, where, when, what for, which bytes."""

    evidence: str
    act: Coded
    who: str
    where: str
    at: datetime
    purpose: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class GapRow:
    """A time or a step of custody that nobody accounts for, in words."""

    evidence: str
    gap: Coded
    text: str


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One step at a later body: what was decided, on which day, by which source, and who noted it here."""

    step: Coded
    on: date
    source: str
    reasons: str
    noted_by: str
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class Dossier:
    """A whole case as it may be handed on.

    `law_note` says what the country's law has no place for; `left_out` what is not in here, on purpose.
    """

    head: DossierHead
    perception: Perception | None = None
    facts: tuple[FactRow, ...] = ()
    told: tuple[Told, ...] = ()
    persons: tuple[PersonRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    suggestions: tuple[SuggestionRow, ...] = ()
    bias: tuple[BiasRow, ...] = ()
    second_readings: tuple[SecondReadingRow, ...] = ()
    grounds: tuple[GroundRow, ...] = ()
    qualifications: tuple[QualificationRow, ...] = ()
    law_note: str = ""
    evidence: tuple[EvidenceRow, ...] = ()
    custody: tuple[CustodyRow, ...] = ()
    gaps: tuple[GapRow, ...] = ()
    outcomes: tuple[OutcomeRow, ...] = ()
    left_out: tuple[Coded, ...] = ()

    def as_json(self) -> JSONObject:
        """Return the dossier as a JSON object, with the version of its form."""
        return {"version": VERSION, **encode(self)}

    @classmethod
    def from_json(cls, values: JSONObject) -> Self:
        """Return the dossier that `as_json` wrote.

        Raises `NotADossier` for another version, and for a name that is missing, unknown or of another type.
        """
        if values.get("version") != VERSION or values.get("version") is True:
            raise NotADossier("version")
        return decode(cls, {name: value for name, value in values.items() if name != "version"})

    def literal_words(self) -> tuple[tuple[str, Words], ...]:
        """Return every literal word in the dossier with its place in the JSON (`told[0].words`), in the order they stand."""
        return tuple(_words_in(self, ""))


def _words_in(value: object, path: str) -> Iterator[tuple[str, Words]]:
    if isinstance(value, Words):
        yield path, value
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _words_in(part, f"{path}[{number}]")
    elif is_dataclass(value):
        for field in fields(value):
            yield from _words_in(getattr(value, field.name), f"{path}.{field.name}" if path else field.name)
