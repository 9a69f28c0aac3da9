"""The weekly mail: whom it reaches, when, and how little it says."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from proximity.accounts.actors import NotAllowed, enter_as
from proximity.audit.models import AuditEvent
from proximity.exchange import jobs
from proximity.exchange.models import WeeklyDigest
from proximity.exchange.operations import digests
from proximity.exchange.operations.digests import claim_digest, letter, new_since, wish_digest, wishes_digest
from proximity.exchange.operations.moderating import hide
from proximity.exchange.operations.taking_part import answer, ask
from proximity.exchange.rules.digests import Digest, last_due
from proximity.exchange.rules.questions import Answer, Question
from proximity.exchange.rules.readers import Readers
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import as_role, changed, forget_context, refused, rows

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 11, 26, 12, tzinfo=UTC)  # a Thursday
MONDAY = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)  # seven in Madrid, six in Bradford
WORDS = "Zqxcanary interpreters"


def asks(by, now=BEFORE + timedelta(hours=1)):
    enter_as(by)
    return ask(question=Question(WORDS, WORDS), readers=Readers.NETWORK, by=by, now=now)


def answers(by, question, now=BEFORE + timedelta(hours=2)):
    enter_as(by)
    return answer(answer=Answer(question, WORDS), by=by, now=now)


@pytest.fixture
def wished(cast, acting):
    """Let Alice wish the mail, then let Bradford ask, and answer what she asked."""
    wish_digest(wanted=True, by=acting(cast.alice), now=BEFORE)
    asks(cast.charlie)
    answers(cast.charlie, asks(cast.alice))
    enter_as(cast.alice)
    return WeeklyDigest.objects.get()


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (MONDAY, MONDAY), (MONDAY - timedelta(minutes=1), MONDAY - timedelta(days=7)), (MONDAY + timedelta(days=6), MONDAY),
        (MONDAY + timedelta(days=7), MONDAY + timedelta(days=7)),
    ],
)  # fmt: skip
def test_it_is_due_on_monday_at_seven_in_the_city(now, due):
    assert last_due(now, "Europe/Madrid") == due


def test_it_counts_what_others_ask_and_answer_once_a_week(cast, wished):
    assert claim_digest(digest=wished, now=MONDAY - timedelta(minutes=1)) is None
    assert claim_digest(digest=wished, now=MONDAY) == Digest(questions=1, answers=1)
    assert claim_digest(digest=wished, now=MONDAY) is None  # another worker, with the row as it was
    wished.refresh_from_db()
    assert claim_digest(digest=wished, now=MONDAY + timedelta(hours=1)) is None
    assert claim_digest(digest=wished, now=MONDAY + timedelta(days=7)) is None  # nothing is new
    with as_role("owner"):
        assert AuditEvent.objects.filter(action="exchange.digest_sent").count() == 1


def test_what_is_ones_own_or_hidden_or_old_is_not_counted(cast, wished, acting):
    question = asks(cast.charlie, BEFORE - timedelta(days=3))
    hidden = asks(cast.charlie)
    hide(object_id=hidden, reason="Off topic", by=acting(cast.bob))
    enter_as(cast.alice)
    assert new_since(BEFORE, by=cast.alice) == Digest(1, 1)
    answers(cast.alice, question)
    enter_as(cast.alice)
    assert new_since(BEFORE, by=cast.alice) == Digest(1, 1)
    enter_as(cast.charlie)
    assert new_since(BEFORE, by=cast.charlie) == Digest(1, 1)


def test_who_left_or_does_not_take_part_gets_none(cast, wished, acting):
    wished.membership.person.is_active = False
    assert claim_digest(digest=wished, now=MONDAY) is None
    with pytest.raises(NotAllowed):
        wish_digest(wanted=True, by=acting(cast.petra))


def test_a_mail_that_the_log_cannot_tell_of_is_not_claimed(wished, monkeypatch):
    monkeypatch.setattr(digests, "record_event", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        claim_digest(digest=wished, now=MONDAY)
    wished.refresh_from_db()
    assert wished.told_at == BEFORE


def test_the_letter_holds_two_numbers_and_the_way_in_her_language_and_nothing_else(cast, wished):
    person = wished.membership.person
    person.language = "es"
    written = letter(person, Digest(3, 2))
    text = written.subject + written.body
    assert "/exchange/questions/" in text
    assert ("3" in written.subject, "2" in written.subject) == (True, True)
    for content in (WORDS, "Bradford", "Alice", "question", "answers"):
        assert content not in text.replace("/exchange/questions/", "")


def test_the_job_sends_each_letter_once_and_none_without_a_server(cast, wished, settings, monkeypatch):
    monkeypatch.setattr(jobs, "claim_digest", lambda *, digest: claim_digest(digest=digest, now=MONDAY))
    forget_context()
    jobs.send_digests()
    assert mail.outbox == []
    settings.SENDS_MAIL = True
    jobs.send_digests()
    jobs.send_digests()
    (sent,) = mail.outbox
    assert sent.subject == "Proximity: 1 new question, 1 answer to yours"


def test_a_server_that_does_not_answer_costs_nobody_her_mail(cast, wished, settings, monkeypatch):
    settings.SENDS_MAIL = True

    def away(_self):
        raise OSError("no route")

    monkeypatch.setattr(EmailBackend, "open", away)
    forget_context()
    jobs.send_digests()
    enter_as(cast.alice)
    assert WeeklyDigest.objects.get().told_at == BEFORE


def test_one_that_cannot_be_sent_holds_up_no_other(cast, wished, settings, monkeypatch, caplog):
    settings.SENDS_MAIL = True
    monkeypatch.setattr(jobs, "claim_digest", lambda **_: 1 / 0)
    forget_context()
    jobs.send_digests()
    assert "could not be sent" in caplog.text


def test_only_she_herself_wishes_it_and_another_organisation_sees_nothing(cast, wished, acting):
    acting(cast.nadia)
    assert rows("SELECT count(*) FROM exchange_weeklydigest") == [(0,)]
    assert changed("DELETE FROM exchange_weeklydigest") == 0
    alice = cast.alice
    enter_as(cast.bob)
    changed("DELETE FROM exchange_weeklydigest")
    with refused("row-level security"):
        changed(
            "INSERT INTO exchange_weeklydigest (id, city_id, organisation_id, membership_id, told_at)"
            " VALUES (%s, %s, %s, %s, now())",
            new_id(), alice.city_id, alice.organisation.pk, cast.memberships["alice"].pk,
        )  # fmt: skip
    with as_role("proximity_public"), refused("permission denied"):
        rows("SELECT 1 FROM exchange_weeklydigest")


def test_the_page_switches_it_on_and_off(cast, workspace, settings):
    browser = workspace(cast.alice)
    assert "By mail" not in browser.get("/exchange/questions/").content.decode()
    settings.SENDS_MAIL = True
    assert "Yes, write to me" in browser.get("/exchange/questions/").content.decode()
    assert (
        "You get a mail each week."
        in browser.post("/exchange/questions/mail/", {"wanted": "yes"}, follow=True).content.decode()
    )
    assert "No more mails" in browser.get("/exchange/questions/").content.decode()
    browser.post("/exchange/questions/mail/", {"wanted": "no"})
    enter_as(cast.alice)
    assert not wishes_digest(cast.alice)
    assert workspace(cast.olga).post("/exchange/questions/mail/", {"wanted": "yes"}).status_code == 403
