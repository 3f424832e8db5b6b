"""QR codes: vector in a PDF, a sharp picture in Word."""

import io
from functools import lru_cache

import segno
from PIL import Image

_SCALE = 8  # pixels a module


@lru_cache(maxsize=512)
def _code(address: str) -> segno.QRCode:
    """Finding the best of eight masks is most of a letter's time: a letter seen as PDF is soon wanted as Word."""
    return segno.make_qr(address, error="m")


def as_svg(address: str) -> str:
    return _code(address).svg_inline(border=0, omitsize=True)


def as_png(address: str) -> io.BytesIO:
    rows = _code(address).matrix
    modules = bytes(0 if module else 255 for row in rows for module in row)
    picture = Image.frombytes("L", (len(rows[0]), len(rows)), modules).convert("1")
    out = io.BytesIO()
    picture.resize((picture.width * _SCALE, picture.height * _SCALE), Image.Resampling.NEAREST).save(
        out, "PNG"
    )
    out.seek(0)
    return out
