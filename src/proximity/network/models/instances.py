"""Other instances, and this one among them: who they are, how far one has read from each, what was refused."""

from enum import StrEnum

from django.db import models
from django.db.models.functions import MD5

from proximity.foundation.privacy import operational, technical
from proximity.foundation.pure.ids import new_id
from proximity.network.models.authors import shared
from proximity.network.rules.taking import Reason


class State(StrEnum):
    """How one stands with an instance."""

    SELF = "self"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    LEFT = "left"


class Instance(models.Model):
    """An instance by its card. `cities` are those that were accepted, each in its country; `cursor` is how far it was read."""

    id = models.UUIDField(primary_key=True, editable=False)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300, blank=True)
    root = models.BinaryField(max_length=32)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    is_hub = models.BooleanField(default=False)
    introduced_by = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    cities = models.JSONField(default=dict)
    card = models.JSONField()
    card_version = models.PositiveIntegerField()
    members_mark = models.CharField(max_length=60, blank=True, default="", db_default="")
    cursor = models.BigIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)
    knocked_from = models.CharField(max_length=8, blank=True)
    knocked_at = models.DateTimeField(null=True)
    recovered_at = models.DateTimeField(null=True)
    recovered = models.PositiveIntegerField(null=True)

    privacy = {
        "id": technical("names the instance everywhere"),
        "name": operational("shown to whoever operates the network"),
        "address": operational("where it is read"),
        "root": technical("the key that its cards are signed by; compared once by two people"),
        "state": operational("how one stands with it"),
        "is_hub": operational("it passes on what is for all"),
        "introduced_by": operational("the hub that lists it"),
        "cities": operational("which of its cities were accepted, each in its country"),
        "card": shared("its newest card"),
        "card_version": technical("tells a newer card from an older one"),
        "members_mark": technical("of a hub: which list of its members was settled here last"),
        "cursor": technical("how far it was read"),
        "tried_at": operational("when it was asked last"),
        "read_at": operational("when it answered last"),
        "problem": operational("what went wrong last, as a code"),
        "knocked_from": technical(
            "one of a few thousand names, of a day, that many networks share: bounds a flood of cards"
        ),
        "knocked_at": technical("when it left its card; one that nobody accepts is forgotten"),
        "recovered_at": operational(
            "of this one: when its own objects were last taken back from others, after an old backup"
        ),
        "recovered": operational("how many that were"),
    }

    class Meta:
        verbose_name = "instance"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="self"), name="one_instance_is_this_one")
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.id}"


class Expected(models.Model):
    """An address whose instance the operator waits for: it is asked for its card, however many others wait."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    address = models.CharField(max_length=300, unique=True)
    at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)

    privacy = {
        "id": technical(),
        "address": operational("where it will be read"),
        "at": operational("since when it is expected"),
        "tried_at": operational("when it was asked last"),
        "problem": operational("what went wrong last, as a code"),
    }

    class Meta:
        verbose_name = "expected instance"
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address


class InstanceKey(models.Model):
    """A key of this instance itself: its root, which signs cards, and what its requests are signed with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    use = models.CharField(max_length=8, choices=[("root", "root"), ("request", "request")], unique=True)
    public = models.BinaryField(max_length=32)
    private_key = models.BinaryField()
    made_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "use": technical("root or request"),
        "public": technical("public half"),
        "private_key": technical("private half, wrapped by the master key"),
        "made_at": technical("when it was drawn"),
    }

    class Meta:
        verbose_name = "key of this instance"

    def __str__(self) -> str:
        return self.use


class Refusal(models.Model):
    """What was set aside and why; its text is kept only where it may come right, and only for some weeks."""

    id = models.BigAutoField(primary_key=True)
    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="refusals")
    stix_id = models.CharField(max_length=80)
    reason = models.CharField(max_length=20, choices=[(reason.value, reason.value) for reason in Reason])
    wire = models.TextField(blank=True)
    at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "instance": operational("who sent it"),
        "stix_id": technical("what it says it is"),
        "reason": operational("why it was refused"),
        "wire": shared("its text, until it comes right or its time is over"),
        "at": operational("when it was refused last"),
    }

    class Meta:
        verbose_name = "refused object"
        constraints = [
            models.UniqueConstraint("instance", "stix_id", "reason", MD5("wire"), name="the_same_is_refused_once")
        ]
        indexes = [models.Index(fields=["instance", "reason"])]

    def __str__(self) -> str:
        return f"{self.reason} {self.stix_id}"


class Nonce(models.Model):
    """A signed request that was answered: the same is not answered again while its signature would still be taken."""

    id = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_index=True)

    privacy = {
        "id": technical("hash of who asked and of what she drew for this request"),
        "at": technical("when it may be forgotten"),
    }

    class Meta:
        verbose_name = "answered request"

    def __str__(self) -> str:
        return self.id[:8]
