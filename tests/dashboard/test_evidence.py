"""The evidence of a cadre's year: what it counts, who reads which part, what each side says, and the paper."""

import io
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from docx import Document

from assignments.models import Assignment, Cadre, Scheme, Team, TeamMember
from branches.models import Household, HouseholdGroup, Unit, Zone, ZoneMember
from branches.scope import Hold, Reach, Scope
from dashboard.evidence import CadreYear, Raised
from dashboard.evidence_words import change_rows, number_rows
from matters.actions.answering import answer
from matters.actions.raising import raise_matter
from matters.actions.receiving import receive
from matters.models import Contribution, Recommendation
from meetings.models import Visit
from reports.actions.household_visits import record_household_visit
from reports.actions.year_notes import say_of_year
from reports.actions.year_papers import number_year_paper
from reports.models import HouseholdVisit, YearNote, YearPaper
from scores.models import Indicator, IndicatorValue, Sheet, Target
from tests.factories import START, GrantFactory, SchemeFactory, UserFactory, organisation
from tests.pages import queries_of, signed_in, words
from tests.reports.ground import ground, one_more
from tests.reports.things import attend, follow, meeting, report
from tests.score_things import issued_rubric

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.fixture
def land():
    """A cadre who follows a hamlet from the 1st of July 2025, one turn a month, five days for the report."""
    land = ground(turns_per_month=1)
    void(Assignment.objects.get())
    land.row = follow(land.scheme, land.cadre, land.hamlet, date(2025, 7, 1))
    land.browser, land.as_cadre = signed_in(land.officer), signed_in(land.user)
    land.page = f"/ket-qua-nam/{land.cadre.key}/?nam=2025"
    return land


def void(row):
    Assignment.objects.filter(pk=row.pk).update(voided_at=timezone.now(), void_reason="Nhập nhầm")


def everything(land) -> Scope:
    return Scope(holds=(Hold("org_staff", Reach(prefixes=frozenset({land.units["P1"].access_path}))),))


def year(land, number=2025, day=DAY, scope=None):
    return CadreYear(land.cadre, number, day, scope or everything(land))


def attended(land, on, *, filed=None, is_late=False, cadre=None):
    turn = attend(cadre or land.cadre, meeting(land.branch, on), assignment=land.row)
    if filed:
        report(turn, filed, is_late=is_late)
    return turn


class TestWhatItCounts:
    def test_days_turns_and_reports(self, land):
        attended(land, date(2025, 7, 24), filed=date(2025, 7, 26))
        attended(land, date(2025, 8, 24), filed=date(2025, 9, 20), is_late=True)
        attended(land, date(2025, 9, 24))
        found = year(land)
        (held,) = found.held
        assert (held.days, found.days_held, held.last_on) == (184, 184, None)
        assert found.total._replace(awaiting=0) == found.total
        assert (found.total.expected, found.total.turns, found.total.missing) == (6, 3, 3)
        assert (found.total.on_time, found.total.late, found.total.unreported) == (1, 1, 1)

    def test_two_places_on_one_day_are_one_day_held(self, land):
        follow(SchemeFactory(issuer=land.district), land.cadre, land.units["P1D1C1H2"], date(2025, 7, 1))
        found = year(land)
        assert [each.days for each in found.held] == [184, 184] and found.days_held == 184

    def test_a_year_that_runs_counts_up_to_the_day_and_calls_nothing_missing_too_early(self, land):
        found = year(land, 2026, date(2026, 1, 10))
        assert found.days_held == 10
        assert (found.total.expected, found.total.missing, found.total.not_due) == (12, 0, 12)

    def test_what_was_not_his_any_more_is_not_counted(self, land):
        Assignment.objects.filter(pk=land.row.pk).update(ends_on=date(2025, 9, 1))
        found = year(land)
        assert (found.days_held, found.total.expected) == (62, 2)
        assert year(land, 2024).held == [] and year(land, 2024).days_held == 0

    def test_through_a_team_only_his_own_turns_are_his(self, land):
        team = Team.objects.create(unit=land.district, name="Tổ 1", starts_on=START)
        other, _user = one_more(land)
        for person in (land.cadre, other):
            TeamMember.objects.create(team=team, cadre=person, starts_on=date(2025, 10, 1))
        void(land.row)
        land.row = Assignment.objects.create(
            scheme=land.scheme,
            team=team,
            unit=land.hamlet,
            target_unit=land.hamlet,
            starts_on=date(2025, 7, 1),
        )
        attended(land, date(2025, 11, 24), filed=date(2025, 11, 25))
        attended(land, date(2025, 12, 24), filed=date(2025, 12, 25), cadre=other)
        found = year(land)
        (held,) = found.held
        assert (held.team, held.days, found.total.turns, found.total.on_time) == ("Tổ 1", 92, 1, 1)
        assert found.total.expected == 3

    def test_answered_and_resolved_are_two_counts_of_what_he_raised_in_the_year(self, land):
        on = date(2025, 8, 1)

        def raised(outcome=None, on=on):
            made = raise_matter(
                unit=land.hamlet, issuer=land.district, content="Cầu", raised_on=on, raised_by=land.cadre,
                by=land.officer,
            )  # fmt: skip
            if outcome:
                receive(made, by=land.officer, on=on, is_shared=False)
                answer(
                    Recommendation.objects.get(pk=made.pk), text="Đã", outcome=outcome, by=land.officer, on=on
                )

        for outcome in (None, "resolved", "in_progress"):
            raised(outcome)
        raised("resolved", date(2026, 1, 2))
        assert year(land).raised == Raised(raised=3, answered=2, resolved=1, overdue=0)

    def test_more_than_survives_the_sum(self, land):
        gift = {"unit": land.hamlet, "issuer": land.district, "cadre": land.cadre}
        gift["happened_on"] = date(2025, 8, 1)
        Contribution.objects.create(**gift, amount=20_000_000)
        Contribution.objects.create(**gift, amount=5_000_000, qualifier="more_than")
        Contribution.objects.create(**gift, in_kind="Gạo", quantity="20 bao")
        rows = dict(number_rows(year(land)))
        assert "hơn 25" in rows["Nguồn lực vận động"].lower() and rows["Lần vận động hiện vật"] == "1"

    def test_nothing_of_nothing_is_no_nought_of_nought(self, land):
        rows = dict(number_rows(year(land)))
        assert rows["Trong đó đã được trả lời"] == "–" and rows["Nguồn lực vận động"] == "–"

    def test_scores_stand_beside_those_of_the_year_before_one_side_at_a_time(self, land):
        rubric = issued_rubric(land.district, starts_on=date(2024, 1, 1), kind="month")
        common = {"rubric": rubric, "kind": "month", "organisation": land.branch, "unit": land.hamlet}
        common |= {"issuer": land.district, "scorer": "own", "state": "published"}
        for on, total in ((date(2024, 5, 1), 70), (date(2025, 5, 1), 80), (date(2025, 6, 1), 91)):
            Sheet.objects.create(**common, period_on=on, sent_on=on, published_on=on, total=total)
        (change,) = year(land).changes
        assert (change.before, change.now, change.difference) == (70, Decimal("85.5"), Decimal("15.5"))
        (change,) = year(land, 2026).changes
        assert (change.before, change.now, change.difference) == (Decimal("85.5"), None, None)
        assert year(land, 2024).changes == []  # he followed nothing then

    def test_of_what_was_never_scored_it_says_so(self, land):
        ((name, _what, before, now),) = change_rows(year(land).changes)
        assert (name, before, now) == (land.branch.versions.get().name, "chưa chấm", "chưa chấm")

    def test_what_the_board_gave_is_in_no_mean_of_the_organisations_before_it_is_published(self, land):
        """One who is sent there and is its secretary as well reads his own sheet, but not yet what the board made of it."""
        GrantFactory(user=land.user, role="branch_secretary", organisation=land.branch)
        rubric = issued_rubric(land.district, starts_on=date(2024, 1, 1), kind="month")
        sheet = Sheet.objects.create(
            rubric=rubric, kind="month", organisation=land.branch, unit=land.hamlet, issuer=land.district,
            scorer="own", state="approved", period_on=date(2025, 5, 1), sent_on=date(2025, 5, 1),
            total=Decimal("76.5"),
        )  # fmt: skip
        assert "76,5" in words(land.browser.get(land.page))
        assert "76,5" not in words(land.as_cadre.get(land.page))
        Sheet.objects.filter(pk=sheet.pk).update(state="published", published_on=date(2025, 6, 1))
        assert "76,5" in words(land.as_cadre.get(land.page))

    def test_what_only_the_organisation_gave_itself_is_in_no_mean(self, land):
        rubric = issued_rubric(land.district, starts_on=date(2024, 1, 1), kind="month")
        Sheet.objects.create(
            rubric=rubric, kind="month", organisation=land.branch, unit=land.hamlet, issuer=land.district,
            scorer="own", state="sent", period_on=date(2025, 5, 1), sent_on=date(2025, 5, 1), total=99,
        )  # fmt: skip
        (change,) = year(land).changes
        assert change.now is None

    def test_more_targets_than_the_sheet_shows_are_counted_in_words(self, land, monkeypatch):
        for indicator in Indicator.objects.filter(is_sensitive=False)[:3]:
            Target.objects.create(
                organisation=land.branch, unit=land.hamlet, indicator=indicator, year=2025, value=1
            )
        assert "chỉ tiêu khác" not in words(land.browser.get(land.page))
        monkeypatch.setattr("dashboard.evidence.MOST_TARGETS", 2)
        assert "Còn 1 chỉ tiêu khác" in words(land.browser.get(land.page))

    def test_no_grade_is_computed(self, land):
        page = words(land.browser.get(land.page))
        assert "không tính điểm, không xếp loại" in page
        for grade in ("Hoàn thành xuất sắc", "Hoàn thành tốt", "Không hoàn thành"):
            assert grade not in page


class TestHouseholds:
    def test_households_are_counted_with_their_days_and_each_visit_is_for_himself_alone(self, land):
        """Three of a group and one of his own; two of them visited on two days, one of them twice; one of the year before."""
        scheme = SchemeFactory(issuer=land.units["P1D1C1"], target_kind="household", target_level=None)
        group = HouseholdGroup.objects.create(unit=land.hamlet, code="TO1", name="Tổ 1", starts_on=START)
        made = [
            Household.objects.create(
                unit=land.hamlet, code=f"HO-{n}", head_name="Chủ Hộ Mẫu", starts_on=START
            )
            for n in range(5)
        ]  # fmt: skip
        # The third was in the group before it was handed out, the second left it in the year.
        for one, (starts_on, ends_on) in zip(
            made,
            [(START, None), (START, date(2025, 3, 1)), (START, None)],
            strict=False,
        ):
            one.memberships.create(group=group, starts_on=starts_on, ends_on=ends_on)
        held = {"scheme": scheme, "cadre": land.cadre, "unit": land.hamlet, "starts_on": START}
        Assignment.objects.create(**held, target_group=group)
        Assignment.objects.create(**held, target_household=made[3])
        for n, on in (
            (0, date(2025, 8, 1)),
            (0, date(2025, 9, 1)),
            (3, date(2025, 9, 1)),
            (1, date(2024, 12, 31)),
        ):
            record_household_visit(
                household=made[n], cadre=land.cadre, by=land.user, client_key=uuid4(), on=on,
                values={"visited_on": on, "wishes": "Muốn vay vốn"},
            )  # fmt: skip
        rows = dict(number_rows(year(land)))
        assert [
            rows[name]
            for name in ("Hộ được phân công", "Trong đó đã thăm", "Lượt thăm hộ", "Số ngày đi thăm hộ")
        ] == ["4", "2/4", "3", "2"]
        own, over = (browser.get(land.page) for browser in (land.as_cadre, land.browser))
        assert "Lượt thăm hộ 3" in words(own) and "01/09/2025 HO-3 thăm định kỳ" in words(own)
        visit = HouseholdVisit.objects.get(household=made[3])
        assert visit.get_absolute_url() in own.content.decode()
        # Over him the numbers alone; on paper too.
        assert "Lượt thăm hộ 3" in words(over) and "HO-3" not in over.content.decode()
        for response in (own, over):
            assert "Chủ Hộ Mẫu" not in response.content.decode() and "vay vốn" not in words(response)
        paper = land.as_cadre.get(land.page.replace("/?", "/phieu.pdf?")).content
        said = " ".join(
            " ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(paper)).pages).split()
        )
        assert "Trong đó đã thăm 2/4" in said and "HO-3" not in said
        # Who counts no households there counts none of his.
        elsewhere = Scope(
            holds=(Hold("org_staff", Reach(prefixes=frozenset({land.units["P1D2"].access_path}))),)
        )
        assert "Lượt thăm hộ" not in dict(number_rows(year(land, scope=elsewhere)))
        assert max(queries_of(each, land.page) for each in (land.as_cadre, land.browser)) <= 25


class TestWhoReadsIt:
    def role(self, role, **over):
        return signed_in(GrantFactory(role=role, **over).user)

    def test_himself_and_those_over_him_read_all(self, land):
        for browser in (land.as_cadre, land.browser, self.role("leader", unit=land.district)):
            page = words(browser.get(land.page))
            assert "Số ngày được phân công trong năm" in page and "Lượt dự được giao" in page

    def test_a_host_reads_where_he_is_sent_and_his_own_opinion_only(self, land):
        commune, beside = land.units["P1D1C1"], land.units["P1D1C2"]
        office = self.role("commune_office", unit=commune)
        say_of_year(
            cadre=land.cadre, year=2025, side="host", unit=beside, text="Xã bên nói", by=land.officer, on=DAY
        )
        say_of_year(
            cadre=land.cadre, year=2025, side="host", unit=commune, text="Xã này nói", by=land.officer, on=DAY
        )
        say_of_year(
            cadre=land.cadre, year=2025, side="self", unit=land.district, text="Tôi nói", by=land.user, on=DAY
        )
        page = words(office.get(land.page))
        assert "Xã này nói" in page and "Xã bên nói" not in page and "Tôi nói" not in page
        assert "Lượt dự được giao" not in page
        assert office.get(land.page.replace("/?", "/phieu.pdf?")).status_code == 404
        assert "Tôi nói" in words(land.browser.get(land.page)) and "Xã bên nói" in words(
            land.browser.get(land.page)
        )

    def test_who_has_nothing_to_do_with_him_finds_nothing(self, land):
        beside = {
            "commune_office": {"unit": land.units["P1D1C2"]},
            "org_staff": {"unit": land.units["P1D2"]},
            "branch_secretary": {"organisation": organisation(land.units["P1D1C2H1"], code="X", name="X")},
            "employer": {"agency": None},
        }
        beside.pop("employer")
        for role, over in beside.items():
            browser = self.role(role, **over)
            assert browser.get(land.page).status_code == 404, role
            assert land.cadre.full_name not in words(browser.get("/ket-qua-nam/?nam=2025"))
        colleague = signed_in(one_more(land)[1])
        assert colleague.get(land.page).status_code == 404
        assert colleague.get("/ket-qua-nam/").status_code == 404
        assert signed_in(UserFactory()).get(land.page).status_code == 404

    def test_a_planned_visit_that_is_not_announced_changes_nothing_below(self, land):
        Scheme.objects.filter(pk=land.scheme.pk).update(is_announced=False)
        commune = land.units["P1D1C1"]
        # A cadre of the commune's own: its organisation officer reads the whole sheet.
        Cadre.objects.filter(pk=land.cadre.pk).update(unit=commune)
        below = [
            self.role("commune_office", unit=commune),
            self.role("org_staff", unit=commune),
            self.role("branch_secretary", organisation=land.branch),
            self.role("employer", agency=land.agency),
        ]

        def seen():
            pages = (land.page, "/ket-qua-nam/?nam=2025", land.page.replace("2025", "2026"))
            found = []
            for browser in below:
                answers = [browser.get(page) for page in pages]
                found.append(
                    [(each.status_code, words(each) if each.status_code == 200 else "") for each in answers]
                )
            return found

        before = seen()
        for on in (date(2025, 12, 20), timezone.localdate()):
            Visit.objects.create(
                cadre=land.cadre, assignment=land.row, scheme=land.scheme, issuer=land.district,
                organisation=land.branch, unit=land.hamlet, month=on.replace(day=1), planned_on=on,
                is_announced=False,
            )  # fmt: skip
        # They are there, and he reads them himself.
        assert Visit.objects.visible_to(Scope(cadre_ids=frozenset({land.cadre.pk}))).count() == 2
        assert seen() == before
        assert [rows[0][0] for rows in before] == [200, 200, 200, 200]

    def test_of_two_branches_in_one_hamlet_each_speaks_for_itself_and_reads_no_other(self, land):
        other = organisation(land.hamlet, code="CB2", name="Chi bộ thứ hai")
        first = self.role("branch_secretary", organisation=land.branch)
        second = self.role("branch_secretary", organisation=other)
        form = f"/ket-qua-nam/{land.cadre.key}/host/{{}}/?nam=2025"
        assert first.post(form.format(land.branch.key), {"text": "Chi bộ một nói"}).status_code == 302
        assert second.post(form.format(other.key), {"text": "Chi bộ hai nói"}).status_code == 302
        for browser, mine, theirs in ((first, "một", "hai"), (second, "hai", "một")):
            page = words(browser.get(land.page))
            assert f"Chi bộ {mine} nói" in page and f"Chi bộ {theirs} nói" not in page
        # Nor through the other's form, nor through that of the hamlet.
        for place in (land.branch.key, land.hamlet.key):
            assert second.get(form.format(place)).status_code == 404
            assert second.post(form.format(place), {"text": "Đè lên"}).status_code == 404
        assert {note.text for note in YearNote.objects.all()} == {"Chi bộ một nói", "Chi bộ hai nói"}
        board = words(land.browser.get(land.page))
        assert "Chi bộ một nói" in board and "Chi bộ hai nói" in board and "Chi bộ thứ hai" in board

    def test_who_is_sent_to_one_branch_of_a_hamlet_is_nothing_to_the_other(self, land):
        other = organisation(land.hamlet, code="CB2", name="Chi bộ thứ hai")
        void(land.row)
        Assignment.objects.create(
            scheme=land.scheme,
            cadre=land.cadre,
            unit=land.hamlet,
            target_organisation=land.branch,
            starts_on=date(2025, 7, 1),
        )
        assert self.role("branch_secretary", organisation=land.branch).get(land.page).status_code == 200
        second = self.role("branch_secretary", organisation=other)
        assert second.get(land.page).status_code == 404
        assert land.cadre.full_name not in words(second.get("/ket-qua-nam/?nam=2025"))

    def test_a_commune_that_took_another_in_speaks_in_its_own_name_only(self, land):
        commune, gone = land.units["P1D1C1"], land.units["P1D1C2"]
        Unit.objects.filter(pk=gone.pk).update(
            closed_on=date(2025, 10, 1), access_path=Unit.objects.get(pk=commune.pk).access_path
        )
        page = self.role("commune_office", unit=commune).get(land.page).text
        assert page.count("/host/") == 1 and f"/host/{commune.key}/" in page

    def test_a_year_in_which_he_was_not_sent_there_opens_nothing(self, land):
        office = self.role("commune_office", unit=land.units["P1D1C1"])
        assert office.get(land.page).status_code == 200
        assert office.get(land.page.replace("2025", "2024")).status_code == 404
        assert land.cadre.full_name in words(office.get("/ket-qua-nam/?nam=2025"))
        assert land.cadre.full_name not in words(office.get("/ket-qua-nam/?nam=2024"))

    def test_the_employer_and_the_leader_of_the_zone_say_theirs(self, land):
        employer = self.role("employer", agency=land.agency)
        zone = Zone.objects.create(unit=land.district, code="C1", name="Cụm 1", starts_on=START)
        ZoneMember.objects.create(zone=zone, unit=land.units["P1D1C1"], starts_on=START)
        leader = self.role("zone_leader", zone=zone)
        for browser, side in ((employer, "employer"), (leader, "zone")):
            address = f"/ket-qua-nam/{land.cadre.key}/{side}/{land.district.key}/?nam=2025"
            assert address in browser.get(land.page).text, side
            assert browser.post(address, {"text": f"Ý kiến {side}"}).status_code == 302
            assert f"Ý kiến {side}" in words(browser.get(land.page))
        assert {note.side for note in YearNote.objects.all()} == {"employer", "zone"}
        # Neither may speak for the board, nor for the other.
        for browser, side in (
            (employer, "zone"),
            (leader, "employer"),
            (leader, "board"),
            (employer, "self"),
        ):
            for place in ("", f"{land.district.key}/"):
                address = f"/ket-qua-nam/{land.cadre.key}/{side}/{place}?nam=2025"
                assert browser.post(address, {"text": "Không được"}).status_code == 404


class TestList:
    def test_the_board_asks_whose_own_words_are_missing_and_a_host_cannot(self, land):
        other, _user = one_more(land, target=None)
        listed = lambda browser, query: words(browser.get(f"/ket-qua-nam/?nam=2025{query}"))  # noqa: E731
        say_of_year(
            cadre=land.cadre, year=2025, side="self", unit=land.district, text="Tôi", by=land.user, on=DAY
        )
        for query, is_there in (("", True), ("&thieu=self", False), ("&thieu=board", True)):
            assert (land.cadre.full_name in listed(land.browser, query)) is is_there, query
            assert other.full_name in listed(land.browser, query)
        office = signed_in(GrantFactory(role="commune_office", unit=land.units["P1D1C1"]).user)
        assert "Còn thiếu" in listed(land.browser, "") and "Còn thiếu" not in listed(office, "")
        # Whether he has spoken does not show in what a host asks.
        assert land.cadre.full_name in listed(office, "&thieu=self")

    def test_a_year_is_written_as_a_year(self, land):
        for browser in (land.browser, land.as_cadre):
            page = words(browser.get(land.page))
            assert "2024" in page and "2.024" not in page and "2.026" not in page


class TestNotes:
    def address(self, land, side="self"):
        return f"/ket-qua-nam/{land.cadre.key}/{side}/?nam=2025"

    def test_said_anew_the_former_stays_in_the_history(self, land):
        land.as_cadre.post(self.address(land), {"text": "Lần đầu"})
        first = YearNote.objects.get()
        assert "Lần đầu" in land.as_cadre.get(self.address(land)).text
        assert (
            land.as_cadre.post(self.address(land), {"text": "Lần sau", "seen": first.pk}).status_code == 302
        )
        first.refresh_from_db()
        assert first.voided_at and first.text == "Lần đầu"
        assert YearNote.objects.standing().get().text == "Lần sau"
        # Whoever reads what stands reads what was said before, with who said it and when; nobody else.
        for browser in (land.as_cadre, land.browser):
            page = words(browser.get(land.page))
            assert page.index("Lần sau") < page.index("Lời ghi trước (1)") < page.index("Lần đầu")
            assert page.index("Lần đầu") < page.rindex(f"{land.user.full_name}, {first.said_on:%d/%m/%Y}")
        office = signed_in(GrantFactory(role="commune_office", unit=land.units["P1D1C1"]).user)
        assert "Lần đầu" not in office.get(land.page).text and "Lần sau" not in office.get(land.page).text

    def test_a_side_reads_its_own_earlier_words_and_no_other_s(self, land):
        other = organisation(land.hamlet, code="CB2", name="Chi bộ thứ hai")
        for body in (land.branch, other):
            secretary = signed_in(GrantFactory(role="branch_secretary", organisation=body).user)
            for text in ("trước", "sau"):
                seen = YearNote.objects.standing().filter(organisation=body).first()
                sent = {"text": f"{body.pk} {text}", "seen": seen.pk if seen else ""}
                secretary.post(f"/ket-qua-nam/{land.cadre.key}/host/{body.key}/?nam=2025", sent)
        for body, beside in ((land.branch, other), (other, land.branch)):
            # A new secretary, who wrote none of it himself.
            page = words(
                signed_in(GrantFactory(role="branch_secretary", organisation=body).user).get(land.page)
            )
            assert f"{body.pk} trước" in page and f"{beside.pk} " not in page.replace(f"{body.pk} ", "")

    def test_who_did_not_see_the_other_note_overwrites_nothing(self, land):
        land.browser.post(self.address(land, "board"), {"text": "Của người thứ nhất"})
        second = signed_in(GrantFactory(role="org_staff", unit=land.district).user)
        page = words(second.post(self.address(land, "board"), {"text": "Của người thứ hai"}))
        assert "đã ghi nhận xét này" in page and YearNote.objects.get().text == "Của người thứ nhất"

    def test_bad_input_is_one_sentence(self, land):
        assert "Chưa điền" in words(land.as_cadre.post(self.address(land), {"text": "  "}))
        later = self.address(land).replace("2025", "2099")
        assert "Năm này chưa đến" in words(land.as_cadre.post(later, {"text": "Sớm"}))
        assert not YearNote.objects.exists()
        with pytest.raises(ValidationError):
            say_of_year(cadre=land.cadre, year=2025, side="x", unit=land.district, text="A", by=None, on=DAY)

    def test_the_database_holds_one_note_a_side(self, land):
        note = {"cadre": land.cadre, "year": 2025, "side": "self", "unit": land.district, "said_on": DAY}
        YearNote.objects.create(**note, text="A")
        with pytest.raises(IntegrityError, match="reports_a_side_speaks_once_of_a_year"):
            YearNote.objects.create(**note, text="B")


class TestPaper:
    TRICKS = "{{ x }} #set <b>*a*</b> \\n $1"

    def test_word_and_pdf_hold_what_the_page_does_and_text_stays_text(self, land):
        say_of_year(
            cadre=land.cadre,
            year=2025,
            side="self",
            unit=land.district,
            text=self.TRICKS,
            by=land.user,
            on=DAY,
        )
        paper = land.page.replace("/?", "/phieu.docx?")
        document = Document(io.BytesIO(land.browser.get(paper).content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = "\n".join([each.text for each in document.paragraphs] + cells)
        assert self.TRICKS in text and land.cadre.full_name in text and "không xếp loại" in text
        assert "Lượt dự được giao" in cells and "DỰ THẢO" in str(document.element.xml) + text + "".join(
            part.blob.decode("utf8", "ignore") for part in document.part.package.iter_parts()
        )
        reader = pypdf.PdfReader(io.BytesIO(land.browser.get(paper.replace("docx", "pdf")).content))
        said = "".join(page.extract_text() for page in reader.pages)
        assert "{{ x }} #set <b>*a*</b>" in said and "2025" in said

    def test_its_sections_are_numbered_without_a_gap_and_it_says_up_to_which_day_it_counts(self, land):
        paper = land.page.replace("/?", "/phieu.docx?")
        document = Document(io.BytesIO(land.browser.get(paper).content))
        text = [each.text for each in document.paragraphs]
        numbered = [
            each.split("-")[0] for each in text if each.partition("- ")[0] in ("I", "II", "III", "IV", "V")
        ]
        assert numbered == ["I", "II", "III", "IV"] and "IV- Nhận xét" in text  # no targets were given
        assert "Số liệu tính đến hết ngày 31/12/2025." in text

    def test_it_is_a_draft_until_the_board_types_a_number_which_is_kept(self, land):
        address = land.page.replace("/?", "/so/?")

        def said(browser):
            content = browser.get(land.page.replace("/?", "/phieu.pdf?")).content
            return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)

        def typed(number, day="05/01/2026", seen="", browser=land.browser):
            return browser.post(address, {"number": number, "issued_on": day, "seen": seen}, follow=True)

        assert "DỰ THẢO" in said(land.browser) and "chưa có số" in words(land.browser.get(land.page))
        # The cadre numbers nothing himself.
        assert typed("127", browser=land.as_cadre).status_code == 403
        assert "/so/" in land.browser.get(land.page).text and "/so/" not in land.as_cadre.get(land.page).text
        for number, day, refusal in (
            ("<b>", "05/01/2026", "Số văn bản chỉ gồm"),
            ("127", "01/01/2999", "Ngày ký không thể sau hôm nay"),
            ("127", "31/12/2024", "Ngày ký không thể trước năm của phiếu"),
        ):
            assert refusal in words(typed(number, day))
        assert not YearPaper.objects.exists() and "DỰ THẢO" in said(land.browser)
        page = words(typed("127"))
        assert f"Phiếu số 127, ngày 05/01/2026 ({land.officer} ghi số ngày" in page
        for browser in (land.browser, land.as_cadre):
            paper = said(browser)
            assert "DỰ THẢO" not in paper and "127-PKQ/" in paper and "ngày 05 tháng 01 năm 2026" in paper
        assert "DỰ THẢO" in "".join(
            page.extract_text()
            for page in pypdf.PdfReader(
                io.BytesIO(
                    land.browser.get(land.page.replace("2025", "2026").replace("/?", "/phieu.pdf?")).content
                )
            ).pages
        ), "the number is of its year"

    def test_a_number_typed_otherwise_voids_the_former_and_no_two_sheets_have_one(self, land):
        given = {"cadre": land.cadre, "year": 2025, "issued_on": DAY, "by": land.officer, "on": DAY}
        first = number_year_paper(number="127", **given)
        with pytest.raises(ValidationError, match="vừa thay đổi"):
            number_year_paper(number="128", **given)
        with pytest.raises(ValidationError, match="Không có gì thay đổi"):
            number_year_paper(number=" 127 ", version=first.pk, **given)
        second = number_year_paper(number="128", version=first.pk, **given)
        first.refresh_from_db()
        assert first.voided_by == land.officer and list(YearPaper.objects.standing()) == [second]
        assert (second.numbered_by, second.numbered_on) == (land.officer, DAY)
        # Numbered without figures, as before they were kept: page and paper say so, and invent none.
        content = land.browser.get(land.page.replace("/?", "/phieu.docx?")).content
        said = " ".join(each.text for each in Document(io.BytesIO(content)).paragraphs)
        for text in (words(land.browser.get(land.page)), said):
            assert "chưa giữ số liệu kèm theo số" in text and "có thể khác bản đã ký" in text
        other, _user = one_more(land)
        with pytest.raises(ValidationError, match="đã ghi cho một phiếu khác"):
            number_year_paper(number="128", **(given | {"cadre": other}))
        assert number_year_paper(number="127", **(given | {"cadre": other})).number == "127"

    def test_a_numbered_sheet_printed_again_says_what_it_said_and_the_page_says_what_is_another(self, land):
        """Counted, scored and said anew after the number: the paper stays, the page tells each difference, and only figures that are
        asked for anew come onto the paper."""
        attended(land, date(2025, 7, 24), filed=date(2025, 7, 26))
        note = {"cadre": land.cadre, "year": 2025, "side": "self", "unit": land.district, "by": land.user}
        first = say_of_year(**note, text="Lời đầu {{ x }}", on=DAY)
        address, paper = land.page.replace("/?", "/so/?"), land.page.replace("/?", "/phieu.docx?")

        def said(browser=land.browser):
            document = Document(io.BytesIO(browser.get(paper).content))
            rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
            return [each.text for each in document.paragraphs], rows

        def typed(number, **more):
            seen = YearPaper.objects.standing().values_list("pk", flat=True).first() or ""
            sent = {"number": number, "issued_on": "05/01/2026", "seen": seen, **more}
            return words(land.browser.post(address, sent, follow=True))

        assert "đến nay vẫn như vậy" in (page := typed("127")) and "chưa giữ số liệu" not in page
        then = said()
        assert "chưa giữ số liệu" not in "".join(then[0])
        assert ["Lượt đã dự", "1"] in then[1] and "Lời đầu {{ x }}" in "".join(then[0])
        attended(land, date(2025, 8, 24), filed=date(2025, 8, 26))
        say_of_year(**note, text="Lời sau", on=DAY, version=first.pk)
        rubric = issued_rubric(land.district, starts_on=date(2024, 1, 1), kind="month")
        fields = {"rubric": rubric, "kind": "month", "organisation": land.branch, "unit": land.hamlet,
                  "issuer": land.district, "scorer": "own", "sent_on": date(2025, 5, 1)}  # fmt: skip
        Sheet.objects.create(**fields, state="published", period_on=date(2025, 5, 1), total=81,
                             published_on=date(2025, 6, 1))  # fmt: skip
        Sheet.objects.create(**fields, state="approved", period_on=date(2025, 6, 1), total=50)
        Cadre.objects.filter(pk=land.cadre.pk).update(full_name="Tên Khác")
        assert [said(browser) == then for browser in (land.browser, land.as_cadre)] == [True, True]
        for browser in (land.browser, land.as_cadre):
            page = words(browser.get(land.page))
            assert "Khác với phiếu đã ghi số" in page and "Kết quả: Lượt đã dự 1 2" in page
            assert "Lời đầu {{ x }}" in page and "Lời sau" in page
            # Who follows reads no score of the branch in the lists: it is no change that he does not.
            assert ("năm nay 81" in page) == (browser is land.browser)
            # What is approved and not published comes neither onto the paper nor among the differences.
            assert "năm nay 65,5" not in page
        # Another number alone keeps the figures; asked for anew, they are those of the day, without what is not published.
        assert "Khác với phiếu đã ghi số" in typed("128")
        assert said()[1][2:] == then[1][2:] and "Lời sau" not in "".join(said()[0])
        assert "đến nay vẫn như vậy" in typed("128", anew="on")
        assert ["Lượt đã dự", "2"] in said()[1] and "Lời sau" in "".join(said()[0])
        assert [row[3] for row in said()[1] if row[0] == land.branch.versions.get().name] == ["81"]
        assert "đến nay vẫn như vậy" in words(land.as_cadre.get(land.page))
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            YearPaper.objects.standing().update(figures={})

    def test_the_cadre_takes_out_his_own(self, land):
        assert land.as_cadre.get(land.page.replace("/?", "/phieu.pdf?")).status_code == 200
        assert land.as_cadre.get(land.page.replace("/?", "/phieu.exe?")).status_code == 404


class TestBudget:
    def test_queries_grow_with_neither_places_nor_months_nor_schemes_of_other_issuers(self, land):
        few = queries_of(land.browser, land.page)
        assert few <= 25
        for number, place in enumerate(("P1D1C1H2", "P1D1C2H1")):
            # One of the district's, one of a commune's own.
            issuer = (land.district, land.units["P1D1C2"])[number]
            scheme = SchemeFactory(issuer=issuer, turns_per_month=1, report_days=5)
            follow(scheme, land.cadre, land.units[place], date(2025, 1, 1))
        for month in range(7, 12):
            attended(land, date(2025, month, 24), filed=date(2025, month, 25))
        assert queries_of(land.browser, land.page) <= few

    def test_many_places_bodies_targets_and_notes_ask_no_more_than_one_of_each(self, land):
        """The same whole sheet, of a year that is over and of the one that runs, for himself and for the board."""
        this_year = timezone.localdate().year
        team = Team.objects.create(unit=land.district, name="Tổ 1", starts_on=START)
        TeamMember.objects.create(team=team, cadre=land.cadre, starts_on=START)
        zone = Zone.objects.create(unit=land.district, code="C1", name="Cụm 1", starts_on=START)
        ZoneMember.objects.create(zone=zone, unit=land.units["P1D1C1"], starts_on=START)
        beside = organisation(land.units["P1D1C2"], code="DU", name="Đảng ủy", kind="grassroots_committee")
        registered = Indicator.objects.get(code="model_branches_registered")
        others = list(Indicator.objects.filter(is_sensitive=False).exclude(pk=registered.pk))
        attended(land, date(2025, 8, 24), filed=date(2025, 8, 25))
        for body in (beside, organisation(land.units["P1D1C2H1"], code="CB2", name="Chi bộ 2")):
            follow(land.scheme, land.cadre, body, date(2025, 1, 1))
        for fields in ({"team": team, "unit": land.units["P1D1C1H2"], "target_unit": land.units["P1D1C1H2"]},
                       {"cadre": land.cadre, "unit": land.district, "target_zone": zone}):  # fmt: skip
            Assignment.objects.create(scheme=SchemeFactory(issuer=land.district, turns_per_month=1),
                                      starts_on=date(2025, 1, 1), **fields)  # fmt: skip

        def aim(body, *indicators):
            for each in (2025, this_year):
                for indicator in indicators:
                    Target.objects.create(
                        organisation=body, unit=body.unit, indicator=indicator, year=each, value=2
                    )
                    if indicator != registered:
                        IndicatorValue.objects.create(
                            unit=body.unit, indicator=indicator, value=1, counted_on=date(each, 1, 1)
                        )

        def say(side, unit, organisation=None, said=("Một", "Hai")):
            about = {"cadre": land.cadre, "side": side, "unit": unit, "organisation": organisation}
            for each in (2025, this_year):
                seen = None
                for text in said:
                    note = say_of_year(**about, year=each, text=text, by=land.officer,
                                       on=timezone.localdate(), version=seen)  # fmt: skip
                    seen = note.pk

        def asked():
            pages = (land.page, land.page.replace("2025", str(this_year)))
            return [queries_of(each, page) for each in (land.browser, land.as_cadre) for page in pages]

        scheme = SchemeFactory(issuer=land.units["P1D1C1"], target_kind="household", target_level=None)

        def visit(number):
            home = Household.objects.create(
                unit=land.hamlet, code=f"HO-{number}", head_name="Chủ Hộ Mẫu", starts_on=START
            )
            Assignment.objects.create(
                scheme=scheme, cadre=land.cadre, unit=land.hamlet, starts_on=START, target_household=home
            )
            for each in (2025, this_year):
                on = date(each, 1, 1)
                record_household_visit(
                    household=home, cadre=land.cadre, by=land.user, client_key=uuid4(), on=on, values={"visited_on": on}
                )  # fmt: skip

        visit(1)
        aim(land.branch, registered, others[0])
        say("self", land.district)
        say("host", land.hamlet, land.branch)
        few = asked()
        assert max(few) <= 25, few
        for number, code in enumerate(("P1D1C1H2", "P1D1C2H2")):
            if code in land.units:
                body = organisation(land.units[code], code=f"N{number}", name=f"Chi bộ N{number}")
                follow(land.scheme, land.cadre, land.units[code], date(2025, 2, 1))
                aim(body, registered, *others[:3])
                say("host", land.units[code], body, said=("Một", "Hai", "Ba"))
                report(attend(land.cadre, meeting(body, date(2025, 9, 20)), assignment=land.row),
                       date(2025, 9, 21))  # fmt: skip
        visit(2)
        aim(beside, registered, *others[:3])
        say("host", land.units["P1D1C1"])
        many = asked()
        assert [many_ <= few_ for many_, few_ in zip(many, few, strict=True)] == [True] * 4, (few, many)
        # The rows are there.
        page = words(land.browser.get(land.page))
        assert page.count("Đảng ủy") > 3 and "Tổ 1" in page and "Cụm 1" in page

    def test_two_committees_that_send_him_are_two_in_one_sum(self, land):
        commune = land.units["P1D1C2"]
        scheme = SchemeFactory(issuer=commune, turns_per_month=2, report_days=5)
        row = follow(scheme, land.cadre, land.units["P1D1C2H1"], date(2025, 7, 1))
        there = organisation(land.units["P1D1C2H1"], code="CB9", name="Chi bộ 9")
        report(attend(land.cadre, meeting(there, date(2025, 8, 20)), assignment=row), date(2025, 8, 21))
        attended(land, date(2025, 7, 24), filed=date(2025, 7, 26))
        found = year(land)
        assert sorted(each.tally.expected for each in found.held) == [6, 12]
        assert (found.total.expected, found.total.turns, found.total.on_time) == (18, 2, 2)

    def test_the_list_asks_no_query_a_row(self, land):
        few = queries_of(land.browser, "/ket-qua-nam/?nam=2025")
        for _number in range(8):
            one_more(land, target=None)
        assert queries_of(land.browser, "/ket-qua-nam/?nam=2025") <= few + 1 <= 25
