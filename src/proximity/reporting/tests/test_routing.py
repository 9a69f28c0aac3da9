"""Who may be chosen as a reader, and whom a complaint about an officer shuts out."""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from proximity.accounts.models import ElsewhereRoute, Organisation
from proximity.accounts.rules import POLICE_KINDS
from proximity.accounts.rules import OrganisationKind as Kind
from proximity.foundation.testing import PUBLIC, as_role
from proximity.packs.loader import load_pack
from proximity.reporting.factories import send_report
from proximity.reporting.queries.routes import destination, pack_of, readers_of
from proximity.reporting.rules.answers import Answers, OfficerBody
from proximity.reporting.rules.routing import barred_kinds, circles
from proximity.reporting.rules.states import RecipientStatus


@dataclass(frozen=True)
class Body:
    name: str
    kind: str


HELP, ALSO_HELP = Body("help", Kind.NGO), Body("also", Kind.CITY_HALL)
LOCAL, STATE = Body("local", Kind.LOCAL_POLICE), Body("state", Kind.STATE_POLICE)


def test_helpers_alone_come_first_then_together_then_police_alone():
    assert circles([LOCAL, HELP]) == [(HELP,), (HELP, LOCAL), (LOCAL,)]
    assert circles([HELP, ALSO_HELP]) == [(HELP,), (ALSO_HELP,)]
    assert circles([LOCAL, STATE]) == [(LOCAL,), (STATE,)]
    assert circles([]) == []


@pytest.mark.parametrize(
    ("body", "country", "kinds"),
    [
        ("", "es", set()),
        (OfficerBody.LOCAL, "es", {Kind.LOCAL_POLICE}),
        (OfficerBody.STATE, "es", {Kind.STATE_POLICE}),
        (OfficerBody.UNKNOWN, "es", POLICE_KINDS),
        (OfficerBody.LOCAL, "gb", POLICE_KINDS),  # one force is both there
        (OfficerBody.NOT_POLICE, "es", {Kind.CITY_HALL}),
    ],
)
def test_the_body_complained_about_is_shut_out(body, country, kinds):
    assert barred_kinds(body, load_pack(country)) == kinds


def test_without_a_pack_every_police_is_shut_out():
    assert barred_kinds(OfficerBody.LOCAL, None) == POLICE_KINDS
    assert barred_kinds(OfficerBody.NOT_POLICE, None) == {Kind.CITY_HALL}


def going(cast, **answers):
    with as_role(PUBLIC):
        return destination(Answers(**answers))


def names(bodies) -> list[str]:
    return [body.name for body in bodies]


def test_a_city_offers_who_takes_reports_there_helpers_first(cast):
    found = going(cast, city="madrid")
    assert names(found.readers) == ["Acogida Madrid", "Policía Municipal"]
    assert found.city == cast.cities["madrid"]
    assert found.barred == ()


def test_who_is_barred_is_not_offered_and_bars_reach_those_who_take_no_reports(cast):
    assert names(going(cast, city="madrid", officer_body="local").readers) == ["Acogida Madrid"]
    state = going(cast, city="madrid", officer_body="state")
    assert names(state.readers) == ["Acogida Madrid", "Policía Municipal"]
    assert names(state.barred) == ["Policía Nacional"]
    unknown = going(cast, city="madrid", officer_body="unknown")
    assert sorted(names(unknown.barred)) == ["Policía Municipal", "Policía Nacional"]


def test_elsewhere_goes_to_whom_the_instance_names_and_bars_all_police_there(cast):
    found = going(cast, city="elsewhere", country="fi", officer_body="local")
    assert names(found.readers) == ["Acogida Madrid"]
    assert sorted(names(found.barred)) == ["Policía Municipal", "Policía Nacional"]


def test_where_nobody_is_named_there_is_no_destination(cast):
    with as_role("owner"):
        ElsewhereRoute.objects.all().delete()
    assert going(cast, city="elsewhere", country="fi") is None
    assert going(cast, city="nowhere") is None
    assert going(cast) is None


def test_a_city_whose_only_reader_is_complained_about_turns_to_whom_the_instance_names(cast):
    with as_role("owner"):
        Organisation.objects.filter(name="Bradford Listening Post").update(accepts_reports=False)
    assert names(going(cast, city="bradford").readers) == ["West Yorkshire Police"]
    assert names(going(cast, city="bradford", officer_body="unknown").readers) == ["Acogida Madrid"]


def test_who_is_named_for_elsewhere_is_not_given_a_complaint_about_itself(cast):
    with as_role("owner"):
        ElsewhereRoute.objects.update(organisation=cast.organisations["madrid.police"])
    assert going(cast, city="elsewhere", country="fi").city == cast.cities["madrid"]
    assert going(cast, city="elsewhere", country="fi", officer_body="local") is None


def test_a_country_without_a_pack_has_none():
    assert pack_of("fr") is None
    assert pack_of("es") is load_pack("es")


def test_who_reads_it_is_told_helpers_first_and_without_whom_it_was_taken_from(cast):
    with as_role(PUBLIC):
        sent, _ = send_report(
            cast.organisations["madrid.police"], cast.organisations["madrid.ngo"], city=cast.cities["madrid"]
        )
        assert [row.organisation.kind for row in readers_of(sent.report)] == [Kind.NGO, Kind.LOCAL_POLICE]
        sent.report.recipients.filter(organisation=cast.organisations["madrid.police"]).update(
            status=RecipientStatus.WITHDRAWN, withdrawn_at=timezone.now()
        )
        assert [row.organisation.kind for row in readers_of(sent.report)] == [Kind.NGO]
