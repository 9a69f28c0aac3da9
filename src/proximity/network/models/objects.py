"""Objects as they are held: the greatest version of each, who sees it, and the order in which objects go out."""

from django.db import models

from proximity.accounts.models import City, Organisation
from proximity.foundation.privacy import operational, technical
from proximity.network.models.authors import Author, shared
from proximity.network.rules.envelope import Form
from proximity.network.rules.kinds import Kind
from proximity.network.rules.markings import Marking


class SharedObject(models.Model):
    """The version of an object that is held. Of one that has ended only its end is left."""

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True)
    version = models.PositiveIntegerField()
    form = models.CharField(max_length=9, choices=[(form.value, form.value) for form in Form])
    created = models.DateTimeField()
    modified = models.DateTimeField()
    language = models.CharField(max_length=35)
    marking = models.CharField(max_length=12, choices=[(marking.value, marking.value) for marking in Marking])
    scope = models.CharField(max_length=44)
    content = models.JSONField()
    about = models.UUIDField(null=True, db_index=True)
    about_modified = models.DateTimeField(null=True)
    made = models.CharField(max_length=7, blank=True)
    issued_to = models.JSONField(null=True)
    office = models.CharField(max_length=120, blank=True)
    office_kind = models.CharField(max_length=20, blank=True)
    wire = models.TextField()
    digest = models.BinaryField(max_length=32)
    kid = models.CharField(max_length=43)
    held_at = models.DateTimeField()

    privacy = {
        "id": technical("names the object everywhere"),
        "kind": operational("what it is"),
        "author": operational("the city that wrote it"),
        "organisation": operational("the office of this instance that wrote it, and alone changes it"),
        "version": technical("which of two versions is the newer"),
        "form": technical("content, or its end"),
        "created": operational("when it was first written, by its author's clock"),
        "modified": operational("when this version was written, by its author's clock"),
        "language": operational("language it is written in"),
        "marking": operational("how far it may be passed on (TLP 2.0)"),
        "scope": operational("for whom it is"),
        "content": shared("what cities tell each other; about nobody (no case, no person)"),
        "about": technical("what a translation is of"),
        "about_modified": technical("which version a translation is of"),
        "made": operational("translated by somebody or by a machine"),
        "issued_to": technical("members of the group when it was issued: tells whom to tell when they change"),
        "office": operational("name of the office that wrote it"),
        "office_kind": operational("kind of that office"),
        "wire": shared("the same as it travels, signed"),
        "digest": technical("hash of what was signed"),
        "kid": technical("key that signed it"),
        "held_at": technical("when this version came here"),
    }

    class Meta:
        verbose_name = "object of the network"
        indexes = [models.Index(fields=["kind", "-held_at"]), models.Index(fields=["author", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version} {self.form}"


class Sight(models.Model):
    """That a city of this instance sees an object. The wall stands on it; only `network_show` writes it."""

    id = models.BigAutoField(primary_key=True)
    object = models.ForeignKey(SharedObject, on_delete=models.CASCADE, related_name="sights")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "id": technical(),
        "object": technical("what is seen"),
        "city": technical("wall"),
    }

    class Meta:
        verbose_name = "sight of an object"
        constraints = [models.UniqueConstraint(fields=["city", "object"], name="an_object_is_seen_once_per_city")]

    def __str__(self) -> str:
        return f"{self.object_id} {self.city_id}"


class Outgoing(models.Model):
    """One place in the order in which objects go out, to whom it concerns. A newer one of its kind takes its place, further on.

    A notice carries its own text: the object's row holds what those get who may read on.
    """

    seq = models.BigAutoField(primary_key=True)
    object = models.ForeignKey(SharedObject, on_delete=models.CASCADE, related_name="+")
    scope = models.CharField(max_length=44)
    notice = models.TextField(blank=True)

    privacy = {
        "seq": technical("orders what goes out; a reader remembers how far it came"),
        "object": technical("what goes out"),
        "scope": operational("to whom"),
        "notice": technical("the signed end of an object, for whoever may no longer read it"),
    }

    class Meta:
        verbose_name = "object going out"
        indexes = [models.Index(fields=["scope", "seq"])]
        constraints = [models.UniqueConstraint(fields=["object", "scope"], name="an_object_goes_out_once_per_scope")]

    def __str__(self) -> str:
        return f"{self.seq} {self.scope}"
