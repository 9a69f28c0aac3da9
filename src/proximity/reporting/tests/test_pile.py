"""What is not a report takes two persons, can be undone, closes no mailbox, and counts as no incident."""

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest

from proximity.accounts.actors import NotAllowed
from proximity.accounts.models import KeyWrap
from proximity.audit.models import AuditEvent
from proximity.foundation.testing import as_role, changed, refused, rows, write_again
from proximity.reporting.access import PileNotFound, get_pile_for, own_recipient
from proximity.reporting.factories import TOLD
from proximity.reporting.models import Pile, Recipient
from proximity.reporting.operations import pile as operations
from proximity.reporting.operations.handling import answer_report, start_work
from proximity.reporting.operations.mailbox import request_erasure, withdraw_recipient, write_message
from proximity.reporting.operations.pile import decide_pile, look_through, propose_pile, read_samples, take_up
from proximity.reporting.queries import apart
from proximity.reporting.queries.apart import alike_with, apart_count, apart_page
from proximity.reporting.queries.inbox import inbox, waiting_count
from proximity.reporting.queries.piles import pile_lines, reports_on
from proximity.reporting.rules.answers import Answers
from proximity.reporting.rules.flood import Flood
from proximity.reporting.rules.pile import PileState, Reason, check_decides, digest_of, samples_of
from proximity.reporting.rules.states import NotNow, RecipientStatus
from proximity.reporting.tests.flooding import REAL, junk
from proximity.reporting.tests.people import NOW, Dana, read_as

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def police(cast):
    return cast.organisations["madrid.police"]


@pytest.fixture
def danas(cast, police):
    return [Dana(cast, police) for _ in range(3)]


@pytest.fixture
def proposed(cast, acting, danas):
    """Let Alice put three reports onto a pile."""
    return propose_pile(reports=ids(danas), reason=Reason.MACHINE, by=acting(cast.alice), now=NOW)


def ids(danas):
    return [dana.report.pk for dana in danas]


def flooded(cast, police, *texts, mark=Flood.UNANSWERED):
    """Return people whose reports came in a flood."""
    found = [Dana(cast, police, answers=Answers(city="madrid", what=text)) for text in texts]
    with as_role("owner"):
        Recipient.objects.filter(report__in=ids(found)).update(flood=mark)
    return found


def status_of(dana, by):
    return own_recipient(dana.report, by=by).status


def actions():
    with as_role("owner"):
        return list(
            AuditEvent.objects.filter(action__startswith="pile.").order_by("seq").values_list("action", "label")
        )


def text_of(response):
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


class TestTwoPersons:
    def test_until_the_second_one_agrees_nothing_changes_for_the_person(self, cast, acting, danas, police, proposed):
        assert str(danas[0].reader(police).status) == "It has arrived. Nobody there has opened it yet."
        assert danas[0].reader(police).promised_on is not None
        assert inbox(acting(cast.alice)).lines == ()
        assert waiting_count(acting(cast.alice)) == 0

    def test_the_second_one_agrees_and_the_person_is_told_kindly(self, cast, acting, danas, police, proposed):
        bob = acting(cast.bob)
        assert decide_pile(pile=proposed, confirm=True, by=bob, now=LATER) == 3
        assert status_of(danas[0], bob) == RecipientStatus.SET_ASIDE
        line = danas[0].reader(police)
        assert str(line.status).startswith("They could not see an incident in what was written.")
        assert line.promised_on is None
        assert line.reads
        assert [action for action, _label in actions()] == ["pile.proposed", "pile.confirmed"]
        assert {label.rpartition("/ ")[2] for _action, label in actions()} == {f"3 · machine · {proposed.digest[:16]}"}

    def test_it_is_no_incident_and_stands_in_no_list(self, cast, acting, danas, proposed):
        bob = acting(cast.bob)
        decide_pile(pile=proposed, confirm=True, by=bob, now=LATER)
        assert inbox(bob).lines == inbox(bob, done=True).lines == ()
        assert rows("SELECT count(*) FROM insight_factrow") == [(0,)]

    def test_nobody_confirms_her_own(self, cast, acting, proposed):
        with pytest.raises(NotNow):
            decide_pile(pile=proposed, confirm=True, by=acting(cast.alice), now=LATER)

    def test_whoever_put_them_there_takes_them_back(self, cast, acting, danas, proposed):
        alice = acting(cast.alice)
        assert decide_pile(pile=proposed, confirm=False, by=alice, now=LATER) == 0
        assert waiting_count(alice) == 3
        assert own_recipient(danas[0].report, by=alice).pile_id is None
        assert actions()[-1][0] == "pile.taken_back"

    def test_a_pile_is_decided_once(self, cast, acting, proposed):
        bob = acting(cast.bob)
        decide_pile(pile=proposed, confirm=False, by=bob, now=LATER)
        with pytest.raises(NotNow):
            decide_pile(pile=proposed, confirm=True, by=bob, now=LATER)

    def test_what_was_begun_answered_taken_back_or_asked_about_meanwhile_isleft_out(self, cast, acting, police):
        danas = [Dana(cast, police) for _ in range(6)]
        worked, answered, withdrawn, wrote, asks, left = danas
        alice = acting(cast.alice)
        pile = propose_pile(reports=ids(danas), reason=Reason.NO_INCIDENT, by=alice, now=NOW)
        for dana in (worked, answered):
            read_as(alice, dana.report)
        start_work(report=worked.report, by=alice, now=LATER)
        answer_report(report=answered.report, text="We have it.", by=alice, now=LATER)
        with as_role("owner"):
            reader = {dana: Recipient.objects.get(report=dana.report).pk for dana in danas}
        withdrawn.does(withdraw_recipient, recipient_id=reader[withdrawn], now=LATER)
        wrote.does(write_message, text="It is true.", readers=[police.pk], now=LATER)
        asks.does(request_erasure, recipient_id=reader[asks], now=LATER)
        bob = acting(cast.bob)
        assert decide_pile(pile=pile, confirm=True, by=bob, now=LATER) == 1
        assert status_of(left, bob) == RecipientStatus.SET_ASIDE
        assert status_of(wrote, bob) == RecipientStatus.RECEIVED
        assert own_recipient(wrote.report, by=bob).pile_id is None

    def test_what_was_exchanged_meanwhile_is_not_confirmed(self, cast, acting, danas, police, proposed):
        other = Dana(cast, police)
        alice = acting(cast.alice)
        move = "UPDATE reporting_recipient SET pile_id = %s WHERE report_id = %s"
        changed(move, None, danas[0].report.pk)
        changed(move, proposed.pk, other.report.pk)
        assert alice
        with pytest.raises(NotNow):
            decide_pile(pile=proposed, confirm=True, by=acting(cast.bob), now=LATER)

    def test_what_the_person_writes_afterwards_brings_it_back_and_it_can_be_taken_up(
        self, cast, acting, danas, police, proposed
    ):
        decide_pile(pile=proposed, confirm=True, by=acting(cast.bob), now=LATER)
        danas[0].does(write_message, text="It did happen.", readers=[police.pk], now=LATER)
        alice = acting(cast.alice)
        assert [line.reference for line in inbox(alice).lines] == [danas[0].report.reference]
        read_as(alice, danas[0].report)
        assert status_of(danas[0], alice) == RecipientStatus.SET_ASIDE
        take_up(report=danas[0].report, by=alice, now=LATER)
        assert status_of(danas[0], alice) == RecipientStatus.BEING_READ
        with pytest.raises(NotNow):
            take_up(report=danas[0].report, by=alice, now=LATER)

    def test_an_act_that_the_log_cannot_tell_of_is_not_done(self, cast, acting, danas, proposed, monkeypatch):
        def broken(*_args, **_values):
            raise RuntimeError("no log")

        bob = acting(cast.bob)
        monkeypatch.setattr(operations, "record_event", broken)
        with pytest.raises(RuntimeError):
            decide_pile(pile=proposed, confirm=True, by=bob, now=LATER)
        assert Pile.objects.get().state == PileState.PROPOSED
        assert status_of(danas[0], bob) == RecipientStatus.RECEIVED

    def test_who_may_not_answer_may_not_put_there_and_a_machine_may_not_either(self, cast, acting, danas):
        with pytest.raises(NotAllowed):
            propose_pile(reports=ids(danas), reason=Reason.TRIAL, by=acting(cast.lars))
        with pytest.raises(NotNow):
            propose_pile(reports=[uuid4()], reason=Reason.TRIAL, by=acting(cast.alice))

    def test_one_report_is_named_in_the_log(self, cast, acting, danas):
        propose_pile(reports=[danas[0].report.pk], reason=Reason.TRIAL, by=acting(cast.alice), now=NOW)
        assert actions() == [("pile.proposed", danas[0].report.reference)]


class TestWall:
    def test_another_organisation_sees_no_pile(self, cast, acting, proposed):
        for name in ("nadia", "charlie", "ines"):
            actor = acting(getattr(cast, name))
            assert rows("SELECT * FROM reporting_pile") == []
            with pytest.raises(PileNotFound):
                get_pile_for(actor, proposed.pk)

    def test_raw_sql_confirms_nothing_of_ones_own(self, cast, acting, proposed):
        alice = acting(cast.alice)
        with refused("pile_takes_two_persons"):
            changed("UPDATE reporting_pile SET state = 'confirmed', decided_by = %s", alice.person_id)

    def test_raw_sql_confirms_in_nobody_elses_name(self, cast, acting, proposed):
        acting(cast.alice)
        with refused("second_person"):
            changed("UPDATE reporting_pile SET state = 'confirmed', decided_by = %s", cast.bob.person_id)

    def test_raw_sql_proposes_in_nobody_elses_name(self, cast, acting, proposed):
        acting(cast.bob)
        with refused("first_person"):
            write_again("reporting_pile", proposed.pk, id=uuid4())

    def test_raw_sql_sets_nothing_aside_without_a_pile_that_was_confirmed(self, cast, acting, danas, proposed):
        acting(cast.alice)
        with refused("two persons set a report aside"):
            changed("UPDATE reporting_recipient SET status = 'set_aside'")

    def test_raw_sql_sets_nothing_aside_before_the_second_person(self, cast, acting, danas, police, proposed):
        acting(cast.bob)
        with refused("two persons set a report aside"):
            changed("UPDATE reporting_recipient SET status = 'set_aside' WHERE pile_id = %s", proposed.pk)
        Dana(cast, police)
        acting(cast.bob)
        with refused("two persons set a report aside"):
            changed("UPDATE reporting_recipient SET status = 'set_aside' WHERE pile_id IS NULL")

    def test_raw_sql_adds_nothing_to_a_pile_that_was_decided(self, cast, acting, police, proposed):
        decide_pile(pile=proposed, confirm=True, by=acting(cast.bob), now=LATER)
        other = Dana(cast, police)
        acting(cast.alice)
        with refused("joins no pile that was decided"):
            changed(
                "UPDATE reporting_recipient SET pile_id = %s, status = 'set_aside' WHERE report_id = %s",
                proposed.pk, other.report.pk,
            )  # fmt: skip

    def test_raw_sql_decides_once(self, cast, acting, proposed):
        bob = acting(cast.bob)
        decide_pile(pile=proposed, confirm=False, by=bob, now=LATER)
        assert changed("UPDATE reporting_pile SET state = 'confirmed', decided_by = %s", bob.person_id) == 0


class TestApart:
    def test_what_nobody_answered_for_stands_apart_and_what_somebody_answered_for_does_not(self, cast, acting, police):
        flooded(cast, police, junk(1))
        asked = flooded(cast, police, REAL, mark=Flood.ASKED)
        alice = acting(cast.alice)
        assert apart_count(alice) == 1
        assert [line.reference for line in inbox(alice).lines] == [asked[0].report.reference]

    def test_where_too_many_answered_they_stand_apart_too(self, cast, acting, police, monkeypatch):
        monkeypatch.setattr(apart, "ASKED_APART_FROM", 1)
        flooded(cast, police, junk(1), REAL, mark=Flood.ASKED)
        alice = acting(cast.alice)
        assert apart_count(alice) == 2
        assert inbox(alice).lines == ()
        assert [line.answered for line in apart_page(alice).lines] == [1, 1]

    def test_what_is_unlike_the_others_stands_first_and_nobody_has_read_a_word(self, cast, acting, police):
        flooded(cast, police, *(junk(number) for number in range(3)))
        real = flooded(cast, police, REAL)
        alice = acting(cast.alice)
        page = look_through(by=alice, now=NOW)
        assert [line.size for line in page.lines] == [1, 3]
        assert page.lines[0].reference == real[0].report.reference
        assert actions() == [("pile.compared", "4")]
        assert KeyWrap.objects.filter(opened_at__isnull=False).count() == 0

    def test_the_first_ones_of_a_flood_which_passed_unasked_are_compared_too(self, cast, acting, police):
        first = Dana(cast, police, answers=Answers(city="madrid", what=junk(0)))
        quiet = Dana(cast, police)
        marked = flooded(cast, police, junk(1), junk(2))
        alice = acting(cast.alice)
        assert [line.size for line in apart_page(alice).lines] == [3]
        alike = alike_with(read_as(alice, marked[0].report), by=alice)
        assert set(alike) == set(ids([first, *marked]))
        assert quiet.report.pk not in alike

    def test_pages_follow_one_another_and_older_ones_are_compared_next(self, cast, acting, police, monkeypatch):
        monkeypatch.setattr(apart, "WINDOW", 3)
        monkeypatch.setattr(apart, "PAGE", 2)
        texts = [TOLD.what, REAL, junk(1), TOLD.why + " Nobody helped.", "Somebody wrote a slur on our door."]
        found = flooded(cast, police, *texts)
        alice = acting(cast.alice)
        first = apart_page(alice)
        second = apart_page(alice, after=first.after)
        older = apart_page(alice, older=first.older)
        seen = [line.reference for page in (first, second, older) for line in page.lines]
        assert sorted(seen) == sorted(dana.report.reference for dana in found)
        assert (second.after, older.older) == ("", "")

    def test_what_was_tampered_with_stands_alone(self, cast, acting, police):
        first, second = flooded(cast, police, junk(1), junk(2))
        with as_role("owner"):
            changed("UPDATE reporting_report SET content = %s WHERE id = %s", b"\x01" + bytes(80), first.report.pk)
        assert [line.size for line in apart_page(acting(cast.alice)).lines] == [1, 1]
        assert second

    def test_samples_are_read_like_any_report(self, cast, acting, police):
        found = flooded(cast, police, junk(1), junk(2))
        alice = acting(cast.alice)
        samples = read_samples(reports=ids(found), by=alice, now=NOW)
        assert {sample.answers.what for sample in samples} == {junk(1), junk(2)}
        assert str(found[0].reader(police).status) == "They have opened it and are reading it."

    def test_who_may_not_read_reports_sees_none(self, cast, acting, police):
        flooded(cast, police, junk(1))
        lars = acting(cast.lars)
        assert apart_count(lars) == 0
        assert pile_lines(lars) == []
        with pytest.raises(NotAllowed):
            look_through(by=lars)


class TestPages:
    def test_from_the_inbox_to_the_second_person(self, cast, police, workspace):
        flooded(cast, police, *(junk(number) for number in range(5)))
        real = flooded(cast, police, REAL)[0].report.reference
        alice, bob = workspace(cast.alice), workspace(cast.bob)
        assert "6 reports were sent while very many arrived." in text_of(alice.get("/inbox/"))
        page = text_of(alice.get("/inbox/apart/"))
        assert page.index(real) < page.index("5 alike")
        address = re.search(r'href="(/reports/[^"]*alike=1)"', page)[1]
        asked = text_of(alice.get(address))
        assert "5 are not reports" in asked
        assert "Cheap watches" in asked
        assert alice.post(address, {}).status_code == 422
        there = alice.post(address, {"reason": "machine"})["Location"]
        own = text_of(alice.get(there))
        assert "somebody else of your organisation has to agree" in own
        assert "I agree" not in own
        other = text_of(bob.get(there))
        assert "Cheap watches" in other
        assert "1 pile waits for a second person" in text_of(bob.get("/inbox/"))
        assert "Closed: 5 are not reports." in text_of(bob.post(f"{there}decide/", {"go": "confirm"}, follow=True))
        assert text_of(bob.post(f"{there}decide/", {"go": "confirm"}, follow=True)).count("not possible any more") == 1
        aside = re.search(r'href="(/reports/R-[^"]*)"', bob.get(there).content.decode())[1]
        assert "Two people found that this is not a report." in text_of(bob.get(aside))
        assert "Taken up again." in text_of(bob.post(f"{aside}take-up/", follow=True))
        assert "not possible any more" in text_of(bob.post(f"{aside}take-up/", follow=True))
        assert "1 report was sent while very many arrived." in text_of(alice.get("/inbox/"))

    def test_a_single_report_is_put_there_from_its_page_and_taken_back(self, cast, police, workspace):
        dana = Dana(cast, police)
        alice = workspace(cast.alice)
        here = f"/reports/{dana.report.reference}/"
        assert f'href="{here}not-a-report/"' in alice.get(here).content.decode()
        there = alice.post(f"{here}not-a-report/", {"reason": "trial"})["Location"]
        assert "Somebody holds this to be no report." in text_of(alice.get(here))
        assert "not possible any more" in text_of(alice.post(f"{here}not-a-report/", {"reason": "trial"}, follow=True))
        assert "Taken back." in text_of(alice.post(f"{there}decide/", {"go": "back"}, follow=True))
        assert "Back in the inbox" in text_of(alice.get("/inbox/piles/"))

    def test_absent_and_anothers_look_the_same(self, cast, police, workspace, acting, danas, proposed):
        nadia = workspace(cast.nadia)
        for pile in (proposed.pk, uuid4()):
            assert nadia.get(f"/inbox/piles/{pile}/").status_code == 404
            assert nadia.post(f"/inbox/piles/{pile}/decide/").status_code == 404
        assert nadia.get(f"/reports/{danas[0].report.reference}/not-a-report/").status_code == 404
        assert nadia.get("/inbox/apart/").status_code == 200
        assert "Nothing was put here" in text_of(nadia.get("/inbox/piles/"))

    def test_no_page_is_heavy(self, cast, police, workspace, acting, monkeypatch):
        found = flooded(
            cast,
            police,
            *(f"{number} {TOLD.what[number:]} {str(number) * 9} {chr(97 + number) * 30}" for number in range(20)),
        )
        monkeypatch.setattr("proximity.reporting.rules.alike.ENOUGH", 1.1)
        page = workspace(cast.alice).get("/inbox/apart/").content
        assert page.count(b"data-item") == 20
        per_line = (len(page) - 10_000) / 20
        assert 10_000 + per_line * apart.PAGE < 60_000
        assert found

    def test_the_references_of_a_large_pile_come_page_by_page(self, cast, acting, danas, proposed, monkeypatch):
        monkeypatch.setattr("proximity.reporting.queries.piles.REFERENCES", 2)
        acting(cast.bob)
        first = reports_on(proposed)
        second = reports_on(proposed, after=first.after)
        assert sorted((*first.references, *second.references)) == sorted(dana.report.reference for dana in danas)
        assert second.after == ""


class TestRules:
    def test_samples_are_the_first_the_middle_and_the_last(self):
        assert samples_of(tuple(range(10))) == (0, 5, 9)
        assert samples_of((1, 2)) == (1, 2)

    def test_a_digest_does_not_hang_on_the_order(self):
        some = [uuid4() for _ in range(5)]
        assert digest_of(some) == digest_of(reversed(some)) != digest_of(some[1:])

    def test_nobody_in_particular_decides_nothing(self):
        with pytest.raises(NotNow):
            check_decides(PileState.PROPOSED, confirm=False, proposer=uuid4(), decider=None)
