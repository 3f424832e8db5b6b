"""Pages of households: who finds what on them, what is written down before they are shown, and what they refuse."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse

from assignments.actions.assigning import assign, end_assignment
from assignments.models import Assignment
from branches.actions.units import close_unit
from branches.models import Household, HouseholdGroup, HouseholdRead, HouseholdTag
from matters.actions.receiving import receive
from tests.assignments.ground import DAY, ground
from tests.factories import (
    HouseholdFactory,
    HouseholdGroupFactory,
    SchemeFactory,
    UserFactory,
    organisation,
    tag,
)
from tests.files import bring_in, counts
from tests.pages import browser_of, queries_of, signed_in, words
from tests.reports.household_ground import DAY as SENT
from tests.reports.household_ground import SECRET, household_ground
from tests.world import unpacked

pytestmark = pytest.mark.django_db
LIST, GROUPS, OPENING, READS = (
    "dashboard:household_list",
    "dashboard:household_group_list",
    "dashboard:household_rows",
    "dashboard:household_reads",
)


@pytest.fixture
def land():
    """Two hamlets of a commune: one with a group of two households (its holder Lê Văn Tổ) and one alone, held by Trần Thị
    Riêng; the other with one that nobody holds. And one household of the commune beside it."""
    land = ground()
    land.commune = land.units["P1D1C1"]
    here, there, beside = land.hamlets[:3]
    land.group = HouseholdGroupFactory(unit=here, name="Tổ tự quản số 1", code="T1")
    land.first = HouseholdFactory(
        unit=here, group=land.group, code="H-01", head_name="Nguyễn Văn Đầu", address="Xóm Đình", people=5
    )
    land.second = HouseholdFactory(unit=here, group=land.group, code="H-02", head_name="Phạm Thị Hai")
    land.alone = HouseholdFactory(unit=here, code="H-03", head_name="Võ Văn Ba")
    land.nobody = HouseholdFactory(unit=there, code="H-04", head_name="Đặng Thị Bốn")
    land.foreign = HouseholdFactory(unit=beside, code="H-99", head_name="Bùi Văn Láng Giềng")
    tag(land.first, "poor")
    by_group = SchemeFactory(issuer=land.commune, target_kind="group", target_level_id=None)
    land.scheme = SchemeFactory(issuer=land.commune, target_kind="household", target_level_id=None)
    land.holder = land.cadre(full_name="Lê Văn Tổ", user=UserFactory())
    land.own = land.cadre(full_name="Trần Thị Riêng", user=UserFactory())
    put(land, by_group, land.holder, land.group)
    land.assignment = put(land, land.scheme, land.own, land.alone)
    land.office = browser_of("commune_office", unit=land.commune)
    return land


def put(land, scheme, assignee, target, starts_on=DAY):
    return assign(
        scheme=scheme,
        assignee=assignee,
        target=target,
        starts_on=starts_on,
        by=land.officer,
        documents=[land.document],
    )


def at(name, thing=None, query=""):
    return reverse(name, args=[thing.key] if thing else []) + query


def test_the_office_finds_its_households_by_place_group_tag_words_and_by_who_is_missing(land):
    page = words(land.office.get(at(LIST)))
    assert all(each in page for each in ("H-01", "Nguyễn Văn Đầu", "Hộ nghèo", "Lê Văn Tổ", "Trần Thị Riêng"))
    assert "chưa có ai" in page and "H-99" not in page and "Láng Giềng" not in page
    for query, found in {
        "?q=dang+thi+bon": {"H-04"},
        "?q=h-02": {"H-02"},
        "?dien=poor": {"H-01"},
        "?dien=poor&ngay=2019-12-31": set(),
        "?ai=chua": {"H-04"},
        "?ai=da": {"H-01", "H-02", "H-03"},
        f"?ap={land.hamlets[0].key}": {"H-01", "H-02", "H-03"},
        f"?to={land.group.key}": {"H-01", "H-02"},
        # what is not the reader's is no choice and finds nothing
        f"?ap={land.hamlets[2].key}": {"H-01", "H-02", "H-03", "H-04"},
        "?tinh_trang=het": set(),
    }.items():
        page = words(land.office.get(at(LIST, query=query)))
        assert {code for code in ("H-01", "H-02", "H-03", "H-04", "H-99") if code in page} == found, query
    few = queries_of(land.office, at(LIST))
    for number in range(60):
        tag(HouseholdFactory(unit=land.hamlets[0], group=land.group, code=f"H-1{number:02d}"), "alone")
    assert queries_of(land.office, at(LIST)) <= few <= 25
    assert queries_of(land.office, at("dashboard:household_group_page", land.group)) <= 25


def test_a_group_shows_its_households_and_who_holds_each(land):
    page = words(land.office.get(at(GROUPS)))
    assert "Tổ tự quản số 1" in page and "Lê Văn Tổ" in page
    page = words(land.office.get(at("dashboard:household_group_page", land.group)))
    assert all(each in page for each in ("H-01", "Nguyễn Văn Đầu", "H-02", "Lê Văn Tổ", "Tổ tự quản số 1"))
    assert "H-03" not in page
    far = HouseholdGroupFactory(unit=land.hamlets[2])
    assert land.office.get(at("dashboard:household_group_page", far)).status_code == 404
    # The secretary of the other hamlet reads neither this group nor its households.
    branch = organisation(land.hamlets[1], code="CB2", name="Chi bộ hai")
    secretary = browser_of("branch_secretary", organisation=branch)
    assert secretary.get(at("dashboard:household_group_page", land.group)).status_code == 404
    page = words(secretary.get(at(LIST)))
    assert "Đặng Thị Bốn" in page and "Nguyễn Văn Đầu" not in page and "Thêm hộ" not in page


def test_a_households_page_tells_its_days_and_its_chain_and_is_opened_under_ones_name(land):
    end_assignment(land.assignment, on=DAY + timedelta(days=40), reason="adjusted", by=land.officer)
    tag(land.alone, "alone", ends_on=DAY)
    response = land.office.get(at("dashboard:household_page", land.alone))
    page = words(response)
    assert all(each in page for each in ("Võ Văn Ba", "Neo đơn", "31/08/2020", "Trần Thị Riêng"))
    assert "Hộ này chưa có ai phụ trách" in page and land.scheme.name in page
    assert "no-store" in response["Cache-Control"]
    for place in ("P1", "P1D1", "P1D1C1", "P1D1C1H1"):
        assert land.units[place].versions.get().name in page
    assert [(each.household, each.way) for each in HouseholdRead.objects.all()] == [(land.alone, "page")]
    page = words(land.office.get(at("dashboard:household_page", land.first)))
    assert "Ai đã xem" in page and "xem hộ" in page and "Lê Văn Tổ" in page and "Xóm Đình" in page
    assert queries_of(land.office, at("dashboard:household_page", land.first)) <= 25
    # The cadre reads what he holds, by its group too, and is not told who else looked.
    holder = signed_in(land.holder.user)
    page = words(holder.get(at("dashboard:household_page", land.second)))
    assert "Phạm Thị Hai" in page and "Ai đã xem" not in page and "Sửa hộ" not in page
    refused = HouseholdRead.objects.count()
    for browser, household in (
        (holder, land.alone),
        (signed_in(land.own.user), land.alone),  # his assignment has ended
        (land.office, land.foreign),
        (browser_of("org_head", unit=land.district), land.first),
    ):
        assert browser.get(at("dashboard:household_page", household)).status_code == 404
    assert HouseholdRead.objects.count() == refused


def test_what_was_asked_for_a_household_stands_on_its_page_for_those_who_read_its_visits():
    land = household_ground()
    visit = land.visit(recommendations=[{"content": "Xin làm cống."}])
    matter = visit.recommendation_links.get().recommendation
    reference, address = matter.reference, land.household.get_absolute_url()
    cadre, office = signed_in(land.user), browser_of("commune_office", unit=land.commune)
    page = words(cadre.get(address))
    assert "20/10/2026" in page and reference in page and "chưa tiếp nhận" in page
    assert reference not in words(office.get(address))  # a matter is the place's to read once it was shared
    receive(matter, is_shared=True, by=land.officer, on=SENT)
    page = words(office.get(address))
    assert reference in page and "đã tiếp nhận" in page
    # Who reads the row alone learns that somebody came, and not what was said.
    secretary = browser_of("branch_secretary", organisation=land.branch)
    page = words(secretary.get(address))
    assert "20/10/2026" in page and "Phạm Văn Thăm" in page and reference not in page
    assert SECRET not in page and visit.key not in secretary.get(address).content.decode()


def test_what_a_merged_hamlet_left_is_found_in_the_one_that_took_it(land):
    gone, into = land.hamlets[1], land.hamlets[0]
    close_unit(gone, on=DAY, by=land.officer, successors=[(into, "whole", True)])
    page = words(land.office.get(at(LIST, query=f"?ap={into.key}&q=h-04")))
    assert "Đặng Thị Bốn" in page and "Ấp Mẫu P1D1C1H1" in page and "P1D1C1H2" not in page
    assert queries_of(land.office, at(LIST)) <= 25
    # It goes into a group of the hamlet where it lies, and staff who open that hamlet open it too.
    asked = {"on": f"{DAY:%d/%m/%Y}", "group": land.group.pk}
    assert land.office.post(at("branches:household_move", land.nobody), asked).status_code == 302
    staff = browser_of("org_staff", unit=land.district)
    page = words(staff.post(at(OPENING), {"unit": "P1D1C1H1", "reason": "Trả lời đơn"}))
    assert "Đặng Thị Bốn" in page
    assert set(HouseholdRead.objects.values_list("unit", flat=True)) == {gone.pk, into.pk}


def test_staff_open_one_hamlet_with_a_reason_that_the_office_reads(land):
    staff = browser_of("org_staff", unit=land.district)
    asked = {"unit": "P1D1C1H1", "reason": " "}
    page = words(staff.post(at(OPENING), asked))
    assert "Hãy ghi lý do xem" in page and "Nguyễn Văn Đầu" not in page and not HouseholdRead.objects.exists()
    page = words(staff.post(at(OPENING), asked | {"reason": "Trả lời đơn của hộ H-01"}))
    assert "Nguyễn Văn Đầu" in page and "Xóm Đình" in page and "Đặng Thị Bốn" not in page
    page = words(staff.post(at(OPENING), asked | {"reason": "Đơn của người có số 079123456789"}))
    assert "Không ghi số căn cước" in page and HouseholdRead.objects.count() == 1
    [read] = HouseholdRead.objects.all()
    assert (read.unit, read.way, read.household) == (land.hamlets[0], "rows", None)
    assert "Trả lời đơn của hộ H-01" in words(land.office.get(at("dashboard:household_page", land.first)))
    log = words(land.office.get(at(READS)))
    assert "Trả lời đơn của hộ H-01" in log and "xem hộ" in log and land.first.code in log
    assert queries_of(land.office, at(READS)) <= 25
    log = words(land.office.get(at(READS, query="?ho=h-04")))
    assert "Trả lời đơn" not in log and "xem hộ" not in log.split("Lọc")[1]
    assert "Trả lời đơn" not in words(browser_of("commune_office", unit=land.units["P1D1C2"]).get(at(READS)))
    # No ground of his: not to be picked, and nothing is logged.
    page = words(staff.post(at(OPENING), {"unit": "P1D2C1H1", "reason": "Trả lời đơn"}))
    assert "Không tìm thấy" in page and HouseholdRead.objects.filter(way="rows").count() == 1
    for role in ("leader", "viewer", "inspector", "commune_office"):
        assert browser_of(role, unit=land.commune).get(at(OPENING)).status_code == 403, role


def test_rows_are_taken_out_by_the_office_alone_and_each_hamlet_notes_it(land, tmp_path):
    land.nobody.head_name = "=1+1"
    land.nobody.save()
    response = land.office.get(at(LIST, query="?export=xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    cells = {cell.value: cell.data_type for row in book.active.iter_rows() for cell in row}
    assert {"Nguyễn Văn Đầu", "Xóm Đình", "H-04"} <= cells.keys() and "H-99" not in cells
    assert cells["=1+1"] == "s"  # text, and no formula
    # The file comes in again as it is, and changes nothing.
    path = tmp_path / "ho.xlsx"
    book.save(path)
    assert counts(bring_in("households", path, on="2021-01-01")) == (0, 0, 0, 4)
    noted = HouseholdRead.objects.filter(way="export").values_list("unit", flat=True)
    assert set(noted) == {unit.pk for unit in land.hamlets[:2]}
    branch = organisation(land.hamlets[0], code="CB1", name="Chi bộ một")
    secretary = browser_of("branch_secretary", organisation=branch)
    assert secretary.get(at(LIST, query="?export=xlsx")).status_code == 403
    assert "Tải Excel" not in words(secretary.get(at(LIST)))
    assert HouseholdRead.objects.count() == 2


def test_the_search_finds_heads_for_those_alone_who_read_them(land):
    address = reverse("dashboard:search") + "?q=nguyen+van+dau"
    assert "Hộ H-01" in words(land.office.get(address))
    assert "Hộ H-01" in words(signed_in(land.holder.user).get(address))
    for browser in (
        browser_of("org_staff", unit=land.district),
        browser_of("leader", unit=land.district),
        browser_of("handler", agency=land.agency),
        browser_of("commune_office", unit=land.units["P1D1C2"]),
        signed_in(land.own.user),
    ):
        assert "H-01" not in words(browser.get(address))


def test_assignments_call_a_household_by_its_code_and_lead_to_it_for_those_who_read_it(land):
    page = f"/phan-cong/danh-sach/{land.assignment.key}/"
    board = f"/phan-cong/bang/?chu-truong={land.scheme.code}"
    coverage = f"/do-phu/da-co-can-bo/?chu-truong={land.scheme.code}"
    staff = browser_of("org_staff", unit=land.district)
    cadre = f"/phan-cong/can-bo/{land.own.key}/"
    for address in (page, "/phan-cong/danh-sach/", board, coverage, cadre):
        said = words(staff.get(address))
        assert "H-03" in said and "Võ Văn Ba" not in said and land.alone.key not in said, address
    for address in (f"/phan-cong/danh-sach/?scheme={land.scheme.pk}", coverage):
        file = unpacked(staff.get(f"{address}&export=xlsx")).decode()
        assert "H-03" in file and "Võ Văn Ba" not in file, address
    vacant = f"/do-phu/chua-co-can-bo/?chu-truong={land.scheme.code}"
    assert land.nobody.get_absolute_url() in land.office.get(vacant).content.decode()
    assert land.nobody.key not in staff.get(vacant).content.decode()
    link = land.alone.get_absolute_url()
    assert link in land.office.get(page).content.decode() and link not in staff.get(page).content.decode()
    hamlet = land.hamlets[0].get_absolute_url()
    link = f"{at(LIST)}?ap={land.hamlets[0].key}"
    assert link in land.office.get(hamlet).content.decode()
    assert link not in staff.get(hamlet).content.decode()


def test_a_household_comes_is_put_right_moves_is_tagged_and_ends(land):
    asked = {
        "head_name": "Hồ  Thị Mới",
        "unit": "P1D1C1H1",
        "group": "T1",
        "people": "3",
        "address": "Cuối đường",
        "starts_on": "01/09/2021",
        "tags": [HouseholdTag.objects.get(code="alone").pk],
    }
    response = land.office.post(at("branches:household_open"), asked)
    made = Household.objects.latest("pk")
    assert response["Location"] == made.get_absolute_url()
    assert (made.head_name, made.group_on(date(2021, 9, 1)), made.code) == (
        "Hồ Thị Mới",
        land.group,
        "HO.P1D1C1H1-01",
    )
    page = words(land.office.post(at("branches:household_open"), asked | {"unit": "P1D1C1H2"}))
    assert "thuộc ấp, thôn, khu phố khác" in page and Household.objects.latest("pk") == made
    page = words(land.office.post(at("branches:household_open"), asked | {"unit": "P1D1C2H1", "group": ""}))
    assert "Không tìm thấy “P1D1C2H1”" in page
    page = words(land.office.post(at("branches:household_open"), asked | {"code": "H-01"}))
    assert "Mã" in page and Household.objects.latest("pk") == made

    change = {
        "head_name": "Hồ Thị Đúng",
        "address": "",
        "people": "",
        "code": made.code,
        "starts_on": "01/09/2021",
    }
    assert land.office.post(at("branches:household_correct", made), change).status_code == 302
    other = HouseholdGroupFactory(unit=land.hamlets[0], name="Tổ hai")
    moved = {"on": "01/02/2022", "group": other.pk}
    assert land.office.post(at("branches:household_move", made), moved).status_code == 302
    assert "Không có gì thay đổi" in words(land.office.post(at("branches:household_move", made), moved))
    far = HouseholdGroupFactory(unit=land.hamlets[1])
    page = words(land.office.post(at("branches:household_move", made), {"on": "01/02/2022", "group": far.pk}))
    assert "không có trong danh sách" in page
    poor = HouseholdTag.objects.get(code="poor")
    tags = {"on": "01/03/2022", "tags": [poor.pk]}
    assert land.office.post(at("branches:household_tags", made), tags).status_code == 302
    assert "Không có gì thay đổi" in words(land.office.post(at("branches:household_tags", made), tags))
    made.refresh_from_db()
    assert (made.head_name, made.people) == ("Hồ Thị Đúng", None)
    # It was in the first group until it moved.
    by_group = SchemeFactory(issuer=land.commune, target_kind="group", target_level_id=None)
    put(land, by_group, land.own, other)
    groups = [made.group_on(date(2022, month, 1)) for month in (1, 2)]
    assert groups == [land.group, other] and made.group_on(date(2021, 8, 31)) is None
    page = words(land.office.get(made.get_absolute_url()))
    assert "Tổ tự quản số 1 từ 01/09/2021 đến hết 31/01/2022" in page and "Tổ hai từ 01/02/2022" in page
    # Whoever holds the group holds the household since then, in the list and in the chain.
    assert f"{DAY:%d/%m/%Y}" not in page and page.count("từ 01/02/2022") == 2
    days = made.taggings.order_by("starts_on").values_list("tag__code", "starts_on__year", "ends_on__year")
    assert list(days) == [("alone", 2021, 2022), ("poor", 2022, None)]

    ending = {"on": "01/06/2022", "reason": "Chuyển đi nơi khác"}
    page = words(land.office.post(at("dashboard:household_close", made), ending))
    assert "không còn trong danh sách" in page and Household.objects.get(pk=made.pk).ends_on is None
    assert (
        land.office.post(at("dashboard:household_close", made), ending | {"xac-nhan": "1"}).status_code == 302
    )
    made.refresh_from_db()
    assert made.end_reason == "Chuyển đi nơi khác" and not made.taggings.filter(ends_on=None).exists()
    assert made.group_on(date(2022, 5, 31)) == other and made.group_on(date(2022, 6, 1)) is None
    land.office.get(at(LIST))  # the message is said once
    assert made.code not in words(land.office.get(at(LIST)))
    assert made.code in words(land.office.get(at(LIST, query="?tinh_trang=het")))
    assert "Chuyển đi nơi khác" in words(land.office.get(made.get_absolute_url()))
    page = words(land.office.post(at("branches:household_tags", made), tags | {"on": "01/07/2022"}))
    assert "không có trong danh sách vào ngày 01/07/2022" in page
    assert land.office.post(at("dashboard:household_reopen", made)).status_code == 302
    made.refresh_from_db()
    assert (made.ends_on, made.end_reason) == (None, "") and made.taggings.get(ends_on=None).tag == poor
    assert made.memberships.get(ends_on=None).group == other


def test_a_group_is_set_up_renamed_and_closed_with_its_households_in_another(land):
    asked = {"name": "Tổ tự quản số 2", "unit": "P1D1C1H1", "starts_on": "01/09/2021"}
    assert land.office.post(at("branches:group_open"), asked).status_code == 302
    made = HouseholdGroup.objects.latest("pk")
    assert made.code == "TO.P1D1C1H1-01"
    renamed = {"name": "Tổ Bến Đình", "code": "T2"}
    assert land.office.post(at("branches:group_change", made), renamed).status_code == 302
    page = words(land.office.post(at("branches:group_change", made), renamed | {"code": "T1"}))
    assert "Mã" in page and HouseholdGroup.objects.get(pk=made.pk).code == "T2"
    ending = {"on": "01/06/2022", "reason": "Nhập tổ", "into": made.pk}
    page = words(land.office.post(at("dashboard:group_close", land.group), ending))
    assert "2 hộ chuyển sang Tổ Bến Đình" in page
    land.office.post(at("dashboard:group_close", land.group), ending | {"xac-nhan": "1"})
    both, end = {land.first, land.second}, date(2022, 6, 1)
    assert set(Household.objects.in_groups([made], end)) == both
    assert set(Household.objects.in_groups([land.group], end - timedelta(days=1))) == both
    assert not Household.objects.in_groups([made], end - timedelta(days=1)).exists()
    land.group.refresh_from_db()
    assert land.group.end_reason == "Nhập tổ"
    assert "Tổ tự quản số 1" in words(land.office.get(at(GROUPS, query="?tinh_trang=het")))
    land.office.get(at(GROUPS))  # the message is said once
    assert "Tổ tự quản số 1" not in words(land.office.get(at(GROUPS)))


def test_what_is_closed_is_followed_by_nobody_and_why_stays_with_the_commune(land):
    """The page says how many assignments end before anything does; they end in the same step, and no reader of them
    learns why the household is no more."""
    second = SchemeFactory(issuer=land.commune, target_kind="household", target_level_id=None)
    later = put(land, second, land.holder, land.alone, starts_on=date(2022, 7, 1))
    ending = {"on": "01/06/2022", "reason": "Cụ bà qua đời"}
    address = at("dashboard:household_close", land.alone)

    def stand():
        return set(Assignment.objects.standing().on(date(2022, 7, 1)))

    before = stand()
    response = land.office.post(address, ending)
    page = words(response)
    # Nothing was done yet, and nothing says so.
    assert "Đã ghi" not in response.content.decode()
    assert "1 phân công kết thúc từ ngày đó" in page and "1 phân công chưa bắt đầu vào ngày đó bị hủy" in page
    assert stand() == before
    # One that is refused ends nothing either.
    page = words(land.office.post(address, ending | {"on": "01/01/2020", "xac-nhan": "1"}))
    assert "Ngày kết thúc phải sau ngày bắt đầu" in page and stand() == before
    assert land.office.post(address, ending | {"xac-nhan": "1"}).status_code == 302
    row, later = Assignment.objects.get(pk=land.assignment.pk), Assignment.objects.get(pk=later.pk)
    assert (row.ends_on, row.end_reason, later.is_voided) == (date(2022, 6, 1), "other", True)
    assert before - stand() == {row, later}
    assert "Đã ghi ngày kết thúc" in land.office.get(land.alone.get_absolute_url()).content.decode()
    staff = browser_of("org_staff", unit=land.district)
    for each in (row, later):
        page = words(staff.get(reverse("assignments:assignment_page", args=[each.key])))
        assert "hộ, tổ" in page.lower() and "qua đời" not in page
    assert "qua đời" in words(land.office.get(land.alone.get_absolute_url()))  # the control
    page = words(land.office.post(at("dashboard:household_reopen", land.alone), follow=True))
    assert "1 phân công đã kết thúc cùng ngày không tự có lại" in page
    # Whoever holds the group goes on with the others, until it is closed too.
    page = words(land.office.post(at("dashboard:household_close", land.first), ending))
    assert "Không có ai được phân công riêng hộ này" in page
    ending = {"on": "01/06/2022", "reason": "Nhập tổ", "into": ""}
    address = at("dashboard:group_close", land.group)
    assert "1 phân công kết thúc từ ngày đó" in words(land.office.post(address, ending))
    land.office.post(address, ending | {"xac-nhan": "1"})
    assert not Assignment.objects.standing().filter(target_group=land.group, ends_on=None).exists()
    page = words(land.office.post(at("dashboard:group_reopen", land.group), follow=True))
    assert "1 phân công đã kết thúc cùng ngày không tự có lại" in page


def test_only_the_office_writes_and_staff_keep_the_list_of_tags(land):
    branch = organisation(land.hamlets[0], code="CB1", name="Chi bộ một")
    secretary = browser_of("branch_secretary", organisation=branch)
    for name in ("branches:household_correct", "branches:household_tags", "dashboard:household_close"):
        assert secretary.get(at(name, land.first)).status_code == 403
        assert land.office.get(at(name, land.foreign)).status_code == 404
    staff = browser_of("org_staff", unit=land.district)
    add = reverse("branches:reference_add", args=["dien-ho"])
    asked = {"name": "Hộ theo đạo Tin Lành", "sort": "90", "is_active": "on"}
    page = words(staff.post(add, asked))
    assert "Không phân loại hộ theo" in page or "chỉ nói về đời sống" in page
    assert staff.post(add, asked | {"name": "Hộ mới thoát nghèo"}).status_code == 302
    page = words(land.office.get(at("branches:household_tags", land.first)))
    assert "Hộ mới thoát nghèo" in page
    assert land.office.get(add).status_code == 403
