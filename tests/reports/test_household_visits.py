"""Visits to households: who may record one, once however often it is sent, put right, voided, and forgotten in time."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import InternalError, ProgrammingError

from common.citizen_numbers import holds_citizen_number
from matters.models import Recommendation
from reports.actions.household_visits import (
    correct_household_visit,
    erase_visit_words,
    record_household_visit,
    void_household_visit,
)
from reports.household_rules import names_household
from reports.models import HouseholdVisit, HouseholdVisitWords
from reports.models.household_visits import WORDS as FIELDS
from reports.verification import visits_to_households_agree
from tests.reports.household_ground import (
    DAY,
    HEAD,
    SECRET,
    VISITED,
    household,
    household_ground,
    said,
    team_of,
)

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


@pytest.fixture
def land():
    return household_ground()


def refused(call, **fields):
    with pytest.raises(ValidationError) as error:
        call(**fields)
    return " ".join(map(str, error.value.messages))


class TestRecording:
    def test_what_was_seen_stands_beside_the_visit_and_what_was_raised_names_nobody(self, land):
        made = land.visit(
            recommendations=[{"content": "Xin hỗ trợ làm chuồng bò."}], next_visit_on=DAY + ONE_DAY
        )
        assert (made.unit, made.assignment, made.recorded_on) == (land.hamlet, land.assignment, DAY)
        assert made.has_help and made.words.livelihood.startswith(SECRET)
        assert (made.words.hidden_on, made.words.erased_on) == (date(2028, 10, 20), date(2029, 10, 20))
        matter = made.recommendation_links.get().recommendation
        assert (matter.source, matter.raised_by, matter.raised_on) == ("household", land.visitor, VISITED)
        assert (matter.unit, matter.issuer, matter.is_shared) == (land.hamlet, land.scheme.issuer, False)
        assert HEAD not in f"{matter.content} {matter.on_behalf_of}" and "hộ dân" in matter.on_behalf_of

    def test_any_number_of_sendings_make_one_visit(self, land):
        key, values = uuid4(), said(recommendations=[{"content": "Xin làm chuồng bò."}])
        sent = [
            record_household_visit(
                household=land.household,
                cadre=land.visitor,
                by=land.user,
                client_key=key,
                values=values,
                on=on,
            )
            for on in (DAY, DAY + ONE_DAY)
        ]
        assert [each.is_new for each in sent] == [True, False] and sent[0].visit == sent[1].visit
        assert HouseholdVisit.objects.count() == Recommendation.objects.count() == 1
        assert "nội dung khác" in refused(land.visit, key=key, wishes="Khác hẳn.")
        assert "đã được ghi" in refused(land.visit)
        assert HouseholdVisit.objects.count() == HouseholdVisitWords.objects.count() == 1

    def test_it_is_held_directly_through_its_group_or_by_a_team_on_that_very_day(self, land):
        second = household(land, "HO-002", group=land.group)
        assert "không phụ trách hộ này" in refused(land.visit, household=second)
        land.hold(land.group, starts_on=VISITED, ends_on=VISITED + ONE_DAY)
        assert land.visit(household=second).assignment.target_group == land.group
        for day in (VISITED - ONE_DAY, VISITED + ONE_DAY):
            assert "không phụ trách hộ này" in refused(land.visit, household=second, visited_on=day)
        third = household(land, "HO-003")
        team = team_of(land, land.other, ends_on=VISITED + ONE_DAY)
        land.hold(third, team)
        assert land.visit(household=third, cadre=land.other).assignment.team == team
        # He has left the team, and never was in another's.
        assert "không phụ trách" in refused(
            land.visit, household=third, cadre=land.other, visited_on=VISITED + ONE_DAY
        )
        assert "không phụ trách" in refused(land.visit, household=third)
        assert land.visit(visited_on=VISITED + ONE_DAY).assignment == land.assignment

    def test_days_numbers_of_citizens_and_names_in_what_is_raised_are_refused_in_a_sentence(self, land):
        assert "chưa tới" in refused(land.visit, visited_on=DAY + ONE_DAY)
        assert "sau ngày thăm" in refused(land.visit, next_visit_on=VISITED)
        assert "12 chữ số" in refused(land.visit, other_situation="CCCD 001 099 012 345")
        for words in (f"Hộ bà {HEAD.upper()} xin vay.", "Hộ HO-001 xin vay.", "Hộ pham thi mau lan"):
            assert "tên chủ hộ" in refused(land.visit, recommendations=[{"content": words}])
        assert "căn cước" in refused(land.visit, recommendations=[{"content": "Số 001099012345"}])
        assert not HouseholdVisit.objects.exists() and not Recommendation.objects.exists()
        assert land.visit(recommendations=[{"content": "Hộ nghèo trong tổ xin vay."}])


def test_what_looks_like_a_citizens_number_and_what_names_a_household():
    for text in ("001099012345", "số 0010 9901 2345.", "cc:001099012345,"):
        assert holds_citizen_number(text), text
    for text in ("0901234567", "276.000.000.000 đồng", "0010990123456", "12 con bò", ""):
        assert not holds_citizen_number(text), text
    about = {"head_name": "Phạm Văn Ân", "code": "HO-1"}
    assert names_household("hộ Phạm  Văn Ân, ấp 1", **about) and names_household("hộ ho-1", **about)
    assert not names_household("Phạm Văn Ẩn danh ở HO-12", head_name="Phạm Văn Anh", code="HO-1")
    assert not names_household("đường ân nghĩa", head_name="Ân", code="HO-1")


class TestAfterwards:
    def test_the_author_puts_it_right_for_two_weeks(self, land):
        made = land.visit()
        last = DAY + timedelta(days=14)
        changed = said(livelihood="Nuôi ba con bò.", help_given="", purpose="help")
        row = correct_household_visit(made, values=changed, version=1, by=land.user, on=last)
        assert (row.purpose, row.has_help, row.version) == ("help", False, 2)
        assert row.words.livelihood == "Nuôi ba con bò."
        again = {"values": changed, "by": land.user, "visit": made}
        assert "Người khác vừa thay đổi" in refused(correct_household_visit, **again, version=1, on=last)
        assert "quá thời hạn" in refused(correct_household_visit, **again, version=2, on=last + ONE_DAY)

    def test_a_mistake_is_voided_with_its_reason_and_makes_room(self, land):
        made = land.visit()
        assert "lý do" in refused(
            void_household_visit, visit=made, reason=" ", version=1, by=land.user, on=DAY
        )
        void_household_visit(made, reason="Ghi nhầm hộ", version=1, by=land.user, on=DAY)
        assert not HouseholdVisit.objects.standing().exists()
        assert "đã hủy" in refused(
            correct_household_visit, visit=made, values=said(), version=2, by=land.user, on=DAY
        )
        assert land.visit().pk != made.pk

    def test_words_end_after_36_months_and_the_visit_goes_on_counting(self, land):
        made, last = land.visit(), date(2029, 10, 19)
        assert made.words.are_shown_on(date(2028, 10, 19)) and not made.words.are_shown_on(date(2028, 10, 20))
        assert erase_visit_words(on=last) == 0 and HouseholdVisitWords.objects.get().livelihood
        assert list(visits_to_households_agree(last + ONE_DAY)) == []
        [overdue] = visits_to_households_agree(last + 2 * ONE_DAY)
        assert "chưa xóa" in overdue and SECRET not in overdue
        assert erase_visit_words(on=last + ONE_DAY) == 1 and erase_visit_words(on=last + ONE_DAY) == 0
        words = HouseholdVisitWords.objects.get()
        assert not any(getattr(words, name) for name in FIELDS) and words.erased_at
        made.refresh_from_db()
        assert made.has_help and made.visited_on == VISITED and made.body_hash == ""
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            HouseholdVisitWords.objects.update(wishes="lại có")
        assert list(visits_to_households_agree(last + 2 * ONE_DAY)) == []
        HouseholdVisit.objects.filter(
            pk=land.visit(help_given="", on=DAY + ONE_DAY, visited_on=DAY).pk
        ).update(has_help=True)
        assert "không khớp" in next(visits_to_households_agree(DAY))

    def test_the_database_holds_what_no_writer_may_break(self, land):
        made = land.visit()
        for change in ({"visited_on": DAY}, {"cadre": land.other}, {"recorded_on": DAY + ONE_DAY}):
            with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
                HouseholdVisit.objects.filter(pk=made.pk).update(**change)
        for change in ({"next_visit_on": VISITED}, {"voided_at": made.recorded_at}):
            with pytest.raises(IntegrityError), transaction.atomic():
                HouseholdVisit.objects.filter(pk=made.pk).update(**change)
        with pytest.raises((InternalError, ProgrammingError, IntegrityError)), transaction.atomic():
            HouseholdVisit.objects.filter(pk=made.pk).delete()
        assert HouseholdVisit.objects.filter(pk=made.pk).update(purpose="other") == 1
