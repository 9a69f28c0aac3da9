"""Texts that are alike are one group, in any script; what is like nothing else stands first."""

from hypothesis import given
from hypothesis import strategies as st

from proximity.reporting.rules.alike import ENOUGH, groups_of, letters_of, likeness, sketch_of
from proximity.reporting.tests.flooding import REAL, junk

# ruff: noqa: RUF001
SPANISH = (
    "Ayer en el autobús un hombre nos gritó que volviéramos a nuestro país y empujó a mi hermana contra la puerta."
)
BULGARIAN = "Вчера в автобуса един мъж ни крещеше да се върнем откъдето сме дошли и блъсна сестра ми във вратата."
ARABIC = "أمس في الحافلة صرخ رجل علينا أن نعود إلى بلدنا ودفع أختي نحو الباب"


@given(st.text(max_size=300))
def test_a_text_is_wholly_like_itself(text):
    assert likeness(sketch_of(text), sketch_of(text)) == 1.0


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_the_same_both_ways_and_between_nothing_and_all(one, other):
    first, second = sketch_of(one), sketch_of(other)
    assert 0 <= likeness(first, second) == likeness(second, first) <= 1


@given(
    st.lists(
        st.tuples(st.uuids(), st.sampled_from([REAL, SPANISH, BULGARIAN, "", "a", "ab cd"])), unique_by=lambda t: t[0]
    )
)
def test_each_text_stands_in_exactly_one_group_and_small_ones_come_first(texts):
    found = groups_of(texts)
    assert sorted(key for group in found for key in group.members) == sorted(key for key, _text in texts)
    sizes = [len(group.members) for group in found]
    assert sizes == sorted(sizes)


def test_digits_signs_case_and_accents_make_no_difference():
    assert letters_of("¡ADIÓS, 123 Señor!") == letters_of("adio\u0301s sen\u0303or")


def test_a_number_a_name_or_a_sentence_put_in_leaves_them_alike():
    for text in (SPANISH, BULGARIAN, ARABIC):
        assert likeness(sketch_of(text), sketch_of(f"{text} 4711 www.example.test")) >= ENOUGH


def test_two_people_who_tell_of_like_things_are_two():
    texts = [
        SPANISH,
        BULGARIAN,
        ARABIC,
        REAL,
        "A man shouted at us on the bus and pushed my sister.",
        "He spat at my mother on the bus.",
    ]
    assert [len(group.members) for group in groups_of(enumerate(texts))] == [1] * len(texts)


def test_one_real_report_among_thousands_stands_before_the_flood():
    texts = [(number, junk(number)) for number in range(2_000)]
    texts.insert(1_234, ("real", REAL))
    found = groups_of(texts)
    assert "real" in {key for group in found[:5] for key in group.members}
    assert len(found[-1].members) > 1_900


def test_a_chain_of_small_changes_does_not_pull_unlike_texts_together():
    words = SPANISH.split()
    other = "la vecina del quinto dijo después cosas distintas sobre otra noche muy larga sin autobús ni puerta alguna"
    other = other.split(" ")
    chain = [" ".join(other[:n] + words[n:]) for n in range(len(other) + 1)]
    found = groups_of(enumerate(chain))
    assert all(not {0, len(chain) - 1} <= set(group.members) for group in found)
