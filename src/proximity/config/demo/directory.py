"""The demo's directory: what police, NGO and city hall keep, one entry due, one lapsed, one that nobody has confirmed yet."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import OrganisationKind
from proximity.config.demo.making import DemoCity, as_staff
from proximity.directory import operations
from proximity.directory.models import Entry
from proximity.directory.rules.assessment import Answer, Looked, Question
from proximity.directory.rules.drawing import Outline
from proximity.directory.rules.entries import Access, EntryWords, Kind, Place
from proximity.directory.rules.hours import Week, parse_day
from proximity.directory.rules.verifying import How
from proximity.network.models import SharedObject
from proximity.network.rules.kinds import Kind as Shared
from proximity.packs.vocabulary import HelpNeed

HERE = Path(__file__).parent
FRESH, DUE, LAPSED, LONG_AGO = timedelta(days=20), timedelta(days=190), timedelta(days=230), timedelta(days=380)
HIGH, WIDE = 0.014, 0.06  # degrees: how tall and wide a made-up district is

type Said = Mapping[str, str]


def _week(weekdays: str, saturday: str = "") -> Week:
    return (*[parse_day(weekdays)] * 5, parse_day(saturday), ())


OFFICE, LONG = _week("9:00-14:00, 16:00-19:00"), _week("8:00-20:00", "10:00-14:00")


@dataclass(frozen=True, slots=True)
class Scene:
    """One city of the demo, with its words, its districts and its middle."""

    demo: DemoCity
    said: Said
    districts: tuple[str, ...]
    middle: Place
    now: datetime

    def words(self, key: str, kind: Kind, at: int, *needs: HelpNeed, name: str = "") -> EntryWords:
        """Return what an entry of the demo says, in district `at`."""
        language = self.demo.language
        place = Place(self.middle.latitude + HIGH * (1 - at), self.middle.longitude + WIDE / 9 * (len(key) % 5 - 2))
        return EntryWords(
            kind=kind, name=name or self.said[key], language=language, about=self.said[f"{key}_about"], needs=needs,
            languages=tuple(dict.fromkeys((language, "en"))), access=(Access.STEP_FREE,), phone=f"000 000 0{len(key)}{at}",
            address=f"{self.said['street']} {len(key)}", district=self.districts[at], place=place, week=OFFICE,
            hours_note=self.said["note"], source=self.said["source"], source_on=self.now.date(),
        )  # fmt: skip


def add_directory(demo: DemoCity, *, now: datetime) -> None:
    """Fill the register of a demo city as those who answer for its entries do."""
    read = tomllib.loads((HERE / "directory.toml").read_text(encoding="utf-8"))
    said = read[demo.language]
    middle = Place(*read["middle"][demo.city.slug])
    scene = Scene(demo, said, tuple(said["districts"]), middle, now)
    operations.load_districts(city=demo.city, outlines=_outlines(scene))
    with as_staff():
        _police(scene)
        _ngo(scene)
        _hall(scene)


@transaction.atomic
def share_units(demos: Iterable[DemoCity], *, now: datetime) -> None:
    """Let each city's police share their unit and one proximity officer with the other cities, once."""
    if SharedObject.objects.filter(kind=Shared.UNIT).exists():
        return
    for demo in demos:
        police = Entry.objects.filter(organisation=demo.organisations["police"])
        shared = [
            police.filter(kind=kind).order_by("name", "pk").first() for kind in (Kind.POLICE_UNIT, Kind.PROXIMITY)
        ]
        with as_staff():
            by = actor_from(demo.members("police")[0])
            enter_as(by)
            for entry in filter(None, shared):
                operations.share_entry(entry_id=entry.pk, by=by, now=now)


def _outlines(scene: Scene) -> list[Outline]:
    """Return the made-up districts: one above the other, each a little askew."""
    found = []
    for at, name in enumerate(scene.districts):
        south, west = scene.middle.latitude + HIGH * (0.5 - at), scene.middle.longitude - WIDE / 2
        tilt = HIGH / 6 * (at - 1)
        ring = [[west, south], [west + WIDE, south + tilt], [west + WIDE, south + HIGH], [west, south + HIGH + tilt]]
        found.append(Outline(name, [[*ring, ring[0]]]))
    return found


def _enter(scene: Scene, office: str) -> Actor:
    actor = actor_from(scene.demo.members(office)[0])
    enter_as(actor)
    return actor


def _police(scene: Scene) -> None:
    by = _enter(scene, "police")
    unit = replace(scene.words("unit", Kind.POLICE_UNIT, 1, HelpNeed.POLICE, HelpNeed.TALK), week=LONG)
    operations.add_entry(words=unit, by=by, now=scene.now - FRESH)
    for at, serves in ((0, scene.districts[:2]), (2, scene.districts[2:])):
        name = scene.said["officer"].format(district=", ".join(serves))
        officer = scene.words("officer", Kind.PROXIMITY, at, HelpNeed.POLICE, name=name)
        operations.add_entry(words=replace(officer, serves=serves), by=by, now=scene.now - FRESH)


def _ngo(scene: Scene) -> None:
    by = _enter(scene, "ngo")
    centre = scene.words("centre", Kind.CENTRE, 1, HelpNeed.TALK, HelpNeed.REPORT)
    access = (Access.STEP_FREE, Access.QUIET_ROOM, Access.INTERPRETER, Access.WRITING)
    spoken = tuple(dict.fromkeys((*centre.languages, "ar", "uk", "fr")))
    centre = replace(centre, access=access, languages=spoken, without_name=True)
    made = operations.add_entry(words=centre, by=by, now=scene.now - FRESH)
    support = scene.words("support", Kind.SUPPORT, 0, HelpNeed.LEGAL, HelpNeed.CHILDREN)
    operations.add_entry(words=replace(support, by_appointment=True), by=by, now=scene.now - LAPSED)
    first = dict.fromkeys(Question, Answer.PARTLY) | {
        Question.PRIVATE_ROOM: Answer.NO,
        Question.ONE_ANSWERS: Answer.YES,
    }
    later = dict.fromkeys(Question, Answer.YES) | {Question.STAND_IN: Answer.NO, Question.HEARS_BACK: Answer.PARTLY}
    for answers, trained, ago in ((first, 1, LONG_AGO), (later, 3, FRESH)):
        at = scene.now - ago
        looked = Looked(answers, staff=4, trained=trained, trained_on=(at - FRESH).date())
        operations.note_assessment(entry_id=made.pk, looked=looked, by=by, now=at)


def _hall(scene: Scene) -> None:
    by = _enter(scene, "hall")
    pathway = replace(scene.words("pathway", Kind.PATHWAY, 2, HelpNeed.TALK), run_by=scene.said["library"])
    operations.add_entry(words=pathway, how=How.CALLED, by=by, now=scene.now - DUE)
    school = next((one for one in scene.demo.organisations.values() if one.kind == OrganisationKind.STAKEHOLDER), None)
    if school is not None:
        board = scene.words("school", Kind.PATHWAY, 0, HelpNeed.CHILDREN)
        operations.add_entry(words=board, owner=school.pk, by=by, now=scene.now - FRESH)
