"""What a report brings, and what becomes of it when its author amends: voided, never deleted."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from matters.models import Contribution, GoodPractice, Handling, Recommendation, RecommendationStep, Topic
from reports.actions.amending import amend_report
from reports.actions.submitting import submit_report
from reports.filing import values_of
from reports.models import Report
from reports.reading import further_parts
from tests.factories import AgencyFactory
from tests.pages import signed_in, words
from tests.reports.ground import DAY, ground, key, said

pytestmark = pytest.mark.django_db
ROAD = {"content": "Đường ấp ngập", "kind": "proposal", "on_behalf_of": "12 hộ dân", "urgency": "urgent"}
BRIDGE = {"content": "Cầu ván mục", "proposed_solution": "Thay bằng cầu bê tông"}


@pytest.fixture
def land():
    made = ground()
    made.report = submit_report(
        cadre=made.cadre,
        author=made.user,
        client_key=key(),
        values=said(
            made,
            recommendations=[ROAD, BRIDGE],
            contributions=[{"amount": 5_000_000, "qualifier": "exact"}],
            practices=[{"title": "Tổ tự quản"}],
        ),
        on=DAY,
    ).report
    made.road, made.bridge = Recommendation.objects.order_by("pk")
    return made


def amend(land, **over):
    report = Report.objects.get(pk=land.report.pk)
    values = said(land, **over)
    return amend_report(report, values=values, version=report.version, by=land.user, on=DAY)


def as_read(row, **over):
    return {"row": row.key, "content": row.content, "kind": row.kind, "urgency": row.urgency} | over


def test_a_new_matter_comes_from_a_report_and_begins_its_way(land):
    assert (land.road.source, land.road.kind, land.road.on_behalf_of) == ("report", "proposal", "12 hộ dân")
    assert land.bridge.proposed_solution == "Thay bằng cầu bê tông"
    step = land.road.steps.get()
    assert (step.step, step.happened_on, step.by, step.note) == ("raised", date(2026, 11, 24), land.user, "")
    assert not land.road.is_shared


def test_what_is_emptied_is_voided_with_its_reason_and_leaves_every_reading_page(land):
    amend(land, recommendations=[as_read(land.bridge)])
    land.road.refresh_from_db()
    assert land.road.voided_at
    assert land.road.voided_by == land.user
    assert land.road.void_reason == "Người báo cáo bỏ mục này khi sửa báo cáo."
    assert [step.step for step in land.road.steps.all()] == ["raised", "voided"]
    # The other one keeps its own words, whatever place it now has on the form.
    land.bridge.refresh_from_db()
    assert (land.bridge.content, land.bridge.version) == ("Cầu ván mục", 1)
    assert Contribution.objects.get().voided_at
    assert GoodPractice.objects.get().voided_at
    report = Report.objects.get()
    assert [row["content"] for row in values_of(report)["recommendations"]] == ["Cầu ván mục"]
    assert values_of(report)["contributions"] == values_of(report)["practices"] == []
    text = str(further_parts(report))
    assert "Cầu ván mục" in text
    for gone in ("Đường ấp ngập", "5.000.000", "Tổ tự quản"):
        assert gone not in text


def test_the_reference_of_a_voided_matter_is_not_given_again(land):
    amend(land, recommendations=[as_read(land.bridge)])
    amend(land, recommendations=[as_read(land.bridge), {"row": "", "content": "Thiếu đèn đường"}])
    references = Recommendation.objects.order_by("pk").values_list("reference", flat=True)
    assert [each.rpartition("-")[2] for each in references] == ["1", "2", "3"]


def test_a_row_emptied_and_another_written_are_two_matters_and_not_one_reworded(land):
    amend(land, recommendations=[{"row": "", "content": "Thiếu đèn đường"}, as_read(land.bridge)])
    assert list(Recommendation.objects.standing().order_by("pk").values_list("content", flat=True)) == [
        "Cầu ván mục",
        "Thiếu đèn đường",
    ]
    land.road.refresh_from_db()
    assert (land.road.content, bool(land.road.voided_at)) == ("Đường ấp ngập", True)


def test_other_words_are_a_step_and_a_new_version(land):
    amend(land, recommendations=[as_read(land.road, content="Đường ấp ngập cả mùa"), as_read(land.bridge)])
    land.road.refresh_from_db()
    assert (land.road.content, land.road.version) == ("Đường ấp ngập cả mùa", 2)
    assert [step.step for step in land.road.steps.all()] == ["raised", "changed"]
    assert [step.step for step in land.bridge.steps.all()] == ["raised"]


def test_how_staff_class_a_matter_stays_when_its_author_sends_an_older_form(land):
    topic = Topic.objects.get(code="rural-roads")
    Recommendation.objects.filter(pk=land.road.pk).update(
        received_on=DAY, topic=topic, level="district", urgency="normal"
    )
    changed = as_read(land.road, content="Đường ấp ngập nặng", topic=None, level="", urgency="urgent")
    amend(land, recommendations=[changed, as_read(land.bridge)])
    land.road.refresh_from_db()
    assert (land.road.content, land.road.topic, land.road.level, land.road.urgency) == (
        "Đường ấp ngập nặng",
        topic,
        "district",
        "normal",
    )


def handed(land):
    agency = AgencyFactory(unit=land.district)
    return Handling.objects.create(recommendation=land.road, agency=agency, given_on=DAY, due_on=DAY)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (lambda land: [as_read(land.bridge)], "nên không bỏ được nữa."),
        (
            lambda land: [as_read(land.road, content="Chuyện khác"), as_read(land.bridge)],
            "nên không sửa lời được nữa.",
        ),
    ],
)
def test_what_is_with_an_agency_is_neither_taken_back_nor_reworded(land, rows, sentence):
    handed(land)
    with pytest.raises(ValidationError) as refused:
        amend(land, recommendations=rows(land))
    assert refused.value.messages == [
        f"Kiến nghị {land.road.reference} đã có nơi giải quyết hoặc trả lời {sentence}"
    ]
    land.road.refresh_from_db()
    assert (land.road.content, land.road.voided_at) == ("Đường ấp ngập", None)
    assert Report.objects.get().version == 1
    # Negative control: sent as it stands, the rest of the report is amended.
    amend(land, comments="Thêm một ý", recommendations=[as_read(land.road), as_read(land.bridge)])
    assert Report.objects.get().comments == "Thêm một ý"


@pytest.mark.parametrize(
    "fields",
    [
        {"answered_on": DAY, "outcome": "explained"},
        {"closed_on": DAY, "close_reason": "Đã xong"},
    ],
)
def test_what_was_answered_or_closed_is_not_taken_back(land, fields):
    Recommendation.objects.filter(pk=land.road.pk).update(**fields)
    with pytest.raises(ValidationError):
        amend(land, recommendations=[as_read(land.bridge)])


def test_what_others_were_merged_into_is_not_taken_back(land):
    Recommendation.objects.filter(pk=land.bridge.pk).update(merged_into=land.road, outcome="duplicate")
    with pytest.raises(ValidationError):
        amend(land, recommendations=[as_read(land.bridge)])
    with pytest.raises(ValidationError):
        amend(land, recommendations=[as_read(land.road)])


def test_a_model_that_was_published_is_not_taken_back(land):
    GoodPractice.objects.update(published_on=DAY)
    with pytest.raises(ValidationError) as refused:
        amend(land, recommendations=[as_read(land.road), as_read(land.bridge)])
    assert refused.value.messages == ["Mô hình “Tổ tự quản” đã được phổ biến nên không bỏ được nữa."]


def test_solved_on_the_spot_is_a_fact_of_its_own(land):
    amend(land, recommendations=[as_read(land.road, is_solved_on_the_spot=True), as_read(land.bridge)])
    land.road.refresh_from_db()
    assert (land.road.is_solved_on_the_spot, land.road.answered_on, land.road.outcome) == (True, None, "")


def test_the_page_takes_and_shows_kind_solution_and_whom_it_is_for(land):
    browser = signed_in(land.user)
    edit = f"/bao-cao/xem/{land.report.key}/sua/"
    page = browser.get(edit).content.decode()
    assert f'name="kn-0-row" value="{land.road.key}"' in page
    assert "12 hộ dân" in page
    assert "Thay bằng cầu bê tông" in page
    form = {
        "client_key": str(land.report.client_key),
        "version": "1",
        "attended": "yes",
        "met_on": "24/11/2026",
        "members": "24",
        "exempt": "2",
        "present": "20",
        "excused": "2",
        "holds_no_secret": "on",
        "kn-0-row": land.road.key,
        "kn-0-content": "",
        "kn-1-row": land.bridge.key,
        "kn-1-content": "Cầu ván mục",
        "kn-1-kind": "reflection",
        "kn-1-proposed_solution": "Thay bằng cầu bê tông",
        "kn-2-row": "",
        "kn-2-content": "Thiếu đèn đường",
        "kn-2-kind": "",
        "kn-2-on_behalf_of": "Chi hội phụ nữ",
    }
    assert browser.post(edit, form).status_code == 302
    rows = Recommendation.objects.standing().order_by("pk")
    assert list(rows.values_list("content", "kind", "proposed_solution", "on_behalf_of")) == [
        ("Cầu ván mục", "reflection", "Thay bằng cầu bê tông", ""),
        ("Thiếu đèn đường", "recommendation", "", "Chi hội phụ nữ"),
    ]
    text = words(browser.get(land.report.get_absolute_url()))
    assert "phản ánh · Cầu ván mục · đề nghị: Thay bằng cầu bê tông" in text
    assert "Thiếu đèn đường · thay mặt Chi hội phụ nữ" in text
    assert "Đường ấp ngập" not in text


def test_the_page_says_at_the_top_why_a_matter_is_not_taken_back(land):
    handed(land)
    browser = signed_in(land.user)
    edit = f"/bao-cao/xem/{land.report.key}/sua/"
    form = {
        "client_key": str(land.report.client_key),
        "version": "1",
        "attended": "yes",
        "met_on": "24/11/2026",
        "holds_no_secret": "on",
        "comments": "Lời mới",
        "kn-0-row": land.road.key,
        "kn-0-content": "",
        "kn-1-row": land.bridge.key,
        "kn-1-content": "Cầu ván mục",
    }
    refused = browser.post(edit, form)
    assert refused.status_code == 422
    body = refused.content.decode()
    assert "nên không bỏ được nữa." in body
    assert "Lời mới" in body
    assert RecommendationStep.objects.count() == 2
