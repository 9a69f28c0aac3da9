"""The text tool at an NGO: switched on by herself, questions to ask first, slurs covered; nothing is kept or decided."""

from dataclasses import replace

import pytest

from proximity.accounts.actors import NotAllowed
from proximity.assessment.identify.reading import identify, slurs
from proximity.assessment.identify.telling import read_account
from proximity.assessment.models import IndicatorEntry, SuggestionDecision, SuggestionSwitch
from proximity.assessment.queries.suggestions import are_on, are_on_at
from proximity.assessment.rules import Part
from proximity.assessment.suggesting import Pointed, switch
from proximity.audit.models import AuditEvent
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import PUBLIC, as_role, forget_context, refused, write_again
from proximity.reporting.factories import TOLD, send_report
from proximity.reporting.queries.suggestions import covered

pytestmark = pytest.mark.django_db
WHAT = "On the bus he shouted at us: Go back to your country, you dirty Pakis! My daughter cried."


@pytest.fixture
def report(cast):
    """Return a report that the NGO and the police of Madrid read."""
    bodies = [cast.organisations["madrid.ngo"], cast.organisations["madrid.police"]]
    with as_role(PUBLIC):
        sent, _ = send_report(*bodies, city=cast.cities["madrid"], answers=replace(TOLD, what=WHAT, why=""))
    forget_context()
    return sent.report


def pointed():
    return [Pointed(Part.WHAT, WHAT, "en", one) for one in identify(WHAT, language="en").suggestions]


def test_every_slur_is_found_suggested_or_not():
    assert [WHAT[one.start : one.end] for one in slurs(WHAT, language="en")] == ["Pakis"]
    assert slurs("We went home by bus.", language="en") == ()


def test_pieces_put_together_are_what_is_shown_and_no_slur_stands_uncovered():
    for one in covered(pointed()):
        whole = "".join(piece.text for piece in one.pieces)
        assert whole == f"{one.pointed.before}{one.pointed.words}{one.pointed.after}"
        assert not any("aki" in piece.text for piece in one.pieces if not piece.is_slur)
        marked = "".join(piece.text for piece in one.pieces if piece.is_pointed_at)
        assert marked == one.pointed.words
        assert ("slur" in one.pointed.suggestion.rule) == (one.rule == "")


@pytest.mark.parametrize(
    ("text", "language", "slur"),
    [
        ("Kill all wogss", "en", "wogss"),
        ("All Allniggers out", "en", "niggers"),
        ("The Thefagots should burn alive now", "en", "fagots"),
        ("Fuera los sudcas de aquí", "es", "sudcas"),
    ],
)
def test_a_slur_that_only_a_post_shows_is_covered(text, language, slur):
    found = read_account(text, language=language).suggestions
    assert found
    for one in covered([Pointed(Part.WHAT, text, language, suggestion) for suggestion in found]):
        bare = [piece.text for piece in one.pieces if not piece.is_slur]
        assert len(bare) < len(one.pieces)
        assert not any(slur in piece for piece in bare)


@pytest.mark.parametrize("around", ["", "x" * 300, "word " * 60, "Pakis " * 40])
def test_a_slur_that_is_cut_at_the_edge_stays_covered(around):
    text = f"{around}{WHAT} {around}"
    found = [Pointed(Part.WHAT, text, "en", one) for one in identify(text, language="en").suggestions]
    assert found
    for one in covered(found):
        assert not any("aki" in piece.text for piece in one.pieces if not piece.is_slur)


def test_an_ngo_switches_it_for_itself_and_the_police_for_the_police(cast, acting):
    nadia, bob = acting(cast.nadia), cast.bob
    switch(on=True, by=nadia)
    assert (are_on_at(nadia.organisation), are_on(nadia.city_id)) == (True, False)
    switch(on=True, by=nadia)
    assert SuggestionSwitch.objects.count() == 1
    switch(on=True, by=acting(bob))
    switch(on=False, by=acting(cast.nadia))
    assert not are_on_at(cast.nadia.organisation)
    acting(bob)
    assert are_on(bob.city_id)
    assert not are_on_at(bob.organisation)
    with as_role("owner"):
        told = AuditEvent.objects.filter(action__startswith="assessment.suggestions_switched").order_by("seq")
        assert [one.organisation_id for one in told] == [
            nadia.organisation.pk, bob.organisation.pk, nadia.organisation.pk,
        ]  # fmt: skip


@pytest.mark.parametrize("who", ["alice", "lars", "ines"])
def test_nobody_else_switches_it_even_by_raw_sql(cast, acting, who):
    switch(on=True, by=acting(cast.nadia))
    (row,) = SuggestionSwitch.objects.values_list("pk", flat=True)
    actor = acting(getattr(cast, who))
    with pytest.raises(NotAllowed):
        switch(on=True, by=actor)
    if who != "alice":  # she does not even see that there is one
        assert not SuggestionSwitch.objects.exists()
        return
    values = {"id": new_id(), "changed_by": actor.person_id, "organisation_id": actor.organisation.pk}
    with refused("who_may_switch"):
        write_again("assessment_suggestionswitch", row, **values)


def test_nadia_reads_what_stays_open_and_words_with_slurs_covered(report, cast, acting, workspace):
    browser, address = workspace(cast.nadia), f"/reports/{report.reference}/suggestions/"
    assert browser.get(address).status_code == 404
    assert address not in browser.get(f"/reports/{report.reference}/").content.decode()
    assert "switched off" in browser.get("/reports/suggestions/").content.decode()
    assert browser.post("/reports/suggestions/", {"on": "perhaps"}).status_code == 422
    assert browser.post("/reports/suggestions/", {"on": "yes"}).status_code == 302
    assert "switched on" in browser.get("/reports/suggestions/").content.decode()
    assert "/reports/suggestions/" in browser.get("/inbox/").content.decode()
    assert address in browser.get(f"/reports/{report.reference}/").content.decode()
    page = browser.get(address).content.decode()
    assert page.index("What you can still ask") < page.index("Words that may matter")
    assert "None found does not mean that there is none." in page
    assert '<span class="blurred" aria-hidden="true">Pakis</span><span class="bare">Pakis</span>' in page
    assert "Pakis" not in page.replace('aria-hidden="true">Pakis<', "").replace('class="bare">Pakis<', "")
    assert ".slur." not in page
    assert 'name="decision"' not in page
    acting(cast.alice)
    assert not SuggestionDecision.objects.exists()
    assert not IndicatorEntry.objects.exists()


@pytest.mark.parametrize("who", ["alice", "bob", "lars", "ines", "charlie"])
def test_there_is_no_such_page_for_others(report, cast, acting, workspace, who):
    switch(on=True, by=acting(cast.nadia))
    browser = workspace(getattr(cast, who))
    assert browser.get(f"/reports/{report.reference}/suggestions/").status_code in {403, 404}
    assert browser.get("/reports/suggestions/").status_code in {403, 404}


def test_a_report_that_another_organisation_holds_is_not_there(cast, acting, workspace):
    with as_role(PUBLIC):
        sent, _ = send_report(cast.organisations["madrid.police"], city=cast.cities["madrid"])
    forget_context()
    switch(on=True, by=acting(cast.nadia))
    browser = workspace(cast.nadia)
    assert browser.get(f"/reports/{sent.report.reference}/suggestions/").status_code == 404
