"""Pictures: decoded, turned upright, and written anew, so that only what one sees is left.

EXIF (place, time, device, thumbnail), XMP, IPTC, comments, colour profiles and whatever hangs behind the picture are not copied.
"""

import io

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from proximity.evidence.rules.kinds import HEIC, JPEG, PNG, WEBP, CannotClean, Reason

MAX_PIXELS = 64_000_000
"""Width times height: 50-megapixel phones pass, and decoding stays below half a gigabyte."""

# What each kind is read as, and what is written: browsers show no HEIC.
FORMATS = {JPEG.mime: ("JPEG", "MPO"), PNG.mime: ("PNG",), WEBP.mime: ("WEBP",), HEIC.mime: ("HEIF",)}
WRITTEN = {JPEG.mime: "JPEG", PNG.mime: "PNG", WEBP.mime: "WEBP", HEIC.mime: "JPEG"}
QUALITY = 92

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def clean_picture(content: bytes, mime: str) -> bytes:
    """Return the picture written anew, in the same size. Raises `CannotClean`, or a decoder's error when damaged."""
    # Our own limit is lower than Pillow's, whose check warns first.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(content), formats=FORMATS[mime]) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise CannotClean(Reason.TOO_MUCH)
        # A JPEG with several pictures is one picture in several sizes or a depth map; its first is what was seen.
        if mime != JPEG.mime and getattr(picture, "n_frames", 1) > 1:
            raise CannotClean(Reason.MOVING)
        upright = _in_common_colours(ImageOps.exif_transpose(picture))
    upright.info = {name: value for name, value in upright.info.items() if name == "transparency"}
    out = io.BytesIO()
    if WRITTEN[mime] == "JPEG" and upright.mode in {"RGBA", "LA", "PA"}:
        upright = upright.convert("RGB")
    upright.save(out, WRITTEN[mime], quality=QUALITY, subsampling=0)
    return out.getvalue()


def _in_common_colours(picture: Image.Image) -> Image.Image:
    """Return the picture in sRGB, so that it looks the same without its profile, which may name the device."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA"}:
        return picture
    try:
        own, common = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, own, common, outputMode=picture.mode) or picture
    except (ImageCms.PyCMSError, OSError):
        # A damaged profile is not worth losing the picture for: it is shown as it is.
        return picture
