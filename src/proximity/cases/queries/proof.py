"""The evidence of a case with its custody, as the rows of a dossier: what came with the report, then what the case adds."""

from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.cases.models import Case
from proximity.dossier.rules.values import Coded, CustodyRow, EvidenceRow, Hashed, Words
from proximity.evidence.queries.files import CustodyLine, FileLine, files_listed


def proof_of(case: Case, *, by: Actor) -> tuple[tuple[EvidenceRow, ...], tuple[CustodyRow, ...]]:
    """Return the files that the actor may read and what was done with each, in the language that is switched on."""
    subjects = [one for one in (case.report_id, case.pk) if one]
    lines = [line for one in subjects for line in files_listed(one, by=by)]
    custody = sorted((_custody(line, entry) for line in lines for entry in line.custody), key=lambda row: row.at)
    return tuple(map(_evidence, lines)), tuple(custody)


def _evidence(line: FileLine) -> EvidenceRow:
    return EvidenceRow(
        id=str(line.id), name=line.name, kind=Coded(line.mime, str(line.kind)), added_by=line.who or _person(),
        added_at=line.added_at, note=Words(line.note) if line.note else None, original=Hashed(line.sha256, line.size),
        clean_copy=Hashed(line.cleaned.sha256, line.cleaned.size) if line.cleaned else None,
    )  # fmt: skip


def _custody(line: FileLine, entry: CustodyLine) -> CustodyRow:
    who = entry.who or (_("the system") if entry.where else _person())
    return CustodyRow(
        evidence=str(line.id), act=Coded(entry.code, str(entry.act)), who=who, where=entry.where, at=entry.at,
        purpose=entry.purpose, sha256=entry.sha256,
    )  # fmt: skip


def _person() -> str:
    return _("the person who reported")
