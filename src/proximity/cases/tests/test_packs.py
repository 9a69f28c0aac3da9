"""Packs of a case: asked for, made, refused, downloaded, and seen by nobody else."""

import json
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from proximity.accounts.models import KeyWrap
from proximity.assessment.rules import NotNow, NotSound
from proximity.audit.models import AuditEvent
from proximity.cases import jobs
from proximity.cases.access import CaseNotFound, PackNotFound
from proximity.cases.factories import assess_case
from proximity.cases.models import CasePack
from proximity.cases.operations import packs as operations
from proximity.cases.operations.handling import close_case, start_work
from proximity.cases.operations.packs import begin_pack, fail_pack, fault_of, make_pack, open_pack, request_pack
from proximity.cases.operations.sweeping import sweep_packs
from proximity.cases.queries.packs import packs_of
from proximity.cases.rules.packs import GIVEN_UP_AFTER, Making, PackFault, PackState, is_being_made, state_now
from proximity.cases.tests.disposal import carry_out, confirmed, make_due
from proximity.dossier import storage
from proximity.dossier.building import BuildFailed
from proximity.dossier.packing import ContentChanged
from proximity.dossier.signing.certificates import NotACertificate
from proximity.dossier.verifying.verify import Verdict, verify_pack
from proximity.evidence.factories import photo
from proximity.evidence.operations.opening import FileDamaged
from proximity.evidence.storage import city_folder
from proximity.evidence.tests.filing import acts, cleaned, received
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.keys import fingerprint
from proximity.foundation.testing import PUBLIC, as_role, found_on_disk
from proximity.reporting.models import Recipient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders", "drawn_here")]
MARKER = "they shouted at us by the fountain 🐒\u202e"


@pytest.fixture
def full(case, alice):
    """Return the case, assessed, with one picture that has a clean copy and one text that has none."""
    assess_case(case, by=alice)
    cleaned(alice, subject=case.pk, name="my arm.jpg", note=MARKER)
    received(alice, b"what was written on the wall", subject=case.pk, name="wall.txt", note="")
    return case


def made(case, by, **options):
    pack = request_pack(case=case, language="en", by=by)
    begin_pack(pack=pack, by=by)
    return make_pack(pack=pack, by=by, **options)


def downloaded(pack, by, path):
    path.write_bytes(b"".join(open_pack(pack=pack, by=by).content))
    return path


def logged(action):
    return AuditEvent.objects.filter(action=action).count()


@pytest.mark.processes
def test_a_pack_is_made_sealed_and_genuine(full, alice, tmp_path):
    said = []

    pack = made(full, alice, say=said.append)

    path = downloaded(pack, alice, tmp_path / "pack.zip")
    ours = fingerprint(bytes(alice.organisation.sign_key))
    checked = verify_pack(path, known=ours)
    assert (checked.verdict, checked.problem) == (Verdict.GENUINE, "")
    assert checked.manifest.reference == full.reference
    assert (pack.state, pack.fingerprint, pack.size) == (PackState.READY, ours, path.stat().st_size)
    assert pack.sha256 == sha256(path.read_bytes()).hexdigest()
    assert said[:2] == ["Collecting the case", "Checking the files"]
    assert said[-1] == "Packing file 2 of 2"
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        record = json.loads(archive.read("evidence.json"))
        assert archive.read("files/001-my-arm.jpg") == photo()
        assert archive.read("files/002-wall.txt") == b"what was written on the wall"
    assert "files/001-my-arm.clean.jpg" in names
    assert MARKER in [one["text"] for one in record["words"]]
    assert [logged(action) for action in ("case.pack_requested", "case.pack_built", "case.pack_downloaded")] == [
        1,
        1,
        1,
    ]


def test_what_is_told_stays_off_the_disk_while_a_pack_is_made(full, alice, folders):
    made(full, alice)

    assert found_on_disk(MARKER.encode(), folders) == []
    assert found_on_disk(b"what was written on the wall", folders) == []


def test_each_original_that_goes_in_has_it_in_its_custody(full, alice):
    picture, text = (file for file in operations_files(full, alice))

    made(full, alice)

    assert acts(picture)[-2:] == ["original_opened", "viewed"]
    assert acts(text)[-1:] == ["original_opened"]


def operations_files(case, by):
    from proximity.evidence.access import files_of  # noqa: PLC0415

    return list(files_of(case.pk, by=by))


def cut(path):
    path.write_bytes(path.read_bytes()[:-20])


def altered(path):
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


@pytest.mark.parametrize("suffix", ["sealed", "clean"])
@pytest.mark.parametrize("harm", [lambda path: path.unlink(), cut, altered])
def test_a_file_whose_bytes_are_not_those_that_came_is_listed_and_said_to_be_missing(
    full, alice, tmp_path, harm, suffix
):
    picture, _text = operations_files(full, alice)
    harm(city_folder(full.city_id) / f"{picture.pk}.{suffix}")

    path = downloaded(made(full, alice), alice, tmp_path / "pack.zip")

    assert verify_pack(path).verdict is Verdict.SIGNER_UNKNOWN
    with zipfile.ZipFile(path) as archive:
        record = json.loads(archive.read("evidence.json"))
        assert [name for name in archive.namelist() if "arm" in name] == []
    assert record["files"][0]["original"]["path"] == ""
    gaps = [(gap["evidence"], gap["gap"]["code"]) for gap in record["dossier"]["gaps"]]
    assert (str(picture.pk), "unreadable") in gaps


def test_a_report_that_was_taken_back_is_in_no_new_pack(full, alice, tmp_path):
    with as_role("owner"):
        Recipient.objects.filter(report=full.report_id, organisation=alice.organisation).update(status="withdrawn")

    path = downloaded(made(full, alice), alice, tmp_path / "pack.zip")

    with zipfile.ZipFile(path) as archive:
        dossier = json.loads(archive.read("evidence.json"))["dossier"]
    assert (dossier["perception"], dossier["told"]) == (None, [])
    assert [row["fact"]["code"] for row in dossier["facts"]] == ["complaint", "offence"]


def test_what_a_pack_never_holds_is_said(full, alice):
    dossier = operations.dossier_of(full, by=alice, language="es")

    assert [one.code for one in dossier.left_out] == ["needs", "contact", "names", "messages", "tasks"]
    assert {row.fact.code for row in dossier.facts} <= {*operations_facts(), "complaint", "offence"}
    assert dossier.bias[0].answer.words == "Sí"


def operations_facts():
    from proximity.cases.queries.dossier_reported import FACTS  # noqa: PLC0415

    return FACTS


def test_versions_stay_side_by_side_and_one_is_made_at_a_time(full, alice):
    first = made(full, alice)
    second = request_pack(case=full, language="es", by=alice)
    with pytest.raises(NotNow):
        request_pack(case=full, language="es", by=alice)

    make_pack(pack=second, by=alice)

    shown = packs_of(full, by=alice)
    assert [(line.number, line.state, line.asked_by) for line in shown.lines] == [
        (2, PackState.READY, "Alice"), (1, PackState.READY, "Alice"),
    ]  # fmt: skip
    assert shown.is_being_made is False
    assert first.sha256 != CasePack.objects.get(pk=second.pk).sha256


def test_a_language_without_words_is_refused(full, alice):
    with pytest.raises(NotSound, match="language"):
        request_pack(case=full, language="xx", by=alice)
    assert not CasePack.objects.exists()


def test_a_pack_that_the_log_cannot_tell_of_is_not_asked_for(full, alice, monkeypatch):
    monkeypatch.setattr(operations, "record_event", broken)

    with pytest.raises(RuntimeError), transaction.atomic():
        request_pack(case=full, language="en", by=alice)
    assert not CasePack.objects.exists()


def test_a_pack_that_the_log_cannot_tell_of_is_not_kept(full, alice, monkeypatch):
    pack = request_pack(case=full, language="en", by=alice)
    monkeypatch.setattr(operations, "record_event", broken)

    with pytest.raises(RuntimeError), transaction.atomic():
        make_pack(pack=pack, by=alice)
    assert CasePack.objects.get(pk=pack.pk).state == PackState.WAITING
    assert not list(storage.packs_folder(full.city_id).glob("*"))


def test_a_pack_that_the_log_cannot_tell_of_is_not_handed_out(full, alice, monkeypatch):
    pack = made(full, alice)
    monkeypatch.setattr(operations, "record_event", broken)

    with pytest.raises(RuntimeError), transaction.atomic():
        open_pack(pack=pack, by=alice)


def test_a_failure_that_the_log_cannot_tell_of_is_not_noted(full, alice, monkeypatch):
    pack = request_pack(case=full, language="en", by=alice)
    monkeypatch.setattr(operations, "record_event", broken)

    with pytest.raises(RuntimeError), transaction.atomic():
        fail_pack(pack=pack, fault=PackFault.DRAWING, by=alice)
    assert CasePack.objects.get(pk=pack.pk).state == PackState.WAITING


def broken(*_arguments, **_options):
    raise RuntimeError("no log")


def test_a_pack_whose_bytes_are_gone_is_not_handed_out(full, alice):
    pack = made(full, alice)
    storage.delete_pack(full.city_id, pack.pk)

    with pytest.raises(FileDamaged):
        open_pack(pack=pack, by=alice)


def test_a_pack_is_begun_once(full, alice):
    pack = request_pack(case=full, language="en", by=alice)

    assert [begin_pack(pack=pack, by=alice) for _ in range(2)] == [True, False]


@pytest.fixture
def over(full, alice):
    """Return the case with a pack, closed, its time over."""
    pack = made(full, alice)
    start_work(case=full, by=alice)
    close_case(case=full, feedback="We spoke to the driver.", by=alice)
    make_due(full.pk)
    return pack


def test_packs_go_with_a_case_that_two_persons_dispose_of(over, full, cast, acting, django_capture_on_commit_callbacks):
    disposal = confirmed([full.pk], cast, acting)
    acting(cast.bob)

    with django_capture_on_commit_callbacks(execute=True):
        carry_out(disposal, cast.organisations["madrid.police"])

    with as_role("owner"):
        assert not CasePack.objects.exists()
        assert not KeyWrap.objects.filter(record_id=over.pk).exists()
    assert not list(storage.packs_folder(full.city_id).glob("*"))


@pytest.mark.parametrize("role", ["proximity_staff", "owner"])
def test_no_pack_is_deleted_otherwise(over, cast, acting, role):
    acting(cast.bob)
    with as_role(role), pytest.raises(DatabaseError, match="two persons"), transaction.atomic():
        connection.cursor().execute("DELETE FROM cases_casepack")


# --- the job ---


def asked(case, by):
    pack = request_pack(case=case, language="en", by=by)
    return pack, {"pack": pack.pk, "person": by.person_id, "organisation": by.organisation.pk}


def run(arguments):
    make = jobs.make_pack_asked_for.func
    make(**{name: str(value) for name, value in arguments.items()})


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch):
    monkeypatch.setattr("proximity.foundation.jobs.close_old_connections", lambda: None)


def test_the_job_makes_the_pack_once(full, alice, cast, acting):
    pack, arguments = asked(full, alice)

    run(arguments)
    run(arguments)

    acting(cast.alice)
    assert CasePack.objects.get(pk=pack.pk).state == PackState.READY
    assert logged("case.pack_built") == 1


def test_what_goes_wrong_in_the_job_is_said_on_the_page(full, alice, cast, acting, monkeypatch, workspace):
    def fails(*_arguments, **_options):
        raise BuildFailed("drawing")

    monkeypatch.setattr(operations, "build_pack", fails)
    pack, arguments = asked(full, alice)

    run(arguments)

    acting(cast.alice)
    pack = CasePack.objects.get(pk=pack.pk)
    assert (pack.state, pack.fault) == (PackState.FAILED, PackFault.DRAWING)
    assert logged("case.pack_failed") == 1
    assert "The document could not be drawn." in workspace(cast.alice).get(f"/cases/{full.reference}/").content.decode()


def test_a_job_for_a_pack_that_is_gone_does_nothing(full, alice):
    run({"pack": new_id(), "person": alice.person_id, "organisation": alice.organisation.pk})

    assert logged("case.pack_built") == 0


def test_packs_that_no_row_tells_of_are_swept(full, alice, monkeypatch):
    pack = made(full, alice)
    folder = storage.packs_folder(full.city_id)
    (folder / f"{new_id()}.sealed").write_bytes(b"x")
    (folder / f"{new_id()}.part").write_bytes(b"x")

    assert sweep_packs() == 0
    monkeypatch.setattr(storage, "STALE_SECONDS", -1)
    jobs.sweep_stale_packs()

    assert [path.name for path in folder.iterdir()] == [f"{pack.pk}.sealed"]


@pytest.mark.parametrize(
    ("problem", "fault"),
    [
        (BuildFailed("drawing"), PackFault.DRAWING), (BuildFailed("signing"), PackFault.SIGNING),
        (NotACertificate("x"), PackFault.CERTIFICATE), (ContentChanged("x"), PackFault.CHANGED),
        (SealBroken(), PackFault.CHANGED), (CaseNotFound(), PackFault.NO_ACCESS), (RuntimeError(), PackFault.INTERRUPTED),
    ],
)  # fmt: skip
def test_each_problem_has_its_words(problem, fault):
    assert fault_of(problem) is fault


def test_what_was_begun_long_ago_has_failed():
    now = timezone.now()
    old, fresh = now - GIVEN_UP_AFTER - timedelta(seconds=1), now - GIVEN_UP_AFTER

    assert state_now(Making(PackState.BUILDING, old), now) is PackState.FAILED
    assert state_now(Making(PackState.BUILDING, fresh), now) is PackState.BUILDING
    assert state_now(Making(PackState.READY, old), now) is PackState.READY
    assert is_being_made([Making(PackState.WAITING, old), Making(PackState.FAILED, fresh)], now) is False


# --- the wall ---


@pytest.mark.parametrize("who", ["nadia", "stefan", "petra", "lars", "charlie"])
def test_nobody_else_sees_a_pack_whichever_way(full, alice, cast, acting, who):
    pack = made(full, alice)
    other = acting(getattr(cast, who))

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_casepack")
        assert cursor.fetchall() == []
    with pytest.raises(PackNotFound):
        open_pack(pack=pack, by=other)
    assert packs_of(full, by=other).lines == ()


def test_the_public_process_has_no_grant(full, alice):
    for table in ("cases_casepack", "dossier_signingcertificate"):
        with as_role(PUBLIC), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"SELECT * FROM {table}")


def test_nobody_asks_for_a_pack_in_anothers_name_or_on_anothers_case(full, alice, cast, acting):
    nadia = acting(cast.nadia)
    from proximity.accounts.records import new_record  # noqa: PLC0415

    identifier = new_id()
    new_record(identifier, city_id=nadia.city_id, readers=[nadia.organisation])
    for organisation in (nadia.organisation, alice.organisation):
        pack = CasePack(
            id=identifier, city_id=nadia.city_id, organisation=organisation, case=full, number=1, language="en",
            requested_at=timezone.now(),
        )  # fmt: skip
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            pack.save(force_insert=True)


def test_another_organisation_has_another_certificate(full, alice, cast, acting):
    made(full, alice)
    acting(cast.nadia)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dossier_signingcertificate")
        assert cursor.fetchall() == []


# --- the page ---


def test_the_page_asks_for_a_pack_and_hands_it_out(full, alice, cast, acting, workspace, tmp_path):
    browser, here = workspace(cast.alice), f"/cases/{full.reference}/"
    assert "No pack has been made yet." in browser.get(here).content.decode()
    assert "Language of the document" in browser.get(f"{here}?edit=pack").content.decode()

    assert browser.post(f"{here}pack/", {"language": "en"}).status_code == 302
    assert "A pack is being made." in browser.get(here).content.decode()
    acting(cast.alice)
    pack = CasePack.objects.get()
    run({"pack": pack.pk, "person": alice.person_id, "organisation": alice.organisation.pk})
    page = browser.get(here).content.decode()
    answer = browser.post(f"{here}packs/{pack.pk}/")

    acting(cast.alice)
    pack.refresh_from_db()
    assert pack.sha256 in page
    assert pack.fingerprint in page
    content = b"".join(answer.streaming_content)
    assert sha256(content).hexdigest() == pack.sha256
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{full.reference}-pack-1.zip"'
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_page_refuses_what_is_not_there(full, alice, cast, acting, workspace):
    pack = request_pack(case=full, language="en", by=alice)
    browser, here = workspace(cast.alice), f"/cases/{full.reference}/"

    assert browser.post(f"{here}packs/{new_id()}/").status_code == 404
    assert browser.post(f"{here}packs/{pack.pk}/").status_code == 404
    assert browser.get(f"{here}packs/{pack.pk}/").status_code == 405
    assert workspace(cast.nadia).post(f"{here}packs/{pack.pk}/").status_code in {403, 404}
    assert browser.post(f"{here}pack/", {"language": "en"}).status_code == 409
    assert browser.post(f"{here}pack/", {"language": "xx"}).status_code == 422


def test_the_page_says_when_a_packs_bytes_are_gone(full, alice, cast, acting, workspace):
    pack = made(full, alice)
    storage.delete_pack(full.city_id, pack.pk)

    assert workspace(cast.alice).post(f"/cases/{full.reference}/packs/{pack.pk}/").status_code == 500
