"""A JPEG without its metadata and with the same pixels: segments are left out, nothing is decoded."""

_SOI, _SOS = b"\xff\xd8", 0xDA
# APP0 (density) and APP14 (how Adobe wrote the colours: needed to read them) stay; EXIF, XMP, IPTC, profiles, comments go.
_LEFT_OUT = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})


def without_metadata(jpeg: bytes) -> bytes:
    """Return the JPEG without APP1-APP13, APP15 and comment segments (ITU-T T.81, B.1).

    From the first place that is no segment it stays unchanged: there the pixels begin, or nowhere.
    """
    if not jpeg.startswith(_SOI):
        return jpeg
    kept, place = [_SOI], len(_SOI)
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF and jpeg[place + 1] != _SOS:
        marker = jpeg[place + 1]
        # Before a marker any number of fill bytes may stand; a bare marker has no length.
        length = (
            1 if marker == 0xFF else 2 if marker in _BARE else 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        )
        if marker not in _LEFT_OUT:
            kept.append(jpeg[place : place + length])
        place += length
    kept.append(jpeg[place:])
    return b"".join(kept)
