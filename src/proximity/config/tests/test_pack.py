"""The operator's acts on packs: built for a case by its reference, in the log with its purpose, and never half a file."""

from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from proximity.audit.models import AuditEvent
from proximity.cases.factories import make_case
from proximity.cases.models import Case
from proximity.config import pack as packs
from proximity.config.demo.demo_case import FILE, add_demo_case, demo_case
from proximity.config.demo.making import DemoCity
from proximity.config.pack import build_for_operator, give_certificate_of
from proximity.dossier.models import SigningCertificate
from proximity.dossier.signing.certificates import self_signed
from proximity.dossier.tests.test_certificates import RSA, pem
from proximity.dossier.verifying.verify import Verdict, verify_pack
from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.testing import PUBLIC, as_role, forget_context
from proximity.reporting.factories import send_report
from proximity.reporting.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]


@pytest.fixture
def case(cast, acting):
    with as_role(PUBLIC):
        sent, _ = send_report(cast.organisations["madrid.police"], city=cast.cities["madrid"])
    forget_context()
    alice = acting(cast.alice)
    return make_case(Report.objects.get(pk=sent.report.pk), by=alice)


@pytest.fixture
def here(tmp_path):
    return SimpleNamespace(data=tmp_path, accounts_file=tmp_path / "accounts.txt")


def build(here, out, **options):
    asked = {"reference": None, "city": "", "language": "", "purpose": "hearing 12", "say": lambda _: None} | options
    with as_role("owner"):
        return build_for_operator(here, out=out, **asked)


def test_a_case_is_packed_by_its_reference_and_the_log_knows_why(case, here, tmp_path):
    out = tmp_path / "pack.zip"

    signer = build(here, out, reference=case.reference, city="madrid")

    assert verify_pack(out, known=signer).verdict is Verdict.GENUINE
    assert out.stat().st_mode & 0o777 == 0o600
    with as_role("owner"):
        event = AuditEvent.objects.get(action="case.pack_exported")
    assert (event.actor, event.purpose, event.label) == ("operator", "hearing 12", case.reference)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"reference": "XX-1"}, "There is no case"), ({"city": "bradford"}, "There is no case"),
        ({"reference": ""}, "There is no case"),
        ({"language": "xx"}, "Documents are written in"),
    ],
)  # fmt: skip
def test_what_cannot_be_packed_is_said_and_leaves_no_file(case, here, tmp_path, options, words):
    out = tmp_path / "pack.zip"

    with pytest.raises(ProcessProblem, match=words), transaction.atomic():
        build(here, out, **({"reference": case.reference} | options))
    assert not [path for path in tmp_path.iterdir() if "pack.zip" in path.name]


def test_a_place_that_cannot_be_written_is_said_at_once(case, here, tmp_path):
    for out in (tmp_path, tmp_path / "nowhere" / "pack.zip"):
        with pytest.raises(ProcessProblem, match="cannot be written"):
            build(here, out, reference=case.reference)


def test_a_reference_that_two_cities_have_asks_for_the_city(case, here, cast, tmp_path, acting):
    with as_role(PUBLIC):
        sent, _ = send_report(cast.organisations["bradford.police"], city=cast.cities["bradford"])
    forget_context()
    charlie = acting(cast.charlie)
    other = make_case(Report.objects.get(pk=sent.report.pk), by=charlie)
    with as_role("owner"):
        Case.objects.filter(pk=other.pk).update(reference=case.reference)

    with pytest.raises(ProcessProblem, match="--city"):
        build(here, tmp_path / "pack.zip", reference=case.reference)
    build(here, tmp_path / "pack.zip", reference=case.reference, city="bradford")
    assert verify_pack(tmp_path / "pack.zip").manifest.organisation == charlie.organisation.name


def test_an_installation_without_demo_case_says_so(case, here, tmp_path):
    with pytest.raises(ProcessProblem, match="no demo case"):
        build(here, tmp_path / "pack.zip")


@pytest.mark.usefixtures("_behind_the_wall")
def test_an_empty_installation_is_filled_first(here, tmp_path, monkeypatch):
    filled = []
    monkeypatch.setattr(packs, "prepare_database", lambda: filled.append("tables"))
    monkeypatch.setattr(packs, "seed", lambda _file, say, at_once: filled.append("cities"))

    with pytest.raises(ProcessProblem, match="no demo case"):
        build(here, tmp_path / "pack.zip")
    assert filled == ["tables", "cities"]
    with pytest.raises(ProcessProblem, match="no cases"):
        build(here, tmp_path / "pack.zip", reference="X-1")


def test_the_demo_case_is_rich_and_packed_whole(here, cast, tmp_path):
    madrid = cast.cities["madrid"]
    demo = DemoCity(
        madrid,
        "es",
        {key: cast.organisations[f"madrid.{key}"] for key in ("police", "ngo")},
        {"alice": cast.memberships["alice"]},
    )
    forget_context()
    with as_role("owner"):
        case = add_demo_case(demo, now=timezone.now(), beside=tmp_path)
    assert demo_case(tmp_path) == (madrid.slug, case.reference)

    signer = build(here, tmp_path / "pack.zip")

    found = verify_pack(tmp_path / "pack.zip", known=signer)
    assert found.verdict is Verdict.GENUINE
    assert len([path for path in found.manifest.files if path.startswith("files/")]) == 5
    (tmp_path / FILE).write_text("nonsense")
    assert demo_case(tmp_path) is None


def test_an_organisation_is_given_its_citys_certificate(cast, tmp_path):
    now = timezone.now()
    police = cast.organisations["madrid.police"]
    own = self_signed(organisation="City", city="Madrid", country="ES", now=now)
    from cryptography.hazmat.primitives.serialization import load_der_private_key  # noqa: PLC0415

    file = tmp_path / "city.pem"
    file.write_bytes(pem(load_der_private_key(own.key, None), own.certificate))
    asked = {"city": police.city.slug, "organisation": police.name, "file": file, "password": "", "purpose": "order 7"}
    with as_role("owner"):
        give_certificate_of(**asked)
        assert SigningCertificate.objects.get(pk=police.pk).given
        with pytest.raises(ProcessProblem, match="There are: "):
            give_certificate_of(**asked | {"organisation": "Nobody"})
        file.write_bytes(pem(RSA))
        with pytest.raises(ProcessProblem, match="certificate"):
            give_certificate_of(**asked)
        with pytest.raises(ProcessProblem):
            give_certificate_of(**asked | {"file": tmp_path / "none"})
