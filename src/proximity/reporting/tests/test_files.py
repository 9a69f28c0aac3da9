"""Files of a report: who gets them, what is refused and how that reads, and that their plaintext is nowhere."""

import os
import subprocess
import sys
from itertools import repeat
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError, connection, transaction

from proximity.accounts.actors import NotAllowed
from proximity.accounts.models import KeyWrap
from proximity.accounts.records import new_record
from proximity.audit.models import AuditEvent
from proximity.evidence.access import files_of
from proximity.evidence.factories import CAMERA, photo, sealed
from proximity.evidence.jobs import clean_waiting_files
from proximity.evidence.models import CustodyEntry, EvidenceFile
from proximity.evidence.operations.opening import open_clean
from proximity.evidence.queries import files_listed
from proximity.evidence.storage import city_folder, incoming_folder
from proximity.foundation.keyrings import public_keyring
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.testing import PUBLIC, SideClient, StreamedForm, as_role, forget_context, found_on_disk
from proximity.foundation.wall import enter_public
from proximity.reporting.access import ReportNotFound
from proximity.reporting.operations.files import add_own_file, add_staff_file
from proximity.reporting.operations.mailbox import add_recipient, request_erasure, withdraw_recipient
from proximity.reporting.operations.sharing import decide_erasure, forward_report
from proximity.reporting.rules.slowing import WrongCodes
from proximity.reporting.rules.states import NotNow
from proximity.reporting.tests.people import NOW, Dana, at_work, read_as
from proximity.reporting.views import mailbox_door

pytestmark = pytest.mark.django_db
PAGE = "/en/mailbox/add-file/"
MEGABYTE = 1024 * 1024
MARKER = b"only this film says 84112"


@pytest.fixture(autouse=True)
def folders(tmp_path, settings, monkeypatch):
    """Files of each test lie in a folder of its own; keys stay where they are. Wrong codes are counted anew."""
    monkeypatch.setattr(mailbox_door, "wrong_codes", WrongCodes())
    keys = settings.PROXIMITY_DATA / "keys", settings.PUBLIC_DATA / "keys"
    settings.PROXIMITY_DATA, settings.PUBLIC_DATA = tmp_path, tmp_path / "public"
    for source, data in zip(keys, (settings.PROXIMITY_DATA, settings.PUBLIC_DATA), strict=True):
        data.mkdir(exist_ok=True)
        (data / "keys").symlink_to(source)
    return tmp_path


@pytest.fixture
def ngo(cast):
    return cast.organisations["madrid.ngo"]


@pytest.fixture
def police(cast):
    return cast.organisations["madrid.police"]


@pytest.fixture
def dana(cast, ngo):
    return Dana(cast, ngo)


def added(dana, content=None, *, name="photo.jpg", note=""):
    """Dana adds a file with her code."""
    upload = sealed(content or photo(), name=name)
    return dana.does(add_own_file, upload=upload, note=note, now=NOW)


def waiting() -> list[Path]:
    return list(incoming_folder().glob("*"))


def names_seen_by(actor, dana) -> list[str]:
    return [line.name for line in files_listed(dana.report.pk, by=actor)]


# ---- who gets a file


def test_what_she_adds_goes_to_who_reads_her_report_and_to_nobody_else(cast, acting, dana):
    added(dana, note="the door")
    (line,) = files_listed(dana.report.pk, by=acting(cast.nadia))
    assert (line.name, line.note, line.who) == ("photo.jpg", "the door", "")
    for other in ("alice", "charlie", "stefan"):
        assert list(files_of(dana.report.pk, by=acting(getattr(cast, other)))) == []


def test_the_worker_cleans_what_she_added_and_its_reader_opens_the_copy(cast, acting, dana):
    added(dana)
    clean_waiting_files()
    nadia = acting(cast.nadia)
    copy = b"".join(open_clean(file=files_of(dana.report.pk, by=nadia).get(), by=nadia).content)
    assert copy.startswith(b"\xff\xd8\xff")
    assert CAMERA.encode() not in copy


def test_the_same_file_again_is_not_stored_twice(dana):
    assert not added(dana).again
    assert added(dana, name="the same.jpg").again
    with as_role("owner"):
        assert EvidenceFile.objects.count() == 1


def test_a_code_that_opens_nothing_adds_nothing(cast):
    with as_role(PUBLIC), pytest.raises(ReportNotFound):
        add_own_file(by=Receipt.draw(), upload=sealed(photo(), name="a.jpg"))


def test_a_reader_added_later_gets_the_files_and_one_taken_back_loses_what_it_never_opened(
    cast, acting, dana, ngo, police
):
    added(dana)
    dana.does(add_recipient, organisation=police, now=NOW)
    assert names_seen_by(acting(cast.alice), dana) == ["photo.jpg"]
    dana.does(withdraw_recipient, recipient_id=dana.reader(police).recipient.pk, now=NOW)
    assert names_seen_by(acting(cast.alice), dana) == []
    assert names_seen_by(acting(cast.nadia), dana) == ["photo.jpg"]
    dana.does(withdraw_recipient, recipient_id=dana.reader(ngo).recipient.pk, now=NOW)
    with pytest.raises(NotNow):
        added(dana, photo(size=(9, 9)))


def test_a_file_that_was_opened_is_not_taken_back_unseen(cast, acting, dana, ngo):
    added(dana)
    clean_waiting_files()
    nadia = acting(cast.nadia)
    read_as(nadia, dana.report)
    open_clean(file=files_of(dana.report.pk, by=nadia).get(), by=nadia)
    dana.does(withdraw_recipient, recipient_id=dana.reader(ngo).recipient.pk, now=NOW)
    assert names_seen_by(acting(cast.nadia), dana) == ["photo.jpg"]


def test_what_is_handed_on_takes_her_files_along_and_not_the_ngos_own(cast, acting, dana, police):
    added(dana)
    nadia = acting(cast.nadia)
    read_as(nadia, dana.report)
    add_staff_file(report=dana.report, upload=sealed(photo(), name="ours.jpg"), for_all=False, by=nadia)
    forward_report(report=dana.report, to=police, consent_note="by phone today", by=nadia, now=NOW)
    assert sorted(names_seen_by(nadia, dana)) == ["ours.jpg", "photo.jpg"]
    assert names_seen_by(acting(cast.alice), dana) == ["photo.jpg"]


def test_erasing_the_report_erases_its_files(cast, acting, dana, ngo, django_capture_on_commit_callbacks):
    added(dana)
    dana.does(request_erasure, recipient_id=dana.reader(ngo).recipient.pk, now=NOW)
    nadia = acting(cast.nadia)
    read_as(nadia, dana.report)
    asked = dana.report.erasure_requests.get()
    with django_capture_on_commit_callbacks(execute=True):
        decide_erasure(request=asked, granted=True, reason="As you asked.", by=nadia, now=NOW)
    assert waiting() == []
    with as_role("owner"):
        assert not EvidenceFile.objects.exists()
        assert not CustodyEntry.objects.exists()


def test_who_is_barred_from_the_report_is_barred_from_its_files(cast, acting, ngo, police):
    dana = Dana(cast, ngo, barred=(police,))
    added(dana)
    acting(cast.nadia)
    file = EvidenceFile.objects.get()
    with pytest.raises(DatabaseError, match="barred"), transaction.atomic():
        KeyWrap.objects.create(city_id=file.city_id, record_id=file.pk, organisation=police, wrapped=b"x")


# ---- staff


def test_staff_add_for_themselves_or_for_all_readers_and_the_person(cast, acting, ngo, police):
    dana = Dana(cast, ngo, police)
    nadia = acting(cast.nadia)
    add_staff_file(report=dana.report, upload=sealed(photo(), name="ours.jpg"), for_all=False, by=nadia)
    add_staff_file(report=dana.report, upload=sealed(photo(), name="hers.jpg"), for_all=True, by=nadia)
    assert names_seen_by(nadia, dana) == ["ours.jpg", "hers.jpg"]
    assert names_seen_by(acting(cast.alice), dana) == ["hers.jpg"]


def test_staff_add_nothing_to_what_was_taken_back_and_lars_nothing_at_all(cast, acting, dana, ngo):
    nadia = acting(cast.nadia)
    read_as(nadia, dana.report)
    dana.does(withdraw_recipient, recipient_id=dana.reader(ngo).recipient.pk, now=NOW)
    acting(cast.nadia)
    with pytest.raises(NotNow):
        add_staff_file(report=dana.report, upload=sealed(photo(), name="a.jpg"), for_all=False, by=nadia)


def test_a_role_that_enters_no_reports_adds_no_file(cast, acting):
    dana = Dana(cast, cast.organisations["madrid.hall"])
    lars = acting(cast.lars)
    with pytest.raises(NotAllowed):
        add_staff_file(report=dana.report, upload=sealed(photo(), name="a.jpg"), for_all=False, by=lars)


# ---- the wall, by raw SQL of the public role


def test_by_a_code_one_sees_the_files_of_one_report_and_forges_nothing(cast, dana, ngo):
    added(dana)
    other = Dana(cast, ngo)
    added(other)
    lookup = dana.receipt.lookup(public_keyring().pepper)
    with as_role(PUBLIC):
        enter_public(receipt=lookup)
        (mine,) = EvidenceFile.objects.values_list("subject_id", flat=True)
        assert mine == dana.report.pk
        stranger = other.report.pk
        for act in (
            lambda: _forged(cast, ngo, subject_id=stranger, sender="reporter", reporter_wrap=b"x"),
            lambda: _forged(cast, ngo, subject_id=mine, sender="staff", reporter_wrap=b"x"),
            lambda: EvidenceFile.objects.update(subject_id=stranger),
            lambda: CustodyEntry.objects.create(
                city=cast.cities["madrid"],
                file=EvidenceFile.objects.get(),
                act="viewed",
                at=NOW,
                purpose=b"",
                sha256=b"",
            ),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()
    forget_context()


def _forged(cast, ngo, **values):
    record = new_id()
    new_record(record, city_id=cast.cities["madrid"].pk, readers=[ngo])
    EvidenceFile(
        id=record,
        city=cast.cities["madrid"],
        kind="image/jpeg",
        name=b"",
        note=b"",
        original=b"",
        added_at=NOW,
        **values,
    ).save(force_insert=True)


# ---- pages


def send(browser, path=PAGE, *, content=None, name="photo.jpg", **fields):
    content = photo() if content is None else content
    form = StreamedForm(fields, name=name, content=[content], size=len(content))
    return browser.request(PATH_INFO=path, **form.environ)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_with_the_code_in_the_form_a_file_is_added_without_a_cookie(public, dana, cast, acting):
    response = send(public, code=dana.receipt.display)
    assert response.status_code == 200
    assert "Your file has come." in text_of(response)
    assert f'<input type="hidden" name="code" value="{dana.receipt.display}">' in text_of(response)
    assert not response.cookies
    assert len(waiting()) == 1
    with at_work(acting, cast.nadia) as nadia:
        assert names_seen_by(nadia, dana) == ["photo.jpg"]
        assert AuditEvent.objects.get(action="file.received").actor == "reporter"


def test_sent_again_after_a_broken_line_it_says_so_and_leaves_one(public, dana):
    send(public, code=dana.receipt.display)
    response = send(public, code=dana.receipt.display)
    assert "This file was there already." in text_of(response)
    assert len(waiting()) == 1


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "photo.jpg", "This file is empty."),
        (b"MZ" + bytes(200), "photo.jpg", "This file says it is a photo, but it is not."),
        (b"<html></html>", "page", "This is a program or a web page."),
        (b"\0\1\2", "thing", "We cannot take this kind of file."),
    ],
)
def test_what_is_not_taken_is_said_by_the_field_and_what_was_typed_stays(public, dana, content, name, sentence):
    response = send(public, content=content, name=name, code=dana.receipt.display, note="the door <in> the morning")
    assert response.status_code == 422
    assert text_of(response).count(sentence) == 2, "in the summary and by the field"
    assert "the door &lt;in&gt; the morning" in text_of(response)
    assert waiting() == []


def test_too_large_a_file_is_said(public, dana, settings):
    settings.MAX_FILE_BYTES = MEGABYTE
    response = send(public, content=photo() + bytes(MEGABYTE), code=dana.receipt.display)
    assert "This file is too large" in text_of(response)
    assert waiting() == []


def test_a_form_without_a_file_says_to_choose_one(public, dana):
    response = public.post(PAGE, {"code": dana.receipt.display})
    assert response.status_code == 422
    assert "Choose a file first." in text_of(response)


def test_too_long_a_note_costs_no_file_to_be_kept(public, dana):
    response = send(public, code=dana.receipt.display, note="x" * 501)
    assert response.status_code == 422
    assert waiting() == []


def test_a_wrong_code_keeps_no_file_and_asks_again(public, dana):
    response = send(public, code=Receipt.draw().display)
    assert response.status_code == 422
    assert "No mailbox opens with this code." in text_of(response)
    assert waiting() == []


def test_in_an_open_mailbox_no_code_is_asked(public, dana):
    assert "Your code" in text_of(public.get(PAGE))
    public.post("/en/mailbox/", {"code": dana.receipt.display})
    page = text_of(public.get(PAGE))
    assert "Add a file" in page
    assert 'name="code"' not in page
    assert "Your file has come." in text_of(send(public, note="from the mailbox"))
    assert "photo.jpg" in text_of(public.get("/en/mailbox/read/"))


def test_the_page_that_asks_for_the_code_leads_to_the_form(public, dana):
    kind = "application/x-www-form-urlencoded"
    response = public.post(PAGE, urlencode({"code": dana.receipt.display}), content_type=kind)
    assert response.status_code == 200
    assert "Choose a file first." not in text_of(response)


def test_where_nobody_may_read_any_more_no_file_is_taken(public, dana, ngo, cast, acting):
    dana.does(withdraw_recipient, recipient_id=dana.reader(ngo).recipient.pk, now=NOW)
    response = send(public, code=dana.receipt.display)
    assert response.status_code == 422
    assert "Nobody may read your report at the moment" in text_of(response)
    assert waiting() == []


def test_staff_add_a_file_on_a_page_and_see_it_in_the_report(cast, acting, workspace, dana):
    read_as(acting(cast.nadia), dana.report)
    browser = workspace(cast.nadia)
    path = f"/reports/{dana.report.reference}/files/"
    assert "Everybody who may read this report" in text_of(browser.get(path))
    response = send(browser, path, name="at the desk.jpg", for_all="on", note="brought by hand")
    assert response.status_code == 302
    page = text_of(browser.get(f"/reports/{dana.report.reference}/"))
    for words in ("at the desk.jpg", "brought by hand", "being prepared", "Received and sealed", "Nadia"):
        assert words in page
    acting(cast.nadia)
    assert EvidenceFile.objects.get().reporter_wrap is not None


def test_what_staff_send_wrong_is_said_by_the_field(cast, acting, workspace, dana):
    read_as(acting(cast.nadia), dana.report)
    browser = workspace(cast.nadia)
    path = f"/reports/{dana.report.reference}/files/"
    response = send(browser, path, content=b"MZ", note="brought by hand")
    assert response.status_code == 422
    assert text_of(response).count("This file says it is a photo, but it is not.") == 2
    assert send(browser, path, note="x" * 501).status_code == 422
    assert not list(city_folder(dana.report.city_id).iterdir())


def test_staff_add_nothing_to_what_was_taken_back(cast, acting, workspace, dana, ngo):
    read_as(acting(cast.nadia), dana.report)
    dana.does(withdraw_recipient, recipient_id=dana.reader(ngo).recipient.pk, now=NOW)
    response = send(workspace(cast.nadia), f"/reports/{dana.report.reference}/files/")
    assert response.status_code == 302
    acting(cast.nadia)
    assert not EvidenceFile.objects.exists()


def test_another_organisation_adds_nothing_and_learns_nothing(cast, workspace, dana):
    browser = workspace(cast.alice)
    there, absent = (send(browser, f"/reports/{ref}/files/") for ref in (dana.report.reference, "R-NOSUCH"))
    assert (there.status_code, there.content) == (absent.status_code, absent.content)
    assert there.status_code == 404


def test_a_forged_form_of_staff_is_refused_and_keeps_nothing(cast, acting, workspace, dana, folders):
    read_as(acting(cast.nadia), dana.report)
    browser = workspace(cast.nadia)
    strict = SideClient(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    path = f"/reports/{dana.report.reference}/files/"
    assert send(strict, path).status_code == 403
    assert not list(folders.rglob("*.sealed"))
    page = strict.get(path)
    token = page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert send(strict, path, csrfmiddlewaretoken=token).status_code == 302


@pytest.mark.parametrize("side", ["public", "staff"])
def test_no_long_lived_process_loads_the_decoders_of_pictures_and_documents(side):
    script = (
        "import importlib, sys, django; django.setup(); from django.conf import settings\n"
        "importlib.import_module(settings.ROOT_URLCONF); importlib.import_module('proximity.evidence.uploads')\n"
        "if settings.SIDE == 'staff': importlib.import_module('proximity.evidence.jobs')\n"
        "sys.exit(bool({'PIL', 'pikepdf'} & set(sys.modules)))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": f"proximity.config.settings.{side}"}
    assert subprocess.run([sys.executable, "-c", script], env=environment, check=False).returncode == 0


# ---- plaintext, searched everywhere


def found_in_database(marker: bytes) -> list[str]:
    """Return each table that holds the marker, as text or as bytes."""
    found = []
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s OR t::text LIKE %s", [
                f"%{marker.decode()}%", f"%{marker.hex()}%",
            ])  # fmt: skip
            found += [table] if cursor.fetchone()[0] else []
    return found


def test_the_plaintext_of_a_fifty_megabyte_file_is_nowhere(public, dana, folders, monkeypatch, capfd, cast, acting):
    """Searched while it comes and afterwards: data folders, temporary folder, open files, every table, what was logged."""
    temporary = folders / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    seen, looked = [], []

    def look(given: int) -> None:
        if given // (16 * MEGABYTE) > len(looked):
            looked.append(given)
            seen.extend(found_on_disk(MARKER, folders))

    piece = (MARKER + bytes(4096 - len(MARKER))) * 16
    head = b"\0\0\0\x18ftypisom".ljust(len(piece), b"\0")
    size = 50 * MEGABYTE
    form = StreamedForm(
        {"code": dana.receipt.display}, name="only this name says 84113.mp4",
        content=[head, *repeat(piece, size // len(piece) - 1)], size=size, watch=look,
    )  # fmt: skip
    response = public.request(PATH_INFO=PAGE, **form.environ)
    assert "Your file has come." in text_of(response)
    assert len(looked) == 3
    assert seen == []
    with at_work(acting, cast.nadia):
        clean_waiting_files()
    output = "".join(capfd.readouterr()).encode()
    for marker in (MARKER, b"only this name says 84113"):
        assert found_on_disk(marker, folders) == []
        assert found_in_database(marker) == []
        assert marker not in output
    assert found_in_database(dana.report.reference.encode()), "the search finds what is there"
