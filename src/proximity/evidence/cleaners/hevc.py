"""The header of an H.265 stream (ISO/IEC 14496-15, 8.3.3.1): encoders write their settings into it, and could write anything."""

_FIXED = 22
_KIND = 0x3F
_MESSAGES = frozenset({39, 40})
_UNIT_HEAD = 2
_BLANK = b"\x80"


def blank_messages(header: bytes) -> bytes:
    """Return the header, as long as before, with its supplemental information overwritten; what is no such header stays."""
    blanked, place = bytearray(header), _FIXED + 1
    for _ in range(header[_FIXED] if len(header) > _FIXED and header[0] == 1 else 0):
        is_message = place < len(header) and header[place] & _KIND in _MESSAGES
        units = int.from_bytes(header[place + 1 : place + 3], "big")
        place += 3
        for _ in range(units):
            length = int.from_bytes(header[place : place + 2], "big")
            begin, end = place + 2 + _UNIT_HEAD, place + 2 + length
            if end > len(header):
                return bytes(blanked)
            if is_message and end > begin:
                blanked[begin:end] = _BLANK * (end - begin)
            place = end
    return bytes(blanked)
