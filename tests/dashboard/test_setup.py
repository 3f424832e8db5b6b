"""A real office's first command: everything that it needs to begin, or nothing and a sentence."""

import builtins
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actions import activate
from accounts.models import User
from assignments.access import load_scope
from assignments.models import Scheme
from branches.models import Grant, Unit, UnitPlacement, UnitSuccession
from dashboard import official

pytestmark = pytest.mark.django_db

PEOPLE = {
    "keeper_username": "quantri",
    "keeper_name": "Lê Văn Quản",
    "officer_username": "0900 000 001",
    "officer_name": "Trần Thị Tổ",
}
ROWS = "code,level,name,parent_code,latitude,longitude\nT1,province,Tỉnh Thử,,,\nT1X,commune,Xã Một,T1,,\n"


@pytest.fixture
def own_list(tmp_path):
    path = tmp_path / "don-vi.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _migrated_already(monkeypatch):
    """The test's database stands, and its tables may not be touched from another session in the middle of a test."""
    monkeypatch.setattr("dashboard.management.commands.setup.call_command", lambda *names, **options: None)


def setup(**options) -> str:
    said = StringIO()
    call_command("setup", stdout=said, stderr=StringIO(), **{"no_input": True, **options})
    return said.getvalue()


def slip(said, username) -> str:
    """The activation code that was printed for a user."""
    [line] = [line for line in said.splitlines() if f"tên đăng nhập {username}," in line]
    return line.split()[-1]


def test_an_office_starts_with_its_list_its_two_people_and_its_scheme(own_list):
    said = setup(**PEOPLE, unit="T1", list=str(own_list), starts_on="2026-01-01", preset="ben-tre")
    today = timezone.localdate()
    unit = Unit.objects.coded("T1", today).get()
    keeper, officer = User.objects.get(username="quantri"), User.objects.get(username="0900000001")
    assert (keeper.is_staff, keeper.is_superuser, officer.is_staff) == (True, True, False)
    assert load_scope(keeper, today).roles == {"system_keeper"}
    scope = load_scope(officer, today)
    assert scope.roles == {"org_staff", "org_head"}
    assert list(Unit.objects.writable_by(scope).order_by("pk")) == list(Unit.objects.order_by("pk"))
    assert Grant.objects.filter(user=officer, created_by=keeper, unit=unit).count() == 2
    assert Scheme.objects.filter(issuer=unit, starts_on=date(2026, 1, 1)).count() == 4
    assert "Đã thiết lập cho Tỉnh Thử." in said


def test_the_printed_codes_open_the_two_logins_and_no_password_stands_before(own_list):
    said = setup(**PEOPLE, unit="T1", list=str(own_list))
    for username in ("quantri", "0900000001"):
        assert not User.objects.get(username=username).has_usable_password()
        user = activate(username, slip(said, username), "một câu đủ dài để nhớ")
        assert user.check_password("một câu đủ dài để nhớ")


def test_it_refuses_to_run_twice(own_list):
    setup(**PEOPLE, unit="T1", list=str(own_list))
    with pytest.raises(CommandError, match="đã có người quản trị hệ thống: setup chỉ chạy một lần"):
        setup(**PEOPLE | {"keeper_username": "khac"}, unit="T1")
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"unit": "KHONG"}, "Không có đơn vị nào mang mã KHONG"),
        ({"issuer": "KHONG"}, "Không có đơn vị nào mang mã KHONG"),
        ({"officer_username": "quantri"}, "Tên đăng nhập này đã có người dùng"),
        ({"officer_username": "dấu cách!"}, "Tên đăng nhập chỉ gồm chữ, số"),
        ({"keeper_username": "demo-toi"}, "dành cho bản xem thử"),
        ({"scheme_code": "không phải mã"}, "."),
        ({"province": "999"}, "Không có tỉnh nào mang mã 999. Các tỉnh: .*86 Tỉnh Vĩnh Long"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(own_list, wrong, sentence):
    options = PEOPLE | {"unit": "T1", "list": str(own_list), "preset": "binh-dai"} | wrong
    with pytest.raises(CommandError, match=sentence):
        setup(**options)
    assert not User.objects.exists()
    assert not Unit.objects.exists()
    assert not Scheme.objects.exists()


def test_a_bad_list_is_refused_with_its_own_sentence(own_list):
    own_list.write_text(ROWS + "T1Y,commune,Xã Hai,KHONG,,\n", encoding="utf-8")
    with pytest.raises(CommandError, match="KHONG"):
        setup(**PEOPLE, unit="T1", list=str(own_list))
    assert not Unit.objects.exists()
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        setup(**PEOPLE, unit="T1", list="khong-co.csv")


def test_without_asking_everything_must_be_said():
    with pytest.raises(CommandError, match="Còn thiếu: --unit, --keeper-username") as refusal:
        setup(officer_name="Trần Thị Tổ")
    assert "--officer-name" not in str(refusal.value)


def test_it_asks_for_what_is_not_said_and_takes_what_stands_in_brackets(own_list, monkeypatch):
    answers = iter(["T1", "Lê Văn Quản", "", "", "Trần Thị Tổ", "0900000001", "sai", "binh-dai"])
    asked = []

    def answer(question):
        asked.append(question)
        return next(answers)

    monkeypatch.setattr(builtins, "input", answer)
    setup(no_input=False, list=str(own_list))
    assert len(asked) == 8  # the empty answer and the unknown preset were asked about again
    assert set(User.objects.values_list("username", flat=True)) == {"quantri", "0900000001"}
    assert Scheme.objects.get().preset == "binh-dai"


def test_giving_up_in_the_middle_changes_nothing(monkeypatch):
    def give_up(question):
        raise EOFError

    monkeypatch.setattr(builtins, "input", give_up)
    with pytest.raises(CommandError, match="Đã dừng, chưa có gì được ghi"):
        setup(no_input=False)
    assert not User.objects.exists()


def test_one_province_of_the_official_list_comes_with_all_that_went_into_it():
    """Lai Châu (12) went on as it was: few units, and still mergers of communes in it."""
    setup(**PEOPLE, unit="12", official=True, province="12")
    today, before = timezone.localdate(), date(2025, 6, 30)
    province = Unit.objects.coded("12", today).get()
    communes = UnitPlacement.objects.on(today).under(province).at_level(3)
    assert communes.count() == len(official.official_lists("12").new) - 1
    assert UnitPlacement.objects.on(before).at_level(2).exists()
    assert not UnitPlacement.objects.on(today).at_level(2).exists()
    assert UnitSuccession.objects.filter(successor__in=communes.values("unit")).exists()
    assert set(UnitPlacement.objects.on(today).at_level(1).values_list("unit", flat=True)) == {province.pk}


def test_the_province_of_a_commune_is_found_in_the_list():
    assert official.province_of("00004") == "01"
    assert official.province_of("01") == "01"
    assert official.province_of("no such code") is None
    assert len(official.provinces()) == 34


def test_every_province_can_be_taken_out_of_the_lists():
    whole = official.official_lists()
    parts = [official.official_lists(code) for code in official.provinces()]
    assert sum(len(part.new) for part in parts) == len(whole.new) == 3355
    assert sum(len(part.successors) for part in parts) == len(whole.successors) == 10_665
    for part in parts:
        codes = {row["code"] for row in part.old}
        assert {row["predecessor_code"] for row in part.successors} <= codes
        assert {row["parent_code"] for row in part.old if row["parent_code"]} <= codes
