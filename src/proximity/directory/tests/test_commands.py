"""The operator's command for districts: what it says, and how it fails."""

import json

import pytest

from proximity.directory import commands
from proximity.directory.models import District
from proximity.directory.rules.boundaries import BadBoundaries
from proximity.directory.tests.test_rules import collection, feature
from proximity.foundation.testing import as_role

pytestmark = pytest.mark.django_db


def load(path, slug="madrid"):
    said = []
    with as_role("owner"):
        commands.load_districts(said.append, slug=slug, file=path, name_in="", purpose="ticket 7")
        return said, [one.name for one in District.objects.all()]


def test_a_file_of_districts_is_loaded(cast, tmp_path):
    path = tmp_path / "districts.json"
    path.write_text(json.dumps(collection(feature(), feature("Sur"))))
    assert load(path) == (["Madrid: 2 districts on its map, in the place of those before."], ["Centro", "Sur"])


def test_what_cannot_be_loaded_is_refused_in_a_sentence(cast, tmp_path, monkeypatch):
    path = tmp_path / "districts.json"
    with pytest.raises(BadBoundaries, match="cannot be read"):
        load(path)
    path.write_text("{")
    with pytest.raises(BadBoundaries, match="cannot be read"):
        load(path)
    path.write_text("{}")
    with pytest.raises(BadBoundaries, match="GeoJSON"):
        load(path)
    with pytest.raises(BadBoundaries, match="no city"):
        load(path, "atlantis")
    monkeypatch.setattr(commands, "LONGEST_FILE", 1)
    with pytest.raises(BadBoundaries, match="20 MB"):
        load(path)
