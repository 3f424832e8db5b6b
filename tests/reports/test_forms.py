"""Checklists and sections in versions: a general list is copied, not changed; a report keeps what it was filed under."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from matters.models import Topic
from reports.actions.forms import Item, change_checklist, copy_checklist, end_checklist, set_sections
from reports.models import Checklist, ChecklistAnswer, EffectKind, ReportForm
from tests.pages import browser_of, queries_of, signed_in, words
from tests.reports.filed import ground

pytestmark = pytest.mark.django_db
LIST = reverse("reports:form_list")
SINCE, LATER = date(2026, 1, 1), date(2026, 7, 1)


@pytest.fixture
def land():
    land = ground()
    land.general = Checklist.objects.get(code="4-gop", scheme=None)
    land.browser = signed_in(land.officer)
    return land


@pytest.fixture
def own(land):
    return copy_checklist(land.general, scheme=land.scheme, starts_on=SINCE, by=land.officer)


def texts(checklist):
    return list(checklist.items.values_list("text", flat=True))


def change(checklist, land, items, starts_on=LATER, name="4 góp"):
    return change_checklist(
        checklist, starts_on=starts_on, items=items, name=name, source="", by=land.officer
    )


def test_a_schemes_own_list_stands_before_the_general_one_from_its_day_on(land, own):
    change(own, land, [Item(each.code, f"Góp {each.number}") for each in own.items.all()], SINCE)

    def of(scheme, day):
        [found] = [each for each in Checklist.objects.for_scheme(scheme, day) if each.code == "4-gop"]
        return found

    assert of(land.scheme, SINCE) == own and texts(own) == ["Góp 1", "Góp 2", "Góp 3", "Góp 4"]
    assert of(land.scheme, date(2025, 12, 31)) == land.general
    assert of(None, SINCE) == land.general
    assert all(land.general.items.values_list("is_placeholder", flat=True))


def test_a_new_version_leaves_the_old_one_to_its_reports_and_keeps_the_codes(land, own):
    report = land.report()
    item = own.items.first()
    ChecklistAnswer.objects.create(report=report, item=item, answer="done")
    codes = list(own.items.values_list("code", flat=True))
    made = change(own, land, [Item(codes[0], "Góp ý kiến xây dựng chi bộ"), Item("", "Góp sức")])
    own.refresh_from_db()
    assert (own.ends_on, made.starts_on, made.ends_on) == (LATER, LATER, None)
    assert report.answers.get().item.text == item.text
    assert made.items.first().code == codes[0] and not made.items.first().is_placeholder
    [new] = made.items.filter(text="Góp sức")
    assert new.code not in codes and new.code.startswith("4-gop-")


def test_a_version_that_begins_that_day_is_written_over_until_it_is_used(land, own):
    assert change(own, land, [Item("4-gop-1", "Góp ý")], SINCE).pk == own.pk
    assert texts(own) == ["Góp ý"]
    ChecklistAnswer.objects.create(report=land.report(), item=own.items.get(), answer="done")
    with pytest.raises(ValidationError, match="Đã có báo cáo dùng phiên bản này"):
        change(own, land, [Item("4-gop-1", "Khác")], SINCE)
    assert texts(own) == ["Góp ý"]


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([], "ít nhất một mục"),
        ([Item("", " ")], "ít nhất một mục"),
        ([Item("", "Góp ý"), Item("", "góp  ý")], "được ghi hai lần"),
        ([Item("", f"Mục {n}") for n in range(31)], "nhiều nhất 30 mục"),
        ([Item("", "x" * 301)], "dài nhất 300"),
    ],
)
def test_what_cannot_be_a_list_is_said_and_nothing_changes(land, own, items, sentence):
    before = texts(own)
    with pytest.raises(ValidationError, match=sentence):
        change(own, land, items)
    own.refresh_from_db()
    assert (own.ends_on, texts(own)) == (None, before)
    assert Checklist.objects.filter(scheme=land.scheme).count() == 1


def test_general_and_ended_lists_are_not_changed_and_two_do_not_overlap(land, own):
    with pytest.raises(ValidationError, match="Danh mục chung không sửa được"):
        change(land.general, land, [Item("", "x")])
    with pytest.raises(ValidationError, match="Danh mục chung"):
        end_checklist(land.general, on=LATER, by=land.officer)
    with pytest.raises(ValidationError, match="đã có danh mục này"):
        copy_checklist(land.general, scheme=land.scheme, starts_on=LATER, by=land.officer)
    with pytest.raises(ValidationError, match="sau 01/01/2026"):
        change(own, land, [Item("", "x")], date(2025, 6, 1))
    end_checklist(own, on=LATER, by=land.officer)
    with pytest.raises(ValidationError, match="đã kết thúc"):
        change(Checklist.objects.get(pk=own.pk), land, [Item("", "x")])


def test_sections_are_versions_too(land):
    first = set_sections(scheme=land.scheme, sections={"sensitive": "off"}, starts_on=SINCE, by=land.officer)
    assert (
        set_sections(scheme=land.scheme, sections={"agenda": "off"}, starts_on=SINCE, by=land.officer)
        == first
    )
    report = land.report(form=ReportForm.objects.get(pk=first.pk))
    with pytest.raises(ValidationError, match="Đã có báo cáo theo mẫu này"):
        set_sections(scheme=land.scheme, sections={}, starts_on=SINCE, by=land.officer)
    set_sections(scheme=land.scheme, sections={"agenda": "open"}, starts_on=LATER, by=land.officer)
    report.refresh_from_db()
    assert report.form.sections == {"agenda": "off"}
    assert ReportForm.objects.for_scheme(land.scheme, LATER).sections == {"agenda": "open"}


# --- pages ---
def test_from_copying_to_writing_the_items_through_the_pages(land):
    text = words(land.browser.get(LIST))
    assert "4 mục chưa công bố" in text and "3 mục chưa công bố" in text
    page = reverse("reports:checklist_page", args=[land.general.key])
    text = words(land.browser.get(page))
    assert "chưa có nội dung chính thức" in text and text.count("! chưa công bố") == 4
    assert "Sửa, ghi phiên bản mới" not in text
    response = land.browser.post(
        reverse("reports:checklist_copy", args=[land.general.key]),
        {"scheme": land.scheme.pk, "starts_on": "01/01/2026"},
    )
    own = Checklist.objects.get(scheme=land.scheme)
    assert response["Location"] == reverse("reports:checklist_change", args=[own.key])
    form = {
        "name": "4 góp",
        "source": "Quy định 559",
        "starts_on": "01/01/2026",
        "item1": "Góp ý",
        "item2": "Góp sức",
    }
    form |= {"item3": own.items.get(number=3).text}
    response = land.browser.post(response["Location"], form, follow=True)
    assert "dùng từ 01/01/2026" in words(response)
    assert list(own.items.values_list("text", "is_placeholder")) == [
        ("Góp ý", False),
        ("Góp sức", False),
        (form["item3"], True),
    ]


def test_bad_input_is_explained_and_what_was_typed_stays(land, own):
    address = reverse("reports:checklist_change", args=[own.key])
    response = land.browser.post(
        address, {"name": "4 góp", "starts_on": "31/02/2026", "item1": "Góp ý", "item2": "Góp ý"}
    )
    assert "Hãy ghi ngày như" in words(response) and 'value="Góp ý"' in response.content.decode()
    response = land.browser.post(
        address, {"name": "4 góp", "starts_on": "01/07/2026", "item1": "Góp ý", "item2": "Góp ý"}
    )
    assert "được ghi hai lần" in words(response)


def test_sections_are_set_on_their_page(land):
    from reports.sections import SECTIONS

    address = reverse("reports:sections_change", args=[land.scheme.key])
    assert land.browser.get(address).status_code == 200
    data = {f"s-{section.code}": "folded" for section in SECTIONS} | {"s-sensitive": "off"}
    land.browser.post(address, data | {"starts_on": "01/01/2026"})
    assert ReportForm.objects.get().sections["sensitive"] == "off"
    assert "mẫu riêng" in words(land.browser.get(LIST))


def test_another_committees_list_is_neither_found_nor_changed(land, own):
    other = browser_of("org_staff", unit=land.units["P1D2"])
    assert other.get(reverse("reports:checklist_page", args=[own.key])).status_code == 404
    assert other.get(reverse("reports:checklist_change", args=[own.key])).status_code == 404
    response = other.post(
        reverse("reports:checklist_copy", args=[land.general.key]),
        {"scheme": land.scheme.pk, "starts_on": "01/08/2027"},
    )
    assert "không có trong danh sách" in words(response)
    assert other.get(reverse("reports:sections_change", args=[land.scheme.key])).status_code == 404
    assert land.scheme.name not in words(other.get(LIST))
    below = browser_of("org_staff", unit=land.commune)
    assert below.get(reverse("reports:checklist_page", args=[own.key])).status_code == 404


@pytest.mark.parametrize(("name", "model"), [("tac-dung", EffectKind), ("linh-vuc", Topic)])
def test_staff_extend_effects_and_topics(land, name, model):
    assert (
        f"/bao-cao/danh-muc/{name}/" in land.browser.get(reverse("branches:reference_list")).content.decode()
    )
    address = reverse("reports:reference_add", args=[name])
    land.browser.post(address, {"name": "Gắn kết chính quyền và dân", "sort": "70"})
    row = model.objects.get(name="Gắn kết chính quyền và dân")
    assert row.code == "gan-ket-chinh-quyen-va-dan"
    assert "Gắn kết" in words(land.browser.get(reverse("reports:reference_rows", args=[name])))


def test_the_list_asks_as_much_for_many_rows_as_for_few(land):
    few = queries_of(land.browser, LIST)
    for code in ("4-nam", "4-gop", "3-kiem", "agenda"):
        copy_checklist(
            Checklist.objects.get(code=code, scheme=None), scheme=land.scheme, starts_on=SINCE, by=None
        )
    assert queries_of(land.browser, LIST) <= few <= 25
