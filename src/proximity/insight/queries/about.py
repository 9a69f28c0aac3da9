"""What a table says about itself, as rows for a second download: a table without its definition is no figure."""

from collections.abc import Iterator

from proximity.insight.models import Release
from proximity.insight.queries.figures import figure


def about_rows(release: Release) -> Iterator[tuple[str, str]]:
    """Yield key and value: what was counted, how it was rounded, until when, who signed, and what a rise can mean."""
    told = figure(release)
    yield "key", "value"
    yield "title", told.title
    yield "city", release.city.name
    yield "version", str(release.version)
    yield "released_on", release.released_at.date().isoformat()
    yield "signed_by", release.office
    yield "covers_until", release.covers_until.isoformat()
    yield "definition", told.definition
    yield "level", told.level
    yield "threshold", str(release.threshold)
    yield "rounded_to", str(release.base)
    yield "caution", " ".join(told.caution.paragraphs)
    for number, note in enumerate(told.notes, 1):
        yield f"note_{number}", note
    for line in told.channels:
        yield "channel", f"{line.label}: {line.numbers[0] or '<5'}"
