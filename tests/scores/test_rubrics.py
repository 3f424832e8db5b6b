"""A rubric's life: made, changed, asked about, issued, superseded; and that nothing of it changes then."""

from datetime import date, timedelta
from decimal import Decimal

import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, transaction
from django.db.utils import ProgrammingError

from accounts.models import Notice
from scores.actions.rubrics import (
    add_part,
    answer_comment,
    change_part,
    change_rubric,
    comment,
    consult,
    drop_draft,
    full_marks,
    issue,
    issue_refusals,
    make_rubric,
    remove_part,
    take_back,
    withdraw_comment,
)
from scores.models import (
    Band,
    Criterion,
    FactStep,
    Rubric,
    RubricComment,
    RubricStep,
    Sheet,
    SheetRow,
    VetoRule,
    YearlyRule,
)
from tests.factories import GrantFactory, UserFactory, organisation, small_map
from tests.score_things import MADE_ON, document_of, draft_rubric, issued_rubric

pytestmark = pytest.mark.django_db
ON = MADE_ON
START = date(2026, 1, 1)


@pytest.fixture
def units():
    return small_map()


@pytest.fixture
def officer():
    return UserFactory()


def sentences(error) -> str:
    return " ".join(error.value.messages)


def parts_of(rubric) -> dict:
    """Everything that hangs on a rubric, as plain values."""
    return {
        "sections": list(rubric.sections.values_list("name", "is_extra")),
        "criteria": list(
            rubric.criteria.values_list(
                "section__name", "code", "name", "maximum", "minimum", "step", "must_be_full", "fact"
            )
        ),
        "steps": list(
            FactStep.objects.filter(criterion__rubric=rubric)
            .order_by("criterion__code", "threshold")
            .values_list("criterion__code", "threshold", "is_inclusive", "is_at_most", "points")
        ),
        "bands": list(rubric.bands.values_list("code", "name", "minimum", "is_inclusive", "sort")),
        "vetoes": list(rubric.vetoes.values_list("text", "band__code")),
        "yearly": list(
            rubric.yearly_rules.values_list("band__code", "floor__code", "counted__code", "count")
        ),
    }


def test_the_rubric_of_the_tests_is_the_one_that_the_actions_make(units, officer):
    made, quick = (
        draft_rubric(units["P1D1"], by=officer, code=f"bo-{is_quick}", is_quick=is_quick)
        for is_quick in (False, True)
    )
    assert parts_of(made) == parts_of(quick) and len(parts_of(quick)["criteria"]) == 4


def test_a_copy_has_all_that_hangs_on_it_and_is_the_next_edition(units, officer):
    first = issued_rubric(units["P1D1"], by=officer)
    copy = make_rubric(
        issuer=units["P1D1"],
        code=first.code,
        name=first.name,
        kind="meeting",
        by=officer,
        on=ON,
        copied_from=first,
    )
    assert (copy.edition, copy.state, copy.copied_from) == (2, "draft", first)
    assert parts_of(copy) == parts_of(first)
    assert copy.criteria.first().rubric_id == copy.pk and copy.vetoes.get().band.rubric_id == copy.pk
    other = make_rubric(
        issuer=units["P1D2"], code="rieng", name="Riêng", kind="meeting", by=officer, on=ON, copied_from=first
    )
    assert other.edition == 1 and parts_of(other) == parts_of(first)


def test_one_next_edition_is_drafted_at_a_time(units, officer):
    draft_rubric(units["P1D1"], by=officer)
    with pytest.raises(ValidationError) as error:
        make_rubric(issuer=units["P1D1"], code="bo-tieu-chi", name="Nữa", kind="meeting", by=officer, on=ON)
    assert "đang được soạn" in sentences(error)


@pytest.mark.parametrize(
    ("model", "values", "sentence"),
    [
        (Criterion, {"name": "A", "maximum": 10, "step": Decimal("0.3")}, "không chấm được đủ 10 điểm"),
        (Criterion, {"name": "A", "maximum": 10, "minimum": 3}, "Điểm tối thiểu không quá 0"),
        (Criterion, {"name": "A", "maximum": 10, "code": "du"}, "đã có mã tiêu chí này"),
        (Band, {"name": "Lại Tốt", "minimum": Decimal(90)}, "không thể cùng từ 90"),
    ],
)
def test_a_part_that_cannot_be_is_refused_in_one_sentence(units, officer, model, values, sentence):
    rubric = draft_rubric(units["P1D1"], by=officer)
    if model is Criterion:
        values = values | {"section": rubric.sections.first()}
    before = parts_of(rubric)
    with pytest.raises(ValidationError) as error:
        add_part(rubric, model, values=values, by=officer)
    assert sentence in sentences(error) and len(error.value.messages) == 1
    assert parts_of(rubric) == before


def test_a_part_of_another_rubric_is_refused(units, officer):
    rubric, other = draft_rubric(units["P1D1"], by=officer), draft_rubric(units["P1D2"], by=officer)
    for model, values in [
        (Criterion, {"section": other.sections.first(), "name": "A", "maximum": 1}),
        (VetoRule, {"band": other.bands.first(), "text": "A"}),
        (FactStep, {"criterion": other.criteria.first(), "threshold": 1, "points": 1}),
    ]:
        with pytest.raises(ValidationError):
            add_part(rubric, model, values=values, by=officer)


def test_bands_stand_in_order_of_their_points_however_they_came(units, officer):
    rubric = make_rubric(issuer=units["P1D1"], code="a", name="A", kind="meeting", by=officer, on=ON)
    for minimum in (50, 0, 90, 70):
        add_part(rubric, Band, values={"name": f"Từ {minimum}", "minimum": Decimal(minimum)}, by=officer)
    assert list(rubric.bands.values_list("sort", "minimum")) == [(1, 90), (2, 70), (3, 50), (4, 0)]
    change_part(rubric.bands.get(minimum=0), values={"minimum": Decimal(80)}, by=officer)
    remove_part(rubric.bands.get(minimum=90), by=officer)
    assert list(rubric.bands.values_list("sort", "minimum")) == [(1, 80), (2, 70), (3, 50)]
    add_part(
        rubric, Band, values={"name": "Trên 80", "minimum": Decimal(80), "is_inclusive": False}, by=officer
    )
    assert list(rubric.bands.values_list("minimum", "is_inclusive"))[:2] == [(80, False), (80, True)]


def test_what_others_rest_on_is_not_removed(units, officer):
    rubric = draft_rubric(units["P1D1"], by=officer)
    for row, sentence in [
        (rubric.sections.first(), "còn tiêu chí"),
        (rubric.bands.get(code="kem"), "khống chế"),
    ]:
        with pytest.raises(ValidationError) as error:
            remove_part(row, by=officer)
        assert sentence in sentences(error)
    remove_part(rubric.criteria.get(code="du"), by=officer)
    assert not FactStep.objects.filter(criterion__code="du", criterion__rubric=rubric).exists()


def test_two_who_change_one_draft_do_not_write_over_each_other(units, officer):
    rubric = draft_rubric(units["P1D1"], by=officer)
    seen = rubric.version
    change_rubric(rubric, by=officer, version=seen, name="Tên mới")
    with pytest.raises(ValidationError) as error:
        change_rubric(rubric, by=officer, version=seen, name="Tên khác")
    assert "Người khác vừa thay đổi" in sentences(error)
    assert Rubric.objects.get(pk=rubric.pk).name == "Tên mới"


def test_opinions_are_asked_for_said_and_answered(units, officer):
    office, secretary, head, neighbour = (UserFactory() for _each in range(4))
    branch = organisation(units["P1D1C1H1"], code="CB1", name="Chi bộ 1")
    GrantFactory(user=office, role="commune_office", unit=units["P1D1C1"])
    GrantFactory(user=secretary, role="branch_secretary", organisation=branch)
    GrantFactory(user=head, role="leader", unit=units["P1D1"])
    GrantFactory(user=neighbour, role="commune_office", unit=units["P1D2C1"])
    rubric = draft_rubric(units["P1D1"], by=officer)
    assert consult(rubric, until=ON + timedelta(10), by=officer, on=ON) == 3
    assert set(Notice.objects.values_list("user", flat=True)) == {office.pk, secretary.pk, head.pk}
    rubric.refresh_from_db()
    with pytest.raises(ValidationError) as error:
        change_rubric(rubric, by=officer, name="Khác")
    assert "đang được lấy ý kiến" in sentences(error)
    said = comment(
        rubric, text="Nên chấm nhẹ hơn", organisation=branch, criterion=rubric.criteria.get(code="gio"),
        by=secretary, on=ON + timedelta(10),
    )  # fmt: skip
    with pytest.raises(ValidationError) as error:
        comment(rubric, text="Muộn", by=office, on=ON + timedelta(11))
    assert "Đã hết hạn góp ý" in sentences(error)
    for verdict in ("partly", "not_taken"):
        with pytest.raises(ValidationError) as error:
            answer_comment(said, verdict=verdict, by=officer, on=ON)
        assert "phải nêu lý do" in sentences(error)
    answered = answer_comment(said, verdict="not_taken", answer="Theo Hướng dẫn 12", by=officer, on=ON)
    assert (answered.verdict, answered.answered_by) == ("not_taken", officer)
    assert Notice.objects.filter(user=secretary, text__contains="không tiếp thu").exists()
    take_back(rubric, by=officer, on=ON)
    change_rubric(rubric, by=officer, name="Khác")
    with pytest.raises(ValidationError):
        comment(rubric, text="Nữa", by=office, on=ON)
    assert [step.step for step in rubric.steps.all()] == ["made", "consulted", "taken_back"]


def test_opinions_are_asked_for_until_a_day_that_is_not_over(units, officer):
    rubric = draft_rubric(units["P1D1"], by=officer)
    with pytest.raises(ValidationError) as error:
        consult(rubric, until=ON - timedelta(1), by=officer, on=ON)
    assert "từ hôm nay trở đi" in sentences(error)
    assert Rubric.objects.get(pk=rubric.pk).state == "draft"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"document": None}, "phải có văn bản"),
        ({"document": "other"}, "không phải của cấp ủy ban hành"),
        ({"starts_on": date(2026, 1, 2)}, "ngày đầu của một tháng"),
        ({"without": "criteria"}, "chưa có tiêu chí nào"),
        ({"without": "bands"}, "chưa có mức xếp loại nào"),
        ({"band": Decimal(101)}, "cả thang chỉ có 100"),
        ({"comment": True}, "Còn 1 ý kiến chưa được trả lời"),
    ],
)
def test_what_is_not_ready_is_not_issued(units, officer, change, sentence):
    rubric = draft_rubric(units["P1D1"], by=officer, kind="month")
    if change.get("without") == "criteria":
        for row in rubric.criteria.filter(section__is_extra=False):
            remove_part(row, by=officer)
    if change.get("without") == "bands":
        for row in [*rubric.vetoes.all(), *rubric.yearly_rules.all(), *rubric.bands.all()]:
            remove_part(row, by=officer)
    if "band" in change:
        change_part(rubric.bands.get(code="tot"), values={"minimum": change["band"]}, by=officer)
    if "comment" in change:
        consult(rubric, until=ON, by=officer, on=ON)
        comment(rubric, text="Ý kiến", by=officer, on=ON)
    document = change.get("document", document_of(units["P1D1"]))
    document = document_of(units["P1D2"]) if document == "other" else document
    with pytest.raises(ValidationError) as error:
        issue(rubric, document=document, starts_on=change.get("starts_on", START), by=officer, on=ON)
    assert sentence in sentences(error) and len(error.value.messages) == 1
    assert Rubric.objects.get(pk=rubric.pk).state in ("draft", "consulting")


def test_a_later_edition_ends_the_one_before_the_day_before(units, officer):
    first = issued_rubric(units["P1D1"], by=officer)
    second = make_rubric(
        issuer=units["P1D1"],
        code=first.code,
        name=first.name,
        kind="meeting",
        by=officer,
        on=ON,
        copied_from=first,
    )
    with pytest.raises(ValidationError) as error:
        issue(second, document=document_of(units["P1D1"]), starts_on=START, by=officer, on=ON)
    assert "một ngày sau đó" in sentences(error)
    later = date(2026, 7, 1)
    issue(second, document=document_of(units["P1D1"], "27-QĐ/HU"), starts_on=later, by=officer, on=ON)
    first.refresh_from_db()
    assert (first.state, first.ends_on) == ("superseded", later)
    in_force = Rubric.objects.in_force
    unit = units["P1D1"]
    assert [in_force("meeting", unit, day).first().edition for day in (later - timedelta(1), later)] == [1, 2]
    assert list(first.steps.values_list("step", flat=True)) == ["made", "issued", "superseded"]


def test_issuing_twice_is_refused(units, officer):
    rubric = issued_rubric(units["P1D1"], by=officer)
    with pytest.raises(ValidationError) as error:
        issue(rubric, document=document_of(units["P1D1"]), starts_on=START, by=officer, on=ON)
    assert "đã ban hành" in sentences(error)


def test_the_full_marks_leave_bonus_and_penalty_out(units, officer):
    rubric = draft_rubric(units["P1D1"], by=officer)
    assert full_marks(rubric) == 100 and rubric.criteria.count() == 4
    rubric.document, rubric.starts_on = document_of(units["P1D1"]), START
    assert issue_refusals(rubric) == []


CHANGES = {
    "the name": lambda rubric: Rubric.objects.filter(pk=rubric.pk).update(name="Khác"),
    "back to a draft": lambda rubric: Rubric.objects.filter(pk=rubric.pk).update(state="draft"),
    "a section": lambda rubric: rubric.sections.update(name="Khác"),
    "a maximum": lambda rubric: rubric.criteria.filter(code="du").update(maximum=30),
    "a new criterion": lambda rubric: Criterion.objects.create(
        rubric=rubric, section=rubric.sections.first(), code="moi", name="Mới", maximum=1
    ),
    "a step": lambda rubric: FactStep.objects.filter(criterion__rubric=rubric).update(threshold=50),
    "a band": lambda rubric: rubric.bands.filter(code="tot").update(minimum=80),
    "no veto": lambda rubric: rubric.vetoes.all().delete(),
    "a yearly rule": lambda rubric: YearlyRule.objects.filter(rubric=rubric).update(count=1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_issued_stays_whoever_writes(units, officer, change):
    rubric = issued_rubric(units["P1D1"], by=officer)
    before = parts_of(rubric)
    with pytest.raises((IntegrityError, InternalError, ProgrammingError)), transaction.atomic():
        CHANGES[change](rubric)
    assert parts_of(Rubric.objects.get(pk=rubric.pk)) == before


def test_with_the_trigger_away_a_band_could_be_moved(units, officer):
    """The negative control: it is the trigger that holds it."""
    rubric = issued_rubric(units["P1D1"], by=officer)
    with pgtrigger.ignore("scores.Band:band_of_an_issued_rubric_stays"):
        CHANGES["a band"](rubric)
    assert rubric.bands.get(code="tot").minimum == 80


def test_a_row_cannot_be_moved_into_or_out_of_an_issued_rubric(units, officer):
    issued, draft = issued_rubric(units["P1D1"], by=officer), draft_rubric(units["P1D2"], by=officer)
    for row, target in [(issued.vetoes.get(), draft), (draft.vetoes.get(), issued)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            VetoRule.objects.filter(pk=row.pk).update(rubric=target)


def test_who_is_below_is_told_that_it_was_issued(units, officer):
    office = UserFactory()
    GrantFactory(user=office, role="commune_office", unit=units["P1D1C1"])
    issued_rubric(units["P1D1"], by=officer)
    assert Notice.objects.get(user=office).text.startswith(
        "Đã ban hành “Bộ tiêu chí”, có hiệu lực từ 01/01/2026"
    )


def test_of_several_the_nearest_committee_and_the_kind_of_meeting_come_first(units, officer):
    above = issued_rubric(units["P1"], by=officer, code="tinh")
    own = issued_rubric(units["P1D1"], by=officer, code="huyen")
    thematic = issued_rubric(units["P1D1"], by=officer, code="chuyen-de", meeting_kind="thematic")
    issued_rubric(units["P1D2"], by=officer, code="ben-canh")
    draft_rubric(units["P1D1"], by=officer, code="du-thao")
    found = Rubric.objects.in_force
    unit, day = units["P1D1"], date(2026, 5, 1)
    assert list(found("meeting", unit, day, "thematic")) == [thematic, own, above]
    assert list(found("meeting", unit, day, "regular")) == [own, above]
    assert list(found("meeting", units["P1D1C1"], day, "regular")) == [own, above]
    assert list(found("meeting", unit, START - timedelta(1))) == [] and list(found("month", unit, day)) == []


def test_a_comment_belongs_to_its_rubric(units, officer):
    rubric = draft_rubric(units["P1D1"], by=officer)
    other = draft_rubric(units["P1D2"], by=officer)
    consult(rubric, until=ON, by=officer, on=ON)
    with pytest.raises(ValidationError):
        comment(rubric, text="A", criterion=other.criteria.first(), by=officer, on=ON)
    with pytest.raises(ValidationError):
        comment(rubric, text="  ", by=officer, on=ON)
    assert not RubricComment.objects.exists() and RubricStep.objects.filter(rubric=rubric).count() == 2


def test_a_later_edition_changes_no_sheet_of_the_one_before(units, officer):
    first = issued_rubric(units["P1D1"], by=officer, kind="month")
    body = organisation(units["P1D1C1"], code="DU1", name="Đảng bộ xã 1", kind="grassroots_committee")
    sheet = Sheet.objects.create(
        rubric=first, kind="month", organisation=body, unit=body.unit, issuer=units["P1D1"], scorer="own",
        period_on=date(2026, 5, 1), state="sent", sent_on=date(2026, 6, 3), total=90, band=first.bands.get(code="tot"),
    )  # fmt: skip
    row = SheetRow.objects.create(sheet=sheet, criterion=first.criteria.get(code="du"), points=20)
    second = make_rubric(
        issuer=units["P1D1"],
        code=first.code,
        name=first.name,
        kind="month",
        by=officer,
        on=ON,
        copied_from=first,
    )
    change_part(second.bands.get(code="tot"), values={"minimum": Decimal(95)}, by=officer)
    change_part(second.criteria.get(code="du"), values={"maximum": Decimal(30)}, by=officer)
    change_part(second.criteria.get(code="noi-dung"), values={"maximum": Decimal(60)}, by=officer)
    issue(second, document=document_of(units["P1D1"]), starts_on=date(2026, 4, 1), by=officer, on=ON)
    sheet.refresh_from_db()
    row.refresh_from_db()
    assert (sheet.rubric, sheet.total, sheet.band.code, sheet.band.minimum) == (first, 90, "tot", 90)
    assert (row.criterion.rubric, row.criterion.maximum, row.points) == (first, 20, 20)
    with pytest.raises((IntegrityError, InternalError, ProgrammingError)), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(rubric=second)


def test_a_draft_that_nobody_goes_on_with_is_dropped_and_leaves_its_number_free(units, officer):
    office = UserFactory()
    GrantFactory(user=office, role="commune_office", unit=units["P1D1C1"])
    rubric = draft_rubric(units["P1D1"], by=officer)
    consult(rubric, until=ON, by=officer, on=ON)
    with pytest.raises(ValidationError) as error:
        drop_draft(rubric, reason=" ", by=officer, on=ON)
    assert "vì sao bỏ" in sentences(error)
    drop_draft(rubric, reason="Lập nhầm loại", by=officer, on=ON)
    assert not Notice.objects.filter(user=office).exists()
    again = draft_rubric(units["P1D1"], by=officer, kind="month")
    assert (again.edition, again.kind) == (1, "month")
    rubric.refresh_from_db()
    for act in (
        lambda: issue(rubric, document=document_of(units["P1D1"]), starts_on=START, by=officer, on=ON),
        lambda: change_rubric(rubric, by=officer, name="Khác"),
        lambda: consult(rubric, until=ON, by=officer, on=ON),
        lambda: drop_draft(rubric, reason="Lại", by=officer, on=ON),
    ):
        with pytest.raises(ValidationError) as error:
            act()
        assert "Dự thảo này đã bỏ" in sentences(error)
    issued = issued_rubric(units["P1D2"], by=officer)
    with pytest.raises(ValidationError) as error:
        drop_draft(issued, reason="Nhầm", by=officer, on=ON)
    assert "thì không bỏ được" in sentences(error)
    with pytest.raises((IntegrityError, InternalError, ProgrammingError)), transaction.atomic():
        Rubric.objects.filter(pk=issued.pk).update(state="dropped")


def test_an_opinion_is_withdrawn_until_it_is_answered(units, officer):
    rubric = draft_rubric(units["P1D1"], by=officer)
    consult(rubric, until=ON, by=officer, on=ON)
    first, second = (comment(rubric, text=text, by=officer, on=ON) for text in ("Nhầm", "Đúng"))
    withdraw_comment(first, reason="Ghi nhầm", by=officer)
    answer_comment(second, verdict="taken", by=officer, on=ON)
    for said in (first, second):
        with pytest.raises(ValidationError):
            withdraw_comment(said, reason="Nữa", by=officer)
    with pytest.raises(ValidationError):
        answer_comment(first, verdict="taken", by=officer, on=ON)
    assert list(rubric.comments.standing()) == [second]
