"""What every page asks and says before its own: who asks, what he may see, the frame around the page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.models import Notice
from assignments.access import load_scope
from assignments.backends import PersonBackend
from branches.models import Grant, Zone, ZoneMember
from common.prepared import Prepared
from common.templatetags.look import alike
from tests.assignments.ground import ground
from tests.factories import START, GrantFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return ground()


def asked(question):
    """(the answer, how many queries it took)"""
    with CaptureQueriesContext(connection) as seen:
        answer = question()
    return answer, len(seen)


def test_who_asks_is_found_with_his_cadre_and_his_news_in_one_question(land):
    login, other = UserFactory(), UserFactory()
    cadre = land.cadre(user=login)
    for number in (1, 2):
        Notice.objects.create(user=login, text=f"Tin {number}", about=f"tin:{number}")
    Notice.objects.create(user=login, text="Đã đọc", about="tin:3", read_at=timezone.now())

    def found(pk):
        user = PersonBackend().get_user(pk)
        return user, getattr(user, "cadre", None), user.new_notices

    assert asked(lambda: found(login.pk)) == ((login, cadre, 2), 1)
    assert asked(lambda: found(other.pk)) == ((other, None, 0), 1)
    user = PersonBackend().get_user(login.pk)
    assert [getattr(user, field.attname) for field in user._meta.concrete_fields] == [
        getattr(login, field.attname) for field in login._meta.concrete_fields
    ]
    assert user.cadre.user is user and user.cadre.unit_id == cadre.unit_id


def test_who_is_switched_off_or_gone_is_nobody():
    user = UserFactory(is_active=False)
    assert PersonBackend().get_user(user.pk) is None
    assert PersonBackend().get_user(user.pk + 1) is None


def test_a_scope_is_one_question_and_each_gets_his_own(land):
    today = timezone.localdate()
    leader = GrantFactory(role="leader", unit=land.district).user
    office = GrantFactory(role="commune_office", unit=land.units["P1D1C2"]).user
    for user, unit in ((leader, land.district), (office, land.units["P1D1C2"])):
        asking = PersonBackend().get_user(user.pk)
        scope, number = asked(lambda asking=asking: load_scope(asking, today))
        assert [hold.reach.unit_ids for hold in scope.holds] == [{unit.pk}]
        assert [hold.reach.prefixes for hold in scope.holds] == [{unit.access_path}]
        assert number == 1
    Grant.objects.filter(user=leader).update(ends_on=today)
    assert load_scope(leader, today).holds == ()
    assert load_scope(leader, today - timedelta(days=1)).roles == {"leader"}


def test_a_zone_brings_its_communes_with_one_question_more(land):
    zone = Zone.objects.create(unit=land.district, code="CUM1", name="Cụm 1", starts_on=START)
    ZoneMember.objects.create(zone=zone, unit=land.units["P1D1C2"], starts_on=START)
    user = PersonBackend().get_user(GrantFactory(role="zone_leader", zone=zone).user.pk)
    scope, number = asked(lambda: load_scope(user, timezone.localdate()))
    assert scope.reach("zone.read").unit_ids == {land.units["P1D1C2"].pk}
    assert number == 2


def test_what_is_put_together_once_is_asked_with_other_values_or_refused():
    first, second = UserFactory(), UserFactory()
    question = Prepared(lambda pk: type(first).objects.filter(pk=pk).values_list("username"), -1)
    assert question.rows(first.pk) == [(first.username,)]
    assert question.row(second.pk) == (second.username,)
    assert question.row(0) is None
    lost = Prepared(lambda pk: type(first).objects.values_list("username"), -1)
    with pytest.raises(TypeError, match="not parameters"):
        lost.rows(first.pk)


def test_what_is_the_same_for_everybody_is_said_in_each_language():
    with translation.override("vi"):
        assert "Đến nội dung chính" in alike("components/skip.html")
    with translation.override("en"):
        assert "Đến nội dung chính" not in alike("components/skip.html")
    with translation.override("vi"):
        assert "Đến nội dung chính" in alike("components/skip.html")
