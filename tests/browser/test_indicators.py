"""Indicators, watch-lists and targets are read and filled in on a phone and on a desk."""

import os
from datetime import date

import pytest
from django.urls import reverse

from branches.models import MemberCount
from scores.models import Indicator, IndicatorValue, Target, Urging, WatchList, YearTheme
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.test_reporting import let_in
from tests.factories import GrantFactory

YEAR = date.today().year


@pytest.fixture
def pages():
    units = factories.small_map()
    commune, hamlet = units["P1D1C1"], units["P1D1C1H1"]
    above = factories.organisation(commune, code="DU1", name="Đảng bộ xã 1", kind="grassroots_committee")
    branch = factories.organisation(hamlet, code="CB1", name="Chi bộ ấp 1", parent=above)
    officer = GrantFactory(unit=units["P1D1"]).user
    admissions = Indicator.objects.get(code="admissions")
    for body, value in ((above, 10), (branch, 6)):
        target = Target.objects.create(
            organisation=body, unit=body.unit, indicator=admissions, year=YEAR, value=value
        )
    about = {"organisation": branch, "unit": hamlet, "indicator": admissions}
    Urging.objects.create(year=YEAR, urged_on=date(YEAR, 1, 2), text="Sớm lập danh sách nguồn", **about)
    given = IndicatorValue.objects.create(
        counted_on=date(YEAR, 1, 1), value=4, category="Đoàn viên ưu tú", **about
    )
    MemberCount.objects.create(organisation=branch, counted_on=date(YEAR, 1, 1), official=4)
    YearTheme.objects.create(issuer=units["P1D1"], year=YEAR, text="Kỷ cương, gương mẫu")
    watch = WatchList.objects.create(
        name="Chi bộ ít người", issuer=units["P1D1"], rule="members_below", threshold=9
    )
    found = {
        "target_list": reverse("scores:target_list"),
        "target_page": reverse("scores:target_page", args=[target.key]),
        "organisation": branch.get_absolute_url(),
        "indicator_list": reverse("scores:indicator_list"),
        "indicator_page": reverse("scores:indicator_page", args=["admissions"]),
        "indicator_new": reverse("scores:indicator_new"),
        "value_correct": reverse("scores:value_correct", args=[given.key]),
        "watch_list": reverse("scores:watch_list"),
        "watch_change": reverse("scores:watch_change", args=[watch.key]),
        "size_list": reverse("scores:size_list"),
    }
    return officer, found


@pytest.mark.parametrize("width", [360, 1440])
def test_pages_of_indicators_and_targets_are_read_at_any_width(
    pages, browser, browser_context_args, live_server, inspected, width
):
    officer, found = pages
    size = {"width": width, "height": 900 if width > 400 else PHONE["height"]}
    context = browser.new_context(**{**browser_context_args, "viewport": size})
    let_in(context, officer, live_server)
    page = context.new_page()
    for name, address in found.items():
        page.goto(address)
        inspected(page)
        if os.environ.get("SHOTS"):
            page.screenshot(path=f"{os.environ['SHOTS']}/{name}-{width}.png", full_page=True)
    context.close()
