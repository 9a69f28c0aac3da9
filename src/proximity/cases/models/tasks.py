"""What is to be done in a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Person
from proximity.cases.models.cases import Case
from proximity.cases.rules.states import TaskKind
from proximity.foundation.privacy import operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id


class Task(models.Model):
    """One thing to be done in a case, with a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in TaskKind])
    title = models.BinaryField()
    due_on = models.DateField()
    assignee = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "case": technical("which case"),
        "kind": operational("what sort of task"),
        "title": sealed("what is to be done"),
        "due_on": operational("by when"),
        "assignee": staff("who does it"),
        "added_by": staff("who set it"),
        "added_at": operational("when it was set"),
        "done_at": operational("when it was done"),
        "done_by": staff("who did it"),
    }

    class Meta:
        verbose_name = _("task")
        indexes = [
            models.Index(fields=["case", "due_on"], name="task_by_case"),
            models.Index(fields=["assignee", "due_on"], condition=models.Q(done_at__isnull=True), name="task_open"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.due_on}"
