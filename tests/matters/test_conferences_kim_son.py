"""Kim Sơn 3.6 and 3.7 out of lists and pages: 22 communes that held dialogues, two cluster briefings in 2017 and one in 2018;
and a made-up locality where communes are merged in the middle."""

import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from branches.models import ImportRun, UnitVersion
from matters.models import Conference, Opinion
from tests.files import bring_in, counts, csv_file, messages
from tests.pages import browser_of, words

pytestmark = pytest.mark.django_db

COLUMNS = ["kind", "unit_code", "date", "title", "zone_code", "participants", "people_speaking", "opinions"]
COLUMNS.append("answered_on_the_spot")


def figures(**options) -> dict:
    out = io.StringIO()
    asked = [part for name, value in options.items() for part in (f"--{name}", value)]
    call_command("figures", "conferences", *asked, "--json", stdout=out)
    return json.loads(out.getvalue())


def year(unit, first) -> dict:
    return figures(unit=unit, **{"from": f"{first}-01-01", "to": f"{first + 1}-01-01"})


@pytest.fixture
def bring(tmp_path):
    def bring(kind, heading, *rows, **options):
        options.setdefault("on", "2017-01-01")
        return bring_in(kind, csv_file(tmp_path / f"{kind}.csv", [heading, *rows]), **options)

    return bring


@pytest.fixture
def kim_son(bring):
    """A province, the district and its 27 communes and townships, two clusters of communes among them."""
    communes = [[f"373{n:02d}", "xã", f"Xã Thử {n}", "376"] for n in range(1, 28)]
    heading = ["code", "level", "name", "parent_code"]
    bring("units", heading, ["37", "tỉnh", "Tỉnh Thử", ""], ["376", "huyện", "Kim Sơn", "37"], *communes)
    zones = [
        ["TK1", "Tiểu khu 1", "tiểu khu", "37301;37302;37303", "2017-01-01"],
        ["TK2", "Tiểu khu 2", "tiểu khu", "37304;37305", "2017-01-01"],
    ]
    bring("zones", ["code", "name", "kind", "commune_codes", "starts_on"], *zones)


def kim_son_rows():
    """As the article has them, every dialogue with numbers of its own; one commune held two."""
    dialogues = [
        ["đối thoại", f"373{n:02d}", f"2017-1{n % 2}-{n:02d}", f"Đối thoại ở xã {n}", "", 40 + n, n, n + 1, n]
        for n in range(1, 23)
    ]
    again = ["dialogue", "37301", "2017-12-20", "Đối thoại lần hai", "", 30, "", "", ""]
    briefings = [
        ["giao ban cụm xã", "376", "2017-05-10", "Giao ban cụm 1", "TK1", 25, "", "", ""],
        ["briefing", "376", "2017-11-15", "Giao ban cụm 2", "TK2", 30, "", "", ""],
        ["giao ban", "376", "2018-05-15", "Giao ban cụm 1", "TK1", "", "", "", ""],
    ]
    return [*dialogues, again, *briefings]


def test_kim_son_comes_out_of_a_list_as_the_article_has_it(bring, kim_son):
    assert counts(bring("conferences", COLUMNS, *kim_son_rows())) == (26, 0, 0, 0)
    first, second = year("376", 2017), year("376", 2018)
    assert first["by_kind"]["dialogue"] == {"events": 23, "units": 22}
    assert first["by_kind"]["briefing"] == {"events": 2, "units": 1}
    assert second["by_kind"]["briefing"] == {"events": 1, "units": 1}
    assert second["by_kind"]["dialogue"] == {"events": 0, "units": 0}
    assert (first["events"], first["units"]) == (25, 23)
    assert first["by_level"] == {
        "district": {"events": 2, "units": 1},
        "commune": {"events": 23, "units": 22},
    }
    assert first["by_zone"] == {
        "TK1": {"name": "Tiểu khu 1", "events": 1, "units": 1},
        "TK2": {"name": "Tiểu khu 2", "events": 1, "units": 1},
    }
    assert first["participants"] == sum(40 + n for n in range(1, 23)) + 30 + 25 + 30
    # Three counts: people, opinions, and what was answered there.
    assert (first["people_speaking"], first["opinions"], first["on_the_spot"]) == (253, 275, 253)
    assert second["uncounted"] == 1
    both = figures(unit="376", **{"from": "2017-01-01", "to": "2019-01-01"})
    assert both["by_year"]["2017"]["by_kind"]["briefing"] == {"events": 2, "units": 1}
    assert both["by_year"]["2018"]["by_kind"] == {"briefing": {"events": 1, "units": 1}}
    organisers = {row["code"]: row["events"] for row in both["by_organiser"]}
    assert organisers["376"] == 3 and organisers["37301"] == 2 and len(organisers) == 23


def test_a_list_that_comes_twice_adds_nothing_and_may_complete_what_was_missing(bring, kim_son):
    rows = kim_son_rows()
    bring("conferences", COLUMNS, *rows)
    assert counts(bring("conferences", COLUMNS, *rows)) == (0, 0, 0, 26)
    rows[-1][5:] = [28, 4, 6, 2]
    assert counts(bring("conferences", COLUMNS, *rows)) == (0, 1, 0, 25)
    assert year("376", 2018)["participants"] == 28
    # Empty cells leave what stands.
    bare = [row[:4] for row in rows]
    assert counts(bring("conferences", COLUMNS[:4], *bare)) == (0, 0, 0, 26)
    assert year("376", 2018)["opinions"] == 6


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["dialogue", "99999", "2017-10-01", "A"], "Không có đơn vị mã “99999”."),
        (["dialogue", "37301", "2016-10-01", "A"], "chỉ có từ ngày 01/01/2017, chưa có ngày 01/10/2016"),
        (["hội chợ", "37301", "2017-10-01", "A"], "“hội chợ” không có trong danh mục"),
        (["dialogue", "37301", "2017-10-01", "A", "KHONG"], "Không có cụm xã mã “KHONG”."),
        (["dialogue", "37310", "2017-10-01", ""], "Chưa ghi"),
        (["dialogue", "37301", "2017-10-01", "A", "", 10, 3, 4, 5], "không thể nhiều hơn số ý kiến"),
        (["dialogue", "37301", "2017-10-01", "A", "", -1], "không thể nhỏ hơn 0"),
        (["dialogue", "37301", "2199-10-01", "A", "", 10], "chưa đến"),
        (["dialogue", "37302", "2017-10-02", "Đối thoại hai"], "Hội nghị này đã có ở hàng 2."),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_sentence_and_nothing_is_written(
    bring, kim_son, row, message
):
    good = ["dialogue", "37302", "2017-10-02", "Đối thoại hai"]
    refused = bring("conferences", COLUMNS, *([*each, *[""] * (9 - len(each))] for each in (good, row)))
    assert message in messages(refused)[0]
    assert refused["errors"][0]["row"] == 3
    assert not Conference.objects.exists()


def test_a_cluster_of_another_district_is_refused(bring, kim_son):
    heading = ["code", "level", "name", "parent_code"]
    bring("units", heading, ["377", "huyện", "Huyện Khác", "37"], ["37701", "xã", "Xã Khác", "377"])
    bring(
        "zones", ["code", "name", "commune_codes", "starts_on"], ["TKX", "Tiểu khu X", "37701", "2017-01-01"]
    )
    row = ["briefing", "376", "2017-05-10", "Giao ban", "TKX", "", "", "", ""]
    assert "không thuộc" in messages(bring("conferences", COLUMNS, row))[0]
    early = ["briefing", "377", "2017-05-10", "Giao ban", "TKX", "", "", "", ""]
    assert counts(bring("conferences", COLUMNS, early)) == (1, 0, 0, 0)


def test_a_day_to_come_is_a_plan_and_is_not_counted_until_it_was_held(bring, kim_son):
    row = ["dialogue", "37301", "2199-10-01", "Đối thoại sang năm"]
    assert counts(bring("conferences", COLUMNS[:4], row)) == (1, 0, 0, 0)
    made = Conference.objects.get()
    assert (made.held_on, str(made.planned_on)) == (None, "2199-10-01")
    assert year("376", 2199)["events"] == 0
    Conference.objects.update(planned_on="2018-10-01")
    held = ["dialogue", "37301", "2018-10-01", "Đối thoại sang năm"]
    assert counts(bring("conferences", COLUMNS[:4], held)) == (0, 1, 0, 0)
    assert year("376", 2018)["by_kind"]["dialogue"] == {"events": 1, "units": 1}


def test_communes_that_were_merged_later_count_as_what_they_were(bring):
    heading = ["code", "level", "name", "parent_code", "opened_on", "closed_on"]
    bring(
        "units",
        heading,
        ["T", "tỉnh", "Tỉnh T", "", "2015-01-01", ""],
        ["T1", "huyện", "Huyện T1", "T", "2015-01-01", ""],
        ["T2", "huyện", "Huyện T2", "T", "2015-01-01", ""],
        ["A", "xã", "Xã A", "T1", "2015-01-01", ""],
        ["B", "xã", "Xã B", "T1", "2015-01-01", "2020-01-01"],
        ["C", "xã", "Xã C", "T2", "2015-01-01", ""],
        on="2015-01-01",
    )
    rows = [["dialogue", code, "2019-06-01", f"Đối thoại {code}"] for code in "ABC"]
    rows += [["dialogue", "A", "2021-06-01", "Đối thoại A 2021"]]
    assert counts(bring("conferences", COLUMNS[:4], *rows)) == (4, 0, 0, 0)
    # C goes under T1: what it held before stays with T2.
    bring("units", heading[:4], ["C", "xã", "Xã C", "T1"], on="2020-06-01")
    rows = [["dialogue", "C", "2021-07-01", "Đối thoại C 2021"]]
    bring("conferences", COLUMNS[:4], *rows)
    assert year("T1", 2019)["by_kind"]["dialogue"] == {"events": 2, "units": 2}
    assert year("T2", 2019)["by_kind"]["dialogue"] == {"events": 1, "units": 1}
    assert year("T1", 2021)["by_kind"]["dialogue"] == {"events": 2, "units": 2}
    assert year("T2", 2021)["by_kind"]["dialogue"] == {"events": 0, "units": 0}
    assert figures(unit="T", **{"from": "2019-01-01", "to": "2022-01-01"})["units"] == 3


# --- a commune brings in its own ---
def unit(code):
    return UnitVersion.objects.get(code=code, ends_on=None).unit


def upload(office, tmp_path, *rows):
    path = csv_file(tmp_path / "hoi-nghi.csv", [COLUMNS[:4], *rows])
    address = reverse("dashboard:import_upload", args=["conferences"])
    with path.open("rb") as file:
        response = office.post(address, {"file": file, "on": "01/12/2017"})
    assert response.status_code == 302, words(response)
    return ImportRun.objects.latest("pk")


def test_a_communes_office_brings_in_its_own_dialogues_and_no_others(bring, kim_son, tmp_path):
    office = browser_of("commune_office", unit=unit("37301"))
    own = ["đối thoại", "37301", "2017-10-01", "Đối thoại ở xã 1"]
    refused = upload(office, tmp_path, own, ["đối thoại", "37302", "2017-10-01", "Của xã khác"])
    assert refused.state == "refused"
    assert "Không có đơn vị mã “37302” trong phạm vi của bạn." in refused.errors[0]["message"]
    above = upload(office, tmp_path, ["briefing", "376", "2017-10-01", "Của huyện"])
    assert above.state == "refused"
    run = upload(office, tmp_path, own)
    assert (run.state, run.added) == ("checked", 1)
    office.post(reverse("dashboard:import_apply", args=[run.key]))
    assert Conference.objects.get().unit == unit("37301")


def test_what_was_brought_in_is_taken_back_as_voided_while_nothing_was_written_there(
    bring, kim_son, tmp_path
):
    office = browser_of("org_staff", unit=unit("376"))
    run = upload(office, tmp_path, ["đối thoại", "37301", "2017-10-01", "Đối thoại ở xã 1"])
    office.post(reverse("dashboard:import_apply", args=[run.key]))
    conference = Conference.objects.get()
    opinion = Opinion.objects.create(conference=conference, content="Đường vào ấp lầy lội")
    back = reverse("dashboard:import_take_back", args=[run.key])
    assert "đã có ý kiến được ghi" in words(office.post(back, follow=True))
    opinion.delete()
    office.post(back)
    conference.refresh_from_db()
    assert conference.voided_at and "hoi-nghi.csv" in conference.void_reason
    assert year("376", 2017)["events"] == 0
    # A voided one is no hindrance to the right list.
    assert counts(
        bring("conferences", COLUMNS[:4], ["dialogue", "37301", "2017-10-01", "Đối thoại ở xã 1"])
    ) == (1, 0, 0, 0)
