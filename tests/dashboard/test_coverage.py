"""The coverage pages and the overview: their numbers are those of the lists, of the files and of the figures."""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignments.models import Assignment
from branches.actions.units import change_unit, close_unit, open_unit
from dashboard.figures import coverage_figures
from tests.assignments.test_coverage import follow
from tests.factories import (
    START,
    AgencyFactory,
    CadreFactory,
    GrantFactory,
    PositionFactory,
    SchemeFactory,
    UserFactory,
    organisation,
    small_map,
)
from tests.pages import sign_in

pytestmark = pytest.mark.django_db

DAY = date(2023, 5, 24)
LISTS = ("chua-co-can-bo", "da-co-can-bo", "nhieu-dia-ban", "can-bo-chua-co-dia-ban")


@pytest.fixture
def places():
    return small_map()


@pytest.fixture
def scheme(places):
    return SchemeFactory(
        issuer=places["P1D1"], code="binh-dai", name="Huyện nắm tới ấp", wanted_targets_per_assignee=1
    )


@pytest.fixture
def work(places, scheme):
    """Three of four hamlets followed: one by one person, two by another; one person without."""
    agency = AgencyFactory(unit=places["P1D1"], name="Ban Dân vận")
    one = CadreFactory(unit=places["P1D1"], full_name="Nguyễn Thị Một")
    two = CadreFactory(unit=places["P1D1"], full_name="Trần Văn Hai")
    none = CadreFactory(unit=places["P1D1"], full_name="Phạm Văn Chưa")
    for cadre in (one, two, none):
        PositionFactory(cadre=cadre, agency=agency)
    follow(scheme, one, places["P1D1C1H1"])
    follow(scheme, two, places["P1D1C1H2"])
    follow(scheme, two, places["P1D1C2H1"])
    return one, two, none


def reader(client, unit, role="org_staff"):
    """`client` signed in with a role over a unit."""
    grant = GrantFactory(role=role, unit=unit)
    sign_in(client, grant.user)
    return client


def page(client, path="/do-phu/", **query):
    """A page as text, tags and white space taken out."""
    response = client.get(path, {"ngay": DAY.isoformat(), **query})
    assert response.status_code == 200, response.status_code
    response.text_seen = " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
    return response


def sheet(response) -> list[tuple]:
    """The rows of an .xlsx, without heading and footer."""
    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))[1:]
    return [row for row in rows if row[1] not in (None, "")]


class TestNumbers:
    def test_page_lists_files_and_figures_agree(self, client, places, scheme, work):
        reader(client, places["P1D1"])
        figures = coverage_figures(on=DAY, unit_code="P1D1", scheme_code="binh-dai")
        response = page(client)
        assert [str(part["number"]) for part in response.context["figures"]] == ["3/4", "1", "1", "1"]
        assert (figures["covered"], figures["units"]) == (3, 4)
        for name, key in zip(LISTS, ("vacant", None, "cadres_with_several", "cadres_without"), strict=True):
            shown = page(client, f"/do-phu/{name}/")
            codes = {str(row.get_cell_value("code")) for row in shown.context["table"].rows}
            exported = client.get(f"/do-phu/{name}/", {"ngay": DAY.isoformat(), "export": "xlsx"})
            assert {row[1] for row in sheet(exported)} == codes, name
            if key:
                assert codes == {row["code"] for row in figures[key]}, name
            else:
                assert len(codes) == figures["covered"]
        under = {row.name: (row.covered, row.units) for row in response.context["table"].data}
        assert under == {row["name"]: (row["covered"], row["units"]) for row in figures["under"]}
        assert sum(units for _covered, units in under.values()) == figures["units"]

    def test_each_number_of_the_top_line_leads_to_its_list(self, client, places, scheme, work):
        reader(client, places["P1D1"])
        for part, number in zip(page(client).context["figures"], (3, 1, 1, 1), strict=True):
            listed = client.get(part["url"])
            assert listed.status_code == 200
            assert len(list(listed.context["table"].rows)) == number

    def test_a_gap_says_since_when_why_and_for_how_long(self, client, places, scheme, work):
        Assignment.objects.filter(cadre=work[0]).update(ends_on=date(2023, 4, 24), end_reason="retired")
        reader(client, places["P1D1"])
        for path in ("/do-phu/", "/do-phu/chua-co-can-bo/"):
            text = page(client, path).text_seen
            assert "Ấp Mẫu P1D1C1H1 Xã Mẫu P1D1C1" in text
            assert "24/04/2023 30 nghỉ hưu" in text

    def test_one_may_go_down_to_the_hamlet_and_back_up(self, client, places, scheme, work):
        reader(client, places["P1"])
        province = page(client)
        assert province.context["figures"][0]["number"] == "3/4"
        district = client.get(next(row.url for row in province.context["table"].data if "P1D1" in row.name))
        commune = client.get(next(row.url for row in district.context["table"].data if "P1D1C1" in row.name))
        assert commune.context["figures"][0]["number"] == "2/2"
        assert [label for label, _url in commune.context["crumbs"]] == [
            "Độ phủ",
            "Tỉnh Mẫu P1",
            "Huyện Mẫu P1D1",
            "Xã Mẫu P1D1C1",
        ]
        hamlet = next(row for row in commune.context["table"].data if "P1D1C1H1" in row.name)
        assert hamlet.url.startswith(f"/ai-theo-doi/{places['P1D1C1H1'].key}/")
        assert "Nguyễn Thị Một" in client.get(hamlet.url).content.decode()

    def test_the_day_and_the_scheme_stay_in_every_address(self, client, places, scheme, work):
        reader(client, places["P1D1"])
        response = page(client)
        addresses = [part["url"] for part in response.context["figures"]]
        addresses += [row.url for row in response.context["table"].data]
        assert all("ngay=2023-05-24" in url and "chu-truong=binh-dai" in url for url in addresses)
        today = client.get("/do-phu/")
        assert not any("ngay=" in part["url"] for part in today.context["figures"])

    def test_whoever_may_assign_is_led_to_the_board_with_the_gaps(self, client, places, scheme, work):
        reader(client, places["P1D1"])
        assert page(client).context["board_url"] == "/phan-cong/bang/?chu-truong=binh-dai&trong=1"
        below = page(client, **{"dia-ban": places["P1D1C2"].key}).context["board_url"]
        assert below.endswith(f"&noi={places['P1D1C2'].key}")
        assert client.get(below).status_code == 200
        full = page(client, **{"dia-ban": places["P1D1C1"].key})
        assert full.context["board_url"] is None
        reader(client, places["P1D1"], "leader")
        assert page(client).context["board_url"] is None

    def test_where_a_scheme_wants_nothing_it_does_not_apply(self, client, places, scheme):
        reader(client, places["P1"])
        text = page(client, **{"dia-ban": places["P1D2"].key}).text_seen
        assert "Chưa có chủ trương phân công nào cho địa bàn này" in text
        SchemeFactory(issuer=places["P1"], target_level_id=3, name="Tỉnh nắm tới xã", parent_scheme=scheme)
        text = page(client, **{"dia-ban": places["P1D1C1H1"].key}).text_seen
        assert "không áp dụng" in text and "0%" not in text

    def test_a_closed_unit_is_read_on_its_own_days(self, client, places, scheme, work):
        closed_on = date(2024, 1, 1)
        taker = open_unit(
            code="MOI", name="Xã Mới", level=3, parent=places["P1D1"], starts_on=closed_on, by=None
        )
        close_unit(places["P1D1C1"], on=closed_on, by=None, successors=[(taker, "whole", True)])
        reader(client, taker)
        old = {"dia-ban": places["P1D1C1"].key}
        assert page(client, **old).context["figures"][0]["number"] == "2/2"
        assert "Ngày này không có đơn vị này" in page(client, **old | {"ngay": "2024-06-01"}).text_seen
        assert page(client, ngay="2024-06-01").context["figures"][0]["number"] == "2/2"

    def test_the_old_communes_figures_of_last_year_stay(self, client, places, scheme, work):
        reader(client, places["P1D1C1"], "commune_office")
        before = page(client, ngay="2022-12-31").context["figures"][0]["number"]
        change_unit(places["P1D1C1H1"], on=date(2023, 1, 1), by=None, parent=places["P1D1C2"])
        assert page(client, ngay="2022-12-31").context["figures"][0]["number"] == before == "2/2"
        assert page(client).context["figures"][0]["number"] == "1/1"

    def test_a_scheme_not_in_force_that_day_is_said(self, client, places, scheme, work):
        reader(client, places["P1D1"])
        type(scheme).objects.filter(pk=scheme.pk).update(ends_on=DAY)
        assert "không còn hiệu lực từ 24/05/2023" in page(client).text_seen
        type(scheme).objects.filter(pk=scheme.pk).update(ends_on=None, starts_on=date(2023, 6, 1))
        assert "bắt đầu từ 01/06/2023" in page(client).text_seen

    def test_a_group_is_counted_and_the_groups_add_up(self, client, places, scheme, work):
        reader(client, places["P1D1"])
        text = page(client).text_seen
        assert "Lãnh đạo các ban đảng, văn phòng cấp ủy 2" in text
        assert "Cộng 2" in text


class TestPictures:
    def test_the_strip_and_the_tiles_say_it_in_signs_and_numbers(self, client, places, scheme, work):
        reader(client, places["P1D1"])
        content = page(client).content.decode()
        assert "<title>Ấp, thôn, khu phố: 3/4 đã có cán bộ</title>" in content
        assert 'width="75.0%"' in content
        assert "<title>Xã Mẫu P1D1C1: 2/2 đã có cán bộ</title>" in content
        assert "✓ 2/2" in content and "◐ 1/2" in content
        assert "style=" not in content

    def test_communes_stand_where_they_lie_when_all_have_coordinates(self, client, places, scheme):
        reader(client, places["P1D1"])
        assert not page(client).context["tiles"].is_by_place
        for code, longitude in (("P1D1C1", 106.9), ("P1D1C2", 106.1)):
            places[code].versions.update(latitude=10.0, longitude=longitude)
        tiles = page(client).context["tiles"]
        assert tiles.is_by_place
        assert [tile.child.code for tile in tiles.tiles] == ["P1D1C2", "P1D1C1"]

    def test_linked_schemes_stand_on_the_strip_from_the_highest_level_down(self, client, places, scheme):
        upper = SchemeFactory(issuer=places["P1"], target_level_id=3, code="tinh")
        type(scheme).objects.filter(pk=scheme.pk).update(parent_scheme=upper)
        reader(client, places["P1"])
        bars = page(client, **{"chu-truong": "tinh"}).context["strip"]
        assert [(bar.label, bar.share.units) for bar in bars] == [
            ("Xã, phường, đặc khu", 4),
            ("Ấp, thôn, khu phố", 4),
        ]
        below = page(client, **{"chu-truong": "tinh", "dia-ban": places["P1D1"].key}).context["strip"]
        assert below[1].url.startswith("/do-phu/?chu-truong=binh-dai")


class TestSchemesOfOneLevel:
    @pytest.fixture
    def communes(self, places, scheme):
        """The province follows communes; each of two communes follows its own hamlets, one of them followed."""
        upper = SchemeFactory(issuer=places["P1"], target_level_id=3, code="tinh", name="Tỉnh nắm tới xã")
        lower = [
            SchemeFactory(issuer=places[code], parent_scheme=upper, code=f"xa-{code.lower()}")
            for code in ("P1D1C1", "P1D2C1")
        ]
        cadre = CadreFactory(unit=places["P1D1C1"], full_name="Lý Thị Xã")
        follow(lower[0], cadre, places["P1D1C1H1"])
        return upper, lower

    def test_the_strip_leads_to_all_schemes_of_a_level_together(self, client, places, communes):
        reader(client, places["P1"])
        bar = page(client, **{"chu-truong": "tinh"}).context["strip"][1]
        assert bar.share.fraction == "1/4"
        together = client.get(bar.url)
        assert together.context["figures"][0]["number"] == "1/4"
        assert "2 chủ trương cùng cấp: Ấp, thôn, khu phố" in together.content.decode()
        gaps, covered = (client.get(together.context["figures"][n]["url"]) for n in (1, 0))
        assert {row.get_cell_value("code") for row in gaps.context["table"].rows} == {
            "P1D1C1H2",
            "P1D2C1H1",
            "P1D2C1H2",
        }
        assert "Lý Thị Xã" in covered.content.decode()

    def test_a_commune_that_is_followed_leads_down_to_its_own_hamlets(self, client, places, communes):
        reader(client, places["P1"])
        district = page(client, **{"chu-truong": "tinh", "dia-ban": places["P1D1"].key})
        commune = next(row for row in district.context["table"].data if row.code == "P1D1C1")
        assert client.get(commune.url).context["asked"].scheme == communes[1][0]


class TestReaders:
    def test_an_area_out_of_scope_is_not_found(self, client, places, scheme, work):
        reader(client, places["P1D1C1"], "commune_office")
        for path in ("/do-phu/", *(f"/do-phu/{name}/" for name in LISTS)):
            assert client.get(path).status_code == 200
            for code in ("P1D1C2", "P1D1", "P2"):
                assert client.get(path, {"dia-ban": places[code].key}).status_code == 404, (path, code)

    def test_a_scheme_that_does_not_concern_the_area_is_not_found(self, client, places, scheme):
        SchemeFactory(issuer=places["P2D1"], code="noi-khac")
        reader(client, places["P1D1"])
        assert client.get("/do-phu/", {"chu-truong": "noi-khac"}).status_code == 404
        assert client.get("/do-phu/", {"chu-truong": "khong-co"}).status_code == 404

    def test_a_viewer_sees_numbers_and_no_names(self, client, places, scheme, work):
        reader(client, places["P1D1"], "viewer")
        seen = page(client)
        assert [str(part["number"]) for part in seen.context["figures"]] == ["3/4", "1", "1", "1"]
        paths = ("/do-phu/", *(f"/do-phu/{name}/" for name in LISTS), "/")
        paths += tuple(f"/ai-theo-doi/{places[code].key}/" for code in ("P1D1", "P1D1C1H1"))
        for path in paths:
            text = page(client, path).text_seen
            assert not any(cadre.full_name in text or cadre.code in text for cadre in work), path
        assert "đã có người" in page(client, "/do-phu/da-co-can-bo/").text_seen
        assert "không xem được tên" in page(client, "/do-phu/nhieu-dia-ban/").text_seen
        assert client.get("/do-phu/da-co-can-bo/", {"export": "xlsx"}).status_code == 403

    def test_a_commune_office_reads_who_follows_its_hamlets_and_not_the_districts_idle_cadres(
        self, client, places, scheme, work
    ):
        reader(client, places["P1D1C1"], "commune_office")
        words = [str(part["words"]) for part in page(client).context["figures"]]
        assert "cán bộ chưa có địa bàn" not in words
        text = page(client, "/do-phu/da-co-can-bo/").text_seen
        assert "Nguyễn Thị Một" in text and "Trần Văn Hai" in text
        assert "Phạm Văn Chưa" not in page(client, "/do-phu/can-bo-chua-co-dia-ban/").text_seen

    def test_only_the_targets_of_the_area_are_told_of_someone_with_several(
        self, client, places, scheme, work
    ):
        follow(scheme, work[1], places["P1D1C2H2"])
        reader(client, places["P1D1C2"], "commune_office")
        text = page(client, "/do-phu/nhieu-dia-ban/").text_seen
        assert "Trần Văn Hai" in text and "P1D1C2H2" in text and "P1D1C1H2" not in text

    def test_somebody_without_any_unit_is_told_so(self, client, places, scheme):
        grant = GrantFactory(role="leader", agency=AgencyFactory(unit=places["P1D1"]))
        sign_in(client, grant.user)
        assert "chưa được giao địa bàn nào" in page(client).text_seen
        assert client.get("/do-phu/chua-co-can-bo/").status_code == 404


class TestOverview:
    def test_the_top_line_the_strip_and_the_tiles_are_on_the_first_page(self, client, places, scheme, work):
        reader(client, places["P1D1"], "leader")
        response = page(client, "/")
        assert [str(part["number"]) for part in response.context["figures"]] == ["3/4", "1", "1", "1"]
        assert "Huyện Mẫu P1D1 · Huyện nắm tới ấp" in response.text_seen
        assert response.context["strip"] and response.context["tiles"]

    def test_what_ends_soon_and_what_has_ended_with_work_running_is_a_line(
        self, client, places, scheme, work
    ):
        reader(client, places["P1D1"])
        type(scheme).objects.filter(pk=scheme.pk).update(ends_on=date(2023, 7, 1))
        response = page(client, "/")
        assert str(response.context["figures"][-1]["words"]) == "chủ trương sắp hết hạn"
        assert "Huyện nắm tới ấp hết hiệu lực sau ngày 30/06/2023 (còn 38 ngày)" in response.text_seen
        type(scheme).objects.filter(pk=scheme.pk).update(ends_on=DAY)
        text = page(client, "/").text_seen
        assert "đã hết hiệu lực sau ngày 23/05/2023 nhưng còn 3 phân công chưa kết thúc" in text
        type(scheme).objects.filter(pk=scheme.pk).update(
            ends_on=date(2024, 1, 1), pilot_ends_on=date(2023, 6, 1)
        )
        assert "hết thời gian thí điểm sau ngày 31/05/2023" in page(client, "/").text_seen
        type(scheme).objects.filter(pk=scheme.pk).update(ends_on=date(2024, 1, 1), pilot_ends_on=None)
        assert page(client, "/").context["notices"] == []

    def test_a_cadre_finds_his_own_units_and_nothing_else(self, client, places, scheme, work):
        user = UserFactory()
        type(work[1]).objects.filter(pk=work[1].pk).update(user=user)
        sign_in(client, user)
        response = page(client, "/")
        assert "Ấp Mẫu P1D1C1H2" in response.text_seen and "Ấp Mẫu P1D1C2H1" in response.text_seen
        assert "Ấp Mẫu P1D1C1H1" not in response.text_seen
        assert "figures" not in response.context

    def test_an_employer_finds_what_his_people_follow_and_nobody_elses(self, client, places, scheme, work):
        agency = work[1].positions.get().agency
        work[0].positions.filter(agency=agency).update(ends_on=DAY)
        grant = GrantFactory(role="employer", agency=agency)
        sign_in(client, grant.user)
        response = page(client, "/")
        assert response.text_seen.count("Trần Văn Hai") == 2
        assert "Nguyễn Thị Một" not in response.text_seen
        assert "figures" not in response.context

    def test_a_system_keeper_is_led_to_the_admin(self, client, places, scheme, work):
        grant = GrantFactory(role="system_keeper", unit=places["P1"], user=UserFactory(is_staff=True))
        sign_in(client, grant.user)
        response = page(client, "/")
        assert 'href="/quan-tri/"' in response.content.decode()
        assert not any(cadre.full_name in response.text_seen for cadre in work)

    def test_a_branch_secretary_is_led_to_who_follows_his_place(self, client, places, scheme, work):
        reader(client, places["P1D1C1H1"], "branch_secretary")
        response = page(client, "/")
        assert response.context["places"] == [
            ("Ấp Mẫu P1D1C1H1", f"/ai-theo-doi/{places['P1D1C1H1'].key}/?ngay=2023-05-24")
        ]
        assert "Nguyễn Thị Một" in page(client, f"/ai-theo-doi/{places['P1D1C1H1'].key}/").text_seen

    def test_a_branch_secretary_is_led_to_his_branch(self, client, places, scheme):
        branch = organisation(places["P1D1C1H1"], code="CB1", name="Chi bộ ấp Một")
        grant = GrantFactory(role="branch_secretary", organisation=branch)
        sign_in(client, grant.user)
        response = page(client, "/")
        assert response.context["branches"] == [("Chi bộ ấp Một", f"/sinh-hoat/chi-bo/{branch.key}/")]
        assert client.get(f"/sinh-hoat/chi-bo/{branch.key}/").status_code == 200

    def test_an_empty_product_says_what_to_do_first(self, client):
        sign_in(client, UserFactory())
        assert "Chưa có đơn vị nào" in page(client, "/").text_seen

    def test_without_a_scheme_the_officer_is_told_to_make_one(self, client, places):
        reader(client, places["P1D1"])
        assert "Chưa có chủ trương phân công nào cho địa bàn này" in page(client, "/").text_seen

    def test_several_areas_lead_each_to_its_own_page(self, client, places, scheme):
        reader(client, places["P1D1C1"])
        user = client.get("/").context["user"]
        GrantFactory(user=user, unit=places["P1D1C2"])
        areas = page(client, "/").context["areas"]
        assert [name for name, _url in areas] == ["Xã Mẫu P1D1C1", "Xã Mẫu P1D1C2"]
        assert all(client.get(url).status_code == 200 for _name, url in areas)

    def test_a_closed_unit_is_no_area_of_its_own(self, client, places, scheme):
        taker = open_unit(code="MOI", name="Xã Mới", level=3, parent=places["P1D1"], starts_on=START, by=None)
        close_unit(places["P1D1C1"], on=date(2022, 1, 1), by=None, successors=[(taker, "whole", True)])
        reader(client, taker)
        assert page(client, "/").context["areas"] == []
        assert page(client, "/").context["asked"].area == taker


class TestWhoFollows:
    def test_each_level_has_a_name_or_a_gap_in_words(self, client, places, scheme, work):
        SchemeFactory(issuer=places["P1"], target_level_id=3, name="Tỉnh nắm tới xã")
        reader(client, places["P1"])
        text = page(client, f"/ai-theo-doi/{places['P1D1C1H1'].key}/").text_seen
        assert "Chuỗi còn 1 chỗ trống" in text
        assert "✗ chưa có ai Tỉnh nắm tới xã" in text
        assert "Nguyễn Thị Một" in text and "từ 01/01/2020" in text

    def test_a_unit_out_of_scope_is_not_found(self, client, places, scheme):
        reader(client, places["P1D1C1"], "commune_office")
        assert client.get(f"/ai-theo-doi/{places['P1D1C1H1'].key}/").status_code == 200
        assert client.get(f"/ai-theo-doi/{places['P1D1C2H1'].key}/").status_code == 404
        assert client.get("/ai-theo-doi/khongcogi0/").status_code == 404

    def test_on_a_day_without_the_unit_it_says_so(self, client, places):
        reader(client, places["P1"])
        text = page(client, f"/ai-theo-doi/{places['P1D1'].key}/", ngay="2019-01-01").text_seen
        assert "Ngày này không có đơn vị này" in text


class TestQueries:
    def test_the_overview_asks_no_more_with_more_levels_of_linked_schemes(self, client, places, scheme, work):
        reader(client, places["P1D1"])
        SchemeFactory(issuer=places["P1D1"], parent_scheme=scheme, target_level_id=3)
        page(client, "/")
        with CaptureQueriesContext(connection) as few:
            page(client, "/")
        for kind in ("zone", "group", "household", "organisation"):
            SchemeFactory(issuer=places["P1D1"], parent_scheme=scheme, target_kind=kind)
        with CaptureQueriesContext(connection) as many:
            assert len(page(client, "/").context["strip"]) == 6
        assert len(many) == len(few) <= 25

    @pytest.mark.parametrize(
        ("path", "most"),
        [("/", 25), ("/do-phu/", 25), *((f"/do-phu/{name}/", 25) for name in LISTS)],
    )
    def test_the_number_of_queries_does_not_grow_with_the_rows(
        self, client, places, scheme, work, path, most
    ):
        reader(client, places["P1D1"])
        follow(scheme, work[0], places["P1D1C2H2"], ends_on=date(2022, 1, 1), end_reason="retired")
        page(client, path)
        with CaptureQueriesContext(connection) as few:
            page(client, path)
        assert len(few) <= most, [query["sql"][:150] for query in few.captured_queries]
        for number in range(12):
            commune = open_unit(
                code=f"X{number}",
                name=f"Xã {number}",
                level=3,
                parent=places["P1D1"],
                starts_on=START,
                by=None,
            )
            hamlets = [
                open_unit(
                    code=f"X{number}A{n}", name=f"Ấp {n}", level=4, parent=commune, starts_on=START, by=None
                )
                for n in range(2)
            ]
            cadre = CadreFactory(unit=places["P1D1"])
            for hamlet in hamlets[: number % 3]:
                follow(scheme, cadre, hamlet)
        with CaptureQueriesContext(connection) as many:
            page(client, path)
        assert len(many) == len(few)
