"""Evidence, custody, and what is not in the pack."""

from collections.abc import Mapping

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from proximity.dossier.rules.blocks import Cell, heading, literal, note, pairs, paragraph, plain, table
from proximity.dossier.rules.paths import Paths
from proximity.dossier.rules.values import Dossier, EvidenceRow, Hashed
from proximity.dossier.sheet.writing import DASH, Writer, in_words, joined
from proximity.foundation.pure.json import JSONObject

SHORT_HASH = 16


def list_of_evidence(dossier: Dossier, writer: Writer, paths: Mapping[str, Paths]) -> list[JSONObject]:
    """Return every piece of evidence, with where it lies in the pack and its hashes."""
    if not dossier.evidence:
        return [heading(_("Evidence")), paragraph(_("There is no evidence in this case."))]
    parts = [heading(_("Evidence"))]
    for number, row in enumerate(dossier.evidence, start=1):
        parts.append(heading(joined([_("Item %(number)d") % {"number": number}, row.name]), level=2))
        parts.append(pairs(_item(row, writer, paths.get(row.id, Paths("")), _numbers(dossier))))
    return parts


def custody(dossier: Dossier, writer: Writer) -> list[JSONObject]:
    """Return who held or touched what, and where nobody accounts for it."""
    if not dossier.custody and not dossier.gaps:
        return []
    numbers = _numbers(dossier)
    parts = [heading(_("Custody"))]
    if dossier.gaps:
        told = [(numbers.get(gap.evidence, DASH), in_words(gap.gap), gap.text) for gap in dossier.gaps]
        parts.append(note(_("Custody has gaps. They are named here, not hidden.")))
        parts.append(table((_("Item"), _("Gap"), _("What is missing")), (1, 4, 7), told))
    head = (_("Item"), _("When"), _("What was done"), _("By"), _("What for"), _("SHA-256 begins"))
    rows = [
        (numbers.get(one.evidence, DASH), writer.instant(one.at), in_words(one.act), joined([one.who, one.where]), one.purpose,
         plain(one.sha256[:SHORT_HASH], style="code"))
        for one in dossier.custody
    ]  # fmt: skip
    return [*parts, table(head, (1, 3, 3, 4, 4, 3), rows)] if rows else parts


def left_out(dossier: Dossier, _writer: Writer) -> list[JSONObject]:
    """Return what is not in the pack on purpose."""
    if not dossier.left_out:
        return []
    said = _("This was left out on purpose. Whoever needs it asks the organisation, which decides case by case.")
    return [
        heading(_("What is not in here")),
        paragraph(said),
        *(paragraph(f"{DASH} {in_words(one)}") for one in dossier.left_out),
    ]


def _numbers(dossier: Dossier) -> dict[str, str]:
    return {row.id: str(number) for number, row in enumerate(dossier.evidence, start=1)}


def _item(row: EvidenceRow, writer: Writer, paths: Paths, numbers: Mapping[str, str]) -> list[tuple[str, Cell]]:
    rows: list[tuple[str, Cell]] = [
        (_("Kind"), in_words(row.kind)),
        (_("Added"), writer.signed(row.added_by, row.added_at)),
    ]
    if row.note:
        rows.append((_("What it shows"), literal(row.note)))
    if row.collected:
        where = joined([row.collected.by, row.collected.where, writer.instant(row.collected.at), row.collected.how])
        rows.append((_("Collected"), where))
    if row.derived_from:
        rows.append((_("Made from"), _("item %(number)s") % {"number": numbers.get(row.derived_from, DASH)}))
    if row.original is None:
        return [*rows, (_("File"), _("A thing without a file: it is kept where custody says."))]
    rows.append((_("Original"), _file(row.original, paths.original)))
    if row.clean_copy:
        rows.append((_("Copy without traces of place and author"), _file(row.clean_copy, paths.clean_copy)))
    return rows


def _file(found: Hashed, path: str) -> Cell:
    where = path or _("not in this pack: its bytes cannot be read")
    return [plain(f"{where} ({filesizeformat(found.size)})"), plain(f"SHA-256 {found.sha256}", style="code")]
