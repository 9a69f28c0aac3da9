"""Who may do what, told here once more as a table: a new right is seen by whoever reads the change."""

import pytest

from proximity.accounts.operations import NotSound, add_membership, add_organisation
from proximity.accounts.records import new_record
from proximity.accounts.rules import (
    CAPABILITIES,
    OFFICES,
    WITHOUT_RECORDS,
    Capability,
    OrganisationKind,
    Role,
    goes_with,
)
from proximity.audit.models import AuditEvent
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import PUBLIC, as_role, changed, refused, rows

KINDS_OF = {
    Role.OFFICER: "complaints_body local_police state_police", Role.SUPERVISOR: "complaints_body local_police state_police",
    Role.NGO_WORKER: "ngo", Role.PROSECUTOR: "prosecution", Role.CITY_OFFICIAL: "city_hall", Role.AUDITOR: "oversight",
    Role.ANALYST: "national_body", Role.TRAINER: "training_body", Role.PARTNER: "stakeholder",
}  # fmt: skip
KEEPS = "keep_directory read_directory"
DESK = f"{KEEPS} answer_reports enter_reports read_cards read_figures read_files read_law read_reports"
CASEWORK = (
    f"{DESK} learn publish_exchange read_exchange receive_referrals record_outcomes refer_cases work_cases work_needs"
)
MAY = {
    Role.OFFICER: CASEWORK, Role.SUPERVISOR: f"{CASEWORK} dispose import_cases keep_records moderate_exchange supervise_cases",
    Role.NGO_WORKER: f"{DESK} forward_reports give_support learn publish_exchange read_exchange",
    Role.PROSECUTOR: f"{KEEPS} learn read_figures read_files read_law receive_referrals record_outcomes",
    Role.CITY_OFFICIAL: f"{KEEPS} coordinate_directory edit_plan learn moderate_exchange operate_network publish_exchange"
    " read_exchange read_figures read_law release_figures share_counts",
    Role.AUDITOR: "dispose read_audit read_directory read_figures read_law",
    Role.ANALYST: "compare_cities operate_network read_directory read_exchange read_law",
    Role.TRAINER: "learn publish_exchange read_cards read_directory read_exchange read_figures read_law share_counts train",
    Role.PARTNER: f"{KEEPS} learn read_cards read_figures read_law",
}  # fmt: skip
NO_RECORDS = ("madrid.observatory", "madrid.academy", "madrid.school")
WRAP = (
    "INSERT INTO accounts_keywrap (id, city_id, record_id, organisation_id, wrapped)"
    " VALUES (gen_random_uuid(), %s, %s, %s, 'x')"
)


@pytest.mark.parametrize("role", Role)
def test_each_role_may_what_this_table_says(role):
    assert sorted(CAPABILITIES[role]) == sorted(MAY[role].split())


@pytest.mark.parametrize("role", Role)
def test_each_role_is_held_where_this_table_says(role):
    assert sorted(kind for kind in OrganisationKind if goes_with(role, kind)) == sorted(KINDS_OF[role].split())


def test_every_kind_has_a_role():
    assert {kind for kinds in OFFICES.values() for kind in kinds} == set(OrganisationKind)


def test_whoever_holds_no_record_has_no_right_that_needs_one():
    about_records = set(Capability) - {
        Capability.READ_FIGURES, Capability.COMPARE_CITIES, Capability.RELEASE_FIGURES, Capability.EDIT_PLAN,
        Capability.READ_LAW, Capability.READ_CARDS, Capability.PUBLISH_EXCHANGE, Capability.OPERATE_NETWORK,
        Capability.READ_DIRECTORY, Capability.KEEP_DIRECTORY, Capability.COORDINATE_DIRECTORY,
        Capability.READ_EXCHANGE, Capability.MODERATE_EXCHANGE, Capability.LEARN, Capability.TRAIN,
        Capability.SHARE_COUNTS,
    }  # fmt: skip
    roles = [role for role, kinds in OFFICES.items() if kinds & WITHOUT_RECORDS]
    assert len(roles) == len(WITHOUT_RECORDS)
    assert [role for role in roles if CAPABILITIES[role] & about_records] == []


# ---- in the database


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(WITHOUT_RECORDS))
def test_an_organisation_without_records_takes_no_reports(cast, kind):
    with as_role("owner"):
        with pytest.raises(NotSound, match=f"kind {kind} takes no reports"):
            add_organisation(city=cast.cities["madrid"], kind=OrganisationKind(kind), name="New", accepts_reports=True)
        assert (
            add_organisation(city=cast.cities["madrid"], kind=OrganisationKind(kind), name="New").accepts_reports
            is False
        )
        with refused("who_takes_reports_may_hold_them"):
            changed("UPDATE accounts_organisation SET accepts_reports = true WHERE name = 'New'")


@pytest.mark.django_db
@pytest.mark.parametrize("key", NO_RECORDS)
def test_nobody_gives_it_a_key_neither_staff_nor_the_public_side_nor_the_operator(cast, acting, key):
    reader, madrid = cast.organisations[key], cast.cities["madrid"].pk
    for who in ("alice", "nadia", "lars"):
        acting(getattr(cast, who))
        with refused("holds no record"):
            changed(WRAP, madrid, new_id(), reader.pk)
    for role in (PUBLIC, "owner"):
        with as_role(role), refused("holds no record"):
            changed(WRAP, madrid, new_id(), reader.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["olga", "teo", "sol"])
def test_it_makes_no_record_for_others_and_bars_nobody(cast, acting, who):
    actor, police = acting(getattr(cast, who)), cast.organisations["madrid.police"]
    with refused("makers_hold_records"):
        changed(WRAP, actor.city_id, new_id(), police.pk)
    with refused("barrers_hold_records"):
        changed(
            "INSERT INTO accounts_barredreader (id, city_id, record_id, organisation_id)"
            " VALUES (gen_random_uuid(), %s, %s, %s)", actor.city_id, new_id(), police.pk,
        )  # fmt: skip


@pytest.mark.django_db
def test_a_key_is_not_handed_on_to_it_by_a_change(cast, acting):
    nadia, record = acting(cast.nadia), new_id()
    new_record(record, city_id=nadia.city_id, readers=[nadia.organisation])
    with as_role("owner"), refused("holds no record"):
        changed("UPDATE accounts_keywrap SET organisation_id = %s", cast.organisations["madrid.school"].pk)
    assert rows("SELECT organisation_id FROM accounts_keywrap") == [(nadia.organisation.pk,)]


@pytest.mark.django_db
def test_each_of_the_new_roles_goes_with_its_kind_alone(cast):
    with as_role("owner"):
        for role, key in (
            (Role.ANALYST, "madrid.hall"),
            (Role.TRAINER, "madrid.ngo"),
            (Role.CITY_OFFICIAL, "madrid.observatory"),
        ):
            with pytest.raises(NotSound, match="goes with organisations of these kinds"):
                add_membership(person=cast.people["bob"], organisation=cast.organisations[key], role=role)
        made = add_membership(
            person=cast.people["bob"], organisation=cast.organisations["madrid.academy"], role=Role.TRAINER
        )
        assert AuditEvent.objects.filter(action="membership.added", target=str(made.pk), label="trainer").exists()
