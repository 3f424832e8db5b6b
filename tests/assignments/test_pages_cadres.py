"""Cadres, teams and logins through their pages: found, entered, moved, let go, made one, given a login."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activation, User
from assignments.actions.assigning import assign
from assignments.actions.teams import create_team
from assignments.models import Assignment, Cadre, CadrePosition, Post, Team
from dashboard.figures import coverage_figures
from tests.assignments.ground import DAY, ground, name
from tests.factories import START, AgencyFactory, CadreFactory, GrantFactory, PositionFactory, UserFactory
from tests.pages import sign_in

pytestmark = pytest.mark.django_db

SLIP_CODE = re.compile(r"\b[ACDEFGHJKLMNPQRTUVWXY34679]{5}-[ACDEFGHJKLMNPQRTUVWXY34679]{5}\b")


@pytest.fixture
def land():
    land = ground()
    GrantFactory(user=land.officer, unit=land.district)
    land.browser = signed_in(land.officer)
    return land


def signed_in(user):
    browser = Client()
    sign_in(browser, user)
    return browser


def page(name, thing=None):
    return reverse(f"assignments:{name}", args=[thing.key] if thing else [])


def text(response):
    return response.content.decode()


def put(land, cadre, hamlet):
    return assign(
        scheme=land.scheme,
        assignee=cadre,
        target=hamlet,
        starts_on=DAY,
        by=land.officer,
        documents=[land.document],
    )


def new_cadre(land, **fields):
    return {
        "full_name": "Lê Thị Mới",
        "post": "Trưởng ban",
        "agency": land.agency.name,
        "unit": "P1D1",
        "starts_on": "01/09/2020",
        **fields,
    }


# --- the list and the page ---


def test_a_cadre_is_found_without_accents_by_what_he_can_help_on_and_by_agency(land):
    found = land.cadre(full_name="Đặng Văn Điền", expertise="Kế toán, xây dựng Đảng")
    other = land.cadre(full_name="Phạm Thị Hoa")
    elsewhere = AgencyFactory(unit=land.district, name="Ban Dân vận")
    PositionFactory(cadre=other, agency=elsewhere, is_primary=False, post=_post("Ủy viên"))
    for query, shown, hidden in (
        ({"q": "dang van dien"}, found, other),
        ({"giup": "ke toan"}, found, other),
        ({"co_quan": elsewhere.key}, other, found),
        ({"nhom": "party_boards", "q": "hoa"}, other, found),
    ):
        response = text(land.browser.get(page("cadre_list"), query))
        assert shown.full_name in response
        assert hidden.full_name not in response


def test_the_list_is_of_those_who_serve_unless_others_are_asked_for(land):
    serving = land.cadre(full_name="Trần Văn Còn")
    gone = land.cadre(full_name="Trần Văn Nghỉ", left_on=DAY, leaving_reason="retired")
    response = text(land.browser.get(page("cadre_list")))
    assert serving.full_name in response and gone.full_name not in response
    response = text(land.browser.get(page("cadre_list"), {"tinh_trang": "da-thoi"}))
    assert gone.full_name in response and serving.full_name not in response
    response = text(land.browser.get(page("cadre_list"), {"tinh_trang": "tat-ca", "tai_khoan": "chua"}))
    assert gone.full_name in response and serving.full_name in response


def test_the_list_names_the_hamlet_with_its_commune_and_counts(land):
    cadre = land.cadre()
    put(land, cadre, land.hamlets[0])
    rows = land.browser.get(page("cadre_list")).context["table"].data
    (row,) = [each for each in rows if each.key == cadre.key]
    assert row.units == f"{name(land.hamlets[0])}, {name(land.units['P1D1C1'])}"
    assert row.number == 1


def test_two_people_of_one_name_are_told_apart_by_post_and_agency(land):
    land.cadre(full_name="Nguyễn Văn Nam")
    other = CadreFactory(unit=land.district, full_name="Nguyễn Văn Nam")
    PositionFactory(
        cadre=other, agency=AgencyFactory(unit=land.district, name="Phòng Nội vụ"), post=_post("Chuyên viên")
    )
    response = text(land.browser.get(page("cadre_list"), {"q": "nguyen van nam"}))
    assert "Phó Trưởng ban, Ban Tổ chức" in response
    assert "Chuyên viên, Phòng Nội vụ" in response
    assert "Không thấy hồ sơ nào trùng" in text(land.browser.get(page("cadre_doubles")))


def test_lists_and_pages_ask_no_more_for_ten_rows_than_for_one(land):
    first = land.cadre()
    put(land, first, land.hamlets[0])
    addresses = ("cadre_list", "logins_make", "cadre_doubles", "team_list")
    few = [_queries(land.browser, page(each)) for each in addresses]
    for number in range(8):
        land.cadre(full_name=f"Người Thêm {number}", phone=f"091200000{number}")
    cadre = land.cadre()
    put(land, cadre, land.hamlets[1])
    assert [_queries(land.browser, page(each)) for each in addresses] == few


def test_the_list_goes_by_given_name_and_into_a_file_with_the_post(land):
    for full_name in ("Lê Văn Bình", "Trần Thị An", "Bùi Văn Đạt", "Phạm Văn Dũng"):
        land.cadre(full_name=full_name)
    names = [row.full_name for row in land.browser.get(page("cadre_list")).context["table"].data]
    assert names == ["Trần Thị An", "Lê Văn Bình", "Phạm Văn Dũng", "Bùi Văn Đạt"]
    shown = land.browser.get(page("cadre_list"), {"sort": "-full_name"}).context["table"].data
    assert [row.full_name for row in shown] == names[::-1]
    response = land.browser.get(page("cadre_list"), {"export": "xlsx"})
    body = b"".join(response.streaming_content) if response.streaming else response.content
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    cells = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {*names, "Phó Trưởng ban, Ban Tổ chức", "Chức vụ"} <= cells


def test_the_page_shows_posts_and_places_now_and_before(land):
    cadre = land.cadre(phone="0912 345 678", expertise="kế toán")
    PositionFactory(
        cadre=cadre, agency=land.agency, post=_post("Chuyên viên"), starts_on=DAY, ends_on=DAY + timedelta(9)
    )
    put(land, cadre, land.hamlets[0])
    response = text(land.browser.get(page("cadre_page", cadre)))
    for words in ("Phó Trưởng ban", "Chuyên viên", name(land.hamlets[0]), "0912 345 678", "kế toán"):
        assert words in response


def test_an_employer_sees_name_post_and_places_of_his_own_people_and_no_more(land):
    cadre = land.cadre(phone="0912345678", expertise="kế toán")
    put(land, cadre, land.hamlets[0])
    outsider = CadreFactory(unit=land.district)
    employer = UserFactory()
    GrantFactory(user=employer, role="employer", agency=land.agency)
    browser = signed_in(employer)
    response = text(browser.get(page("cadre_page", cadre)))
    assert cadre.full_name in response and "Phó Trưởng ban" in response and name(land.hamlets[0]) in response
    for hidden in ("0912345678", "kế toán", cadre.code, "Tài khoản</h2>", page("cadre_change", cadre)):
        assert hidden not in response
    assert browser.get(page("cadre_page", outsider)).status_code == 404
    assert browser.get(page("cadre_list")).status_code == 403


def test_a_cadre_sees_his_own_page_and_nobody_elses(land):
    cadre, other = land.cadre(user=UserFactory(), phone="0912345678"), land.cadre()
    browser = signed_in(cadre.user)
    assert "0912345678" in text(browser.get(page("cadre_page", cadre)))
    assert browser.get(page("cadre_page", other)).status_code == 404


def test_who_reads_only_is_refused_and_who_does_not_see_finds_nothing(land):
    own, foreign = land.cadre(), CadreFactory(unit=land.units["P2D1"])
    reader = UserFactory()
    GrantFactory(user=reader, role="leader", unit=land.district)
    for route in ("cadre_change", "cadre_leaving", "cadre_merge", "position_add", "position_end"):
        assert signed_in(reader).get(page(route, own)).status_code == 403
        assert land.browser.get(page(route, own)).status_code == 200
        assert land.browser.get(page(route, foreign)).status_code == 404
    # A writer of the commune who only reads the district.
    writer = UserFactory()
    GrantFactory(user=writer, role="org_staff", unit=land.units["P1D1C1"])
    GrantFactory(user=writer, role="leader", unit=land.district)
    assert signed_in(writer).get(page("cadre_change", own)).status_code == 403
    assert signed_in(writer).post(page("login_switch", own), {"bat": "0"}).status_code == 403


# --- written about a person ---


def test_a_new_cadre_is_entered_with_his_post(land):
    response = land.browser.post(page("cadre_new"), new_cadre(land, phone="0911222333"))
    made = Cadre.objects.get(full_name="Lê Thị Mới")
    assert response["Location"] == made.get_absolute_url()
    assert (made.unit, made.phone) == (land.district, "0911222333")
    position = made.positions.get()
    assert (position.post.name, position.agency, position.starts_on) == ("Trưởng ban", land.agency, DAY)


def test_bad_input_is_explained_and_nothing_typed_is_lost(land):
    response = land.browser.post(
        page("cadre_new"),
        new_cadre(land, agency="Ban Không Có", starts_on="31/02/2020", expertise="nuôi tôm"),
    )
    assert response.status_code == 200
    assert {"agency", "starts_on"} <= set(response.context["form"].errors)
    for kept in ("Lê Thị Mới", "Ban Không Có", "31/02/2020", "nuôi tôm"):
        assert kept in text(response)
    assert not Cadre.objects.filter(full_name="Lê Thị Mới").exists()
    response = land.browser.post(page("cadre_new"), new_cadre(land, agency=""))
    assert "agency" in response.context["form"].errors


def test_the_same_person_is_pointed_out_before_he_is_entered_again(land):
    land.cadre(full_name="Lê Thị Mới")
    response = land.browser.post(page("cadre_new"), new_cadre(land))
    assert "Đã có Lê Thị Mới" in text(response)
    assert Cadre.objects.filter(full_name="Lê Thị Mới").count() == 1
    assert land.browser.post(page("cadre_new"), new_cadre(land, is_another="on")).status_code == 302
    assert Cadre.objects.filter(full_name="Lê Thị Mới").count() == 2


def test_what_is_written_about_a_person_is_changed(land):
    cadre = land.cadre(full_name="Lê Văn Cũ")
    sent = {"full_name": "Lê Văn Đúng", "phone": "0900", "unit": "P1D1", "code": cadre.code}
    response = land.browser.post(page("cadre_change", cadre), sent)
    assert response.status_code == 302
    cadre.refresh_from_db()
    assert (cadre.full_name, cadre.phone) == ("Lê Văn Đúng", "0900")
    # Another of his name in his agency was told apart when he was entered: an address is changed without asking again.
    land.cadre(full_name="Lê Văn Đúng")
    kept = land.browser.post(page("cadre_change", cadre), sent | {"expertise": "kế toán"})
    assert kept.status_code == 302
    taken = land.cadre()
    response = land.browser.post(page("cadre_change", cadre), sent | {"code": taken.code})
    assert response.status_code == 200 and "code" in response.context["form"].errors


def test_a_new_post_ends_the_one_that_was_ticked(land):
    cadre = land.cadre()
    old = cadre.positions.get()
    sent = {"post": "Trưởng ban", "agency": land.agency.code, "on": "01/09/2020", "is_primary": "on"}
    response = land.browser.post(page("position_add", cadre), sent | {"ending": [str(old.pk)]})
    assert response.status_code == 302
    old.refresh_from_db()
    assert old.ends_on == DAY
    new = cadre.positions.get(post__name="Trưởng ban")
    assert new.is_primary
    response = land.browser.post(page("position_end", cadre), {"position": str(new.pk), "on": "01/09/2020"})
    assert response.status_code == 200 and "hãy chọn ngày thôi sau ngày đó" in text(response)
    land.browser.post(page("position_end", cadre), {"position": str(new.pk), "on": "01/10/2020"})
    assert CadrePosition.objects.get(pk=new.pk).ends_on == DAY.replace(month=10)


def test_another_persons_post_is_not_ended_by_this_form(land):
    cadre, other = land.cadre(), land.cadre()
    sent = {"position": str(other.positions.get().pk), "on": "01/10/2020"}
    assert "position" in land.browser.post(page("position_end", cadre), sent).context["form"].errors


# --- leaving ---


def test_a_retirement_shows_what_falls_vacant_and_leads_to_filling_it(land):
    cadre = land.cadre(user=UserFactory())
    put(land, cadre, land.hamlets[0])
    put(land, land.cadre(), land.hamlets[1])
    today = timezone.localdate()
    before = coverage_figures(on=today, scheme_code=land.scheme.code)
    sent = {"on": f"{today:%d/%m/%Y}", "reason": "retired"}
    asked = land.browser.post(page("cadre_leaving", cadre), sent)
    assert name(land.hamlets[0]) in text(asked) and name(land.hamlets[1]) not in text(asked)
    assert "Tài khoản bị khóa" in text(asked)
    cadre.refresh_from_db()
    assert cadre.left_on is None and Assignment.objects.get(cadre=cadre).ends_on is None

    response = land.browser.post(page("cadre_leaving", cadre), sent | {"xac-nhan": "1"}, follow=True)
    cadre.refresh_from_db()
    assert cadre.left_on == today and not cadre.user.is_active
    hamlet = land.hamlets[0]
    ((place, _scheme, day, url),) = response.context["gaps"]
    assert name(hamlet) in place and day == today
    assert "trong=1" in url and f"noi={hamlet.key}" in url and land.scheme.key in url
    assert land.browser.get(url).status_code == 200
    after = coverage_figures(on=today, scheme_code=land.scheme.code)
    assert after["covered"] == before["covered"] - 1
    assert hamlet.versions.get().code in [each["code"] for each in after["vacant"]]

    put_again = land.cadre()
    assign(
        scheme=land.scheme,
        assignee=put_again,
        target=hamlet,
        starts_on=today,
        by=land.officer,
        documents=[land.document],
    )
    assert land.browser.get(page("cadre_page", cadre)).context["gaps"] == []


def test_leaving_without_a_reason_is_explained_and_leaving_to_come_leaves_the_login(land):
    cadre = land.cadre(user=UserFactory())
    later = timezone.localdate() + timedelta(30)
    response = land.browser.post(page("cadre_leaving", cadre), {"on": f"{later:%d/%m/%Y}", "reason": ""})
    assert "reason" in response.context["form"].errors
    sent = {"on": f"{later:%d/%m/%Y}", "reason": "transferred", "xac-nhan": "1"}
    assert land.browser.post(page("cadre_leaving", cadre), sent).status_code == 302
    cadre.refresh_from_db()
    assert cadre.left_on == later
    assert User.objects.get(pk=cadre.user_id).is_active


def test_who_has_wider_roles_leaves_with_his_login_open(land):
    cadre = land.cadre(user=UserFactory())
    GrantFactory(user=cadre.user, role="org_head", unit=land.units["P1"])
    today = timezone.localdate()
    sent = {"on": f"{today:%d/%m/%Y}", "reason": "transferred"}
    assert "Tài khoản không bị khóa" in text(land.browser.post(page("cadre_leaving", cadre), sent))
    land.browser.post(page("cadre_leaving", cadre), sent | {"xac-nhan": "1"})
    assert User.objects.get(pk=cadre.user_id).is_active


# --- two records of one person ---


def test_two_records_are_pointed_out_compared_and_made_one(land):
    keep = land.cadre(full_name="Võ Văn Một", phone="0911111111")
    other = land.cadre(full_name="Võ Văn Một", email="mot@example.test")
    put(land, other, land.hamlets[0])
    compare = f"{page('cadre_merge', keep)}?voi={other.key}"
    assert compare in text(land.browser.get(page("cadre_doubles")))
    assert compare in text(land.browser.get(page("cadre_page", keep)))
    assert compare in text(land.browser.get(page("cadre_merge", keep)))
    response = land.browser.get(page("cadre_merge", keep), {"voi": other.code})
    assert response["Location"] == compare
    assert "mot@example.test" in text(land.browser.get(compare))
    assert land.browser.post(page("cadre_merge", keep), {"voi": other.key}).status_code == 302
    other.refresh_from_db()
    assert other.merged_into == keep
    assert Assignment.objects.standing().get(cadre=keep).target == land.hamlets[0]
    assert keep.get_absolute_url() in text(land.browser.get(page("cadre_page", other)))
    assert land.browser.get(page("cadre_change", other)).status_code == 403


def test_what_stands_against_merging_is_said_and_nothing_is_merged(land):
    keep, other = land.cadre(user=UserFactory()), land.cadre(user=UserFactory())
    response = land.browser.post(page("cadre_merge", keep), {"voi": other.key})
    assert "đều có tài khoản" in text(response)
    assert Cadre.objects.filter(merged_into=None, pk__in=[keep.pk, other.pk]).count() == 2
    response = land.browser.get(page("cadre_merge", keep), {"voi": "Không Ai"})
    assert "Không tìm thấy cán bộ" in text(response)


# --- logins ---


def test_ninety_three_cadres_get_logins_at_once_and_no_code_is_stored(land):
    cadres = [land.cadre(phone=f"09120001{number:02}") for number in range(93)]
    listed = text(land.browser.get(page("logins_make")))
    assert listed.count(" checked") == 93
    response = land.browser.post(page("logins_make"), {"chon": [cadre.key for cadre in cadres]})
    codes = set(SLIP_CODE.findall(text(response)))
    assert len(codes) == 93 and land.agency.name in text(response)
    assert "no-store" in response["Cache-Control"]
    assert Cadre.objects.filter(pk__in=[cadre.pk for cadre in cadres], user=None).count() == 0
    stored = set(Activation.objects.values_list("code_hash", flat=True))
    assert len(stored) == 93
    for code in codes:
        assert not any(code in each or code.replace("-", "") in each for each in stored)
    assert Client().get(reverse("accounts:activate")).status_code == 200
    assert " checked" not in text(land.browser.get(page("logins_make")))


def test_logins_are_made_for_all_who_were_chosen_or_for_nobody(land):
    one, other = land.cadre(), land.cadre()
    # His code and his telephone number are user names of others.
    UserFactory(username=other.code.lower())
    response = land.browser.post(page("logins_make"), {"chon": [one.key, other.key]})
    assert "Chưa tạo được tài khoản" in text(response)
    assert Cadre.objects.filter(user=None, pk__in=[one.pk, other.pk]).count() == 2
    foreign = CadreFactory(unit=land.units["P2D1"])
    land.browser.post(page("logins_make"), {"chon": [one.key, foreign.key]})
    assert Cadre.objects.filter(user=None, pk__in=[one.pk, foreign.pk]).count() == 2
    response = land.browser.post(page("logins_make"), {})
    assert "Chưa chọn ai" in text(response)


def test_logins_are_listed_by_agency(land):
    land.cadre(full_name="Người Ban")
    elsewhere = AgencyFactory(unit=land.district, name="Phòng Nội vụ")
    PositionFactory(cadre=CadreFactory(unit=land.district, full_name="Người Phòng"), agency=elsewhere)
    response = text(land.browser.get(page("logins_make"), {"co_quan": elsewhere.key}))
    assert "Người Phòng" in response and "Người Ban" not in response


def test_a_fresh_slip_and_a_locked_login(land):
    cadre = land.cadre(user=UserFactory())
    response = land.browser.post(page("login_reset", cadre))
    assert len(SLIP_CODE.findall(text(response))) == 1
    land.browser.post(page("login_switch", cadre), {"bat": "0"})
    assert not User.objects.get(pk=cadre.user_id).is_active
    assert land.browser.post(page("login_reset", cadre)).status_code == 302
    land.browser.post(page("login_switch", cadre), {"bat": "1"})
    assert User.objects.get(pk=cadre.user_id).is_active
    assert land.browser.get(page("login_switch", cadre)).status_code == 405
    without = land.cadre()
    followed = land.browser.post(page("login_reset", without), follow=True)
    assert "chưa có tài khoản" in text(followed)


def test_the_login_of_somebody_with_wider_roles_is_not_reset(land):
    cadre = land.cadre(user=UserFactory())
    GrantFactory(user=cadre.user, role="org_head", unit=land.units["P1"])
    for route in ("login_reset", "login_switch"):
        assert land.browser.post(page(route, cadre), {"bat": "0"}).status_code == 403
    assert User.objects.get(pk=cadre.user_id).is_active


# --- teams ---


def test_a_team_is_made_changed_and_ended(land):
    leader, member, new = (land.cadre(full_name=each) for each in ("Đỗ Văn Đầu", "Hà Thị Hai", "Bùi Văn Ba"))
    response = land.browser.post(
        page("team_new"),
        {
            "name": "Tổ công tác số 3",
            "unit": "P1D1",
            "starts_on": "01/09/2020",
            "leader": leader.full_name,
            "members": member.code,
        },
    )
    team = Team.objects.get()
    assert response["Location"] == team.get_absolute_url() and team.code
    listed = text(land.browser.get(page("team_list")))
    assert team.name in listed and leader.full_name in listed
    sent = {"on": "01/10/2020", "leader": leader.code, "members": new.full_name}
    assert land.browser.post(page("team_members", team), sent).status_code == 302
    shown = land.browser.get(page("team_page", team)).context
    assert [row["name"] for row in shown["members"]] == [leader.full_name, new.full_name]
    assert [row["name"] for row in shown["former"]] == [member.full_name]
    response = land.browser.post(page("team_members", team), sent | {"members": "Không Ai"})
    assert "Không tìm thấy cán bộ" in text(response) and "Không Ai" in text(response)
    asked = land.browser.post(page("team_end", team), {"on": "01/11/2020"})
    assert asked.status_code == 200 and Team.objects.get().ends_on is None
    land.browser.post(page("team_end", team), {"on": "01/11/2020", "xac-nhan": "1"})
    assert Team.objects.get().ends_on == DAY.replace(month=11)


def test_the_end_of_a_team_says_which_places_it_leaves(land):
    land.scheme.assignee_kinds = ["cadre", "team"]
    land.scheme.save()
    team = create_team(
        code="T1", name="Tổ một", unit=land.district, starts_on=START, leader=land.cadre(), by=land.officer
    )
    put(land, team, land.hamlets[2])
    assert name(land.hamlets[2]) in text(land.browser.get(page("team_page", team)))
    assert name(land.hamlets[2]) in text(land.browser.get(page("team_list")))
    assert name(land.hamlets[2]) in text(land.browser.post(page("team_end", team), {"on": "01/11/2020"}))


def _post(name):
    return Post.objects.get_or_create(name=name)[0]


def _queries(browser, url):
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(url).status_code == 200
    return len(caught)
