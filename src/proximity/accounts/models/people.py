"""People who sign in, and where they work."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models.organisations import Organisation
from proximity.accounts.rules import Role
from proximity.foundation.privacy import operational, staff, technical
from proximity.foundation.pure.ids import new_id


class PersonManager(BaseUserManager["Person"]):
    """Looks people up by e-mail; accounts are made by `accounts.operations.add_person`."""


class Person(AbstractBaseUser):
    """Somebody who signs in to the workspace. Says nothing about where she works: memberships do."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, default="en")
    daily_summary = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    privacy = {
        "id": technical(),
        "email": staff("signs in with it"),
        "name": staff("shown to colleagues"),
        "password": staff("Argon2id hash"),
        "last_login": staff("shows unused accounts"),
        "language": staff("language of the workspace"),
        "daily_summary": staff("wants an e-mail each morning with how much is due"),
        "is_active": operational("may sign in"),
    }

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in an organisation, with one role, from and until."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    privacy = {
        "id": technical(),
        "person": staff("who"),
        "organisation": staff("where"),
        "role": staff("what she may do"),
        "started_at": staff("since when"),
        "ended_at": staff("until when"),
    }

    class Meta:
        verbose_name = _("membership")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=models.Q(ended_at__isnull=True),
                name="one_open_membership_per_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.organisation_id}"
