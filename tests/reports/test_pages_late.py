"""The list of what is late: who sees it, what it says, and what its buttons do."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import Notice
from assignments.models import Team, TeamMember
from reports.due import DueList
from reports.models import Reminder
from tests.factories import START, AgencyFactory, CadreFactory, GrantFactory, SchemeFactory, UserFactory
from tests.pages import browser_of, queries_of, rows_of, signed_in, words
from tests.reports.due_ground import due_ground, visit
from tests.reports.things import follow

pytestmark = pytest.mark.django_db
PAGE, REMIND = "/bao-cao/can-nhac/", "/bao-cao/can-nhac/nhac/"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def land(today):
    """Somebody who has been silent for two months, with a telephone."""
    land = due_ground()
    land.row = land.choosing(cadre=land.person(full_name="Lê Thị Chậm", phone="0901234567"), starts_on=START)
    land.about = f"report:{land.row.pk}:{_last_month(today):%Y-%m}"
    return land


def _last_month(today):
    first = today.replace(day=1)
    return first.replace(year=first.year - (first.month == 1), month=(first.month - 2) % 12 + 1)


@pytest.fixture
def officer(land):
    return browser_of("org_staff", unit=land.district)


def page_of(browser, query="") -> str:
    return words(browser.get(f"{PAGE}{query}"))


def post(browser, about, **fields):
    return browser.post(REMIND, {"about": about, "cap": "", "viec": "", "how": "nhac", **fields}, follow=True)


class TestTheList:
    def test_who_owes_what_since_when_and_under_which_number(self, land, officer):
        text = page_of(officer)
        for said in ("Lê Thị Chậm", "chưa nộp báo cáo", "Xã Mẫu P1D1C1", "0901234567", "quá hạn"):
            assert said in text

    def test_each_step_of_the_ladder_by_itself(self, land, officer):
        assert "Lê Thị Chậm" in page_of(officer, "?viec=bao-cao")
        assert "Lê Thị Chậm" not in page_of(officer, "?viec=lich")
        assert "Lê Thị Chậm" not in page_of(officer, "?viec=cap-uy")
        assert officer.get(f"{PAGE}?viec=khac").status_code == 404

    def test_missed_conferences_of_committees_are_a_list_of_their_own(self, land, officer):
        land.scheme.committee_turns_per_month = 1
        land.scheme.save()
        text = page_of(officer, "?viec=cap-uy")
        for said in ("Lê Thị Chậm", "chưa báo cáo dự hội nghị cấp ủy", "0901234567", "quá hạn"):
            assert said in text
        about = land.about.replace("report", "confer")
        post(officer, about, viec="cap-uy")
        assert Reminder.objects.filter(step="confer", about=about).exists()

    def test_a_text_to_copy_for_all_and_for_one(self, land, officer):
        body = officer.get(PAGE).content.decode()
        sentence = "Chưa có báo cáo dự sinh hoạt tháng"
        assert "- Lê Thị Chậm: " + sentence in body.split("text-to-copy")[-1]
        assert sentence in body.split("text-to-copy")[0]

    def test_nothing_late_says_so(self, land, officer):
        land.row.ends_on = START + timedelta(days=1)
        land.row.save()
        assert "Không có việc nào đến hạn mà còn thiếu" in page_of(officer, "?viec=bao-cao")

    def test_the_export_holds_the_same_rows_without_the_buttons(self, land, officer):
        rows = rows_of(officer.get(f"{PAGE}?viec=bao-cao&export=xlsx"))
        flat = [str(cell) for row in rows for cell in row if cell is not None]
        assert "Lê Thị Chậm" in flat and "0901234567" in flat
        assert not any("csrf" in cell for cell in flat)

    @pytest.mark.parametrize("step", ["lich", "chon", "bao-cao"])
    def test_as_many_queries_for_many(self, land, officer, step):
        few = queries_of(officer, f"{PAGE}?viec={step}")
        for cadre in CadreFactory.create_batch(60, unit=land.district, phone="0900"):
            land.choosing(cadre=cadre, starts_on=START)
        assert queries_of(officer, f"{PAGE}?viec={step}") == few <= 25

    def test_teams_and_agencies_are_named_with_a_telephone(self, land, officer):
        team = Team.objects.create(code="T1", name="Tổ công tác 1", unit=land.district, starts_on=START)
        leader = land.person(phone="0911")
        TeamMember.objects.create(team=team, cadre=leader, starts_on=START, is_leader=True)
        follow(land.scheme, None, land.units["P1D1C1"], team=team)
        agency = AgencyFactory(unit=land.district, name="Chi cục Thuế")
        follow(land.scheme, None, land.units["P1D1C2"], agency=agency)
        text = page_of(officer)
        assert "Tổ công tác 1" in text and "0911" in text and "Chi cục Thuế" in text


class TestWhoSeesIt:
    def test_an_officer_of_the_commune_sees_only_what_his_own_communes_schemes_ask_for(self, land, today):
        own = SchemeFactory(
            issuer=land.communes[0], target_level_id=4, turns_per_month=1, report_days=5, choice="branch"
        )
        person = land.person(full_name="Phạm Văn Xã")
        follow(own, person, land.units["P1D1C1H1"])
        visit(land.row, land.branches["P1D1C1H1"], today)
        text = page_of(browser_of("org_staff", unit=land.communes[0]))
        assert "Phạm Văn Xã" in text
        assert "Lê Thị Chậm" not in text

    def test_another_committee_is_not_found_and_nothing_of_it_can_be_reminded(self, land, today):
        stranger = browser_of("org_staff", unit=land.communes[0])
        assert stranger.get(f"{PAGE}?cap={land.district.key}").status_code == 404
        assert post(stranger, land.about, cap=land.district.key).status_code == 404
        post(stranger, land.about)
        assert not Reminder.objects.exists()

    @pytest.mark.parametrize("role", ["leader", "inspector", "viewer", "commune_office"])
    def test_who_does_not_take_reports_is_refused(self, land, role):
        assert browser_of(role, unit=land.district).get(PAGE).status_code == 403

    def test_one_who_answers_for_several_committees_chooses_between_them(self, land):
        other = land.units["P1D2"]
        SchemeFactory(issuer=other, target_level_id=3, turns_per_month=1)
        browser = browser_of("org_staff", unit=land.units["P1"])
        assert "Huyện Mẫu P1D2" in page_of(browser)
        assert "Lê Thị Chậm" in page_of(browser, f"?cap={land.district.key}&viec=bao-cao")
        assert "Lê Thị Chậm" not in page_of(browser, f"?cap={other.key}&viec=bao-cao")


class TestTheButtons:
    def test_reminding_one_tells_him_and_the_list_says_when(self, land, officer, today):
        response = post(officer, land.about)
        assert "Đã nhắc 1 việc" in words(response)
        assert Notice.objects.get().user == land.row.cadre.user
        assert ProcrastinateJob.objects.filter(task_name__endswith="send_reminder_letter").count() == 1
        assert f"{today:%d/%m/%Y}, thư điện tử" in words(response)
        assert "không nhắc được ở đây" in words(post(officer, land.about))

    def test_a_call_is_written_down_once_a_day(self, land, officer, today):
        response = post(officer, land.about, how="goi")
        assert f"{today:%d/%m/%Y}, điện thoại" in words(response)
        assert "đã được ghi là đã gọi" in words(post(officer, land.about, how="goi"))
        assert Reminder.objects.get().reminded_by is not None

    def test_reminding_all_reaches_all_and_says_who_must_be_called(self, land, officer, today):
        land.choosing(code="P1D1C2", cadre=CadreFactory(unit=land.district), starts_on=START)
        text = words(post(officer, "tat-ca", viec="bao-cao"))
        here = [due for due in DueList(land.district, today).reports if due.cadre_id == land.row.cadre_id]
        assert f"Đã nhắc {len(here)} việc" in text
        assert "Hãy gọi" in text

    def test_what_is_done_meanwhile_or_nonsense_is_said_and_reminds_nobody(self, land, officer):
        for about in ("report:1:2020-01", "x", ""):
            assert "không cần nhắc nữa" in words(post(officer, about))
        assert not Reminder.objects.exists()

    def test_the_button_needs_the_right_and_a_post(self, land, officer):
        assert officer.get(REMIND).status_code == 405
        user = UserFactory()
        GrantFactory(user=user, role="leader", unit=land.district)
        assert signed_in(user).post(REMIND, {"about": land.about}).status_code == 403
