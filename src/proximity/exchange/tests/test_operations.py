"""What people do in the exchange: the effect, the row of the log, and nothing at all where the log cannot tell of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from proximity.accounts.actors import NotAllowed
from proximity.audit.models import AuditEvent
from proximity.exchange.access import NotHere
from proximity.exchange.factories import (
    REASONS,
    WHOLE,
    make_draft,
    make_practice,
    make_question,
    make_review,
    make_visit,
)
from proximity.exchange.models import Draft, Entry, Hidden
from proximity.exchange.operations import drafting, moderating, taking_part
from proximity.exchange.operations.indexing import catch_up
from proximity.exchange.operations.taking_part import NotSound
from proximity.exchange.queries.overview import home_items
from proximity.exchange.queries.patterns import alerts
from proximity.exchange.queries.practices import Filters, catalogue, practice_page
from proximity.exchange.rules.adoptions import Adoption
from proximity.exchange.rules.alerts import Alert
from proximity.exchange.rules.practices import Practice
from proximity.exchange.rules.questions import Answer, Question
from proximity.exchange.rules.readers import NobodyChosen, Readers
from proximity.exchange.rules.reviews import Review
from proximity.exchange.rules.seeds import seeds
from proximity.exchange.rules.visits import Coming, Visit
from proximity.exchange.rules.vocabulary import Area, PlaceKind, Sign, VisitKind, VisitRole
from proximity.network.models import SharedObject
from proximity.network.operations import found_group, withdraw
from proximity.network.queries import held
from proximity.network.rules.envelope import Made
from proximity.network.rules.kinds import Kind

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


def told(action):
    return AuditEvent.objects.filter(action=action).count()


def an_alert(**changes):
    alert = Alert(
        Sign.STICKERS,
        "REL",
        PlaceKind.TRANSPORT,
        Area.REGION,
        TODAY - timedelta(days=9),
        TODAY,
        TODAY + timedelta(days=9),
    )
    return replace(alert, **changes)


def test_each_act_stands_in_the_log_without_a_word_of_it(cast, acting):
    alice = acting(cast.alice)
    draft = make_draft(alice)
    drafting.change_draft(draft_id=draft.pk, practice=WHOLE, language="es", seen=1, by=alice)
    practice = drafting.submit_practice(draft_id=draft.pk, reasons=REASONS, readers=Readers.NETWORK, seen=2, by=alice)
    drafting.translate_practice(object_id=practice, words={"title": "Open"}, language="en", made=Made.HUMAN, by=alice)
    drafting.remove_draft(draft_id=draft.pk, by=alice)
    moderating.take_back(object_id=practice, by=alice)
    question = make_question(acting(cast.charlie))
    bob = acting(cast.bob)
    moderating.hide(object_id=question, reason="It names somebody.", by=bob)
    moderating.show_again(object_id=question, by=bob)
    moderating.show_again(object_id=question, by=bob)
    for action in (
        "practice.begun", "practice.changed", "exchange.published", "exchange.translated", "practice.removed",
        "exchange.withdrawn", "exchange.hidden", "exchange.shown",
    ):  # fmt: skip
        assert told(action) >= 1, action
    assert told("exchange.shown") == 1
    everything = " ".join(f"{one.label} {one.purpose} {one.target}" for one in AuditEvent.objects.all())
    for word in ("Ventanilla", "names somebody", "interpreters"):
        assert word not in everything


def test_what_the_log_cannot_tell_of_does_not_happen(cast, acting, monkeypatch):
    alice = acting(cast.alice)
    practice, draft = make_practice(alice), make_draft(alice)
    question = make_question(acting(cast.charlie))

    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    for module in ("exchange.operations.drafting", "exchange.operations.moderating", "network.operations.publishing"):
        monkeypatch.setattr(f"proximity.{module}.record_event", broken)
    alice = acting(cast.alice)
    acts = (
        lambda: make_draft(alice),
        lambda: drafting.remove_draft(draft_id=draft.pk, by=alice),
        lambda: drafting.submit_practice(draft_id=draft.pk, reasons=REASONS, readers=Readers.NETWORK, seen=1, by=alice),
        lambda: moderating.take_back(object_id=practice, by=alice),
        lambda: make_question(alice),
        lambda: moderating.hide(object_id=question, reason="x", by=acting(cast.bob)),
    )
    before = [list(model.objects.order_by("pk").values()) for model in (Draft, Hidden, SharedObject)]
    for act in acts:
        with pytest.raises(RuntimeError, match="no log"):
            act()
    acting(cast.alice)
    assert [list(model.objects.order_by("pk").values()) for model in (Draft, Hidden, SharedObject)] == before


@pytest.mark.parametrize("who", ["olga", "petra", "ines", "sol"])
def test_who_takes_no_part_does_nothing(cast, acting, who):
    practice, question = make_practice(acting(cast.charlie)), make_question(acting(cast.charlie))
    by = acting(getattr(cast, who))
    for act in (
        lambda: make_draft(by), lambda: make_review(practice, by), lambda: make_question(by), lambda: make_visit(by),
        lambda: taking_part.answer(answer=Answer(question, "So."), by=by),
        lambda: taking_part.send_alert(alert=an_alert(), readers=Readers.NETWORK, by=by),
        lambda: taking_part.adopt_practice(adoption=Adoption(practice, changed="No."), by=by),
        lambda: moderating.hide(object_id=practice, reason="x", by=by),
        lambda: moderating.take_back(object_id=practice, by=by),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()


def test_nobody_reviews_or_takes_up_what_is_of_her_own_city(cast, acting):
    practice = make_practice(acting(cast.alice))
    for who in (cast.alice, cast.nadia):
        by = acting(who)
        with pytest.raises(NotHere):
            make_review(practice, by)
        with pytest.raises(NotHere):
            taking_part.adopt_practice(adoption=Adoption(practice, changed="No."), by=by)


def test_a_review_without_a_reason_is_refused_and_a_second_one_replaces_the_first(cast, acting):
    practice = make_practice(acting(cast.alice))
    charlie = acting(cast.charlie)
    with pytest.raises(NotSound):
        taking_part.review_practice(review=Review(practice, 1), by=charlie)
    first = make_review(practice, charlie, met=False)
    assert make_review(practice, charlie, edition=99) == first
    page = practice_page(practice, by=charlie, language="en")
    assert [(one.review.edition, one.review.recommends) for one in page.reviews] == [(1, True)]


def test_an_answer_goes_no_further_than_what_it_answers(cast, acting):
    practice = make_practice(acting(cast.alice), readers=Readers.COUNTRY)
    members = {cast.alice.city_id, cast.charlie.city_id}
    group = found_group(name="Twins", members=members, by=acting(cast.alice))
    shared = make_practice(cast.alice, readers=f"group:{group}")
    make_review(shared, acting(cast.charlie))
    review = SharedObject.objects.get(kind=Kind.REVIEW)
    assert (review.scope, review.marking) == (f"group:{group}", "amber")
    with pytest.raises(NotHere):
        make_review(practice, cast.charlie)


def test_what_names_nobody_is_not_sent(cast, acting):
    alice = acting(cast.alice)
    with pytest.raises(NobodyChosen):
        make_question(alice, readers="everybody")
    assert not SharedObject.objects.exists()


def test_a_question_about_what_one_may_not_read_is_refused(cast, acting):
    practice = make_practice(acting(cast.alice), readers=Readers.CITY)
    with pytest.raises(NotHere):
        make_question(acting(cast.charlie), practice=practice)
    assert make_question(cast.charlie, practice=seeds()[0].id)


def test_only_the_asker_says_what_helped_and_only_of_an_answer_to_it(cast, acting):
    charlie = acting(cast.charlie)
    question, other = make_question(charlie), make_question(charlie)
    answer = taking_part.answer(answer=Answer(question, "Ask the university."), by=acting(cast.alice))
    with pytest.raises(NotHere):
        taking_part.accept_answer(question_id=question, answer_id=answer, by=cast.alice)
    charlie = acting(cast.charlie)
    with pytest.raises(NotSound):
        taking_part.accept_answer(question_id=other, answer_id=answer, by=charlie)
    taking_part.accept_answer(question_id=question, answer_id=answer, by=charlie)
    taking_part.accept_answer(question_id=question, answer_id=answer, by=charlie)
    assert Question.from_json(held(question, city=charlie.city_id).content).accepted == (answer,)
    assert held(question, city=charlie.city_id).version == 2
    with pytest.raises(drafting.NotReady):
        drafting.draft_from_question(object_id=other, by=charlie)


def test_an_alert_that_does_not_fit_is_not_sent(cast, acting):
    alice = acting(cast.alice)
    with pytest.raises(NotSound) as fault:
        taking_part.send_alert(alert=an_alert(expires_on=TODAY), readers=Readers.NETWORK, by=alice)
    assert fault.value.field == "expires_on"


def test_an_alert_that_is_over_is_shown_to_nobody(cast, acting):
    alice = acting(cast.alice)
    taking_part.send_alert(alert=an_alert(), readers=Readers.NETWORK, by=alice, now=timezone.now() - timedelta(days=1))
    assert len(alerts(alice)) == 1
    SharedObject.objects.update(content=an_alert(expires_on=TODAY - timedelta(days=2)).as_json())
    assert alerts(alice) == []


def test_an_answer_to_a_visit_is_no_visit(cast, acting):
    visit = make_visit(acting(cast.alice))
    charlie = acting(cast.charlie)
    taking_part.come(coming=Coming(visit, {}), by=charlie)
    assert SharedObject.objects.filter(kind=Kind.VISIT).count() == 1
    taking_part.come(coming=Coming(visit, {VisitRole.NGO: 2}), by=charlie)
    answer = SharedObject.objects.exclude(pk=visit).get(kind=Kind.VISIT)
    wrong = Visit(VisitKind.OFFER, "x", "y", "", TODAY, TODAY - timedelta(days=1))
    with pytest.raises(NotSound):
        taking_part.plan_visit(visit=wrong, readers=Readers.NETWORK, by=charlie)
    with pytest.raises(NotSound):
        taking_part.plan_visit(
            visit=replace(wrong, ends_on=None), readers=Readers.NETWORK, visit_id=answer.pk, by=charlie
        )


def test_the_index_catches_up_with_what_came_and_went(cast, acting):
    practice = make_practice(acting(cast.alice))
    Entry.objects.all().delete()
    charlie = acting(cast.charlie)
    catch_up()
    assert [row.id for row in catalogue(Filters(text="ventanilla"), by=charlie).rows] == [practice]
    alice = acting(cast.alice)
    drafting.translate_practice(
        object_id=practice, words={"title": "Zebra"}, language="en", made=Made.MACHINE, by=alice
    )
    assert len(catalogue(Filters(text="zebras"), by=acting(cast.charlie)).rows) == 1
    withdraw(object_id=practice, by=acting(cast.alice))
    acting(cast.charlie)
    catch_up()
    assert Entry.objects.count() == 0


def test_the_catalogue_comes_page_by_page(cast, acting, monkeypatch):
    monkeypatch.setattr("proximity.exchange.queries.practices.PAGE", 2)
    alice = acting(cast.alice)
    made = [make_practice(alice, title=f"Practice {number}") for number in range(3)]
    first = catalogue(Filters(), by=alice)
    assert [row.id for row in first.rows] == made[:0:-1]
    last = catalogue(Filters(), by=alice, after=first.after)
    assert last.after is None
    assert [row.id for row in last.rows] == [made[0], *(one.id for one in seeds())]


def test_a_removed_draft_is_made_anew_from_what_others_read(cast, acting):
    alice = acting(cast.alice)
    practice = make_practice(alice)
    drafting.remove_draft(draft_id=Draft.objects.get().pk, by=alice)
    draft = drafting.reopen_practice(object_id=practice, by=alice)
    assert draft.practice.edition == 1
    assert drafting.reopen_practice(object_id=practice, by=alice) == draft
    with pytest.raises(drafting.ChangedMeanwhile):
        drafting.submit_practice(draft_id=draft.pk, reasons=REASONS, readers=Readers.NETWORK, seen=7, by=alice)
    with pytest.raises(drafting.NotReady):
        drafting.submit_practice(draft_id=draft.pk, reasons={}, readers=Readers.NETWORK, seen=1, by=alice)
    drafting.submit_practice(draft_id=draft.pk, reasons=REASONS, readers=Readers.CITY, seen=1, by=alice)
    assert Practice.from_json(held(practice, city=alice.city_id).content).edition == 2
    assert held(practice, city=cast.charlie.city_id) is None


def test_what_is_new_is_read_and_waits_for_nobody(cast, acting):
    make_practice(acting(cast.alice))
    make_visit(cast.alice)
    make_question(cast.alice)
    taking_part.send_alert(alert=an_alert(), readers=Readers.NETWORK, by=cast.alice)
    assert home_items(cast.alice).items == []
    found = home_items(acting(cast.charlie))
    assert len(found.items) == 4
    assert not any(item.waits for item in found.items)
    assert home_items(acting(cast.petra)) is None
