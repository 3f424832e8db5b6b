"""An officer brings in a list by the pages: template, upload, errors, preview, apply, log, taking back."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from assignments.models import Assignment, Cadre, ChangeSet, Scheme
from branches.models import Agency, AgencyKind, ImportRun, Unit, UnitVersion
from dashboard import importing, tasks
from tests.factories import AgencyFactory, DocumentFactory, GrantFactory, SchemeFactory, small_map

pytestmark = pytest.mark.django_db
HEADING = ["code", "level", "name", "parent_code"]


@pytest.fixture
def country():
    return small_map(opened_on=date(2020, 1, 1))


@pytest.fixture
def officer(country):
    """An organisation-board officer of the first district."""
    return GrantFactory(unit=country["P1D1"]).user


@pytest.fixture
def office(client, officer):
    client.force_login(officer)
    return client


def file(*rows, name="danh-sach.xlsx"):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue())


def upload(office, *rows, kind="units", heading=HEADING, **fields):
    fields.setdefault("on", "01/06/2021")
    address = reverse("dashboard:import_upload", args=[kind])
    response = office.post(address, {"file": file(heading, *rows), **fields})
    assert response.status_code == 302, response.content.decode()
    return ImportRun.objects.latest("pk")


def text(office, name, *args):
    response = office.get(reverse(f"dashboard:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def post(office, name, run, **fields):
    return office.post(reverse(f"dashboard:{name}", args=[run.key]), fields, follow=True)


def test_the_list_names_every_kind_and_its_template_downloads(office):
    shown = text(office, "import_list")
    for kind in importing.KINDS.values():
        assert str(kind.title) in shown
        response = office.get(reverse("dashboard:import_template", args=[kind.name]))
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        assert book.worksheets[0].max_row == 2
    assert "Chưa có lần nhập nào." in shown


def test_a_list_is_previewed_applied_and_taken_back(office, officer, country):
    run = upload(office, ["MOI", "ấp", "Ấp Mới", "P1D1C1"], ["P1D1C1H1", "ấp", "Ấp Đổi Tên", "P1D1C1"])
    assert (run.state, run.added, run.changed, run.unit) == ("checked", 1, 1, country["P1D1"])
    shown = text(office, "import_page", run.key)
    assert "Không có lỗi. Chưa ghi gì; hãy xem rồi áp dụng." in shown
    assert "Ấp Mới (mã MOI)" in shown
    assert "tên: Ấp Mẫu P1D1C1H1 → Ấp Đổi Tên" in shown
    assert not UnitVersion.objects.filter(code="MOI").exists()

    assert "Đã nhập danh-sach.xlsx." in post(office, "import_apply", run).content.decode()
    run.refresh_from_db()
    assert (run.state, run.content) == ("applied", None)
    made = UnitVersion.objects.get(code="MOI")
    assert made.starts_on == date(2021, 6, 1)
    assert made.unit.access_path.startswith(country["P1D1C1"].access_path)
    assert "đã áp dụng" in text(office, "import_list")
    again = post(office, "import_apply", run).content.decode()
    assert "Lần nhập này không còn chờ áp dụng." in again

    confirm = text(office, "import_take_back", run.key)
    assert "1 hàng mới sẽ bị bỏ." in confirm
    assert "Đã lấy lại lần nhập danh-sach.xlsx." in post(office, "import_take_back", run).content.decode()
    assert not UnitVersion.objects.filter(code="MOI").exists()
    run.refresh_from_db()
    assert run.state == "taken_back"


def test_what_was_built_on_it_stands_on_the_page_instead_of_the_button(office, country):
    run = upload(office, ["MOI", "ấp", "Ấp Mới", "P1D1C1"])
    post(office, "import_apply", run)
    AgencyFactory(unit=UnitVersion.objects.get(code="MOI").unit)
    shown = text(office, "import_take_back", run.key)
    assert "Đơn vị “Ấp Mới” đã có cơ quan: 1." in shown
    assert "Đơn vị “Ấp Mới” đã có cơ quan: 1." in post(office, "import_take_back", run).content.decode()
    assert UnitVersion.objects.filter(code="MOI").exists()


def test_all_errors_are_listed_and_come_back_in_a_copy_of_the_file(office):
    run = upload(
        office, ["A", "ấp", "Ấp A", "KHONG"], ["B", "phum", "Phum B", "P1D1C1"], ["C", "ấp", "Ấp C", "P1D1C1"]
    )
    assert run.state == "refused"
    shown = text(office, "import_page", run.key)
    assert "Có 2 lỗi, nên không nhập hàng nào." in shown
    assert "Không có đơn vị cấp trên mã “KHONG” trong phạm vi của bạn." in shown
    assert "“phum” không phải một cấp" in shown
    response = office.get(reverse("dashboard:import_errors", args=[run.key]))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert [cell.value for cell in sheet[1]] == [*HEADING, "Lỗi"]
    assert "Không có đơn vị cấp trên" in sheet["E2"].value
    assert sheet["E4"].value is None
    assert not UnitVersion.objects.filter(code="C").exists()


def test_lost_zeros_are_offered_and_corrected_by_a_tick(office, country):
    UnitVersion.objects.filter(code="P1D1C1").update(code="00004")
    run = upload(office, ["M", "ấp", "Ấp Mới", 4])
    assert run.state == "refused"
    assert "Hàng 2: 4 → 00004" in text(office, "import_page", run.key)
    post(office, "import_check", run, accept_corrections="1")
    run.refresh_from_db()
    assert (run.state, run.added) == ("checked", 1)
    post(office, "import_apply", run)
    assert UnitVersion.objects.get(code="M").parent == country["P1D1C1"]


def test_an_officer_imports_only_within_his_ground(office, country):
    """The neighbour's codes are as if unknown, whatever the row wants with them."""
    rows = [
        ["X1", "ấp", "Ấp X", "P1D2C1"],
        ["P1D2C1H1", "ấp", "Ấp Chiếm", "P1D1C1"],
        ["P1D1C1H1", "ấp", "Ấp Mẫu P1D1C1H1", "P1D2C1"],
        ["X4", "tỉnh", "Tỉnh Mới", ""],
    ]
    run = upload(office, *rows)
    found = {(error["row"], error["column"]): error["message"] for error in run.errors}
    assert found[2, "parent_code"] == "Không có đơn vị cấp trên mã “P1D2C1” trong phạm vi của bạn."
    assert found[3, "code"] == "Mã này đang là mã của một đơn vị khác trong những ngày này."
    assert found[4, "parent_code"] == "Không có đơn vị cấp trên mã “P1D2C1” trong phạm vi của bạn."
    assert found[5, "parent_code"] == "Chưa ghi mã đơn vị cấp trên."
    assert not any("P1D2" in error["message"].replace("“P1D2C1”", "") for error in run.errors)

    neighbour = AgencyFactory(unit=country["P1D2"], code="LANG")
    heading = ["code", "full_name", "agency_code", "position"]
    cadres = upload(office, ["C1", "Lê Ba", "LANG", "Trưởng ban"], kind="cadres", heading=heading)
    assert [error["message"] for error in cadres.errors] == [
        "Không có cơ quan, tổ chức mã “LANG” trong phạm vi của bạn."
    ]
    agencies = upload(
        office,
        ["LANG", "Tên chiếm", "other", "P1D1"],
        kind="agencies",
        heading=["code", "name", "kind", "unit_code"],
    )
    assert [error["message"] for error in agencies.errors] == ["Mã này đã dùng cho một cơ quan khác."]
    neighbour.refresh_from_db()
    assert neighbour.name != "Tên chiếm"


def test_a_neighbour_does_not_see_the_import(client, office, country):
    run = upload(office, ["MOI", "ấp", "Ấp Mới", "P1D1C1"])
    client.force_login(GrantFactory(unit=country["P1D2"]).user)
    assert client.get(reverse("dashboard:import_page", args=[run.key])).status_code == 404
    assert client.post(reverse("dashboard:import_apply", args=[run.key])).status_code == 404
    assert "danh-sach.xlsx" not in text(client, "import_list")
    client.force_login(GrantFactory(unit=country["P1D1"], role="leader").user)
    assert client.get(reverse("dashboard:import_list")).status_code == 403


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("anh.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 100, "Tệp này không phải bảng tính"),
        ("macro.xlsm", b"PK\x03\x04" + b"0" * 100, "Tệp này"),
        ("thieu.csv", "code,level,name\n1,ấp,Ấp 1\n".encode(), "Bảng thiếu cột “Mã đơn vị cấp trên”."),
        ("rong.csv", b"code,level,name,parent_code\n", "Bảng không có dòng dữ liệu nào"),
        ("cu.csv", "code,level,name,parent_code\n1,hamlet,Êp Trung T©m,2\n".encode("latin-1"), "TCVN3"),
        ("la.csv", b"a,b\n1,2\n", "Không tìm thấy hàng tiêu đề"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_one_sentence(office, name, content, message):
    units = Unit.objects.count()
    address = reverse("dashboard:import_upload", args=["units"])
    office.post(address, {"file": SimpleUploadedFile(name, content), "on": "01/06/2021"})
    run = ImportRun.objects.get()
    assert (run.state, len(run.errors)) == ("refused", 1)
    assert message in text(office, "import_page", run.key).replace("&quot;", '"')
    assert office.get(reverse("dashboard:import_errors", args=[run.key])).status_code == 404
    assert Unit.objects.count() == units
    post(office, "import_discard", run)
    run.refresh_from_db()
    assert (run.state, run.content) == ("discarded", None)


def test_the_form_says_what_is_missing(office):
    response = office.post(reverse("dashboard:import_upload", args=["units"]), {"on": "nay"})
    shown = response.content.decode()
    assert response.status_code == 200
    assert "Hãy chọn tệp, hoặc dán bảng vào ô bên dưới." in shown
    assert "Hãy ghi ngày như 24/11/2026." in shown
    assert office.get("/nhap/loai/khong-co/").status_code == 404


def test_a_preview_that_is_out_of_date_is_shown_again_instead_of_applied(office):
    run = upload(office, ["P1D1C1H1", "ấp", "Ấp Đổi Tên", "P1D1C1"])
    UnitVersion.objects.filter(code="P1D1C1H1").update(name="Ấp Khác")
    assert "Dữ liệu đã thay đổi từ lúc xem trước." in post(office, "import_apply", run).content.decode()
    run.refresh_from_db()
    assert run.state == "checked"
    assert "tên: Ấp Khác → Ấp Đổi Tên" in text(office, "import_page", run.key)
    assert UnitVersion.objects.get(code="P1D1C1H1").name == "Ấp Khác"


def test_errors_that_came_up_since_the_preview_are_shown(office, country):
    run = upload(office, ["MOI", "ấp", "Ấp Mới", "P1D1C1"])
    UnitVersion.objects.filter(code="P1D1C1").update(code="KHAC")
    shown = post(office, "import_apply", run).content.decode()
    assert "nên có hàng không nhập được" in shown
    run.refresh_from_db()
    assert run.state == "refused"
    assert "Không có đơn vị cấp trên mã “P1D1C1”" in shown
    assert not UnitVersion.objects.filter(name="Ấp Mới").exists()


def test_a_large_list_is_checked_and_applied_by_the_queue(office, officer, monkeypatch):
    monkeypatch.setattr("dashboard.views.imports.LARGE_TABLE", 2)
    run = upload(office, *([f"M{n}", "ấp", f"Ấp M{n}", "P1D1C1"] for n in range(3)))
    assert run.state == "uploaded"
    shown = text(office, "import_page", run.key)
    assert '<meta http-equiv="refresh" content="5">' in shown
    assert "Tệp lớn, đang chờ kiểm tra." in shown
    job = ProcrastinateJob.objects.latest("id")
    assert (job.task_name, job.queue_name) == ("dashboard.tasks.check_import", "imports")
    tasks.check_import(**job.args)
    run.refresh_from_db()
    assert (run.state, run.added) == ("checked", 3)

    post(office, "import_apply", run)
    run.refresh_from_db()
    assert run.state == "applying"
    job = ProcrastinateJob.objects.latest("id")
    assert job.task_name == "dashboard.tasks.apply_import"
    tasks.apply_import(**job.args)
    run.refresh_from_db()
    assert run.state == "applied"
    assert UnitVersion.objects.filter(code__startswith="M").count() == 3
    tasks.apply_import(**job.args)
    assert UnitVersion.objects.filter(code__startswith="M").count() == 3


def test_files_that_nobody_came_back_for_are_forgotten(office):
    old = upload(office, ["MOI", "ấp", "Ấp Mới", "P1D1C1"])
    new = upload(office, ["MOI", "ấp", "Ấp Mới", "P1D1C1"])
    ImportRun.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    tasks.forget_files(0)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, old.content) == ("discarded", None)
    assert (new.state, bool(new.content)) == ("checked", True)


# --- the annex ---
ANNEX = ["STT", "Họ và tên", "Chức vụ", "Đơn vị công tác", "Địa bàn phân công"]


@pytest.fixture
def scheme(country):
    DocumentFactory(issuer_unit=country["P1D1"], number="1316-QĐ/HU")
    return SchemeFactory(issuer=country["P1D1"])


def test_the_doubtful_rows_of_an_annex_are_asked_and_it_becomes_a_draft(office, scheme, country):
    AgencyFactory(unit=country["P1D1"], name="Ban Tổ chức", kind=AgencyKind.objects.get(code="org_board"))
    for code in ("P1D1C1H1", "P1D1C2H1"):
        UnitVersion.objects.filter(code=code).update(name="Ấp 1")
    rows = [
        [1, "Lê Thị Một", "Trưởng ban", "Ban Tổ chức", "Ấp 1"],
        [2, "Trần Văn Hai", "Phó Trưởng ban", "Ban Tổ chức", "Ấp 1, xã Mẫu P1D1C2"],
    ]
    fields = {"scheme": scheme.pk, "into": "draft"}
    run = upload(office, *rows, kind="annex", heading=ANNEX, **fields)
    assert run.state == "checked"
    shown = text(office, "import_page", run.key)
    assert "Hàng 2: “Ấp 1” là nơi nào?" in shown
    assert "Ấp 1, Xã Mẫu P1D1C1" in shown
    assert "Áp dụng" not in shown
    refused = post(office, "import_apply", run).content.decode()
    assert "Hãy trả lời các hàng còn ngờ" in refused

    post(office, "import_check", run, q0=country["P1D1C1H1"].key)
    run.refresh_from_db()
    assert run.preview["questions"] == []
    assert list(run.answers.values()) == [country["P1D1C1H1"].key]
    post(office, "import_apply", run)
    draft = ChangeSet.objects.get()
    assert {line.target_unit for line in draft.lines.all()} == {country["P1D1C1H1"], country["P1D1C2H1"]}
    assert Cadre.objects.count() == 2
    assert Agency.objects.count() == 1


def test_an_annex_goes_into_force_only_under_a_document(office, scheme, country):
    row = [1, "Lê Thị Một", "Trưởng ban", "Ban Tổ chức", "Ấp Mẫu P1D1C1H1"]
    address = reverse("dashboard:import_upload", args=["annex"])
    fields = {"on": "01/06/2021", "scheme": scheme.pk, "into": "force"}
    response = office.post(address, {"file": file(ANNEX, row), **fields})
    assert "Phân công ngay phải có văn bản." in response.content.decode()
    document = scheme.issuer.documents.get()
    run = upload(office, row, kind="annex", heading=ANNEX, **fields, document=document.pk)
    post(office, "import_apply", run)
    assert Assignment.objects.get().documents.get() == document


def test_schemes_and_documents_of_others_are_no_choice(office, country):
    SchemeFactory(issuer=country["P1D2"], name="Chủ trương láng giềng")
    DocumentFactory(issuer_unit=country["P1D2"], title="Văn bản láng giềng")
    shown = text(office, "import_upload", "annex")
    assert "láng giềng" not in shown
    assert Scheme.objects.count() == 1
