"""A gift that a report told of and that stands in a list of the office as well is shown as a likely double, and counted once
when an officer says that they are one."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from matters.actions import resources as actions
from matters.actions.differing import say_different
from matters.models import Contribution, GiftDifference
from reports.models import ReportContribution
from tests.factories import CadreFactory, GrantFactory, SchemeFactory, UserFactory, organisation, small_map
from tests.files import bring_in, counts, xlsx
from tests.pages import browser_of, queries_of, signed_in, words
from tests.reports.filed import filed

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 4)


@pytest.fixture
def land():
    units = small_map()
    units["staff"] = GrantFactory(role="org_staff", unit=units["P1D1"]).user
    units["scheme"] = SchemeFactory(issuer=units["P1D1"])
    return units


def gift(land, code="P1D1C1", **facts):
    facts = {"happened_on": DAY, "amount": 1_000_000, "by": None, "on": DAY, **facts}
    return actions.add_contribution(unit=land[code], issuer=land[code[:4]], **facts)


def address(name, *arguments):
    return reverse(f"matters:{name}", args=arguments)


def reported(land, code="P1D1C1", **facts):
    """A gift that came with a report."""
    unit = land[code]
    cadre = CadreFactory(unit=land["P1D1"], full_name="Người Đi Dự", user=UserFactory())
    made = gift(land, code, cadre=cadre, **facts)
    body = organisation(unit, code=f"CB{made.pk}", name="Chi bộ", branch_type="residential")
    report = filed(SimpleNamespace(scheme=land["scheme"], visitor=cadre), branch=body, met_on=DAY)
    ReportContribution.objects.create(report=report, contribution=made)
    return made


def test_one_that_came_with_a_report_and_stands_in_a_list_is_shown_and_said_to_be_one(land):
    kept = reported(land, donor="Công ty Mẫu", amount=5_000_000)
    listed = gift(land, donor="CÔNG TY MẪU", amount=5_000_000, happened_on=DAY - timedelta(days=9))
    staff = signed_in(land["staff"])
    page = staff.get(address("contribution_list"))
    assert page.context["sum_words"] == "10 triệu đồng"
    assert "1 dòng có thể trùng với dòng đến từ báo cáo" in words(page)
    shown = words(staff.get(address("double_list")))
    assert "25/04/2026" in shown and "04/05/2026" in shown and "Người Đi Dự" in shown
    asked = staff.get(address("double_same", listed.key))
    assert "Hai dòng này là một?" in words(asked)
    after = staff.post(address("double_same", listed.key), {"version": listed.version}, follow=True)
    assert "chỉ dòng của báo cáo được cộng" in words(after)
    listed.refresh_from_db()
    assert (listed.duplicate_of, listed.voided_by) == (kept, land["staff"])
    assert "Là một với dòng của báo cáo ngày 04/05/2026" in listed.void_reason
    page = staff.get(address("contribution_list"))
    assert page.context["sum_words"] == "5 triệu đồng" and "có thể trùng" not in words(page)


@pytest.mark.parametrize(
    "other",
    [
        {"donor": "Công ty Khác"},
        {"amount": 5_000_001},
        {"happened_on": DAY - timedelta(days=16)},
        {"code": "P1D1C2"},
        {"donor": ""},
    ],
)
def test_what_differs_in_one_of_them_is_none(land, other):
    reported(land, donor="Công ty Mẫu", amount=5_000_000)
    gift(land, **{"donor": "Công ty Mẫu", "amount": 5_000_000} | other)
    staff = signed_in(land["staff"])
    assert staff.get(address("double_list")).context["total"] == 0
    # The negative control: the same in all of them is one.
    gift(land, donor="công ty mẫu", amount=5_000_000)
    assert staff.get(address("double_list")).context["total"] == 1


def test_two_of_a_list_or_two_of_reports_are_no_doubles(land):
    for _number in range(2):
        gift(land, donor="Công ty Mẫu")
    reported(land, donor="Hội Nông dân")
    reported(land, donor="Hội Nông dân")
    assert signed_in(land["staff"]).get(address("double_list")).context["total"] == 0


def test_the_other_district_sees_and_says_nothing_and_a_row_of_a_report_is_never_voided(land):
    kept = reported(land, donor="Công ty Mẫu")
    listed = gift(land, donor="Công ty Mẫu")
    other = browser_of("org_staff", unit=land["P1D2"])
    assert other.get(address("double_list")).context["total"] == 0
    assert other.post(address("double_same", listed.key), {"version": 1}).status_code == 404
    leader = browser_of("leader", unit=land["P1D1"])
    assert leader.post(address("double_same", listed.key), {"version": 1}).status_code == 403
    assert "có thể trùng" not in words(leader.get(address("contribution_list")))
    staff = signed_in(land["staff"])
    staff.post(address("double_same", kept.key), {"version": kept.version})
    stale = staff.post(address("double_same", listed.key), {"version": 9})
    assert "Người khác vừa thay đổi" in words(stale)
    assert Contribution.objects.standing().count() == 2


def test_a_pair_that_is_said_to_be_two_is_shown_no_more_and_both_are_counted(land):
    reported(land, donor="Công ty Mẫu", amount=5_000_000)
    listed = gift(land, donor="Công ty Mẫu", amount=5_000_000)
    staff = signed_in(land["staff"])
    assert (
        address("double_different", listed.key)
        in staff.get(address("double_same", listed.key)).content.decode()
    )
    other = browser_of("org_staff", unit=land["P1D2"])
    assert other.post(address("double_different", listed.key)).status_code == 404
    leader = browser_of("leader", unit=land["P1D1"])
    assert leader.post(address("double_different", listed.key)).status_code == 403
    assert staff.get(address("double_list")).context["total"] == 1
    after = staff.post(address("double_different", listed.key), follow=True)
    assert "không phải là một, cả hai được cộng" in words(after) and after.context["total"] == 0
    said = GiftDifference.objects.get()
    assert said.by == land["staff"] and said.said_on
    # Where the pair was, it is said by whom and when; not to who may not write there.
    shown = words(staff.get(address("double_list")))
    assert "Đã ghi không phải là một" in shown and "báo cáo ngày 04/05/2026" in shown
    assert f"ghi ngày {said.said_on:%d/%m/%Y}, {land['staff']}" in shown
    assert "Công ty Mẫu" not in words(other.get(address("double_list")))
    assert staff.get(address("contribution_list")).context["sum_words"] == "10 triệu đồng"
    # Another report that says the same is another pair.
    reported(land, donor="Công ty Mẫu", amount=5_000_000)
    assert staff.get(address("double_list")).context["total"] == 1


def test_a_list_that_is_brought_in_again_does_not_bring_it_back(land, tmp_path):
    reported(land, donor="Công ty Mẫu", amount=5_000_000)
    heading = ["unit_code", "date", "amount", "donor"]
    path = xlsx(tmp_path / "nguon.xlsx", [heading, ["P1D1C1", "2026-05-01", 5_000_000, "Công ty Mẫu"]])
    assert counts(bring_in("contributions", path, on="2026-05-04"))[0] == 1
    listed = Contribution.objects.get(report_link=None)
    signed_in(land["staff"]).post(address("double_same", listed.key), {"version": listed.version})
    assert counts(bring_in("contributions", path, on="2026-05-04")) == (0, 0, 0, 1)
    assert Contribution.objects.standing().count() == 1


def test_the_page_asks_no_more_for_many(land):
    staff = signed_in(land["staff"])
    for number in range(2):
        reported(land, donor=f"Nguồn {number}")
        gift(land, donor=f"Nguồn {number}")
        pair = reported(land, donor=f"Hai nguồn {number}"), gift(land, donor=f"Hai nguồn {number}")
        say_different(pair[0], pair[1:], by=land["staff"], on=DAY)
    few = queries_of(staff, address("double_list"))
    for number in range(2, 12):
        reported(land, f"P1D1C{1 + number % 2}H1", donor=f"Nguồn {number}")
        gift(land, f"P1D1C{1 + number % 2}H1", donor=f"Nguồn {number}")
        pair = gift(land, donor=f"Hai nguồn {number}"), reported(land, donor=f"Hai nguồn {number}")
        say_different(pair[0], pair[1:], by=UserFactory(), on=DAY)
    assert queries_of(staff, address("double_list")) == few <= 25
