import pytest

from proximity.packs.loader import UnknownCountry, available_countries, load_pack, read_pack
from proximity.packs.reader import PackError


def test_the_packs_that_ship_are_there():
    assert available_countries() == ("bg", "ee", "es", "fi", "gb", "it", "lv", "pt")
    assert load_pack("es") is load_pack("es")


@pytest.mark.parametrize("country", ["se", "ES", "", "..", "codes", "../data/es"])
def test_a_country_without_a_pack_is_refused(country):
    with pytest.raises(UnknownCountry):
        load_pack(country)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("country.toml", 'code = "es"', 'code = "pt"', "but the folder is 'es'"),
        ("country.toml", 'code = "unknown"', 'code = "state"', "must answer local, state, unknown"),
        ("offences.toml", '"es.racist"', '"es.rasist"', "'es.rasist' is not in grounds.toml"),
        ("help.toml", "purpose =", "porpose =", "purpose: is missing"),
        ("bodies.toml", "legal_source =", "legal_sauce =", "unknown key legal_sauce"),
        ("texts.toml", 'nature = "law"', 'nature = "rumour"', "must be one of law, advice, promise"),
    ],
)
def test_a_broken_file_says_where_it_is_broken(packs, change, file, old, new, message):
    change(f"es/{file}", old, new)
    with pytest.raises(PackError, match=rf"^es/{file}.*{message}"):
        read_pack(packs / "es")
