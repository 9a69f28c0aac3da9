"""Which files are taken: by what they are, not by what they say."""

import pytest

from proximity.evidence.rules.kinds import (
    HEAD_BYTES,
    NAME_LENGTH,
    Refusal,
    Refused,
    check_taken,
    kind_of,
    may_serve_inline,
    short_name,
    suffix_of,
)

HEADS = {
    "image/jpeg": b"\xff\xd8\xff\xe0",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/webp": b"RIFF\x10\0\0\0WEBPVP8 ",
    "application/pdf": b"%PDF-1.7\n",
    "image/heic": b"\0\0\0\x18ftypheic",
    "image/avif": b"\0\0\0\x1cftypavif",
    "image/gif": b"GIF89a",
    "video/quicktime": b"\0\0\0\x14ftypqt  ",
    "audio/mp4": b"\0\0\0\x1cftypM4A ",
    "video/mp4": b"\0\0\0\x18ftypisom",
    "video/webm": b"\x1aE\xdf\xa3\x01",
    "audio/ogg": b"OggS\0\x02",
    "audio/mpeg": b"ID3\x03\0",
    "audio/wav": b"RIFF\x24\0\0\0WAVEfmt ",
    "audio/amr": b"#!AMR\n",
    "audio/aac": b"\xff\xf1\x50",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml"
    ),
    "text/plain": "Tenía miedo.\n".encode(),
}
PROGRAMS = (
    b"MZ\x90\0", b"\x7fELF\x02", b"#!/bin/sh\n", b"<!DOCTYPE html>", b"<html>", b"  <script>", b"<svg xmlns=''>",
    b"<?xml version='1.0'?><svg/>", b"<?php echo 1;", b"\xef\xbb\xbf<html>", b"\xca\xfe\xba\xbe\0", b"\xcf\xfa\xed\xfe",
)  # fmt: skip


@pytest.mark.parametrize(("mime", "head"), HEADS.items())
def test_each_kind_is_known_by_its_first_bytes(mime, head):
    kind = kind_of(head)
    assert kind is not None
    assert kind.mime == mime


@pytest.mark.parametrize("head", PROGRAMS)
@pytest.mark.parametrize("name", ["photo", "photo.dat"])
def test_what_a_machine_runs_or_a_browser_shows_is_never_taken(name, head):
    with pytest.raises(Refused) as refused:
        check_taken(name, head)
    assert refused.value.refusal is Refusal.NEVER


@pytest.mark.parametrize("head", PROGRAMS)
@pytest.mark.parametrize("name", ["photo.jpg", "film.MP4", "paper.pdf", "diary.txt"])
def test_a_program_with_a_harmless_name_is_not_what_it_says(name, head):
    with pytest.raises(Refused) as refused:
        check_taken(name, head)
    assert refused.value.refusal is Refusal.NOT_WHAT_IT_SAYS


@pytest.mark.parametrize("name", ["run.exe", "page.HTML", "picture.svg", "photo.jpg.js", "letter.docm"])
def test_a_name_that_runs_is_never_taken_whatever_is_in_it(name):
    with pytest.raises(Refused) as refused:
        check_taken(name, HEADS["image/jpeg"])
    assert refused.value.refusal is Refusal.NEVER


@pytest.mark.parametrize(
    ("name", "mime"), [("scan.pdf", "image/jpeg"), ("photo.jpg", "application/pdf"), ("a.mp3", "image/png")]
)
def test_a_name_of_another_family_is_not_what_it_says(name, mime):
    with pytest.raises(Refused) as refused:
        check_taken(name, HEADS[mime])
    assert refused.value.refusal is Refusal.NOT_WHAT_IT_SAYS


@pytest.mark.parametrize(
    ("name", "mime"), [("IMG_1.jpg", "image/heic"), ("a.png", "image/webp"), ("voice.mp4", "audio/mp4")]
)
def test_inside_a_family_a_wrong_name_is_taken_for_what_it_is(name, mime):
    assert check_taken(name, HEADS[mime]).mime == mime


@pytest.mark.parametrize("name", ["photo", "photo.unknown", ".jpg"])
def test_a_name_that_promises_nothing_is_judged_by_its_bytes(name):
    assert check_taken(name, HEADS["image/jpeg"]).mime == "image/jpeg"


def test_an_empty_file_is_refused_as_empty():
    with pytest.raises(Refused) as refused:
        check_taken("photo.jpg", b"")
    assert refused.value.refusal is Refusal.EMPTY


@pytest.mark.parametrize("head", [b"PK\x03\x04" + bytes(40), b"\0\1\2\3", bytes(range(256)), b"\xff\xfe\xfd text"])
def test_what_is_nothing_we_know_is_refused(head):
    with pytest.raises(Refused) as refused:
        check_taken("thing", head)
    assert refused.value.refusal is Refusal.UNKNOWN


def test_what_resembles_another_format_is_no_text():
    assert kind_of(b"plain words") is not None
    assert kind_of(b"plain words", resembles=frozenset({".txt"})) is not None
    assert kind_of(b"plain words", resembles=frozenset({".rtf"})) is None
    assert kind_of(b"plain words", resembles=frozenset({".html"})) is None


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_text_may_be_cut_inside_a_character(cut):
    head = (b"a" * HEAD_BYTES)[: HEAD_BYTES - cut] + "😀".encode()[:cut]
    assert check_taken("diary.txt", head).mime == "text/plain"


def test_a_disguised_page_inside_a_picture_is_taken_as_the_picture_it_is():
    assert check_taken("photo.jpg", b"\xff\xd8\xff\xfe\0\x20<html><script>alert(1)</script>").mime == "image/jpeg"


@pytest.mark.parametrize(("mime", "shown"), [("image/jpeg", True), ("application/pdf", False), ("text/html", False)])
def test_only_pictures_are_shown_in_the_window(mime, shown):
    assert may_serve_inline(mime) is shown


def test_a_long_name_keeps_its_suffix():
    assert short_name("photo.jpg") == "photo.jpg"
    cut = short_name("x" * 300 + ".jpg")
    assert len(cut) == NAME_LENGTH
    assert suffix_of(cut) == ".jpg"
