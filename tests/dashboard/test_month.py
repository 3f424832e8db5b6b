"""A cadre's month: his home on the phone."""

import gzip
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.actions import tell
from branches.scope import Scope
from dashboard.month import MOST_CARDS, Month
from dashboard.month_places import places_of
from matters.actions.answering import answer
from matters.actions.raising import raise_matter
from matters.actions.receiving import receive
from meetings.models import Contact
from reports.models import Checklist, ChecklistAnswer, ChecklistItem, Draft, Report
from reports.telling import answers_to_tell
from scores.models import Indicator, IndicatorValue, Target
from tests.factories import START, CadreFactory, GrantFactory, UserFactory, organisation
from tests.pages import browser_of, queries_of, signed_in, words
from tests.reports.due_ground import MET, OCTOBER, due_ground, met, visit
from tests.reports.things import attend, away, day, excuse, follow, meeting, report

pytestmark = pytest.mark.django_db
PAGE = "/thang-nay/"
KILO = 1024
SCOPELESS = Scope()


@pytest.fixture
def land():
    return due_ground()


def cards(cadre, on, first=OCTOBER):
    return Month(cadre, day(on), first).cards()


def seen(cadre, on, first=OCTOBER) -> list[tuple]:
    return [(card.title, card.state, card.words) for card in cards(cadre, on, first)]


CHOOSE = "Chọn buổi dự sinh hoạt"


class TestCards:
    def test_who_may_choose_is_asked_to_until_he_has(self, land):
        row = land.choosing()
        (card,) = cards(row.cadre, "2026-10-02")
        assert (card.title, card.words) == (CHOOSE, "chưa chọn")
        assert card.primary == ("Chọn buổi dự", "/sinh-hoat/chon-buoi-du/?thang=2026-10")
        visit(row, land.branches["P1D1C1H1"])
        assert CHOOSE not in [card.title for card in cards(row.cadre, "2026-10-02")]

    def test_a_chosen_visit_goes_from_days_ahead_to_overdue(self, land):
        row = land.choosing()
        branch = land.branches["P1D1C1H1"]
        held = met(land, "P1D1C1H1", held=False, planned_at="19:00", planned_place="Nhà văn hóa")
        plan = visit(row, branch, meeting=held)
        name = "Chi bộ ấp P1D1C1H1"
        assert seen(row.cadre, "2026-10-20") == [(name, "info", "còn 4 ngày")]
        assert seen(row.cadre, "2026-10-24") == [(name, "warn", "hôm nay")]
        assert seen(row.cadre, "2026-10-25") == [(name, "warn", "báo cáo trước hết ngày 29/10/2026")]
        assert seen(row.cadre, "2026-10-31") == [(name, "bad", "báo cáo quá hạn 2 ngày")]
        (before,), (after,) = cards(row.cadre, "2026-10-20"), cards(row.cadre, "2026-10-25")
        assert before.what == "Dự sinh hoạt 24/10/2026, 19:00, Nhà văn hóa"
        assert before.primary is None and before.links[0] == ("Xem trước", f"/bao-cao/lan-du/{plan.key}/")
        assert after.primary == ("Báo cáo", f"/bao-cao/moi/?lan-du={plan.key}")

    def test_a_report_ends_it_and_one_that_was_returned_comes_first(self, land):
        row = land.choosing()
        turn = attend(row.cadre, met(land, "P1D1C1H1"), assignment=row)
        filed = report(turn, MET)
        assert cards(row.cadre, "2026-10-28") == []
        Report.objects.filter(pk=filed.pk).update(state="returned")
        (card,) = cards(row.cadre, "2026-10-28")
        assert (card.state, card.words) == ("bad", "được trả lại")
        assert card.primary == ("Sửa báo cáo", f"/bao-cao/xem/{filed.key}/sua/")
        assert cards(row.cadre, "2026-10-28", first=date(2026, 9, 1)) == []

    def test_the_meeting_of_ones_one_branch_is_there_without_choosing(self, land):
        cadre = land.person()
        row = follow(land.fixed(), cadre, land.branches["P1D1C1H1"], OCTOBER)
        held = met(land, "P1D1C1H1", held=False)
        met(land, "P1D1C1H2", held=False)
        (card,) = cards(cadre, "2026-10-25")
        assert (card.title, card.primary[1]) == (
            "Chi bộ ấp P1D1C1H1",
            f"/bao-cao/moi/?buoi={held.key}",
        )
        excuse(cadre, held, row)
        assert cards(cadre, "2026-10-25") == []

    def test_a_branch_that_registered_nothing_is_said_to_have_no_day_yet(self, land):
        cadre = land.person()
        follow(land.fixed(), cadre, land.branches["P1D1C1H1"], OCTOBER)
        assert seen(cadre, "2026-10-10") == [("Chi bộ ấp P1D1C1H1", "info", "chưa có lịch")]

    def test_a_month_that_is_over_says_what_is_missing(self, land):
        row = land.choosing()
        ((title, state, said),) = seen(row.cadre, "2026-11-10")
        assert (title, state, said) == ("Xã Mẫu P1D1C1", "bad", "báo cáo quá hạn 5 ngày")

    def test_a_conference_of_a_committee_has_a_card_of_its_own_and_counts_for_no_branch(self, land):
        land.scheme.committee_turns_per_month = 1
        land.scheme.save()
        seat = organisation(land.units["P1D1C1"], code="DU1", name="Đảng ủy", kind="committee")
        row = land.choosing()
        missing = [card.what for card in cards(row.cadre, "2026-11-10")]
        assert sorted(missing) == [
            "Chưa có báo cáo dự hội nghị cấp ủy tháng 10/2026",
            "Chưa có báo cáo dự sinh hoạt tháng 10/2026",
        ]
        report(attend(row.cadre, meeting(seat, MET, body="committee"), assignment=row), MET)
        (card,) = cards(row.cadre, "2026-11-10")
        assert card.what == "Chưa có báo cáo dự sinh hoạt tháng 10/2026"

    def test_who_was_excused_or_came_too_late_for_it_misses_nothing(self, land):
        excused, late = land.choosing(), land.choosing(starts_on=day("2026-10-28"))
        away(excused.cadre, OCTOBER, day("2026-11-01"))
        assert cards(excused.cadre, "2026-11-10") == cards(late.cadre, "2026-11-10") == []
        assert cards(excused.cadre, "2026-10-10") == []

    def test_a_visit_of_last_month_without_a_report_is_still_there(self, land):
        row = land.choosing()
        visit(row, land.branches["P1D1C1H1"])
        states = [card.state for card in cards(row.cadre, "2026-11-05", first=day("2026-11-01"))]
        assert states == ["bad", "warn"]

    def test_a_turn_without_a_report_is_asked_for(self, land):
        row = land.choosing()
        turn = attend(row.cadre, met(land, "P1D1C1H1"), assignment=row)
        (card,) = cards(row.cadre, "2026-10-25")
        assert card.primary[1] == f"/bao-cao/moi/?buoi={turn.meeting.key}"

    def test_nothing_of_anybody_else(self, land):
        other = land.choosing()
        visit(other, land.branches["P1D1C1H1"])
        assert cards(land.person(), "2026-10-28") == []


class TestPlaces:
    def test_last_visit_last_contact_and_what_lies_untouched_longest(self, land):
        row = land.choosing(starts_on=START)
        user = row.cadre.user
        filed = report(
            attend(row.cadre, met(land, "P1D1C1H1", day("2026-09-24")), assignment=row), day("2026-09-25")
        )
        Contact.objects.create(
            cadre=row.cadre,
            unit=land.communes[0],
            happened_on=day("2026-10-02"),
            how="phone",
            gist="Hỏi việc",
        )
        listed = Checklist.objects.create(
            code="4-nam-thu", name="4 nắm", scheme=land.scheme, starts_on=START, sort=1
        )
        first, second = (
            ChecklistItem.objects.create(checklist=listed, number=n, code=f"thu-{n}", text=f"Mục {n}")
            for n in (1, 2)
        )
        Checklist.objects.filter(scheme=None).update(ends_on=day("2026-01-01"))
        ChecklistAnswer.objects.create(report=filed, item=first, answer="done")
        scope = signed_in(user).get("/").wsgi_request.scope
        (place,) = places_of(Month(row.cadre, day("2026-10-15"), OCTOBER), scope)
        assert (place.name, place.last_visit) == ("Xã Mẫu P1D1C1", day("2026-09-24"))
        assert place.last_contact == day("2026-10-02")
        assert (place.coldest, place.cold_since) == (second.text, None)

    def test_where_he_was_not_for_longest_stands_first(self, land):
        row = land.choosing(starts_on=START)
        land.choosing(cadre=row.cadre, code="P1D1C2", starts_on=START)
        attend(row.cadre, met(land, "P1D1C1H1", day("2026-09-24")), assignment=row)
        scope = signed_in(row.cadre.user).get("/").wsgi_request.scope
        names = [place.name for place in places_of(Month(row.cadre, day("2026-10-15"), OCTOBER), scope)]
        assert names == ["Xã Mẫu P1D1C2", "Xã Mẫu P1D1C1"]


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def row(land):
    return land.choosing(starts_on=START)


@pytest.fixture
def browser(row):
    return signed_in(row.cadre.user)


class TestThePage:
    def test_it_is_the_home_of_who_is_nothing_but_a_cadre(self, land, row, browser, today):
        for address in ("/", PAGE):
            page = browser.get(address)
            assert f"<h1>Tháng {today.month}/{today.year}</h1>" in page.text
            assert "Xã Mẫu P1D1C1" in words(page)
        navigation = browser.get("/").text.split('id="nav"')[1].split("</nav>")[0]
        assert navigation.index("Tháng này") < navigation.index("Lịch sinh hoạt")
        assert 'aria-current="page">Tháng này' in navigation
        assert "Tổng quan" not in navigation

    def test_who_has_another_role_keeps_the_overview_and_has_the_month_in_the_navigation(self, land, row):
        GrantFactory(user=row.cadre.user, role="org_staff", unit=land.district)
        page = signed_in(row.cadre.user).get("/")
        assert "<h1>Tổng quan</h1>" in page.text
        assert 'href="/thang-nay/"' in page.text

    def test_nobody_else_finds_it(self, land):
        for user in (UserFactory(), GrantFactory(role="org_staff", unit=land.district).user):
            assert signed_in(user).get(PAGE).status_code == 404
            assert f'href="{PAGE}"' not in signed_in(user).get("/").text

    def test_a_merged_record_shows_the_month_of_the_one_that_stays(self, land):
        row = land.choosing(cadre=CadreFactory(unit=land.district), starts_on=START)
        gone = land.person(merged_into=row.cadre)
        assert "Xã Mẫu P1D1C1" in words(signed_in(gone.user).get("/"))

    def test_seven_cards_and_a_link_to_all(self, land, row, browser, today):
        for number in range(MOST_CARDS + 2):
            visit(row, land.branches["P1D1C1H1"], today - timedelta(days=10 + number))
        page = browser.get("/")
        assert page.text.count('class="card"><h3>Chi bộ') == MOST_CARDS
        assert "Còn 2 việc nữa" in words(page) and "9 việc quá hạn" in words(page)
        more = page.text.split('<p><a href="/thang-nay/?')[1].split('"')[0].replace("&amp;", "&")
        assert browser.get(f"{PAGE}?{more}").text.count('class="card"><h3>Chi bộ') == MOST_CARDS + 2

    def test_the_month_switcher_and_a_month_without_work(self, land, row, browser, today):
        page = browser.get(f"{PAGE}?thang=2019-06")
        assert "Bạn chưa được phân công nơi nào trong tháng này." in words(page)
        assert 'href="/thang-nay/?thang=2019-07"' in page.text
        assert "Về tháng này" in words(page)
        home = browser.get("/").text
        assert f'rel="next" href="{PAGE}?thang=' in home

    def test_answers_and_drafts_are_told(self, land, row, browser):
        tell(row.cadre.user, text="Báo cáo BC-1 đã được nhận.", about="x", url="/bao-cao/")
        Draft.objects.create(user=row.cadre.user, client_key="00000000-0000-4000-8000-000000000001")
        text = words(browser.get("/"))
        assert "Tin mới" in text and "Báo cáo BC-1 đã được nhận." in text
        assert "1 bản nháp chưa gửi" in text

    def test_he_raises_from_here_what_he_heard(self, land, row, browser):
        assert 'href="/viec/kien-nghi/moi/"' in browser.get("/").text
        assert browser.get("/viec/kien-nghi/moi/").status_code == 200
        assert 'href="/viec/kien-nghi/moi/"' not in browser.get(f"{PAGE}?thang=2019-06").text

    def test_answers_to_what_others_raised_wait_at_his_places(self, land, row, browser, today):
        """As the report form asks for them: what is shared with the place, not what only its proposer reads."""
        by, day = row.cadre.user, today - timedelta(days=9)
        said = {"issuer": land.district, "raised_on": day, "by": by}

        def answered(code, *, is_shared=True):
            branch = land.branches[code]
            made = raise_matter(unit=branch.unit, organisation=branch, content="Cầu", **said)
            made = receive(made, by=by, on=day, is_shared=is_shared)
            return answer(made, text="Đã sửa", outcome="resolved", by=by, on=day)

        asked = queries_of(browser, "/")
        answered("P1D1C1H1")
        answered("P1D1C1H2")
        answered("P1D1C1H2", is_shared=False)
        answered("P1D1C2H1")
        (place,) = places_of(Month(row.cadre, today, today.replace(day=1)), SCOPELESS)
        assert place.to_tell == 2
        assert "Trả lời cần báo lại 2" in words(browser.get("/"))
        assert queries_of(browser, "/") == asked
        branch = land.branches["P1D1C1H1"]
        assert len(answers_to_tell(branch, row.cadre, today)) == 1
        fixed = follow(land.fixed(), row.cadre, branch, START)
        found = places_of(Month(row.cadre, today, today.replace(day=1)), SCOPELESS)
        assert {each.scheme: each.to_tell for each in found}[fixed.scheme.name] == 1

    def test_the_targets_of_his_places_are_one_line_that_leads_to_them(self, land, row, browser, today):
        aimed = {"indicator": Indicator.objects.get(code="admissions"), "year": today.year, "value": 7}
        assert "chỉ tiêu" not in words(browser.get("/"))
        for code in ("P1D1C1H1", "P1D1C2H1"):
            body = land.branches[code]
            Target.objects.create(organisation=body, unit=body.unit, **aimed)
        page = browser.get("/")
        assert "1 chỉ tiêu năm nay của nơi tôi theo dõi" in words(page), (
            "not of a place that he does not follow"
        )
        assert f"Kết nạp đảng viên {today.year} –/7" in words(page)
        body = land.branches["P1D1C1H1"]
        IndicatorValue.objects.create(
            indicator=aimed["indicator"], unit=body.unit, organisation=body, value=3,
            counted_on=today.replace(month=1, day=1),
        )  # fmt: skip
        few = queries_of(browser, "/")
        assert words(browser.get("/")).count(f"Kết nạp đảng viên {today.year} 3/7") == 1
        assert "–/7" not in words(browser.get("/")), "nor here"
        for code in ("discipline_cases", "model_branches_registered"):
            Target.objects.create(
                organisation=body, unit=body.unit, **(aimed | {"indicator": Indicator.objects.get(code=code)})
            )
        text = words(browser.get("/"))
        assert f"trong sạch, vững mạnh toàn diện {today.year} 0/7" in text
        assert "kỷ luật" not in text, "what is sensitive stays on the list, which hides what is small"
        assert queries_of(browser, "/") == few <= 25
        assert f"Kết nạp đảng viên {today.year}" not in words(browser.get(f"{PAGE}?thang=2019-06"))
        assert 'href="/cham-diem/chi-tieu/"' in page.text
        assert "Chi bộ ấp P1D1C1H1" in words(browser.get("/cham-diem/chi-tieu/"))

    def test_his_phone_may_keep_it_and_no_other_page_of_his(self, row, browser):
        assert browser.get("/")["X-Offline"] == browser.get(PAGE)["X-Offline"] == row.cadre.user.key
        assert "X-Offline" not in browser.get("/?ngay=2026-01-01")

    def test_a_cadre_without_a_place_is_told_so(self, land):
        text = words(signed_in(land.person().user).get("/"))
        assert "Bạn chưa được phân công nơi nào" in text


def furnished(land, row, today):
    """More than a month on a phone ever holds: seven cards and more, places of both kinds, answers, a draft."""
    cadre = row.cadre
    land.choosing(cadre=cadre, code="P1D1C2", starts_on=START)
    fixed = land.fixed(name="Chủ trương mỗi cấp ủy viên theo dõi một chi bộ khu dân cư, giai đoạn 2025-2030")
    follow(fixed, cadre, land.branches["P1D1C2H1"], START)
    met(land, "P1D1C2H1", today, held=False, planned_at="19:00", planned_place="Nhà văn hóa ấp")
    for number in range(12):
        visit(row, land.branches["P1D1C1H1"], today - timedelta(days=3 + number))
    turn = attend(cadre, met(land, "P1D1C1H2", today - timedelta(days=40)), assignment=row)
    Report.objects.filter(pk=report(turn, today).pk).update(state="returned")
    attend(cadre, met(land, "P1D1C1H2", today), assignment=row)
    for code in ("P1D1C1H1", "P1D1C1H2", "P1D1C2H1", "P1D1C2H2"):
        body = land.branches[code]
        for name in ("admissions", "model_branches_registered"):
            aimed = {"indicator": Indicator.objects.get(code=name), "year": today.year, "value": 5}
            Target.objects.create(organisation=body, unit=body.unit, **aimed)
    for number in range(5):
        tell(
            cadre.user,
            text=f"Báo cáo BC-2026-11-{number:04} được trả lại: " + "ghi rõ hơn " * 20,
            about=str(number),
        )
    Draft.objects.create(user=cadre.user, client_key="00000000-0000-4000-8000-000000000001")


class TestBudgets:
    def test_twenty_five_queries_however_much_there_is(self, land, row, browser, today):
        furnished(land, row, today)
        assert queries_of(browser, "/") <= 25
        officer = browser_of("org_staff", unit=land.district)
        for code in ("P1D1C1", "P1D1C1H1"):
            place = land.units[code].get_absolute_url()
            assert "hỉ tiêu năm nay" in words(officer.get(place))
            assert queries_of(officer, place) <= 25, "nor on the page of what he follows"

    def test_it_is_light_enough_for_a_bad_network(self, land, row, browser, today):
        furnished(land, row, today)
        page = browser.get("/")
        assert page.text.count('class="card"') >= MOST_CARDS + 3
        assert len(gzip.compress(page.content, 6)) <= 12 * KILO
        sheets = [each.split('"')[0] for each in page.text.split('rel="stylesheet" href="/static/')[1:]]
        assert len(sheets) == 3
        css = b"".join(Path(settings.BASE_DIR, "static", name).read_bytes() for name in sheets)
        assert len(gzip.compress(css, 6)) <= 14 * KILO
        scripts = [each.split('"')[0] for each in page.text.split('<script src="/static/')[1:]]
        js = b"".join(Path(settings.BASE_DIR, "static", name).read_bytes() for name in scripts)
        assert len(gzip.compress(js, 6)) <= 20 * KILO
