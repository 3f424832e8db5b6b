"""Pages and papers of reviews: figures in one click, frozen, compared with today, printed, walled."""

import io
import re
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from branches.actions.units import open_unit
from branches.models import Unit, UnitSuccession
from matters.models import Conference, Contribution, Recommendation, Topic
from reports.facts.period_reviews import sections_of
from reports.models import Review
from scores.models import Indicator, IndicatorValue
from tests import factories
from tests.factories import CadreFactory
from tests.pages import browser_of, queries_of, words
from tests.reports.reviewed import files_of
from tests.reports.things import attend, branch_of, follow, meeting, report

pytestmark = pytest.mark.django_db
YEAR = {"tu": "2022-01-01", "den": "2022-12-31"}
YEAR_DAY = date(2022, 6, 1)
# Every figure of both periods at once, a pilot, what the page itself asks; none of it a row or a place.
MOST_QUERIES = 60


@pytest.fixture
def land():
    units = factories.small_map()
    admit(units, 187, date(2021, 12, 31))
    admit(units, 106, date(2022, 12, 31))
    return units


def admit(units, value, on, code="admissions", **fields):
    IndicatorValue.objects.create(
        indicator=Indicator.objects.get(code=code), unit=units["P1D1"], counted_on=on, value=value, **fields
    )


def live(units, browser, **more):
    return browser.get(reverse("reports:period_review_live"), {"dia-ban": units["P1D1"].key, **YEAR, **more})


def freeze(units, browser, title="Sơ kết năm 2022"):
    query = f"?dia-ban={units['P1D1'].key}&tu=2022-01-01&den=2022-12-31"
    response = browser.post(reverse("reports:period_review_new") + query, {"kind": "interim", "title": title})
    assert response.status_code == 302, words(response)
    return Review.objects.get()


def test_one_click_shows_the_year_beside_the_year_before(land):
    admit(land, 6, date(2022, 12, 31), "non_local_secretaries", whole=14)
    admit(land, 5, date(2021, 12, 31), "non_local_secretaries", whole=13, qualifier="about")
    text = words(live(land, browser_of("org_staff", unit=land["P1D1"])))
    assert "Kết nạp đảng viên 106 187 -81" in text and "6/14 khoảng 5/13 +1" in text


def test_a_number_leads_to_the_list_behind_it(land):
    from reports.facts.review_links import Links
    from reports.reviewing import review_figures

    figures = review_figures(land["P1D1"], date(2022, 1, 1), date(2023, 1, 1), on=date(2023, 2, 1))
    figures["attendance"]["turns"] = figures["recommendations"]["raised"] = 3
    browser = browser_of("org_staff", unit=land["P1D1"])
    from accounts.models import User
    from assignments.access import load_scope

    scope = load_scope(User.objects.latest("pk"), date(2023, 2, 1))
    links = Links(land["P1D1"], date(2022, 1, 1), date(2023, 1, 1), date(2023, 2, 1), scope)
    urls = [row.url for section in sections_of(figures, links) for row in section.rows if row.url]
    assert len(urls) >= 2
    assert {browser.get(url).status_code for url in urls} == {200}


def test_the_gifts_of_the_period_are_those_of_the_list_that_they_open(land):
    browser, here, beside = browser_of("org_staff", unit=land["P1"]), land["P1D1C1"], land["P1D2C1"]
    for unit, amount, on in ((here, 5, YEAR_DAY), (here, 7, date(2023, 1, 1)), (beside, 9, YEAR_DAY)):
        Contribution.objects.create(
            unit=unit, issuer=land["P1D1"], happened_on=on, amount=amount * 1_000_000, donor="Doanh nghiệp"
        )
    page = live(land, browser).content.decode()
    address = re.search(r'href="(/viec/nguon-luc/[^"]+)"', page)[1].replace("&amp;", "&")
    assert "thuoc=" in address and "tu=2022-01-01" in address and "den=2022-12-31" in address
    text = words(browser.get(address))
    assert "5" in text and "1 mục" in text
    assert "7.000.000" not in text and "9.000.000" not in text


def test_an_indicator_of_a_year_leads_to_the_values_behind_it_and_one_of_half_a_year_does_not(land):
    browser = browser_of("org_staff", unit=land["P1D1"])
    address = f"/cham-diem/chi-so/admissions/?dia-ban={land['P1D1'].key}&amp;nam=2022"
    assert address in live(land, browser).content.decode()
    assert "năm 2022: 106" in words(browser.get(address.replace("&amp;", "&")))
    half = live(land, browser, tu="2022-07-01").content.decode()
    assert "Kết nạp đảng viên" in half and "/cham-diem/chi-so/admissions/" not in half


def test_frozen_it_stays_and_says_what_changed(land):
    browser = browser_of("org_staff", unit=land["P1D1"])
    review = freeze(land, browser)
    assert "Đến nay tính lại vẫn như vậy" in words(browser.get(review.get_absolute_url()))
    admit(land, 4, date(2022, 6, 1), category="bổ sung")
    text = words(browser.get(review.get_absolute_url()))
    assert "Chỉ số: Kết nạp đảng viên 106 110" in text
    admit(land, 182, date(2022, 6, 1), "households")
    assert "Chỉ số: Hộ gia đình – 182" in words(browser.get(review.get_absolute_url())), "what appeared since"


def test_what_was_frozen_keeps_its_words_though_they_are_changed_later(land):
    browser = browser_of("org_staff", unit=land["P1D1"])
    admit(land, 5, date(2022, 6, 1), "discipline_cases")
    place = land["P1D1"].versions.get()
    review, old = freeze(land, browser), place.name
    Indicator.objects.filter(code="admissions").update(name="Đảng viên mới", is_money=True)
    type(place).objects.filter(pk=place.pk).update(name="Huyện Tên Mới")
    said = {"page": words(browser.get(review.get_absolute_url())), **files_of(browser, review)}
    for where, text in said.items():
        assert "Kết nạp đảng viên" in text and "Đảng viên mới" not in text, where
        assert "106 đồng" not in text and "thi hành kỷ luật" in text, where
    assert old in said["page"] and "Huyện Tên Mới" not in said["page"]
    assert "tính lại vẫn như vậy" in said["page"], "another word is no other number"
    assert old in words(browser.get(reverse("reports:period_review_list")))
    today = words(live(land, browser))
    assert "Đảng viên mới" in today and "Kết nạp đảng viên" not in today and "Huyện Tên Mới" in today
    # A review from before words were kept reads those of today.
    figures = {name: each for name, each in review.figures.items() if name != "words"}
    assert {row.label for group in sections_of(figures) for row in group.rows} >= {"Đảng viên mới"}


def test_a_number_that_became_sensitive_after_it_was_frozen_is_in_no_paper(land):
    browser = browser_of("org_staff", unit=land["P1D1"])
    admit(land, 5, date(2022, 6, 1), "households")
    review = freeze(land, browser)
    assert "Hộ gia đình" in files_of(browser, review)["xlsx"]
    Indicator.objects.filter(code="households").update(is_sensitive=True)
    for kind, text in files_of(browser, review).items():
        line = "Hộ gia đình không nêu số nhỏ" if kind == "xlsx" else "Không nêu số nhỏ: Hộ gia đình."
        assert line in text and "Hộ gia đình 5" not in text, kind


def test_why_a_number_is_not_compared_stands_at_its_row(land):
    """The district began with the year, from a part of another: nothing of the year before is its own."""
    district, first = land["P1D1"], date(2022, 1, 1)
    Unit.objects.filter(pk=district.pk).update(opened_on=first)
    browser = browser_of("org_staff", unit=district)
    assert "lượt dự 0 không so sánh được: chưa có trước ngày 01/01/2022" in words(live(land, browser))
    UnitSuccession.objects.create(
        predecessor=land["P1D2"], successor=district, extent="part", happens_on=first
    )
    review = freeze(land, browser)
    why = "không so sánh được: địa bàn đã chia ngày 01/01/2022"
    page = words(browser.get(review.get_absolute_url()))
    files = files_of(browser, review)
    for said in (page, *files.values()):
        assert f"lượt dự 0 {why}" in said and f"Kết nạp đảng viên 106 {why}" in said
        assert "được chia cho nhiều nơi" in said, "the whole sentence stands above"
    assert f"lượt dự 0 {why} không tính được 0" in files["xlsx"]


def test_what_cannot_be_added_over_several_places_says_so_at_its_row(land):
    old, july = (land["P1D1C1"], land["P1D1C2"]), date(2022, 7, 1)
    new = land["P1D1"]
    Unit.objects.filter(pk=new.pk).update(opened_on=july)
    for each in old:
        UnitSuccession.objects.create(predecessor=each, successor=new, extent="whole", happens_on=july)
    text = words(live(land, browser_of("org_staff", unit=new)))
    assert "người dự không cộng được: kỳ này nhiều nơi giữ địa bàn không so sánh được: kỳ trước nhiều" in text
    assert "lượt dự 0 0 =" in text


def test_the_papers_hold_the_figures_and_text_stays_text(land):
    browser = browser_of("org_staff", unit=land["P1D1"])
    review = freeze(land, browser, title="Sơ kết #strong[x] {{ y }} <b>")
    browser.post(
        reverse("reports:period_review_change", args=[review.key]),
        {"title": review.title, "results": "Làm tốt {% now %} $x$ #let", "version": 1},
    )
    word = browser.get(reverse("reports:period_review_file", args=[review.key, "docx"]))
    document = Document(io.BytesIO(word.content))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "{% now %} $x$ #let" in text and "#strong[x] {{ y }} <b>" in text
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"Kết nạp đảng viên", "106", "187"} <= set(cells)
    pdf = PdfReader(
        io.BytesIO(browser.get(reverse("reports:period_review_file", args=[review.key, "pdf"])).content)
    )
    printed = " ".join(page.extract_text() for page in pdf.pages)
    assert "Kết nạp đảng viên" in printed and "DỰ THẢO" in printed
    browser.post(
        reverse("reports:period_review_sign", args=[review.key]),
        {"number": "12-BC/HU", "signed_on": "15/01/2023", "version": 2},
    )
    pdf = PdfReader(
        io.BytesIO(browser.get(reverse("reports:period_review_file", args=[review.key, "pdf"])).content)
    )
    assert "DỰ THẢO" not in " ".join(page.extract_text() for page in pdf.pages)


def test_the_spreadsheet_holds_numbers_as_numbers_and_words_where_there_is_none(land):
    browser = browser_of("org_staff", unit=land["P1D1"])
    admit(land, 1, date(2022, 5, 1), "households", category="=1+1")
    admit(land, 2, date(2022, 5, 1), "discipline_cases")
    Contribution.objects.create(
        unit=land["P1D1"], issuer=land["P1D1"], happened_on=YEAR_DAY, donor="=2+2", in_kind="=3+3 gạo", quantity="hơn 500 kg"
    )  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(live(land, browser, export="xlsx").content))
    rows = {row[0]: list(row[1:]) for sheet in book for row in sheet.iter_rows(values_only=True) if row[0]}
    assert rows["Nội dung"] == ["Kỳ này", "Kỳ trước", "Tăng, giảm", "Đọc là"]
    assert rows["Kết nạp đảng viên"] == [106, 187, -81, "106"]
    assert rows["Hộ gia đình"] == [1, "không có số liệu", "không tính được", "1"]
    assert rows["=3+3 gạo"] == [500, "không có số liệu", "không tính được", "hơn 500 kg"]
    assert rows["Trường hợp đảng viên bị thi hành kỷ luật"] == ["không nêu số nhỏ"] * 4
    months = book.worksheets[-1]
    assert months.title.endswith("Lượt dự theo tháng") and rows["12/2022"] == [0] and len(months._charts) == 1
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"n", "s"}


@pytest.mark.parametrize(
    ("role", "place"), [("org_staff", "P1D2"), ("commune_office", "P1D1C1"), ("viewer", "P1D1")]
)
def test_others_see_nothing(land, role, place):
    review = freeze(land, browser_of("org_staff", unit=land["P1D1"]))
    other = browser_of(role, unit=land[place])
    for url in (
        review.get_absolute_url(),
        reverse("reports:period_review_file", args=[review.key, "docx"]),
        f"{reverse('reports:period_review_live')}?dia-ban={land['P1D1'].key}",
    ):
        assert other.get(url).status_code in (403, 404)


def test_a_bad_period_is_not_found_and_a_leader_reads_without_freezing(land):
    browser = browser_of("leader", unit=land["P1D1"])
    assert live(land, browser, tu="2023-01-01", den="2022-01-01").status_code == 404
    assert live(land, browser, tu="0001-01-01", den="9999-12-31").status_code == 404
    text = words(live(land, browser))
    assert "Chốt số liệu" not in text
    assert browser.post(reverse("reports:period_review_new")).status_code == 403


def test_the_number_of_questions_does_not_grow_with_the_places(land):
    browser = browser_of("org_staff", unit=land["P1"])
    small = (
        f"{reverse('reports:period_review_live')}?dia-ban={land['P1D1C1'].key}&tu=2022-01-01&den=2022-12-31"
    )
    large = f"{reverse('reports:period_review_live')}?dia-ban={land['P1'].key}&tu=2021-01-01&den=2022-12-31"
    assert queries_of(browser, large) <= queries_of(browser, small) + 2


def furnish(units, hamlets, scheme):
    """In each hamlet a branch, who follows it, a meeting that he attended and reported; something raised, given, held."""
    topic = Topic.objects.get(code="rural-roads")
    for number, hamlet in enumerate(hamlets):
        branch, cadre = branch_of(hamlet), CadreFactory(unit=units["P1D1"])
        row = follow(scheme, cadre, branch)
        for on in (date(2021, 5, 4), YEAR_DAY):
            report(attend(cadre, meeting(branch, on), assignment=row, scheme=scheme), on)
            Recommendation.objects.create(
                reference=f"KN-{hamlet.pk}-{on.year}", unit=hamlet, issuer=units["P1D1"], raised_on=on, topic=topic,
                content="Đường hỏng",
            )  # fmt: skip
            Contribution.objects.create(
                unit=hamlet, issuer=units["P1D1"], happened_on=on, amount=1_000_000, in_kind="gạo", quantity="5 kg"
            )  # fmt: skip
            Conference.objects.create(kind="dialogue", unit=hamlet, title=f"Đối thoại {number}", held_on=on)


def more_hamlets(units, first, number) -> list:
    """New ones of one commune, there from the first day."""
    return [
        open_unit(
            code=f"M{n}", name=f"Ấp Mới {n}", level="hamlet", parent=units["P1D1C1"], starts_on=factories.START, by=None
        )
        for n in range(first, first + number)
    ]  # fmt: skip


def test_a_district_of_30_hamlets_asks_exactly_as_much_as_one_of_5(land):
    scheme = factories.SchemeFactory(
        issuer=land["P1D1"], target_kind="organisation", choice="branch", turns_per_month=1, report_days=5,
        is_pilot=True,
    )  # fmt: skip
    five = [land[f"P1D1C{n}H{m}"] for n in (1, 2) for m in (1, 2)] + more_hamlets(land, 0, 1)
    furnish(land, five, scheme)
    browser = browser_of("org_staff", unit=land["P1D1"])
    query = f"?dia-ban={land['P1D1'].key}&tu=2022-01-01&den=2022-12-31"
    address = reverse("reports:period_review_live") + query
    few = queries_of(browser, address)
    furnish(land, more_hamlets(land, 1, 25), scheme)
    assert queries_of(browser, address) == few <= MOST_QUERIES
    text = words(browser.get(address))
    assert "lượt dự 30 30" in text and "đã nêu 30 30" in text and "hội nghị 30 30" in text


def test_the_place_is_found_by_its_name_or_code_and_only_on_the_readers_ground(land):
    browser, address = browser_of("org_staff", unit=land["P1D1"]), reverse("reports:period_review_live")
    asked = {"dia-ban": land["P1D1"].key, "tu": "01/01/2022", "den": "31/12/2022"}

    def named(text):
        return browser.get(address, asked | {"noi": text})

    for text in ("xa mau p1d1c2", "P1D1C2", "Xã Mẫu P1D1C2 (P1D1C2)"):
        found = named(text)
        assert found.status_code == 302 and f"dia-ban={land['P1D1C2'].key}&tu=2022-01-01" in found.url, text
    page = browser.get(found.url).content.decode()
    assert 'value="Xã Mẫu P1D1C2 (P1D1C2)"' in page and "Xã Mẫu P1D2C1" not in page
    # Left as it stands or emptied: the same place. Several or none: a sentence, and the place stays.
    assert f"dia-ban={land['P1D1'].key}" in named("Huyện Mẫu P1D1 (P1D1)").url == named("").url
    several = words(named("ấp mẫu"))
    assert "Có 4 nơi khớp với “ấp mẫu”" in several and "Số liệu Huyện Mẫu P1D1" in several
    assert "Không tìm thấy “P1D2C1” trong phạm vi của bạn" in words(named("P1D2C1"))
    # A wrong period is said at its field, what was typed stands.
    for tu, den, said in (("31/12/2022", "01/01/2022", "từ ngày đầu trở đi"), ("01/01/2099", "02/01/2099", "chưa bắt đầu"),
                          ("32/01/2022", "31/12/2022", "Hãy ghi ngày như")):  # fmt: skip
        wrong = browser.get(address, asked | {"noi": "P1D1C2", "tu": tu, "den": den})
        assert wrong.status_code == 200 and said in words(wrong) and f'value="{tu}"' in wrong.content.decode()
