"""Who may read a report: never the police it is about, and nobody where nobody is named."""

import re

import pytest

from proximity.accounts.models import BarredReader, ElsewhereRoute, Organisation
from proximity.foundation.testing import as_role
from proximity.reporting.models import Report
from proximity.reporting.tests.walking import Walk, kept, nothing_is_stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(public):
    return Walk(public)


@pytest.mark.parametrize(
    ("officer", "offered"),
    [
        ("no", ["Only Acogida Madrid", "Acogida Madrid and Policía Municipal", "Only Policía Municipal"]),
        ("local", ["Only Acogida Madrid"]),
        ("state", ["Only Acogida Madrid", "Acogida Madrid and Policía Municipal", "Only Policía Municipal"]),
        ("unknown", ["Only Acogida Madrid"]),
        ("not_police", ["Only Acogida Madrid", "Acogida Madrid and Policía Municipal", "Only Policía Municipal"]),
    ],
)
def test_the_police_it_is_about_cannot_be_chosen(dana, officer, offered):
    dana.to_readers(officer=officer)
    labels = re.findall(r'<label for="id_readers_\d+">([^<]*)<', dana.page)
    assert labels == offered
    assert ("defensordelpueblo" in dana.page) is (officer in {"local", "state", "unknown"})


def test_the_police_it_is_about_are_shut_out_for_good(dana, cast, acting):
    dana.to_check("Acogida Madrid", officer="unknown").press()
    assert kept(dana.code).officer_body == "unknown"
    assert "defensordelpueblo" in dana.page
    acting(cast.nadia)
    barred = {bar.organisation.name for bar in BarredReader.objects.select_related("organisation")}
    assert barred == {"Policía Municipal", "Policía Nacional"}


def test_who_chose_the_police_and_then_tells_of_an_officer_is_asked_again(dana):
    dana.to_check("Policía Municipal").press("change:officer").press(officer="local")
    assert dana.step == "readers"
    assert "belongs to cannot be chosen here" in dana.page


def test_elsewhere_goes_to_whom_the_instance_names(dana, cast, acting):
    dana.to_what("elsewhere")
    assert dana.step == "country"
    dana.press(country="fi")
    assert dana.step == "what"
    assert "Acogida Madrid can take your report" in dana.page
    dana.press(what="x").skip_to("readers")
    assert re.findall(r'<label for="id_readers_\d+">([^<]*)<', dana.page) == ["Only Acogida Madrid"]
    dana.choose("Acogida Madrid").press("skip").press()
    assert kept(dana.code).country == "fi"
    acting(cast.nadia)
    assert Report.objects.get().city == cast.cities["madrid"]


def test_where_nobody_is_named_she_is_told_before_she_writes(dana):
    with as_role("owner"):
        ElsewhereRoute.objects.all().delete()
    dana.to_what("elsewhere").press(country="gb")
    assert dana.heading == "Nobody here takes reports from this place"
    assert "report-it.org.uk" in dana.page
    assert 'name="what"' not in dana.page
    assert dana.press("change:where").step == "where"
    assert dana.press(city="madrid").step == "what"


def test_where_nobody_is_named_and_no_pack_knows_the_country_help_is_named(dana):
    with as_role("owner"):
        ElsewhereRoute.objects.all().delete()
    dana.to_what("elsewhere").press(country="other")
    assert "/en/help/" in dana.page


def test_who_is_left_without_a_reader_by_an_officer_keeps_her_text(dana):
    with as_role("owner"):
        Organisation.objects.filter(kind="ngo").update(accepts_reports=False)
        ElsewhereRoute.objects.all().delete()
    dana.to_what().press(what="The officer hit him.").skip_to("officer").press(officer="local")
    assert dana.heading == "Nobody here can take this report"
    assert "The officer hit him." in dana.page
    assert "defensordelpueblo" in dana.page
    assert dana.press("change:officer").step == "officer"


def test_a_place_that_lost_its_readers_meanwhile_is_not_sent_to(dana):
    dana.to_check()
    with as_role("owner"):
        Organisation.objects.update(accepts_reports=False)
        ElsewhereRoute.objects.all().delete()
    assert dana.press().heading == "Nobody here takes reports from this place"
    assert nothing_is_stored()
