"""Kim Sơn 3.1, 3.5 and Bình Đại 0.19 out of lists as their offices could have sent them, made here; and the same of another
place with other numbers."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from branches.models import UnitVersion
from tests.files import bring_in, counts, csv_file, xlsx
from tests.pages import browser_of, words

pytestmark = pytest.mark.django_db


def figures(name, *arguments):
    out = StringIO()
    call_command("figures", name, *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def a_district(tmp_path, *, code, committees, branches, without, matters, year, done):
    """A district whose grassroots organisations come in from lists: `committees` in communes of their own, `branches` at the
    seat; all but `without` of them register `matters` in `year`, of which `done` are done."""
    province, on = code[:2], f"{year - 1}-01-01"
    places = [["code", "level", "name", "parent_code"], [province, "tỉnh", f"Tỉnh {province}", ""]]
    places += [[code, "huyện", f"Huyện {code}", province]]
    places += [[f"{code}-{n:02d}", "xã", f"Xã {n} ({code})", code] for n in range(committees)]
    assert counts(bring_in("units", csv_file(tmp_path / f"{code}.csv", places), on=on))[0] == committees + 2
    bodies = [["code", "kind", "name", "parent_code", "unit_code"]]
    bodies += [[f"{code}.HU", "committee", f"Đảng bộ huyện {code}", "", code]]
    own = [
        [f"{code}.DB{n:02d}", "đảng bộ cơ sở", f"Đảng bộ xã {n} ({code})", f"{code}.HU", f"{code}-{n:02d}"]
        for n in range(committees)
    ] + [
        [f"{code}.CB{n:02d}", "chi bộ cơ sở", f"Chi bộ cơ quan {n} ({code})", f"{code}.HU", code]
        for n in range(branches)
    ]
    path = xlsx(tmp_path / f"{code}-tc.xlsx", [*bodies, *own])
    assert counts(bring_in("organisations", path, on=on))[0] == committees + branches + 1
    who = [row[0] for row in own][: len(own) - without]
    rows = [["Mã", "Mã tổ chức", "Năm", "Việc", "Lĩnh vực", "Tình trạng", "Ngày hoàn thành"]]
    rows += [
        [
            f"{code}/{year}/{n + 1:03d}",
            who[n % len(who)],
            year,
            f"Việc số {n + 1}",
            ["Môi trường", "An toàn thực phẩm", "Xây dựng nông thôn mới"][n % 3],
            "Hoàn thành" if n < done else "Đang thực hiện",
            f"{1 + n % 28:02d}/10/{year}" if n < done else "",
        ]
        for n in range(matters)
    ]
    path = xlsx(tmp_path / f"{code}-viec.xlsx", rows, title="Sổ đăng ký")
    assert counts(bring_in("urgent_matters", path)) == (matters, 0, 0, 0)
    assert counts(bring_in("urgent_matters", path)) == (0, 0, 0, matters)


def test_76_organisations_registered_127_matters_for_2018(tmp_path):
    a_district(tmp_path, code="3709", committees=30, branches=46, without=0, matters=127, year=2018, done=90)
    # Another place, with other numbers, in the same database: it is counted apart.
    a_district(tmp_path, code="4211", committees=7, branches=5, without=3, matters=20, year=2018, done=4)

    kim_son = figures("urgent_matters", "--unit", "3709", "--from", "2018-01-01", "--to", "2019-01-01")
    assert (kim_son["registered"], kim_son["done"]) == (127, 90)
    assert (kim_son["organisations"], kim_son["organisations_without"]) == (76, 0)
    assert kim_son["by_kind"]["grassroots_committee"]["organisations"] == 30
    assert kim_son["by_kind"]["grassroots_branch"]["organisations"] == 46

    other = figures("urgent_matters", "--unit", "4211", "--year", "2018")
    assert (other["registered"], other["done"]) == (20, 4)
    assert (other["organisations"], other["organisations_without"]) == (9, 3)
    assert [each["code"] for each in other["without"]] == ["4211.CB02", "4211.CB03", "4211.CB04"]
    assert figures("urgent_matters", "--unit", "4211", "--on", "2018-12-31") == other
    # Nothing was done before October.
    assert figures("urgent_matters", "--unit", "4211", "--on", "2018-09-30")["done"] == 0
    _pages_say_the_same(kim_son, "3709", 2018)
    _pages_say_the_same(other, "4211", 2018)
    empty = figures("urgent_matters", "--unit", "3709", "--year", "2017")
    assert (empty["registered"], empty["organisations_without"]) == (0, 76)


def _pages_say_the_same(figures, code, year):
    staff = browser_of("org_staff", unit=UnitVersion.objects.get(code=code).unit)
    listed = staff.get(reverse("matters:urgent_list") + f"?nam={year}")
    numbers = {each["words"]: each["number"] for each in listed.context["numbers"]}
    assert listed.context["total"] == numbers["việc đã đăng ký"] == figures["registered"]
    assert numbers["tổ chức cơ sở đảng"] == figures["organisations"]
    assert numbers["hoàn thành"] == figures["done"]
    whole = staff.get(reverse("matters:urgent_bodies") + f"?nam={year}")
    assert whole.context["total"] == figures["organisations"] + figures["organisations_without"]
    without = staff.get(reverse("matters:urgent_without") + f"?nam={year}")
    assert without.context["total"] == figures["organisations_without"]
    for each in figures["without"]:
        assert each["name"] in words(without)


def test_binh_dais_more_than_276_million_survives_summing(tmp_path):
    places = [
        ["code", "level", "name", "parent_code"],
        ["83", "tỉnh", "Tỉnh Mẫu", ""],
        ["835", "huyện", "Huyện Mẫu", "83"],
        ["835-01", "xã", "Xã Một", "835"],
        ["835-02", "xã", "Xã Hai", "835"],
    ]
    bring_in("units", csv_file(tmp_path / "m.csv", places), on="2016-01-01")
    rows = [
        ["unit_code", "date", "field", "amount", "qualifier"],
        ["835-01", "2017-12-01", "An sinh xã hội", 120000000, "exact"],
        ["835-02", "2018-03-01", "An sinh xã hội", 100000000, "hơn"],
        ["835-02", "2018-06-01", "Giao thông nông thôn", 56000000, "exact"],
    ]
    assert counts(bring_in("contributions", xlsx(tmp_path / "von.xlsx", rows))) == (3, 0, 0, 0)
    found = figures("contributions", "--unit", "835", "--from", "2017-09-01", "--to", "2018-09-03")
    assert (found["total"], found["is_at_least"]) == (276_000_000, True)
    assert found["words"] == "hơn 276 triệu đồng"
    assert set(found["by_field"]) == {"social-security", "rural-roads"}
    exact = figures("contributions", "--unit", "835-01", "--from", "2017-09-01", "--to", "2018-09-03")
    assert (exact["total"], exact["is_at_least"]) == (120_000_000, False)
