"""The letter of introduction as a printed document of the Party (domain.md §3.2 and §5). Its words are Vietnamese."""

from branches.models import Paper, UnitPlacement
from branches.papers import worded, words_of
from branches.querysets.units import names_of
from common.documents import Bold, Code, Paragraph, PartyDocument, Points, Signature
from common.periods import last_day
from meetings.territory import lower_first

REVOKED = "ĐÃ THU HỒI"
# The committee of a unit by the first word of its name, with the sign that its documents carry.
_COMMITTEES = (
    ("tỉnh ", "Tỉnh ủy", "TU"),
    ("thị xã ", "Thị ủy", "TU"),
    ("huyện ", "Huyện ủy", "HU"),
    ("quận ", "Quận ủy", "QU"),
)
_CITY = "thành phố "


def letter_documents(letters, *, address, day, footer="") -> list[PartyDocument]:
    """The documents of `letters` (Letters, their issuer at hand). `address(code)` is the public page of a code. What is not issued
    has the standing words of `day`."""
    bodies, words = _bodies(letters), _words(letters, day)
    return [
        worded(
            _document(letter, *bodies[letter.issuer_id], address=address(letter.code), footer=footer),
            words[letter.issued_on or day][letter.issuer_id],
        )
        for letter in letters
    ]


def _words(letters, today) -> dict:
    """{day: {issuer id: standing words}}: a letter keeps those of the day on which it was issued."""
    issuers: dict = {}
    for letter in letters:
        issuers.setdefault(letter.issued_on or today, set()).add(letter.issuer_id)
    return {day: words_of(ids, Paper.Form.LETTER, day) for day, ids in issuers.items()}


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


def _bodies(letters) -> dict:
    """{issuer id: (committee, the party body above it, sign, place)} as called when they were issued, or began."""
    found = {}
    for letter in letters:
        if letter.issuer_id not in found:
            found[letter.issuer_id] = body_of(letter.issuer_id, letter.issued_on or letter.starts_on)
    return found


def body_of(issuer_id, day) -> tuple[str, str, str, str]:
    """(the committee of the unit, the party body above it, the sign of its documents, where it signs) as called on `day`."""
    place = UnitPlacement.objects.on(day).filter(unit=issuer_id).select_related("version").first()
    name = place.version.name if place else names_of([issuer_id], day).get(issuer_id, "")
    level = place.version.level_id if place else 2
    above = place.version.parent_id if place else None
    higher = names_of([above], day).get(above, "") if above else ""
    body, sign = committee_of(name, level)
    return body, f"Đảng bộ {lower_first(higher)}" if higher else "", sign, _short(name)


def _short(name: str) -> str:
    """ "Kim Sơn" of "Huyện Kim Sơn": where the letter is signed."""
    lower = name.lower()
    for word in (
        "tỉnh ",
        "thành phố ",
        "thị xã ",
        "huyện ",
        "quận ",
        "xã ",
        "phường ",
        "thị trấn ",
        "đặc khu ",
    ):
        if lower.startswith(word):
            return name[len(word) :]
    return name


def _listed(lines) -> list[str]:
    return [f"{line};" for line in lines[:-1]] + [f"{lines[-1]}."]


def _document(letter, body, higher, sign, place, *, address, footer) -> PartyDocument:
    territory = letter.territory.splitlines()
    asked = "Được phân công dự sinh hoạt định kỳ hằng tháng với "
    where = (
        [Paragraph(f"{asked}{territory[0]}.")]
        if len(territory) == 1
        else [Paragraph(f"{asked.rstrip()}:"), Points(_listed(territory), "-")]
    )
    period = f"từ ngày {letter.starts_on:%d/%m/%Y} đến hết ngày {last_day(letter.ends_on):%d/%m/%Y}"
    return PartyDocument(
        higher_body=higher,
        issuing_body=body,
        number=letter.number,
        symbol=f"GGT/{sign}",
        place=place,
        dated_on=letter.issued_on,
        type_name="Giấy giới thiệu",
        subject="đi dự sinh hoạt chi bộ",
        addressees=[*letter.addressee.splitlines(), "Cấp ủy chi bộ trực thuộc"],
        body=[
            *([Paragraph(f"Căn cứ {letter.basis};")] if letter.basis else []),
            Paragraph([f"{body} giới thiệu đồng chí ", Bold(letter.full_name), "."]),
            Paragraph(["Chức vụ, đơn vị công tác: ", letter.post or None, "."]),
            *where,
            Paragraph(f"Giấy này có giá trị {period}."),
            Paragraph("Đề nghị các đồng chí tạo điều kiện để đồng chí có tên trên hoàn thành nhiệm vụ."),
        ],
        signature=Signature(of=letter.signer_authority, title=letter.signer_post, name=letter.signer),
        recipients=["Như trên", "Đồng chí có tên trên", "Lưu Văn phòng"],
        code=Code(address, "Quét mã để kiểm tra giấy còn giá trị hay không."),
        footer=footer,
        watermark=REVOKED if letter.revoked_at else "",
    )
