"""`evidence.json`: what a machine reads of a pack. The PDF embeds the very same bytes."""

import json
from collections.abc import Mapping

from proximity.dossier.rules.paths import Paths
from proximity.dossier.rules.values import Dossier, EvidenceRow, Hashed, Words
from proximity.foundation.pure.json import JSONObject, JSONValue

FORMAT = "proximity-evidence"
VERSION = 1


def evidence_json(dossier: Dossier, paths: Mapping[str, Paths]) -> bytes:
    """Return the record of a dossier in UTF-8: hashes of the files, every literal word exactly as it was said, the whole value.

    Nothing is normalised: what a font cannot show stands here code point by code point.
    """
    record: JSONObject = {
        "format": FORMAT, "version": VERSION, "reference": dossier.head.reference,
        "organisation": dossier.head.organisation, "made_at": dossier.head.made_at.isoformat(),
        "files": [_file(row, paths.get(row.id, Paths(""))) for row in dossier.evidence],
        "words": [_said(place, words) for place, words in dossier.literal_words()],
        "dossier": dossier.as_json(),
    }  # fmt: skip
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def _file(row: EvidenceRow, paths: Paths) -> JSONValue:
    return {
        "id": row.id, "name": row.name,
        "original": _hashed(row.original, paths.original), "clean_copy": _hashed(row.clean_copy, paths.clean_copy),
    }  # fmt: skip


def _hashed(found: Hashed | None, path: str) -> JSONValue:
    return None if found is None else {"path": path, "sha256": found.sha256, "size": found.size}


def _said(place: str, words: Words) -> JSONValue:
    return {"place": place, "language": words.language, "text": words.text}
