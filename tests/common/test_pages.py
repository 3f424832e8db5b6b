"""A list page as officers and machines read it: on the list of roles, and on plain rows."""

import gzip
import io
import logging
import re
from datetime import date
from html import unescape
from types import SimpleNamespace

import openpyxl
import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.urls import reverse

from branches.models import Grant, Unit, UnitVersion
from branches.scope import GrantFact, Place, scope_for
from common.pages import _filters, asked_day, list_page, read_day
from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn
from tests.factories import START, GrantFactory, UserFactory
from tests.pages import sign_in

DAY = date(2026, 11, 24)


class RowTable(ListTable):
    name = LinkColumn(verbose_name="Tên", url="url", note="note")
    covered = NumberColumn(verbose_name="Đã có", whole="total")
    since = DayColumn(verbose_name="Từ")
    until = DayColumn(verbose_name="Đến hết", is_end=True)
    state = BadgeColumn({"full": ("ok", "đủ")}, verbose_name="Tình trạng", orderable=False)
    secret = Column(verbose_name="Ẩn", exclude_from_export=True)


def row(number, **given):
    return {
        "name": f"Ấp {number}",
        "url": f"/ap/{number}/",
        "note": "",
        "covered": number,
        "total": 1300,
        "since": date(2026, 1, 1),
        "until": date(2026, 7, 1),
        "state": "full",
        "secret": "",
        **given,
    }


def request_for(address="/danh-sach/", role="org_staff"):
    request = RequestFactory().get(address)
    request.day = DAY
    request.user = UserFactory.build(pk=1, full_name="Lê Thị Thử")
    place = Place(1, "a.")
    request.scope = scope_for([GrantFact(role, START, None, places=(place,))], [], DAY)
    request._messages = CookieStorage(request)
    request.session = {}
    return request


def page_of(rows, address="/danh-sach/", **kwargs):
    given = {"queryset": rows, "table": RowTable, "title": "Danh sách ấp", "export": "ap", **kwargs}
    return list_page(request_for(address), **given)


def html_of(*args, **kwargs):
    return page_of(*args, **kwargs).content.decode()


def test_the_first_column_heads_its_row_and_leads_on():
    page = html_of([row(1)])
    assert '<th scope="row"><a href="/ap/1/">Ấp 1</a></th>' in page
    assert page.count('<th scope="col"') == 6
    assert '<caption><span class="unseen">Danh sách ấp: </span>1 mục</caption>' in page


def test_each_cell_says_its_heading_for_the_cards_of_a_phone():
    page = html_of([row(1)])
    labels = re.findall(r'<td[^>]* data-label="([^"]*)"', page)
    assert labels == ["Đã có", "Từ", "Đến hết", "Tình trạng", "Ẩn"]


def test_numbers_have_their_whole_days_their_form_and_the_last_day_held():
    page = html_of([row(87)])
    assert '<td class="num" data-label="Đã có">87/1.300</td>' in page
    assert '<td class="day" data-label="Từ">01/01/2026</td>' in page
    assert '<td class="day" data-label="Đến hết">30/06/2026</td>' in page


def test_what_people_typed_is_text_wherever_it_stands():
    bad = "<script>alert(1)</script>"
    page = html_of([row(1, name=bad, note=bad, secret=bad)])
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;") == 3


def test_fifty_rows_are_light():
    page = page_of([row(number) for number in range(60)]).content
    table = re.search(rb"<table.*</table>", page, re.S)[0]
    assert table.count(b"<tr>") == 51
    assert len(table) < 24 * 1024
    assert len(gzip.compress(page)) < 8 * 1024


def test_pages_and_sorting_stand_in_the_address():
    rows = [row(number) for number in range(120)]
    page = html_of(rows, "/danh-sach/?sort=-covered&page=2&ngay=01/07/2026")
    assert page.index("Ấp 69<") < page.index("Ấp 68<")
    assert "51–100 trong 120 mục" in page
    assert 'aria-sort="descending"' in page
    links = [unescape(link) for link in re.findall(r'href="(\?[^"]*)"', page)]
    assert all("ngay=01" in link for link in links)
    assert any("page=3" in link and "sort=-covered" in link for link in links)
    assert not any("page=" in link for link in links if "sort=name" in link)


@pytest.mark.parametrize(
    "address", ["?page=999", "?page=x", "?sort=nothing", "?sort=-", "?sort=state", "?page=-1"]
)
def test_an_address_that_makes_no_sense_still_shows_the_list(address):
    assert "Ấp 1<" in html_of([row(1)], f"/danh-sach/{address}")


def test_an_empty_list_says_why_and_what_to_do():
    empty = {"why": "Chưa có ấp nào.", "what": "Hãy nhập danh sách.", "url": "/nhap/", "action": "Nhập"}
    page = html_of([], empty=empty)
    assert "Chưa có ấp nào." in page
    assert 'href="/nhap/"' in page
    assert "<table" not in page
    assert "Tải Excel" not in page


def test_rows_are_prepared_a_page_at_a_time():
    asked = []

    def prepare(rows):
        asked.append(len(rows))
        return rows

    page_of([row(number) for number in range(120)], prepare=prepare)
    assert asked == [50]


def sheet_of(response):
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active


def test_the_file_holds_all_rows_of_the_list_in_its_order(caplog):
    rows = [row(number) for number in range(120)]
    with caplog.at_level(logging.INFO, logger="satcoso.exports"):
        response = page_of(rows, "/danh-sach/?sort=-covered&page=2&export=xlsx")
    assert "ap-2026-11-24.xlsx" in response["Content-Disposition"]
    cells = list(sheet_of(response).iter_rows(values_only=True))
    assert cells[0] == ("Tên", "Đã có", "Từ", "Đến hết", "Tình trạng")
    assert cells[1][0] == "Ấp 119"
    assert cells[120][0] == "Ấp 0"
    assert cells[1][3].date() == date(2026, 6, 30)
    assert cells[1][4] == "đủ"
    assert any("Lê Thị Thử" in str(line[0]) for line in cells[121:])
    assert "120 rows by user 1" in caplog.text
    assert "sort" not in caplog.text


def test_a_file_keeps_formulas_as_text():
    sheet = sheet_of(page_of([row(1, name="=1+1")], "/danh-sach/?export=xlsx"))
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].data_type == "s"


def test_no_file_without_the_right_to_take_it_out():
    request = request_for("/danh-sach/?export=xlsx", role="branch_secretary")
    with pytest.raises(PermissionDenied):
        list_page(request, queryset=[row(1)], table=RowTable, title="x", export="ap")
    request = request_for("/danh-sach/", role="branch_secretary")
    page = list_page(request, queryset=[row(1)], table=RowTable, title="x", export="ap")
    assert "export=xlsx" not in page.content.decode()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24/11/2026", DAY),
        ("2026-11-24", DAY),
        ("24-11-2026", DAY),
        ("5/6/2026", date(2026, 6, 5)),
        ("31/02/2026", None),
        ("2026-02-31", None),
        ("hôm nay", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_it_is_written_here(text, day):
    assert read_day(text) == day


def test_what_is_not_a_day_is_said_and_today_is_shown():
    request = request_for("/x/?ngay=31/02/2026")
    assert asked_day(request) == DAY
    assert "31/02/2026" in str(next(iter(get_messages(request))))
    assert asked_day(request_for("/x/?ngay=01/07/2025")) == date(2025, 7, 1)
    assert asked_day(request_for("/x/")) == DAY


@pytest.mark.django_db
class TestTheListOfRoles:
    """On rows of the database: filters, chips, and as many queries for many rows as for few."""

    ADDRESS = reverse("branches:grant_list")

    @pytest.fixture
    def commune(self):
        unit = Unit.objects.create(opened_on=START)
        Unit.objects.filter(pk=unit.pk).update(access_path=f"{unit.key}.")
        UnitVersion.objects.create(unit=unit, level_id=3, code="X1", name="Xã Mẫu", starts_on=START)
        unit.refresh_from_db()
        return unit

    @pytest.fixture
    def officer(self, client, commune):
        user = UserFactory(full_name="Lê Thị Thử")
        GrantFactory(user=user, unit=commune, role="org_head")
        sign_in(client, user)
        return client

    def many(self, commune, number, role="viewer"):
        for each in range(number):
            GrantFactory(user=UserFactory(full_name=f"Đặng Bình {each}"), unit=commune, role=role)

    def test_asks_as_often_for_sixty_rows_as_for_three(
        self, officer, commune, django_assert_max_num_queries, django_assert_num_queries
    ):
        self.many(commune, 3)
        with django_assert_max_num_queries(15) as few:
            officer.get(self.ADDRESS)
        self.many(commune, 57)
        with django_assert_num_queries(len(few.captured_queries)):
            assert officer.get(self.ADDRESS).content.count(b'scope="row"') == 50

    def test_finds_without_accents_and_shows_it_as_a_chip_that_can_be_dropped(self, officer, commune):
        self.many(commune, 2)
        page = officer.get(
            self.ADDRESS, {"q": "dang binh", "role": "viewer", "sort": "role"}
        ).content.decode()
        assert page.count('scope="row"') == 2
        chips = [unescape(link) for link in re.findall(r'<li><a href="([^"]*)"><span>', page)]
        assert chips == [f"{self.ADDRESS}?role=viewer&sort=role", f"{self.ADDRESS}?q=dang+binh&sort=role"]
        assert '<input type="hidden" name="sort" value="role">' in page

    def test_nothing_found_offers_the_way_back(self, officer, commune):
        page = officer.get(self.ADDRESS, {"q": "không ai cả"}).content.decode()
        assert f'class="button" href="{self.ADDRESS}"' in page
        assert "<table" not in page

    def test_a_filter_that_makes_no_sense_is_said_and_left_out(self, officer, commune):
        page = officer.get(self.ADDRESS, {"role": "king"}).content.decode()
        assert page.count('scope="row"') == 1
        assert 'id="id_role_error"' in page
        assert 'class="chips"' not in page

    def test_no_row_stands_on_two_pages_though_all_sort_alike(self, officer, commune):
        self.many(commune, 110)
        seen = []
        for page in (1, 2, 3):
            text = officer.get(self.ADDRESS, {"sort": "role", "page": page}).content.decode()
            seen += re.findall(r'<th scope="row"><a href="([^"]+)"', text)
        assert len(seen) == len(set(seen)) == Grant.objects.count()

    def test_the_file_honours_filter_and_scope(self, officer, commune):
        self.many(commune, 2)
        elsewhere = Unit.objects.create(opened_on=START)
        Unit.objects.filter(pk=elsewhere.pk).update(access_path=f"{elsewhere.key}.")
        self.many(elsewhere, 2)
        answer = officer.get(self.ADDRESS, {"role": "viewer", "export": "xlsx"})
        names = [cells[0] for cells in sheet_of(answer).iter_rows(min_row=2, max_row=4, values_only=True)]
        assert names == ["Đặng Bình 0", "Đặng Bình 1", None]


@pytest.mark.parametrize(("number", "shown", "folded"), [(8, 8, 0), (9, 4, 5)])
def test_of_very_many_filters_the_first_few_stand_open(number, shown, folded):
    found = _filters(filter_of(number), [])
    assert (len(found["shown"]), len(found["folded"]), found["is_open"]) == (shown, folded, False)


def test_a_folded_filter_that_is_in_use_or_wrong_stands_open():
    chosen = filter_of(9)
    assert _filters(chosen, [{"label": "Ô 2"}])["is_open"] is False
    assert _filters(chosen, [{"label": "Ô 8"}])["is_open"] is True
    assert _filters(filter_of(9, {"o8": "x"}), [])["is_open"] is True
    assert _filters(None, []) is None


def filter_of(number, asked=None):
    """What `_filters` reads of a filterset: a form of so many fields."""
    fields = {f"o{at}": forms.IntegerField(label=f"Ô {at}", required=False) for at in range(number)}
    return SimpleNamespace(form=type("Fields", (forms.Form,), fields)(asked))
