"""Collection, places, hand-overs and derivations as operations: effect, custody, log; and what the report finds in them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from proximity.accounts.actors import NotAllowed
from proximity.audit.models import AuditEvent
from proximity.evidence import storage
from proximity.evidence.access import EvidenceNotFound, lock_file
from proximity.evidence.factories import document
from proximity.evidence.models import CustodyEntry, EvidenceFile
from proximity.evidence.operations import custody
from proximity.evidence.operations.collecting import note_collection, note_place
from proximity.evidence.operations.custody import hand_of
from proximity.evidence.operations.deriving import note_derivation
from proximity.evidence.operations.describing import Captured, add_capture, add_thing
from proximity.evidence.operations.handing import NotYours, answer_hand_over, hand_out, offer_hand_over, take_in
from proximity.evidence.operations.opening import open_original
from proximity.evidence.operations.sharing import share_file
from proximity.evidence.queries.home import home_items
from proximity.evidence.queries.offers import hand_overs_for
from proximity.evidence.queries.report import custody_report
from proximity.evidence.rules.clocks import NotValid
from proximity.evidence.rules.custody import Act, Collected, Derivation, Gap, Hand
from proximity.evidence.tests.filing import SUBJECT, acts, cleaned, logged, received
from proximity.foundation.testing import as_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders", "cleaned_here")]
BEFORE = datetime(2026, 11, 20, 9, tzinfo=UTC)
PAGE = Captured(
    url="https://platform.example/post/1?a=b#c", platform="Platform", account="@account", seen_at="2026-11-20T10:00+01:00",
    words="Fuera «moros» 🐒", language="es",
)  # fmt: skip


@pytest.fixture
def alice(cast, acting):
    return acting(cast.alice)


@pytest.fixture
def bob(cast):
    return hand_of(cast.bob)


@pytest.fixture
def held(alice):
    """Return a photo that Alice collected and holds, with a whole chain."""
    file = cleaned(alice)
    note_collection(
        file=file, collected=Collected("Alice", alice.person_id, BEFORE, "the door", "copied", "a neighbour"), by=alice
    )
    return file


def gaps(by) -> list[Gap]:
    return [found.gap for piece in custody_report([SUBJECT], by=by).pieces for found in piece.gaps]


def piece(by):
    return custody_report([SUBJECT], by=by).pieces[0]


def test_what_was_said_of_the_collection_is_sealed_and_read_again(alice, held):
    said = piece(alice).collected
    assert (said.by, said.at, said.where, said.how, said.source) == (
        "Alice",
        BEFORE,
        "the door",
        "copied",
        "a neighbour",
    )
    entry = CustodyEntry.objects.get(act=Act.COLLECTED)
    assert b"neighbour" not in bytes(entry.details)
    assert gaps(alice) == []
    assert logged("file.collected") == 1


def test_a_collection_said_again_is_corrected_and_the_first_stays(alice, held):
    note_collection(file=held, collected=Collected("Alice", alice.person_id, BEFORE, "the window"), by=alice)
    assert piece(alice).collected.where == "the window"
    assert acts(held).count(Act.COLLECTED) == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [(Collected(" ", None, None), "collected_by"), (Collected("Eve", None, datetime(2026, 1, 1)), "collected_at")],  # noqa: DTZ001
)
def test_a_collection_needs_a_name_and_a_zone(alice, said, field):
    with pytest.raises(NotValid) as refused:
        note_collection(file=received(alice), collected=said, by=alice)
    assert refused.value.field == field


def test_a_thing_has_no_bytes_and_a_whole_custody(alice):
    thing = add_thing(
        subject_id=SUBJECT, name=" A leaflet ", description="Torn.", readers=[alice.organisation], by=alice
    )
    note_place(file=thing, place="cabinet 4", by=alice)
    found = piece(alice)
    assert (found.name, found.note, found.place, found.is_file, found.original.sha256) == (
        "A leaflet",
        "Torn.",
        "cabinet 4",
        False,
        "",
    )
    assert gaps(alice) == [Gap.NOT_COLLECTED]
    assert b"leaflet" not in bytes(thing.name)
    with pytest.raises(LookupError):
        open_original(file=thing, by=alice, purpose="to see it")


def test_a_web_capture_keeps_address_and_words_to_the_letter(alice):
    captured = add_capture(subject_id=SUBJECT, captured=PAGE, readers=[alice.organisation], by=alice)
    found = piece(alice)
    assert found.name == "Platform · @account"
    assert (found.facts["url"], found.facts["words"]) == (PAGE.url, PAGE.words)
    assert PAGE.url.encode() not in bytes(captured.facts)


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda by: add_thing(subject_id=SUBJECT, name=" ", description="", readers=[by.organisation], by=by), "name"),
        (
            lambda by: add_capture(
                subject_id=SUBJECT, captured=Captured(" ", "", "", "", "", ""), readers=[by.organisation], by=by
            ),
            "url",
        ),
        (lambda by: note_place(file=received(by), place=" ", by=by), "place"),
        (lambda by: hand_out(file=received(by), to=" ", by=by), "outside"),
    ],
)
def test_what_says_nothing_is_not_noted(alice, act, field):
    with pytest.raises(NotValid) as refused:
        act(alice)
    assert refused.value.field == field


def test_a_hand_over_counts_once_the_other_side_confirms(alice, held, cast, acting, bob):
    offer = offer_hand_over(file=held, to=bob, note="bag 12", by=alice)
    assert gaps(alice) == [Gap.HAND_OVER_OPEN]
    assert piece(alice).holder == hand_of(alice)
    assert hand_overs_for(alice) == []
    acting(cast.bob)
    (waiting,) = hand_overs_for(cast.bob)
    assert (waiting.piece, waiting.name, waiting.subject, waiting.offer) == (held.pk, "photo.jpg", SUBJECT, offer.pk)
    answer_hand_over(file=held, offer_id=offer.pk, answer=Act.CONFIRMED, by=cast.bob)
    assert gaps(cast.bob) == []
    assert piece(cast.bob).holder == bob
    assert hand_overs_for(cast.bob) == []
    assert logged("file.offered") == logged("file.confirmed") == 1


def test_a_hand_over_is_refused_with_a_reason_or_taken_back(alice, held, cast, acting, bob):
    first = offer_hand_over(file=held, to=bob, by=alice)
    answer_hand_over(file=held, offer_id=first.pk, answer=Act.WITHDRAWN, by=alice)
    second = offer_hand_over(file=held, to=bob, by=alice)
    acting(cast.bob)
    with pytest.raises(NotValid):
        answer_hand_over(file=held, offer_id=second.pk, answer=Act.REFUSED, by=cast.bob)
    answer_hand_over(file=held, offer_id=second.pk, answer=Act.REFUSED, reason="The bag is open.", by=cast.bob)
    assert gaps(cast.bob) == []
    assert piece(cast.bob).holder == hand_of(alice)


@pytest.mark.parametrize("answer", [Act.CONFIRMED, Act.WITHDRAWN])
def test_only_the_side_that_is_meant_answers(alice, held, cast, acting, bob, answer):
    offer = offer_hand_over(file=held, to=bob, by=alice)
    who = acting(cast.alice if answer is Act.CONFIRMED else cast.bob)
    with pytest.raises(NotYours):
        answer_hand_over(file=held, offer_id=offer.pk, answer=answer, by=who)


def test_an_answer_is_given_once_and_is_one(alice, held, cast, acting, bob):
    offer = offer_hand_over(file=held, to=bob, by=alice)
    acting(cast.bob)
    with pytest.raises(NotValid):
        answer_hand_over(file=held, offer_id=offer.pk, answer=Act.VIEWED, by=cast.bob)
    answer_hand_over(file=held, offer_id=offer.pk, answer=Act.CONFIRMED, by=cast.bob)
    with pytest.raises(NotYours):
        answer_hand_over(file=held, offer_id=offer.pk, answer=Act.CONFIRMED, by=cast.bob)


def test_who_cannot_receive_a_piece_is_not_offered_it(alice, held, cast, bob):
    nobody = [
        hand_of(alice), Hand(), Hand(cast.organisations["madrid.ngo"].pk), Hand(alice.organisation.pk, cast.nadia.person_id),
        Hand(cast.organisations["bradford.police"].pk),
    ]  # fmt: skip
    for to in nobody:
        with pytest.raises(NotValid):
            offer_hand_over(file=held, to=to, by=alice)
    offer_hand_over(file=held, to=bob, by=alice)
    for act in (offer_hand_over, hand_out):
        with pytest.raises(NotValid) as refused:
            act(file=held, to=bob if act is offer_hand_over else "Courier", by=alice)
        assert refused.value.field == "waiting"


def test_another_organisation_that_was_given_the_key_confirms_under_its_own_name(alice, held, cast, acting):
    ngo = cast.organisations["madrid.ngo"]
    share_file(file=held, reader=ngo, by=alice)
    assert gaps(alice) == [Gap.SHARE_NOT_CONFIRMED]
    offer = offer_hand_over(file=held, to=Hand(ngo.pk), by=alice)
    nadia = acting(cast.nadia)
    assert home_items(nadia).items[0].label == "photo.jpg"
    answer_hand_over(file=held, offer_id=offer.pk, answer=Act.CONFIRMED, by=nadia)
    assert home_items(nadia) is None
    report = custody_report([SUBJECT], by=nadia)
    assert report.gaps == 0
    assert report.organisations[ngo.pk] == ngo.name
    assert piece(nadia).holder == hand_of(nadia)
    acting(cast.lars)
    assert home_items(cast.lars) is None
    assert hand_overs_for(cast.petra) == []


def test_what_went_outside_on_paper_is_confirmed_by_one_side_and_comes_back(alice, held):
    hand_out(file=held, to="Courier 7", by=alice)
    assert piece(alice).holder == Hand(outside="Courier 7")
    assert gaps(alice) == [Gap.ONE_SIDE_ONLY]
    with pytest.raises(NotValid):
        hand_out(file=held, to="Courier 8", by=alice)
    take_in(file=held, source="Courier 7", note="receipt in the folder", by=alice)
    assert piece(alice).holder == hand_of(alice)
    assert acts(held)[-2:] == [Act.HANDED_OUT, Act.TAKEN_IN]


def test_a_transcript_is_told_of_in_both_chains_with_both_hashes(alice, held):
    made = received(alice, document(), name="transcript.pdf", source=held)
    assert gaps(alice)[-1] is Gap.NO_SOURCE
    note_derivation(file=made, source=held, how=Derivation.TRANSCRIPT, tool="by hand", by=alice)
    assert gaps(alice) == []
    assert acts(made)[-1] == Act.DERIVED
    assert acts(held)[-1] == Act.USED
    original, derived = custody_report([SUBJECT], by=alice).pieces
    assert derived.source_name == "photo.jpg"
    assert derived.lines[-1].details["source_sha256"] == original.original.sha256
    assert original.lines[-1].details["made_sha256"] == derived.original.sha256
    with pytest.raises(ValueError, match="made from"):
        note_derivation(file=held, source=made, how=Derivation.EXCERPT, tool="", by=alice)


OPERATIONS = {
    "collect": lambda file, by, _bob: note_collection(file=file, collected=Collected("A", None, None), by=by),
    "place": lambda file, by, _bob: note_place(file=file, place="safe", by=by),
    "offer": lambda file, by, bob: offer_hand_over(file=file, to=bob, by=by),
    "hand out": lambda file, by, _bob: hand_out(file=file, to="Courier", by=by),
    "take in": lambda file, by, _bob: take_in(file=file, source="Courier", by=by),
    "thing": lambda _file, by, _bob: add_thing(
        subject_id=SUBJECT, name="A", description="", readers=[by.organisation], by=by
    ),
    "capture": lambda _file, by, _bob: add_capture(subject_id=SUBJECT, captured=PAGE, readers=[by.organisation], by=by),
}  # fmt: skip


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_the_log_cannot_tell_of_is_not_in_the_custody(alice, held, bob, name, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    before = EvidenceFile.objects.count(), CustodyEntry.objects.count()
    monkeypatch.setattr(custody, "record_event", broken)
    with pytest.raises(RuntimeError, match="no log"):
        OPERATIONS[name](held, alice, bob)
    assert (EvidenceFile.objects.count(), CustodyEntry.objects.count()) == before


@pytest.mark.parametrize("name", OPERATIONS)
def test_who_may_not_enter_reports_notes_nothing(held, cast, acting, bob, name):
    with pytest.raises(NotAllowed):
        OPERATIONS[name](held, acting(cast.lars), bob)


def test_every_line_stands_in_the_log_at_its_instant(alice, held, bob):
    offer_hand_over(file=held, to=bob, by=alice)
    events = AuditEvent.objects.filter(target=str(held.pk)).order_by("seq")
    lines = CustodyEntry.objects.filter(file=held).order_by("at", "pk")
    assert [event.at for event in events] == [line.at for line in lines]
    assert len(events) == 4


def owner(sql: str, *values: object) -> None:
    """Do as the owner of the tables, with every trigger off: what an attacker in the database would do."""
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE evidence_custodyentry DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE evidence_custodyentry ENABLE TRIGGER USER")


@pytest.mark.parametrize("act", [Act.RECEIVED, Act.CLEANED, Act.COLLECTED])
def test_a_line_that_an_owner_of_the_tables_takes_out_is_named(alice, held, act):
    owner("DELETE FROM evidence_custodyentry WHERE act = %s", act.value)
    (missing,) = [found for found in piece(alice).gaps if found.gap is Gap.LINE_MISSING]
    assert missing.logged.hand.organisation == alice.organisation.pk


def test_a_line_whose_person_or_seal_was_changed_is_named(alice, held, cast):
    owner("UPDATE evidence_custodyentry SET person_id = %s WHERE act = 'collected'", cast.bob.person_id)
    assert {Gap.LINE_NOT_LOGGED, Gap.LINE_MISSING} <= set(gaps(alice))
    owner("UPDATE evidence_custodyentry SET purpose = decode('00', 'hex') WHERE act = 'received'")
    assert Gap.LINE_ALTERED in gaps(alice)


def test_bytes_that_are_gone_from_the_disk_are_missed(alice, held):
    (storage.city_folder(alice.city_id) / f"{held.pk}.sealed").unlink()
    assert gaps(alice) == [Gap.COPY_WITHOUT_ORIGINAL]


def test_what_was_collected_after_it_came_is_named(alice):
    file = received(alice)
    later = datetime.now(UTC) + timedelta(hours=1)
    note_collection(file=file, collected=Collected("Alice", alice.person_id, later), by=alice)
    assert gaps(alice) == [Gap.COLLECTED_AFTER_RECEIVED]


def test_a_piece_of_another_organisation_is_not_there_to_be_locked(alice, held, cast, acting):
    acting(cast.nadia)
    assert custody_report([SUBJECT], by=cast.nadia).pieces == ()
    with pytest.raises(EvidenceNotFound):
        lock_file(held)
