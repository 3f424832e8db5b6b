"""Resources mobilised come in from a list, in money with its qualifier or in kind, and add up with it."""

from datetime import date

import pytest

from assignments.access import load_scope
from dashboard.figures import contribution_figures
from dashboard.importing import KINDS, check_run, new_run
from matters.models import Contribution
from tests.factories import CadreFactory, GrantFactory, SchemeFactory, UserFactory, small_map
from tests.files import bring_in, counts, csv_file, messages, xlsx

pytestmark = pytest.mark.django_db

HEADING = ["unit_code", "date", "field", "amount", "qualifier", "in_kind", "quantity", "donor"]
PERIOD = {"starts_on": date(2022, 1, 1), "ends_on": date(2023, 1, 1)}


@pytest.fixture
def land():
    return small_map()


@pytest.fixture
def send(tmp_path):
    def send(heading, *rows, **options):
        return bring_in("contributions", xlsx(tmp_path / "von.xlsx", [heading, *rows]), **options)

    return send


def figures(code, **options):
    return contribution_figures(on=date(2026, 1, 1), unit_code=code, **{**PERIOD, **options})


def test_more_than_survives_adding_up(land, send):
    rows = [
        ["P1D1C1", "2022-03-01", "An sinh xã hội", 176000000, "hơn", "", "", "Công ty Mẫu"],
        ["P1D1C1H1", "01/06/2022", "rural-roads", "100.000.000", "", "", "", ""],
        ["P1D1C2", "2022-06-01", "social-security", "hơn 24 triệu đồng", "", "", "", ""],
        ["P1D1C2", "2022-06-01", "Giao thông nông thôn", "", "", "Xi măng", "hơn 200 bao", "Bà con"],
        ["P1D1C2H1", "2022-06-01", "Giao thông nông thôn", "", "about", "xi măng", "50 bao", ""],
        ["P1D2C1", "2022-06-01", "social-security", 5000000, "", "", "", ""],
    ]
    assert counts(send(HEADING, *rows)) == (6, 0, 0, 0)
    assert counts(send(HEADING, *rows)) == (0, 0, 0, 6)
    found = figures("P1D1")
    assert (found["total"], found["is_at_least"], found["is_about"]) == (300_000_000, True, False)
    assert found["words"] == "hơn 300 triệu đồng"
    assert found["by_field"] == {
        "rural-roads": {"total": 100_000_000, "is_at_least": False, "is_about": False},
        "social-security": {"total": 200_000_000, "is_at_least": True, "is_about": False},
    }
    (cement,) = found["in_kind"]
    assert (cement["number"], cement["measure"], cement["times"]) == (250, "bao", 2)
    assert cement["is_at_least"] and cement["is_about"]
    assert not figures("P1D2")["is_at_least"]
    assert figures("P1D1", starts_on=date(2022, 6, 1))["total"] == 124_000_000
    assert figures("P1D1", ends_on=date(2022, 6, 1))["words"] == "hơn 176 triệu đồng"


def test_two_gifts_alike_are_two_and_a_word_put_right_is_a_change(land, send):
    same = ["P1D1C1", "2022-03-01", "social-security", 1000000, "", "", "", ""]
    assert counts(send(HEADING, same, same)) == (2, 0, 0, 0)
    assert counts(send(HEADING, same, same)) == (0, 0, 0, 2)
    assert counts(send(HEADING, same, [*same[:4], "hơn", *same[5:]])) == (0, 1, 0, 1)
    assert sorted(Contribution.objects.values_list("qualifier", flat=True)) == ["exact", "more_than"]


def test_every_bad_row_is_named_and_nothing_is_written(land, send):
    answer = send(
        HEADING,
        ["P1D1C1", "2022-03-01", "social-security", "nhiều", "", "", "", ""],
        ["P1D1C1", "2022-03-01", "social-security", "", "", "", "", ""],
        ["KHONG", "2022-03-01", "social-security", 1, "", "", "", ""],
        ["P1D1C1", "2199-03-01", "social-security", 1, "", "", "", ""],
        ["P1D1C1", "2022-03-01", "social-security", "hơn 5 triệu", "đúng", "", "", ""],
        ["P1D1C1", "2022-03-01", "social-security", 1, "", "", "", ""],
    )
    assert [error["row"] for error in answer["errors"]] == [2, 3, 4, 5, 6]
    assert "Hãy ghi số tiền hoặc hiện vật" in messages(answer)[1]
    assert not Contribution.objects.exists()


def test_it_belongs_to_the_committee_of_its_scheme(land, send):
    scheme = SchemeFactory(issuer=land["P1D1"])
    cadre = CadreFactory(unit=land["P1D1"])
    heading = ["unit_code", "date", "field", "amount", "cadre_code", "scheme"]
    send(heading, ["P1D1C1H1", "2022-03-01", "social-security", 10, cadre.code, scheme.code])
    made = Contribution.objects.get()
    assert (made.issuer, made.scheme, made.cadre) == (land["P1D1"], scheme, cadre)
    assert contribution_figures(on=date(2026, 1, 1), unit_code="P1", scheme_code=scheme.code)["total"] == 10


def test_an_officer_brings_in_those_of_his_own_ground(land, tmp_path):
    user = UserFactory()
    GrantFactory(user=user, role="org_staff", unit=land["P1D1"])
    today = date(2026, 3, 1)
    rows = [[*HEADING[:4]], ["P1D2C1", "2022-03-01", "social-security", "5"]]
    content = csv_file(tmp_path / "x.csv", rows).read_bytes()
    run = new_run(
        KINDS["contributions"],
        content,
        "x.csv",
        user=user,
        scope=load_scope(user, today),
        options={"on": today.isoformat()},
    )
    check_run(run, user=user, today=today)
    assert [error["message"] for error in run.errors] == [
        "Không có đơn vị mã “P1D2C1” trong phạm vi của bạn."
    ]
