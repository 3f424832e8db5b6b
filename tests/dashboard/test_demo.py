"""The demonstration: Bình Đại's shape in made-up rows, once, for a first look only."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import User
from assignments.access import load_scope
from assignments.models import Assignment, ChangeSet, Scheme
from branches.models import (
    DocumentRelation,
    Grant,
    Household,
    OfficeHolder,
    Organisation,
    Unit,
    UnitPlacement,
    UnitSuccession,
    UnitVersion,
)
from config.checks import nobody_signs_in_as_a_demonstration, production_has_its_own_secrets
from dashboard.demonstration import households, places, serving, signins, work
from dashboard.demonstration.loading import NotForDemonstrationError, load_demonstration
from dashboard.figures import (
    contribution_figures,
    coverage_figures,
    household_figures,
    urgent_matters_figures,
)
from dashboard.verification import run_checks
from matters.agency_side import handlings_of
from matters.models import GoodPractice, Recommendation, UrgentMatter
from reports.models import BranchResponse, HouseholdVisit, Report, Review
from reports.querysets.likeness import likenesses
from scores.meeting_quality import always_full, scored_meetings
from scores.models import (
    Appeal,
    IndicatorValue,
    ModelRegistration,
    Sheet,
    SheetRow,
    Urging,
    WatchList,
    YearTheme,
)
from scores.monthly import Month
from scores.targeting import TargetBoard
from scores.watching import watched
from tests.pages import queries_of, signed_in, words

TODAY = date(2026, 11, 24)
IN_2018 = date(2018, 9, 3)


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """Loaded once for this file and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load_demonstration(today=TODAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper(demonstration):
    """Instead of pytest-django's own, which closes the connection after each test: what a test does is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def unit(code, day) -> Unit:
    return Unit.objects.coded(code, day).get()


def test_the_district_of_2018_has_nineteen_communes_a_township_and_93_hamlets():
    district = unit(places.DISTRICT, IN_2018)
    beneath = UnitPlacement.objects.on(IN_2018).under(district, itself=False)
    kinds = Counter(beneath.values_list("version__kind__code", flat=True))
    assert kinds == {"xa": 19, "thi-tran": 1, "ap": 89, "khu-pho": 4}
    assert beneath.at_level(4).filter(version__name="Ấp 1").count() > 5


def test_decision_634_left_some_with_two_hamlets_and_1316_gave_each_one():
    before = coverage_figures(on=date(2017, 9, 30), scheme_code=work.FIRST_SCHEME, unit_code=places.DISTRICT)
    after = coverage_figures(on=IN_2018, scheme_code=work.FIRST_SCHEME, unit_code=places.DISTRICT)
    assert (before["units"], before["covered"], before["cadres"]) == (93, 93, 75)
    assert len(before["cadres_with_several"]) == 18
    assert (after["units"], after["covered"], after["cadres"]) == (93, 93, 93)
    assert after["vacant"] == after["cadres_with_several"] == after["cadres_without"] == []
    assert sum(after["by_group"].values()) == 93


def test_twenty_secretaries_head_their_hamlet_and_eighteen_do_it_beside_their_post():
    branches = OfficeHolder.objects.on(IN_2018).filter(
        office__code="secretary", organisation__kind="branch", unit__in=_hamlets_of_2018()
    )
    assert branches.count() == 93
    assert branches.filter(is_part_time_cadre=True).count() == 18
    assert branches.also_holding("hamlet_head", IN_2018).count() == 20


def test_today_five_places_have_no_one_each_for_a_reason_of_its_own():
    province = coverage_figures(on=TODAY, scheme_code=work.PROVINCE_SCHEME)
    assert province["by_level"]["commune"] == {"units": 11, "covered": 10}
    assert province["by_level"]["hamlet"] == {"units": 113, "covered": 109}
    vacant, idle, several = list(province["vacant"]), list(province["cadres_without"]), []
    for scheme in Scheme.objects.filter(parent_scheme__code=work.PROVINCE_SCHEME, target_level=4):
        figures = coverage_figures(on=TODAY, scheme_code=scheme.code)
        vacant += figures["vacant"]
        idle += figures["cadres_without"]
        several += figures["cadres_with_several"]
    assert Counter(each["reason"] for each in vacant) == {
        "nghỉ hưu": 2,
        "chuyển công tác": 1,
        "lý do khác": 1,
        "chưa từng phân công": 1,
    }
    assert (len(idle), len(several)) == (3, 1)


def test_a_scheme_ends_soon_a_document_is_amended_and_a_draft_waits():
    soon = Scheme.objects.on(TODAY).filter(ends_on__lte=date(2027, 1, 31))
    assert [scheme.is_pilot for scheme in soon] == [True]
    assert DocumentRelation.objects.filter(relation="amends").count() == 2
    draft = ChangeSet.objects.drafts().get()
    assert draft.lines.count() == 1


def test_the_districts_have_ended_and_every_hamlet_stands_in_a_commune_of_the_new_province():
    province = unit(places.PROVINCE, TODAY)
    beneath = UnitPlacement.objects.on(TODAY).under(province)
    assert Counter(beneath.values_list("level", flat=True)) == {1: 1, 3: 11, 4: 113}
    assert not beneath.filter(district__isnull=False).exists()
    district = unit(places.DISTRICT, IN_2018)
    assert district.closed_on == places.TWO_LEVELS
    assert district.access_path.startswith(province.access_path)
    divided = unit(places.DIVIDED, IN_2018).successions_out
    assert sorted(divided.values_list("extent", "is_default")) == [("part", False), ("part", True)]


def test_in_2026_a_hamlet_changed_its_commune_and_two_became_one():
    moved = unit(places.MOVED, TODAY)
    where = moved.placements.order_by("starts_on").values_list("commune", flat=True)
    assert len(set(where)) == 3
    cadres = Assignment.objects.filter(target_unit=moved, starts_on__gte=places.TWO_LEVELS)
    assert cadres.count() == 2
    assert cadres.values("cadre").distinct().count() == 1
    merged = unit(places.MERGED_INTO, TODAY)
    assert UnitSuccession.objects.filter(successor=merged, extent="whole").count() == 2
    assert Organisation.objects.filter(unit=merged, kind="branch").count() == 2


def test_no_code_of_the_demonstration_can_be_an_official_one():
    codes = list(UnitVersion.objects.values_list("code", flat=True))
    assert codes
    assert all(code[0].isalpha() for code in codes)


def test_loading_it_again_does_nothing_and_says_so(settings):
    settings.IS_FIRST_LOOK = True
    before = (Unit.objects.count(), Assignment.objects.count(), User.objects.count())
    assert load_demonstration(today=TODAY) is False
    assert (Unit.objects.count(), Assignment.objects.count(), User.objects.count()) == before
    said = StringIO()
    call_command("demo", prepare_only=True, stdout=said)
    assert "Dữ liệu mẫu đã có từ trước, giữ nguyên." in said.getvalue()
    for each in signins.SIGN_INS:
        assert each.username in said.getvalue()
    assert signins.PASSWORD in said.getvalue()


def test_every_sign_in_opens_the_door_and_sees_its_own(settings, rf):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    roles = {}
    for each in signins.SIGN_INS:
        user = User.objects.get(username=each.username)
        roles[each.name] = set(load_scope(user, TODAY).roles)
        assert user.full_name != user.username
    user = authenticate(rf.get("/"), username="demo-tochuc", password=signins.PASSWORD)
    assert user is not None
    assert roles == {
        "tochuc": {"org_staff"},
        "truongban": {"org_head"},
        "xa": {"org_staff"},
        "lanhdao": {"leader"},
        "kiemtra": {"inspector"},
        "theodoi": {"viewer"},
        "cumxa": {"zone_leader"},
        "vanphong": {"commune_office"},
        "bithu": {"branch_secretary"},
        "thutruong": {"employer"},
        "coquan": {"handler"},
        "canbo": {"cadre"},
        "quantri": {"system_keeper"},
    }


def test_production_refuses_the_demonstrations_sign_ins(settings):
    settings.IS_FIRST_LOOK = False
    [error] = nobody_signs_in_as_a_demonstration(None, databases=["default"])
    assert error.is_serious()
    assert f"Có {len(signins.SIGN_INS)} tài khoản xem thử" in error.msg
    settings.IS_FIRST_LOOK = True
    assert nobody_signs_in_as_a_demonstration(None, databases=["default"]) == []


def test_production_is_content_without_them(settings):
    settings.IS_FIRST_LOOK = False
    User.objects.update(is_active=False)
    assert nobody_signs_in_as_a_demonstration(None, databases=["default"]) == []


def test_it_is_not_loaded_where_people_of_an_office_sign_in():
    UnitVersion.objects.filter(code=places.OLD_PROVINCE).update(code="X")
    User.objects.create_user("0912345678", full_name="Lê Thị Thật")
    with pytest.raises(NotForDemonstrationError, match="đã có tài khoản của cơ quan"):
        load_demonstration(today=TODAY)


def test_demo_is_refused_when_debug_is_off(settings):
    settings.IS_FIRST_LOOK = False
    with pytest.raises(CommandError, match="cần DEBUG=on"):
        call_command("demo")


def test_production_without_a_secret_key_or_on_the_embedded_server_is_refused(settings):
    settings.IS_FIRST_LOOK, settings.IS_EMBEDDED = False, True
    settings.SECRET_KEY = settings.DEMO_SECRET_KEY
    sentences = [error.msg for error in production_has_its_own_secrets(None)]
    assert [sentence.split(":")[0] for sentence in sentences] == [
        "Chưa có khóa bí mật",
        "PostgreSQL kèm theo chỉ dùng để xem thử",
    ]
    settings.SECRET_KEY, settings.IS_EMBEDDED = "x" * 60, False
    assert production_has_its_own_secrets(None) == []


def test_a_port_that_was_asked_for_and_is_taken_is_refused_in_a_sentence(settings):
    settings.IS_FIRST_LOOK = True
    with serving.listen(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Cổng {port} đang có chương trình khác dùng"):
            call_command("demo", port=port)
        with pytest.raises(CommandError, match="từ 1 đến 65535"):
            call_command("demo", port=70_000)


def test_without_a_port_the_first_free_one_is_taken(monkeypatch):
    with serving.listen(0) as taken:
        monkeypatch.setattr(serving, "FIRST_PORT", taken.getsockname()[1])
        with serving.listen(None) as server:
            assert taken.getsockname()[1] < server.getsockname()[1] < taken.getsockname()[1] + 20


def _hamlets_of_2018():
    district = unit(places.DISTRICT, IN_2018)
    return UnitPlacement.objects.on(IN_2018).under(district).at_level(4).values("unit")


def test_a_text_that_returned_and_a_visit_that_the_branch_denies_are_there_to_be_seen():
    scope = load_scope(User.objects.get(username=f"{signins.PREFIX}tochuc"), TODAY)
    found = likenesses(list(Report.objects.visible_to(scope)), scope)
    assert [each.percent for rows in found.values() for each in rows] == [100]
    assert sorted(BranchResponse.objects.values_list("has_attended", flat=True)) == [False, True, True]


# --- urgent matters, resources, good practices ---
def test_the_demonstration_has_a_register_with_those_that_registered_none():
    found = urgent_matters_figures(on=TODAY, unit_code=places.PROVINCE)
    assert found["organisations"] > 0 and found["overdue"] > 0 and found["unconfirmed"] > 0
    assert found["organisations_without"] == 3
    assert UrgentMatter.objects.filter(carried_from__isnull=False, year=TODAY.year).exists()
    money = contribution_figures(on=TODAY, unit_code=places.PROVINCE)
    assert money["is_at_least"] and money["in_kind"]
    library = GoodPractice.objects.standing()
    assert library.filter(published_on=None).exists() and library.exclude(published_on=None).count() > 1


# --- matters on their way ---
def test_the_demonstration_has_matters_in_every_stage_of_their_way():
    rows = Recommendation.objects.with_clock(TODAY)
    stages = set(rows.values_list("stage", flat=True))
    assert {"raised", "received", "with_agency", "answered", "told", "closed", "merged"} <= stages
    assert rows.filter(is_overdue=True).exists()


def test_the_agencys_handler_finds_one_to_receive_and_one_that_is_overdue():
    user = User.objects.get(username=f"{signins.PREFIX}coquan")
    held = handlings_of(load_scope(user, TODAY)).filter(ended_on=None)
    assert held.filter(received_on=None).count() == 1 and held.overdue_on(TODAY).count() == 1
    assert "Nước máy yếu" in signed_in(user).get("/viec/co-quan/").content.decode()


def test_the_first_page_keeps_to_twenty_five_queries_for_everybody_in_the_demonstration():
    asked = {}
    for grant in Grant.objects.order_by("role", "pk").distinct("role").select_related("user"):
        asked[grant.role] = queries_of(signed_in(grant.user), "/")
    assert len(asked) >= 8
    assert {role: number for role, number in asked.items() if number > 25} == {}


# --- scores, targets, indicators, the review ---
def by_name(name):
    return User.objects.get(username=f"{signins.PREFIX}{name}")


def test_numbers_of_two_days_are_counts_with_their_whole():
    rows = IndicatorValue.objects.standing()
    assert rows.values("counted_on").distinct().count() == 2
    poor = rows.filter(indicator__code="poor_households")
    assert poor.exists() and not poor.filter(whole=None).exists()
    assert rows.filter(indicator__is_sensitive=True).exclude(category="").exists()


def test_the_sum_of_the_communes_admissions_does_not_add_up_and_some_were_urged():
    board = TargetBoard(unit(places.PROVINCE, TODAY), TODAY.year, TODAY)
    differing = [(line.code, line.differs_below) for each in board.sums for line in each.differing]
    assert differing == [(f"{places.PROVINCE}.DB", -3)]
    assert Urging.objects.filter(cadre=None).count() == 3
    assert Urging.objects.filter(cadre__user=by_name("canbo")).count() == 1
    secretary = signed_in(by_name("bithu"))
    assert "Kết nạp đảng viên" in words(secretary.get("/cham-diem/chi-tieu/"))


def test_twenty_one_branches_registered_and_one_of_them_withdrew():
    rows = ModelRegistration.objects.standing()
    this_year = rows.filter(year=TODAY.year)
    assert (this_year.count(), this_year.exclude(withdrawn_on=None).count()) == (21, 1)
    assert rows.filter(year=TODAY.year - 1).exclude(recognised_on=None).count() == 6
    assert YearTheme.objects.filter(year=TODAY.year).count() == 2


def test_last_months_sheets_stand_at_every_step_of_their_way():
    bodies = Organisation.objects.filter(kind="grassroots_committee").open_on(TODAY)
    lines = Month(bodies, date(2026, 10, 1), TODAY).lines
    states = Counter(line.state for line in lines)
    assert set(states) >= {"missing", "draft", "sent", "reviewed", "approved", "published"}
    assert sum(line.is_late for line in lines) == 2
    assert Sheet.objects.filter(state="locked").exists()
    changed = SheetRow.objects.exclude(reviewed=None).exclude(review_note="")
    assert changed.exists()
    assert sorted(Appeal.objects.values_list("outcome", flat=True)) == ["", "changed"]


def test_a_meeting_is_scored_by_both_sides_and_a_branch_is_always_full_without_a_visit():
    sheets = Sheet.objects.all()
    found = scored_meetings(sheets, date(2026, 1, 1), TODAY)
    assert any(each.widest for each in found)
    assert len(always_full(sheets, date(2026, 1, 1), TODAY)) == 1
    mine = Sheet.objects.filter(kind="meeting", organisation__grants__user=by_name("bithu"), scorer="branch")
    assert mine.exists()


def test_the_review_of_last_year_is_frozen_and_signed_and_lists_find_somebody():
    made = Review.objects.get()
    assert made.is_signed and made.starts_on == date(2025, 1, 1) and made.figures
    scope = load_scope(by_name("tochuc"), TODAY)
    for watch in WatchList.objects.filter(issuer__isnull=False):
        assert watched(watch, TODAY, scope)


def test_two_hamlets_have_households_with_groups_tags_that_changed_holders_and_visits():
    found = household_figures(on=TODAY, unit_code="MAUM-01")
    assert (found["households"], found["covered"], found["groups"], found["people_unsaid"]) == (36, 28, 4, 0)
    before = household_figures(on=households.OUT_OF_POVERTY - timedelta(days=1), unit_code="MAUM-01")
    assert before["by_tag"]["poor"] - found["by_tag"]["poor"] == 4 and found["by_tag"]["near_poor"] > 1
    # The cadre sees those that he holds, the secretary those of his hamlet, the province a number.
    rows = {
        name: Household.objects.visible_to(
            load_scope(User.objects.get(username=f"demo-{name}"), TODAY)
        ).count()
        for name in ("canbo", "bithu", "vanphong", "tochuc", "lanhdao", "coquan", "thutruong", "quantri")
    }
    assert list(rows.values()) == [6, 20, 36, 0, 0, 0, 0, 0]
    assert HouseholdVisit.objects.count() == 4


def test_verify_finds_nothing_amiss_in_the_demonstration():
    assert {name: found for name, faults in run_checks(TODAY) if (found := list(faults))} == {}
