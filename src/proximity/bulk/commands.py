"""What the operator does at the command line: bring a large table in, and take everything of a city along."""

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils.translation import override
from pyrage import RecipientError
from pyrage.x25519 import Recipient

from proximity.accounts.actors import Actor, enter_as, machine_of
from proximity.accounts.models import City, Membership
from proximity.accounts.operations import NotSound
from proximity.accounts.queries import actor_from
from proximity.bulk.access import get_import, may_import
from proximity.bulk.content import open_import_content
from proximity.bulk.exporting import export_city
from proximity.bulk.factories import seal_table
from proximity.bulk.models import Import
from proximity.bulk.operations.bringing import Undecided, decide, let_go, take_file
from proximity.bulk.operations.running import begin_import
from proximity.bulk.operations.working import check_rows, make_some_cases, read_table
from proximity.bulk.packing import ENCRYPTED, TargetExists, new_target
from proximity.bulk.queries.imports import report_rows
from proximity.bulk.queries.labels import FAULT, FIELD
from proximity.bulk.rules.checking import BECOMES_A_CASE
from proximity.bulk.rules.decisions import Column, Decisions, undecided_values, with_proposals
from proximity.bulk.rules.fields import Field
from proximity.bulk.rules.states import ImportState
from proximity.evidence.rules.kinds import Refused
from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.foundation.wall import SYSTEM, enter_staff
from proximity.packs.loader import load_pack

type Say = Callable[[str], None]

UNDECIDED = 3
"""What the command answers where decisions are open: they stand in the file of decisions, to be filled in."""


def import_table(
    say: Say, *, file: Path, city: str, organisation: str, account: str, decisions: Path, report: Path | None, begin: bool,
    purpose: str,
) -> int:  # fmt: skip
    """Bring a table in as somebody's import: sealed, read, decided by a file, checked; with `begin` its cases are made."""
    by = _supervisor(city, organisation, account)
    with override("en"):
        found = _brought(file, by, say)
        if found is None:
            return 1
        if not _decided(found, decisions, by, say):
            _as(by, partial(let_go, import_id=found.pk, by=by))
            return UNDECIDED
        _work(check_rows, found, by)
        _say_counts(found, by, report, say)
        if begin:
            _make(found, by, purpose, say)
        else:
            say("Nothing was made. Run it again with --begin, or begin it on the page “Import”.")
    return 0


def export_all(say: Say, *, city: str, to: Path, purpose: str, recipients: Sequence[str] = ()) -> int:
    """Write everything of a city into a new folder or a new ZIP; with recipients (age1…) into one that only they can open."""
    found = City.objects.filter(slug=city).first()
    if found is None:
        raise NotSound(f"There is no city {city!r}. `proximity city list` says which there are.")
    keys = [_recipient(one) for one in recipients]
    if bool(keys) != to.name.lower().endswith(ENCRYPTED):
        raise NotSound(f"With --for the name ends in {ENCRYPTED}, and such a name needs --for.")
    try:
        with new_target(to, recipients=keys) as target:
            tally = export_city(found, target, purpose=purpose, say=say)
    except TargetExists:
        raise NotSound(f"{to} is there already. Name a new folder, or a new file that ends in .zip.") from None
    except OSError as problem:
        raise NotSound(f"{to} cannot be written: {problem.strerror}") from None
    say(f"{to}: {len(target.files)} files, {sum(one.size for one in target.files) / 1e6:.1f} MB.")
    if keys:
        say("It is encrypted: only who holds the key can open it, not you either. Once open, nothing in it is sealed.")
    else:
        say("Nothing in it is sealed any more: keep it as you keep a case file.")
    if tally.not_opened or tally.missing_files:
        say(
            f"{tally.not_opened} values and {len(tally.missing_files)} files could not be opened; manifest.json names them."
        )
        return 1
    return 0


def _recipient(key: str) -> Recipient:
    try:
        return Recipient.from_str(key)
    except RecipientError:
        raise NotSound(f"{key!r} is no public key of age: such a key begins with age1.") from None


def _supervisor(city: str, organisation: str, account: str) -> Actor:
    """Return who brings it in: her name stands on every case. Raises `NotSound`."""
    works = Membership.objects.filter(
        person__email__iexact=account,
        organisation__city__slug=city,
        organisation__name=organisation,
        ended_at__isnull=True,
    ).select_related("person", "organisation__city")
    actor = next((one for one in map(actor_from, works) if may_import(one)), None)
    if actor is None:
        raise NotSound(f"{account} is no supervisor of the police called {organisation!r} in {city!r}.")
    return actor


def _brought(file: Path, by: Actor, say: Say) -> Import | None:
    try:
        with file.open("rb") as stream:
            upload = seal_table(stream, name=file.name, by=by)
        found: Import = _as(by, partial(take_file, upload=upload, by=by))
    except (Refused, OSError) as problem:
        raise NotSound(f"{file} cannot be taken: {problem}") from None
    _work(read_table, found, by)
    found = _as(by, partial(get_import, by, found.pk))
    if found.state == ImportState.UNREADABLE:
        say(str(FAULT[found.fault]))
        _as(by, partial(let_go, import_id=found.pk, by=by))
        return None
    say(f"{found.counts['rows']} rows were read.")
    return found


def _decided(found: Import, path: Path, by: Actor, say: Say) -> bool:
    """Decide by the file, say what is open, and write the file anew with all that there is to decide."""
    opened = _as(by, lambda: open_import_content(found, by=by))
    chosen = _from_file(path, opened.columns, opened.decisions) if path.exists() else opened.decisions
    chosen = with_proposals(chosen, opened.columns, load_pack(by.organisation.city.country).categories)
    faults: list[tuple[str, str]] = []
    try:
        left: list[str] = _as(by, partial(decide, import_id=found.pk, decisions=chosen, by=by))
    except Undecided as undecided:
        faults, left = undecided.faults, []
    if not faults and not left:
        return True
    path.write_text(json.dumps(_to_file(chosen, opened.columns), ensure_ascii=False, indent=1), encoding="utf-8")
    for name, code in faults:
        say(f"not decided: {_heading(name, opened.columns)} ({code})")
    for value in left:
        say(f"not decided: the value {value!r}")
    say(f"{path} holds what there is to decide. Fill it in and run this again.")
    return False


def _heading(name: str, columns: tuple[Column, ...]) -> str:
    return f"column {columns[int(name.removeprefix('column_'))].heading!r}" if name.startswith("column_") else name


def _to_file(decisions: Decisions, columns: tuple[Column, ...]) -> JSONObject:
    values: JSONObject = {
        str(one): {value: list(codes) for value, codes in known.items()} for one, known in decisions.values.items()
    }
    for one, value in undecided_values(decisions, columns):
        known = values.setdefault(str(one), {})
        if isinstance(known, dict):
            known[value] = []
    said = decisions.as_json()
    return {
        "source": said["source"],
        "columns": {
            column.heading: str(one) if one else None for column, one in zip(columns, decisions.fields, strict=True)
        },
        "values": values, "for_all": said["for_all"], "order": said["order"], "language": said["language"],
        "ground_status": said["ground_status"], "ground_basis": said["ground_basis"],
        "what a column can be": [str(one) for one in FIELD],
    }  # fmt: skip


def _from_file(path: Path, columns: tuple[Column, ...], before: Decisions) -> Decisions:
    """Return the decisions of a file. Raises `NotSound` for one that is none."""
    try:
        said: JSONValue = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise NotSound(f"{path} cannot be read: {problem}") from None
    known = said.get("columns") if isinstance(said, dict) else None
    if not isinstance(said, dict) or not isinstance(known, dict):
        raise NotSound(f"{path} holds no decisions.")
    fields: list[JSONValue] = [known.get(column.heading) for column in columns]
    try:
        chosen = Decisions.from_json({**said, "fields": fields})
    except ValueError as problem:
        raise NotSound(f"{path}: {problem}") from None
    proposed = [one or old for one, old in zip(chosen.fields, before.fields, strict=True)]
    return replace(chosen, fields=tuple(Field(one) if one else None for one in proposed))


def _say_counts(found: Import, by: Actor, report: Path | None, say: Say) -> None:
    found = _as(by, partial(get_import, by, found.pk))
    for verdict, number in found.counts.items():
        say(f"{verdict}: {number}")
    if report is not None:
        lines = _as(by, lambda: list(report_rows(found, open_import_content(found, by=by), by=by)))
        with report.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows(lines)
        say(f"{report} says what is to be said of each row.")


def _make(found: Import, by: Actor, purpose: str, say: Say) -> None:
    counts = _as(by, partial(get_import, by, found.pk)).counts
    if not any(counts.get(one) for one in BECOMES_A_CASE):
        say("No row would become a case.")
        return
    _as(by, partial(begin_import, import_id=found.pk, purpose=purpose, by=by))
    while _as(by, partial(make_some_cases, import_id=found.pk, by=by)):
        pass
    say(f"{_as(by, partial(get_import, by, found.pk)).counts.get('done', 0)} cases were made.")


def _work(work: Callable[..., None], found: Import, by: Actor) -> None:
    """Do the worker's part as the organisation's background work."""
    machine = machine_of(by.organisation)
    with transaction.atomic():
        enter_staff(city=by.city_id, organisation=by.organisation.pk, person=SYSTEM)
        work(import_id=found.pk, by=machine)


def _as[T](by: Actor, work: Callable[[], T]) -> T:
    with transaction.atomic():
        enter_as(by)
        return work()
