"""Files made by the operations that real ones go through, for the tests of what is done with them."""

from proximity.audit.models import AuditEvent
from proximity.evidence.factories import photo, sealed
from proximity.evidence.models import CustodyEntry, EvidenceFile
from proximity.evidence.operations.cleaning import clean_file
from proximity.evidence.operations.receive import receive_file
from proximity.foundation.pure.ids import new_id

SUBJECT = new_id()


def received(actor, content=None, *, name="photo.jpg", readers=None, subject=SUBJECT, **options) -> EvidenceFile:
    return receive_file(
        upload=sealed(photo() if content is None else content, name=name), subject_id=subject, city_id=actor.city_id,
        readers=readers or [actor.organisation], by=actor, **options,
    )  # fmt: skip


def cleaned(actor, *arguments, **options) -> EvidenceFile:
    file = received(actor, *arguments, **options)
    assert clean_file(file_id=file.pk, organisation=actor.organisation) is not None
    file.refresh_from_db()
    return file


def acts(file) -> list[str]:
    return list(CustodyEntry.objects.filter(file=file).order_by("at", "pk").values_list("act", flat=True))


def logged(action) -> int:
    return AuditEvent.objects.filter(action=action).count()
