"""The assignment board: from decision 634 to 1316 through the pages, with a swap; what is typed badly is explained."""

import gzip
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments.actions.assigning import assign
from assignments.actions.change_sets import draft_change_set
from assignments.models import Assignment, ChangeSet
from branches.actions.placements import rebuild_placements, refresh_access_paths
from branches.models import OfficialDocument, Unit, UnitKind, UnitVersion
from tests.assignments.ground import DAY, LATER, ground, name
from tests.factories import START, GrantFactory, UserFactory
from tests.pages import sign_in

pytestmark = pytest.mark.django_db
BOARD = reverse("assignments:board")


@pytest.fixture
def land():
    land = ground(wanted_targets_per_assignee=1)
    GrantFactory(user=land.officer, unit=land.district)
    land.browser = signed_in(land.officer)
    return land


def signed_in(user):
    browser = Client()
    sign_in(browser, user)
    return browser


def put(land, cadre, hamlet):
    return assign(
        scheme=land.scheme,
        assignee=cadre,
        target=hamlet,
        starts_on=DAY,
        by=land.officer,
        documents=[land.document],
    )


def address(land, **query):
    return (
        f"{BOARD}?"
        + "&".join(f"{name}={value}" for name, value in query.items())
        + "&chu-truong="
        + land.scheme.key
    )


def step(land, boxes=None, *, draft=None, browser=None, **fields):
    """One save on the board: {hamlet: what is typed}."""
    data = {f"o-{hamlet.key}": text for hamlet, text in (boxes or {}).items()}
    data |= {"end_reason": "adjusted", "reason": "", "luu": "1"} | fields
    if draft:
        draft.refresh_from_db()
        data.setdefault("version", draft.version)
        url = address(land, dot=draft.key)
    else:
        data = {"name": "Quyết định 1316", "effective_on": LATER.isoformat()} | data
        url = address(land, ngay=LATER.isoformat())
    return (browser or land.browser).post(url, data)


def text_of(cadre):
    return f"{cadre.full_name} · {cadre.code}"


def text(response):
    return response.content.decode()


def holders(land, day):
    rows = Assignment.objects.active_on(day).filter(scheme=land.scheme).select_related("cadre")
    return {row.target_unit_id: row.cadre for row in rows}


def test_from_decision_634_to_1316_through_the_pages_with_a_swap(land):
    first, second, third, new = (land.cadre(full_name=f"Lê Văn Thử {n}") for n in "ABCD")
    north, south, east, west = land.hamlets
    for cadre, hamlet in ((first, north), (second, south), (third, east), (first, west)):
        put(land, cadre, hamlet)
    before = land.browser.get(address(land, ngay=LATER.isoformat()))
    assert "quá số nên có" in text(before) and "Lê Văn Thử D" in text(before)

    # The one with two hamlets gives one to the new cadre; two others swap; all in one save.
    response = step(land, {west: text_of(new), south: text_of(third), east: text_of(second)})
    draft = ChangeSet.objects.get()
    assert response.status_code == 302 and f"dot={draft.key}" in response["Location"]
    assert holders(land, LATER) == {north.pk: first, south.pk: second, east.pk: third, west.pk: first}

    page = land.browser.get(draft.get_absolute_url())
    assert "3</strong> nơi đổi người" in text(page)
    assert not page.context["conflicts"] and not page.context["notices"]

    done = land.browser.post(
        reverse("assignments:change_set_force", args=[draft.key]),
        {
            "version": page.context["change_set"].version,
            "number": "1316-QĐ/HU",
            "type": "QĐ",
            "issued_on": LATER.isoformat(),
            "title": "Điều chỉnh phân công",
        },
        follow=True,
    )
    assert "đã có hiệu lực từ 01/03/2021 theo QĐ 1316-QĐ/HU" in text(done)
    assert holders(land, LATER) == {north.pk: first, south.pk: third, east.pk: second, west.pk: new}
    assert holders(land, LATER - timedelta(days=1))[west.pk] == first
    assert OfficialDocument.objects.get(number="1316-QĐ/HU").issuer_unit == land.district


def test_places_without_anybody_stand_first_and_the_free_cadres_beside_them(land):
    busy, free = land.cadre(full_name="Lê Văn Bận"), land.cadre(full_name="Trần Thị Rảnh")
    put(land, busy, land.hamlets[0])
    response = land.browser.get(address(land, ngay=LATER.isoformat()))
    rows = response.context["rows"]
    assert [each["row"].is_vacant for each in rows] == [True, True, True, False]
    assert rows[-1]["row"].holders[0].documents == [land.document]
    assert [each["cadre"] for each in response.context["free"]] == [free]


def test_only_the_vacant_or_one_place_may_be_looked_at(land):
    put(land, land.cadre(), land.hamlets[0])
    vacant = land.browser.get(address(land, ngay=LATER.isoformat(), trong=1))
    assert len(vacant.context["rows"]) == 3
    one = land.browser.get(address(land, ngay=LATER.isoformat(), noi=land.hamlets[1].key))
    assert [each["row"].key for each in one.context["rows"]] == [land.hamlets[1].key]
    commune = land.units["P1D1C2"]
    narrowed = land.browser.get(address(land, ngay=LATER.isoformat(), noi=commune.key))
    assert {each["row"].above for each in narrowed.context["rows"]} == {name(commune)}


def test_a_name_is_understood_without_its_code_and_its_accents(land):
    cadre = land.cadre(full_name="Nguyễn Thị Ngọc Ánh")
    step(land, {land.hamlets[0]: "nguyen thi ngoc anh"})
    assert ChangeSet.objects.get().lines.get().cadre == cadre


def test_what_is_typed_badly_is_explained_and_nothing_is_cleared(land):
    land.cadre(full_name="Lê Văn Thử", code="A1")
    land.cadre(full_name="Lê Văn Thử", code="A2")
    good = land.cadre(full_name="Trần Thị Mẫu")
    response = step(
        land,
        {land.hamlets[0]: "Lê Văn Thử", land.hamlets[1]: "Không Có Ai", land.hamlets[2]: text_of(good)},
        reason="Vì địa bàn mới",
    )
    page = text(response)
    assert response.status_code == 200 and not ChangeSet.objects.exists()
    assert "có nhiều người khớp với “Lê Văn Thử”: Lê Văn Thử · A1, Lê Văn Thử · A2" in page
    assert "không có ai tên “Không Có Ai”" in page
    for kept in ("Không Có Ai", text_of(good), "Vì địa bàn mới", "Quyết định 1316"):
        assert f'value="{kept}"' in page


def test_an_empty_save_and_a_new_draft_without_a_day_are_explained(land):
    assert "Chưa ghi thay đổi nào" in text(step(land))
    response = step(land, {land.hamlets[0]: text_of(land.cadre())}, effective_on="32/13/2021")
    assert response.status_code == 200 and response.context["more_errors"]
    assert not ChangeSet.objects.exists()


def test_a_change_is_taken_back_and_a_holder_is_ended(land):
    held = put(land, land.cadre(), land.hamlets[0])
    step(land, thoi=held.key)
    draft = ChangeSet.objects.get()
    assert draft.lines.get().assignment == held
    page = land.browser.get(address(land, dot=draft.key))
    assert "<del>" in text(page)
    step(land, draft=draft, bo=land.hamlets[0].key)
    assert not draft.lines.exists()


def test_choosing_another_one_replaces_what_the_draft_had(land):
    holder, second, third = (land.cadre() for _ in range(3))
    put(land, holder, land.hamlets[0])
    step(land, {land.hamlets[0]: text_of(second)})
    draft = ChangeSet.objects.get()
    step(land, {land.hamlets[0]: text_of(third)}, draft=draft)
    assert {(line.action, line.cadre) for line in draft.lines.all()} == {("end", None), ("add", third)}
    # The holder again: then nothing changes at all.
    step(land, {land.hamlets[0]: text_of(holder)}, draft=draft)
    assert not draft.lines.exists()


def test_a_draft_that_somebody_else_changed_meanwhile_is_said_and_what_was_typed_stays(land):
    draft = draft_change_set(scheme=land.scheme, name="Đợt", effective_on=LATER, by=land.officer)
    first, second = land.cadre(), land.cadre()
    seen = draft.version
    step(land, {land.hamlets[0]: text_of(first)}, draft=draft)
    response = step(land, {land.hamlets[1]: text_of(second)}, draft=draft, version=seen)
    assert "Người khác vừa thay đổi" in text(response)
    assert f'value="{text_of(second)}"' in text(response)
    assert draft.lines.count() == 1
    # What the page now shows is the draft as it is: sending it again goes through.
    assert step(land, {land.hamlets[1]: text_of(second)}, draft=draft).status_code == 302


def test_the_loser_is_told_by_whom_the_place_is_held(land):
    winner, loser = land.cadre(full_name="Lê Văn Nhanh"), land.cadre(full_name="Trần Thị Chậm")
    step(land, {land.hamlets[0]: text_of(loser)})
    draft = ChangeSet.objects.get()
    put(land, winner, land.hamlets[0])
    sentence = f"{name(land.hamlets[0])} đã do Lê Văn Nhanh theo dõi từ 01/09/2020."
    assert sentence in text(land.browser.get(address(land, dot=draft.key)))
    draft.refresh_from_db()
    response = land.browser.post(
        reverse("assignments:change_set_force", args=[draft.key]),
        {"version": draft.version, "document": land.document.pk},
    )
    assert response.status_code == 200 and sentence in text(response)
    assert holders(land, LATER) == {land.hamlets[0].pk: winner}


def test_the_neighbour_gets_404_and_a_reader_no_boxes(land):
    neighbour = UserFactory()
    GrantFactory(user=neighbour, unit=land.units["P1D2"])
    assert signed_in(neighbour).get(address(land, ngay=LATER.isoformat())).status_code == 404
    leader = UserFactory()
    GrantFactory(user=leader, unit=land.district, role="leader")
    response = signed_in(leader).get(address(land, ngay=LATER.isoformat()))
    assert response.status_code == 200 and 'name="o-' not in text(response)
    assert step(land, {land.hamlets[0]: "x"}, browser=signed_in(leader)).status_code == 403


def test_ninety_three_hamlets_and_cadres_take_few_queries_and_little_room(land):
    commune = land.units["P1D1C1"]
    hamlets = [Unit.objects.create(opened_on=START) for _ in range(89)]
    kind = UnitKind.objects.get(code="ap")
    for number, hamlet in enumerate(hamlets):
        UnitVersion.objects.create(
            unit=hamlet,
            parent=commune,
            level_id=4,
            kind=kind,
            code=f"T{number}",
            name=f"Ấp Thử {number}",
            starts_on=START,
        )
    ids = [hamlet.pk for hamlet in hamlets]
    rebuild_placements(ids)
    refresh_access_paths(on=START, unit_ids=ids)
    cadres = [land.cadre(full_name=f"Nguyễn Thị Ngọc {number}") for number in range(93)]
    few = [cadres[0], cadres[1]]

    def queries(url):
        with CaptureQueriesContext(connection) as seen:
            response = land.browser.get(url)
        return len(seen), response

    every = [*land.hamlets, *hamlets]
    step(land, {every[0]: text_of(few[0])})
    draft = ChangeSet.objects.get()
    before, _page = queries(address(land, dot=draft.key))
    with CaptureQueriesContext(connection) as saving:
        step(land, dict(zip(every, map(text_of, cadres), strict=True)), draft=draft)
    assert len(saving) < 60
    after, page = queries(address(land, dot=draft.key))
    assert draft.lines.count() == 93 and len(page.context["rows"]) == 93
    assert after <= before + 1 and after <= 25, (before, after)
    assert len(gzip.compress(page.content, 6)) <= 40 * 1024
    done = land.browser.post(
        reverse("assignments:change_set_force", args=[draft.key]),
        {"version": page.context["draft"].version, "document": land.document.pk},
    )
    assert done.status_code == 302
    assert len(holders(land, LATER)) == 93
    plain, page = queries(address(land, ngay=LATER.isoformat()))
    assert plain <= 25 and not page.context["board"].vacant
