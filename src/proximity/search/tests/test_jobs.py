"""The worker's turn: what changed is read, what cannot be read holds up nothing, and everything can be read anew."""

import pytest

from proximity.accounts.actors import enter_as, machine_of
from proximity.audit.models import AuditEvent
from proximity.foundation.testing import as_role
from proximity.foundation.words import lemmas
from proximity.search import commands, jobs
from proximity.search.models import Change, CommonTerm, IndexedRecord, Posting
from proximity.search.operations import indexing
from proximity.search.queries.asking import Question, Words
from proximity.search.queries.finding import find

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine(alice):
    """Return the background work of Alice's office, in its context."""
    by = machine_of(alice.organisation)
    enter_as(by)
    return by


def test_what_changed_is_read_for_every_organisation(case, machine, alice):
    jobs.index_what_changed()
    enter_as(alice)
    assert find(Question(Words("headscarf")), by=alice).hits
    assert not Change.objects.exists()


def test_the_log_tells_that_the_machine_read(case, machine):
    jobs.index_what_changed()
    with as_role("owner"):
        event = AuditEvent.objects.get(action="search.indexed")
    # The report too: it was opened, and then became the case.
    assert (event.actor, event.label) == ("system", "2")


def test_a_record_that_cannot_be_read_is_given_up_and_holds_up_no_other(case, machine, monkeypatch, caplog):
    def broken(records, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(indexing, "index_records", broken)
    jobs.catch_up(machine.organisation)
    enter_as(machine)
    assert not Change.objects.exists()
    with as_role("owner"):
        assert AuditEvent.objects.filter(action="search.not_indexed").exists()
    assert "could not be indexed" in caplog.text


def test_reading_nothing_says_nothing(machine):
    assert jobs.catch_up(machine.organisation) == 0
    with as_role("owner"):
        assert not AuditEvent.objects.filter(action__startswith="search").exists()


def test_building_anew_brings_back_what_was_there(case, machine, alice):
    jobs.index_what_changed()
    enter_as(machine)
    before = set(Posting.objects.values_list("term", "record_id"))
    CommonTerm.objects.create(organisation=machine.organisation, term=1)
    Posting.objects.all().delete()
    IndexedRecord.objects.all().delete()
    said = []
    with as_role("owner"):
        assert commands.rebuild(said.append) == 1
    enter_as(machine)
    assert set(Posting.objects.values_list("term", "record_id")) == before
    assert not CommonTerm.objects.exists()
    assert said[-1] == "The index is built."


def test_the_nightly_count_takes_out_what_is_too_frequent(case, machine, monkeypatch):
    jobs.index_what_changed()
    monkeypatch.setattr(indexing, "too_frequent", lambda _texts: 0)
    jobs.count_nightly()
    enter_as(machine)
    assert not Posting.objects.exists()
    assert CommonTerm.objects.exists()
    Change.objects.create(city_id=machine.city_id, organisation=machine.organisation, record_id=case.pk)
    jobs.index_what_changed()
    enter_as(machine)
    assert not Posting.objects.exists()


def test_the_monthly_run_asks_for_everything(case, machine):
    jobs.index_what_changed()
    jobs.rebuild_monthly()
    enter_as(machine)
    assert list(Change.objects.values_list("record_id", flat=True)) == [case.pk]


def test_dictionaries_are_built_where_they_are_missing(monkeypatch, tmp_path):
    said, built = [], []
    monkeypatch.setattr(commands, "build", lambda: built.append(True))
    commands.build_words(said.append)
    assert (said, built) == ([], [])
    monkeypatch.setattr(lemmas, "FOLDER", tmp_path)
    commands.build_words(said.append)
    assert built == [True]

    def refused():
        raise PermissionError("no place")

    monkeypatch.setattr(commands, "build", refused)
    commands.build_words(said.append)
    assert "no inflected forms" in said[-1]
