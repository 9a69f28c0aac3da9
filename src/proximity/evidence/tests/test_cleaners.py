"""Clean copies: place, time, device and author are gone, what one sees stays."""

import io
import struct
import subprocess
import sys
import zlib

import pikepdf
import pytest
from PIL import Image, ImageCms

from proximity.evidence.cleaners import __main__ as program
from proximity.evidence.cleaners import pictures
from proximity.evidence.cleaners.clean import clean
from proximity.evidence.cleaners.documents import MAX_DEPTH
from proximity.evidence.cleaners.jpeg import without_metadata
from proximity.evidence.factories import AUTHOR, CAMERA, document, photo
from proximity.evidence.rules.kinds import CannotClean, Reason

SECRET = "SECRET-91827"


def spread_out(pdf: bytes) -> bytes:
    """Return all of a PDF uncompressed, so that a search sees everything."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, qdf=True, static_id=True)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_a_picture_loses_its_place_and_its_camera_and_keeps_its_size(kind, mime):
    original = photo(format=kind)
    assert Image.open(io.BytesIO(original)).getexif().get_ifd(0x8825), "the original tells a place"
    copy = clean(mime, original)
    with Image.open(io.BytesIO(copy)) as picture:
        assert picture.format == kind
        assert picture.size == (64, 48)
        assert not picture.getexif()
        assert not picture.info.get("exif")
    assert CAMERA.encode() not in copy
    assert b"Exif" not in copy


def test_a_picture_loses_comments_profiles_and_what_hangs_behind_it():
    out = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (9, 9), "red").save(
        out, "JPEG", comment=SECRET.encode(), icc_profile=profile, xmp=f"<x>{SECRET}</x>".encode()
    )
    original = out.getvalue() + b"PK\x03\x04" + f"<script>{SECRET}</script>".encode()
    copy = clean("image/jpeg", original)
    assert SECRET.encode() in original
    assert SECRET.encode() not in copy
    assert b"ICC_PROFILE" not in copy
    assert copy.endswith(b"\xff\xd9")


def test_the_texts_of_a_png_are_gone_and_its_transparency_stays():
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

    texts, out = PngInfo(), io.BytesIO()
    texts.add_text("Author", SECRET)
    Image.new("P", (4, 4), 0).save(out, "PNG", pnginfo=texts, transparency=0)
    copy = clean("image/png", out.getvalue())
    assert SECRET.encode() in out.getvalue()
    assert SECRET.encode() not in copy
    with Image.open(io.BytesIO(copy)) as picture:
        assert picture.info == {"transparency": 0}


def test_a_phone_held_upright_stays_upright():
    with Image.open(io.BytesIO(clean("image/jpeg", photo(orientation=6)))) as picture:
        assert picture.size == (48, 64)


def test_colours_of_another_profile_are_carried_over():
    lab_like = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 30, 30)).save(out, "PNG", icc_profile=lab_like)
    with Image.open(io.BytesIO(clean("image/png", out.getvalue()))) as picture:
        assert all(abs(a - b) <= 2 for a, b in zip(picture.getpixel((0, 0)), (200, 30, 30), strict=True))


def test_a_damaged_profile_does_not_cost_the_picture():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG", icc_profile=b"no profile at all")
    assert clean("image/png", out.getvalue())


def test_a_picture_with_too_many_pixels_is_not_decoded(monkeypatch):
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10**6))) + chunk(b"IEND", b"")
    )
    with pytest.raises(CannotClean) as refused:
        clean("image/png", bomb)
    assert refused.value.reason is Reason.TOO_MUCH


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("WEBP", "image/webp")])
def test_a_moving_picture_is_not_cut_to_one_frame(kind, mime):
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    with pytest.raises(CannotClean) as refused:
        clean(mime, out.getvalue())
    assert refused.value.reason is Reason.MOVING


def test_a_jpeg_of_two_sizes_is_one_picture():
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (4, 4))])
    with Image.open(io.BytesIO(clean("image/jpeg", out.getvalue()))) as picture:
        assert (picture.format, picture.size) == ("JPEG", (8, 8))


def test_a_picture_of_another_format_is_not_decoded():
    with pytest.raises(OSError, match="cannot identify"):
        clean("image/png", photo(format="JPEG"))


def test_a_document_loses_its_author():
    original = document()
    assert AUTHOR.encode() in spread_out(original)
    copy = clean("application/pdf", original)
    assert AUTHOR.encode() not in spread_out(copy)
    with pikepdf.open(io.BytesIO(copy)) as opened:
        assert len(opened.pages) == 1
        assert "/Info" not in opened.trailer
        assert "/Metadata" not in opened.Root


def laden() -> bytes:
    """A PDF with everything that tells or does something: scripts, files, notes, links, signatures, a photo."""
    name, dictionary = pikepdf.Name, pikepdf.Dictionary
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        page = made.pages[0].obj
        made.Root.OpenAction = dictionary(S=name.JavaScript, JS=f"app.alert('{SECRET}')")
        made.Root.AA = dictionary(WC=dictionary(S=name.JavaScript, JS=SECRET))
        made.attachments["a.txt"] = pikepdf.AttachedFileSpec(made, SECRET.encode(), filename=f"{SECRET}.txt")
        page.PieceInfo = dictionary(Word=dictionary(Private=SECRET))
        page.Annots = pikepdf.Array([
            made.make_indirect(
                dictionary(Type=name.Annot, Subtype=name.Text, T=SECRET, M=SECRET, Contents="look here", Rect=[0, 0, 9, 9])
            ),
            dictionary(Type=name.Annot, Subtype=name.Link, Rect=[0, 0, 9, 9], A=dictionary(S=name.URI, URI=f"https://{SECRET}/")),
            dictionary(Type=name.Annot, Subtype=name.Link, Rect=[0, 0, 9, 9], A=dictionary(S=name.GoTo, D=[page, name.Fit])),
            dictionary(Type=name.Annot, Subtype=name.FileAttachment, Rect=[0, 0, 9, 9], FS=SECRET),
            made.make_indirect(
                dictionary(Type=name.Annot, Subtype=name.Widget, Rect=[0, 0, 9, 9], T="field name", FT=name.Tx, V="typed")
            ),
        ])  # fmt: skip
        signature = dictionary(Type=name.Sig, Name=SECRET, Location=SECRET, Contents=SECRET)
        fields = [dictionary(FT=name.Sig, T="signature", V=signature), page.Annots[4]]
        made.Root.AcroForm = dictionary(Fields=fields)
        picture = pikepdf.Stream(
            made, photo(), Type=name.XObject, Subtype=name.Image, Width=64, Height=48, BitsPerComponent=8,
            ColorSpace=name.DeviceRGB, Filter=name.DCTDecode, Metadata=made.make_stream(SECRET.encode()),
        )  # fmt: skip
        packed = pikepdf.Stream(made, zlib.compress(b"0 0 m"), Filter=[name.FlateDecode])
        page.Resources = dictionary(XObject=dictionary(A=picture, B=packed))
        made.save(out)
    return out.getvalue()


def test_a_document_loses_scripts_files_notes_authors_and_the_place_of_its_photos():
    original, copy = spread_out(laden()), spread_out(clean("application/pdf", laden()))
    assert SECRET.encode() in original
    assert CAMERA.encode() in original
    assert SECRET.encode() not in copy
    assert CAMERA.encode() not in copy
    assert b"JavaScript" not in copy
    for kept in (b"look here", b"field name", b"typed", b"/GoTo"):
        assert kept in copy
    assert copy.count(b"/Annot\n") == 4


def test_the_pixels_of_a_photo_in_a_document_stay_as_they_are():
    with pikepdf.open(io.BytesIO(clean("application/pdf", laden()))) as opened:
        inner = opened.pages[0].Resources.XObject.A.read_raw_bytes()
    with Image.open(io.BytesIO(inner)) as copy, Image.open(io.BytesIO(photo())) as original:
        assert list(copy.get_flattened_data()) == list(original.get_flattened_data())
        assert not copy.getexif()


def test_a_document_that_asks_for_a_password_is_not_cleaned():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document())) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(CannotClean) as refused:
        clean("application/pdf", out.getvalue())
    assert refused.value.reason is Reason.LOCKED


def test_a_document_nested_beyond_reason_is_not_cleaned():
    deep = pikepdf.Dictionary(End=1)
    for _ in range(MAX_DEPTH + 1):
        deep = pikepdf.Dictionary(Inner=pikepdf.Array([deep]))
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.Root.Deep = deep
        made.save(out)
    with pytest.raises(CannotClean) as refused:
        clean("application/pdf", out.getvalue())
    assert refused.value.reason is Reason.TOO_MUCH


def test_segments_are_left_out_and_odd_data_stays():
    assert without_metadata(b"no jpeg") == b"no jpeg"
    app0, exif, comment = b"\xff\xe0\0\4ab", b"\xff\xe1\0\4xy", b"\xff\xfe\0\3z"
    scan = b"\xff\xda\0\2pixels\xff\xe1\0\4xy\xff\xd9"
    assert without_metadata(b"\xff\xd8" + app0 + exif + b"\xff" + comment + scan) == b"\xff\xd8" + app0 + b"\xff" + scan
    assert without_metadata(b"\xff\xd8\xff\x01" + exif + b"odd") == b"\xff\xd8\xff\x01odd"


def run(mime: str, content: bytes) -> subprocess.CompletedProcess[bytes]:
    argv = [sys.executable, "-IB", "-m", "proximity.evidence.cleaners", mime]
    return subprocess.run(argv, input=content, capture_output=True, check=False, env={})


def test_the_program_cleans_from_pipe_to_pipe():
    done = run("image/jpeg", photo())
    assert done.returncode == 0
    assert Image.open(io.BytesIO(done.stdout)).size == (64, 48)


def test_the_program_says_by_its_exit_why_there_is_no_copy():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document())) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert run("application/pdf", out.getvalue()).returncode == program.EXIT_CODES[Reason.LOCKED]
    assert run("image/jpeg", photo()[:200]).returncode not in {0, *program.EXIT_CODES.values()}


def test_the_program_cannot_write_a_file_and_has_little_memory(tmp_path):
    script = (
        "import sys; from proximity.evidence.cleaners.__main__ import confine; confine()\n"
        f"try: open({str(tmp_path / 'plain')!r}, 'wb', buffering=0).write(b'x' * 100)\nexcept OSError: print('no file')\n"
        "try: bytes(3 * 1024**3)\nexcept MemoryError: print('no memory')\n"
    )
    done = subprocess.run([sys.executable, "-IB", "-c", script], capture_output=True, check=True, text=True)
    assert done.stdout.split("\n")[:2] == ["no file", "no memory"]
    assert (tmp_path / "plain").stat().st_size == 0


class Pipe:
    def __init__(self, content: bytes = b"") -> None:
        self.buffer = io.BytesIO(content)


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (None, 0),
        (CannotClean(Reason.MOVING), program.EXIT_CODES[Reason.MOVING]),
        (MemoryError(), program.EXIT_CODES[Reason.TOO_MUCH]),
    ],
)
def test_each_end_of_the_program_has_its_code(monkeypatch, problem, code):
    def pretend(_mime: str, content: bytes) -> bytes:
        if problem:
            raise problem
        return content[::-1]

    out = Pipe()
    monkeypatch.setattr("proximity.evidence.cleaners.clean.clean", pretend)
    monkeypatch.setattr(sys, "stdin", Pipe(b"abc"))
    monkeypatch.setattr(sys, "stdout", out)
    assert program.main("image/jpeg") == code
    assert out.buffer.getvalue() == (b"cba" if code == 0 else b"")


def test_limits_are_named(monkeypatch):
    limits = {}
    monkeypatch.setattr(program.resource, "setrlimit", limits.__setitem__)
    program.confine()
    assert limits[program.resource.RLIMIT_FSIZE] == (0, 0)
    assert limits[program.resource.RLIMIT_AS] == (program.MEMORY_BYTES, program.MEMORY_BYTES)
    assert pictures.MAX_PIXELS * 4 * 4 < program.MEMORY_BYTES
