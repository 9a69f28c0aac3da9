"""An incident of an older register: what a case that is brought in is made of. Pure.

What a register said in its own words stays beside our code, so that a code that is coarser than ours, or finer, loses nothing.
"""

from dataclasses import dataclass, replace
from datetime import date

from proximity.assessment.rules import MAX_TEXT, BiasAnswer, GroundBasis, GroundStatus, NotSound
from proximity.cases.rules.states import CaseStatus, ComplaintState, OffenceState
from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.insight.rules.facts import FIRST_YEAR, LAST_YEAR, MOST_GROUNDS, Channel, Quarter, Stage
from proximity.packs import codes
from proximity.packs.codes import UnknownCode
from proximity.reporting.rules.answers import Answers, Precision

MAX_EXTERNAL = 120
MAX_TOLD = 20_000
UNKNOWN_GROUND = "UNK"
_DAY, _MONTH = 10, 7


@dataclass(frozen=True, slots=True)
class Written:
    """What stood in one cell: the heading of its column and the words, as they were written."""

    column: str
    words: str


@dataclass(frozen=True, slots=True)
class History:
    """One incident as an older register has it. `source` names the register, `external` the incident in it.

    `happened` is a day, a month (`2019-03`) or a year, or nothing. `grounds` are codes of the packs, a family (`RACE`) where the
    register is no finer. `written` keeps the register's own words for what was coded, `kept` its other columns.
    """

    source: str
    external: str
    recorded_on: date
    bias: BiasAnswer
    status: CaseStatus
    told: str = ""
    language: str = ""
    place: str = ""
    title: str = ""
    happened: str = ""
    kind: str = ""
    grounds: tuple[str, ...] = ()
    ground_status: GroundStatus = GroundStatus.PERCEIVED
    ground_basis: GroundBasis = GroundBasis.MEMBERSHIP
    closed_on: date | None = None
    complaint: ComplaintState = ComplaintState.NOT_MADE
    offence: OffenceState = OffenceState.UNDECIDED
    stage: Stage = Stage.RECORDED
    channel: Channel = Channel.UNKNOWN
    written: tuple[Written, ...] = ()
    kept: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """What is sealed of a register's incident beside its case: all that has no place of its own in a case."""

    source: str
    external: str
    told: str
    language: str
    place: str
    happened: str
    grounds: tuple[str, ...]
    stage: Stage
    channel: Channel
    written: tuple[Written, ...]
    kept: tuple[Written, ...]

    def as_json(self) -> JSONObject:
        """Return it as JSON."""
        return {
            "source": self.source, "external": self.external, "told": self.told, "language": self.language, "place": self.place,
            "happened": self.happened, "grounds": list(self.grounds), "stage": str(self.stage), "channel": str(self.channel),
            "written": [[one.column, one.words] for one in self.written], "kept": [[one.column, one.words] for one in self.kept],
        }  # fmt: skip

    @classmethod
    def from_json(cls, value: JSONValue) -> "Origin":
        """Return it from JSON. Raises `ValueError` for anything else."""
        if not isinstance(value, dict):
            raise ValueError("no origin of a case")
        said = {
            name: str(value.get(name, "")) for name in ("source", "external", "told", "language", "place", "happened")
        }
        grounds = value.get("grounds")
        return cls(
            **said, grounds=tuple(map(str, grounds)) if isinstance(grounds, list) else (),
            stage=Stage(str(value.get("stage"))), channel=Channel(str(value.get("channel"))),
            written=_written(value.get("written")), kept=_written(value.get("kept")),
        )  # fmt: skip

    @property
    def quarter(self) -> Quarter | None:
        """Return when it happened as coarse as figures may know it."""
        if not self.happened or not FIRST_YEAR <= int(self.happened[:4]) <= LAST_YEAR:
            return None
        year = int(self.happened[:4])
        return Quarter(year, (int(self.happened[5:7]) + 2) // 3 if len(self.happened) >= _MONTH else None)

    @property
    def answers(self) -> Answers:
        """Return what the register tells in the shape of a report, for what is asked of a case whatever it came from."""
        told = Answers(what=self.told, place=self.place)
        if len(self.happened) == _DAY:
            return replace(told, when_precision=Precision.EXACT, when_date=self.happened)
        return replace(told, when_precision=Precision.ABOUT, when_text=self.happened) if self.happened else told

    def grounds_counted(self, recorded: tuple[str, ...]) -> tuple[str, ...]:
        """Return the grounds that count: those recorded in the case, with the register's families in place of "not known"."""
        families = tuple(code for code in self.grounds if not is_ground(code))
        if UNKNOWN_GROUND not in recorded or not families:
            return recorded[:MOST_GROUNDS]
        return tuple(dict.fromkeys((*(one for one in recorded if one != UNKNOWN_GROUND), *families)))[:MOST_GROUNDS]


def origin_of(history: History) -> Origin:
    """Return what is sealed of a register's incident."""
    return Origin(
        source=history.source, external=history.external, told=history.told, language=history.language, place=history.place,
        happened=history.happened, grounds=history.grounds, stage=history.stage, channel=history.channel,
        written=history.written, kept=history.kept,
    )  # fmt: skip


def is_ground(code: str) -> bool:
    """Say whether a code is a ground that a case can record; a family alone is not."""
    try:
        codes.ground(code)
    except UnknownCode:
        return False
    return True


def recorded_grounds(history: History) -> tuple[str, ...]:
    """Return the grounds that the case records: a family that no ground says more of is recorded as not known."""
    return tuple(dict.fromkeys(code if is_ground(code) else UNKNOWN_GROUND for code in history.grounds))


def check_history(history: History) -> None:
    """Raise `NotSound` with the field that does not hold together."""
    faults = {
        "external": not history.external.strip() or len(history.external) > MAX_EXTERNAL,
        "source": not history.source.strip() or len(history.source) > MAX_EXTERNAL,
        "told": len(history.told) > MAX_TOLD,
        "closed_on": history.closed_on is not None and history.closed_on < history.recorded_on,
        "status": (history.status == CaseStatus.CLOSED) != (history.closed_on is not None),
        "grounds": any(not is_ground(code) and not _is_family(code) for code in history.grounds),
        "kind": bool(history.kind) and history.kind not in {one.code for one in codes.incident_types()},
    }
    for field, wrong in faults.items():
        if wrong:
            raise NotSound(field)


def reasons_of(history: History) -> str:
    """Return what an imported answer to the bias question rests on: the register and its own words."""
    said = "; ".join(f"{one.column}: {one.words}" for one in history.written)
    return f"{history.source}, {history.external}. {said}"[:MAX_TEXT]


def _is_family(code: str) -> bool:
    return any(family.code == code for family in codes.ground_families())


def _written(value: JSONValue) -> tuple[Written, ...]:
    pairs = value if isinstance(value, list) else []
    return tuple(Written(str(one[0]), str(one[1])) for one in pairs if isinstance(one, list) and len(one) == 2)
