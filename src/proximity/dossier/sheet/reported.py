"""What was reported: facts, perception, literal words, persons."""

from django.utils.translation import gettext as _

from proximity.dossier.rules.blocks import Cell, heading, literal, note, pairs, paragraph, quote, table
from proximity.dossier.rules.values import Dossier, FactRow
from proximity.dossier.sheet.writing import DASH, Writer, in_words, joined, language_mark
from proximity.foundation.pure.json import JSONObject


def facts(dossier: Dossier, _writer: Writer) -> list[JSONObject]:
    """Return what is known of the incident."""
    if not dossier.facts:
        return [heading(_("Facts")), paragraph(_("No facts are recorded."))]
    return [heading(_("Facts")), pairs((in_words(row.fact), _fact(row)) for row in dossier.facts)]


def perception(dossier: Dossier, writer: Writer) -> list[JSONObject]:
    """Return what the person thinks was the reason, untouched by any assessment."""
    title = heading(_("Perception of the person"))
    found = dossier.perception
    if found is None:
        return [
            title,
            paragraph(_("The report is no longer open to the organisation, so her perception is not in here.")),
        ]
    rows: list[tuple[str, Cell]] = [(_("Did bias play a part?"), in_words(found.answer))]
    if found.standing:
        rows.append((_("Who tells it"), in_words(found.standing)))
    if found.grounds:
        rows.append((_("Because of"), "\n".join(map(in_words, found.grounds))))
    parts = [title, note(_("Perception is recorded as it was told. No assessment changes it.")), pairs(rows)]
    if found.why:
        caption = f"{_('Why, in her or his own words')}. {language_mark(found.why)}"
        parts.append(quote(found.why, caption=caption, translations=writer.translations(found.why)))
    return parts


def told(dossier: Dossier, writer: Writer) -> list[JSONObject]:
    """Return the statements in literal words."""
    if not dossier.told:
        return []
    parts = [heading(_("Literal words"))]
    for one in dossier.told:
        caption = joined([in_words(one.about), one.said_by, writer.instant(one.at), language_mark(one.words)])
        parts.append(quote(one.words, caption=caption, translations=writer.translations(one.words)))
    return parts


def persons(dossier: Dossier, _writer: Writer) -> list[JSONObject]:
    """Return who has a part in the case."""
    if not dossier.persons:
        return []
    rows = [(in_words(one.role), in_words(one.age_band) if one.age_band else DASH, one.note) for one in dossier.persons]
    return [heading(_("Persons")), table((_("Part in the case"), _("Age band"), _("Note")), (3, 2, 5), rows)]


def _fact(row: FactRow) -> Cell:
    if row.words is None:
        return row.value
    said = literal(row.words)
    return [{"text": row.value, "style": ""}, said] if row.value else said
