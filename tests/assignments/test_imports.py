"""Cadres, positions, teams, schemes and assignments come in from lists, through the real command."""

from datetime import date

import pytest
from django.db import transaction

from assignments.imports.assignments import KIND as ASSIGNMENTS
from assignments.models import (
    Assignment,
    AssignmentDocument,
    Cadre,
    CadreGroup,
    CadrePosition,
    Scheme,
    Team,
    TeamMember,
)
from branches.imports.taking_back import take_back
from branches.models import Agency, ImportRun, OfficialDocument, UnitVersion
from dashboard.importing import KINDS
from tests.files import bring_in, counts, csv_file, messages, xlsx

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def send(tmp_path):
    return sender(tmp_path)


def sender(folder):
    def send(kind, heading, *rows, as_csv=False, **options):
        make, ending = (csv_file, "csv") if as_csv else (xlsx, "xlsx")
        return bring_in(kind, make(folder / f"{kind}.{ending}", [heading, *rows]), **options)

    return send


@pytest.fixture(scope="module")
def an_office(django_db_setup, django_db_blocker, tmp_path_factory):
    """A district of two communes and four hamlets, two agencies, a document and a scheme: brought in once for this file
    and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        bring_in_an_office(sender(tmp_path_factory.mktemp("office")))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper(an_office):
    """Instead of pytest-django's own: what a test does is taken back, and the office stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def bring_in_an_office(send):
    units = [
        ["83", "tỉnh", "Tỉnh Mẫu", ""],
        ["835", "huyện", "Huyện Mẫu", "83"],
        ["1", "xã", "Xã Một", "835"],
        ["2", "xã", "Xã Hai", "835"],
        *([f"{commune}-0{n}", "ấp", f"Ấp {n}", commune] for commune in "12" for n in (1, 2)),
    ]
    send("units", ["code", "level", "name", "parent_code"], *units, on="2016-01-01")
    agencies = [["BTC", "Ban Tổ chức", "org_board", "835"], ["VP", "Văn phòng Huyện ủy", "office", "835"]]
    send("agencies", ["code", "name", "kind", "unit_code"], *agencies)
    documents = [["835", "QĐ", "634-QĐ/HU", "2016-09-01", "Phân công"]]
    send("documents", ["issuer_code", "type", "number", "issued_on", "title"], *documents)
    scheme = ["bd", "Bám ấp", "835", "binh-dai", "2016-09-01", "KH; QĐ 634"]
    heading = ["code", "name", "issuer_code", "preset", "starts_on", "documents"]
    scheme[-1] = "QĐ 634-QĐ/HU"
    assert counts(send("schemes", heading, scheme)) == (1, 0, 0, 0)


CADRES = ["code", "full_name", "agency_code", "position", "group", "phone", "starts_on"]
FIRST = ["C1", "Nguyễn Thị Ví", "BTC", "Phó Trưởng ban", "party_boards", "0900000001", "2016-01-01"]
SECOND = [
    "C2",
    "Trần Văn Dụ",
    "VP",
    "Chánh Văn phòng",
    "Lãnh đạo các ban đảng, văn phòng cấp ủy",
    "",
    "2016-01-01",
]


@pytest.fixture
def two_cadres(send):
    assert counts(send("cadres", CADRES, FIRST, SECOND)) == (2, 0, 0, 0)


def test_cadres_come_with_their_post_and_group(two_cadres, send):
    cadre = Cadre.objects.get(code="C1")
    assert cadre.unit == UnitVersion.objects.get(code="835").unit
    position = cadre.positions.get()
    assert (str(position.post), position.agency.code, position.is_primary) == ("Phó Trưởng ban", "BTC", True)
    assert position.group.code == "party_boards"
    assert Cadre.objects.get(code="C2").positions.get().group.code == "party_boards"
    assert counts(send("cadres", CADRES, FIRST, SECOND)) == (0, 0, 0, 2)
    assert counts(send("cadres", CADRES, FIRST, SECOND, as_csv=True, on="2020-01-01")) == (0, 0, 0, 2)


def test_a_name_is_corrected_and_a_new_post_begins_on_the_day(two_cadres, send):
    row = ["C1", "Nguyễn Thị Vị", "VP", "Phó Chánh Văn phòng", "party_boards", "0900000001", "2016-01-01"]
    assert counts(send("cadres", CADRES, row, on="2019-05-01")) == (0, 1, 0, 0)
    cadre = Cadre.objects.get(code="C1")
    assert cadre.full_name == "Nguyễn Thị Vị"
    assert [
        (str(each.post), each.starts_on, each.ends_on) for each in cadre.positions.order_by("starts_on")
    ] == [
        ("Phó Trưởng ban", date(2016, 1, 1), date(2019, 5, 1)),
        ("Phó Chánh Văn phòng", date(2019, 5, 1), None),
    ]
    assert cadre.given_name_key.startswith(
        Cadre(full_name="Vị")._meta.get_field("given_name_key").derive(["Vị"])[:2]
    )
    assert counts(send("cadres", CADRES, row, on="2020-05-01")) == (0, 0, 0, 1)


def test_cadres_without_a_code_are_found_again_by_name_and_agency(send):
    heading = ["Họ tên", "Mã cơ quan", "Chức vụ"]
    rows = [
        ["Lê Thị Một", "BTC", "Chuyên viên"],
        ["Lê Thị Một", "BTC", "Phó Trưởng ban"],
        ["Lê Thị Một", "VP", "Chuyên viên"],
    ]
    assert counts(send("cadres", heading, *rows)) == (3, 0, 0, 0)
    assert set(Cadre.objects.values_list("code", flat=True)) == {"CB00001", "CB00002", "CB00003"}
    assert counts(send("cadres", heading, *rows)) == (0, 0, 0, 3)
    assert messages(send("cadres", heading, rows[0], rows[0])) == ["Cán bộ này đã có ở hàng 2."]


def test_agencies_by_name_and_telephone_numbers_without_their_zero_are_understood(send):
    heading = ["Họ tên", "Mã cơ quan", "Chức vụ", "Số điện thoại"]
    assert counts(
        send("cadres", heading, ["Lê Thị Một", "Văn phòng Huyện ủy", "Chuyên viên", 912345678])
    ) == (1, 0, 0, 0)
    cadre = Cadre.objects.get()
    assert (cadre.phone, cadre.positions.get().agency.code) == ("0912345678", "VP")
    assert "1 số điện thoại mất số 0 ở đầu, đã được thêm lại." in ImportRun.objects.first().preview["notices"]


def test_the_same_person_under_another_code_is_pointed_out(two_cadres, send):
    again = ["C9", "Nguyễn Thị Ví", "BTC", "Phó Trưởng ban", "", "", "2016-01-01"]
    assert counts(send("cadres", CADRES, again)) == (1, 0, 0, 0)
    notices = ImportRun.objects.first().preview["notices"]
    assert any("đã có Nguyễn Thị Ví, mã C1" in notice for notice in notices)


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        (
            ["C3", "Lê Ba", "XX", "Chuyên viên", "", "", ""],
            "agency_code",
            "Không có cơ quan, tổ chức mã “XX”.",
        ),
        (["C3", "", "BTC", "Chuyên viên", "", "", ""], "full_name", "Chưa ghi “full_name”."),
        (["C3", "Lê Ba", "BTC", "", "", "", ""], "position", "Chưa ghi “position”."),
        (
            ["C3", "Lê Ba", "BTC", "Chuyên viên", "", "", "31/02/2016"],
            "starts_on",
            "Không có ngày “31/02/2016”",
        ),
        (["C1", "Lê Ba", "BTC", "Chuyên viên", "", "", ""], "code", "Cán bộ này đã có ở hàng 2."),
    ],
)
def test_a_cadre_that_cannot_be_is_refused(send, row, column, message):
    refused = send("cadres", CADRES, FIRST, row)
    assert [error["column"] for error in refused["errors"]] == [column]
    assert message in messages(refused)[0]
    assert not Cadre.objects.exists()


POSITIONS = ["cadre_code", "position", "organisation_or_agency_code", "starts_on", "is_primary"]


def test_a_cadre_holds_several_posts_and_one_main_one(two_cadres, send):
    row = ["C1", "Phó Bí thư Đoàn", "VP", "2017-01-01", "x"]
    assert counts(send("positions", POSITIONS, row)) == (1, 0, 0, 0)
    held = CadrePosition.objects.on(date(2018, 1, 1)).filter(cadre__code="C1")
    assert {str(each.post): each.is_primary for each in held} == {
        "Phó Trưởng ban": False,
        "Phó Bí thư Đoàn": True,
    }
    assert counts(send("positions", POSITIONS, row)) == (0, 0, 0, 1)
    ended = send("positions", [*POSITIONS, "ends_on"], [*row, "2018-06-01"])
    assert counts(ended) == (0, 0, 1, 0)
    again = send("positions", POSITIONS, ["C1", "Phó Trưởng ban", "VP", "2017-01-01", ""])
    assert messages(again) == ["Nguyễn Thị Ví đã giữ chức vụ này từ ngày 01/01/2016."]


TEAMS = ["code", "name", "leader_code", "member_codes", "starts_on"]


def test_a_team_gets_another_leader_and_loses_nobody(two_cadres, send):
    row = ["T1", "Tổ công tác 1", "C1", "C2", "2025-06-12"]
    assert counts(send("teams", TEAMS, row, on="2025-06-12")) == (1, 0, 0, 0)
    assert Team.objects.get().unit == UnitVersion.objects.get(code="835").unit
    assert counts(send("teams", TEAMS, row, on="2025-07-01")) == (0, 0, 0, 1)
    changed = ["T1", "Tổ công tác 1", "C2", "", "2025-06-12"]
    assert counts(send("teams", TEAMS, changed, on="2025-08-01")) == (0, 1, 0, 0)
    running = TeamMember.objects.on(date(2025, 9, 1))
    assert {each.cadre.code: each.is_leader for each in running} == {"C1": False, "C2": True}
    before = TeamMember.objects.on(date(2025, 7, 1))
    assert {each.cadre.code: each.is_leader for each in before} == {"C1": True, "C2": False}
    assert messages(send("teams", TEAMS, ["T2", "Tổ 2", "C1", "C7", "2025-06-12"])) == [
        "Không có cán bộ mã “C7”."
    ]


# --- schemes ---
SCHEMES = ["code", "name", "issuer_code", "preset", "starts_on"]


@pytest.mark.parametrize(
    ("preset", "count"), [("binh-dai", 1), ("quang-tri", 1), ("van-ho", 3), ("kim-son", 2), ("ben-tre", 4)]
)
def test_a_preset_makes_its_linked_schemes(send, preset, count):
    row = ["x", "", "835", preset, "2018-01-01"]
    assert counts(send("schemes", SCHEMES, row)) == (1, 0, 0, 0)
    schemes = Scheme.objects.filter(code__startswith="x")
    assert schemes.count() == count
    assert schemes.exclude(parent_scheme=None).count() == count - 1
    assert all(each.eligible_groups.exists() for each in schemes)
    assert counts(send("schemes", SCHEMES, row)) == (0, 0, 0, 1)


def test_an_absent_column_leaves_the_preset_and_an_empty_one_is_no_limit(send):
    send("schemes", [*SCHEMES, "wanted_targets_per_assignee"], ["x", "", "835", "binh-dai", "2018-01-01", ""])
    scheme = Scheme.objects.get(code="x")
    assert (scheme.max_assignees_per_target, scheme.wanted_targets_per_assignee) == (1, None)
    heading = [*SCHEMES, "max_assignees_per_target", "choice", "announced", "eligible_groups"]
    row = [
        "x",
        "",
        "835",
        "binh-dai",
        "",
        "",
        "branch;standing=any;committee=zone",
        "không",
        "committee; standing",
    ]
    assert counts(send("schemes", heading, row)) == (0, 1, 0, 0)
    scheme.refresh_from_db()
    assert scheme.max_assignees_per_target is None
    assert (scheme.choice, scheme.choice_by_group) == ("branch", {"standing": "any", "committee": "zone"})
    assert scheme.is_announced is False
    assert set(scheme.eligible_groups.values_list("code", flat=True)) == {"committee", "standing"}
    assert scheme.version == 2
    take_back(KINDS["schemes"], ImportRun.objects.first(), by=None, today=TODAY)
    scheme.refresh_from_db()
    assert scheme.max_assignees_per_target == 1
    assert scheme.eligible_groups.count() == 5


@pytest.mark.parametrize(
    ("heading", "row", "message"),
    [
        (["preset"], ["hà-nội"], "Không có mẫu hà-nội."),
        (["target_kind", "target_level"], ["unit", "phum"], "“phum” không phải một cấp"),
        (["target_kind"], ["unit"], "Hãy chọn cấp được theo dõi."),
        (["preset", "max_targets_per_assignee"], ["binh-dai", 0], "Số này phải từ 1 trở lên"),
        (["preset", "choice"], ["binh-dai", "khắp nơi"], "“khắp nơi” không có trong danh mục"),
        (["preset", "choice"], ["binh-dai", "nobody=any"], "Không có nhóm cán bộ nào có mã nobody."),
        (["preset", "parent_scheme"], ["binh-dai", "không có"], "Không có chủ trương mã “không có”."),
    ],
)
def test_a_scheme_that_cannot_be_is_refused(send, heading, row, message):
    refused = send("schemes", ["code", "name", "issuer_code", *heading], ["x", "Thử", "835", *row])
    assert message in messages(refused)[0]
    assert Scheme.objects.count() == 1


# --- assignments ---
HEADING = ["scheme", "assignee_kind", "assignee_code", "target_kind", "target_code", "starts_on"]
CITED = [*HEADING, "ends_on", "reason", "document_number"]


def line(cadre, target, starts_on="2016-09-15", ends_on="", reason="", number="634"):
    return ["bd", "cadre", cadre, "unit", target, starts_on, ends_on, reason, number]


def test_assignments_come_with_their_document_and_snapshot(two_cadres, send):
    rows = [line("C1", "1-01"), line("C1", "1-02"), line("C2", "2-01")]
    assert counts(send("assignments", CITED, *rows)) == (3, 0, 0, 0)
    made = Assignment.objects.get(target_unit__versions__code="2-01")
    assert made.group_then.code == "party_boards"
    assert made.post_then == "Chánh Văn phòng, Văn phòng Huyện ủy"
    assert made.one_per_target
    assert [str(each) for each in made.documents.all()] == ["QĐ 634-QĐ/HU"]
    assert counts(send("assignments", CITED, *rows)) == (0, 0, 0, 3)
    notices = ImportRun.objects.filter(kind="assignments").last().preview["notices"]
    assert any("nhiều hơn có 1 người: Nguyễn Thị Ví." in notice for notice in notices)


def test_without_columns_for_scheme_kinds_and_document_the_option_and_the_scheme_answer(two_cadres, send):
    heading = ["Mã cán bộ", "Mã địa bàn", "Từ ngày"]
    path = [heading, ["C1", "1-01", "15/09/2016"]]
    assert messages(send("assignments", *path)) == [
        "Chưa ghi chủ trương; hãy thêm cột này, hoặc chọn chủ trương khi nhập."
    ]
    assert counts(send("assignments", *path, scheme="bd")) == (1, 0, 0, 0)
    assert str(Assignment.objects.get().documents.get()) == "QĐ 634-QĐ/HU"


def test_two_cadres_swap_their_hamlets_in_one_file(two_cadres, send):
    send("assignments", CITED, line("C1", "1-01"), line("C2", "1-02"))
    rows = [
        line("C1", "1-02", "2018-01-01"),
        line("C1", "1-01", "2016-09-15", "2018-01-01"),
        line("C2", "1-01", "2018-01-01"),
        line("C2", "1-02", "2016-09-15", "2018-01-01"),
    ]
    assert counts(send("assignments", CITED, *rows)) == (2, 0, 2, 0)
    assert counts(send("assignments", CITED, *rows)) == (0, 0, 0, 4)
    now = Assignment.objects.active_on(date(2018, 6, 1))
    assert {(str(each.cadre.code), each.target_unit.versions.get().code) for each in now} == {
        ("C1", "1-02"), ("C2", "1-01"),
    }  # fmt: skip
    assert set(Assignment.objects.filter(ends_on__isnull=False).values_list("end_reason", flat=True)) == {
        "adjusted"
    }


def test_teams_agencies_and_zones_follow_and_are_followed(two_cadres, send):
    send("teams", TEAMS, ["T1", "Tổ công tác 1", "C1", "C2", "2016-09-15"])
    send(
        "zones",
        ["code", "name", "kind", "commune_codes", "starts_on"],
        ["TV1", "Tiểu vùng 1", "", "1;2", "2016-09-15"],
    )
    heading = ["code", "name", "issuer_code", "target_kind", "target_level", "assignee_kinds", "starts_on"]
    send(
        "schemes",
        heading,
        ["ket-nghia", "Kết nghĩa", "835", "unit", "xã", "cơ quan; team", "2016-09-01"],
        ["tieu-vung", "Phụ trách tiểu vùng", "835", "zone", "", "cadre", "2016-09-01"],
    )
    rows = [
        ["ket-nghia", "agency", "BTC", "unit", "1", "2016-09-15"],
        ["ket-nghia", "tổ công tác", "T1", "đơn vị", "2", "2016-09-15"],
        ["tieu-vung", "cadre", "C1", "zone", "TV1", "2016-09-15"],
    ]
    assert counts(send("assignments", HEADING, *rows)) == (3, 0, 0, 0)
    made = {str(each.assignee): str(each.target) for each in Assignment.objects.all()}
    assert made["Nguyễn Thị Ví"] == "Tiểu vùng 1"
    assert set(made) == {"Ban Tổ chức", "Tổ công tác 1", "Nguyễn Thị Ví"}
    wrong = send("assignments", HEADING, ["ket-nghia", "cadre", "C1", "unit", "1", "2016-09-15"])
    assert messages(wrong) == ["Kết nghĩa không phân công cho cán bộ."]


def test_a_past_assignment_is_brought_in_with_its_end(two_cadres, send):
    row = line("C1", "1-01", "2016-09-15", "2017-06-01", "nghỉ hưu")
    assert counts(send("assignments", CITED, row)) == (1, 0, 0, 0)
    made = Assignment.objects.get()
    assert (made.ends_on, made.end_reason) == (date(2017, 6, 1), "retired")
    assert counts(send("assignments", CITED, row)) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("rows", "column", "message"),
    [
        ([line("C9", "1-01")], "assignee_code", "Không có cán bộ mã “C9”."),
        ([line("C1", "9-01")], "target_code", "Không có đơn vị mã “9-01”."),
        ([line("C1", "1")], "target_code", "Xã Một không thuộc cấp đó."),
        ([line("C1", "1-01", "2016-01-15")], "document_number", "hãy nhập văn bản trước"),
        ([line("C1", "1-01", number="1316")], "document_number", "Không có văn bản “1316”"),
        ([line("C1", "1-01"), line("C2", "1-01")], "target_code", "nhiều nhất 1 người"),
        ([line("C1", "1-01"), line("C1", "1-01")], "target_code", "Phân công này đã có ở hàng 3."),
        (
            [line("C1", "1-01"), line("C1", "1-01", "2017-01-01")],
            "target_code",
            "đã được phân công đúng Ấp 1",
        ),
        (
            [line("C1", "1-01"), line("C2", "1-01", "2017-01-01")],
            "target_code",
            "đã do Nguyễn Thị Ví theo dõi",
        ),
        (
            [line("C1", "1-01", "2016-09-15", "2016-09-15")],
            "starts_on",
            "Ngày kết thúc phải sau ngày bắt đầu.",
        ),
    ],
)
def test_an_assignment_that_cannot_be_is_refused_with_its_row(two_cadres, send, rows, column, message):
    refused = send("assignments", CITED, line("C1", "2-02"), *rows)
    assert [(error["row"], error["column"]) for error in refused["errors"]] == [(2 + len(rows), column)]
    assert message in messages(refused)[0]
    assert not Assignment.objects.exists()


def test_who_is_there_already_is_named(two_cadres, send):
    send("assignments", CITED, line("C1", "1-01"))
    refused = send("assignments", CITED, line("C2", "1-01", "2017-01-01"))
    assert messages(refused) == ["Ấp 1 đã do Nguyễn Thị Ví theo dõi từ 15/09/2016."]


def test_who_is_not_of_the_schemes_groups_is_refused(send):
    row = ["C3", "Lê Văn Ba", "BTC", "Chuyên viên", "specialist", "", "2016-01-01"]
    send("cadres", CADRES, row)
    refused = send("assignments", CITED, line("C3", "1-01"))
    assert "không thuộc nhóm cán bộ được phân công" in messages(refused)[0]


def test_two_documents_of_one_number_are_an_error_and_a_date_decides(two_cadres, send):
    documents = ["issuer_code", "type", "number", "issued_on", "title"]
    send("documents", documents, ["835", "KH", "634-KH/HU", "2016-09-01", "Kế hoạch"])
    refused = send("assignments", CITED, line("C1", "1-01"))
    assert messages(refused) == ["Có 2 văn bản “634”; hãy ghi đủ loại, số và ngày."]
    heading = [*CITED, "document_type"]
    assert counts(send("assignments", heading, [*line("C1", "1-01"), "Kế hoạch"])) == (1, 0, 0, 0)
    assert Assignment.objects.get().documents.get().type == "KH"


def test_a_record_that_begins_later_than_the_decision_begins_with_it(send):
    """Cadres were entered today without a day; the decision of 2016 shows that they served then."""
    row = ["C1", "Nguyễn Thị Ví", "BTC", "Phó Trưởng ban", "party_boards", "", ""]
    send("cadres", CADRES, row)
    assert counts(send("assignments", CITED, line("C1", "1-01"))) == (1, 0, 0, 0)
    cadre = Cadre.objects.get()
    assert cadre.started_on == cadre.positions.get().starts_on == date(2016, 9, 15)
    made = Assignment.objects.get()
    assert (made.group_then.code, made.post_then) == ("party_boards", "Phó Trưởng ban, Ban Tổ chức")


def test_a_cadre_who_leaves_leaves_his_hamlets_vacant_from_that_day(two_cadres, send):
    send("assignments", CITED, line("C1", "1-01"), line("C1", "1-02"), line("C2", "2-01"))
    send("teams", TEAMS, ["T1", "Tổ công tác 1", "C1", "C2", "2016-09-15"])
    heading = [*CADRES, "ends_on", "leaving_reason"]
    row = [*FIRST, "01/06/2019", "nghỉ hưu"]
    assert counts(send("cadres", heading, row)) == (0, 0, 1, 0)
    cadre = Cadre.objects.get(code="C1")
    assert (cadre.left_on, cadre.leaving_reason) == (date(2019, 6, 1), "retired")
    assert set(cadre.assignments.values_list("ends_on", "end_reason")) == {(date(2019, 6, 1), "retired")}
    assert cadre.positions.get().ends_on == cadre.team_memberships.get().ends_on == date(2019, 6, 1)
    assert Assignment.objects.active_on(date(2019, 6, 1)).count() == 1
    assert counts(send("cadres", heading, row)) == (0, 0, 0, 1)
    # Who leaves before he came is told so once, not once for his post too.
    early = send("cadres", heading, ["C9", *FIRST[1:], "01/06/1990", ""])
    assert [each["message"] for each in early["errors"]] == ["Ngày thôi phải sau ngày bắt đầu."]
    take_back(KINDS["cadres"], ImportRun.objects.filter(ended=1).get(), by=None, today=TODAY)
    assert Assignment.objects.active_on(date(2019, 6, 1)).count() == 3
    assert Cadre.objects.get(code="C1").left_on is None


def test_taking_an_import_of_assignments_back_voids_the_new_and_reopens_the_ended(two_cadres, send):
    send("assignments", CITED, line("C1", "1-01"))
    rows = [line("C1", "1-01", "2016-09-15", "2018-01-01"), line("C2", "1-01", "2018-01-01")]
    assert counts(send("assignments", CITED, *rows)) == (1, 0, 1, 0)
    run = ImportRun.objects.filter(kind="assignments").first()
    take_back(ASSIGNMENTS, run, by=None, today=TODAY)
    active = Assignment.objects.active_on(date(2019, 1, 1)).get()
    assert (active.cadre.code, active.ends_on, active.end_reason) == ("C1", None, "")
    voided = Assignment.objects.exclude(voided_at=None).get()
    assert voided.cadre.code == "C2"
    assert voided.void_reason.startswith("Lấy lại lần nhập")
    assert AssignmentDocument.objects.filter(part="ends").count() == 0
    assert counts(send("assignments", CITED, *rows)) == (1, 0, 1, 0)


def test_cadres_with_assignments_are_not_taken_back(two_cadres, send):
    from django.core.exceptions import ValidationError

    run = ImportRun.objects.get(kind="cadres")
    send("assignments", CITED, line("C1", "1-01"))
    with pytest.raises(ValidationError, match="đã có phân công: 1"):
        take_back(KINDS["cadres"], run, by=None, today=TODAY)
    assert Cadre.objects.count() == 2


def test_every_kind_takes_its_own_template_and_finds_nothing_but_the_example(tmp_path):
    from django.core.management import call_command

    for name in KINDS:
        path = tmp_path / f"{name}.xlsx"
        call_command("import_template", name, output=str(path), verbosity=0)
        answer = bring_in(name, path)
        assert messages(answer) == ["Bảng không có dòng dữ liệu nào dưới hàng tiêu đề."], name


def test_new_words_for_groups_are_said(send):
    row = ["C3", "Lê Văn Ba", "BTC", "Chuyên viên", "Cộng tác viên dân vận", "", ""]
    send("cadres", CADRES, row)
    assert CadreGroup.objects.filter(name="Cộng tác viên dân vận").exists()
    assert "Nhóm cán bộ mới: “Cộng tác viên dân vận”." in ImportRun.objects.first().preview["notices"]
    assert Agency.objects.count() == 2
    assert OfficialDocument.objects.count() == 1


def test_an_old_list_brought_in_again_leaves_away_who_has_left(send):
    send("cadres", CADRES, FIRST, SECOND)
    send("cadres", [*CADRES, "ends_on"], [*FIRST, "2019-06-01"])
    assert counts(send("cadres", CADRES, FIRST, SECOND, on="2020-01-01")) == (0, 0, 0, 2)
    left = Cadre.objects.get(code="C1")
    assert left.left_on == left.positions.get().ends_on == date(2019, 6, 1)
    other_day = send("cadres", [*CADRES, "ends_on"], [*FIRST, "2019-07-01"])
    assert messages(other_day) == ["Nguyễn Thị Ví đã thôi công tác từ 01/06/2019."]
