"""The cast of demo and tests, made by the same operations as everybody."""

from dataclasses import dataclass, field

from proximity.accounts.actors import Actor
from proximity.accounts.models import City, ElsewhereRoute, Membership, Organisation, Person
from proximity.accounts.operations import add_city, add_membership, add_organisation, add_person
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import OrganisationKind as Kind
from proximity.accounts.rules import Role


@dataclass(slots=True)
class Cast:
    """Two cities, their organisations by key (`madrid.ngo`), and the people by first name."""

    cities: dict[str, City] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        """Return one of the cast at work: `cast.alice`."""
        if name.startswith("_") or name not in self.memberships:
            raise AttributeError(name)
        return actor_from(self.memberships[name])


ORGANISATIONS = (
    ("madrid.police", Kind.LOCAL_POLICE, "Policía Municipal", True),
    ("madrid.ngo", Kind.NGO, "Acogida Madrid", True),
    ("madrid.state", Kind.STATE_POLICE, "Policía Nacional", False),
    ("madrid.hall", Kind.CITY_HALL, "Ayuntamiento", False),
    ("madrid.prosecution", Kind.PROSECUTION, "Fiscalía", False),
    ("madrid.oversight", Kind.OVERSIGHT, "Protección de datos", False),
    ("madrid.observatory", Kind.NATIONAL_BODY, "Observatorio", False),
    ("madrid.academy", Kind.TRAINING_BODY, "Academia", False),
    ("madrid.school", Kind.STAKEHOLDER, "Instituto", False),
    ("madrid.complaints", Kind.COMPLAINTS_BODY, "Defensoría", False),
    ("bradford.police", Kind.LOCAL_POLICE, "West Yorkshire Police", True),
    ("bradford.ngo", Kind.NGO, "Bradford Listening Post", True),
    ("bradford.hall", Kind.CITY_HALL, "City Hall", False),
    ("bradford.prosecution", Kind.PROSECUTION, "Crown Prosecution Service", False),
)
# What the country packs call them: the way of a referral is looked up there.
BODIES = {
    "madrid.police": "es.madrid.policia_municipal",
    "madrid.state": "es.policia_nacional",
    "madrid.prosecution": "es.fiscalia",
    "bradford.police": "gb.bradford.west_yorkshire_police",
    "bradford.prosecution": "gb.cps",
}
PEOPLE = (
    ("alice", "madrid.police", Role.OFFICER),
    ("bob", "madrid.police", Role.SUPERVISOR),
    ("nadia", "madrid.ngo", Role.NGO_WORKER),
    ("stefan", "madrid.state", Role.OFFICER),
    ("lars", "madrid.hall", Role.CITY_OFFICIAL),
    ("petra", "madrid.prosecution", Role.PROSECUTOR),
    ("ines", "madrid.oversight", Role.AUDITOR),
    ("olga", "madrid.observatory", Role.ANALYST),
    ("teo", "madrid.academy", Role.TRAINER),
    ("sol", "madrid.school", Role.PARTNER),
    ("carmen", "madrid.complaints", Role.OFFICER),
    ("charlie", "bradford.police", Role.OFFICER),
    ("noor", "bradford.ngo", Role.NGO_WORKER),
    ("peter", "bradford.prosecution", Role.PROSECUTOR),
)


def make_cast() -> Cast:
    """Make the cast in an empty database; the caller is the owner, since only the operator adds organisations."""
    cast = Cast()
    cast.cities["madrid"] = add_city(
        slug="madrid", name="Madrid", country="es", time_zone="Europe/Madrid", reference_prefix="MAD"
    )
    cast.cities["bradford"] = add_city(
        slug="bradford", name="Bradford", country="gb", time_zone="Europe/London", reference_prefix="BRA"
    )
    for key, kind, name, accepts in ORGANISATIONS:
        city = cast.cities[key.split(".")[0]]
        cast.organisations[key] = add_organisation(
            city=city, kind=kind, name=name, body_code=BODIES.get(key, ""), accepts_reports=accepts
        )
    ElsewhereRoute.objects.create(country="", organisation=cast.organisations["madrid.ngo"])
    for name, office, role in PEOPLE:
        person = add_person(email=f"{name}@example.org", name=name.title(), password=f"{name} has a long password")
        cast.people[name] = person
        cast.memberships[name] = add_membership(person=person, organisation=cast.organisations[office], role=role)
    return cast
