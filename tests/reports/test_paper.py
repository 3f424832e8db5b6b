"""Paper: a clerk enters a report on behalf of a cadre, marked as such; the cadre is told, the clerk does not accept it;
and the blank form."""

import io
import zipfile
from datetime import timedelta
from uuid import uuid4

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import Notice
from matters.actions.answering import answer
from matters.actions.raising import raise_matter
from matters.actions.receiving import receive
from matters.models import Recommendation
from reports.actions.forms import copy_checklist, set_sections
from reports.models import Checklist, Report
from reports.telling import answers_to_tell
from scores.models import Rubric
from tests.factories import GrantFactory, organisation
from tests.pages import browser_of, queries_of, signed_in, words
from tests.reports.ground import MET, ground, one_more
from tests.score_things import issued_rubric

pytestmark = pytest.mark.django_db
CHOOSE, WRITE = reverse("reports:paper_choose"), reverse("reports:paper_write")
BLANK = {kind: reverse("reports:blank_form", args=[kind]) for kind in ("pdf", "docx")}


@pytest.fixture
def land(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    land = ground()
    land.browser = signed_in(land.officer)
    land.today = land.browser.get(CHOOSE).wsgi_request.day
    # A meeting that was held whatever the day on which the tests run.
    land.met_on = min(MET, land.today - timedelta(days=1))
    return land


def scan():
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "JPEG")
    return SimpleUploadedFile("bao cao tay.jpg", picture.getvalue(), "image/jpeg")


def address(land, cadre=None, branch=None, day=None):
    cadre, branch = cadre or land.cadre, branch or land.branch
    return f"{WRITE}?can-bo={cadre.key}&chi-bo={branch.key}&ngay={(day or land.met_on).isoformat()}"


def data(land, **more):
    return {
        "client_key": str(uuid4()),
        "attended": "yes",
        "met_on": f"{land.met_on:%d/%m/%Y}",
        "kind": "regular",
        "members": "24",
        "exempt": "2",
        "special_duty": "0",
        "present": "20",
        "excused": "1",
        "unexcused": "1",
        "comments": "Góp ý viết tay.",
        "holds_no_secret": "on",
        "late_reason": "Bản giấy đến muộn.",
        "received_on": f"{land.today:%d/%m/%Y}",
    } | more


def test_from_choosing_to_the_report_with_its_scan(land):
    response = land.browser.post(
        CHOOSE,
        {"cadre": land.cadre.code, "organisation": "Chi bộ Ấp Mẫu 1", "met_on": f"{land.met_on:%d/%m/%Y}"},
    )
    assert response["Location"] == address(land)
    page = land.browser.get(response["Location"])
    text = words(page)
    assert f"Nhập thay đồng chí {land.cadre.full_name}" in text and "Bản chụp báo cáo giấy" in text
    assert "Lưu nháp" not in text and "data-draft=" not in page.content.decode().split("<main", 1)[1]
    assert "X-Offline" not in page
    response = land.browser.post(address(land), data(land, scans=scan()), follow=True)
    assert "Đã nhập báo cáo" in words(response) and "nhập từ bản giấy" in words(response)
    report = Report.objects.get()
    assert (report.source, report.cadre, report.author) == ("paper", land.cadre, land.officer)
    [attached] = report.attachments.all()
    assert attached.is_scan and attached.real_name.startswith("bao cao tay")
    assert report.attendance.present == 20


def test_the_cadre_is_told_reads_it_and_it_counts_as_his(land):
    land.browser.post(address(land), data(land, scans=scan()))
    report = Report.objects.get()
    notice = Notice.objects.get(user=land.user)
    assert "đã nhập thay bạn báo cáo giấy" in notice.text and notice.url == report.get_absolute_url()
    text = words(signed_in(land.user).get(report.get_absolute_url()))
    assert "Góp ý viết tay." in text and "nhập từ bản giấy" in text


def test_neither_the_clerk_nor_the_cadre_accepts_it_another_officer_does(land):
    land.browser.post(address(land), data(land, scans=scan()))
    report = Report.objects.get()
    accept = reverse("reports:report_accept", args=[report.key])
    assert "của chính mình" in words(land.browser.post(accept, {"version": 1}, follow=True))
    GrantFactory(user=land.user, role="org_staff", unit=land.district)
    assert "của chính mình" in words(signed_in(land.user).post(accept, {"version": 1}, follow=True))
    other = browser_of("org_head", unit=land.district)
    assert "Đã nhận báo cáo" in words(other.post(accept, {"version": 1}, follow=True))


def test_without_a_scan_the_reason_is_asked_and_shown(land):
    response = land.browser.post(address(land), data(land))
    assert "Hãy đính kèm bản chụp báo cáo giấy, hoặc ghi vì sao không có" in words(response)
    assert "Góp ý viết tay." in response.content.decode()
    assert not Report.objects.exists()
    response = land.browser.post(address(land), data(land, no_scan_reason="Máy quét hỏng"), follow=True)
    assert "không có bản chụp: Máy quét hỏng" in words(response)


def test_sent_twice_it_is_one_and_another_one_of_the_same_meeting_is_a_conflict(land):
    form = data(land, no_scan_reason="Máy quét hỏng")
    land.browser.post(address(land), form)
    land.browser.post(address(land), form)
    assert Report.objects.count() == 1 and Notice.objects.filter(user=land.user).count() == 1
    response = land.browser.post(address(land), data(land, no_scan_reason="x", comments="Khác hẳn"))
    assert response.status_code == 409 and "đã có báo cáo" in words(response)
    assert Report.objects.get().comments == "Góp ý viết tay."
    assert land.browser.get(address(land))["Location"] == Report.objects.get().get_absolute_url()


def test_ones_own_report_is_not_entered_as_paper(land):
    land.cadre.user = land.officer
    land.cadre.save()
    response = land.browser.post(address(land), data(land, scans=scan()))
    assert "báo cáo của chính bạn" in words(response) and not Report.objects.exists()


@pytest.mark.parametrize("field", ["cadre", "organisation", "met_on"])
def test_a_bad_choice_is_explained(land, field):
    right = {"cadre": land.cadre.code, "organisation": "CB1", "met_on": f"{land.met_on:%d/%m/%Y}"}
    wrong = {"cadre": "Không Ai", "organisation": "Chi bộ lạ", "met_on": "31/12/2999"}
    sentence = "chưa tới" if field == "met_on" else "Không tìm thấy"
    response = land.browser.post(CHOOSE, right | {field: wrong[field]})
    assert response.status_code == 200 and sentence in words(response)


def test_a_clerk_enters_for_his_own_committee_only(land):
    beside = browser_of("org_staff", unit=land.units["P1D2"])
    below = browser_of("org_staff", unit=land.units["P1D1C1"])
    for browser in (beside, below):
        assert browser.get(address(land)).status_code == 404
        assert browser.post(address(land), data(land, scans=scan())).status_code == 404
    for role in ("leader", "inspector", "commune_office"):
        assert browser_of(role, unit=land.district).get(CHOOSE).status_code == 403
    foreign, _login = one_more(land, code="CB-NGOAI")
    foreign.unit = land.units["P1D2"]
    foreign.save()
    assert land.browser.get(address(land, cadre=foreign)).status_code == 404
    assert land.browser.get(address(land, day=land.today + timedelta(days=1))).status_code == 404
    assert not Report.objects.exists()


def test_the_form_asks_a_bounded_number_of_queries(land):
    assert queries_of(land.browser, address(land)) <= 25


# --- the blank form ---
def docx_text(response) -> str:
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return archive.read("word/document.xml").decode()


def test_the_blank_form_is_a_pdf_and_a_word_file(land):
    pdf = land.browser.get(BLANK["pdf"])
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    text = docx_text(land.browser.get(BLANK["docx"]))
    for said in ("Người báo cáo", "Có mặt", "Nắm tổ chức", "nội dung chưa công bố", "bí mật nhà nước"):
        assert said in text
    assert land.browser.get(reverse("reports:blank_form", args=["exe"])).status_code == 404


def test_it_is_prefilled_with_what_is_given_and_has_the_schemes_own_items(land):
    general = Checklist.objects.get(code="4-nam", scheme=None)
    own = copy_checklist(general, scheme=land.scheme, starts_on=MET.replace(year=2020), by=None)
    own.items.filter(number=1).update(text="Nắm riêng của huyện")
    set_sections(
        scheme=land.scheme, sections={"contributions": "off"}, starts_on=MET.replace(year=2020), by=None
    )
    query = f"?chu-truong={land.scheme.code}&chi-bo={land.branch.key}&ngay={MET.isoformat()}"
    text = docx_text(land.browser.get(BLANK["docx"] + query))
    for said in ("Chi bộ Ấp Mẫu 1", "Xã Mẫu P1D1C1", "24/11/2026", "Nắm riêng của huyện", land.scheme.name):
        assert said in text
    assert "Nguồn lực" not in text and "Nguồn lực" in docx_text(land.browser.get(BLANK["docx"]))


def test_it_asks_on_paper_what_the_screen_asks_and_prints_the_criteria_by_which_the_meeting_is_scored(land):
    general = docx_text(land.browser.get(BLANK["docx"]))
    for said in (
        "Thường kỳ",
        "Chủ trì",
        "Thư ký",
        "Chi ủy đã họp chuẩn bị",
        "Quốc phòng, an ninh",
        "Tác dụng",
    ):
        assert said in general
    ships = Rubric.objects.to_propose(None, land.today, "regular").first()
    assert f"Theo: {ships}." in general and "Đây là mẫu có sẵn" in general
    query = f"?chu-truong={land.scheme.code}&chi-bo={land.branch.key}&ngay={MET.isoformat()}"
    rubric = issued_rubric(land.district, name="Bộ tiêu chí {{ x }}")
    text = docx_text(land.browser.get(BLANK["docx"] + query))
    assert "Theo: Bộ tiêu chí {{ x }}" in text and "Đây là mẫu có sẵn" not in text
    assert all(each.name in text for each in rubric.criteria.all())
    # A cadre who names no scheme is given the form of the one under which he follows.
    cadre = signed_in(land.cadre.user)
    assert "Theo: Bộ tiêu chí {{ x }}" in docx_text(cadre.get(BLANK["docx"]))
    pdf = pypdf.PdfReader(io.BytesIO(cadre.get(BLANK["pdf"] + query).content))
    assert "Bộ tiêu chí {{ x }}" in "".join(page.extract_text() for page in pdf.pages)
    # Nothing of it where the scheme wants no score, or the meeting is a committee's.
    body = organisation(land.units["P1D1C1"], code="DU", name="Đảng ủy", kind="grassroots_committee")
    assert "Theo: Bộ" not in docx_text(land.browser.get(f"{BLANK['docx']}?chi-bo={body.key}"))
    set_sections(scheme=land.scheme, sections={"scores": "off"}, starts_on=MET.replace(year=2020), by=None)
    assert "Theo: Bộ" not in docx_text(land.browser.get(BLANK["docx"] + query))


def test_a_blank_form_names_nothing_of_a_neighbour(land):
    beside = browser_of("org_staff", unit=land.units["P1D2"])
    assert beside.get(f"{BLANK['docx']}?chu-truong={land.scheme.code}").status_code == 404
    assert beside.get(f"{BLANK['docx']}?chi-bo={land.branch.key}").status_code == 404
    assert beside.get(BLANK["docx"]).status_code == 200


def test_a_paper_is_in_time_by_the_day_on_which_it_came(land):
    """Typed long after, it is a late entry with its reason, and not a late report."""
    land.browser.post(
        address(land), data(land, scans=scan(), received_on=f"{land.met_on:%d/%m/%Y}"), follow=True
    )
    report = Report.objects.get()
    assert report.submitted_on == land.met_on and not report.is_late


@pytest.mark.parametrize("days", [-1, None])
def test_a_paper_does_not_come_before_its_meeting_or_tomorrow(land, days):
    wrong = land.met_on + timedelta(days=days) if days else land.today + timedelta(days=1)
    response = land.browser.post(address(land), data(land, scans=scan(), received_on=f"{wrong:%d/%m/%Y}"))
    assert "Ngày nhận phải từ ngày sinh hoạt đến hôm nay." in words(response)
    assert not Report.objects.exists()


def answered(land, *, issuer, on):
    made = raise_matter(
        unit=land.branch.unit,
        organisation=land.branch,
        issuer=issuer,
        content="Cầu Kênh Ba bị sụt",
        raised_on=on,
        raised_by=land.cadre,
        by=land.officer,
    )
    receive(made, by=land.officer, on=on, is_shared=False)
    answer(Recommendation.objects.get(pk=made.pk), text="Đã sửa", outcome="resolved", by=land.officer, on=on)
    return made


def test_a_clerk_types_for_the_cadre_and_reads_only_what_he_may(land):
    """What the cadre raised to another committee is told by himself: the page of the clerk does not show it."""
    own = answered(land, issuer=land.scheme.issuer, on=land.met_on)
    other = answered(land, issuer=land.units["P1"], on=land.met_on)
    page = land.browser.get(address(land)).text
    assert own.reference in page and other.reference not in page
    assert {each.pk for each in answers_to_tell(land.branch, land.cadre, land.met_on)} == {own.pk, other.pk}


def test_the_blank_form_asks_what_the_phone_asks_on_that_day(land):
    matter = answered(land, issuer=land.scheme.issuer, on=land.met_on)
    cadre = signed_in(land.cadre.user)
    query = f"{BLANK['docx']}?chi-bo={land.branch.key}&ngay="
    assert matter.reference in docx_text(cadre.get(query + land.met_on.isoformat()))
    before = land.met_on - timedelta(days=1)
    assert matter.reference not in docx_text(cadre.get(query + before.isoformat()))
