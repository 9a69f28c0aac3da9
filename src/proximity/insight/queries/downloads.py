"""Downloads: the published counts as rows, and what each column and each code of them means."""

from collections.abc import Iterator, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.insight.models import Release
from proximity.insight.queries.figures import figure
from proximity.insight.queries.sentences import caveat
from proximity.insight.queries.wording import (
    COVERAGE,
    INCIDENTS,
    KEY,
    MEANINGS,
    MEASURES,
    PARTS,
    SHARES,
    TABLES,
    labels_of,
)
from proximity.insight.rules.counting import SPAN, UNKNOWN_YEAR, Measure, TableCode
from proximity.insight.rules.signing import LICENCE, LICENCE_URL
from proximity.insight.rules.tables import CrossTable, Gap, Published, Tables, percent
from proximity.insight.rules.vocabulary import EVERYTHING

HEADER = ("table", "year", "code", "label", "count", "of_count", "share_percent", "left_out")
WHY = {Gap.FEW: "fewer_than_5", Gap.HELD: "protects_a_small_number"}
ABOUT_HEADER = ("kind", "table", "code", "label", "meaning")

type Row = tuple[str, ...]


def csv_rows(release: Release, table: str | None = None) -> Iterator[Row]:
    """Yield the published counts of a release, or of one of its tables; a count below 5 is empty, never zero.

    A span of years is written `2019-2026`, a year that nobody knows `unknown`. `of_count` is what the count is a part of, and
    `share_percent` is computed from these two.
    """
    tables, lang = release.content, get_language() or "en"
    yield HEADER
    if table in {None, KEY}:
        yield from _key_rows(tables)
    for cross in tables.tables:
        if table in {None, cross.code.value}:
            yield from _cross_rows(cross, tables, labels_of(cross.code, lang))
    if table in {None, COVERAGE}:
        yield from _coverage_rows(tables)


def _key_rows(tables: Tables) -> Iterator[Row]:
    incidents = str(MEASURES[INCIDENTS])
    for year, count in zip(tables.columns, tables.incidents, strict=True):
        yield _row(KEY, year, INCIDENTS, incidents, count)
    yield _row(KEY, _span(tables), INCIDENTS, incidents, tables.total)
    for code, counts in tables.measures:
        for year, count, whole in zip(tables.columns, counts, tables.incidents, strict=True):
            yield _row(KEY, year, code, str(MEASURES[code]), count, None if code == Measure.CASES else whole)


def _cross_rows(table: CrossTable, tables: Tables, labels: dict[str, str]) -> Iterator[Row]:
    wholes = tables.incidents if table.by_year else (tables.total,)
    for code, counts in (*table.rows, (EVERYTHING, wholes)):
        label = labels.get(code) or _("All incidents")
        for column, count, whole in zip(table.columns, counts, wholes, strict=bool(table.columns)):
            year = _span(tables) if column == SPAN else column
            yield _row(table.code.value, year, code, label, count, None if code == EVERYTHING else whole)


def _coverage_rows(tables: Tables) -> Iterator[Row]:
    for share in tables.coverage:
        for year, part, whole in zip(tables.columns, share.parts, share.wholes, strict=True):
            yield _row(COVERAGE, year, share.code, str(SHARES[share.code]), part, whole)


def _row(table: str, year: str, code: str, label: str, count: Published, whole: Published | None = None) -> Row:
    share = "" if whole is None else _plain(percent(count, whole))
    left_out = WHY[count] if isinstance(count, Gap) else ""
    return (table, year, code, label, _plain(count), "" if whole is None else _plain(whole), share, left_out)


def _plain(count: Published) -> str:
    return "" if isinstance(count, Gap) else str(count)


def _span(tables: Tables) -> str:
    return f"{tables.years.start}-{tables.years.stop - 1}"


def about_rows(release: Release) -> Iterator[Row]:
    """Yield what the rows of `csv_rows` mean: the release, its columns, its rules, its tables, each of its codes."""
    yield ABOUT_HEADER
    yield from (("release", "", code, "", meaning) for code, meaning in _about_release(release))
    yield from (("column", "", code, "", meaning) for code, meaning in _columns())
    yield from (("rule", "", str(place), "", note) for place, note in enumerate(_rules(release), 1))
    yield from _about_codes(release.content, get_language() or "en")


def _about_release(release: Release) -> Iterator[tuple[str, str]]:
    told, tables = figure(release), release.content
    yield "title", told.title
    yield "city", release.city.name
    yield "version", str(release.version)
    yield "released_on", release.released_at.date().isoformat()
    yield "covers_from", f"{tables.years.start}-01-01"
    yield "covers_until", release.covers_until.isoformat()
    yield "signed_by", release.signed_as
    yield "office", release.office
    yield "note", release.note
    yield "sha256", release.sha256
    yield "licence", f"{LICENCE} {LICENCE_URL}"
    yield "rounded_to", str(release.base)
    yield "threshold", str(release.threshold)
    yield "counts", told.definition
    yield "caution", " ".join(told.caution.paragraphs)


def _columns() -> Sequence[tuple[str, str]]:
    return (
        ("table", _("Which table the row belongs to.")),
        (
            "year",
            _("Year in which it happened; “unknown” where nobody knows; two years with a dash are all years together."),
        ),
        ("code", _("Code of what is counted. It stays the same in every language and version.")),
        ("label", _("The code in words.")),
        ("count", _("How many, rounded to 5. Empty: see “left_out”.")),
        ("of_count", _("What the count is a part of, rounded to 5. Empty where it is no part, or left out.")),
        ("share_percent", _("The count in percent of “of_count”, computed from the two rounded numbers.")),
        ("left_out", _("Why there is no count: “fewer_than_5” or “protects_a_small_number”.")),
    )


def _rules(release: Release) -> Iterator[str]:
    yield _("A count is rounded to the nearest multiple of 5: 7 becomes 5, 8 becomes 10. Whole numbers have no ties.")
    yield _(
        "A count from 0 to 4 is left out. A total is left out too where somebody could work out a small number with it; then what"
        " is told of that year beside it is left out as well."
    )
    yield from figure(release).notes
    yield caveat()


def _about_codes(tables: Tables, lang: str) -> Iterator[Row]:
    for code, title in TABLES.items():
        yield "table", code, "", str(title), str(MEANINGS.get(code, ""))
    yield "code", KEY, INCIDENTS, str(MEASURES[INCIDENTS]), ""
    for code, _counts in tables.measures:
        yield "code", KEY, code, str(MEASURES[code]), str(MEANINGS[code])
    for table in TableCode:
        rows = tables.table(table).rows
        labels = labels_of(table, lang)
        yield from (("code", table.value, code, labels[code], "") for code, _counts in rows)
        yield "code", table.value, EVERYTHING, _("All incidents"), ""
    for share in tables.coverage:
        part, whole = PARTS[share.code]
        meaning = f"{MEANINGS[share.code]} {_('Count:')} {part}. {_('Of:')} {whole}."
        yield "code", COVERAGE, share.code, str(SHARES[share.code]), meaning
    yield "code", "", UNKNOWN_YEAR, _("Year not known"), ""


def about_json(release: Release) -> JSONValue:
    """Return what `about_rows` tells, as a list of objects."""
    names, *rows = about_rows(release)
    return [dict(zip(names, row, strict=True)) for row in rows]


def metadata(release: Release, addresses: dict[str, str]) -> JSONObject:
    """Return a description of the release for data portals: a dataset of DCAT, as JSON-LD. `addresses` are absolute.

    `page` is where people read it; every other address is a file, by name and format (`figures.csv`).
    """
    told, tables = figure(release), release.content
    files: list[JSONValue] = [
        {
            "@type": "dcat:Distribution", "dct:title": name, "dcat:downloadURL": {"@id": address},
            "dcat:mediaType": "text/csv" if name.endswith(".csv") else "application/json",
        }
        for name, address in addresses.items() if name != "page"
    ]  # fmt: skip
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
            "adms": "http://www.w3.org/ns/adms#", "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": addresses["page"],
        "@type": "dcat:Dataset",
        "dct:title": f"{told.title}, {release.city.name}",
        "dct:description": f"{told.number} {told.sentence} {told.definition}",
        "dct:language": get_language() or "en",
        "dct:issued": {"@value": release.released_at.date().isoformat(), "@type": "xsd:date"},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": release.office},
        "dct:spatial": release.city.name,
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": f"{tables.years.start}-01-01", "@type": "xsd:date"},
            "dcat:endDate": {"@value": release.covers_until.isoformat(), "@type": "xsd:date"},
        },
        "dct:license": {"@id": LICENCE_URL},
        "dcat:version": str(release.version),
        "adms:versionNotes": release.note,
        "dcat:landingPage": {"@id": addresses["page"]},
        "dcat:distribution": files,
        "spdx:checksum": {
            "@type": "spdx:Checksum", "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": release.sha256,
        },
    }  # fmt: skip
