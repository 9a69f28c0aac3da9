"""Everything that can be done on the page of a case, one module per noun, in one visible list."""

from collections.abc import Mapping

from proximity.cases.views.acts import case, doors, evidence, keeping, packs, persons, qualification, referral, rights
from proximity.cases.views.acts.act import Act

ACTS: Mapping[str, Act] = {
    **case.ACTS, **qualification.ACTS, **persons.ACTS, **rights.ACTS, **evidence.ACTS, **referral.ACTS, **packs.ACTS,
    **doors.ACTS, **keeping.ACTS,
}  # fmt: skip
