"""Schemes and single assignments through their pages: in words, from presets, changed, ended, carried over; corrected."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments.actions.assigning import assign, end_assignment, void_assignment
from assignments.actions.schemes import change_scheme
from assignments.models import Assignment, ChangeSet, Scheme
from tests.assignments.ground import DAY, LATER, ground, name
from tests.factories import GrantFactory, SchemeFactory, UserFactory
from tests.pages import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    land = ground(motto="Nắm chắc cơ sở")
    GrantFactory(user=land.officer, unit=land.district)
    land.browser = signed_in(land.officer)
    return land


def signed_in(user):
    browser = Client()
    sign_in(browser, user)
    return browser


def page(kind, thing):
    return reverse(f"assignments:{kind}", args=[thing.key])


def text(response):
    return response.content.decode()


def put(land, cadre, hamlet):
    return assign(
        scheme=land.scheme,
        assignee=cadre,
        target=hamlet,
        starts_on=DAY,
        by=land.officer,
        documents=[land.document],
    )


def form_of(response):
    """What the form of a page would send as it stands."""
    return {
        field.html_name: field.value() if field.value() is not None else ""
        for field in response.context["form"]
        if field.value() not in (None, False)
    }


# --- schemes ---
def test_the_page_says_in_words_what_a_scheme_settles(land):
    put(land, land.cadre(), land.hamlets[0])
    land.browser.post(page("scheme_document", land.scheme), {"document": land.document.pk})
    shown = text(land.browser.get(page("scheme_page", land.scheme)))
    for words in ("Nắm chắc cơ sở", "nhiều nhất 1 người", "có báo trước cho cơ sở", str(land.document)):
        assert words in shown
    assert "<strong>1</strong> phân công đang có" in shown


def test_a_scheme_that_has_ended_with_running_assignments_says_so(land):
    put(land, land.cadre(), land.hamlets[0])
    land.browser.post(page("scheme_end", land.scheme), {"last_day": "2021-02-28"})
    land.scheme.refresh_from_db()
    assert land.scheme.ends_on == LATER
    assert "nhưng còn 1 phân công chưa kết thúc" in text(land.browser.get(page("scheme_page", land.scheme)))
    assert "đã kết thúc, còn phân công" in text(land.browser.get(reverse("assignments:scheme_list")))


@pytest.mark.parametrize(
    ("preset", "made"), [("binh-dai", 1), ("quang-tri", 1), ("van-ho", 3), ("ben-tre", 4)]
)
def test_a_scheme_is_made_from_a_preset(land, preset, made):
    data = {"preset": preset, "issuer": land.district.key, "code": "mau", "starts_on": "2021-01-01"}
    response = land.browser.post(reverse("assignments:scheme_new"), data)
    assert response.status_code == 302
    assert Scheme.objects.filter(code__startswith="mau", issuer=land.district).count() == made


def test_bad_facts_of_a_new_scheme_are_explained_and_kept(land):
    data = {
        "preset": "tu-lap",
        "issuer": land.units["P1D2"].key,
        "code": "có dấu",
        "starts_on": "2021-01-01",
        "last_day": "2020-01-01",
    }
    shown = text(land.browser.post(reverse("assignments:scheme_new"), data))
    for words in (
        "Mã chỉ gồm chữ không dấu",
        "Tự lập thì phải ghi tên",
        "Ngày cuối cùng phải từ ngày bắt đầu",
    ):
        assert words in shown
    assert 'value="có dấu"' in shown and Scheme.objects.count() == 1
    taken = data | {"code": land.scheme.code, "issuer": land.district.key, "last_day": "", "name": "Tên"}
    assert land.browser.post(reverse("assignments:scheme_new"), taken).status_code == 200


def test_a_scheme_is_changed_and_an_older_reading_of_it_is_not_saved(land):
    url = page("scheme_edit", land.scheme)
    data = form_of(land.browser.get(url))
    changed = data | {"motto": "Gần dân", "choice_committee": "any", "last_day": "2030-12-31"}
    saved = land.browser.post(url, changed)
    assert saved.status_code == 302, saved.context["form"].errors
    land.scheme.refresh_from_db()
    assert (land.scheme.motto, land.scheme.choice_by_group) == ("Gần dân", {"committee": "any"})
    assert land.scheme.ends_on.isoformat() == "2031-01-01" and land.scheme.is_announced
    change_scheme(land.scheme, by=land.officer, version=land.scheme.version, name="Tên mới")
    late = land.browser.post(url, changed | {"motto": "Muộn"})
    assert "Người khác vừa thay đổi" in text(late) and 'value="Muộn"' in text(late)
    land.scheme.refresh_from_db()
    assert (land.scheme.name, land.scheme.motto) == ("Tên mới", "Gần dân")


def test_a_new_term_takes_the_running_assignments_into_a_draft(land):
    row = put(land, land.cadre(), land.hamlets[0])
    data = {"code": "nhiem-ky-moi", "name": "Nhiệm kỳ mới", "starts_on": LATER.isoformat()}
    response = land.browser.post(page("scheme_new_term", land.scheme), data, follow=True)
    draft = ChangeSet.objects.get()
    assert (draft.scheme.code, draft.effective_on, draft.lines.count()) == ("nhiem-ky-moi", LATER, 2)
    assert "1</strong> nơi đổi người" in text(response)
    row.refresh_from_db()
    assert row.ends_on is None


def test_the_list_of_schemes_asks_no_more_for_more_rows(land):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            land.browser.get(reverse("assignments:scheme_list"))
        return len(seen)

    few = queries()
    for _number in range(5):
        SchemeFactory(issuer=land.district)
    assert queries() == few


def test_the_neighbour_gets_404(land):
    neighbour = UserFactory()
    GrantFactory(user=neighbour, unit=land.units["P1D2"])
    browser, row = signed_in(neighbour), put(land, land.cadre(), land.hamlets[0])
    for kind in ("scheme_page", "scheme_edit", "scheme_end", "scheme_new_term"):
        assert browser.get(page(kind, land.scheme)).status_code == 404
    for kind in ("assignment_page", "assignment_end", "assignment_void", "assignment_correct"):
        assert browser.get(page(kind, row)).status_code == 404


# --- assignments ---
def listed(land, **query):
    response = land.browser.get(reverse("assignments:assignment_list"), query)
    return [row.record["assignee"] for row in response.context["table"].rows]


def test_the_list_is_filtered_by_name_state_and_day(land):
    first, second, third = (
        land.cadre(full_name=each) for each in ("Lê Văn Thử", "Trần Thị Mẫu", "Phạm Thị Ví")
    )
    put(land, first, land.hamlets[0])
    end_assignment(put(land, second, land.hamlets[1]), on=LATER, reason="retired", by=land.officer)
    void_assignment(put(land, third, land.hamlets[2]), reason="Nhập nhầm", by=land.officer)
    assert len(listed(land)) == 3
    assert listed(land, q="le van") == ["Lê Văn Thử"]
    assert listed(land, q=name(land.hamlets[1]).lower()) == ["Trần Thị Mẫu"]
    assert listed(land, state="running") == ["Lê Văn Thử"]
    assert listed(land, state="over") == ["Trần Thị Mẫu"]
    assert listed(land, state="voided") == ["Phạm Thị Ví"]
    assert sorted(listed(land, ngay=(LATER - timedelta(days=1)).isoformat())) == [
        "Lê Văn Thử",
        "Trần Thị Mẫu",
    ]
    assert listed(land, scheme=SchemeFactory(issuer=land.district).pk) == []


def test_the_list_asks_no_more_for_more_rows_and_is_taken_out(land):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            land.browser.get(reverse("assignments:assignment_list"))
        return len(seen)

    put(land, land.cadre(), land.hamlets[0])
    few = queries()
    for hamlet in land.hamlets[1:]:
        put(land, land.cadre(), hamlet)
    assert queries() == few
    file = land.browser.get(reverse("assignments:assignment_list"), {"export": "xlsx"})
    assert b"".join(file.streaming_content)[:2] == b"PK"


def test_an_assignment_is_ended_with_the_last_day_held(land):
    row = put(land, land.cadre(), land.hamlets[0])
    url = page("assignment_end", row)
    bad = land.browser.post(url, {"last_day": "2020-08-01", "reason": "retired"})
    assert "hãy hủy phân công" in text(bad)
    assert land.browser.post(url, {"last_day": "2021-02-28", "reason": ""}).status_code == 200
    land.browser.post(url, {"last_day": "2021-02-28", "reason": "retired", "document": land.document.pk})
    row.refresh_from_db()
    assert (row.ends_on, row.end_reason) == (LATER, "retired")
    shown = text(land.browser.get(page("assignment_page", row)))
    assert "28/02/2021" in shown and "nghỉ hưu" in shown


def test_a_mistake_is_voided_with_its_reason(land):
    row = put(land, land.cadre(), land.hamlets[0])
    url = page("assignment_void", row)
    assert "Hãy ghi vì sao" in text(land.browser.post(url, {"reason": " "}))
    land.browser.post(url, {"reason": "Nhập trùng"})
    shown = text(land.browser.get(page("assignment_page", row)))
    assert "đã hủy" in shown and "Nhập trùng" in shown and land.officer.full_name in shown


def test_a_mistake_is_put_right_and_the_two_rows_lead_to_each_other(land):
    right = land.cadre(full_name="Lê Văn Đúng")
    row = put(land, land.cadre(full_name="Lê Văn Sai"), land.hamlets[0])
    url = page("assignment_correct", row)
    data = form_of(land.browser.get(url)) | {"reason": "Nhầm người cùng họ"}
    assert "Không có gì thay đổi" in text(land.browser.post(url, data))
    unknown = text(land.browser.post(url, data | {"assignee": "Ai Đó"}))
    assert "không có ai tên “Ai Đó”" in unknown and 'value="Ai Đó"' in unknown
    land.browser.post(url, data | {"assignee": "le van dung", "target": land.hamlets[1].key})
    made = Assignment.objects.get(corrects=row)
    assert (made.cadre, made.target, made.starts_on) == (right, land.hamlets[1], DAY)
    assert page("assignment_page", made) in text(land.browser.get(page("assignment_page", row)))
    assert page("assignment_page", row) in text(land.browser.get(page("assignment_page", made)))


def test_a_correction_onto_a_held_place_says_by_whom_it_is_held(land):
    put(land, land.cadre(full_name="Lê Văn Giữ"), land.hamlets[1])
    row = put(land, land.cadre(), land.hamlets[0])
    url = page("assignment_correct", row)
    data = form_of(land.browser.get(url)) | {"reason": "Nhầm ấp", "target": land.hamlets[1].key}
    assert "đã do Lê Văn Giữ theo dõi" in text(land.browser.post(url, data))
    row.refresh_from_db()
    assert not row.is_voided


def test_a_leader_reads_and_may_not_change(land):
    leader = UserFactory()
    GrantFactory(user=leader, unit=land.district, role="leader")
    browser, row = signed_in(leader), put(land, land.cadre(), land.hamlets[0])
    shown = text(browser.get(page("assignment_page", row)))
    assert page("assignment_end", row) not in shown
    assert browser.get(page("assignment_end", row)).status_code == 403
