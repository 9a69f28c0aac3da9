"""What the law in force may call an incident, and what a qualification must hold. Pure: law comes from the packs.

A qualification says what the police suspect. It never touches what was perceived or assessed, and an incident counts whatever
the law has to say about it (R4, R17).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from proximity.assessment.rules import MAX_TEXT, GroundBasis, NotNow, NotSound, check_text
from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.packs import codes
from proximity.packs.pack import Pack
from proximity.packs.rules import Coverage, is_in_force, wording_coverage
from proximity.packs.schema import LegalGround, Offence
from proximity.packs.vocabulary import OffenceStatus


class QualificationStatus(StrEnum):
    """How far the police have come with one qualification."""

    CONSIDERED = "considered"
    PROPOSED = "proposed"
    DROPPED = "dropped"


QUALIFICATION_TRANSITIONS: dict[QualificationStatus, frozenset[QualificationStatus]] = {
    QualificationStatus.CONSIDERED: frozenset({QualificationStatus.PROPOSED, QualificationStatus.DROPPED}),
    QualificationStatus.PROPOSED: frozenset({QualificationStatus.CONSIDERED, QualificationStatus.DROPPED}),
    QualificationStatus.DROPPED: frozenset({QualificationStatus.CONSIDERED}),
}


class DayBasis(StrEnum):
    """Where the day comes from by which the law in force is chosen."""

    TOLD = "told"  # the person gave the day
    ABOUT = "about"  # she knows it roughly: the day of the report stands in
    UNKNOWN = "unknown"  # she does not know, or her report is not to be read: the day of the report stands in
    CHOSEN = "chosen"  # an officer looks at another day


@dataclass(frozen=True, slots=True)
class IncidentDay:
    """The day by which the law is chosen, where it comes from, and what the person said of it where she gave no day."""

    day: date
    basis: DayBasis
    said: str = ""


@dataclass(frozen=True, slots=True)
class GroundMatch:
    """How a wording stands to one ground of a case.

    `basis_covered` says whether it also holds for who stands by the group or was taken to belong to it: None is "not known".
    """

    code: str
    basis: GroundBasis
    coverage: Coverage
    basis_covered: bool | None

    @property
    def reaches(self) -> bool:
        """Say whether the wording names the ground, or can be read to, for somebody tied to it in this way."""
        return self.coverage in {Coverage.NAMED, Coverage.WIDER} and self.basis_covered is not False


@dataclass(frozen=True, slots=True)
class Change:
    """The neighbour of a wording in time: from or until when it stood, and which grounds it names more or less."""

    day: date
    offence: Offence
    more: tuple[LegalGround, ...]
    fewer: tuple[LegalGround, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """One wording in force, with how it stands to the grounds of a case, and the wordings before and after it."""

    offence: Offence
    matches: tuple[GroundMatch, ...]
    before: Change | None
    after: Change | None

    @property
    def is_suggested(self) -> bool:
        """Say whether the wording reaches one of the case's grounds."""
        return any(match.reaches for match in self.matches)


@dataclass(frozen=True, slots=True)
class Offers:
    """What a jurisdiction's law offers on a day. `unnamed` are the case's grounds that no wording reaches.

    `named` are the grounds that the law does know that day, and `unread` counts the wordings whose grounds nobody has read yet.
    """

    day: date
    jurisdiction: str
    offers: tuple[Offer, ...]
    unnamed: tuple[str, ...]
    named: tuple[LegalGround, ...]
    unread: int

    @property
    def suggested(self) -> tuple[Offer, ...]:
        """Return the offers that reach one of the case's grounds."""
        return tuple(one for one in self.offers if one.is_suggested)


@dataclass(frozen=True, slots=True)
class Element:
    """One element of an offence, whether it is met, and the fact it rests on: a quote, a piece of evidence."""

    text: str
    fact: str = ""
    met: bool = False


@dataclass(frozen=True, slots=True)
class Reasoned:
    """What one version of a qualification says: the day it was chosen for, elements against facts, basis, why it was dropped."""

    day: date
    basis: str = ""
    elements: tuple[Element, ...] = ()
    reason: str = ""

    def as_json(self) -> JSONObject:
        """Return it as a JSON object."""
        elements: list[JSONValue] = [{"text": one.text, "fact": one.fact, "met": one.met} for one in self.elements]
        return {"day": self.day.isoformat(), "basis": self.basis, "elements": elements, "reason": self.reason}

    @classmethod
    def from_json(cls, values: JSONObject) -> "Reasoned":
        """Return it from a JSON object that `as_json` made."""
        rows = values["elements"]
        found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        return cls(
            day=date.fromisoformat(str(values["day"])), basis=str(values["basis"]), reason=str(values["reason"]),
            elements=tuple(Element(str(row["text"]), str(row["fact"]), bool(row["met"])) for row in found),
        )  # fmt: skip


def law_on(
    pack: Pack, day: date, *, jurisdiction: str, grounds: Sequence[tuple[str, GroundBasis]]
) -> Offers:  # fmt: skip
    """Return what the law of a jurisdiction offers on a day to a case with these grounds: what reaches them comes first."""
    wordings = pack.offences_on(day, jurisdiction)
    offers = sorted((_offer(pack, one, grounds) for one in wordings), key=lambda offer: not offer.is_suggested)
    unnamed = tuple(
        code for code, _basis in grounds
        if not any(match.reaches for offer in offers for match in offer.matches if match.code == code)
    )  # fmt: skip
    return Offers(
        day=day, jurisdiction=jurisdiction, offers=tuple(offers), unnamed=unnamed,
        named=pack.grounds_on(day, jurisdiction), unread=sum(not wording.grounds for wording in wordings),
    )  # fmt: skip


def offer_of(pack: Pack, code: str, *, grounds: Sequence[tuple[str, GroundBasis]]) -> Offer | None:
    """Return one wording by its code, whatever the day, or None where the pack has it no longer."""
    found = next((one for one in pack.offences if one.code == code), None)
    return None if found is None else _offer(pack, found, grounds)


def check_offered(pack: Pack, code: str, day: date) -> Offence:
    """Return the wording `code`. Raises `NotSound` unless the pack has it, in force on that day."""
    found = next((one for one in pack.offences if one.code == code), None)
    if found is None or not is_in_force(found, day):
        raise NotSound("offence")
    return found


def check_reasoned(status: QualificationStatus, reasoned: Reasoned) -> None:
    """Raise `NotSound` for what a status needs and does not have, or for an element that is ticked without a fact.

    Proposed needs a basis for the suspicion and an element that is met; dropped needs a reason.
    """
    for element in reasoned.elements:
        if not element.text.strip() or (element.met and not element.fact.strip()):
            raise NotSound("elements")
    if max([0, *(len(text) for one in reasoned.elements for text in (one.text, one.fact))]) > MAX_TEXT:
        raise NotSound("elements")
    if status == QualificationStatus.PROPOSED:
        check_text(reasoned.basis, "basis")
        if not any(element.met for element in reasoned.elements):
            raise NotSound("elements")
    if status == QualificationStatus.DROPPED:
        check_text(reasoned.reason, "reason")
    if len(reasoned.basis) > MAX_TEXT:
        raise NotSound("basis")


def check_may_become(current: QualificationStatus, wanted: QualificationStatus) -> None:
    """Raise `NotNow` unless a qualification may keep its status or pass from one to another."""
    if wanted != current and wanted not in QUALIFICATION_TRANSITIONS[current]:
        raise NotNow(f"{current} → {wanted}")


def _offer(pack: Pack, offence: Offence, grounds: Iterable[tuple[str, GroundBasis]]) -> Offer:
    matches = tuple(
        GroundMatch(code, basis, wording_coverage(offence, codes.ground(code)), _basis_covered(offence, basis))
        for code, basis in grounds
    )
    return Offer(offence, matches, before=_before(pack, offence), after=_after(pack, offence))


def _basis_covered(offence: Offence, basis: GroundBasis) -> bool | None:
    if basis == GroundBasis.MEMBERSHIP:
        return True
    return offence.mistaken_covered if basis == GroundBasis.MISTAKEN else offence.association_covered


def _wordings(pack: Pack, offence: Offence) -> list[Offence]:
    """Return all wordings of a provision that ever bound, the oldest first."""
    found = [
        one for one in pack.offences if one.provision == offence.provision and one.status is OffenceStatus.IN_FORCE
    ]
    return sorted(found, key=lambda one: one.valid_from or date.min)


def _before(pack: Pack, offence: Offence) -> Change | None:
    """Return the wording before this one, with the last day on which that one stood."""
    earlier = [
        one for one in _wordings(pack, offence) if one.valid_to and (one.valid_to < (offence.valid_from or date.min))
    ]
    return _change(offence, earlier[-1], earlier[-1].valid_to) if earlier else None


def _after(pack: Pack, offence: Offence) -> Change | None:
    """Return the wording after this one, with its first day."""
    last = offence.valid_to or date.max
    later = [one for one in _wordings(pack, offence) if one.valid_from and one.valid_from > last]
    return _change(offence, later[0], later[0].valid_from) if later else None


def _change(offence: Offence, other: Offence, day: date | None) -> Change:
    return Change(
        day=day or date.max, offence=other,
        more=tuple(ground for ground in other.grounds if ground not in offence.grounds),
        fewer=tuple(ground for ground in offence.grounds if ground not in other.grounds),
    )  # fmt: skip
