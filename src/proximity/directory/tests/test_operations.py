"""What each operation does, what it tells the log, and who may not."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from proximity.accounts.actors import NotAllowed
from proximity.audit.models import AuditEvent
from proximity.directory import jobs, operations
from proximity.directory.access import EntryNotFound, entries_of, get_entry, public_entries
from proximity.directory.factories import looked, make_entry, words
from proximity.directory.models import CentreAssessment, District, Entry, EntryNote
from proximity.directory.operations import ChangedMeanwhile, NameTaken, keeping
from proximity.directory.queries.entries import entry_page, rows_of
from proximity.directory.queries.home import home_items, waiting_count
from proximity.directory.queries.public import known_entries
from proximity.directory.rules.boundaries import read_boundaries
from proximity.directory.rules.entries import Kind, NotSound
from proximity.directory.rules.verifying import How, Standing
from proximity.directory.tests.test_rules import collection, feature
from proximity.foundation.testing import PUBLIC, as_role, forget_context, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia(cast, acting):
    return acting(cast.nadia)


@contextmanager
def as_everybody():
    """Step to the public side and back into the context that was there."""
    names = ("app.city", "app.organisation", "app.person")
    (before,) = rows("SELECT " + ", ".join(["current_setting(%s, true)"] * len(names)), *names)
    forget_context()
    with as_role(PUBLIC):
        yield
    for name, value in zip(names, before, strict=True):
        rows("SELECT set_config(%s, %s, true)", name, value or "")


def seen_by_everybody(city):
    with as_everybody():
        return [one.words.name for one in known_entries(city)]


def log(target):
    return list(AuditEvent.objects.filter(target=str(target)).order_by("seq").values_list("action", "label"))


def later(days):
    return timezone.now() + timedelta(days=days)


def test_what_its_owner_adds_is_public_at_once_and_the_log_tells_no_content(cast, nadia):
    entry = make_entry(nadia)
    assert log(entry.pk) == [("directory.added", "centre")]
    assert entry.standing(timezone.now()) == Standing.TRUE
    assert EntryNote.objects.get().content["name"] == "Punto de acogida"
    assert seen_by_everybody(cast.cities["madrid"]) == ["Punto de acogida"]
    assert seen_by_everybody(cast.cities["bradford"]) == []


def test_what_a_coordinator_adds_for_others_waits_for_their_word(cast, acting):
    lars, ngo = acting(cast.lars), cast.organisations["madrid.ngo"]
    entry = operations.add_entry(words=words(), owner=ngo.pk, by=lars)
    assert entry.standing(timezone.now()) == Standing.NEW
    assert seen_by_everybody(cast.cities["madrid"]) == []
    nadia = acting(cast.nadia)
    assert [item.what for item in home_items(nadia).items] == ["Punto de acogida"]
    operations.confirm_entry(entry_id=entry.pk, seen=1, how=How.OWN, by=nadia)
    assert seen_by_everybody(cast.cities["madrid"]) == ["Punto de acogida"]


def test_only_a_coordinator_adds_for_others_and_only_for_those_of_the_city(cast, acting):
    police, foreign = cast.organisations["madrid.police"].pk, cast.organisations["bradford.ngo"].pk
    with pytest.raises(NotAllowed):
        operations.add_entry(words=words(), owner=police, by=acting(cast.nadia))
    for wrong in (foreign, uuid4()):
        with pytest.raises(NotSound, match="owner"):
            operations.add_entry(words=words(), owner=wrong, by=acting(cast.lars))
    for who in ("ines", "olga", "teo"):
        with pytest.raises(NotAllowed):
            operations.add_entry(words=words(), by=acting(getattr(cast, who)))
    assert not Entry.objects.exists()


def test_a_name_stands_once_in_a_city_and_again_after_it_ended(cast, acting, nadia):
    entry, other = make_entry(nadia), make_entry(nadia, name="Otro")
    with pytest.raises(NameTaken):
        make_entry(nadia)
    with pytest.raises(NameTaken):
        operations.change_entry(entry_id=other.pk, words=words(), seen=1, by=nadia)
    operations.end_entry(entry_id=entry.pk, seen=1, reason="Cerrado", by=nadia)
    make_entry(nadia)
    make_entry(acting(cast.noor))


def test_who_owns_an_entry_vouches_for_it_by_changing_it(cast, nadia):
    entry = make_entry(nadia, days_ago=300)
    assert seen_by_everybody(cast.cities["madrid"]) == []
    operations.change_entry(entry_id=entry.pk, words=words(phone="+34 900 000 002"), seen=1, how=How.VISITED, by=nadia)
    with as_everybody():
        (known,) = known_entries(cast.cities["madrid"])
    assert (known.words.phone, known.owner) == ("+34 900 000 002", cast.organisations["madrid.ngo"].name)
    with pytest.raises(ChangedMeanwhile):
        operations.change_entry(entry_id=entry.pk, words=words(), seen=1, by=nadia)
    assert log(entry.pk)[-1] == ("directory.changed", "centre")


def test_a_coordinator_changes_what_its_owner_has_never_confirmed_and_nothing_else(cast, acting, nadia):
    mine = make_entry(nadia)
    lars, ngo = acting(cast.lars), cast.organisations["madrid.ngo"]
    added = operations.add_entry(words=words(name="Otro"), owner=ngo.pk, by=lars)
    changed = operations.change_entry(entry_id=added.pk, words=words(name="Otro nombre"), seen=1, by=lars)
    assert (changed.verified_at, changed.name) == (None, "Otro nombre")
    with pytest.raises(NotAllowed):
        operations.change_entry(entry_id=mine.pk, words=words(), seen=1, by=lars)


@pytest.mark.parametrize("who", ["alice", "petra", "sol", "ines", "teo"])
def test_who_does_not_own_an_entry_does_not_change_confirm_or_end_it(cast, acting, nadia, who):
    entry = make_entry(nadia)
    actor = acting(getattr(cast, who))
    for act in (
        lambda: operations.change_entry(entry_id=entry.pk, words=words(), seen=1, by=actor),
        lambda: operations.confirm_entry(entry_id=entry.pk, seen=1, how=How.OWN, by=actor),
        lambda: operations.end_entry(entry_id=entry.pk, seen=1, reason="x", by=actor),
        lambda: operations.doubt_entry(entry_id=entry.pk, text="x", hide=True, by=actor),
        lambda: operations.note_assessment(entry_id=entry.pk, looked=looked(), by=actor),
    ):
        with pytest.raises((NotAllowed, EntryNotFound)):
            act()


def test_another_city_finds_nothing(cast, acting, nadia):
    entry = make_entry(nadia)
    charlie = acting(cast.charlie)
    assert list(entries_of(charlie)) == []
    for act in (get_entry, lambda by, pk: operations.doubt_entry(entry_id=pk, text="x", by=by)):
        with pytest.raises(EntryNotFound):
            act(charlie, entry.pk)


def test_an_entry_lapses_and_comes_back_when_its_owner_confirms_it(cast, nadia):
    entry = make_entry(nadia, days_ago=213)
    assert entry.standing(timezone.now()) == Standing.LAPSED
    assert seen_by_everybody(cast.cities["madrid"]) == []
    assert [(item.what, item.due) for item in home_items(nadia).items] == [("Punto de acogida", "lapsed: not public")]
    operations.confirm_entry(entry_id=entry.pk, seen=1, how=How.CALLED, by=nadia)
    assert seen_by_everybody(cast.cities["madrid"]) == ["Punto de acogida"]
    assert (home_items(nadia).items, waiting_count(nadia)) == ([], 0)
    assert EntryNote.objects.first().text == "called"
    assert log(entry.pk)[-1] == ("directory.confirmed", "centre")


def test_an_entry_that_is_due_is_still_public_and_asked_after(cast, nadia):
    make_entry(nadia, days_ago=190)
    (item,) = home_items(nadia).items
    assert item.due.startswith("public until ")
    assert seen_by_everybody(cast.cities["madrid"]) == ["Punto de acogida"]


def test_the_period_is_the_installations(cast, nadia, settings):
    settings.DIRECTORY_ASK_AFTER_DAYS, settings.DIRECTORY_GRACE_DAYS = 10, 5
    entry = make_entry(nadia)
    assert [entry.standing(later(days)) for days in (9, 11, 16)] == [Standing.TRUE, Standing.DUE, Standing.LAPSED]


def test_what_was_changed_since_is_not_confirmed(nadia):
    entry = make_entry(nadia)
    operations.change_entry(entry_id=entry.pk, words=words(about="Nuevo"), seen=1, by=nadia)
    with pytest.raises(ChangedMeanwhile):
        operations.confirm_entry(entry_id=entry.pk, seen=1, how=How.OWN, by=nadia)


def test_a_doubt_asks_the_owner_and_leaves_the_entry_public(cast, acting, nadia):
    entry = make_entry(nadia, days_ago=1)
    operations.doubt_entry(entry_id=entry.pk, text=" Nadie contesta. ", by=acting(cast.alice))
    assert seen_by_everybody(cast.cities["madrid"]) == ["Punto de acogida"]
    nadia = acting(cast.nadia)
    (item,) = home_items(nadia).items
    assert str(item.label) == "Somebody says that this is not true"
    assert [one.text for one in entry_page(nadia, get_entry(nadia, entry.pk)).doubts] == ["Nadie contesta."]
    operations.confirm_entry(entry_id=entry.pk, seen=1, how=How.OWN, by=nadia)
    assert home_items(nadia).items == []
    assert not rows_of(nadia)[0].doubted
    with pytest.raises(NotSound, match="text"):
        operations.doubt_entry(entry_id=entry.pk, text=" ", by=nadia)
    with pytest.raises(NotSound, match="text"):
        operations.doubt_entry(entry_id=entry.pk, text="x" * 801, by=nadia)


def test_a_coordinator_shuts_an_entry_until_its_owner_has_confirmed_it(cast, acting, nadia):
    entry = make_entry(nadia, days_ago=1)
    operations.doubt_entry(entry_id=entry.pk, text="Cerrado", hide=True, by=acting(cast.lars))
    assert log(entry.pk)[-1] == ("directory.hidden", "centre")
    assert seen_by_everybody(cast.cities["madrid"]) == []
    nadia = acting(cast.nadia)
    operations.confirm_entry(entry_id=entry.pk, seen=1, how=How.OWN, by=nadia)
    assert seen_by_everybody(cast.cities["madrid"]) == ["Punto de acogida"]


def test_what_ended_leaves_the_register_and_keeps_its_history(cast, acting, nadia):
    entry = make_entry(nadia)
    for reason, seen, fault in ((" ", 1, NotSound), ("Cerrado", 9, ChangedMeanwhile)):
        with pytest.raises(fault):
            operations.end_entry(entry_id=entry.pk, seen=seen, reason=reason, by=nadia)
    operations.end_entry(entry_id=entry.pk, seen=1, reason="Cerrado", by=nadia)
    assert seen_by_everybody(cast.cities["madrid"]) == []
    nadia = acting(cast.nadia)
    ended = get_entry(nadia, entry.pk)
    assert ended.standing(timezone.now()) == Standing.ENDED
    assert [line.note.what for line in entry_page(nadia, ended).history] == ["ended", "added"]
    assert list(entries_of(nadia)) == []
    for act in (
        lambda: operations.confirm_entry(entry_id=entry.pk, seen=2, how=How.OWN, by=nadia),
        lambda: operations.doubt_entry(entry_id=entry.pk, text="x", by=nadia),
    ):
        with pytest.raises((EntryNotFound, NotAllowed)):
            act()


def test_the_worker_asks_each_owner_once_a_round(cast, acting, nadia, monkeypatch):
    due, _fresh = make_entry(nadia, days_ago=184), make_entry(nadia, name="Otro")
    forget_context()
    jobs.ask_all_owners()
    jobs.ask_all_owners()
    nadia = acting(cast.nadia)
    assert [(note.entry_id, note.by) for note in EntryNote.objects.filter(what="asked")] == [(due.pk, None)]
    operations.confirm_entry(entry_id=due.pk, seen=1, how=How.OWN, by=nadia)
    asked = operations.ask_owners(organisation=nadia.organisation, now=later(184))
    assert asked == 2
    assert AuditEvent.objects.filter(action="directory.asked", actor="system").count() == 3


def test_one_organisation_that_cannot_be_asked_stops_no_other(cast, acting, nadia, monkeypatch, caplog):
    make_entry(nadia, days_ago=184)
    ask = jobs.ask_owners

    def stumble(*, organisation):
        if organisation.kind == "city_hall":
            raise RuntimeError
        return ask(organisation=organisation)

    monkeypatch.setattr(jobs, "ask_owners", stumble)
    jobs.ask_all_owners()
    acting(cast.nadia)
    assert EntryNote.objects.filter(what="asked").count() == 1
    assert "owners could not be asked" in caplog.text


def test_how_a_centre_looks_at_itself_is_kept_over_time_for_itself_and_the_coordinator(cast, acting, nadia):
    entry = make_entry(nadia)
    for days in (400, 0):
        operations.note_assessment(entry_id=entry.pk, looked=looked(), by=nadia, now=later(-days))
    assert log(entry.pk)[-1] == ("directory.assessed", "centre")
    for who, count in (("nadia", 2), ("lars", 2), ("alice", 0)):
        actor = acting(getattr(cast, who))
        assert len(entry_page(actor, get_entry(actor, entry.pk)).assessments) == count
        assert CentreAssessment.objects.count() == count


def test_a_police_unit_is_not_asked_how_it_stands_as_a_centre(cast, acting):
    alice = acting(cast.alice)
    entry = make_entry(alice, kind=Kind.POLICE_UNIT)
    with pytest.raises(NotAllowed):
        operations.note_assessment(entry_id=entry.pk, looked=looked(), by=alice)


def test_the_operator_puts_districts_in_the_place_of_those_before(cast):
    city = cast.cities["madrid"]
    with as_role("owner"):
        for names in (("Centro", "Sur"), ("Norte",)):
            outlines = read_boundaries(collection(*[feature(name) for name in names]))
            assert operations.load_districts(city=city, outlines=outlines, purpose="ticket 7") == len(names)
        assert AuditEvent.objects.filter(action="directory.districts_loaded", purpose="ticket 7").count() == 2
        assert [one.name for one in District.objects.all()] == ["Norte"]


def test_what_the_log_cannot_tell_of_is_not_done(cast, nadia, monkeypatch):
    entry = make_entry(nadia, days_ago=300)

    def full(*_args, **_kwargs):
        raise RuntimeError("the log is full")

    monkeypatch.setattr("proximity.directory.operations.keeping.record_event", full)
    with pytest.raises(RuntimeError):
        operations.confirm_entry(entry_id=entry.pk, seen=1, how=How.OWN, by=nadia)
    entry.refresh_from_db()
    assert entry.standing(timezone.now()) == Standing.LAPSED
    assert EntryNote.objects.count() == 1


def test_the_public_query_asks_the_clock_too(cast, nadia):
    make_entry(nadia, days_ago=300)
    assert not public_entries().exists()


def test_what_nobody_vouches_for_whole_is_not_written(nadia, monkeypatch):
    monkeypatch.setattr(keeping, "vouch", lambda entry, **_given: setattr(entry, "verified_at", timezone.now()))
    with pytest.raises(IntegrityError, match="public_is_what_somebody_said_is_true"), transaction.atomic():
        make_entry(nadia)
