"""The pages that add files, as browsers meet them, and a search for the plaintext of a large file everywhere."""

import os
import subprocess
import sys
from itertools import repeat
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection

from proximity.audit.models import AuditEvent
from proximity.evidence.factories import photo
from proximity.evidence.jobs import clean_waiting_files
from proximity.evidence.models import EvidenceFile
from proximity.evidence.queries.files import files_listed
from proximity.evidence.storage import city_folder, incoming_folder
from proximity.foundation.pure.slowing import WrongCodes
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.testing import SideClient, StreamedForm, as_role, found_on_disk
from proximity.reporting.operations.mailbox import withdraw_recipient
from proximity.reporting.tests.people import NOW, Dana, at_work, read_as
from proximity.reporting.views import mailbox_door

pytestmark = pytest.mark.django_db
PAGE = "/en/mailbox/add-file/"
MEGABYTE = 1024 * 1024
MARKER = b"only this film says 84112"


@pytest.fixture(autouse=True)
def _alone(folders, monkeypatch):
    """Files of each test lie in a folder of its own, and wrong codes are counted anew."""
    monkeypatch.setattr(mailbox_door, "wrong_codes", WrongCodes())


@pytest.fixture
def ngo(cast):
    return cast.organisations["madrid.ngo"]


@pytest.fixture
def police(cast):
    return cast.organisations["madrid.police"]


@pytest.fixture
def dana(cast, ngo):
    return Dana(cast, ngo)


def waiting() -> list[Path]:
    return list(incoming_folder().glob("*"))


def names_seen_by(actor, dana) -> list[str]:
    return [line.name for line in files_listed(dana.report.pk, by=actor)]


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
    with as_role("owner"):
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
