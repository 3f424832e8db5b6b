"""The queue of those who accept: the list, one after another, many at once, the report's page with its parts by right."""

from datetime import date

import pytest
from django.urls import reverse

from reports.models import Report
from tests.factories import UserFactory
from tests.pages import queries_of, rows_of, signed_in, words
from tests.reports.filed import ground, zone_leader

pytestmark = pytest.mark.django_db
LIST, NEXT, MANY = (reverse(f"reports:{name}") for name in ("review_list", "review_next", "review_many"))
LONG = (
    "Chi bộ sinh hoạt đúng giờ, đồng chí bí thư điều hành đúng trình tự, nội dung bám sát nghị quyết tháng; đảng viên "
    "phát biểu về việc thu quỹ phòng chống thiên tai và sửa đường ấp trước mùa mưa."
)


@pytest.fixture
def land():
    # No due day has passed whatever the day on which the tests run.
    land = ground(report_days=5)
    land.browser = signed_in(land.officer)
    return land


def page(report):
    return reverse("reports:report_page", args=[report.key])


def step(report, name, **data):
    return reverse(f"reports:report_{name}", args=[report.key]), {"version": report.version} | data


def test_the_list_counts_and_each_number_leads_to_its_rows(land):
    first, second = land.report(), land.report(branch=land.branches[1], is_late=True)
    land.browser.post(*step(first, "accept"))
    text = words(land.browser.get(LIST))
    assert "1 chờ nhận" in text and "0 chờ người phụ trách xem" in text and "1 gửi muộn" in text
    waiting = words(land.browser.get(f"{LIST}?tinh_trang=board"))
    assert second.number in waiting and first.number not in waiting
    accepted = words(land.browser.get(f"{LIST}?tinh_trang=accepted"))
    assert first.number in accepted and second.number not in accepted


def test_the_list_is_filtered_by_scheme_commune_month_lateness_and_paper(land):
    other = land.report(branch=land.branches[2], met_on=date(2026, 9, 24), is_late=True)
    mine = land.report(source="paper", author=UserFactory())
    commune = land.units["P1D1C2"]
    for query, shown, hidden in (
        (f"xa={commune.key}", other, mine),
        ("thang=2026-09", other, mine),
        ("muon=muon", other, mine),
        ("cach=paper", mine, other),
        (f"q={mine.number}", mine, other),
    ):
        text = words(land.browser.get(f"{LIST}?{query}"))
        assert shown.number in text and hidden.number not in text, query
    both = words(land.browser.get(f"{LIST}?chu_truong={land.scheme.code}"))
    assert mine.number in both and other.number in both
    assert "Không có mục nào khớp" in words(land.browser.get(f"{LIST}?thang=2026-09&cach=paper"))


def test_the_export_has_the_facts_and_none_of_the_words(land):
    land.report(strengths="Mạnh về nề nếp", sensitive="Dư luận riêng")
    rows = rows_of(land.browser.get(f"{LIST}?export=xlsx"))
    flat = " ".join(str(cell) for row in rows for cell in row if cell)
    assert "Phạm Văn Dự" in flat and "Chi bộ ấp 1" in flat
    for hidden in ("Mạnh về", "Dư luận", "phân công cụ thể", "Chọn", "Giống báo cáo khác"):
        assert hidden not in flat


def test_the_queue_shows_a_report_whole_and_goes_on_to_the_next(land):
    first, second = (
        land.report(strengths="Ưu điểm một"),
        land.report(branch=land.branches[1], strengths="Ưu điểm hai"),
    )
    text = words(land.browser.get(NEXT))
    assert first.number in text and "Ưu điểm một" in text and "Còn 2 báo cáo chờ nhận" in text
    response = land.browser.post(*step(first, "accept", **{"lan-luot": "1"}))
    assert response["Location"] == f"{NEXT}?sau={first.key}"
    text = words(land.browser.get(response["Location"]))
    assert second.number in text and "Đã nhận báo cáo" in text
    response = land.browser.post(*step(second, "return", reason="Thiếu kiến nghị.", **{"lan-luot": "1"}))
    assert "Mọi báo cáo đến lượt bạn đều đã được xử lý" in words(land.browser.get(response["Location"]))
    assert sorted(Report.objects.values_list("state", flat=True)) == ["accepted", "returned"]


def test_a_report_left_for_later_comes_again_from_the_start(land):
    first = land.report()
    text = words(land.browser.get(f"{NEXT}?sau={first.key}"))
    assert "Còn những báo cáo bạn để sau" in text
    assert first.number in words(land.browser.get(NEXT))


def test_the_queue_works_by_keys_and_without_javascript(land):
    land.report()
    body = land.browser.get(NEXT).content.decode()
    for key in "ntb":
        assert f'accesskey="{key}" aria-keyshortcuts="{key}"' in body
    assert body.count("<form") >= 2 and "onclick" not in body


def test_a_return_without_a_reason_is_explained_and_nothing_changes(land):
    report = land.report()
    response = land.browser.post(*step(report, "return", reason=" ", **{"lan-luot": "1"}))
    assert response.status_code == 200
    assert "Hãy ghi lý do trả lại" in words(response)
    assert 'name="lan-luot" value="1"' in response.content.decode()
    report.refresh_from_db()
    assert report.state == "submitted"


def test_an_old_page_is_told_who_was_quicker(land):
    report = land.report()
    land.browser.post(*step(report, "accept"))
    response = land.browser.post(*step(report, "return", reason="Muộn rồi."))
    assert f"{land.officer.full_name} đã nhận lúc" in words(response)
    answer = land.browser.post(*step(report, "accept"), follow=True)
    assert "đã nhận lúc" in words(answer)
    assert (
        land.browser.post(reverse("reports:report_accept", args=[report.key]), {"version": "x"}).status_code
        == 302
    )


def test_many_are_ticked_and_accepted_at_once(land):
    reports = [land.report(branch=branch) for branch in land.branches[:3]]
    own = land.report(branch=land.branches[3], author=land.officer, source="paper")
    body = land.browser.get(f"{LIST}?chon=1").content.decode()
    assert body.count(" checked") == 3 and f'value="{own.key}:1"' not in body
    ticked = [f"{each.key}:1" for each in [*reports[:2], own]]
    text = words(land.browser.post(MANY, {"report": ticked, "back": LIST}, follow=True))
    assert "Đã nhận 2 báo cáo" in text and f"{own.number} chưa nhận được" in text
    assert Report.objects.filter(state="accepted").count() == 2
    assert "Chưa chọn báo cáo nào" in words(land.browser.post(MANY, {}, follow=True))
    assert land.browser.post(MANY, {"back": "https://evil.example/"})["Location"] == LIST
    assert land.browser.post(MANY, {"report": [f"{reports[2].key}:chữ", "rác"]}).status_code == 302


def test_nobody_finds_a_button_for_his_own_report(land):
    own = land.report(author=land.officer, source="paper")
    body = land.browser.get(page(own)).content.decode()
    assert reverse("reports:report_accept", args=[own.key]) not in body
    assert "Mọi báo cáo đến lượt bạn" in words(land.browser.get(NEXT))
    answer = land.browser.post(*step(own, "accept"), follow=True)
    assert "của chính mình" in words(answer)
    own.refresh_from_db()
    assert own.state == "submitted"


def test_the_leader_in_charge_sees_it_first_notes_and_the_board_goes_on():
    land = ground(report_days=5, leader_reads_first=True)
    report = land.report(due_on=date(2099, 1, 1))
    board, leader = signed_in(land.officer), signed_in(zone_leader(land, land.commune))
    assert "Mọi báo cáo đến lượt bạn" in words(board.get(NEXT))
    text = words(board.get(LIST))
    assert "1 chờ người phụ trách xem" in text and "0 chờ nhận" in text
    assert "1 tôi chưa xem" in words(leader.get(LIST))
    assert "chờ người phụ trách" in words(board.get(page(report)))
    leader.post(reverse("reports:report_seen", args=[report.key]), {"note": "Làm rõ việc thu quỹ."})
    assert "0 tôi chưa xem" in words(leader.get(LIST))
    text = words(board.get(NEXT))
    assert report.number in text and "Làm rõ việc thu quỹ." in text


def test_a_leader_of_another_zone_neither_finds_nor_marks_it(land):
    report = land.report()
    other = signed_in(zone_leader(land, land.units["P1D1C2"]))
    assert other.get(page(report)).status_code == 404
    assert other.post(reverse("reports:report_seen", args=[report.key])).status_code == 404
    assert report.number not in words(other.get(LIST))
    assert not report.steps.filter(step="seen").exists()


# --- near-identical texts ---
def test_what_is_almost_the_same_as_before_is_pointed_out_to_the_board_alone(land):
    before = land.report(met_on=date(2026, 9, 24), comments=LONG)
    copy = land.report(comments=LONG)
    fresh = land.report(
        branch=land.branches[1], comments="Chỉ bàn một việc: kết nạp quần chúng ưu tú trong quý tới."
    )
    sentence = "Giống 100 % báo cáo ngày 24/09/2026 của Phạm Văn Dự"
    assert sentence in words(land.browser.get(page(copy)))
    assert sentence in words(land.browser.get(LIST))
    text = words(land.browser.get(reverse("reports:likeness_list")))
    assert copy.number in text and before.number in text and "100 %" in text and fresh.number not in text
    for who in (
        land.author,
        land.reader("leader"),
        land.reader("inspector"),
        zone_leader(land, land.commune),
    ):
        browser = signed_in(who)
        assert "Giống" not in words(browser.get(page(copy))).replace("Giống báo cáo khác", "")
        if who != land.author:
            assert sentence not in words(browser.get(LIST))
            assert browser.get(reverse("reports:likeness_list")).status_code == 403


def test_the_same_words_on_another_branch_by_another_cadre_or_years_ago_are_not_compared(land):
    elsewhere = land.cadre(full_name="Lê Thị Khác", user=UserFactory())
    land.report(met_on=date(2025, 9, 24), comments=LONG)
    land.report(branch=land.branches[1], cadre=elsewhere, met_on=date(2026, 9, 24), comments=LONG)
    copy = land.report(comments=LONG)
    assert "Giống" not in words(land.browser.get(page(copy)))
    same_branch = land.report(cadre=elsewhere, met_on=date(2026, 11, 24), comments=LONG)
    text = words(land.browser.get(page(same_branch)))
    assert "ngày 24/10/2026 của Phạm Văn Dự" in text and "ngày 24/09/2026 của Lê Thị Khác" in text


# --- the author ---
def test_the_author_reads_his_own_whole_and_adds_once_it_is_accepted(land):
    report = land.report(strengths="Nề nếp", comments="Góp ý tại chỗ")
    mine = signed_in(land.author)
    text = words(mine.get(page(report)))
    assert "Nề nếp" in text and "Ghi bổ sung" not in text
    land.browser.post(*step(report, "accept"))
    assert "Ghi bổ sung" in words(mine.get(page(report)))
    mine.post(reverse("reports:report_add", args=[report.key]), {"text": "Đã sửa xong cống."})
    assert "Đã sửa xong cống." in words(land.browser.get(page(report)))
    assert land.browser.get(reverse("reports:report_add", args=[report.key])).status_code == 404


def test_pages_ask_as_much_for_many_rows_as_for_few(land):
    few = land.report(comments=LONG)
    numbers = {address: queries_of(land.browser, address) for address in (LIST, NEXT, page(few))}
    likeness = reverse("reports:likeness_list")
    numbers[likeness] = queries_of(land.browser, likeness)
    for month in (6, 7, 8, 9):
        for branch in land.branches:
            land.report(branch=branch, met_on=date(2026, month, 24), comments=LONG, sensitive="Riêng")
    for address, number in numbers.items():
        assert queries_of(land.browser, address) <= number + 1, address
        assert number <= 25, (address, number)
