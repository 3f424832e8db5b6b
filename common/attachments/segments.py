"""Taking a camera's notes out of JPEG and JPEG 2000 bytes without touching the picture. Runs in the parsing process."""

_START, _SCAN = 0xD8, 0xDA
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))
# APP0 (JFIF) and APP14 (Adobe: how colours are meant) belong to the picture; the rest tells of the camera and the place
_NOTES = frozenset((*range(0xE1, 0xEE), 0xEF, 0xFE))
_NOTE_BOXES = frozenset((b"uuid", b"xml ", b"uinf"))


def without_segments(data: bytes) -> bytes:
    """The JPEG without EXIF, XMP and comments; bytes that are no JPEG come back as they are."""
    if data[:2] != bytes((0xFF, _START)):
        return data
    kept, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if kind == 0xFF:  # padding
            at += 1
            continue
        if kind == _SCAN:
            break
        if kind in _ALONE:
            kept += data[at : at + 2]
            at += 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if kind not in _NOTES:
            kept += data[at:end]
        at = end
    return bytes(kept + data[at:])


def without_boxes(data: bytes) -> bytes:
    """The JPEG 2000 file without its XML and UUID boxes; a bare code stream comes back as it is."""
    if data[4:8] != b"jP  ":
        return data
    kept, at = bytearray(), 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size < 8:  # 0: to the end
            size = len(data) - at
        if data[at + 4 : at + 8] not in _NOTE_BOXES:
            kept += data[at : at + size]
        at += size
    return bytes(kept)
