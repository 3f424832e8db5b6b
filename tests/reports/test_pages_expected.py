"""The pages of expected and attended: numbers and the lists behind them, cells, budgets, who sees what."""

import gzip
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from assignments.models import Assignment, Cadre, CadreGroup
from branches.models import Organisation, OrganisationUnit, OrganisationVersion
from meetings.models import Absence, Attendance, Meeting
from tests.factories import START, CadreFactory, SchemeFactory, UserFactory, small_map
from tests.pages import browser_of, queries_of, rows_of, signed_in, words
from tests.reports.things import attend, away, branch_of, follow, meeting, report

pytestmark = pytest.mark.django_db

PERIOD = {"tu": "2026-01", "den": "2026-06"}


@pytest.fixture
def places():
    return small_map()


@pytest.fixture
def district(places):
    return places["P1D1"]


@pytest.fixture
def scheme(district):
    return SchemeFactory(
        issuer=district,
        code="qt",
        name="Dự sinh hoạt",
        target_kind="organisation",
        turns_per_month=1,
        report_days=5,
    )


@pytest.fixture
def half_a_year(district, places, scheme):
    """Four branches, each with a cadre who attended so many of the first six months of 2026; reports of every kind."""
    cadres = []
    for number, code in enumerate(["P1D1C1H1", "P1D1C1H2", "P1D1C2H1", "P1D1C2H2"]):
        cadre, branch = CadreFactory(unit=district), branch_of(places[code])
        cadres.append(cadre)
        row = follow(scheme, cadre, branch)
        for month in range(1, 7 - 2 * number):
            turn = attend(cadre, meeting(branch, date(2026, month, 24)), assignment=row)
            if month % 3:
                report(turn, date(2026, month, 26), is_late=month == 2)
    away(cadres[3], date(2026, 6, 1), date(2026, 7, 1), stand_in=cadres[0])
    met = Meeting.objects.filter(organisation__unit=places["P1D1C1H1"]).first()
    attend(cadres[1], met)
    return cadres


@pytest.fixture
def office(district):
    return browser_of("org_staff", unit=district)


def page(browser, name="expected_page", args=(), **query):
    return browser.get(reverse(f"reports:{name}", args=args), PERIOD | query)


def links(response) -> dict:
    """{words: address} of the top line."""
    found = re.search(r'<ul class="figures">(.*?)</ul>', response.content.decode(), re.S)[1]
    pairs = re.findall(r'<a href="([^"]+)"><strong>([^<]+)</strong> ([^<]+)</a>', found)
    return {what: (number, url.replace("&amp;", "&")) for url, number, what in pairs}


class TestMatrix:
    def test_it_says_in_words_what_was_expected_and_attended(self, office, half_a_year):
        shown = words(page(office))
        assert "12/24 lượt chỉ tiêu đã dự" in shown and "11 lượt thiếu" in shown
        assert "Đã dự ở đây: 13 lượt, 3 người, 12 buổi, 3 chi bộ" in shown
        for word in ("đã dự", "thiếu", "có người thay", "có lý do"):
            assert word in shown

    def test_every_number_of_the_top_line_is_that_of_its_list(self, office, half_a_year):
        for what, (number, url) in links(page(office)).items():
            listed = office.get(url)
            assert listed.status_code == 200
            part = int(number.split("/")[0])
            if "/luot-du/" in url:
                assert listed.context["page"].paginator.count == part, what
            else:
                assert int(listed.context["number"]) == part, what

    def test_the_four_counts_are_those_of_the_list(self, office, half_a_year):
        counts = page(office).context["counts"]
        listed = page(office, "attendance_list").context["counts"]
        assert tuple(int(listed[name]) for name in ("turns", "people", "meetings", "branches")) == tuple(
            counts
        )
        assert len(set(counts)) >= 3

    def test_each_cell_leads_to_its_rows(self, office, half_a_year):
        body = page(office).content.decode()
        cells = re.findall(r'<td class="[a-z ]+"><a href="(o/[^"]+)"', body)
        assert len(cells) == 24
        seen = office.get(f"{reverse('reports:expected_page')}{cells[0]}")
        assert "Lượt dự và báo cáo" in words(seen)

    def test_rows_by_person_and_signs_of_reports(self, office, half_a_year):
        by_person = words(page(office, theo="can-bo"))
        assert all(str(cadre) in by_person for cadre in half_a_year)
        of_reports = words(page(office, xem="bao-cao"))
        assert "thiếu báo cáo" in of_reports and "muộn" in of_reports and "đúng hạn" in of_reports

    def test_rows_by_group_add_up_to_the_same_and_lead_to_their_turns(self, office, half_a_year):
        by_group = page(office, theo="nhom")
        matrix = by_group.context["matrix"]
        assert matrix.total == page(office).context["matrix"].total
        rows = [row for group in matrix.groups for row in group.rows]
        assert {row.name for row in rows} <= {
            *CadreGroup.objects.values_list("name", flat=True),
            "Chưa rõ nhóm",
        }
        for row in rows:
            if row.url:
                assert office.get(row.url).context["page"].paginator.count == row.total.turns
        assert "Nhóm cán bộ" in words(by_group)

    def test_a_place_without_anybody_is_said(self, office, half_a_year, places):
        branch_of(places["P1D1C1H1"])
        assert "✗ trống" in words(page(office, **{"chu-truong": "qt"}))

    def test_it_comes_out_as_a_spreadsheet_with_numbers_and_words(self, office, half_a_year):
        rows = rows_of(page(office, export="xlsx"))
        flat = [str(cell) for row in rows for cell in row if cell is not None]
        assert "01/2026" in flat and "✓ đã dự" in flat and "Lượt chỉ tiêu" in flat
        totals = [row for row in rows if row[1] and str(row[1]).startswith("Chi bộ")]
        assert sum(row[8] for row in totals) == 24 and sum(row[9] for row in totals) == 12

    def test_low_attendance_is_listed_the_lowest_first(self, office, half_a_year):
        shown = words(page(office, "low_list"))
        assert str(half_a_year[3]) in shown and str(half_a_year[0]) not in shown
        assert shown.index(str(half_a_year[3])) < shown.index(str(half_a_year[2]))

    @pytest.mark.parametrize(
        "query, said",
        [
            ({"tu": "hôm qua"}, "không phải là tháng"),
            ({"tu": "13/2026"}, "không phải là tháng"),
            ({"tu": "06/2026", "den": "01/2026"}, "ngược lại"),
            ({"tu": "01/2010", "den": "01/2026"}, "nhiều nhất 24 tháng"),
        ],
    )
    def test_a_period_that_cannot_be_is_said(self, office, half_a_year, query, said):
        response = page(office, **query)
        assert response.status_code == 200 and said in response.content.decode()

    def test_where_nothing_is_expected_it_says_why(self, office):
        assert "Chưa chủ trương nào giao chỉ tiêu" in words(page(office))


class TestWhoSeesWhat:
    def test_a_viewer_sees_numbers_and_no_persons(self, district, half_a_year):
        viewer = browser_of("viewer", unit=district)
        response = page(viewer)
        shown = words(response)
        assert "12/24" in shown and "thiếu" in shown
        assert not any(str(cadre) in response.content.decode() for cadre in half_a_year)
        assert 'href="o/' not in response.content.decode() and "luot-du" not in response.content.decode()
        assert not any(str(cadre) in words(page(viewer, theo="can-bo")) for cadre in half_a_year)
        by_group = page(viewer, theo="nhom")
        assert "12/24" in words(by_group) and "luot-du" not in by_group.content.decode()
        for name in ("expected_list", "low_list", "attendance_list"):
            assert page(viewer, name).status_code == 403

    def test_the_neighbour_finds_nothing(self, places, district, half_a_year):
        neighbour = browser_of("org_staff", unit=places["P1D2"])
        assert page(neighbour, **{"dia-ban": district.key}).status_code == 404
        assert "12/24" not in words(page(neighbour))
        turn = Attendance.objects.first()
        branch = turn.meeting.organisation
        for address in (
            reverse("reports:attendance_page", args=[turn.key]),
            reverse("reports:attendance_void", args=[turn.key]),
            reverse("reports:expected_cell", args=["organisation", branch.key, "2026-01"]),
            reverse("reports:expected_cell", args=["cadre", turn.cadre.key, "2026-01"]),
        ):
            assert neighbour.get(address).status_code == 404, address

    def test_a_commune_office_and_a_secretary_have_no_such_page(self, places, half_a_year):
        for role in ("commune_office", "employer", "handler"):
            over = {"unit": places["P1D1C1"]} if role == "commune_office" else {}
            if over:
                assert page(browser_of(role, **over)).status_code == 403

    @pytest.mark.parametrize("month", ["2026-13", "khong", "2026"])
    def test_a_month_that_is_none_is_not_found(self, office, half_a_year, month):
        branch = Organisation.objects.first()
        assert page(office, "expected_cell", ["organisation", branch.key, month]).status_code == 404
        assert page(office, "expected_cell", ["thu-khac", branch.key, "2026-01"]).status_code == 404


class TestTurns:
    def test_filters_of_the_list(self, office, half_a_year):
        def number(**query):
            return page(office, "attendance_list", **query).context["page"].paginator.count

        assert number() == 13
        assert number(bao_cao="dung-han") + number(bao_cao="muon") + number(bao_cao="thieu") == 13 - 1
        assert (number(duoc_giao="false"), number(duoc_giao="true")) == (1, 12)
        assert number(cap="chi-bo") == 13 and number(cap="cap-uy") == 0
        assert number(loai="thematic") == 0
        assert number(q=half_a_year[0].full_name) == 6

    def test_its_spreadsheet_says_which_count_it_is(self, office, half_a_year):
        response = page(office, "attendance_list", export="xlsx")
        assert "luot-du-sinh-hoat" in response["Content-Disposition"]
        assert len([row for row in rows_of(response) if row[1]]) == 13 + 1

    def test_a_turn_entered_by_mistake_is_voided_with_a_reason(self, office, half_a_year):
        turn = Attendance.objects.filter(report=None).first()
        address = reverse("reports:attendance_void", args=[turn.key])
        assert "Hãy ghi vì sao" in words(office.post(address, {"reason": ""}))
        office.post(address, {"reason": "nhập hai lần"})
        turn.refresh_from_db()
        assert (turn.void_reason, turn.voided_by is not None) == ("nhập hai lần", True)
        assert "đã bị hủy" in words(office.get(reverse("reports:attendance_page", args=[turn.key])))
        assert office.get(address).status_code == 404

    def test_a_turn_with_a_report_goes_back_to_its_author(self, office, half_a_year):
        turn = Attendance.objects.exclude(report=None).first()
        shown = words(office.post(reverse("reports:attendance_void", args=[turn.key]), {"reason": "nhầm"}))
        assert "Hãy trả lại báo cáo" in shown
        turn.refresh_from_db()
        assert turn.voided_at is None

    def test_a_leader_reads_and_does_not_void(self, district, half_a_year):
        leader = browser_of("leader", unit=district)
        turn = Attendance.objects.filter(report=None).first()
        assert "Hủy vì nhập nhầm" not in words(
            leader.get(reverse("reports:attendance_page", args=[turn.key]))
        )
        assert (
            leader.post(reverse("reports:attendance_void", args=[turn.key]), {"reason": "x"}).status_code
            == 403
        )


class TestAbsences:
    def form(self, **changes):
        return {
            "who": "", "starts_on": "01/12/2026", "until": "15/12/2026", "reason": "study", "stand_in": "", "note": "",
        } | changes  # fmt: skip

    def test_an_officer_records_one_with_a_stand_in(self, office, district):
        cadre, other = CadreFactory(unit=district), CadreFactory(unit=district)
        response = office.post(
            reverse("reports:absence_new"),
            self.form(who=f"({cadre.code})", stand_in=f"({other.code})"),
            follow=True,
        )
        row = Absence.objects.get()
        assert (row.cadre, row.stand_in, row.ends_on) == (cadre, other, date(2026, 12, 16))
        assert str(cadre) in words(response) and "15/12/2026" in words(response)

    @pytest.mark.parametrize(
        "changes, said",
        [
            ({"who": "khong co ai"}, "Không tìm thấy cán bộ"),
            ({"until": "01/11/2026"}, "Ngày cuối không thể trước ngày đầu"),
            ({"starts_on": "32/13/2026"}, "Từ ngày"),
            ({"reason": ""}, "Lý do"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(self, office, district, changes, said):
        cadre = CadreFactory(unit=district)
        shown = office.post(
            reverse("reports:absence_new"), self.form(who=f"({cadre.code})", note="đi học lớp A") | changes
        )
        assert said in words(shown) and "đi học lớp A" in shown.content.decode()
        assert not Absence.objects.exists()

    def test_the_same_days_are_not_recorded_twice(self, office, district):
        cadre = CadreFactory(unit=district)
        away(cadre, date(2026, 12, 10), date(2026, 12, 20))
        shown = office.post(reverse("reports:absence_new"), self.form(who=f"({cadre.code})"))
        assert "đã được ghi vắng có lý do từ ngày 10/12/2026" in words(shown)

    def test_a_cadre_says_it_for_himself_from_today_on(self, district, scheme, places):
        cadre = CadreFactory(unit=district)
        follow(scheme, cadre, branch_of(places["P1D1C1H1"]))
        cadre.user = UserFactory()
        cadre.save()
        own = signed_in(cadre.user)
        past, to_come = date.today() - timedelta(days=9), date.today() + timedelta(days=9)
        said = self.form(starts_on=f"{past:%d/%m/%Y}", until=f"{to_come:%d/%m/%Y}")
        assert "Ngày đã qua" in words(own.post(reverse("reports:absence_new"), said))
        said["starts_on"] = f"{date.today() + timedelta(days=1):%d/%m/%Y}"
        own.post(reverse("reports:absence_new"), said)
        row = Absence.objects.get()
        assert row.cadre == cadre
        own.post(reverse("reports:absence_void", args=[row.key]), {"reason": "không đi nữa"})
        row.refresh_from_db()
        assert row.void_reason == "không đi nữa"

    def test_a_cadre_does_not_take_back_what_has_begun(self, district):
        cadre = CadreFactory(unit=district, user=UserFactory())
        row = away(cadre, date.today() - timedelta(days=1), date.today() + timedelta(days=5))
        assert signed_in(cadre.user).get(reverse("reports:absence_void", args=[row.key])).status_code == 403

    def test_nobody_else_reads_or_writes_it(self, places, district):
        row = away(CadreFactory(unit=district), date(2026, 12, 10), date(2026, 12, 20))
        neighbour = browser_of("org_staff", unit=places["P1D2"])
        assert str(row.cadre) not in words(neighbour.get(reverse("reports:absence_list")))
        assert neighbour.get(reverse("reports:absence_void", args=[row.key])).status_code == 404
        leader = browser_of("leader", unit=district)
        assert leader.get(reverse("reports:absence_void", args=[row.key])).status_code == 404
        assert leader.get(reverse("reports:absence_new")).status_code == 404


# --- budgets ---
def many(district, places, scheme, number):
    """So many branches, each with a cadre who attended eleven of the twelve months of 2026 under `scheme`."""
    homes = [places[f"P1D1C{c}H{h}"] for c in (1, 2) for h in (1, 2)]
    branches = [
        Organisation(kind="branch", branch_type="residential", unit=homes[n % 4], opened_on=START)
        for n in range(number)
    ]
    branches = Organisation.objects.bulk_create(branches)
    OrganisationVersion.objects.bulk_create(
        OrganisationVersion(organisation=row, code=f"B{n}", name=f"Chi bộ khu dân cư số {n}", starts_on=START)
        for n, row in enumerate(branches)
    )
    OrganisationUnit.objects.bulk_create(
        OrganisationUnit(organisation=row, unit=row.unit, starts_on=START, is_main=True) for row in branches
    )
    cadres = Cadre.objects.bulk_create(
        CadreFactory.build(unit=district, code=f"M{n}", full_name=f"Nguyễn Văn Số {n}") for n in range(number)
    )
    rows = Assignment.objects.bulk_create(
        Assignment(scheme=scheme, cadre=cadre, target_organisation=branch, unit=branch.unit, starts_on=START)
        for cadre, branch in zip(cadres, branches, strict=True)
    )
    met = Meeting.objects.bulk_create(
        Meeting(
            organisation=branch, unit=branch.unit, body="branch", kind="regular", month=date(2026, month, 1),
            held_on=date(2026, month, 24), outcome="held",
        )
        for branch in branches
        for month in range(1, 13)
    )  # fmt: skip
    by_branch = {row.target_organisation_id: row for row in rows}
    Attendance.objects.bulk_create(
        Attendance(
            cadre=by_branch[each.organisation_id].cadre, meeting=each, unit=each.unit, attended_on=each.held_on,
            scheme=scheme, assignment=by_branch[each.organisation_id],
        )
        for each in met
        if (each.held_on.month + each.organisation_id) % 12
    )  # fmt: skip
    return rows


YEAR_2026 = "?tu=2026-01&den=2026-12&chu-truong=qt"


def test_300_units_and_12_months_keep_to_the_budget(office, district, places, scheme):
    many(district, places, scheme, 300)
    address = reverse("reports:expected_page") + YEAR_2026
    assert queries_of(office, address) <= 25
    body = office.get(address).content
    assert body.count(b"<td class=") >= 3600
    size = len(gzip.compress(body, 6))
    assert size <= 40 * 1024
    for name in ("expected_list", "low_list", "attendance_list"):
        assert queries_of(office, reverse(f"reports:{name}") + YEAR_2026) <= 25
    assert queries_of(office, address + "&theo=can-bo") <= 25


def test_the_queries_of_the_pages_hang_on_no_rows(office, district, places, scheme):
    addresses = [
        reverse(f"reports:{name}") + YEAR_2026
        for name in ("expected_page", "expected_list", "low_list", "attendance_list")
    ]
    many(district, places, scheme, 4)
    few = None
    for number in (2, 9):
        for n, row in enumerate(many_more(district, places, scheme, number)):
            away(row.cadre, date(2026, 3, 1), date(2026, 3, 20 + n % 5))
        asked = [queries_of(office, address) for address in addresses]
        few = few or asked
    assert asked == few


def many_more(district, places, scheme, number):
    rows = []
    for _n in range(number):
        cadre, branch = CadreFactory(unit=district), branch_of(places["P1D1C1H1"])
        rows.append(follow(scheme, cadre, branch))
        attend(cadre, meeting(branch, date(2026, 3, 24)), assignment=rows[-1])
    return rows


def test_more_places_than_a_page_holds_are_shown_by_the_units_that_hold_them(
    office, district, places, scheme
):
    many(district, places, scheme, 301)
    response = office.get(reverse("reports:expected_page") + YEAR_2026)
    shown = words(response)
    assert "Xã Mẫu P1D1C1" in shown and "Chi bộ khu dân cư số 7" not in shown
    assert re.search(r"\d+/151", shown)


def test_a_cells_page_keeps_to_its_queries(office, district, places, scheme):
    many(district, places, scheme, 30)
    branch = Organisation.objects.filter(versions__code="B3").get()
    address = reverse("reports:expected_cell", args=["organisation", branch.key, "2026-03"])
    assert queries_of(office, address) <= 25
