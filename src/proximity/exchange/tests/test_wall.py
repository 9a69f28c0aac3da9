"""The exchange, tried with raw SQL: a draft is its office's, what is hidden its city's, the index follows the network's wall."""

from uuid import uuid4

import pytest

from proximity.exchange.access import NotHere, get_object, objects_for
from proximity.exchange.factories import make_draft, make_practice, make_question
from proximity.exchange.operations.moderating import hide
from proximity.exchange.rules.readers import Readers
from proximity.foundation.testing import PUBLIC, as_role, changed, refused, rows, write_again
from proximity.network.rules.kinds import Kind

pytestmark = pytest.mark.django_db
TABLES = ("exchange_draft", "exchange_hidden", "exchange_entry")


@pytest.mark.parametrize("who", ["nadia", "lars", "ines", "olga", "charlie"])
def test_a_draft_is_its_offices(cast, acting, who):
    draft = make_draft(acting(cast.alice))
    acting(getattr(cast, who))
    assert rows("SELECT * FROM exchange_draft") == []
    assert changed("UPDATE exchange_draft SET title = 'x'") == 0
    assert changed("DELETE FROM exchange_draft") == 0
    assert write_again("exchange_draft", draft.pk, id=uuid4()) == 0


def test_a_draft_is_written_in_the_name_of_who_works_there(cast, acting):
    draft = make_draft(acting(cast.alice))
    for wrong in (cast.charlie.person_id, None):
        with refused("own_name_insert"):
            write_again("exchange_draft", draft.pk, id=uuid4(), changed_by=wrong)
        with refused("own_name_update"):
            changed("UPDATE exchange_draft SET changed_by = %s", wrong)
    with refused("row-level security"):
        write_again("exchange_draft", draft.pk, id=uuid4(), organisation_id=cast.organisations["madrid.ngo"].pk)


def test_what_one_city_hides_another_does_not_know(cast, acting):
    question = make_question(acting(cast.charlie))
    hide(object_id=question, reason="It names somebody.", by=acting(cast.bob))
    assert len(rows("SELECT * FROM exchange_hidden")) == 1
    with refused("own_name_update"):
        changed("UPDATE exchange_hidden SET hidden_by = %s", cast.charlie.person_id)
    charlie = acting(cast.charlie)
    assert rows("SELECT * FROM exchange_hidden") == []
    assert changed("DELETE FROM exchange_hidden") == 0
    assert objects_for(charlie, Kind.QUESTION).count() == 1
    with refused("row-level security"):
        changed(
            "INSERT INTO exchange_hidden (id, city_id, object_id, reason, hidden_by, hidden_at)"
            " VALUES (gen_random_uuid(), %s, %s, 'x', %s, now())",
            cast.alice.city_id, question, charlie.person_id,
        )  # fmt: skip


@pytest.mark.parametrize(("readers", "seen"), [(Readers.NETWORK, 1), (Readers.COUNTRY, 0), (Readers.CITY, 0)])
def test_the_index_shows_no_word_of_what_one_may_not_read(cast, acting, readers, seen):
    practice = make_practice(acting(cast.alice), readers=readers)
    assert len(rows("SELECT terms FROM exchange_entry")) == 1
    charlie = acting(cast.charlie)
    assert len(rows("SELECT terms FROM exchange_entry")) == seen
    assert changed("DELETE FROM exchange_entry") == seen
    if not seen:
        with pytest.raises(NotHere):
            get_object(charlie, practice, Kind.PRACTICE)
        with refused("row-level security"):
            changed(
                "INSERT INTO exchange_entry (object_id, version, country, categories, grounds, terms, modified)"
                " VALUES (%s, '', '', '[]', '[]', '[]', now())", uuid4(),
            )  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_the_public_process_reads_nothing_of_it(cast, acting, table):
    make_draft(acting(cast.alice))
    with as_role(PUBLIC), refused("permission denied"):
        rows(f"SELECT * FROM {table}")


@pytest.mark.parametrize("who", ["petra", "ines", "sol"])
def test_who_does_not_read_the_exchange_is_given_nothing(cast, acting, who):
    practice = make_practice(acting(cast.alice))
    actor = acting(getattr(cast, who))
    assert objects_for(actor, Kind.PRACTICE).count() == 0
    with pytest.raises(NotHere):
        get_object(actor, practice, Kind.PRACTICE)
