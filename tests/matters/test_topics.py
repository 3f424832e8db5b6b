"""Staff extend the fields beneath those that ship, and end a deadline and make it anew; nothing shipped is changed."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from assignments.access import load_scope
from dashboard.importing import KINDS, check_run, new_run
from matters.actions.topics import add_topic, end_topic, make_deadline, rename_topic
from matters.deadlines import due_for
from matters.models import Contribution, DeadlineRule, Topic, UrgentMatter
from tests.factories import GrantFactory, UserFactory, organisation, small_map
from tests.files import xlsx
from tests.pages import browser_of, queries_of, signed_in, words

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("matters:topic_list"), reverse("matters:topic_new")
RULES, SET = reverse("matters:deadline_list"), reverse("matters:deadline_new")


@pytest.fixture
def land():
    return small_map()


@pytest.fixture
def staff(land):
    return browser_of("org_staff", unit=land["P1D1"])


def said(day):
    return date_format(day, "d/m/Y")


def own(land, name="Chủ đề năm 2026", unit="P1D1", **fields):
    parent = Topic.objects.get(code="yearly-theme")
    fields = {"parent": parent, "starts_on": date(2026, 1, 1)} | fields
    return add_topic(issuer=land[unit], name=name, by=UserFactory(), **fields)


def sent(land, **over):
    parent = Topic.objects.get(code="yearly-theme").pk
    return {
        "name": "Chủ đề năm 2026", "parent": parent, "issuer": land["P1D1"].key, "starts_on": "01/01/2026"
    } | over  # fmt: skip


def test_staff_adds_a_field_beneath_one_that_ships_renames_it_and_ends_it(land, staff):
    assert staff.post(NEW, sent(land, last_day="31/12/2026")).status_code == 302
    row = Topic.objects.get(issuer=land["P1D1"])
    assert (row.code, row.parent.code, row.ends_on) == ("chu-de-nam-2026", "yearly-theme", date(2027, 1, 1))
    # It is listed just behind the one above it, and chosen on its days only.
    names = list(Topic.objects.values_list("name", flat=True))
    assert names.index(row.name) == names.index(row.parent.name) + 1
    assert row in Topic.objects.on(date(2026, 12, 31)) and row not in Topic.objects.on(date(2027, 1, 1))
    staff.post(reverse("matters:topic_edit", args=[row.code]), {"name": "Chủ đề 2026"})
    staff.post(reverse("matters:topic_end", args=[row.code]), {"last_day": "30/11/2026"})
    row.refresh_from_db()
    assert (row.name, row.code, row.ends_on) == ("Chủ đề 2026", "chu-de-nam-2026", date(2026, 12, 1))
    assert "Chủ đề 2026" in words(staff.get(LIST))


def test_bad_input_is_explained_and_changes_nothing(land, staff):
    for over, sentence in (
        ({"name": "AN  SINH xã hội"}, "Đã có lĩnh vực mang tên này."),
        ({"last_day": "31/12/2025"}, "Ngày kết thúc phải sau ngày bắt đầu."),
        ({"parent": own(land, "Khác nữa").pk}, "không có trong danh sách"),
        ({"issuer": land["P1D2"].key}, "không có trong danh sách"),
    ):
        response = staff.post(NEW, sent(land, **over))
        assert sentence in words(response), over
        assert str(over.get("name", "Chủ đề năm 2026")).split()[0] in response.content.decode()
    assert not Topic.objects.filter(name="Chủ đề năm 2026").exists()


def test_what_ships_is_read_and_not_changed_and_so_is_anothers(land, staff):
    shipped, other = Topic.objects.get(code="other"), own(land, unit="P1D2")
    with pytest.raises(ValidationError, match="có sẵn thì không sửa"):
        rename_topic(shipped, name="X", by=UserFactory())
    with pytest.raises(ValidationError, match="có sẵn thì không sửa"):
        end_topic(shipped, ends_on=date(2026, 1, 1), by=UserFactory())
    for row in (shipped, other):
        for name in ("topic_edit", "topic_end"):
            address = reverse(f"matters:{name}", args=[row.code])
            assert staff.get(address).status_code == 404
            assert staff.post(address, {"name": "X", "last_day": "01/01/2026"}).status_code == 404
    # What ships is everybody's; fields of several committees are summed by those above them.
    text = words(staff.get(LIST))
    assert shipped.name in text and other.name not in text
    assert other.name in words(browser_of("org_staff", unit=land["P1"]).get(LIST))


def test_a_deadline_is_set_from_a_day_on_and_ends_the_one_before_it(land, staff):
    today = timezone.localdate()
    old = DeadlineRule.objects.create(
        issuer=land["P1D1"], working_days=10, climb_days=5, starts_on=date(2026, 1, 1)
    )
    start = today + timedelta(days=10)
    asked = {
        "issuer": land["P1D1"].key, "urgency": "normal", "working_days": 7, "climb_days": 3,
        "starts_on": said(start),
    }  # fmt: skip
    assert "từ hôm nay trở đi" in words(
        staff.post(SET, asked | {"starts_on": said(today - timedelta(days=1))})
    )
    assert staff.post(SET, asked).status_code == 302
    old.refresh_from_db()
    assert old.ends_on == start
    # Once more the same days are one rule too many.
    assert "đã có một thời hạn" in words(staff.post(SET, asked))

    def line(day):
        rows = staff.get(f"{RULES}?ngay={said(day)}").context["table"].data
        return {row["working_days"]: row["state"] for row in rows if row["issuer"].startswith("Huyện")}

    assert line(today) == {10: "running", 7: "to_come"}
    assert line(start) == {10: "over", 7: "running"}
    assert said(start) in words(staff.get(f"{RULES}?ngay={said(start)}"))


def test_a_deadline_is_ended_never_for_a_day_that_is_over(land, staff):
    today = timezone.localdate()
    row = DeadlineRule.objects.create(
        issuer=land["P1D1"], working_days=10, climb_days=5, starts_on=today - timedelta(days=30)
    )
    address = reverse("matters:deadline_end", args=[row.key])
    assert "đã qua" in words(staff.post(address, {"last_day": said(today - timedelta(days=5))}))
    assert staff.post(address, {"last_day": said(today)}).status_code == 302
    row.refresh_from_db()
    assert row.ends_on == today + timedelta(days=1)
    assert "đã có ngày kết thúc" in words(staff.post(address, {"last_day": said(today)}))


def test_what_ships_and_anothers_deadline_are_not_ended(land, staff):
    shipped = DeadlineRule.objects.filter(issuer=None).first()
    other = DeadlineRule.objects.create(
        issuer=land["P1D2"], working_days=33, climb_days=5, starts_on=date(2026, 1, 1)
    )
    for row in (shipped, other):
        assert staff.get(reverse("matters:deadline_end", args=[row.key])).status_code == 404
    numbers = [row["working_days"] for row in staff.get(RULES).context["table"].data]
    assert 33 not in numbers and shipped.working_days in numbers


def test_a_field_of_staff_follows_the_deadline_of_the_one_above_it(land):
    day = date(2026, 9, 7)
    topic = own(land)
    make_deadline(
        issuer=land["P1D1"], topic=topic.parent, urgency="normal", working_days=3, climb_days=1,
        starts_on=day, by=UserFactory(), on=day,
    )  # fmt: skip
    assert due_for(land["P1D1"], topic, "normal", day)[0] == date(2026, 9, 10)


def test_the_lists_ask_no_query_a_row(land, staff):
    few = queries_of(staff, LIST), queries_of(staff, RULES)
    for number in range(8):
        topic = own(land, f"Chủ đề {number}")
        DeadlineRule.objects.create(
            issuer=land["P1D1C1"], topic=topic, working_days=9, climb_days=2, starts_on=date(2026, 1, 1)
        )
    assert queries_of(staff, LIST) == few[0] <= 25
    assert queries_of(staff, RULES) <= few[1] + 1 <= 25


def test_another_district_finds_nothing_of_a_committees_own_fields(land, staff):
    """Neither in the list nor among the choices of a filter or a form; who is above and who is beneath does."""
    row = own(land, name="Vụ việc riêng của huyện")
    other = browser_of("org_staff", unit=land["P1D2"])
    above = browser_of("org_staff", unit=land["P1"])
    beneath = browser_of("commune_office", unit=land["P1D1C1"])
    pages = [
        LIST,
        SET,
        *(reverse(f"matters:{name}") for name in ("recommendation_new", "contribution_new", "practice_new")),
        reverse("matters:recommendation_list") + "?q=x",
        reverse("matters:urgent_list") + "?nam=2026",
        reverse("matters:contribution_list") + "?nguon=x",
    ]
    for address in pages:
        assert row.name in words(staff.get(address)), address
        assert row.name in words(above.get(address)), address
        assert row.name not in words(other.get(address)), address
    assert row.name in words(beneath.get(reverse("matters:recommendation_new")))
    elsewhere = browser_of("commune_office", unit=land["P1D2C1"])
    assert row.name not in words(elsewhere.get(reverse("matters:recommendation_new")))
    shipped = Topic.objects.shipped().first().name
    assert shipped in words(other.get(LIST)) and shipped in words(elsewhere.get(pages[2]))


def test_a_field_of_another_committee_that_is_sent_is_no_choice(land):
    row = own(land, name="Vụ việc riêng của huyện")
    other = browser_of("org_staff", unit=land["P1D2"])
    response = other.post(SET, {"topic": row.pk, "urgency": "normal"})
    assert "topic" in response.context["form"].errors
    places = [land[code] for code in ("P1D1C1H1", "P1D1", "P1D2C1", "P1")]
    offered = [row in Topic.objects.for_places(place) for place in places]
    assert offered == [True, True, False, False]
    assert row in Topic.objects.for_places(None, land["P1D1C1"])


def test_a_list_names_no_field_of_another_committee_nor_does_a_template_or_a_number(land, tmp_path):
    row = own(land, name="Vụ việc riêng của huyện")
    organisation(land["P1D1C1"], code="DU-A", name="Đảng bộ xã A", kind="grassroots_committee")
    organisation(land["P1D2C1"], code="DU-B", name="Đảng bộ xã B", kind="grassroots_committee")
    today = timezone.localdate()
    lists = {
        "contributions": (["unit_code", "date", "amount"], lambda unit, body: [unit, "2026-02-01", 5]),
        "urgent_matters": (
            ["organisation_code", "year", "reference", "title"],
            lambda unit, body: [body, 2026, f"V-{body}", "Rác"],
        ),
        "recommendations": (
            ["unit_code", "raised_on", "reference", "content"],
            lambda unit, body: [unit, "2026-02-01", f"K-{body}", "Sửa cống"],
        ),
    }

    def errors(kind, user, place, field):
        heading, cells = lists[kind]
        path = xlsx(tmp_path / "x.xlsx", [[*heading, "field"], [*cells(*place), field]])
        options, scope = {"on": today.isoformat()}, load_scope(user, today)
        run = new_run(KINDS[kind], path.read_bytes(), path.name, user=user, scope=scope, options=options)
        check_run(run, user=user, today=today)
        return [error["message"] for error in run.errors]

    mine, theirs = ("P1D1C1", "DU-A"), ("P1D2C1", "DU-B")
    for unit, place, is_readable in (("P1D1", mine, True), ("P1D1C1", mine, True), ("P1D2", theirs, False)):
        user = GrantFactory(role="org_staff", unit=land[unit]).user
        browser = signed_in(user)
        for kind in lists:
            for said_as in (row.code, row.name):
                sentence = f"Không có lĩnh vực “{said_as}”; hãy ghi mã hoặc tên một lĩnh vực trong danh mục."
                assert errors(kind, user, place, said_as) == ([] if is_readable else [sentence]), (unit, kind)
            assert errors(kind, user, place, "Môi trường") == []
            template = browser.get(reverse("dashboard:import_template", args=[kind])).content
            cells = [
                cell
                for sheet in openpyxl.load_workbook(io.BytesIO(template))
                for line in sheet.iter_rows(values_only=True)
                for cell in line
            ]
            assert "Lĩnh vực" in cells and row.name not in str(cells)
        number = f"{reverse('matters:recommendation_list')}?so_lieu=raised&nhom=linh-vuc:{row.code}"
        assert (row.name in words(browser.get(number))) is is_readable
    assert not Contribution.objects.exists() and not UrgentMatter.objects.exists()
