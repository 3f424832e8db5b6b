"""The committee of a unit as an issuer of documents (domain.md §5): what it is called, the party body above it, its sign, where it
signs. Fixed words are Vietnamese: they stand on paper."""

from branches.models import UnitPlacement
from branches.querysets.units import names_of

# The committee of a unit by the first word of its name, with the sign that its documents carry.
_COMMITTEES = (
    ("tỉnh ", "Tỉnh ủy", "TU"),
    ("thị xã ", "Thị ủy", "TU"),
    ("huyện ", "Huyện ủy", "HU"),
    ("quận ", "Quận ủy", "QU"),
)
_CITY = "thành phố "
_KINDS = ("tỉnh ", _CITY, "thị xã ", "huyện ", "quận ", "xã ", "phường ", "thị trấn ", "đặc khu ")
# The types of documents by the letters that stand in their numbers.
TYPES = {
    "QĐ": "Quyết định",
    "QĐi": "Quy định",
    "KH": "Kế hoạch",
    "TB": "Thông báo",
    "NQ": "Nghị quyết",
    "CT": "Chỉ thị",
    "CTr": "Chương trình",
    "KL": "Kết luận",
    "HD": "Hướng dẫn",
    "CV": "Công văn",
}


def committee_of(name: str, level: int) -> tuple[str, str]:
    """("Huyện ủy Kim Sơn", "HU") for "Huyện Kim Sơn": the committee of a unit and its sign."""
    lower = name.lower()
    for word, committee, sign in _COMMITTEES:
        if lower.startswith(word):
            return f"{committee} {name[len(word) :]}", sign
    if lower.startswith(_CITY):
        return f"Thành ủy {name[len(_CITY) :]}", "TU"
    if level <= 2:
        return f"{'Tỉnh ủy' if level == 1 else 'Huyện ủy'} {name}", "TU" if level == 1 else "HU"
    return f"Đảng ủy {lower_first(name)}", "ĐU"


def body_of(issuer_id, day) -> tuple[str, str, str, str]:
    """(the committee of the unit, the party body above it, the sign of its documents, where it signs) as called on `day`."""
    place = UnitPlacement.objects.on(day).filter(unit=issuer_id).select_related("version").first()
    name = place.version.name if place else names_of([issuer_id], day).get(issuer_id, "")
    level = place.version.level_id if place else 2
    above = place.version.parent_id if place else None
    higher = names_of([above], day).get(above, "") if above else ""
    body, sign = committee_of(name, level)
    return body, f"Đảng bộ {lower_first(higher)}" if higher else "", sign, _short(name)


def cited(document) -> str:
    """ "Kế hoạch số 37-KH/HU, ngày 12/03/2018"."""
    kind = TYPES.get(document.type, document.type)
    return f"{kind} số {document.number}, ngày {document.issued_on:%d/%m/%Y}"


def lower_first(name: str) -> str:
    """ "Xã Thới Mẫu" inside a sentence: "xã Thới Mẫu"."""
    return name[:1].lower() + name[1:]


def _short(name: str) -> str:
    """ "Kim Sơn" of "Huyện Kim Sơn": where it is signed."""
    lower = name.lower()
    return next((name[len(word) :] for word in _KINDS if lower.startswith(word)), name)
