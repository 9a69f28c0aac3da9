"""The record of processing and the impact assessment leave no table out, and what they point at is there."""

from collections import Counter
from pathlib import Path

import pytest

from proximity.config.checks.processing import assessment, frame, record
from proximity.foundation.privacy import Sensitivity, labels_of, proximity_models

ROOT = Path(__file__).resolve().parents[2]


def test_every_table_stands_in_one_activity():
    named = Counter(name for activity in frame().activities for name in activity.tables)
    there = {model._meta.db_table for model in proximity_models()}
    assert {name for name, times in named.items() if times > 1} == set()
    assert set(named) == there


def test_every_field_about_a_person_stands_in_the_record():
    text = record()
    fields = [
        f"`{model._meta.db_table}.{name}`"
        for model in proximity_models()
        for name, label in labels_of(model).items()
        if label.sensitivity in {Sensitivity.PERSONAL, Sensitivity.SPECIAL}
    ]
    assert len(fields) > 50
    assert [field for field in fields if field not in text] == []


@pytest.mark.parametrize("risk", frame().risks, ids=lambda risk: risk.code)
def test_a_risk_names_what_holds_it_down_and_what_remains(risk):
    assert risk.measures
    assert risk.remains
    assert [path for path in risk.shown_by if not (ROOT / path).exists()] == []
    assert f"### {risk.title}" in assessment()
