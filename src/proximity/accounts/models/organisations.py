"""Cities and the organisations that work in them. Public facts: the wizard shows them to everybody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.rules import WITHOUT_RECORDS, OrganisationKind
from proximity.foundation.privacy import operational, technical
from proximity.foundation.pure.ids import new_id


class City(models.Model):
    """A city of this instance: the outer wall of every record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=40)
    reference_prefix = models.CharField(max_length=4)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    place_source = models.CharField(max_length=120, blank=True)
    place_seen_on = models.DateField(null=True, blank=True)

    privacy = {
        "id": technical(),
        "slug": technical("address of the city"),
        "name": operational("shown to the public"),
        "country": operational("chooses the pack"),
        "time_zone": operational("local time of deadlines"),
        "reference_prefix": operational("starts every case reference"),
        "latitude": operational(
            "where the city's centre is, in degrees, to two decimals: its mark on the map of practices"
        ),
        "longitude": operational(
            "where the city's centre is, in degrees, to two decimals: its mark on the map of practices"
        ),
        "place_source": operational("where that was seen"),
        "place_seen_on": operational("when that was seen"),
    }

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="a_city_has_both_coordinates_or_none",
                violation_error_message="A place is a latitude (-90 to 90) and a longitude (-180 to 180).",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A police force, NGO, city hall or prosecution of one city, with the public halves of its two key pairs."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="organisations")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in OrganisationKind])
    name = models.CharField(max_length=120)
    body_code = models.CharField(max_length=40, blank=True)
    accepts_reports = models.BooleanField(default=False)
    acknowledge_days = models.PositiveSmallIntegerField(default=2)
    feedback_days = models.PositiveSmallIntegerField(default=10)
    seal_key = models.BinaryField(max_length=32)
    sign_key = models.BinaryField(max_length=32)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "kind": operational("decides routing"),
        "name": operational("shown to the public"),
        "body_code": operational("names the body in the country pack"),
        "accepts_reports": operational("decides routing"),
        "acknowledge_days": operational("promise of a first answer, in working days"),
        "feedback_days": operational("promise of feedback, in working days"),
        "seal_key": technical("public key for sealing"),
        "sign_key": technical("public key for signatures"),
    }

    class Meta:
        verbose_name = _("organisation")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["city", "name"], name="organisation_named_once_in_a_city"),
            models.CheckConstraint(
                condition=models.Q(accepts_reports=False) | ~models.Q(kind__in=sorted(WITHOUT_RECORDS)),
                name="who_takes_reports_may_hold_them",
                violation_error_message="An organisation of this kind takes no reports.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationSecret(models.Model):
    """The private halves, wrapped by the master key. A table of its own, on which the public role has no grant at all."""

    organisation = models.OneToOneField(Organisation, primary_key=True, on_delete=models.CASCADE, related_name="secret")
    private_keys = models.BinaryField()

    privacy = {
        "organisation": technical(),
        "private_keys": technical("private keys, wrapped by the master key"),
    }

    class Meta:
        verbose_name = _("private keys of an organisation")

    def __str__(self) -> str:
        return str(self.organisation_id)


class ElsewhereRoute(models.Model):
    """Which organisation takes reports from outside the instance's cities, per country; an empty country is the rest."""

    country = models.CharField(max_length=2, blank=True, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="elsewhere_routes")

    privacy = {
        "id": technical(),
        "country": operational("which country is meant"),
        "organisation": operational("who takes the reports"),
    }

    class Meta:
        verbose_name = _("route for reports from elsewhere")

    def __str__(self) -> str:
        return f"{self.country or '*'} → {self.organisation_id}"
