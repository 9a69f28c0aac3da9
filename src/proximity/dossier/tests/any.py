"""Any dossier at all, for properties: every field of every value, any Unicode that a form can send."""

import types
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from proximity.dossier.rules.values import Dossier

# UTF-8 brings every code point but lone surrogates: controls, noncharacters, unassigned and private ones among them.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
INSTANT = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
PLAIN = {str: TEXT, int: st.integers(), datetime: INSTANT, date: st.dates()}


def any_of(hint: object) -> st.SearchStrategy:
    """Return any value of a declared type."""
    if get_origin(hint) in {Union, types.UnionType}:
        return st.one_of(st.none() if one is type(None) else any_of(one) for one in get_args(hint))
    if get_origin(hint) is tuple:
        return st.lists(any_of(get_args(hint)[0]), max_size=3).map(tuple)
    if is_dataclass(hint):
        return st.builds(hint, **{name: any_of(inner) for name, inner in get_type_hints(hint).items()})
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    return PLAIN[hint]


def any_dossier() -> st.SearchStrategy[Dossier]:
    """Return any dossier."""
    return any_of(Dossier)
