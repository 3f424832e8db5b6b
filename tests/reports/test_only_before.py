"""What there was in the period before and not in this one has its line: on the page, in the papers, with the rows behind it."""

from datetime import date

import pytest

from assignments.models import Scheme
from matters.models import Contribution
from meetings.models import Attendance
from reports.actions.freezing import freeze_review
from reports.facts.period_reviews import changed_since
from reports.models import Checklist, ChecklistAnswer
from reports.reviewing import review_figures
from scores.models import Indicator, IndicatorValue
from tests.factories import UserFactory
from tests.pages import browser_of, words
from tests.reports.reviewed import FIRST, LAST, counted, files_of, land_of_things
from tests.reports.things import report

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2023, 1, 1)
YEAR = NEW_YEAR, date(2024, 1, 1)
# {number: (what is read of this period, of the one before, rows behind the latter)}
GONE = {
    "contributions.in_kind|number|tấn|xi măng": ("0 tấn", "16 tấn", 8),
    "contributions.in_kind|words||áo ấm": ("không có trong kỳ này", "nhiều", 1),
    "checklist.rieng.cau": ("không còn trong danh mục", "1/3", 1),
    "scores.months.mean": ("chưa có phiếu", "75", 6),
    "scores.months.sheets": ("chưa có phiếu", "6", 6),
    "targets.admissions": ("không có trong kỳ này", "16/10", 2),
    "indicators.discipline_cases": ("không có số trong kỳ này", "7", 1),
    "assignment_changes.by_reason.transferred": ("0", "1", 1),
    "pilots.4.turns": ("10", "0", 10),
}


@pytest.fixture
def land():
    """All that happened is of 2022: a pilot, a list of one's own, an indicator ended with the year."""
    land = land_of_things()
    Scheme.objects.filter(pk=land.scheme.pk).update(is_pilot=True, pilot_ends_on=NEW_YEAR)
    own = Checklist.objects.create(
        code="rieng", name="Riêng", scheme=land.scheme, starts_on=date(2022, 1, 1), ends_on=NEW_YEAR
    )
    item = own.items.create(number=1, code="cau", text="Cầu qua kênh")
    turn = Attendance.objects.filter(attended_on=LAST, report=None).earliest("pk")
    ChecklistAnswer.objects.create(report=report(turn, LAST, scheme=land.scheme), item=item, answer="done")
    gift = {"unit": land.here, "issuer": land.district, "in_kind": "áo ấm", "quantity": "nhiều"}
    Contribution.objects.create(happened_on=FIRST, **gift)
    gone = Indicator.objects.get(code="discipline_cases")
    IndicatorValue.objects.create(indicator=gone, unit=land.here, counted_on=FIRST, value=7)
    Indicator.objects.filter(pk=gone.pk).update(ended_on=NEW_YEAR)
    return land


def test_what_there_was_only_in_the_period_before_has_its_line(land):
    on = date(2024, 1, 5)
    review = freeze_review(
        issuer=land.district, unit=land.district, kind="final", title="Tổng kết", starts_on=YEAR[0], ends_on=YEAR[1],
        by=UserFactory(), on=on, scheme=land.scheme,
    )  # fmt: skip
    browser = browser_of("org_staff", unit=land.district)
    page = browser.get(review.get_absolute_url())
    groups = page.context["groups"]
    rows = {row.key: row for group in groups for row in group.rows}
    for key, (now, before, number) in GONE.items():
        row = rows[key]
        assert (row.words_now, row.words_before) == (now, before), key
        opened = row.url if row.is_of_sides else row.url_before
        assert counted(browser, opened) == number, key
        assert row.is_of_sides or row.url is None, f"{key}: nothing of this period to open"
    assert rows["contributions.in_kind|number|tấn|xi măng"].difference == "-16"
    said = {"page": words(page), **files_of(browser, review)}
    for where, text in said.items():
        for label in (
            "xi măng",
            "áo ấm",
            "Cầu qua kênh",
            "chưa có phiếu",
            "thi hành kỷ luật",
            "chuyển công tác",
        ):
            assert label in text, (where, label)
        assert "Kỳ này không còn nơi thí điểm" in text, where
    # It is no change since: reckoned again nothing of the period is another, and a review of old had no such line.
    live = review_figures(land.district, *YEAR, on=on, scheme=land.scheme)
    assert changed_since(review.figures, live) == []
    old = review.figures | {"indicators": {}, "pilots_before": []}
    assert not [each for each in changed_since(old, live) if "thi hành kỷ luật" in each[1]]
