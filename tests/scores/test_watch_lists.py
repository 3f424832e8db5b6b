"""Watch-lists: each condition that the form offers finds whom it names, nobody else, and nobody beyond the reader's ground."""

from datetime import date

import pytest
from django.urls import reverse

from branches.models import MemberCount, Office, OfficeHolder
from scores.forms.indicators import WatchForm
from scores.models import Indicator, IndicatorValue, ModelRegistration, ModelTitle, Target, WatchList
from scores.reference import WATCH_LISTS
from tests import factories
from tests.pages import browser_of, queries_of, words

pytestmark = pytest.mark.django_db
YEAR, SINCE = date.today().year, date(2020, 1, 1)
NEW_YEAR = date(YEAR, 1, 1)


def holder(unit, office, name, organisation=None, **fields):
    return OfficeHolder.objects.create(
        unit=unit, organisation=organisation, office=Office.objects.get(code=office), full_name=name,
        starts_on=SINCE, **fields,
    )  # fmt: skip


def give(code, unit, value, body=None, on=NEW_YEAR, **fields):
    return IndicatorValue.objects.create(
        indicator=Indicator.objects.get(code=code), unit=unit, organisation=body, counted_on=on, value=value,
        **fields,
    )  # fmt: skip


def furnish(units, district):
    """Of two branches of a district one needs an eye in every respect, the other in none."""
    commune, bodies = units[f"{district}C1"], {}
    for hamlet, name, branch_type, members, is_well in (
        ("H1", "Cần", "armed", 3, False), ("H2", "Ổn", "residential", 20, True),
    ):  # fmt: skip
        unit = units[f"{district}C1{hamlet}"]
        body = factories.organisation(
            unit, code=f"{district}{hamlet}", name=f"Chi bộ {name} {district}", branch_type=branch_type
        )
        bodies[is_well] = body
        MemberCount.objects.create(organisation=body, counted_on=SINCE, official=members)
        holder(unit, "secretary", f"Bí Thư {name}", body, is_part_time_cadre=not is_well)
        holder(unit, "hamlet_head", f"Bí Thư {name}" if is_well else "Người Khác")
        indicator = Indicator.objects.get(code="admissions")
        Target.objects.create(organisation=body, unit=unit, indicator=indicator, year=YEAR, value=4)
        give("admissions", unit, 4 if is_well else 1, body)
        give("heads_not_members", unit, 0 if is_well else 1)
    factories.organisation(
        units[f"{district}C1H1"],
        code=f"{district}HT",
        name=f"Hợp tác xã {district}",
        branch_type="enterprise",
    )
    holder(commune, "secretary", "Lê Thị Xã", is_local=False)
    holder(units[f"{district}C2"], "secretary", "Lê Thị Khác", is_local=True)
    ModelRegistration.objects.create(
        organisation=bodies[True], unit=bodies[True].unit, title=ModelTitle.objects.get(), year=YEAR,
        registered_on=NEW_YEAR,
    )  # fmt: skip


@pytest.fixture
def land():
    units = factories.small_map()
    furnish(units, "P1D1"), furnish(units, "P1D2")
    return units


def test_what_ships_finds_those_who_need_an_eye_on_the_readers_ground_only(land):
    officer = browser_of("org_staff", unit=land["P1D1"])
    expected = {
        "Chi bộ ít đảng viên": ("Chi bộ Cần", "Chi bộ Ổn"),
        "Chi bộ dân quân, lực lượng vũ trang": ("Chi bộ Cần", "Chi bộ Ổn"),
        "Chi bộ doanh nghiệp, hợp tác xã": ("Hợp tác xã P1D1", "Chi bộ Cần"),
        "Trưởng ấp, bản chưa là đảng viên": ("Ấp Mẫu P1D1C1H1", "H2"),
        "Kết nạp đảng viên chưa đạt chỉ tiêu": ("Chi bộ Cần", "Chi bộ Ổn"),
    }
    assert expected.keys() == {name for name, _options in WATCH_LISTS}
    for watch in WatchList.objects.filter(issuer=None):
        text = words(officer.get(reverse("scores:watch_page", args=[watch.key]))).split(watch.name, 1)[1]
        found, other = expected[watch.name]
        assert found in text, watch.name
        assert other not in text and "P1D2" not in text, watch.name


# (indicator, condition, threshold, who is found, who is not).
ASKED = [
    ("members", "indicator_below", 10, "Chi bộ Cần P1D1", "Chi bộ Ổn"),
    ("model_branches_registered", "indicator_below", 1, "Chi bộ Cần P1D1", "Chi bộ Ổn"),
    ("model_branches_registered", "indicator_at_least", 1, "Chi bộ Ổn P1D1", "Chi bộ Cần"),
    ("secretaries_heading_hamlets", "indicator_at_least", 1, "Chi bộ Ổn P1D1", "Chi bộ Cần"),
    ("part_time_cadres_as_secretaries", "indicator_at_least", 1, "Chi bộ Cần P1D1", "Chi bộ Ổn"),
    ("non_local_secretaries", "indicator_at_least", 1, "Xã Mẫu P1D1C1", "Xã Mẫu P1D1C2"),
    ("non_local_secretaries", "indicator_below", 1, "Xã Mẫu P1D1C2", "Xã Mẫu P1D1C1"),
]


def test_a_condition_over_what_the_map_counts_finds_each_place_and_body(land):
    officer = browser_of("org_staff", unit=land["P1D1"])
    for code, rule, threshold, found, other in ASKED:
        watch = WatchList.objects.create(
            name="Của tỉnh", issuer=land["P1"], rule=rule, threshold=threshold,
            indicator=Indicator.objects.get(code=code),
        )  # fmt: skip
        page = reverse("scores:watch_page", args=[watch.key])
        text = words(officer.get(page))
        assert found in text, (code, rule)
        assert other not in text and "P1D2" not in text, (code, rule)
    assert "P1D2" in words(browser_of("org_staff", unit=land["P1"]).get(page)), "the province reads both"
    few = queries_of(officer, page)
    holder(land["P1D1C2"], "chairman", "Thêm Một Người", is_local=True)
    assert queries_of(officer, page) == few <= 25


def test_a_year_is_added_up_parts_are_and_what_is_given_counts_before_the_map(land):
    officer = browser_of("org_staff", unit=land["P1D1"])
    hamlet = land["P1D1C1H2"]
    give("discipline_cases", hamlet, 2, category="Khiển trách")
    give("discipline_cases", hamlet, 3, category="Cảnh cáo")
    give("discipline_cases", hamlet, 90, on=date(YEAR - 1, 12, 31))
    give("non_local_secretaries", land["P1D1C2"], 1, whole=1)
    give("non_local_secretaries", land["P1D1C1"], 0, whole=1, on=date(YEAR - 1, 12, 31))

    def found(code, threshold):
        watch = WatchList.objects.create(
            name="X", issuer=land["P1D1"], rule="indicator_at_least", threshold=threshold,
            indicator=Indicator.objects.get(code=code),
        )  # fmt: skip
        return words(officer.get(reverse("scores:watch_page", args=[watch.key])))

    assert "Ấp Mẫu P1D1C1H2, Xã Mẫu P1D1C1 5" in found("discipline_cases", 5)
    assert "P1D1C1H2" not in found("discipline_cases", 6), "last year's are not of this year"
    text = found("non_local_secretaries", 1)
    assert "Xã Mẫu P1D1C2 1/1" in text, "somebody counted this year"
    assert "Xã Mẫu P1D1C1 1/1" in text, "the map knows better than a number of last year"


def test_a_share_of_a_target_is_not_offered_for_what_there_should_be_little_of(land):
    officer = browser_of("org_staff", unit=land["P1D1"])
    data = {"issuer": land["P1D1"].key, "name": "Y", "rule": "target_below", "threshold": "50"}
    answer = officer.post(reverse("scores:watch_new"), data | {"indicator": "discipline_cases"})
    assert "càng ít càng tốt; hãy chọn “chỉ số từ”" in words(answer)
    assert not WatchList.objects.filter(name="Y").exists()
    assert officer.post(reverse("scores:watch_new"), data | {"indicator": "admissions"}).status_code == 302


def test_every_condition_that_the_form_offers_is_asked_here(land):
    offered = set(dict(WatchForm.base_fields["rule"].choices))
    shipped = {options["rule"] for _name, options in WATCH_LISTS}
    assert offered == shipped | {rule for _code, rule, *_rest in ASKED}


def test_a_sensitive_target_whose_number_is_hidden_is_found_by_no_list(land):
    from scores.watching import watched

    indicator = Indicator.objects.create(
        code="kin", name="Kín", is_sensitive=True, is_target=True, is_flow=True
    )
    body = Target.objects.filter(unit=land["P1D1C1H1"]).get().organisation
    Target.objects.create(organisation=body, unit=body.unit, indicator=indicator, year=YEAR, value=9)
    give("kin", body.unit, 2, body)
    watch = WatchList.objects.create(name="Z", rule="target_below", threshold=50, indicator=indicator)
    for role, number in (("org_staff", 1), ("branch_secretary", 0)):
        page = browser_of(role, unit=body.unit).get(reverse("scores:target_list"))
        assert len(watched(watch, date.today(), page.wsgi_request.scope)) == number, role
