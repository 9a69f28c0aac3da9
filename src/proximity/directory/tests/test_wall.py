"""The register, tried with raw SQL: an entry is its owner's to vouch for, and everybody reads it only while that counts."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from proximity.directory import operations
from proximity.directory.access import PUBLIC_FIELDS
from proximity.directory.factories import looked, make_entry, words
from proximity.directory.models import Entry, EntryNote
from proximity.foundation.testing import PUBLIC, as_role, changed, forget_context, refused, rows, write_again

pytestmark = pytest.mark.django_db
ENTRY, NOTE, ASSESSMENT = "directory_entry", "directory_entrynote", "directory_centreassessment"
TOUCH = f"UPDATE {ENTRY} SET version = version"
SHUT = (
    f"UPDATE {ENTRY} SET verified_at = NULL, verified_by = NULL, verified_how = '', ask_at = NULL, public_until = NULL"
)


@pytest.fixture
def nadia(cast, acting):
    return acting(cast.nadia)


@pytest.fixture
def entry(nadia):
    return make_entry(nadia)


def test_another_city_sees_and_changes_nothing(cast, acting, entry):
    acting(cast.charlie)
    for table in (ENTRY, NOTE):
        assert rows(f"SELECT * FROM {table}") == []
    assert changed(TOUCH) == 0


@pytest.mark.parametrize("who", ["alice", "petra", "sol", "ines"])
def test_the_city_reads_an_entry_and_only_its_owner_changes_it(cast, acting, entry, who):
    acting(getattr(cast, who))
    assert rows(f"SELECT name FROM {ENTRY}") == [(entry.name,)]
    assert changed(TOUCH) == 0
    with refused("row-level security"):
        write_again(ENTRY, entry.pk, id=uuid4(), name="Otro")


def test_the_city_hall_may_shut_an_entry_and_never_vouch_for_it(cast, acting, entry):
    lars = acting(cast.lars)
    with refused("vouched_by_the_owner_still"):
        changed(TOUCH)
    with refused("vouched_by_the_owner_still"):
        changed(f"UPDATE {ENTRY} SET verified_by = %s", lars.person_id)
    with refused("vouched_by_the_owner"):
        write_again(ENTRY, entry.pk, id=uuid4(), name="Otro", verified_by=lars.person_id)
    assert changed(SHUT) == 1


def test_an_entry_is_vouched_for_in_ones_own_name(cast, entry):
    for wrong in (cast.alice.person_id, uuid4()):
        with refused("vouched_by_the_owner_still"):
            changed(f"UPDATE {ENTRY} SET verified_by = %s", wrong)


def test_what_nobody_vouches_for_cannot_be_public(entry):
    with refused("public_is_what_somebody_said_is_true"):
        changed(f"UPDATE {ENTRY} SET verified_by = NULL")


def test_an_entry_stays_in_its_city_and_with_an_organisation_of_it(cast, acting, entry):
    foreign = cast.organisations["bradford.ngo"].pk
    with refused("permission denied"):
        changed(f"UPDATE {ENTRY} SET city_id = %s", cast.cities["bradford"].pk)
    acting(cast.lars)
    with refused("owner_of_the_city_still"):
        changed(f"{SHUT}, organisation_id = %s", foreign)
    for table in (ENTRY, NOTE, ASSESSMENT):
        with refused("permission denied"):
            changed(f"DELETE FROM {table}")


def test_history_is_added_in_ones_own_name_and_never_rewritten(cast, acting, nadia, entry):
    (note,) = EntryNote.objects.all()
    wrongs = ({"by": cast.alice.person_id}, {"by": None}, {"organisation_id": cast.organisations["madrid.police"].pk})
    for wrong in (*wrongs, {"entry_id": uuid4()}, {"city_id": cast.cities["bradford"].pk}):
        with refused("said_in_own_name|row-level security"):
            write_again(NOTE, note.pk, id=uuid4(), **wrong)
    assert write_again(NOTE, note.pk, id=uuid4()) == 1
    assert write_again(NOTE, note.pk, id=uuid4(), by=None, what="asked") == 1
    with refused("permission denied"):
        changed(f"UPDATE {NOTE} SET text = ''")


def test_a_centres_look_at_itself_is_its_own_and_the_city_halls(cast, acting, nadia, entry):
    made = operations.note_assessment(entry_id=entry.pk, looked=looked(), by=nadia)
    for wrong in ({"made_by": cast.alice.person_id}, {"organisation_id": cast.organisations["madrid.police"].pk}):
        with refused("row-level security"):
            write_again(ASSESSMENT, made.pk, id=uuid4(), **wrong)
    with refused("permission denied"):
        changed(f"UPDATE {ASSESSMENT} SET staff_count = 9")
    for who, count in (("alice", 0), ("petra", 0), ("charlie", 0), ("lars", 1)):
        acting(getattr(cast, who))
        assert len(rows(f"SELECT id FROM {ASSESSMENT}")) == count


def test_districts_are_the_operators(cast, nadia):
    for statement in ("DELETE FROM directory_district", "UPDATE directory_district SET name = ''"):
        with refused("permission denied"):
            changed(statement)


def test_the_public_side_reads_what_counts_today_and_not_who_vouched(cast, acting, nadia):
    make_entry(nadia)
    make_entry(nadia, name="Lapsed", days_ago=214)
    operations.add_entry(words=words(name="New"), owner=nadia.organisation.pk, by=acting(cast.lars))
    forget_context()
    with as_role(PUBLIC):
        assert rows(f"SELECT name FROM {ENTRY}") == [("Punto de acogida",)]
        hidden = {field.name for field in Entry._meta.fields} - set(PUBLIC_FIELDS)
        assert hidden == {"version", "verified_by", "ask_at", "ended_at"}
        for column in sorted(hidden):
            with refused("permission denied"):
                rows(f"SELECT {column} FROM {ENTRY}")
        for table in (NOTE, ASSESSMENT):
            with refused("permission denied"):
                rows(f"SELECT 1 FROM {table}")
        with refused("permission denied"):
            changed(f"UPDATE {ENTRY} SET public_until = now()")


def test_the_database_itself_shuts_an_entry_when_its_time_is_over(cast, nadia):
    make_entry(nadia)
    past = timezone.now() - timedelta(seconds=1)
    assert changed(f"UPDATE {ENTRY} SET public_until = %s", past) == 1
    forget_context()
    with as_role(PUBLIC):
        assert rows(f"SELECT id FROM {ENTRY}") == []
