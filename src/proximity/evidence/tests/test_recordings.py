"""Clean copies of films, recordings and HEIC photos: place, device and author are gone, and every picture and sound is there."""

import io
import subprocess
import sys
from fractions import Fraction

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from proximity.evidence.cleaners import __main__ as program
from proximity.evidence.cleaners import recordings
from proximity.evidence.cleaners.clean import clean
from proximity.evidence.cleaners.hevc import blank_messages
from proximity.evidence.cleaners.recordings import is_whole
from proximity.evidence.factories import photo
from proximity.evidence.rules.kinds import CannotClean, Reason
from proximity.evidence.synthetic import AUTHOR, CAMERA, PLACE, film, recording

TRACES = (AUTHOR, CAMERA, PLACE, "40.4168", "x264", "x265")
FILMS = {
    "a phone's film": ("video/mp4", film()),
    "a film with all tags": ("video/mp4", film(tags=True)),
    "an iPhone's film": ("video/quicktime", film(container="mov", rotation=90)),
    "HEVC": ("video/quicktime", film(container="mov", codec="libx265")),
    "an old camera's film": ("video/quicktime", film(container="mov", codec="mjpeg", sound="pcm_s16le")),
    "MPEG-4 Visual": ("video/mp4", film(codec="mpeg4")),
    "a browser's film": ("video/webm", film(container="webm", codec="libvpx", sound="libopus")),
    "a film in Matroska": ("video/webm", film(container="matroska")),
    "a film without sound": ("video/mp4", film(sound="")),
}
SOUNDS = {
    "a voice message": ("audio/ogg", recording()),
    "Vorbis": ("audio/ogg", recording(codec="vorbis")),
    "FLAC": ("audio/ogg", recording(codec="flac")),
    "a phone's recording": ("audio/mp4", recording(container="ipod", codec="aac")),
    "MP3": ("audio/mpeg", recording(container="mp3", codec="libmp3lame")),
    "WAV": ("audio/wav", recording(container="wav", codec="pcm_s16le")),
    "AAC": ("audio/aac", recording(container="adts", codec="aac")),
}
ALL = FILMS | SOUNDS


def everything_said(content: bytes) -> str:
    """Return all that a player would tell of a file: tags of the container, its streams and chapters."""
    with av.open(io.BytesIO(content)) as opened:
        said = [opened.metadata, opened.chapters(), *(stream.metadata for stream in opened.streams)]
        return repr(said)


def played(content: bytes) -> dict[str, list[bytes]]:
    """Return each picture and sound as it is decoded."""
    found: dict[str, list[bytes]] = {"video": [], "audio": []}
    with av.open(io.BytesIO(content)) as opened:
        wanted = [stream for stream in opened.streams if stream.type in found and not stream.disposition.value & 1024]
        for frame in opened.decode(wanted):
            kind = "video" if isinstance(frame, av.VideoFrame) else "audio"
            found[kind].append(b"".join(bytes(plane) for plane in frame.planes))
    return found


@pytest.mark.parametrize("name", ALL)
def test_place_device_and_author_are_gone(name):
    mime, original = ALL[name]
    copy = clean(mime, original)
    for trace in TRACES:
        assert trace.encode() not in copy
        assert trace not in everything_said(copy)


@pytest.mark.parametrize("name", sorted(set(ALL) - {"AAC"}))
def test_the_originals_of_these_tests_tell_of_them(name):
    assert AUTHOR in everything_said(ALL[name][1])
    assert AUTHOR.encode() in ALL[name][1]


@pytest.mark.parametrize("name", ALL)
def test_every_picture_and_sound_is_there_and_unchanged(name):
    mime, original = ALL[name]
    before, after = played(original), played(clean(mime, original))
    assert after["video"] == before["video"]
    assert b"".join(after["audio"])[:4096] == b"".join(before["audio"])[:4096]
    assert abs(len(after["audio"]) - len(before["audio"])) <= 1


@pytest.mark.parametrize("name", FILMS)
def test_only_what_one_sees_and_hears_is_left(name):
    mime, original = FILMS[name]
    with av.open(io.BytesIO(clean(mime, original))) as opened:
        assert {stream.type for stream in opened.streams} <= {"video", "audio"}
        assert opened.chapters() == []


def test_a_film_held_upright_stays_upright():
    with av.open(io.BytesIO(clean("video/quicktime", film(container="mov", rotation=90)))) as opened:
        frame = next(opened.decode(video=0))
        assert frame.rotation in {90, -90}


def test_an_iphones_film_becomes_one_that_browsers_play():
    assert clean("video/quicktime", film(container="mov"))[4:12] == b"ftypisom"


def test_a_track_of_data_is_left_behind():
    """Positions, telemetry and time codes lie in tracks of their own, as the titles of chapters do here."""
    original = film(container="mov")
    with av.open(io.BytesIO(original)) as opened:
        assert opened.streams.data
    with av.open(io.BytesIO(clean("video/quicktime", original))) as opened:
        assert [stream.type for stream in opened.streams] == ["video", "audio"]


def test_the_cover_of_a_recording_is_left_behind():
    out = io.BytesIO()
    with (
        av.open(io.BytesIO(recording(container="ipod", codec="aac"))) as source,
        av.open(out, "w", format="mp4") as made,
    ):
        heard = made.add_stream_from_template(source.streams.audio[0])
        cover = made.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 64, 48, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        packet = av.Packet(photo())
        packet.stream, packet.pts, packet.dts, packet.time_base = cover, 0, 0, Fraction(1, 1)
        made.mux(packet)
        for sound in source.demux(source.streams.audio[0]):
            if sound.dts is not None:
                sound.stream = heard
                made.mux(sound)
    assert CAMERA.encode() in out.getvalue()
    copy = clean("audio/mp4", out.getvalue())
    assert CAMERA.encode() not in copy


def test_messages_in_the_stream_itself_are_left_out():
    user_data = b"\0\0\1\xb2" + AUTHOR.encode()
    frame = b"\0\0\1\xb0\xf3" + user_data + b"\0\0\1\xb6picture"
    assert recordings._without_messages(frame, "mpeg4") == b"\0\0\1\xb0\xf3\0\0\1\xb6picture"
    assert CAMERA.encode() not in recordings._without_messages(photo(), "mjpeg")
    assert recordings._without_messages(frame, "vp8") == frame


@pytest.mark.parametrize(
    ("mime", "content", "reason"),
    [
        ("video/mp4", film()[:-200], Reason.DAMAGED),
        ("video/mp4", film()[:60], Reason.DAMAGED),
        ("video/mp4", b"\0\0\0\4ftyp" + bytes(40), Reason.DAMAGED),
        ("video/webm", film(container="matroska", codec="libx264", sound="vorbis"), Reason.NO_CLEANER),
        ("video/quicktime", film(container="mov", codec="prores_ks", sound=""), Reason.NO_CLEANER),
    ],
    ids=["cut off", "cut early", "no film", "other picture", "other container"],  # a film is made anew by each worker
)
def test_what_cannot_be_copied_stays_sealed_and_says_why(mime, content, reason):
    with pytest.raises(CannotClean) as refused:
        clean(mime, content)
    assert refused.value.reason is reason


def test_tracks_without_anything_in_them_are_no_film():
    with pytest.raises((CannotClean, av.FFmpegError)):
        clean("video/mp4", film(frames=0, sound=""))


def test_a_track_that_ends_at_once_does_not_cost_the_other():
    copy = clean("audio/mp4", recording(container="ipod", codec="aac", blocks=30))
    assert played(copy)["audio"]


def test_more_streams_than_a_recording_has_are_not_followed(monkeypatch):
    monkeypatch.setattr(recordings, "MAX_STREAMS", 1)
    with pytest.raises(CannotClean) as refused:
        clean("video/mp4", film())
    assert refused.value.reason is Reason.TOO_MUCH


def test_a_copy_much_larger_than_its_original_is_not_made(monkeypatch):
    monkeypatch.setattr(recordings, "SPARE_BYTES", -2 * len(film()) + 50)
    with pytest.raises(CannotClean) as refused:
        clean("video/mp4", film())
    assert refused.value.reason is Reason.TOO_MUCH


def test_a_film_of_a_hundred_megapixels_is_copied_without_being_drawn():
    original = bytearray(film(sound=""))
    place = original.index(b"avc1", original.index(b"stsd"))
    original[place + 28 : place + 32] = b"\xff\xff\xff\xff"
    try:
        copy = clean("video/mp4", bytes(original))
    except (CannotClean, av.FFmpegError):
        return
    assert len(copy) < 2 * len(original)


def test_boxes_of_any_length_are_measured():
    assert is_whole(b"")
    assert is_whole((8).to_bytes(4, "big") + b"free")
    assert is_whole((0).to_bytes(4, "big") + b"mdat" + bytes(99))
    assert is_whole((1).to_bytes(4, "big") + b"mdat" + (20).to_bytes(8, "big") + bytes(4))
    assert not is_whole((1).to_bytes(4, "big") + b"mdat" + (21).to_bytes(8, "big") + bytes(4))
    assert not is_whole((7).to_bytes(4, "big") + b"free")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(sorted(ALL)), place=st.integers(0, 10**6), value=st.integers(0, 255), cut=st.integers(0, 10**6)
)
def test_a_damaged_recording_is_copied_without_traces_or_not_at_all(name, place, value, cut):
    mime, original = ALL[name]
    altered = bytearray(original)
    altered[place % len(altered)] = value
    try:
        copy = clean(mime, bytes(altered[: 16 + cut % len(altered)]))
    except (CannotClean, av.FFmpegError, ValueError, OSError):
        return
    assert AUTHOR.encode() not in copy


def test_a_heic_photo_becomes_a_jpeg_without_its_place():
    original = photo(format="HEIF")
    assert CAMERA.encode() in original
    copy = clean("image/heic", original)
    with Image.open(io.BytesIO(copy)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (64, 48))
        assert not picture.getexif()
    assert CAMERA.encode() not in copy


def test_several_photos_in_one_heic_are_not_cut_to_one():
    out = io.BytesIO()
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    frames[0].save(out, "HEIF", save_all=True, append_images=frames[1:])
    with pytest.raises(CannotClean) as refused:
        clean("image/heic", out.getvalue())
    assert refused.value.reason is Reason.MOVING


@pytest.mark.parametrize("keep", [40, 200, 400])
def test_half_a_heic_is_no_photo(keep):
    with pytest.raises((OSError, ValueError, SyntaxError)):
        clean("image/heic", photo(format="HEIF")[:keep])


def run(mime: str, content: bytes) -> subprocess.CompletedProcess[bytes]:
    argv = [sys.executable, "-IB", "-m", "proximity.evidence.cleaners", mime]
    return subprocess.run(argv, input=content, capture_output=True, check=False, env={})


@pytest.mark.parametrize("name", ["a phone's film", "a voice message"])
def test_recordings_are_cleaned_from_pipe_to_pipe(name):
    mime, original = ALL[name]
    done = run(mime, original)
    assert (done.returncode, done.stdout) == (0, clean(mime, original))


def test_a_heic_photo_is_cleaned_within_the_limits_of_the_program():
    done = run("image/heic", photo(format="HEIF", size=(4032, 3024)))
    assert done.returncode == 0
    assert Image.open(io.BytesIO(done.stdout)).size == (4032, 3024)


def test_the_program_says_why_a_recording_has_no_copy():
    assert run("video/mp4", film()[:-50]).returncode == program.EXIT_CODES[Reason.DAMAGED]


@given(st.binary(max_size=200))
def test_any_header_of_an_h265_stream_keeps_its_length(header):
    assert len(blank_messages(header)) == len(header)
    assert len(blank_messages(b"\1" + bytes(21) + header)) == len(header) + 22


def test_the_messages_in_the_header_of_an_h265_stream_are_overwritten():
    picture, message = b"\x21\0\1\0\4\x42\x01ab", b"\x27\0\1\0\6\x4e\x01" + b"here"
    header = b"\1" + bytes(21) + b"\2" + picture + message
    assert blank_messages(header) == header.replace(b"here", b"\x80" * 4)
    assert blank_messages(b"\0" + header[1:]) == b"\0" + header[1:]
