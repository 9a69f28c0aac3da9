"""Who writes objects: cities, of this instance and of others, and the keys that those of this instance sign with."""

from django.db import models

from proximity.accounts.models import City
from proximity.foundation.privacy import Erasure, Label, Sensitivity, operational, technical
from proximity.foundation.pure.ids import new_id


def shared(purpose: str) -> Label:
    """Return the label of what cities tell each other: about practice, never about a person."""
    return Label(purpose, Sensitivity.OPERATIONAL, "until its author withdraws it", Erasure.STAYS)


class Author(models.Model):
    """A city as others know it. One of this instance has the identifier of its `City`."""

    id = models.UUIDField(primary_key=True, editable=False)
    city = models.OneToOneField(City, on_delete=models.PROTECT, related_name="+", null=True)
    name = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    instance = models.ForeignKey("network.Instance", on_delete=models.PROTECT, related_name="authors", null=True)
    keys_known = models.JSONField(default=dict)
    is_member = models.BooleanField(default=True)

    privacy = {
        "id": technical("names the city everywhere"),
        "city": technical("set for a city of this instance"),
        "name": operational("shown beside what it wrote"),
        "country": operational("the country in which it was accepted: decides what reaches it"),
        "instance": operational("who hosts it; empty: this instance"),
        "keys_known": technical("public keys of a city elsewhere, as its instance's card tells them"),
        "is_member": operational("accepted, and not left"),
    }

    class Meta:
        verbose_name = "city in the network"
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.country} {self.id}"


class AuthorKey(models.Model):
    """A key that a city of this instance signs with, its private half wrapped by the master key. Old ones stay, to be told of."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="keys")
    kid = models.CharField(max_length=43, unique=True)
    public = models.BinaryField(max_length=32)
    private_key = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "author": technical("whose key"),
        "kid": technical("names the key in signatures"),
        "public": technical("public half"),
        "private_key": technical("private half, wrapped by the master key"),
        "made_at": technical("when it was drawn"),
        "retired_at": technical("when another took its place; what it signed still holds"),
        "revoked_at": technical("when it was declared stolen; what it signed holds no more"),
    }

    class Meta:
        verbose_name = "signing key of a city"
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["author"],
                condition=models.Q(retired_at=None, revoked_at=None),
                name="one_key_in_use_per_author",
            )
        ]

    def __str__(self) -> str:
        return self.kid
