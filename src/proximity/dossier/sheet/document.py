"""The whole document: cover, sections in their order, what is attached."""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from proximity.dossier.rules.blocks import note, pairs, plain, spoken
from proximity.dossier.rules.paths import EVIDENCE, Paths
from proximity.dossier.rules.values import Dossier
from proximity.dossier.sheet import assessed, proof, reported
from proximity.dossier.sheet.writing import Writer, or_none
from proximity.foundation.pure.json import JSONObject, JSONValue

type Section = Callable[[Dossier, Writer], list[JSONObject]]


def document_of(dossier: Dossier, paths: Mapping[str, Paths], *, evidence: bytes, fingerprint: str) -> JSONObject:
    """Return a dossier as a document to draw. `evidence` are the bytes of `evidence.json`; `fingerprint` names who signs."""
    with override(dossier.head.language):
        writer = Writer(ZoneInfo(dossier.head.time_zone))
        parts: list[JSONValue] = [part for section in SECTIONS for part in section(dossier, writer)]
        parts += proof.list_of_evidence(dossier, writer, paths)
        parts += [*proof.custody(dossier, writer), *proof.left_out(dossier, writer)]
        return {
            "head": _head(dossier), "cover": list(_cover(dossier, writer, fingerprint)), "parts": parts,
            "made_at": int(dossier.head.made_at.timestamp()), "attached": evidence.decode(),
            "attachment": {"file": EVIDENCE, "about": _("Hashes of the files and the literal words, for machines")},
        }  # fmt: skip


SECTIONS: tuple[Section, ...] = (
    reported.facts, reported.perception, reported.told, reported.persons,
    assessed.indicators, assessed.suggestions, assessed.bias, assessed.grounds, assessed.qualifications, assessed.outcomes,
)  # fmt: skip


def _head(dossier: Dossier) -> JSONObject:
    head, title = dossier.head, _("Pack for the prosecution")
    return {
        "lang": head.language, "title": title, "plain_title": _printable(f"{title} {head.reference}"),
        "author": _printable(head.organisation), "description": _printable(f"{title}, {head.organisation}, {head.city}"),
        "reference": plain(head.reference), "running": plain(f"{head.organisation} · {head.city}"),
        "foot": plain(_("Confidential: contains personal data about victims, witnesses and suspects.")),
        "contents": plain(_("Contents")),
    }  # fmt: skip


def _cover(dossier: Dossier, writer: Writer, fingerprint: str) -> tuple[JSONObject, ...]:
    head = dossier.head
    rows = [
        (_("Case"), head.reference), (_("Report"), head.report_reference), (_("Organisation"), head.organisation),
        (_("City"), f"{head.city} ({head.country})"), (_("Case opened"), writer.instant(head.opened_at)),
        (_("Pack made"), writer.instant(head.made_at)), (_("Made by"), head.made_by),
        (_("Signed with the key"), spoken(fingerprint, "en") if fingerprint else ""),
    ]  # fmt: skip
    checking = _(
        "Compare the key above with the one that the organisation told you by another way. The file that holds this document"
        " also holds every file named here and a signed list of all of them; “proximity pack verify” checks it without any"
        " account."
    )
    return (
        pairs(or_none([*rows])),
        note(_("What people said stands here in their own words. What the police concluded from it is marked as such.")),
        note(checking),
    )  # fmt: skip


def _printable(text: str) -> str:
    """Return a text for the metadata of the PDF, where no font is needed but XML must hold it."""
    return "".join(one for one in text if one.isprintable())
