"""Films and recordings: what is seen and heard is copied bit by bit into a new container; nothing is decoded or encoded.

Left behind: the container's tags (place, device, author, dates), chapters, covers, subtitles, data tracks (positions, telemetry,
time codes), side data of packets, and the messages that cameras and encoders put into the streams themselves. The samples
stay as they are, and with them what an encoder hides in them: which program it was.
"""

import io
from dataclasses import dataclass

import av
from av.bitstream import BitStreamFilterContext

from proximity.evidence.cleaners.hevc import blank_messages
from proximity.evidence.cleaners.jpeg import without_metadata
from proximity.evidence.rules.kinds import CannotClean, Reason

type Seen = av.VideoStream | av.AudioStream

# The units of a stream in which anything may be written: supplemental information (ITU-T H.264, H.265), metadata (AV1).
# The filter does not look into the header of an H.265 stream; `blank_messages` does.
_MESSAGES = {
    "h264": "filter_units=remove_types=6", "hevc": "filter_units=remove_types=39|40", "av1": "filter_units=remove_types=5",
}  # fmt: skip
_USER_DATA = b"\0\0\1\xb2"  # the same in MPEG-4 Visual (ISO/IEC 14496-2)
_START = b"\0\0\1"

# What each container is read as, the codecs that it brings from phones, cameras and messengers, and what is written. Vorbis and
# Theora keep their comments inside the codec's own header, which only the Ogg writer makes anew.
_WHOLE = frozenset(
    {"pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le", "pcm_f32be"}
)
_MP4 = frozenset({"h264", "hevc", "av1", "vp9", "mpeg4", "mjpeg", "aac", "alac", "mp3", "opus", "flac"}) | _WHOLE
_MOBILE = frozenset({"h263", "amrnb", "amrwb"})
_WEB = frozenset({"vp8", "vp9", "av1", "opus"})
_MATROSKA = _WEB | {"h264", "hevc", "aac", "mp3", "flac", "libdav1d", "libopus"}
_OGG = frozenset({"opus", "libopus", "vorbis", "theora", "flac", "speex", "libspeex"})


@dataclass(frozen=True, slots=True)
class _Container:
    """How FFmpeg calls a container that is read, what may be in it, and the one that is written."""

    read: str
    codecs: frozenset[str]
    written: str


_MPEG = _Container("mp4", _MP4 | _MOBILE | {"libdav1d", "libopus"}, "mp4")
_CONTAINERS = {
    "video/mp4": _MPEG,
    "video/quicktime": _MPEG,
    "audio/mp4": _MPEG,
    "video/webm": _Container("matroska", _MATROSKA, "matroska"),
    "audio/ogg": _Container("ogg", _OGG, "ogg"),
    "audio/mpeg": _Container("mp3", frozenset({"mp3", "mp3float"}), "mp3"),
    "audio/wav": _Container("wav", _WHOLE | {"pcm_u8", "pcm_alaw", "pcm_mulaw"}, "wav"),
    "audio/amr": _Container("amr", frozenset({"amrnb", "amrwb"}), "amr"),
    "audio/aac": _Container("aac", frozenset({"aac"}), "adts"),
}
_OPTIONS = {"fflags": "+bitexact"}
_FORMAT_OPTIONS = {"mp3": {"id3v2_version": "0", "write_id3v1": "0"}}
MAX_STREAMS = 16
SPARE_BYTES = 1024 * 1024
"""How much larger than its original a copy may be, beyond twice its size: tables may point at the same bytes again and again."""


@dataclass(frozen=True, slots=True)
class _Lane:
    """One stream on its way: from where, to where, and the filter that takes messages out of it."""

    source: Seen
    target: Seen
    filter: BitStreamFilterContext | None

    def through(self, packet: av.Packet) -> list[av.Packet]:
        """Return what a packet becomes: without messages and side data, for the new container."""
        passed = [packet] if self.filter is None else self.filter.filter(packet)
        return [self._bare(one) for one in passed]

    def _bare(self, packet: av.Packet) -> av.Packet:
        bare = av.Packet(_without_messages(bytes(packet), self.source.codec_context.name))
        bare.pts, bare.dts, bare.duration, bare.time_base = packet.pts, packet.dts, packet.duration, packet.time_base
        bare.is_keyframe, bare.stream = packet.is_keyframe, self.target
        return bare


def clean_recording(content: bytes, mime: str) -> bytes:
    """Return the recording in a container of its own. Raises `CannotClean`, or FFmpeg's error for a damaged one."""
    container = _CONTAINERS[mime]
    if container.read == "mp4" and not is_whole(content):
        raise CannotClean(Reason.DAMAGED)
    content = _without_headers(content, container)
    with av.open(io.BytesIO(content), format=container.read) as source:
        if len(source.streams) > MAX_STREAMS:
            raise CannotClean(Reason.TOO_MUCH)
        kept = _kept(source, container)
        out = io.BytesIO()
        written = _written(container, {stream.codec_context.name for stream in kept})
        with av.open(
            out, "w", format=written, options=_OPTIONS, container_options=_FORMAT_OPTIONS.get(written, {})
        ) as copy:
            _copy(source, copy, kept, limit=2 * len(content) + SPARE_BYTES)
    return out.getvalue()


def is_whole(content: bytes) -> bool:
    """Say whether the boxes of an ISO media file (ISO/IEC 14496-12) end where it ends: half a film is not copied."""
    place = 0
    while place + 8 <= len(content):
        size = int.from_bytes(content[place : place + 4], "big")
        if size == 1:
            size = int.from_bytes(content[place + 8 : place + 16], "big")
        if size == 0:
            return True
        if size < 8:
            return False
        place += size
    # Players forgive a few stray bytes behind the last box, and so do we.
    return place <= len(content)


def _without_headers(content: bytes, container: _Container) -> bytes:
    """Return the recording with the messages in the headers of its H.265 streams overwritten, byte for byte as long."""
    with av.open(io.BytesIO(content), format=container.read) as source:
        headers = [stream.codec_context.extradata for stream in source.streams.video if stream.codec_context]
    for header in headers:
        blanked = blank_messages(header) if header else header
        if header and blanked and blanked != header:
            content = content.replace(header, blanked)
    return content


def _kept(source: av.container.InputContainer, container: _Container) -> list[Seen]:
    """Return the streams that one sees and hears. Raises `CannotClean` for a codec that is not on the list, or for none."""
    kept: list[Seen] = [
        stream for stream in source.streams.video if not stream.disposition & av.stream.Disposition.attached_pic
    ]
    kept += source.streams.audio
    for stream in kept:
        if stream.codec_context is None or stream.codec_context.name not in container.codecs:
            raise CannotClean(Reason.NO_CLEANER)
    if not kept:
        raise CannotClean(Reason.DAMAGED)
    return kept


def _written(container: _Container, codecs: set[str]) -> str:
    if container.written == "mp4" and codecs & _MOBILE:
        return "3gp"
    if container.written == "matroska" and codecs <= _WEB | {"libdav1d", "libopus"}:
        return "webm"
    return container.written


def _copy(
    source: av.container.InputContainer, copy: av.container.OutputContainer, kept: list[Seen], *, limit: int
) -> None:  # fmt: skip
    lanes = {stream.index: _lane(stream, copy) for stream in kept}
    copied = 0
    for packet in source.demux(kept):
        # A stream ends with an empty packet.
        if packet.size == 0:
            continue
        for passed in lanes[packet.stream_index].through(packet):
            copied += passed.size
            if copied > limit:
                raise CannotClean(Reason.TOO_MUCH)
            copy.mux(passed)
    if not copied:
        raise CannotClean(Reason.DAMAGED)


def _lane(stream: Seen, copy: av.container.OutputContainer) -> _Lane:
    target = copy.add_stream_from_template(stream)
    described = _MESSAGES.get(stream.codec_context.codec.canonical_name)
    return _Lane(stream, target, BitStreamFilterContext(described, stream, target) if described else None)


def _without_messages(packet: bytes, codec: str) -> bytes:
    if codec == "mjpeg":
        return without_metadata(packet)
    if codec == "mpeg4" and _USER_DATA in packet:
        units = packet.split(_START)
        return _START.join(unit for unit in units if not unit.startswith(_USER_DATA[3:]))
    return packet
