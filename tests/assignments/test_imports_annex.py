"""The annex that offices really have comes in without any code: titles, merged cells, group lines, names."""

from datetime import date

import openpyxl
import pytest

from assignments.imports.places import Said, bare, read_places
from assignments.models import Assignment, Cadre, ChangeLine, ChangeSet
from branches.imports import pipeline
from branches.imports.taking_back import take_back
from branches.models import Agency, ImportRun, UnitVersion
from dashboard.importing import KINDS
from tests.files import bring_in, counts, csv_file, messages, xlsx

pytestmark = pytest.mark.django_db
ON = "2018-01-01"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Ấp 1, xã A", [("Ấp 1", "xã A")]),
        ("Ấp 1, xã A; Ấp 2, xã B", [("Ấp 1", "xã A"), ("Ấp 2", "xã B")]),
        ("Ấp 1; Ấp 2, xã A", [("Ấp 1", "xã A"), ("Ấp 2", "xã A")]),
        ("Ấp 1, ấp 2, xã A", [("Ấp 1", "xã A"), ("ấp 2", "xã A")]),
        ("Ấp 1, 2, 3 xã A", [("Ấp 1", "xã A"), ("Ấp 2", "xã A"), ("Ấp 3", "xã A")]),
        ("Ấp 1 và ấp 2 (xã Thạnh Phước)", [("Ấp 1", "xã Thạnh Phước"), ("ấp 2", "xã Thạnh Phước")]),
        ("Ấp Bình Hòa xã Bình Thới", [("Ấp Bình Hòa", "xã Bình Thới")]),
        ("Khu phố 2 - thị trấn Bình Đại, huyện Bình Đại", [("Khu phố 2", "thị trấn Bình Đại")]),
        ("Ấp 1, xã A\nẤp 2, xã A", [("Ấp 1", "xã A"), ("Ấp 2", "xã A")]),
        ("Giồng Sầm", [("Giồng Sầm", "")]),
        ("Ấp Vàm và Rạch", [("Ấp Vàm và Rạch", "")]),
    ],
)
def test_places_are_read_as_offices_write_them(text, places):
    assert read_places(text) == [Said(*place) for place in places]


def test_communes_can_be_the_places():
    assert read_places("xã A; thị trấn B", target_is_commune=True) == [Said("xã A"), Said("thị trấn B")]
    assert bare("KP. 02") == bare("Khu phố 2") == "2"


@pytest.fixture
def an_office(tmp_path):
    def send(kind, *rows, **options):
        return bring_in(kind, csv_file(tmp_path / f"{kind}.csv", rows), **options)

    units = [["83", "tỉnh", "Tỉnh Mẫu", ""], ["835", "huyện", "Huyện Mẫu", "83"]]
    for commune, name in (("1", "Xã Thạnh Phước"), ("2", "Xã Bình Thới"), ("3", "Thị trấn Mẫu")):
        units.append([commune, "xã", name, "835"])
        units += [
            [f"{commune}-0{n}", "ấp", f"{'Khu phố' if commune == '3' else 'Ấp'} {n}", commune]
            for n in (1, 2, 3)
        ]
    units.append(["2-04", "ấp", "Ấp Bình Hòa", "2"])
    send("units", ["code", "level", "name", "parent_code"], *units, on="2016-01-01")
    send(
        "agencies", ["code", "name", "kind", "unit_code"], ["BTC", "Ban Tổ chức Huyện ủy", "org_board", "835"]
    )
    send("documents", ["issuer_code", "type", "number", "issued_on", "title"],
         ["835", "QĐ", "1316-QĐ/HU", "2017-12-15", "Điều chỉnh"])  # fmt: skip
    send(
        "schemes",
        ["code", "name", "issuer_code", "preset", "starts_on"],
        ["bd", "", "835", "binh-dai", "2016-09-01"],
    )
    heading = ["code", "full_name", "agency_code", "position", "group", "starts_on"]
    send("cadres", heading, ["C1", "Nguyễn Thị Ví", "BTC", "Phó Trưởng ban", "party_boards", "2016-01-01"])
    return send


def annex(path, rows=None):
    """A list as an office draws it up: a title, a number line, group lines, cells merged down."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "HUYỆN ỦY MẪU"
    sheet["A2"] = "DANH SÁCH phân công cán bộ theo dõi, hỗ trợ ấp, khu phố"
    sheet.merge_cells("A2:E2")
    sheet["A3"] = "(Kèm theo Quyết định số 1316-QĐ/HU)"
    for column, text in enumerate(
        ["STT", "Họ và tên", "Chức vụ", "Đơn vị công tác", "Địa bàn phân công"], start=1
    ):
        sheet.cell(5, column, text)
        sheet.cell(6, column, f"({column})")
    for number, row in enumerate(rows or ROWS, start=7):
        for column, text in enumerate(row, start=1):
            sheet.cell(number, column, text or None)
        if row[0] == "I":
            sheet.merge_cells(start_row=number, start_column=2, end_row=number, end_column=5)
    book.save(path)
    return path


ROWS = [
    ["I", "Lãnh đạo các ban đảng, văn phòng cấp ủy", "", "", ""],
    [1, "Đ/c Nguyễn Thị Ví", "Phó Trưởng ban", "Ban Tổ chức Huyện ủy", "Ấp 1 và ấp 2, xã Thạnh Phước"],
    [2, "Lê Văn Dụ", "Chánh Văn phòng", "Văn phòng Huyện ủy", "ấp 3 (xã Thạnh Phước)"],
    ["", "", "", "", "Bình Hoà, xã Bình Thới"],
    ["II", "Lãnh đạo phòng, ban, ngành", "", "", ""],
    [3, "Trần Thị Mẫu", "Trưởng phòng", "Phòng Nội vụ", "KP 1, TT. Mẫu"],
    [4, "Phạm Văn Thử", "Phó Trưởng phòng", "Phòng Nội vụ", "Khu phố 2, thị trấn Mẫu"],
]  # fmt: skip


def followed():
    rows = Assignment.objects.active_on(date(2018, 6, 1)).order_by("target_unit__versions__code")
    return [(each.target_unit.versions.get().code, each.cadre.full_name) for each in rows]


def test_an_annex_comes_in_with_its_people_agencies_and_places(an_office, tmp_path):
    path = annex(tmp_path / "phu-luc.xlsx")
    options = {"scheme": "bd", "on": ON, "document": "1316"}
    answer = bring_in("annex", path, **options)
    assert answer["errors"] == []
    assert followed() == [
        ("1-01", "Nguyễn Thị Ví"),
        ("1-02", "Nguyễn Thị Ví"),
        ("1-03", "Lê Văn Dụ"),
        ("2-04", "Lê Văn Dụ"),
        ("3-01", "Trần Thị Mẫu"),
        ("3-02", "Phạm Văn Thử"),
    ]
    assert set(Agency.objects.values_list("name", "kind__code")) == {
        ("Ban Tổ chức Huyện ủy", "org_board"), ("Văn phòng Huyện ủy", "office"), ("Phòng Nội vụ", "department"),
    }  # fmt: skip
    new = Cadre.objects.get(full_name="Lê Văn Dụ")
    assert (new.code, str(new.positions.get().post)) == ("CB00001", "Chánh Văn phòng")
    assert new.positions.get().group.code == "party_boards"
    made = Assignment.objects.get(target_unit__versions__code="3-01")
    assert (made.group_then.code, made.post_then) == ("departments", "Trưởng phòng, Phòng Nội vụ")
    assert made.documents.get().number == "1316-QĐ/HU"
    again = bring_in("annex", path, **options)
    assert again["added"] == again["changed"] == 0
    assert Assignment.objects.count() == 6
    take_back(KINDS["annex"], ImportRun.objects.filter(kind="annex").last(), by=None, today=date(2026, 1, 1))
    assert followed() == []


def test_an_annex_becomes_a_draft(an_office, tmp_path):
    path = annex(tmp_path / "phu-luc.xlsx")
    answer = bring_in("annex", path, scheme="bd", on=ON, document="1316", into="draft")
    assert answer["errors"] == []
    draft = ChangeSet.objects.get()
    assert (draft.state, draft.effective_on, draft.document.number) == (
        "draft",
        date(2018, 1, 1),
        "1316-QĐ/HU",
    )
    assert draft.lines.count() == 6
    assert not Assignment.objects.exists()
    assert Cadre.objects.count() == 4


def test_whoever_followed_before_stops_only_where_it_is_said(an_office, tmp_path):
    heading = ["assignee_code", "target_code", "starts_on"]
    an_office("cadres", ["code", "full_name", "agency_code", "position", "starts_on"],
              ["C2", "Võ Văn Cũ", "BTC", "Trưởng ban", "2016-01-01"])  # fmt: skip
    an_office("assignments", heading, ["C2", "1-01", "2016-09-15"], ["C2", "2-01", "2016-09-15"], scheme="bd")
    path = annex(tmp_path / "phu-luc.xlsx")
    options = {"scheme": "bd", "on": ON, "document": "1316"}
    refused = bring_in("annex", path, **options)
    assert messages(refused) == ["Ấp 1 đã do Võ Văn Cũ theo dõi từ 15/09/2016."]
    assert refused["errors"][0]["row"] == 8
    assert bring_in("annex", path, **options, replaces=True)["errors"] == []
    assert ("1-01", "Nguyễn Thị Ví") in followed()
    assert ("2-01", "Võ Văn Cũ") in followed()
    ended = Assignment.objects.exclude(ends_on=None).get()
    assert (ended.end_reason, ended.document_links.get(part="ends").document.number) == (
        "adjusted",
        "1316-QĐ/HU",
    )


def plan_of(path, answers=None, **options):
    kind = KINDS["annex"]
    _sheet, table = pipeline.read_file(kind, path, path.name)
    context = pipeline.Context(
        on=date(2018, 1, 1),
        today=date(2018, 1, 1),
        scheme="bd",
        answers=answers or {},
        options={"document": "1316", **options},
    )
    return pipeline.check(kind, table, context)


def test_doubtful_rows_are_asked_one_by_one(an_office, tmp_path):
    heading = ["STT", "Họ tên", "Chức vụ", "Đơn vị công tác", "Địa bàn phân công"]
    rows = [
        heading,
        [1, "Nguyễn Thị Ví", "Trưởng phòng", "Phòng Nội vụ", "Ấp 3"],
        [2, "Lê Văn Dụ", "Phó Trưởng ban", "Ban Tô chức huyện uỷ", "Ấp Binh Hoa, xã Bình Thới"],
    ]
    path = xlsx(tmp_path / "ngo.xlsx", rows)
    plan = plan_of(path)
    assert [(question.row, question.text) for question in plan.questions] == [
        (2, "“Ấp 3” là nơi nào?"),
        (3, "“Ấp Binh Hoa, xã Bình Thới” là nơi nào?"),
        (2, "Nguyễn Thị Ví (Trưởng phòng, Phòng Nội vụ) là ai?"),
    ]
    where, plain, who = plan.questions
    labels = {label for _value, label in where.choices}
    assert labels == {"Ấp 3, Xã Bình Thới", "Ấp 3, Xã Thạnh Phước", "Bỏ địa bàn này"}
    assert "Nguyễn Thị Ví (C1) – Phó Trưởng ban, Ban Tổ chức Huyện ủy" in dict(who.choices).values()
    refused = bring_in("annex", path, scheme="bd", on=ON, document="1316")
    assert len(refused["errors"]) == 3
    assert not Assignment.objects.exists()
    hamlet = UnitVersion.objects.get(code="1-03").unit.key
    answers = {where.id: hamlet, plain.id: plain.choices[0][0], who.id: "new"}
    plan = plan_of(path, answers)
    assert (plan.questions, plan.errors) == ([], [])
    made = {(each.cadre.full_name, each.target_unit_id) for _row, each in plan.makes[Assignment]}
    assert ("Nguyễn Thị Ví", UnitVersion.objects.get(code="1-03").unit_id) in made
    assert len(plan.makes[Cadre]) == 2


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([1, "Lê Ba", "Trưởng phòng", "Phòng Nội vụ", "Ấp 1, xã Không Có"], "Không có xã “xã Không Có”."),
        ([1, "Lê Ba", "Trưởng phòng", "Phòng Nội vụ", "Ấp Lạ Hoắc, xã Bình Thới"], "Không có địa bàn “Ấp Lạ Hoắc, xã Bình Thới”."),
        ([1, "Lê Ba", "Trưởng phòng", "", "Ấp 1, xã Bình Thới"], "Lê Ba chưa có trong danh sách cán bộ; hãy ghi đơn vị công tác."),
        ([1, "", "", "", "Ấp 1, xã Bình Thới"], "Chưa ghi họ tên."),
        ([1, "Lê Ba", "Trưởng phòng", "Phòng Nội vụ", "Ấp 1, xã Bình Thới; ấp 1 xã Bình Thới"], "được ghi hai lần"),
    ],
)  # fmt: skip
def test_a_row_of_an_annex_that_cannot_be_is_refused(an_office, tmp_path, row, message):
    heading = ["STT", "Họ tên", "Chức vụ", "Đơn vị công tác", "Địa bàn phân công"]
    path = xlsx(tmp_path / "sai.xlsx", [heading, row])
    refused = bring_in("annex", path, scheme="bd", on=ON, document="1316")
    assert message in messages(refused)[0]
    assert Cadre.objects.count() == 1


def test_an_annex_needs_a_scheme_and_a_document(an_office, tmp_path):
    path = annex(tmp_path / "phu-luc.xlsx")
    assert messages(bring_in("annex", path, on=ON)) == ["Hãy chọn chủ trương mà phụ lục này phân công theo."]
    assert messages(bring_in("annex", path, on=ON, scheme="bd")) == ["Hãy chọn văn bản của phụ lục này."]
    draft = bring_in("annex", path, on=ON, scheme="bd", into="draft")
    assert counts(draft)[0] == 5
    assert ChangeLine.objects.count() == 6
