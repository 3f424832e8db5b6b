"""A chart as a picture for Word: the same drawing as in the PDF, in greys."""

import io
import json
from functools import lru_cache

from PIL import Image

from common.documents.typesetting import breakable, compiled

_PPI = 200
_GREYS = 16


def as_png(block: dict, width: float) -> tuple[io.BytesIO, float]:
    """A resolved chart `width` mm wide, and how high it is in millimetres."""
    data, height = _drawn(json.dumps(breakable(block), ensure_ascii=False), width)
    return io.BytesIO(data), height


@lru_cache(maxsize=32)
def _drawn(data: str, width: float) -> tuple[bytes, float]:
    page = compiled("picture.typ", json.dumps({"width": width, "block": json.loads(data)}), "png", ppi=_PPI)
    picture = Image.open(io.BytesIO(page)).convert("L").quantize(_GREYS)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue(), width * picture.height / picture.width
