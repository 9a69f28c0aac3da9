"""Files on their way to the browser: to whom, as what, and that nothing of them can run."""

import pytest
from django.urls import reverse

from proximity.evidence.factories import document, photo, sealed
from proximity.evidence.models import CustodyEntry
from proximity.evidence.operations.cleaning import clean_file
from proximity.evidence.operations.receive import receive_file
from proximity.evidence.rules.custody import Act
from proximity.evidence.storage import CLEAN, SEALED, city_folder
from proximity.foundation.pure.ids import new_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders", "cleaned_here")]


@pytest.fixture
def stored(cast, acting):
    def store(content: bytes, name: str):
        alice = acting(cast.alice)
        file = receive_file(
            upload=sealed(content, name=name), subject_id=new_id(), city_id=alice.city_id, readers=[alice.organisation],
            by=alice,
        )  # fmt: skip
        clean_file(file_id=file.pk, organisation=alice.organisation)
        return file

    return store


def address(file, name="clean"):
    return reverse(f"evidence:{name}", kwargs={"file_id": file.pk})


def test_a_picture_is_shown_and_can_do_nothing(cast, workspace, stored):
    response = workspace(cast.alice).get(address(stored(photo(), "photo.jpg")))
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == 'inline; filename="photo.jpg"'
    assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert len(b"".join(response.streaming_content)) == int(response["Content-Length"])


def test_a_document_is_handed_out(cast, workspace, stored):
    response = workspace(cast.alice).get(address(stored(document(), "carta señal.pdf")))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''carta")


def test_the_original_asks_for_a_purpose_and_comes_as_mere_bytes(cast, workspace, stored, acting):
    file, browser = stored(photo(), "photo.jpg"), workspace(cast.alice)
    asked = browser.get(address(file, "original"))
    assert asked.status_code == 200
    assert "What do you need the original for?" in asked.content.decode()
    empty = browser.post(address(file, "original"), {"purpose": ""})
    assert empty.status_code == 422
    assert "Say what you need the original for." in empty.content.decode()
    given = browser.post(address(file, "original"), {"purpose": "the court asks"})
    assert given["Content-Type"] == "application/octet-stream"
    assert given["Content-Disposition"] == 'attachment; filename="photo.jpg"'
    assert b"".join(given.streaming_content) == photo()
    acting(cast.alice)
    assert CustodyEntry.objects.filter(act=Act.ORIGINAL_OPENED).count() == 1


def test_a_kind_without_a_clean_copy_has_only_the_original(cast, workspace, stored):
    file, browser = stored(b"GIF89a" + bytes(50), "moving.gif"), workspace(cast.alice)
    assert browser.get(address(file)).status_code == 404
    assert "Open clean copy instead" not in browser.get(address(file, "original")).content.decode()


@pytest.mark.parametrize("who", ["charlie", "nadia", "stefan"])
@pytest.mark.parametrize("name", ["clean", "original"])
def test_forbidden_and_absent_look_the_same(cast, workspace, stored, who, name):
    file, browser = stored(photo(), "photo.jpg"), workspace(getattr(cast, who))
    there = browser.get(address(file, name))
    absent = browser.get(reverse(f"evidence:{name}", kwargs={"file_id": new_id()}))
    assert (there.status_code, there.content) == (absent.status_code, absent.content)
    assert there.status_code == 404


@pytest.mark.parametrize("who", ["lars", "ines", "petra"])
def test_who_does_not_read_reports_is_refused(cast, workspace, stored, who):
    assert workspace(getattr(cast, who)).get(address(stored(photo(), "photo.jpg"))).status_code == 404


@pytest.mark.parametrize(("name", "suffix"), [("clean", CLEAN), ("original", SEALED)])
def test_a_damaged_file_is_said_on_a_page(cast, workspace, stored, name, suffix):
    file, browser = stored(photo(), "photo.jpg"), workspace(cast.alice)
    path = city_folder(file.city_id) / f"{file.pk}{suffix}"
    path.write_bytes(path.read_bytes()[:-5])
    send = browser.get if name == "clean" else browser.post
    response = send(address(file, name), {"purpose": "to see it"})
    assert response.status_code == 500
    assert "This file is damaged" in response.content.decode()
