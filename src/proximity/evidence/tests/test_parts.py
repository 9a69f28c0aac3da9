"""Parts of recordings, several files in one form, and what kinds are called: rules by table, bytes by what comes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.evidence.factories import sealed
from proximity.evidence.operations import opening
from proximity.evidence.operations.cleaning import clean_file
from proximity.evidence.operations.opening import open_clean
from proximity.evidence.operations.receive import receive_file
from proximity.evidence.rules.custody import Act
from proximity.evidence.rules.kinds import CAPTURE, THING, Family, clean_name, family_of, has_bytes, may_serve_inline
from proximity.evidence.rules.ranges import Part, part_asked
from proximity.evidence.sentences import kind_in_words
from proximity.evidence.synthetic import recording
from proximity.evidence.tests.filing import SUBJECT, acts
from proximity.foundation.sealing.files import SEGMENT_BYTES

LONG = recording(container="wav", codec="pcm_s16le", blocks=100)


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-", Part(0, 100, 100)), ("bytes=10-19", Part(10, 20, 100)), ("bytes=90-500", Part(90, 100, 100)),
        ("", None), ("bytes=-5", None), ("bytes=100-", None), ("bytes=9-3", None), ("bytes=0-1,4-5", None), ("lines=0-", None),
        ("bytes=" + "9" * 30 + "-", None),
    ],
)  # fmt: skip
def test_one_part_is_sent_and_everything_else_means_all(asked, part):
    assert part_asked(asked, 100) == part
    assert part_asked(asked, 0) is None


@given(st.text(max_size=40), st.integers(0, 1000))
def test_any_header_gives_a_part_inside_the_file_or_none(asked, size):
    for header in (asked, f"bytes={asked}"):
        part = part_asked(header, size)
        assert part is None or 0 <= part.start < part.stop <= size


@pytest.fixture
def heard(cast, acting, folders, cleaned_here):
    """Return Alice and a recording of several segments, cleaned."""
    alice = acting(cast.alice)
    file = receive_file(
        upload=sealed(LONG, name="long.wav"),
        subject_id=SUBJECT,
        city_id=alice.city_id,
        readers=[alice.organisation],
        by=alice,
    )
    return alice, clean_file(file_id=file.pk, organisation=alice.organisation)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "stop"),
    [
        (0, 10),
        (SEGMENT_BYTES - 1, SEGMENT_BYTES + 1),
        (SEGMENT_BYTES, 2 * SEGMENT_BYTES),
        (3 * SEGMENT_BYTES + 7, 10**9),
    ],
)
def test_any_part_is_what_stands_there_in_the_whole(heard, start, stop):
    alice, file = heard
    whole = b"".join(open_clean(file=file, by=alice).content)
    assert len(whole) > 4 * SEGMENT_BYTES
    opened = open_clean(file=file, by=alice, asked=f"bytes={start}-{stop - 1}")
    assert b"".join(opened.content) == whole[start:stop]
    assert opened.part.size == len(whole[start:stop])
    assert opened.part.header.endswith(f"/{len(whole)}")


@pytest.mark.django_db
def test_a_jump_inside_what_one_plays_is_no_other_opening(heard, monkeypatch):
    alice, file = heard
    open_clean(file=file, by=alice, asked="bytes=0-")
    open_clean(file=file, by=alice, asked="bytes=9-")
    assert acts(file).count(Act.VIEWED) == 1
    monkeypatch.setattr(opening, "PLAYING", -opening.PLAYING)
    open_clean(file=file, by=alice, asked="bytes=9-")
    assert acts(file).count(Act.VIEWED) == 2


@pytest.mark.parametrize(
    ("name", "kind", "became", "expected"),
    [
        ("IMG_1.HEIC", "image/heic", "image/jpeg", "IMG_1.jpg"), ("a.b.mov", "video/quicktime", "video/mp4", "a.b.mp4"),
        ("film", "video/quicktime", "video/mp4", "film.mp4"), ("photo.jpeg", "image/jpeg", "image/jpeg", "photo.jpeg"),
    ],
)  # fmt: skip
def test_a_clean_copy_is_called_by_what_it_became(name, kind, became, expected):
    assert clean_name(name, kind, became) == expected


def test_things_and_captures_are_kinds_without_bytes():
    assert (family_of(THING), family_of(CAPTURE), family_of("image/heic")) == (
        Family.THING,
        Family.CAPTURE,
        Family.PICTURE,
    )
    assert not has_bytes(THING)
    assert has_bytes("image/jpeg")
    assert may_serve_inline("audio/ogg")
    assert not may_serve_inline("application/pdf")
    assert not may_serve_inline(THING)
    assert str(kind_in_words(CAPTURE)) == "Web capture"
