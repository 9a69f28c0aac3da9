"""Made-up recordings with traces of place, device and author in them, for tests and the demo. None shows anything real."""

import io
from fractions import Fraction

import av

AUTHOR = "Made-up Author 7731"
CAMERA = "Made-up Camera 4410"
PLACE = "+40.4168-003.7038/"
_RATE = 48_000
_SAMPLES = 1024
_LUMA, _CHROMA = 110, 128
_LAYOUTS = {"mjpeg": "yuvj420p", "prores_ks": "yuv422p10le"}
# FFmpeg's own Vorbis encoder calls itself experimental.
_EXPERIMENTAL = {"vorbis": {"strict": "experimental"}}


def film(
    *, container: str = "mp4", codec: str = "libx264", sound: str = "aac", frames: int = 5, size: tuple[int, int] = (64, 48),
    rotation: int = 0, tags: bool = False,
) -> bytes:  # fmt: skip
    """Return a grey film of `frames` pictures, with sound, that names its place, its camera and its author.

    `container` is FFmpeg's name (mp4, mov, webm, matroska); `rotation` in degrees is how the phone was held; with `tags` every
    tag is written, as editors do, and not only those that the container has a place for.
    """
    out = io.BytesIO()
    with av.open(out, "w", format=container, options={"movflags": "use_metadata_tags"} if tags else {}) as made:
        made.metadata.update({"location": PLACE, "artist": AUTHOR, "model": CAMERA, "comment": AUTHOR, "title": AUTHOR})
        made.set_chapters(
            [{"id": 1, "start": 0, "end": 1, "time_base": Fraction(1, 10), "metadata": {"title": AUTHOR}}]
        )
        picture = made.add_stream(codec, rate=10)
        picture.width, picture.height = size
        picture.pix_fmt = _LAYOUTS.get(codec, "yuv420p")
        picture.metadata["handler_name"] = CAMERA
        if rotation:
            picture.set_display_rotation(rotation)
        heard = made.add_stream(sound, rate=_RATE, options=_EXPERIMENTAL.get(sound, {})) if sound else None
        for number in range(frames):
            made.mux(picture.encode(_grey(size, picture.pix_fmt, number)))
        made.mux(picture.encode(None))
        if heard is not None:
            _silence(made, heard, frames * 3)
    return out.getvalue()


def recording(*, container: str = "ogg", codec: str = "libopus", blocks: int = 20) -> bytes:
    """Return a silent recording (ogg, mp4, mp3, wav, adts) that names its place and its author."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as made:
        made.metadata.update({"location": PLACE, "artist": AUTHOR, "comment": AUTHOR, "title": AUTHOR})
        heard = made.add_stream(codec, rate=_RATE, options=_EXPERIMENTAL.get(codec, {}))
        heard.metadata.update({"location": PLACE, "artist": AUTHOR})
        _silence(made, heard, blocks)
    return out.getvalue()


def _grey(size: tuple[int, int], layout: str | None, number: int) -> av.VideoFrame:
    frame = av.VideoFrame(*size, layout or "yuv420p")
    for plane, value in zip(frame.planes, (_LUMA + number, _CHROMA, _CHROMA), strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    frame.pts = number
    frame.time_base = Fraction(1, 10)
    return frame


def _silence(made: av.container.OutputContainer, heard: av.AudioStream, blocks: int) -> None:
    context = heard.codec_context
    samples = context.frame_size if context.is_open and context.frame_size else _SAMPLES
    for number in range(blocks):
        frame = av.AudioFrame(format=context.format.name, layout=context.layout.name, samples=samples)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts, frame.time_base = _RATE, number * samples, Fraction(1, _RATE)
        made.mux(heard.encode(frame))
    made.mux(heard.encode(None))
