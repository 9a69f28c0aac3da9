"""What was assessed: indicators for and against, the tool's suggestions, the bias question, grounds, qualification, outcome."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from proximity.dossier.rules.blocks import Cell, heading, literal, note, pairs, paragraph, plain, quote, table
from proximity.dossier.rules.values import (
    Dossier,
    IndicatorRow,
    QualificationRow,
    SecondReadingRow,
    Withdrawn,
)
from proximity.dossier.sheet.writing import Writer, in_words, joined, language_mark
from proximity.foundation.pure.json import JSONObject
from proximity.packs.codes import Direction


def indicators(dossier: Dossier, writer: Writer) -> list[JSONObject]:
    """Return what speaks for bias and what speaks against it, side by side and never set off."""
    sides = ((Direction.FOR, _("For bias")), (Direction.AGAINST, _("Against bias")))
    parts = [heading(_("Indicators"))]
    parts.append(
        note(_("An indicator suggests, it does not prove. What speaks against is not taken off what speaks for."))
    )
    for side, title in sides:
        found = [one for one in dossier.indicators if one.direction is side and one.withdrawn is None]
        parts += [heading(title, level=2), *_listed(found, writer)]
    withdrawn = [one for one in dossier.indicators if one.withdrawn is not None]
    if withdrawn:
        parts += [heading(_("Withdrawn"), level=2), *_listed(withdrawn, writer)]
    return parts


def suggestions(dossier: Dossier, _writer: Writer) -> list[JSONObject]:
    """Return what the text tool pointed to and what a person made of it; nothing where it was not used."""
    if not dossier.suggestions:
        return []
    rows = [
        (one.indicator.code, [plain(in_words(one.indicator)), literal(one.words)], joined([one.tool, one.rule]),
         in_words(one.became))
        for one in dossier.suggestions
    ]  # fmt: skip
    head = (_("Code"), _("Indicator and words"), _("Tool and rule"), _("What a person made of it"))
    warning = note(_("A program marked these words. It decides nothing: each mark was taken up or left by a person."))
    return [heading(_("What the text tool suggested")), warning, table(head, (2, 8, 4, 4), rows)]


def bias(dossier: Dossier, writer: Writer) -> list[JSONObject]:
    """Return every answer to the bias question, the newest first, and what a second reader says."""
    parts = [heading(_("Is there an indication of bias?"))]
    if not dossier.bias:
        return [*parts, paragraph(_("The question has not been answered."))]
    for number, one in enumerate(dossier.bias):
        title = in_words(one.answer) if number == 0 else _("Before: %(answer)s") % {"answer": in_words(one.answer)}
        signed = plain(writer.signed(one.by, one.at), style="small")
        parts += [paragraph([plain(title, style="strong"), signed]), paragraph(one.reasons)]
    return parts + _second(dossier.second_readings, writer)


def grounds(dossier: Dossier, writer: Writer) -> list[JSONObject]:
    """Return the grounds."""
    if not dossier.grounds:
        return [heading(_("Grounds")), paragraph(_("No ground is recorded."))]
    head = (_("Ground"), _("The person"), _("Says who"), _("How far"), _("Set by"))
    rows = [
        (in_words(one.ground), in_words(one.basis), in_words(one.alleged_by), in_words(one.status), writer.signed(one.by, one.at))
        for one in dossier.grounds
    ]  # fmt: skip
    return [heading(_("Grounds")), table(head, (4, 3, 3, 2, 4), rows)]


def qualifications(dossier: Dossier, writer: Writer) -> list[JSONObject]:
    """Return the offences that the facts may be, with article, source and mark, and the elements ticked against facts."""
    parts = [heading(_("Legal qualification proposed"))]
    if dossier.law_note:
        parts.append(note(dossier.law_note))
    if not dossier.qualifications:
        return [*parts, paragraph(_("No offence is proposed."))]
    for one in dossier.qualifications:
        parts += [heading(in_words(one.offence), level=2), *_qualification(one, writer)]
    return parts


def outcomes(dossier: Dossier, writer: Writer) -> list[JSONObject]:
    """Return what later bodies decided."""
    if not dossier.outcomes:
        return []
    head = (_("Day"), _("Step"), _("Reasons"), _("Source"), _("Noted by"))
    rows = [
        (writer.day(one.on), in_words(one.step), one.reasons, one.source, writer.signed(one.noted_by, one.noted_at))
        for one in dossier.outcomes
    ]  # fmt: skip
    return [heading(_("Proceedings so far")), table(head, (3, 4, 5, 3, 4), rows)]


def _listed(found: Iterable[IndicatorRow], writer: Writer) -> list[JSONObject]:
    parts: list[JSONObject] = []
    for one in found:
        weight = joined([in_words(one.strength), in_words(one.basis), writer.signed(one.noted_by, one.noted_at)])
        title = [
            plain(f"{one.indicator.code}  {in_words(one.indicator)}", style="strong"),
            plain(weight, style="small"),
        ]
        if one.suggested_by:
            title.append(plain(_("Suggested by the text tool: %(rule)s") % {"rule": one.suggested_by}, style="small"))
        parts += [
            paragraph(title),
            quote(one.quote, caption=language_mark(one.quote), translations=writer.translations(one.quote)),
        ]
        if one.withdrawn:
            parts.append(_withdrawn(one.withdrawn, writer))
    return parts or [paragraph(_("Nothing is noted."))]


def _qualification(one: QualificationRow, writer: Writer) -> list[JSONObject]:
    mark = one.verified_by or _("not verified: no jurist has vouched for this text")
    rows: list[tuple[str, Cell]] = [
        (_("Provision"), plain(one.provision)), (_("The law says"), literal(one.law)),
        (_("Source"), f"{one.source} ({_('seen on %(day)s') % {'day': writer.day(one.seen_on)}})"), (_("Verified"), mark),
        (_("Proposed by"), writer.signed(one.by, one.at)),
    ]  # fmt: skip
    if one.reasons:
        rows.append((_("Reasons"), one.reasons))
    parts = [pairs(rows)]
    if one.elements:
        elements = [(in_words(row.element), in_words(row.met), row.facts) for row in one.elements]
        parts.append(table((_("Element"), _("Met"), _("Facts")), (5, 2, 6), elements))
    if one.withdrawn:
        parts.append(_withdrawn(one.withdrawn, writer))
    return parts + _second(one.second_readings, writer)


def _second(readings: Iterable[SecondReadingRow], writer: Writer) -> list[JSONObject]:
    parts = []
    for one in readings:
        title = _("Second reader: %(opinion)s") % {"opinion": in_words(one.opinion)}
        signed = plain(writer.signed(one.by, one.at), style="small")
        parts += [paragraph([plain(title, style="strong"), signed]), paragraph(one.reasons)]
    return parts


def _withdrawn(one: Withdrawn, writer: Writer) -> JSONObject:
    return paragraph(
        [
            plain(_("Withdrawn: %(signed)s") % {"signed": writer.signed(one.by, one.at)}, style="small"),
            plain(one.reason),
        ]
    )
