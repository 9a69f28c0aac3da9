"""Standing in for a colleague: set by her or a supervisor, for its days, with her work on one's first page."""

import pytest
from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import NotAllowed
from proximity.assessment.rules import NotNow, NotSound
from proximity.audit.models import AuditEvent
from proximity.cases.access import stands_in_for
from proximity.cases.models import Substitution
from proximity.cases.operations import reading, substitutions
from proximity.cases.operations.handling import assign_case
from proximity.cases.operations.substitutions import SubstitutionNotFound, end_substitution, set_substitution
from proximity.cases.operations.tasks import add_task
from proximity.cases.queries.home import home_items, news_items
from proximity.cases.rules.states import TaskKind
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import as_role, here_today

pytestmark = pytest.mark.django_db


def day(offset=0):
    return here_today(offset)


@pytest.fixture
def away(cast, clara, acting):
    """Alice is away for four days; Clara stands in."""
    alice = acting(cast.alice)
    return set_substitution(person=alice.person_id, substitute=clara.person_id, first=day(), last=day(3), by=alice)


def test_it_holds_from_its_first_to_its_last_day(away, cast, clara, acting):
    acting(clara)
    now = timezone.now()
    assert stands_in_for(clara) == [cast.alice.person_id]
    assert AuditEvent.objects.filter(action="substitution.set", target=str(away.pk)).count() == 1
    with as_role("owner"):
        Substitution.objects.update(from_on=day(1), until_on=day(2))
    assert stands_in_for(clara) == []
    end_substitution(substitution_id=away.pk, by=clara, now=now)
    with pytest.raises(NotNow):
        end_substitution(substitution_id=away.pk, by=clara)
    assert AuditEvent.objects.filter(action="substitution.ended", target=str(away.pk)).count() == 1


def test_the_work_of_whom_she_stands_in_for_is_on_her_first_page(away, case, cast, clara, acting):
    alice = acting(cast.alice)
    add_task(case=case, kind=TaskKind.OTHER, title="Hear the driver", due_on=day(), by=alice)
    bob = acting(cast.bob)
    assign_case(case=case, to=None, by=bob)
    assign_case(case=case, to=cast.alice.person_id, by=bob)
    acting(clara)
    assert "Hear the driver" in [item.what for item in home_items(clara).items]
    (news,) = news_items(clara).items
    assert news.what == "for Alice: Bob gave you this case"
    reading.note_reading(case=case, by=clara)
    assert news_items(clara) is None
    assert AuditEvent.objects.get(action="case.read", target=str(case.pk)).purpose == reading.STANDS_IN
    assert news_items(acting(cast.alice)) is None


def test_an_officer_sets_it_for_herself_and_a_supervisor_for_others_but_never_herself_as_the_substitute(
    cast, clara, acting
):
    alice, bob = cast.alice, cast.bob
    with pytest.raises(NotAllowed):
        set_substitution(
            person=bob.person_id, substitute=clara.person_id, first=day(), last=day(), by=acting(alice)
        )  # fmt: skip
    acting(bob)
    set_substitution(person=alice.person_id, substitute=clara.person_id, first=day(), last=day(), by=bob)
    with pytest.raises(NotSound, match="substitute"):
        set_substitution(person=alice.person_id, substitute=bob.person_id, first=day(), last=day(), by=bob)


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("person", {"person": new_id()}),
        ("substitute", {"substitute": new_id()}),
        ("substitute", {"substitute": "bob"}),
        ("until_on", {"last": day(-1), "first": day(-2)}),
        ("until_on", {"last": day(1), "first": day(2)}),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(cast, clara, acting, field, asked):
    bob = acting(cast.bob)
    values = {"person": bob.person_id, "substitute": clara.person_id, "first": day(), "last": day()} | asked
    if values["substitute"] == "bob":
        values["substitute"] = bob.person_id
    with pytest.raises(NotSound, match=field):
        set_substitution(**values, by=bob)


def test_who_has_nothing_to_do_with_it_does_not_end_it(away, cast, join, acting):
    diego = join("diego")
    with pytest.raises(SubstitutionNotFound):
        end_substitution(substitution_id=away.pk, by=acting(diego))
    with as_role("owner"), pytest.raises(NotAllowed):
        end_substitution(substitution_id=away.pk, by=diego)
    with pytest.raises(SubstitutionNotFound):
        end_substitution(substitution_id=new_id(), by=acting(cast.bob))
    end_substitution(substitution_id=away.pk, by=cast.bob)
    with pytest.raises(NotAllowed):
        set_substitution(
            person=cast.nadia.person_id, substitute=diego.person_id, first=day(), last=day(), by=acting(cast.nadia)
        )  # fmt: skip


def test_what_the_log_cannot_tell_of_did_not_happen(away, cast, clara, acting, monkeypatch):
    def no_log(*_args, **_kwargs):
        raise RuntimeError("no log")

    bob = acting(cast.bob)
    monkeypatch.setattr(substitutions, "record_event", no_log)
    with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
        set_substitution(person=bob.person_id, substitute=clara.person_id, first=day(), last=day(), by=bob)
    with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
        end_substitution(substitution_id=away.pk, by=bob)
    assert Substitution.objects.get().ended_at is None
