"""Evidence of a case: added, passed on, made from one another, missed; on the pages as the operations leave it."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from proximity.accounts.models import BarredReader
from proximity.assessment.rules import NotNow
from proximity.audit.models import AuditEvent
from proximity.cases.models import Case
from proximity.cases.operations import evidence
from proximity.cases.operations.evidence import (
    add_case_capture,
    add_case_files,
    add_case_thing,
    ask_for_recordings,
    settle_recordings,
    work_on_piece,
)
from proximity.cases.operations.handling import rename_case
from proximity.cases.queries.evidence import SHOWN, case_evidence, receivers, subjects_of
from proximity.cases.queries.home import home_items
from proximity.cases.queries.page import case_page
from proximity.cases.rules.states import CaseStatus
from proximity.cases.tests.acts import ASKED, PAGE
from proximity.evidence.access import EvidenceNotFound
from proximity.evidence.factories import document, photo, sealed
from proximity.evidence.models import EvidenceFile, PreservationRequest
from proximity.evidence.operations.cleaning import clean_file
from proximity.evidence.operations.receive import receive_file
from proximity.evidence.operations.sharing import erase_file
from proximity.evidence.rules.clocks import Standing
from proximity.evidence.rules.custody import Collected, Derivation, Gap
from proximity.evidence.synthetic import film
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import as_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]


@pytest.fixture
def browser(case, cast, workspace):
    return workspace(cast.alice)


@pytest.fixture
def here(case):
    return f"/cases/{case.reference}/"


@pytest.fixture
def thing(case, alice):
    collected = Collected("Alice", alice.person_id, case.opened_at - timedelta(days=1))
    return add_case_thing(
        case=case, name="A leaflet", description="Torn.", place="cabinet 4", collected=collected, by=alice
    )


def text_of(response):
    return " ".join(response.content.decode().split())


def upload(content=None, name="photo.jpg"):
    return SimpleUploadedFile(name, photo() if content is None else content)


def added_to(case) -> int:
    return AuditEvent.objects.filter(action="case.evidence_added", target=str(case.pk)).count()


def test_files_come_with_who_collected_them_and_what_they_were_made_from(case, alice):
    said = Collected("Alice", alice.person_id, case.opened_at - timedelta(days=1))
    (first,) = add_case_files(
        case=case, uploads=[sealed(photo(), name="a.jpg")], note="The door.", collected=said, by=alice
    )
    (made,) = add_case_files(
        case=case,
        uploads=[sealed(document(), name="b.pdf")],
        source_id=first.pk,
        how=Derivation.TRANSCRIPT,
        tool="by hand",
        by=alice,
    )
    report = case_evidence(case, by=alice).report
    assert [(piece.name, piece.source, piece.gaps) for piece in report.pieces] == [
        ("a.jpg", None, ()),
        ("b.pdf", first.pk, ()),
    ]
    assert added_to(case) == 2
    assert made.source_id == first.pk


def test_who_is_barred_from_the_case_is_barred_from_its_evidence(told, alice, cast, acting):
    from proximity.cases.factories import make_case  # noqa: PLC0415  (a case of its own, from a report about the state police)

    report = told(barred=["madrid.state"])
    acting(cast.alice)
    case = make_case(report, by=cast.alice)
    thing = add_case_thing(case=case, name="A knife", description="", by=cast.alice)
    assert BarredReader.objects.get(record_id=thing.pk).organisation == cast.organisations["madrid.state"]


def test_the_evidence_of_the_report_and_of_the_case_stands_together(case, alice, thing):
    file = receive_file(
        upload=sealed(photo(), name="hers.jpg"),
        subject_id=case.report_id,
        city_id=case.city_id,
        readers=[alice.organisation],
        by=alice,
    )
    report = case_evidence(case, by=alice).report
    assert {piece.id for piece in report.pieces} == {thing.pk, file.pk}
    assert set(subjects_of(case)) == {case.pk, case.report_id}
    assert work_on_piece(case=case, piece_id=file.pk, do=lambda one: one.pk, by=alice) == file.pk


def test_a_piece_of_another_case_is_not_found(case, alice):
    other = receive_file(
        upload=sealed(photo(), name="a.jpg"),
        subject_id=new_id(),
        city_id=case.city_id,
        readers=[alice.organisation],
        by=alice,
    )
    with pytest.raises(EvidenceNotFound):
        work_on_piece(case=case, piece_id=other.pk, do=lambda one: one, by=alice)
    with pytest.raises(EvidenceNotFound):
        add_case_files(case=case, uploads=[sealed(photo(), name="a.jpg")], source_id=other.pk, by=alice)


def test_a_closed_case_takes_no_file(case, alice):
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED)
    with pytest.raises(NotNow):
        add_case_files(case=case, uploads=[sealed(photo(), name="a.jpg")], by=alice)


def test_a_piece_taken_away_from_under_us_is_missed_and_an_erased_one_is_not(case, alice, thing):
    kept = add_case_capture(case=case, captured=PAGE, by=alice)
    with as_role("owner"):
        EvidenceFile.objects.filter(pk=thing.pk).delete()
    (gone,) = case_evidence(case, by=alice).gone
    assert gone.id == thing.pk
    erase_file(file=kept, by=alice)
    assert [one.id for one in case_evidence(case, by=alice).gone] == [thing.pk]


def test_what_others_were_asked_to_keep_is_due_on_the_case_and_on_the_first_page(case, alice):
    assert case_page(case, by=alice).evidence_due is not None
    request = ask_for_recordings(case=case, asked=ASKED, remember=True, by=alice)
    page = case_page(case, by=alice)
    assert page.evidence_due is None
    (due,) = [one for one in page.dues if one.section == "evidence"]
    assert (due.on, due.what) == (request.until, "Recordings are there until then")
    assert page.evidence.camera_days == ASKED.days
    with as_role("owner"):
        PreservationRequest.objects.filter(pk=request.pk).update(until=date(2026, 1, 1))
    (item,) = [one for one in home_items(alice).items if "Recordings" in str(one.what)]
    assert item.urgent
    assert item.url.endswith("#evidence")
    settle_recordings(case=case, request_id=request.pk, standing=Standing.SECURED, outcome="On a stick.", by=alice)
    assert case_page(case, by=alice).evidence.open_requests == ()


@pytest.mark.parametrize("name", ["files", "thing", "capture"])
def test_evidence_that_the_log_of_the_case_cannot_tell_of_is_not_added(case, alice, name, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr(evidence, "record_event", broken)
    act = {
        "files": lambda: add_case_files(case=case, uploads=[sealed(photo(), name="a.jpg")], by=alice),
        "thing": lambda: add_case_thing(case=case, name="A", description="", by=alice),
        "capture": lambda: add_case_capture(case=case, captured=PAGE, by=alice),
    }[name]
    with pytest.raises(RuntimeError, match="no log"):
        act()
    assert not EvidenceFile.objects.exists()


def test_several_files_are_added_at_once_with_how_they_were_collected(browser, here, case, cast, acting):
    assert 'type="file"' in text_of(browser.get(f"{here}evidence/add/"))
    sent = browser.post(
        f"{here}evidence/add/",
        {"collected_by": "other", "collected_name": "A neighbour", "collected_at": "2026-11-20T10:30", "collected_where": "door",
         "note": "Two views", "file": [upload(name="one.jpg"), upload(name="two.jpg")]},
    )  # fmt: skip
    assert sent.status_code == 302
    alice = acting(cast.alice)
    pieces = case_evidence(case, by=alice).report.pieces
    assert [piece.name for piece in pieces] == ["one.jpg", "two.jpg"]
    assert pieces[0].collected.at.isoformat() == "2026-11-20T10:30:00+01:00"
    assert [found.gap for found in pieces[0].gaps] == [Gap.HELD_BY_NOBODY]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Choose a file first."),
        ({"file": b"#!/bin/sh"}, "This file says it is a photo, but it is not."),
        ({"file": photo(), "collected_by": "other"}, "Say who collected it."),
        ({"file": photo(), "collected_by": "me", "collected_at": "yesterday"}, "Give a day and a time that exist"),
        ({"file": photo(), "collected_by": str(new_id())}, "Choose somebody of your organisation"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_beside_it_and_what_was_typed_stays(browser, here, fields, said):
    if "file" in fields:
        fields = fields | {"file": upload(fields["file"])}
    refused = browser.post(f"{here}evidence/add/", {"note": "The door that morning", **fields})
    assert refused.status_code == 422
    assert said in text_of(refused)
    assert "The door that morning" in text_of(refused)


def test_one_refused_file_of_several_leaves_nothing(browser, here, case, cast, acting, folders):
    files = [upload(), upload(b"MZ program", "a.exe")]
    assert browser.post(f"{here}evidence/add/", {"file": files}).status_code == 422
    acting(cast.alice)
    assert not EvidenceFile.objects.exists()
    assert list((folders / "files").rglob("*.sealed")) == []


def test_a_transcript_is_added_from_the_page_of_its_recording(browser, here, case, alice, cast, acting):
    (source,) = add_case_files(case=case, uploads=[sealed(film(), name="film.mp4")], by=alice)
    address = f"{here}evidence/add/?source={source.pk}"
    assert "Made from film.mp4." in text_of(browser.get(address))
    browser.post(
        f"{here}evidence/add/",
        {"source": source.pk, "how": "transcript", "tool": "by hand", "file": upload(document(), "t.pdf")},
    )
    alice = acting(cast.alice)
    derived = case_evidence(case, by=alice).report.pieces[-1]
    assert derived.source == source.pk
    assert derived.lines[-1].details["tool"] == "by hand"
    absent = browser.post(f"{here}evidence/add/", {"source": new_id(), "file": upload()})
    assert absent.status_code == 404


def test_a_film_is_played_in_the_workspace_part_by_part(browser, here, case, alice):
    (file,) = add_case_files(case=case, uploads=[sealed(film(), name="film.mov.mp4")], by=alice)
    assert browser.get(f"/files/{file.pk}/play/").status_code == 404
    clean_file(file_id=file.pk, organisation=alice.organisation)
    assert "Listen or watch" in text_of(browser.get(f"{here}evidence/{file.pk}/"))
    page = browser.get(f"/files/{file.pk}/play/")
    assert '<video class="player" controls preload="none"' in text_of(page)
    assert "media-src 'self'" in page["Content-Security-Policy"]
    whole = b"".join(browser.get(f"/files/{file.pk}/").streaming_content)
    part = browser.get(f"/files/{file.pk}/", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 10-19/{len(whole)}")
    assert b"".join(part.streaming_content) == whole[10:20]


def test_a_thing_and_a_page_of_the_web_are_added_in_place(browser, here, case, cast, acting):
    assert browser.post(f"{here}thing/", {"name": "A knife", "place": "safe", "collected_by": ""}).status_code == 302
    captured = {
        "url": "https://platform.example/<b>1</b>",
        "platform": "Platform",
        "words": "Fuera 🐒",
        "language": "es",
    }
    assert browser.post(f"{here}capture/", captured | {"collected_at": "2026-11-20T10:30"}).status_code == 302
    alice = acting(cast.alice)
    knife, page = case_evidence(case, by=alice).report.pieces
    assert (knife.name, knife.place) == ("A knife", "safe")
    assert page.facts["seen_at"] == "2026-11-20T10:30+01:00"
    shown = text_of(browser.get(f"{here}evidence/{page.id}/"))
    assert "https://platform.example/&lt;b&gt;1&lt;/b&gt;" in shown
    assert 'href="https://platform.example' not in shown
    assert '<q class="text" lang="es">Fuera 🐒</q>' in shown


@pytest.mark.parametrize(
    ("act", "data", "said"),
    [
        ("thing", {"name": ""}, "Write a few words."),
        ("thing", {"name": "A", "collected_by": str(new_id())}, "Choose somebody of your organisation"),
        ("capture", {"url": "", "language": "es"}, "Write a few words."),
        ("recordings", {"what": "camera", "holder": "Shop", "asked_on": "2026-11-24", "days": "400"}, "from 1 to 366"),
        ("recordings", {"what": "camera", "holder": " ", "asked_on": "2026-11-24", "days": "4"}, "Write a few words."),
    ],
)
def test_what_is_missing_is_said_beside_its_field(browser, here, act, data, said):
    refused = browser.post(f"{here}{act}/", data)
    assert refused.status_code == 422
    assert said in text_of(refused)


def test_recordings_are_asked_for_and_settled_from_the_page(browser, here, case, cast, acting):
    assert "No law gives a least time" in text_of(browser.get(f"{here}?edit=recordings"))
    asked = {"what": "camera", "holder": "Shop 24", "asked_on": "2026-11-24", "days": "7", "remember": "on"}
    assert browser.post(f"{here}recordings/", asked).status_code == 302
    page = text_of(browser.get(here))
    assert "Camera recordings · Shop 24" in page
    assert 'value="7"' in text_of(browser.get(f"{here}?edit=recordings"))
    acting(cast.alice)
    entry = str(PreservationRequest.objects.get().pk)
    assert 'name="standing"' in text_of(browser.get(f"{here}?edit=settle&entry={entry}"))
    assert browser.post(f"{here}settle/", {"entry": entry, "outcome": "x"}).status_code == 422
    assert (
        browser.post(f"{here}settle/", {"entry": entry, "standing": "lost", "outcome": "Too late."}).status_code == 302
    )
    assert "Too late." in text_of(browser.get(here))
    assert browser.post(f"{here}settle/", {"entry": entry, "standing": "lost"}).status_code == 409


def test_sixty_days_are_proposed_for_online_content_in_spain_and_not_in_britain(
    browser, here, case, cast, acting, workspace
):
    page = text_of(browser.get(f"{here}?edit=online"))
    assert 'value="60"' in page
    assert "Regulation (EU) 2023/1543" in page
    with as_role("owner"):
        cast.cities["madrid"].country = "gb"
        cast.cities["madrid"].save()
    page = text_of(browser.get(f"{here}?edit=online"))
    assert 'value="60"' not in page
    assert "your organisation decides" in page


def test_a_thing_is_handed_over_and_the_other_side_confirms_it_on_its_own_page(
    browser, here, thing, cast, workspace, acting
):
    page = f"{here}evidence/{thing.pk}/"
    assert "Bob" in text_of(browser.get(f"{page}?do=hand-over"))
    bob = f"{cast.alice.organisation.pk}/{cast.bob.person_id}"
    assert browser.post(f"{page}hand-over/", {"to": "nobody"}).status_code == 422
    assert browser.post(f"{page}hand-over/", {"to": bob, "note": "bag 12"}).status_code == 302
    assert "The other side has not confirmed the hand-over." in text_of(browser.get(page))
    assert "hand-over waits" in text_of(browser.get(here))
    second = browser.post(f"{page}give-out/", {"outside": "Courier"})
    assert "still waits for an answer" in text_of(second)
    bobs = workspace(cast.bob)
    home = text_of(bobs.get("/"))
    address = re.search(r'href="(/files/[^"]+/hand-over/[^"]+/)"', home)[1]
    assert "bag 12" in text_of(bobs.get(address))
    assert bobs.post(address, {"answer": "refused", "reason": ""}).status_code == 422
    assert bobs.post(address, {"answer": "confirmed", "reason": "sealed"}).status_code == 302
    assert bobs.get(address).status_code == 404
    report = text_of(bobs.get(f"{here}custody/"))
    assert "No gap was found." in report
    assert "Bob, Policía Municipal" in report


def test_a_hand_over_is_taken_back_by_who_made_it(browser, here, thing, cast, workspace):
    page = f"{here}evidence/{thing.pk}/"
    browser.post(f"{page}hand-over/", {"to": f"{cast.alice.organisation.pk}/{cast.bob.person_id}"})
    address = re.search(r'action="([^"]+/take-back/[^"]+)"', text_of(browser.get(page)))[1]
    assert workspace(cast.bob).post(address).status_code == 404
    assert browser.post(address).status_code == 302
    assert browser.post(address).status_code == 404


def test_what_goes_out_on_paper_and_comes_back_is_noted_as_one_side(browser, here, thing):
    page = f"{here}evidence/{thing.pk}/"
    assert browser.post(f"{page}give-out/", {"outside": "Courier 7", "note": "receipt 3"}).status_code == 302
    assert browser.post(f"{page}take-in/", {"outside": "Courier 7"}).status_code == 302
    assert browser.post(f"{page}put/", {"place": "safe"}).status_code == 302
    assert browser.post(f"{page}collected/", {"collected_by": ""}).status_code == 422
    shown = text_of(browser.get(page))
    assert "Confirmed by one side only" in shown
    assert "receipt 3" in shown
    assert browser.get(f"{page}put/").status_code == 302


def test_a_closed_case_is_read_only(browser, here, case, thing):
    page = f"{here}evidence/{thing.pk}/"
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED)
    assert "?do=" not in text_of(browser.get(f"{page}?do=put"))
    assert browser.post(f"{page}put/", {"place": "safe"}).status_code == 404
    assert "edit=thing" not in text_of(browser.get(here))
    assert browser.post(f"{here}evidence/add/", {"file": upload()}).status_code == 302
    assert "Torn." in text_of(browser.get(f"{here}custody/"))


@pytest.mark.parametrize("who", ["nadia", "stefan", "charlie", "lars"])
def test_pieces_and_reports_look_absent_or_forbidden_to_others(here, thing, cast, workspace, who):
    other = workspace(getattr(cast, who))
    for path in (f"evidence/{thing.pk}/", "custody/", "evidence/add/", f"evidence/{thing.pk}/put/"):
        assert other.get(here + path).status_code in {403, 404}
    assert other.get(f"/files/{thing.pk}/hand-over/{new_id()}/").status_code in {403, 404}


def test_a_piece_that_is_not_there_is_not_found(browser, here, thing):
    assert browser.get(f"{here}evidence/{new_id()}/").status_code == 404
    assert browser.get(f"/files/{thing.pk}/hand-over/{new_id()}/").status_code == 404
    assert browser.post(f"/files/{thing.pk}/original/", {"purpose": "x"}).status_code == 404


def test_a_case_with_fifty_pieces_and_two_hundred_entries_stays_light(browser, here, case, alice):
    for number in range(50):
        add_case_thing(case=case, name=f"Leaflet number {number} from the wall", description="", by=alice)
    for number in range(150):
        rename_case(case=case, title=f"Title {number}", seen=Case.objects.get(pk=case.pk).title_version, by=alice)
    page = browser.get(here)
    assert len(case_evidence(case, by=alice).shown) == SHOWN
    assert "with 30 pieces more" in text_of(page)
    assert len(page.content) < 60_000, len(page.content)
    start, end = page.content.index(b'id="evidence"'), page.content.index(b'id="messages"')
    assert end - start < 14_000
    assert receivers(case_evidence(case, by=alice).report.pieces[0], by=alice)[0][1].name == "Bob"
