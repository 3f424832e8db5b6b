"""Reminding: what is due when it is sent, to whoever it concerns then, once a day and channel, in the product and by letter."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.digest import write_digest
from accounts.models import Notice
from assignments.models import Team, TeamMember
from branches.models import Grant
from reports.actions.reminding import last_reminders, note_call, remind, remind_all
from reports.due import Due, DueList, Step
from reports.models import Reminder
from reports.reminder_letters import send_reminder_letter, write_letter_of_the_day
from reports.said import still_to_say
from tests.factories import START, CadreFactory, UserFactory, organisation
from tests.reports.due_ground import OCTOBER, due_ground, met, office, sent, visit
from tests.reports.things import attend, day, follow, meeting, report

pytestmark = pytest.mark.django_db
CHOOSE_BY = day("2026-10-06")
REPORT_BY = day("2026-10-29")


@pytest.fixture
def land():
    return due_ground()


def the_due(land, step, on):
    (due,) = [due for due in DueList(land.district, on).all if due.step == step]
    return due


def letters() -> list[dict]:
    rows = ProcrastinateJob.objects.filter(task_name="reports.reminder_letters.send_reminder_letter")
    return list(rows.order_by("pk").values_list("args", flat=True))


def digests() -> list[dict]:
    rows = ProcrastinateJob.objects.filter(task_name="reports.reminder_letters.send_letter_of_the_day")
    return list(rows.order_by("pk").values_list("args", flat=True))


def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user).values_list("text", flat=True))


class TestOneReminder:
    def test_a_cadre_is_told_in_the_product_and_by_letter_once_a_day(self, land):
        row = land.choosing()
        due = the_due(land, Step.VISIT, CHOOSE_BY)
        made = remind(due, on=CHOOSE_BY, by=land.officer)
        assert [each.channel for each in made] == ["product", "email"]
        assert made[0].reminded_by == land.officer
        assert remind(due, on=CHOOSE_BY, by=None) == []
        (text,) = told(row.cadre.user)
        assert text == (
            "Chưa chọn buổi dự sinh hoạt tháng 10/2026 ở Xã Mẫu P1D1C1 (hạn 06/10/2026, hôm nay)."
        )
        assert len(letters()) == 1
        assert len(remind(due, on=day("2026-10-08"), by=None)) == 2

    def test_what_was_done_meanwhile_is_not_said(self, land):
        row = land.choosing()
        due = the_due(land, Step.VISIT, CHOOSE_BY)
        visit(row, land.branches["P1D1C1H1"])
        assert remind(due, on=CHOOSE_BY, by=None) == []
        assert not Notice.objects.exists() and not Reminder.objects.exists()

    def test_of_a_conference_of_a_committee_too_by_its_own_name(self, land):
        land.scheme.committee_turns_per_month = 1
        land.scheme.save()
        row = land.choosing()
        seat = organisation(land.units["P1D1C1"], code="DU1", name="Đảng ủy", kind="committee")
        meeting(seat, day("2026-10-24"), body="committee")
        met(land, "P1D1C1H1", day("2026-10-10"))
        due = the_due(land, Step.CONFERENCE, REPORT_BY)
        assert [each.channel for each in remind(due, on=REPORT_BY, by=None)] == ["product", "email"]
        said = Notice.objects.get(user=row.cadre.user)
        assert said.text == (
            "Chưa có báo cáo dự hội nghị cấp ủy tháng 10/2026 ở Xã Mẫu P1D1C1 (hạn 29/10/2026, hôm nay)."
        )
        assert still_to_say(row.cadre.user, [said.about], REPORT_BY) == {said.about: due.about}
        assert Due.from_values(due.as_values()) == due

    def test_a_notice_leads_to_where_it_is_done(self, land):
        plan = visit(land.choosing(), land.branches["P1D1C1H1"])
        remind(the_due(land, Step.REPORT, REPORT_BY), on=REPORT_BY, by=None)
        assert Notice.objects.get().url == f"/bao-cao/moi/?lan-du={plan.key}"

    def test_who_has_no_login_gets_a_letter_and_who_has_neither_is_left_to_the_telephone(self, land):
        land.choosing(cadre=CadreFactory(unit=land.district, email="thu@example.org"))
        due = the_due(land, Step.VISIT, CHOOSE_BY)
        assert [each.channel for each in remind(due, on=CHOOSE_BY, by=None)] == ["email"]
        assert letters() == []
        assert digests() == [{"address": "thu@example.org", "on": "2026-10-06"}]
        other = land.choosing(code="P1D1C2", cadre=CadreFactory(unit=land.district))
        due = next(due for due in DueList(land.district, CHOOSE_BY).visits if due.cadre_id == other.cadre_id)
        assert remind(due, on=CHOOSE_BY, by=None) == []

    def test_who_may_not_sign_in_any_more_is_not_written_to_by_his_login(self, land):
        row = land.choosing()
        row.cadre.user.is_active = False
        row.cadre.user.save()
        assert remind(the_due(land, Step.VISIT, CHOOSE_BY), on=CHOOSE_BY, by=None) == []

    def test_a_team_is_told_through_its_members_of_that_day(self, land):
        team = Team.objects.create(code="T1", name="Tổ 1", unit=land.district, starts_on=START)
        here, gone = land.person(), land.person()
        TeamMember.objects.create(team=team, cadre=here, starts_on=START)
        TeamMember.objects.create(team=team, cadre=gone, starts_on=START, ends_on=day("2026-10-05"))
        follow(land.scheme, None, land.units["P1D1C1"], OCTOBER, team=team)
        remind(the_due(land, Step.VISIT, CHOOSE_BY), on=CHOOSE_BY, by=None)
        assert len(told(here.user)) == 1
        assert told(gone.user) == []

    def test_the_login_of_a_merged_record_is_found(self, land):
        stays = CadreFactory(unit=land.district)
        gone = land.person(merged_into=stays)
        land.choosing(cadre=stays)
        remind(the_due(land, Step.VISIT, CHOOSE_BY), on=CHOOSE_BY, by=None)
        assert len(told(gone.user)) == 1

    def test_a_call_is_noted_once_a_day(self, land):
        land.choosing()
        due = the_due(land, Step.VISIT, CHOOSE_BY)
        note_call(due, on=CHOOSE_BY, by=land.officer, note="hẹn mai")
        with pytest.raises(ValidationError, match="đã được ghi"):
            note_call(due, on=CHOOSE_BY, by=land.officer)
        assert last_reminders([due.about])[due.about].channel == "phone"


class TestTheLetter:
    """An officer's own reminder goes out at once. It asks for the day on which it goes out, so its visit lies ten days back
    from today."""

    @pytest.fixture
    def today(self):
        return timezone.localdate()

    @pytest.fixture
    def row(self, land, today):
        return land.choosing(starts_on=today - timedelta(days=70))

    @pytest.fixture
    def due(self, land, row, today):
        plan = visit(row, land.branches["P1D1C1H1"], today - timedelta(days=10))
        return next(due for due in DueList(land.district, today).reports if plan.key in due.about)

    def test_it_goes_out_when_it_is_still_to_be_done(self, land, row, due, today, settings):
        settings.SITE_URL = "https://co-quan.example"
        remind(due, on=today, by=land.officer)
        send_reminder_letter(**letters()[-1])
        (letter,) = mail.outbox
        assert letter.to == [row.cadre.user.email]
        assert "quá hạn 5 ngày" in letter.body
        assert "https://co-quan.example/bao-cao/moi/?lan-du=" in letter.body

    def test_it_stays_unsent_when_it_was_done_meanwhile(self, land, row, due, today):
        remind(due, on=today, by=land.officer)
        held = met(land, "P1D1C1H1", today - timedelta(days=10))
        report(attend(row.cadre, held, assignment=row), today)
        send_reminder_letter(**letters()[-1])
        assert mail.outbox == []

    def test_it_stays_unsent_when_the_address_is_not_his_any_more(self, land, row, due, today):
        remind(due, on=today, by=land.officer)
        row.cadre.user.email = "moi@example.org"
        row.cadre.user.save()
        send_reminder_letter(**letters()[-1])
        assert mail.outbox == []

    def test_who_wants_no_letters_gets_none(self, land, row, due, today):
        row.cadre.user.letters = "none"
        row.cadre.user.save()
        assert [each.channel for each in remind(due, on=today, by=land.officer)] == ["product"]
        assert letters() == []


class TestInTheLetterOfTheDay:
    """What the ladder says to somebody with a login is counted in one letter, if it is still to be done then."""

    @pytest.fixture
    def today(self):
        return timezone.localdate()

    @pytest.fixture
    def row(self, land, today):
        return land.choosing(starts_on=today - timedelta(days=70))

    @pytest.fixture
    def due(self, land, row, today):
        plan = visit(row, land.branches["P1D1C1H1"], today - timedelta(days=10))
        return next(due for due in DueList(land.district, today).reports if plan.key in due.about)

    def write(self, user, after=timedelta()):
        return write_digest(user.pk, now=timezone.now() + after)

    def test_several_reminders_are_one_letter_that_names_no_place(self, land, row, due, today):
        other = land.choosing(code="P1D1C2", cadre=row.cadre, starts_on=today - timedelta(days=70))
        plan = visit(other, land.branches["P1D1C2H1"], today - timedelta(days=12))
        for each in DueList(land.district, today).reports:
            if each.about in (due.about, f"report:visit:{plan.key}"):
                assert [made.channel for made in remind(each, on=today, by=None)] == ["product", "email"]
        assert letters() == []
        assert self.write(row.cadre.user) == 2
        (letter,) = mail.outbox
        assert "2 tin về báo cáo" in letter.body
        assert "P1D1C1" not in letter.body

    def test_what_was_done_meanwhile_is_left_out(self, land, row, due, today):
        remind(due, on=today, by=None)
        held = met(land, "P1D1C1H1", today - timedelta(days=10))
        report(attend(row.cadre, held, assignment=row), today)
        assert self.write(row.cadre.user) == 0
        assert mail.outbox == []

    def test_one_thing_of_which_one_was_reminded_twice_is_counted_once(self, row, due, today):
        remind(due, on=today - timedelta(days=2), by=None)
        remind(due, on=today, by=None)
        assert self.write(row.cadre.user) == 1

    def test_a_schedule_is_the_affair_of_the_office_of_the_day(self, land, today):
        land.choosing(starts_on=today - timedelta(days=70))
        clerk = office(land)
        month = today.replace(day=1)
        late = Due(Step.SCHEDULE, f"schedule:{land.communes[0].pk}:{month:%Y-%m}", land.district.pk,
                   land.communes[0].pk, today, month)  # fmt: skip
        remind(late, on=today, by=None)
        assert still_to_say(clerk, [f"{late.about}:{today:%Y%m%d}"], today) != {}
        assert self.write(clerk) == 1
        Notice.objects.update(mailed_at=None)
        Grant.objects.filter(user=clerk).update(ends_on=today)
        assert self.write(clerk) == 0

    def test_what_an_officer_wrote_of_is_in_no_other_letter(self, land, row, due, today):
        remind(due, on=today, by=land.officer)
        assert len(letters()) == 1
        assert self.write(row.cadre.user, after=timedelta(days=1)) == 0


class TestTheLetterOfTheDayWithoutLogin:
    """Who has an address and no login gets one letter a day too, of counts."""

    ADDRESS = "chi.co.thu@example.org"

    @pytest.fixture
    def today(self):
        return timezone.localdate()

    @pytest.fixture
    def cadre(self, land):
        return CadreFactory(unit=land.district, email=self.ADDRESS)

    @pytest.fixture
    def dues(self, land, cadre, today):
        """Two reports that he owes, of visits to two communes."""
        since, keys = today - timedelta(days=70), []
        for commune, hamlet, days in (("P1D1C1", "P1D1C1H1", 10), ("P1D1C2", "P1D1C2H1", 12)):
            row = land.choosing(code=commune, cadre=cadre, starts_on=since)
            keys.append(visit(row, land.branches[hamlet], today - timedelta(days=days)).key)
        found = DueList(land.district, today).reports
        return [due for due in found if due.about.removeprefix("report:visit:") in keys]

    def write(self, today):
        return write_letter_of_the_day(self.ADDRESS, today, today=today)

    def test_several_reminders_are_one_job_and_one_letter_that_names_nothing(self, dues, cadre, today):
        for due in dues:
            assert [made.channel for made in remind(due, on=today, by=None)] == ["email"]
        assert letters() == [] and len(digests()) == 1
        assert self.write(today) == 2
        (letter,) = mail.outbox
        assert letter.to == [self.ADDRESS] and "2 báo cáo dự sinh hoạt chưa gửi" in letter.body
        assert "P1D1" not in letter.body and cadre.full_name not in letter.body

    def test_what_was_done_meanwhile_is_left_out(self, land, dues, cadre, today):
        for due in dues:
            remind(due, on=today, by=None)
        held = met(land, "P1D1C1H1", today - timedelta(days=10))
        row = cadre.assignments.order_by("pk").first()
        report(attend(cadre, held, assignment=row), today)
        assert self.write(today) == 1

    def test_a_second_letter_on_one_day_is_not_written(self, dues, today):
        remind(dues[0], on=today, by=None)
        assert len(digests()) == 1
        with connection.cursor() as cursor:
            # What the worker writes of a job that it has done.
            for state in ("doing", "succeeded"):
                cursor.execute(
                    "UPDATE procrastinate_jobs SET status = %s WHERE task_name LIKE '%%letter_of_the_day'",
                    [state],
                )
        remind(dues[1], on=today, by=None)
        assert self.write(today) == 0 and mail.outbox == []

    def test_who_was_given_a_login_is_written_to_there(self, dues, cadre, today):
        remind(dues[0], on=today, by=None)
        cadre.user = UserFactory(email=self.ADDRESS)
        cadre.save()
        assert self.write(today) == 0

    def test_an_officers_own_goes_out_at_once_and_is_not_counted(self, land, dues, today):
        remind(dues[0], on=today, by=land.officer)
        assert len(letters()) == 1 and digests() == []
        assert self.write(today) == 0

    def test_a_member_of_a_team_is_written_to_and_who_left_it_is_not(self, land, cadre, today):
        since = today - timedelta(days=70)
        team = Team.objects.create(code="T1", name="Tổ 1", unit=land.district, starts_on=START)
        gone = CadreFactory(unit=land.district, email="da.roi@example.org")
        TeamMember.objects.create(team=team, cadre=cadre, starts_on=START)
        left = TeamMember.objects.create(team=team, cadre=gone, starts_on=START)
        follow(land.scheme, None, land.units["P1D1C1"], since, team=team)
        due = next(due for due in DueList(land.district, today).all if due.who == ("team", team.pk))
        remind(due, on=today, by=None)
        assert len(digests()) == 2
        left.ends_on = today
        left.save()
        assert self.write(today) == 1
        assert write_letter_of_the_day(gone.email, today, today=today) == 0


class TestTheMorning:
    def test_every_step_on_its_days_and_no_other(self, land):
        for unit in land.communes:
            sent(unit, OCTOBER)
        clerk = office(land)
        row = land.choosing()
        assert remind_all(on=day("2026-10-05"))["reminded"] == 0
        assert remind_all(on=CHOOSE_BY) == {"reminded": 1, "failed": 0}
        assert remind_all(on=CHOOSE_BY) == {"reminded": 0, "failed": 0}
        visit(row, land.branches["P1D1C1H1"])
        assert remind_all(on=day("2026-10-08"))["reminded"] == 0
        assert remind_all(on=day("2026-10-25"))["reminded"] == 1
        assert told(clerk) == [
            "Xã Mẫu P1D1C1 chưa đăng ký lịch sinh hoạt tháng 11/2026 (hạn 25/10/2026, hôm nay)."
        ]
        assert remind_all(on=REPORT_BY)["reminded"] == 1
        assert len(told(row.cadre.user)) == 2
        report(attend(row.cadre, met(land, "P1D1C1H1"), assignment=row), REPORT_BY)
        assert remind_all(on=day("2026-10-31")) == {"reminded": 0, "failed": 0}

    def test_a_handover_redirects_the_reminders_by_itself(self, land):
        before = land.choosing()
        remind_all(on=CHOOSE_BY)
        before.ends_on = day("2026-10-09")
        before.save()
        after = land.choosing(starts_on=day("2026-10-09"))
        for number in range(9, 20):
            remind_all(on=date(2026, 10, number))
        assert len(told(before.cadre.user)) == 1
        assert len(told(after.cadre.user)) == 4  # on the 12th, 14th, 16th and 19th

    def test_the_office_that_is_told_is_the_one_of_that_day(self, land):
        before, after = office(land), UserFactory(email="moi@example.org")
        Grant.objects.filter(user=before).update(ends_on=day("2026-10-20"))
        Grant.objects.create(
            user=after, role="commune_office", unit=land.communes[0], starts_on=day("2026-10-20")
        )
        land.choosing()
        remind_all(on=day("2026-10-25"))
        assert told(before) == []
        assert len(told(after)) == 1

    def test_a_commune_is_never_told_of_a_visit(self, land):
        """What its office gets is the same with and without a planned visit, also when the visit is overdue."""

        def sent_to_the_office():
            Notice.objects.all().delete()
            Reminder.objects.all().delete()
            ProcrastinateJob.objects.filter(task_name__contains="reminder").delete()
            for number in range(4, 31):
                remind_all(on=date(2026, 10, number))
            assert clerk.email not in [each["address"] for each in [*letters(), *digests()]]
            rows = Notice.objects.filter(user=clerk).values_list("about", "subject", "url").order_by("pk")
            return told(clerk), list(rows)

        clerk = office(land)
        row = land.choosing()
        before = sent_to_the_office()
        assert before[0]
        visit(row, land.branches["P1D1C1H1"], day("2026-10-20"))
        assert sent_to_the_office() == before
        assert all(about.startswith("schedule:") for about, _subject, _url in before[1])
