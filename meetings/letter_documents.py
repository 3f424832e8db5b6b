"""The letter of introduction as a printed document of the Party (domain.md §3.2 and §5). Its words are Vietnamese."""

from branches.issuing import body_of
from branches.models import Paper
from branches.papers import worded, words_of
from common.documents import Bold, Code, Paragraph, PartyDocument, Points, Signature
from common.periods import last_day

REVOKED = "ĐÃ THU HỒI"


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


def _bodies(letters) -> dict:
    """{issuer id: (committee, the party body above it, sign, place)} as called when they were issued, or began."""
    found = {}
    for letter in letters:
        if letter.issuer_id not in found:
            found[letter.issuer_id] = body_of(letter.issuer_id, letter.issued_on or letter.starts_on)
    return found


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
