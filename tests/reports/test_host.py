"""What the visited place reads of a report: the shared part, once it is filed, and nothing else; and its answer."""

import pytest
from django.urls import reverse

from meetings.models import Visit
from reports.models import Addendum, BranchResponse, Report
from reports.querysets import reports as reads
from tests.common.documents.papers import opened, pages_of, words_of
from tests.factories import organisation
from tests.pages import queries_of, signed_in, words
from tests.reports.filed import MET, ground

pytestmark = pytest.mark.django_db
LIST = reverse("reports:shared_list")
SHARED = {
    "comments": "Nên họp đúng giờ hơn",
    "guidance": "Ghi biên bản theo mẫu mới",
    "information_conveyed": "Kết luận hội nghị tháng mười",
    "help_given": "Giúp soạn nghị quyết",
    "chair": "Nguyễn Văn Chủ",
}
HIDDEN = {
    "strengths": "Mật-ưu-điểm",
    "shortcomings": "Mật-hạn-chế",
    "situation": "Mật-tình-hình",
    "proposal": "Mật-đề-xuất",
    "contribution_party": "Mật-góp-ý-Đảng",
    "preparation_note": "Mật-chuẩn-bị",
    "agenda_note": "Mật-trình-tự",
}


@pytest.fixture
def land():
    land = ground()
    land.secretary = land.reader("branch_secretary", organisation=land.branch)
    land.office = land.reader("commune_office", unit=land.commune)
    land.filed = land.report(**SHARED, **HIDDEN, sensitive="Mật-dư-luận", quality="poor")
    return land


def page(report):
    return reverse("reports:report_page", args=[report.key])


def answer(report):
    return reverse("reports:branch_respond", args=[report.key])


@pytest.mark.parametrize("who", ["secretary", "office"])
def test_the_host_reads_the_shared_part_and_not_a_word_of_the_rest(land, who):
    browser = signed_in(getattr(land, who))
    response = browser.get(page(land.filed))
    text, body = words(response), response.content.decode()
    for value in SHARED.values():
        assert value in text
    assert "16/18 (88,8 %)" in text and "Phạm Văn Dự" in text
    for value in (*HIDDEN.values(), "Mật-dư-luận", "Kém", "Tư tưởng", "Quá trình", "Giống"):
        assert value not in body
    assert land.filed.number not in body
    listed = browser.get(LIST).content.decode()
    assert page(land.filed) in listed and "Mật-" not in listed


def test_those_above_read_the_very_words_that_the_host_does_not(land):
    """The negative control."""
    text = words(signed_in(land.officer).get(page(land.filed)))
    for value in (*SHARED.values(), *HIDDEN.values(), "Kém"):
        assert value in text
    assert "Mật-dư-luận" not in text


def test_the_paper_holds_what_the_page_does_for_each_and_nobody_else_finds_it(land):
    def paper(user, kind="docx"):
        return signed_in(user).get(reverse("reports:report_paper", args=[land.filed.key, kind]))

    Addendum.objects.create(report=land.filed, text="Mật-bổ-sung", added_by=land.author)
    said = {who: words_of(opened(paper(who).content)) for who in (land.secretary, land.officer, land.author)}
    for value in (*SHARED.values(), "16/18 (88,8 %)", "Phạm Văn Dự"):
        assert all(value in text for text in said.values()), value
    for value in (*HIDDEN.values(), "Mật-bổ-sung", "Kém", land.filed.number, "bí mật nhà nước"):
        assert value in said[land.officer] and value in said[land.author], value
        assert value not in said[land.secretary], value
    assert not any("Mật-dư-luận" in text for text in said.values())
    assert land.filed.number not in paper(land.secretary)["Content-Disposition"]
    pdf = "".join(pages_of(paper(land.secretary, "pdf").content))
    assert (
        "Nên họp đúng giờ hơn" in pdf
        and "Mật-" not in pdf
        and "Mật-ưu-điểm" in "".join(pages_of(paper(land.author, "pdf").content))
    )
    assert paper(land.author, "exe").status_code == 404
    assert paper(land.reader("branch_secretary", organisation=land.branches[1])).status_code == 404


def test_a_neighbour_finds_nothing(land):
    beside = organisation(land.hamlet, code="CB-khac", name="Chi bộ trường học", branch_type="school")
    for over in (
        {"role": "branch_secretary", "organisation": land.branches[1]},
        {"role": "branch_secretary", "organisation": beside},  # of the same hamlet
        {"role": "commune_office", "unit": land.units["P1D1C2"]},
    ):
        browser = signed_in(land.reader(over.pop("role"), **over))
        assert browser.get(page(land.filed)).status_code == 404
        assert browser.get(answer(land.filed)).status_code == 404
        assert browser.post(answer(land.filed), {"has_attended": "yes"}).status_code == 404
        assert page(land.filed) not in browser.get(LIST).content.decode()
    assert not BranchResponse.objects.exists()


def test_with_the_wall_taken_away_the_neighbour_would_read_it(land, monkeypatch):
    monkeypatch.setattr(reads.ReportQuerySet, "shared_with", lambda rows, scope: rows.all())
    browser = signed_in(land.reader("branch_secretary", organisation=land.branches[1]))
    assert browser.get(page(land.filed)).status_code == 200


def test_nothing_of_a_planned_visit_shows_before_the_report_is_filed(land):
    """The list and the page are made of reports alone; a plan changes neither a byte nor a number."""
    browser = signed_in(land.secretary)
    before = words(browser.get(LIST)), words(browser.get(page(land.filed)))
    Visit.objects.create(
        cadre=land.visitor,
        organisation=land.branch,
        unit=land.hamlet,
        issuer=land.district,
        scheme=land.scheme,
        assignment=land.assignment,
        month=MET.replace(day=1, month=12),
        planned_on=MET.replace(day=24, month=12),
        is_announced=False,
    )
    assert (words(browser.get(LIST)), words(browser.get(page(land.filed)))) == before


def test_the_branch_confirms_and_answers_and_those_above_read_it(land):
    browser = signed_in(land.secretary)
    browser.post(answer(land.filed), {"has_attended": "yes", "text": "Chi bộ tiếp thu."})
    said = BranchResponse.objects.get()
    assert (said.has_attended, said.text, said.said_by) == (True, "Chi bộ tiếp thu.", land.secretary)
    text = words(signed_in(land.officer).get(page(land.filed)))
    assert "chi bộ xác nhận có dự" in text and "Chi bộ tiếp thu." in text
    assert "Chi bộ tiếp thu." in words(signed_in(land.author).get(page(land.filed)))


def test_a_branch_that_says_he_was_not_there_is_seen_at_once(land):
    signed_in(land.secretary).post(answer(land.filed), {"has_attended": "no"})
    browser = signed_in(land.officer)
    assert "chi bộ nói không dự" in words(browser.get(page(land.filed)))
    assert "✗ nói không dự" in words(browser.get(reverse("reports:review_list")))


def test_one_answers_for_the_branch_and_the_commune_does_not_overwrite_it(land):
    signed_in(land.secretary).post(answer(land.filed), {"has_attended": "no", "text": "Không thấy."})
    office = signed_in(land.office)
    assert office.get(answer(land.filed)).status_code == 403
    assert office.post(answer(land.filed), {"has_attended": "yes"}).status_code == 403
    signed_in(land.secretary).post(answer(land.filed), {"has_attended": "yes", "text": "Nhầm ngày."})
    assert BranchResponse.objects.get().text == "Nhầm ngày."


def test_a_locked_report_takes_no_answer_and_no_choice_is_explained(land):
    browser = signed_in(land.secretary)
    assert "Hãy chọn có dự hay không dự" in words(browser.post(answer(land.filed), {"text": "Ý kiến"}))
    Report.objects.filter(pk=land.filed.pk).update(state="accepted")
    Report.objects.filter(pk=land.filed.pk).update(state="locked")
    assert "đã khóa" in words(browser.post(answer(land.filed), {"has_attended": "yes"}))
    assert not BranchResponse.objects.exists()


def test_a_secretary_who_is_the_cadre_does_not_confirm_himself(land):
    from tests.factories import GrantFactory

    GrantFactory(user=land.author, role="branch_secretary", organisation=land.branch)
    text = words(signed_in(land.author).post(answer(land.filed), {"has_attended": "yes"}))
    assert "không tự xác nhận" in text


def test_the_list_asks_as_much_for_many_rows_as_for_few(land):
    browser = signed_in(land.office)
    few = queries_of(browser, LIST)
    for month in (3, 4, 5, 6, 7, 8, 9):
        land.report(met_on=MET.replace(month=month))
    assert queries_of(browser, LIST) <= few
    assert few <= 25
