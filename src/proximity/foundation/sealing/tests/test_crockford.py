"""Crockford's base 32, written strictly and read tolerantly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.foundation.sealing import crockford

codes = st.integers(0, 2**40 - 1)


@given(codes)
def test_a_number_is_read_back_from_its_symbols(value: int) -> None:
    assert crockford.decode(crockford.encode(value, 8), 8) == value


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0123456789abcdefghjkmnpqrstvwxyz", "0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
        ("oO0", "000"),
        ("iIlL1", "11111"),
        (" 4-C\u20135 \u00a0\u200f\u00adE\t\u22127\n", "4C5E7"),
        ("\uff11\uff12\uff21\uff22", "12AB"),
        ("\u0661\u06f2\u0969", "123"),
        ("\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425", "ABEKMH0PCTYX"),
        ("\u0430\u0435", "AE"),
    ],
    ids=["lower case", "o", "i and l", "separators", "full width", "other digits", "cyrillic", "cyrillic lower"],
)
def test_what_people_type_is_read_as_meant(typed: str, meant: str) -> None:
    assert crockford.decode(typed, len(meant)) == crockford.decode(meant, len(meant))


@pytest.mark.parametrize("typed", ["", "123", "12345", "123U", "123!", "12.4", "1" * 257, "123\u00e9"])
def test_what_is_no_code_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^not 4 symbols of Crockford's base 32$"):
        crockford.decode(typed, 4)


def test_groups_are_joined_by_hyphens() -> None:
    assert crockford.groups("ABCDEFGHJ") == "ABCD-EFGH-J"
