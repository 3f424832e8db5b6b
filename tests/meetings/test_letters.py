"""Letters of introduction: what stands on them, a month's batch, numbers, revocation, and the public page of the code."""

import io
import re
from datetime import date

import docx
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from assignments.models import Assignment, AssignmentDocument, Team
from branches.issuing import committee_of
from common.documents import as_docx, as_pdf
from meetings.actions.letters import following_numbers, make_letters, number_letters, revoke_letter
from meetings.letter_documents import letter_documents
from meetings.models import Letter, LetterEvent
from meetings.rules import month_after
from tests.factories import START, DocumentFactory, SchemeFactory
from tests.meetings.choice_ground import DAY, assigned, choice_ground
from tests.pages import browser_of, queries_of, rows_of, signed_in, words

pytestmark = pytest.mark.django_db
LIST = "/sinh-hoat/giay-gioi-thieu/"
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
SIGNER = {"signer_authority": "T/M Ban Thường vụ", "signer_post": "Phó Bí thư", "signer": "Nguyễn Văn Ký"}


@pytest.fixture
def ground(db):
    return choice_ground()


@pytest.fixture
def cadre(ground):
    return assigned(ground, ground.units["P1D1C1"])


@pytest.fixture
def board(ground):
    return browser_of("org_staff", unit=ground.district)


def made(ground, starts_on=OCTOBER, ends_on=NOVEMBER, **fields):
    fields = {"scheme": ground.scheme, "by": ground.officer, "on": DAY, **SIGNER} | fields
    return make_letters(starts_on=starts_on, ends_on=ends_on, **fields)


def text_of(letter) -> str:
    papers = letter_documents([letter], address=lambda code: f"https://example.org/{code}", day=DAY)
    page = docx.Document(io.BytesIO(as_docx(papers)))
    tables = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in page.paragraphs), *tables])


@pytest.mark.parametrize(
    ("name", "level", "expected"),
    [
        ("Tỉnh Bến Tre", 1, ("Tỉnh ủy Bến Tre", "TU")),
        ("Thành phố Hồ Chí Minh", 1, ("Thành ủy Hồ Chí Minh", "TU")),
        ("Thị xã Quảng Trị", 2, ("Thị ủy Quảng Trị", "TU")),
        ("Huyện Kim Sơn", 2, ("Huyện ủy Kim Sơn", "HU")),
        ("Kim Sơn", 2, ("Huyện ủy Kim Sơn", "HU")),
        ("Xã Thới Mẫu", 3, ("Đảng ủy xã Thới Mẫu", "ĐU")),
        ("Đặc khu Côn Đảo", 3, ("Đảng ủy đặc khu Côn Đảo", "ĐU")),
    ],
)
def test_the_committee_of_a_unit_follows_from_its_name(name, level, expected):
    assert committee_of(name, level) == expected


@pytest.mark.parametrize(
    ("number", "count", "expected"),
    [
        ("15-GGT/HU", 3, ["15-GGT/HU", "16-GGT/HU", "17-GGT/HU"]),
        ("09-GGT/HU", 2, ["09-GGT/HU", "10-GGT/HU"]),
        ("GGT 15", 1, ["GGT 15"]),
    ],
)
def test_numbers_follow_the_first(number, count, expected):
    assert following_numbers(number, count) == expected


def test_several_numbers_begin_with_digits():
    with pytest.raises(ValidationError, match="bắt đầu bằng chữ số"):
        following_numbers("GGT-15", 2)


@pytest.mark.parametrize(
    ("target", "group", "scheme", "territory", "addressee"),
    [
        (
            "P1D1C1",
            "specialist",
            {},
            "các chi bộ trực thuộc Đảng bộ xã Mẫu P1D1C1",
            "Đảng ủy xã Mẫu P1D1C1",
        ),
        (
            "P1D1C1",
            "standing",
            {},
            "các chi bộ trên địa bàn huyện Mẫu P1D1",
            "Đảng ủy các xã, phường, thị trấn thuộc huyện Mẫu P1D1",
        ),
        (
            "P1D1C1H1",
            "specialist",
            {"choice": "branch", "choice_by_group": {}},
            "chi bộ ấp Mẫu P1D1C1H1, xã Mẫu P1D1C1",
            "Đảng ủy xã Mẫu P1D1C1",
        ),
        (
            "zone",
            "specialist",
            {"choice": "zone", "choice_by_group": {}},
            "các chi bộ thuộc Tiểu khu 1 (xã Mẫu P1D1C1)",
            "Đảng ủy xã Mẫu P1D1C1",
        ),
        (
            "branch",
            "specialist",
            {"choice": "branch", "choice_by_group": {}},
            "Chi bộ ấp P1D1C1H1",
            "Đảng ủy xã Mẫu P1D1C1",
        ),
        (
            "committee",
            "specialist",
            {},
            "các chi bộ trực thuộc Đảng ủy xã P1D1C1",
            "Đảng ủy xã Mẫu P1D1C1",
        ),
    ],
)
def test_the_territory_is_what_the_choice_says(ground, target, group, scheme, territory, addressee):
    kind = SchemeFactory(
        issuer=ground.district,
        max_assignees_per_target=None,
        **({"choice": "commune", "choice_by_group": ground.scheme.choice_by_group} | scheme),
    )
    places = {
        "zone": ground.zone,
        "branch": ground.branches["P1D1C1H1"],
        "committee": ground.committees["P1D1C1"],
    }
    assigned(ground, places.get(target) or ground.units[target], group=group, scheme=kind)
    (letter,) = made(ground, scheme=kind)
    assert (letter.territory, letter.addressee) == (territory, addressee)


def test_the_paper_says_person_post_territory_period_and_basis_and_no_day_of_a_visit(ground, cadre):
    decision = DocumentFactory(issuer_unit=ground.district, number="634-QĐ/HU", issued_on=date(2016, 9, 3))
    AssignmentDocument.objects.create(assignment=cadre.assignments.get(), document=decision)
    (letter,) = made(ground)
    seen = text_of(letter)
    for words_of in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "HUYỆN ỦY MẪU P1D1",
        "ĐẢNG BỘ TỈNH MẪU P1",
        "GIẤY GIỚI THIỆU",
        cadre.full_name,
        "Phó Trưởng ban, Ban Tổ chức",
        "các chi bộ trực thuộc Đảng bộ xã Mẫu P1D1C1",
        "từ ngày 01/10/2026 đến hết ngày 31/10/2026",
        "Quyết định số 634-QĐ/HU, ngày 03/09/2016",
        "T/M BAN THƯỜNG VỤ",
        "Nguyễn Văn Ký",
    ):
        assert words_of in seen, words_of
    assert as_pdf(letter_documents([letter], address=str, day=DAY)).startswith(b"%PDF")


def test_a_months_batch_is_one_letter_for_each_cadre_and_made_once(ground, cadre):
    other = assigned(ground, ground.units["P1D1C2"])
    second_place = assigned(ground, ground.units["P1D1C2"], cadre=cadre)
    team = Team.objects.create(code="TO1", name="Tổ 1", unit=ground.district, starts_on=START)
    member = assigned(ground, ground.units["P1D2C1"], scheme=SchemeFactory(issuer=ground.district))
    team.members.create(cadre=member, starts_on=START)
    place = ground.units["P1D1C1"]
    Assignment.objects.create(scheme=ground.scheme, team=team, target_unit=place, unit=place, starts_on=START)
    letters = made(ground)
    assert {letter.cadre for letter in letters} == {cadre, other, member}
    assert second_place == cadre
    assert len({letter.batch for letter in letters}) == 1
    assert len(next(each for each in letters if each.cadre == cadre).territory.splitlines()) == 2
    assert made(ground) == []
    assert LetterEvent.objects.filter(pgh_label="insert").count() == 3
    # Who came later is added; who was revoked gets a new one.
    late = assigned(ground, ground.units["P1D1C2"])
    revoke_letter(letters[0], reason="Ghi nhầm", by=ground.officer)
    assert {letter.cadre for letter in made(ground)} == {late, letters[0].cadre}


def test_nobody_assigned_nothing_made(ground):
    with pytest.raises(ValidationError, match="chưa có ai được phân công"):
        made(ground)


def test_an_ended_assignment_gives_no_letter_for_the_month_after(ground, cadre):
    cadre.assignments.update(ends_on=NOVEMBER)
    assert len(made(ground)) == 1
    with pytest.raises(ValidationError):
        made(ground, starts_on=NOVEMBER, ends_on=date(2026, 12, 1))


def test_the_office_types_the_number_and_none_is_given_twice_a_year(ground, cadre):
    assigned(ground, ground.units["P1D1C2"])
    letters = made(ground)
    assert number_letters(letters, number="15-GGT/HU", issued_on=DAY, by=ground.officer) == 2
    assert sorted(Letter.objects.values_list("number", flat=True)) == ["15-GGT/HU", "16-GGT/HU"]
    later = made(ground, starts_on=NOVEMBER, ends_on=date(2026, 12, 1))
    with pytest.raises(ValidationError, match="Số 16-GGT/HU đã ghi cho một giấy khác"):
        number_letters(later, number="16-GGT/HU", issued_on=DAY, by=ground.officer)
    with pytest.raises(ValidationError, match="Ngày ký phải trước khi giấy hết hạn"):
        number_letters(later, number="17-GGT/HU", issued_on=date(2026, 12, 1), by=ground.officer)
    assert not Letter.objects.filter(batch=later[0].batch).exclude(number="").exists()


def test_a_letter_is_valid_from_number_to_last_day_unless_revoked(ground, cadre):
    (letter,) = made(ground)

    def valid(day):
        return Letter.objects.valid_on(day).exists()

    assert not valid(DAY)
    number_letters([letter], number="1-GGT/HU", issued_on=OCTOBER, by=ground.officer)
    assert [valid(day) for day in (date(2026, 9, 30), OCTOBER, date(2026, 10, 31), NOVEMBER)] == [
        False,
        True,
        True,
        False,
    ]
    revoke_letter(letter, reason="Chuyển công tác", by=ground.officer)
    assert not valid(DAY)
    with pytest.raises(ValidationError, match="đã được thu hồi"):
        revoke_letter(letter, reason="Nữa", by=ground.officer)
    with pytest.raises(ValidationError, match="không ghi số"):
        number_letters([letter], number="2-GGT/HU", issued_on=OCTOBER, by=ground.officer)


def test_the_public_page_says_valid_and_until_when_and_nothing_of_the_person(client, ground, cadre):
    first = timezone.localdate().replace(day=1)
    (letter,) = made(ground, starts_on=first, ends_on=month_after(first))
    address = reverse("meetings:letter_check", args=[letter.code])
    unknown = client.get(reverse("meetings:letter_check", args=["khong-co-ma-nay"]))
    draft = client.get(address)
    number_letters([letter], number="1-GGT/HU", issued_on=first, by=ground.officer)
    valid = client.get(address)
    revoke_letter(letter, reason="Chuyển công tác", by=ground.officer)
    revoked = client.get(address)
    assert "hợp lệ đến hết ngày" in words(valid)
    for nothing in (cadre.full_name, "1-GGT/HU", "Mẫu", "Chuyển công tác"):
        assert nothing.encode() not in valid.content + revoked.content
    assert "không hợp lệ" in words(revoked)
    same = {answer.status_code for answer in (unknown, draft, revoked, valid)}
    assert same == {200}
    assert words(unknown) == words(draft) == words(revoked)
    code = letter.code.encode()
    hidden = [
        answer.content.replace(code, b"X").replace(b"khong-co-ma-nay", b"X") for answer in (unknown, revoked)
    ]
    assert [without_token(each) for each in hidden][0] == without_token(hidden[1])


def without_token(body: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", body)


def test_the_board_makes_numbers_prints_and_revokes(board, ground, cadre):
    other = assigned(ground, ground.units["P1D1C2"])
    data = {"scheme": ground.scheme.pk, "starts_on": "01/12/2026", "last_day": "31/12/2026", **SIGNER}
    answer = board.post(f"{LIST}lap/", data, follow=True)
    assert "Đã lập 2 giấy giới thiệu" in words(answer)
    again = board.post(f"{LIST}lap/", data, follow=True)
    assert "đều đã có giấy" in words(again)
    letter = Letter.objects.get(cadre=cadre)
    batch = reverse("meetings:letter_batch", args=[letter.batch])
    answer = board.post(batch, {"number": "15-GGT/HU", "issued_on": "01/12/2026"}, follow=True)
    assert "Đã ghi số cho 2 giấy" in words(answer)
    for kind, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert board.get(f"{batch}tai.{kind}").content.startswith(begins)
    assert board.get(f"{batch}tai.exe").status_code == 404
    page = reverse("meetings:letter_page", args=[letter.key])
    answer = board.post(f"{page}thu-hoi/", {"reason": " "})
    assert "Hãy ghi vì sao" in words(answer)
    answer = board.post(f"{page}thu-hoi/", {"reason": "Chuyển công tác"}, follow=True)
    assert "Chuyển công tác" in words(answer)
    rows = rows_of(board.get(f"{LIST}?export=xlsx"))
    assert {row[0] for row in rows if row[0] in (cadre.full_name, other.full_name)} == {
        cadre.full_name,
        other.full_name,
    }


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"last_day": "30/11/2026"}, "Ngày cuối không thể trước ngày đầu"),
        ({"scheme": "0"}, "không có trong danh sách"),
        ({"cadre": "Không ai"}, "Không tìm thấy cán bộ"),
        ({"starts_on": "1 tháng 12"}, "Hãy ghi ngày như"),
    ],
)
def test_a_wrong_form_is_explained_and_makes_nothing(board, ground, cadre, changed, sentence):
    data = {"scheme": ground.scheme.pk, "starts_on": "01/12/2026", "last_day": "31/12/2026"} | changed
    assert sentence in words(board.post(f"{LIST}lap/", data))
    assert not Letter.objects.exists()


def test_a_cadre_finds_and_downloads_his_own_only(ground, cadre):
    other = assigned(ground, ground.units["P1D1C2"])
    letters = {letter.cadre: letter for letter in made(ground)}
    browser = signed_in(cadre.user)
    seen = words(browser.get(LIST))
    assert cadre.full_name in seen
    assert other.full_name not in seen
    assert "Lập giấy giới thiệu" not in seen
    page = reverse("meetings:letter_page", args=[letters[cadre].key])
    assert "dự thảo" in words(browser.get(page))
    assert browser.get(f"{page}tai.pdf").content.startswith(b"%PDF")
    assert browser.get(reverse("meetings:letter_page", args=[letters[other].key])).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_letters(board, ground, cadre):
    made(ground)
    before = queries_of(board, LIST)
    for _n in range(10):
        assigned(ground, ground.units["P1D1C2"])
    made(ground)
    assert queries_of(board, LIST) == before <= 25
    batch = reverse("meetings:letter_batch", args=[Letter.objects.latest("pk").batch])
    assert queries_of(board, batch) <= 25
    assert queries_of(board, f"{batch}tai.pdf") <= 25


def test_a_hundred_letters_are_made_in_a_fixed_number_of_queries(ground, django_assert_max_num_queries):
    for _n in range(12):
        assigned(ground, ground.units["P1D1C1"])
    with django_assert_max_num_queries(30):
        assert len(made(ground)) == 12
