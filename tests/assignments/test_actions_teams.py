"""Teams follow units as one: their members change, and with the team ends what it follows."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from assignments.actions.assigning import assign
from assignments.actions.teams import change_members, create_team, end_team
from common.errors import sentences
from tests.assignments.ground import DAY, LATER, ground
from tests.factories import START

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return ground(assignee_kinds=["team"])


@pytest.fixture
def team(land):
    land.leader, land.member = land.cadre(), land.cadre()
    return create_team(
        code="T1",
        name="Tổ 1",
        unit=land.district,
        starts_on=START,
        leader=land.leader,
        members=[land.member, land.leader],
        by=land.officer,
    )


def refusal(call, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        call(*args, **kwargs)
    return sentences(caught.value)


def members(team, day):
    return set(team.members.on(day).values_list("cadre", "is_leader"))


def test_a_team_has_a_leader_and_members(land, team):
    assert members(team, START) == {(land.leader.pk, True), (land.member.pk, False)}


def test_members_change_on_a_day_and_who_led_when_stays_readable(land, team):
    new = land.cadre()
    change_members(team, on=DAY, leader=land.member, members=[new], by=land.officer)
    assert members(team, DAY - timedelta(days=1)) == {(land.leader.pk, True), (land.member.pk, False)}
    assert members(team, DAY) == {(land.member.pk, True), (new.pk, False)}
    before = team.members.count()
    change_members(team, on=LATER, leader=land.member, members=[new], by=land.officer)
    assert team.members.count() == before


def test_one_who_does_not_serve_is_no_member(land, team):
    gone = land.cadre(full_name="Trần Thị Mẫu", left_on=DAY)
    assert refusal(change_members, team, on=DAY, leader=land.leader, members=[gone], by=land.officer) == [
        "Trần Thị Mẫu không công tác vào ngày 01/09/2020."
    ]
    assert members(team, DAY) == {(land.leader.pk, True), (land.member.pk, False)}


def test_with_the_team_ends_what_it_follows(land, team):
    def put(hamlet, day):
        return assign(
            scheme=land.scheme,
            assignee=team,
            target=hamlet,
            starts_on=day,
            by=land.officer,
            documents=[land.document],
        )

    running, future = put(land.hamlets[0], DAY), put(land.hamlets[1], LATER)
    end_team(team, on=LATER, by=land.officer, document=land.document)
    running.refresh_from_db()
    future.refresh_from_db()
    assert (running.ends_on, running.end_reason) == (LATER, "adjusted")
    assert future.void_reason == "Tổ công tác kết thúc trước ngày bắt đầu"
    assert members(team, LATER) == set()
    assert refusal(end_team, team, on=LATER, by=land.officer) == ["Tổ 1 đã kết thúc từ 01/03/2021."]
    assert refusal(change_members, team, on=LATER, leader=land.leader, by=land.officer) == [
        "Tổ 1 chưa có hoặc không còn vào ngày 01/03/2021."
    ]
