"""A picture made anew: only its pixels are kept, upright and at most 2000 pixels long. Runs in the parsing process."""

import io
import warnings

from PIL import Image, ImageOps

from common.attachments import limits
from common.limited_process import Refusal

_ORIENTATION = 0x0112
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 85


def cleaned_picture(data: bytes) -> bytes:
    """A JPEG of the picture in `data`: no EXIF, no position, no comment, no second picture. Raises Refusal."""
    Image.MAX_IMAGE_PIXELS = limits.MAX_PIXELS
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is looked at below
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
        if image.width * image.height > limits.MAX_PIXELS:
            raise Refusal("too_many_pixels")
        return _made_anew(image)
    except Image.DecompressionBombError as error:
        raise Refusal("too_many_pixels") from error


def _made_anew(image: Image.Image) -> bytes:
    turn = _turn(image)
    image.draft("RGB", (limits.MAX_SIDE, limits.MAX_SIDE))  # a JPEG is read at the size that is needed
    image = _flat(image)
    image.thumbnail((limits.MAX_SIDE, limits.MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if turn is not None:
        image = image.transpose(turn)
    image.info = {}
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _turn(image: Image.Image) -> Image.Transpose | None:
    """How the camera was held; a broken EXIF says nothing."""
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION))
    except Exception:
        return None


def _flat(image: Image.Image) -> Image.Image:
    """The picture in grey or colours, on white where it was transparent."""
    if image.mode in ("I", "I;16", "I;16B", "I;16L"):
        return ImageOps.autocontrast(image.convert("I").point(lambda value: value / 256).convert("L"))
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image.convert("RGB")
