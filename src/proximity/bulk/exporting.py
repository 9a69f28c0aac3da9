"""Everything that a city owns, in open formats: table by table behind each organisation's wall, opened with its keys."""

import csv
import io
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BinaryField, Field, Model, QuerySet
from django.utils import timezone

from proximity import __version__
from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.models import City, KeyWrap, Membership, Organisation
from proximity.accounts.records import open_records
from proximity.accounts.rules import Role
from proximity.audit.models import AuditEvent
from proximity.audit.operations import Origin, record_event
from proximity.bulk.packing import Target
from proximity.bulk.queries.register import register_entries
from proximity.bulk.rules.portable import FORMAT, LEFT_OUT, REGISTER, fitting_name, register_row, written
from proximity.evidence.access import files_visible_to
from proximity.evidence.details import name_of
from proximity.evidence.models import EvidenceFile
from proximity.evidence.operations.opening import FileDamaged, open_original
from proximity.evidence.rules.kinds import has_bytes
from proximity.foundation.privacy import Erasure, labels_of, proximity_models
from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.records import RecordKey
from proximity.packs import codes

log = logging.getLogger("proximity.bulk")

type Say = Callable[[str], None]

AT_ONCE = 500
NOT_OPENED = "(sealed, and could not be opened)"
GRANTED = (
    "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
    " AND has_column_privilege('proximity_staff', format('public.%%I', table_name::text), column_name::text, 'SELECT')"
)
README = """# Everything of {city}

Taken along from Proximity {version} on {day}. This folder is complete in itself: it can be read without that program.

- `manifest.json`: each file with its size, its SHA-256 and what it holds; how many sealed values could not be opened.
- `tables.json`: each table and field: what for, how sensitive, how long it is kept, the codes it may hold.
- `codes.json`: what the codes mean, in eight languages.
- `city.json`: the city, its organisations and who works there.
- `audit.jsonl`: the city's log, whole.
- `organisations/NAME/`: what that organisation may read: one file of JSON Lines per table (one JSON object a line,
  UTF-8, instants in ISO 8601 with offset, days as YYYY-MM-DD). What two organisations may read stands with both.
- `organisations/NAME/cases.csv`: its cases as one table (UTF-8, comma), which Proximity reads again by *Import*. A cell
  that looks like a formula has an apostrophe in front, so that no spreadsheet runs it.
- `organisations/NAME/evidence/`: the originals, each called by its identifier; hashes of the day they came stand in
  `evidence_evidencefile.jsonl`, whoever held them in `evidence_custodyentry.jsonl`.

Nothing in here is sealed any more. Keep it as you keep a case file, and delete what you do not need.
"""


@dataclass(slots=True)
class Tally:
    """What is counted while an export is written."""

    opened: int = 0
    not_opened: int = 0
    missing_files: list[str] = field(default_factory=list)


def export_city(city: City, target: Target, *, purpose: str, say: Say, now: datetime | None = None) -> Tally:
    """Write everything of a city. It is logged in the city's own log, with the purpose, before anything is written."""
    now, tally = now or timezone.now(), Tally()
    offices = list(Organisation.objects.filter(city=city).select_related("city").order_by("name"))
    with transaction.atomic():
        origin = Origin(actor="operator", city=city.pk)
        record_event("city.exported", origin=origin, label=city.slug, purpose=purpose, now=now)
    target.write_text(
        "README.md", README.format(city=city.name, version=__version__, day=now.date()), about="read this first"
    )
    target.write_json("tables.json", _tables(), about="tables and fields")
    target.write_json("codes.json", _codes(), about="what the codes mean")
    target.write_json("city.json", _city(city, offices), about="the city, its organisations and who works there")
    target.write_lines("audit.jsonl", _log_of(city), about="the log of the city")
    for office in offices:
        say(f"{office.name}")
        _export_office(office, target, tally, purpose, now)
    target.write_json("manifest.json", _manifest(city, target, tally, now), about="this file")
    return tally


def tables() -> list[type[Model]]:
    """Return the tables that are taken along."""
    return [model for model in proximity_models() if model._meta.db_table not in LEFT_OUT]


def folder_of(office: Organisation) -> str:
    """Return where in an export an organisation's part lies."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in office.name.lower())
    return f"organisations/{plain.strip('-') or 'organisation'}-{str(office.pk)[-6:]}"


def _export_office(office: Organisation, target: Target, tally: Tally, purpose: str, now: datetime) -> None:
    by, folder = Actor(None, "operator", Role.SUPERVISOR, office), folder_of(office)
    with _behind_the_wall(by):
        keys = _Keys(by)
        for model in tables():
            rows = _rows(model, keys, tally)
            target.write_lines(f"{folder}/{model._meta.db_table}.jsonl", rows, about=_about(model))
        _export_register(by, target, folder)
        files = list(files_visible_to(by).order_by("pk"))
    with transaction.atomic():
        # Chosen behind the wall; that it is handed out is noted in its custody, as nobody there may do for nobody.
        enter_as(by)
        _export_files(files, by, target, folder, tally, purpose, now)


@contextmanager
def _behind_the_wall(by: Actor) -> Iterator[None]:
    """Step down from whom no wall binds to the workspace's role, in an organisation's context, and back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'proximity_staff', true)")
        enter_as(by)
        yield
        cursor.execute("SELECT set_config('role', 'none', true)")


class _Keys:
    """The keys of an organisation, opened some at a time and kept while a table is gone through."""

    def __init__(self, by: Actor) -> None:
        self._by = by
        self._held = set(KeyWrap.objects.filter(organisation=by.organisation).values_list("record_id", flat=True))

    def of(self, rows: list[Mapping[str, object]]) -> Mapping[UUID, RecordKey]:
        """Return the keys of all records that these rows name."""
        named = {value for row in rows for value in row.values() if isinstance(value, UUID) and value in self._held}
        return open_records(named, by=self._by)


def _rows(model: type[Model], keys: _Keys, tally: Tally) -> Iterator[JSONObject]:
    fields = _granted(model)
    names = [one.attname for one in fields]
    sealed = {
        one.attname
        for one in fields
        if isinstance(one, BinaryField) and labels_of(model)[one.name].erasure is Erasure.KEY
    }
    waiting: list[Mapping[str, object]] = []
    for row in QuerySet(model).order_by("pk").values(*names).iterator(AT_ONCE):
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            yield from _opened(model, waiting, sealed, keys, tally)
            waiting = []
    yield from _opened(model, waiting, sealed, keys, tally)


def _opened(
    model: type[Model], rows: list[Mapping[str, object]], sealed: set[str], keys: _Keys, tally: Tally
) -> Iterator[JSONObject]:
    found = keys.of(rows) if sealed else {}
    for row in rows:
        mine = [found[value] for value in row.values() if isinstance(value, UUID) and value in found]
        yield {
            name: _value(model, name, value, row, mine if name in sealed else None, tally)
            for name, value in row.items()
        }


def _value(
    model: type[Model], name: str, value: object, row: Mapping[str, object], keys: list[RecordKey] | None, tally: Tally
) -> JSONValue:
    """Return a value as it is written; what is sealed (`keys` is a list) is opened first."""
    identifier = row.get("id")
    if keys is None or not isinstance(value, bytes | memoryview) or not isinstance(identifier, UUID):
        return written(value)
    return _open(bytes(value), _Place(model._meta.db_table, name, identifier), keys, tally)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something is sealed."""

    table: str
    column: str
    row: UUID


def _open(content: bytes, place: _Place, keys: list[RecordKey], tally: Tally) -> JSONValue:
    """Return what is sealed in a place. It says by itself under which key and in which shape it was sealed."""
    for key in keys:
        for opened in (key.open_json, key.open_text, key.open):
            try:
                found = opened(content, table=place.table, column=place.column, row=place.row)
            except SealBroken:
                continue
            tally.opened += 1
            return found.decode(errors="replace") if isinstance(found, bytes) else found
    tally.not_opened += 1
    return NOT_OPENED


def _granted(model: type[Model]) -> list["Field[object, object]"]:
    """Return the fields that the workspace may read: who signed a release, for one, it may not."""
    with connection.cursor() as cursor:
        cursor.execute(GRANTED, [model._meta.db_table])
        allowed = {name for (name,) in cursor.fetchall()}
    return [one for one in model._meta.concrete_fields if one.column in allowed]


def _export_register(by: Actor, target: Target, folder: str) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(REGISTER)
    number = 0
    for number, entry in enumerate(register_entries(by), 1):  # noqa: B007  (counted)
        writer.writerow(register_row(entry))
    if number:
        target.write(f"{folder}/cases.csv", [text.getvalue().encode()], about="its cases as one table", rows=number)


def _export_files(
    files: list[EvidenceFile], by: Actor, target: Target, folder: str, tally: Tally, purpose: str, now: datetime
) -> None:  # fmt: skip
    for file in files:
        key = open_records([file.pk], by=by).get(file.pk)
        if key is None or not has_bytes(file.kind):
            continue
        try:
            # Noted in its custody, as for everybody who takes an original.
            opened = open_original(file=file, by=by, purpose=f"export of the city: {purpose}"[:200], now=now)
            path = f"{folder}/evidence/{fitting_name(file.pk, name_of(file, key))}"
            target.write(path, opened.content, about="a piece of evidence, as it came")
        except (FileDamaged, SealBroken):
            log.exception("a piece of evidence is not in the export", extra={"object_id": file.pk})
            tally.missing_files.append(str(file.pk))


def _log_of(city: City) -> Iterator[JSONObject]:
    names = [one.attname for one in AuditEvent._meta.concrete_fields]
    for row in AuditEvent.objects.filter(city_id=city.pk).order_by("chain", "seq").values(*names).iterator(AT_ONCE):
        yield {name: written(value) for name, value in row.items()}


def _about(model: type[Model]) -> str:
    return (model.__doc__ or "").partition("\n")[0]


def _tables() -> JSONObject:
    return {
        model._meta.db_table: {
            "about": _about(model),
            "fields": {
                one.attname: {
                    "purpose": labels_of(model)[one.name].purpose, "sensitivity": str(labels_of(model)[one.name].sensitivity),
                    "kept": labels_of(model)[one.name].retention, "codes": [str(code) for code, _words in one.choices or ()],
                }
                for one in model._meta.concrete_fields
            },
        }
        for model in tables()
    }  # fmt: skip


def _codes() -> JSONObject:
    def words(entries: tuple[codes.Entry, ...]) -> JSONObject:
        return {one.code: dict(one.words.pairs) for one in entries}

    return {
        "grounds": words(codes.grounds()), "families of grounds": words(codes.ground_families()),
        "odihr": words(codes.odihr_categories()), "indicators": words(codes.indicators()),
        "types of incident": words(codes.incident_types()), "channels": words(codes.channels()),
    }  # fmt: skip


def _city(city: City, offices: list[Organisation]) -> JSONObject:
    works = Membership.objects.filter(organisation__city=city).select_related("person").order_by("person__name", "id")
    people: dict[UUID, list[JSONValue]] = {}
    for one in works:
        people.setdefault(one.organisation_id, []).append({
            "person": str(one.person_id), "name": one.person.name, "e-mail": one.person.email, "role": one.role,
            "until": written(one.ended_at),
        })  # fmt: skip
    return {
        "id": str(city.pk), "slug": city.slug, "name": city.name, "country": city.country, "time_zone": city.time_zone,
        "reference_prefix": city.reference_prefix, "latitude": city.latitude, "longitude": city.longitude,
        "place_source": city.place_source, "place_seen_on": written(city.place_seen_on),
        "organisations": [
            {"id": str(one.pk), "name": one.name, "kind": one.kind, "body": one.body_code, "folder": folder_of(one),
             "people": people.get(one.pk, [])}
            for one in offices
        ],
    }  # fmt: skip


def _manifest(city: City, target: Target, tally: Tally, now: datetime) -> JSONObject:
    return {
        "format": FORMAT, "version": __version__, "city": city.slug, "made_at": now.isoformat(),
        "values_opened": tally.opened, "values_not_opened": tally.not_opened, "files_missing": list(tally.missing_files),
        "left_out": dict(LEFT_OUT),
        "files": [
            {"path": one.path, "bytes": one.size, "sha256": one.sha256, "rows": one.rows, "about": one.about}
            for one in target.files
        ],
    }  # fmt: skip
