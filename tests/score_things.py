"""Rubrics for tests and for the world of the matrix: one that is issued, a draft, one that opinions are asked for."""

from datetime import date
from decimal import Decimal

from branches.models import OfficialDocument
from common.history import recorded_by
from scores.actions.rubric_parts import _fill
from scores.actions.rubrics import add_part, comment, consult, issue, make_rubric
from scores.actions.sheets import regrade
from scores.models import (
    Appeal,
    Band,
    Criterion,
    FactStep,
    Indicator,
    IndicatorValue,
    ModelRegistration,
    ModelTitle,
    Rubric,
    Section,
    Sheet,
    SheetRow,
    Target,
    Urging,
    VetoRule,
    WatchList,
    YearlyRule,
    YearTheme,
)

BANDS = (("tot", "Tốt", 90), ("kha", "Khá", 70), ("trung-binh", "Trung bình", 50), ("kem", "Kém", 0))
MADE_ON = date(2025, 12, 1)


def draft_rubric(
    issuer,
    *,
    by=None,
    code="bo-tieu-chi",
    name="Bộ tiêu chí",
    kind="meeting",
    on=MADE_ON,
    m="",
    is_quick=True,
    **fields,
):
    """A draft of two sections: attendance (20, over 85 %, must be full) and duration (10), contents (70); a bonus of 5; four
    levels, one veto, two yearly rules. `m` stands in every text of it. `is_quick`: its rows without the checks of the action, which
    would find nothing (tests/scores/test_rubrics.py makes both)."""
    rubric = make_rubric(
        issuer=issuer, code=code, name=f"{name} {m}".strip(), kind=kind, by=by, on=on, **fields
    )

    def part(model, **values):
        values = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
        return (row_of if is_quick else add_part)(rubric, model, values=values, by=by)

    came = part(Section, name=f"Tham gia {m}")
    held = part(Section, name=f"Tổ chức {m}")
    more = part(Section, name=f"Thưởng {m}", is_extra=True)
    attendance = part(
        Criterion,
        section=came,
        code="du",
        name=f"Tỷ lệ dự {m}",
        maximum=20,
        fact="attendance_rate",
        must_be_full=True,
    )
    part(FactStep, criterion=attendance, threshold=85, is_inclusive=False, points=20)
    lasted = part(Criterion, section=held, code="gio", name=f"Thời lượng {m}", maximum=10, fact="duration")
    part(FactStep, criterion=lasted, threshold=90, points=10)
    part(Criterion, section=held, code="noi-dung", name=f"Nội dung {m}", maximum=70)
    part(Criterion, section=more, code="thuong", name=f"Cách làm mới {m}", maximum=5)
    bands = {
        code: part(Band, code=code, name=f"{name} {m}", minimum=Decimal(minimum), sort=number)
        for number, (code, name, minimum) in enumerate(BANDS, start=1)
    }
    part(VetoRule, text=f"Có đảng viên bị kỷ luật {m}", band=bands["kem"])
    part(YearlyRule, band=bands["tot"], floor=bands["kha"], counted=bands["tot"], count=7)
    part(YearlyRule, band=bands["kha"], floor=bands["trung-binh"])
    return Rubric.objects.get(pk=rubric.pk)


def row_of(rubric, model, *, values, by):
    row = model(**({} if model is FactStep else {"rubric": rubric}), **values)
    with recorded_by(by):
        _fill(rubric, row)
        row.save()
    return row


def document_of(issuer, number="26-QĐ/HU", issued_on=MADE_ON):
    """A decision of the unit's committee."""
    return OfficialDocument.objects.get_or_create(
        issuer_unit=issuer,
        type="QĐ",
        number=number,
        issued_on=issued_on,
        defaults={"title": "Ban hành bộ tiêu chí"},
    )[0]


def issued_rubric(issuer, *, starts_on=date(2026, 1, 1), by=None, document=None, on=MADE_ON, **fields):
    """The same, issued from `starts_on`."""
    rubric = draft_rubric(issuer, by=by, on=on, **fields)
    return issue(rubric, document=document or document_of(issuer), starts_on=starts_on, by=by, on=on)


def furnish(world, code, m, mu, user=None):
    """`mu`: the marker of what binds those below, in every text of what they may read; `m`: of what they may not."""
    unit, document = world.units[code], world.things["document"][code]
    issued = issued_rubric(
        unit,
        by=user,
        document=document,
        m=mu,
        source=f"Nguồn {mu}",
        guidance=f"Hướng dẫn {mu}",
    )
    draft = draft_rubric(unit, by=user, code="du-thao", name="Dự thảo", m=m, source=f"Nguồn {m}")
    asked = draft_rubric(unit, by=user, code="lay-y-kien", name="Lấy ý kiến", m=mu)
    consult(asked, until=date(2099, 1, 1), by=user, on=MADE_ON)
    body = world.things["organisation"][code]
    said = comment(asked, text=f"Ý kiến {m}", organisation=body, by=user, on=MADE_ON)
    things = {
        "rubric": issued,
        "draft_rubric": Rubric.objects.get(pk=draft.pk),
        "asked_rubric": Rubric.objects.get(pk=asked.pk),
        "rubric_comment": said,
    }
    for kind, thing in things.items():
        world._keep(kind, code, thing)
    _furnish_sheets(world, code, m, body, unit, issued)
    _furnish_targets(world, code, m, mu, body, unit)


def _furnish_sheets(world, code, m, body, unit, rubric):
    """A month's sheet that was sent, one with an appeal, and the meeting that was held: each with the marker in its words."""
    turn = world.things["attendance"][code]
    world._keep("held_meeting", code, turn.meeting)
    criterion = rubric.criteria.first()
    for month, state, name in ((8, "sent", "sheet"), (7, "published", "published_sheet")):
        sheet = Sheet.objects.create(
            rubric=rubric,
            kind="month",
            organisation=body,
            unit=body.unit,
            issuer=unit,
            period_on=date(2026, month, 1),
            scorer="own",
            state=state,
            sent_on=date(2026, month + 1, 3),
            total=Decimal(80),
            published_on=date(2026, month + 1, 9) if state == "published" else None,
        )
        SheetRow.objects.create(sheet=sheet, criterion=criterion, points=10, note=f"Minh chứng {m}")
        regrade(sheet)
        world._keep(name, code, sheet)
    visitors = Sheet.objects.create(
        rubric=rubric,
        kind="meeting",
        organisation=turn.meeting.organisation,
        unit=turn.meeting.unit,
        issuer=unit,
        period_on=turn.meeting.on,
        scorer="superior",
        meeting=turn.meeting,
        cadre=turn.cadre,
        attendance=turn,
        state="sent",
        sent_on=date(2026, 11, 1),
    )
    world._keep("visitors_sheet", code, visitors)
    made = Appeal.objects.create(sheet=sheet, text=f"Đề nghị {m}", made_on=date(2026, 8, 10))
    world._keep("appeal", code, made)


def _furnish_targets(world, code, m, mu, body, unit):
    """What was aimed at and counted, every word marked."""
    indicator = Indicator.objects.get(code="admissions")
    where = {"organisation": body, "unit": body.unit}
    things = {
        "target": Target.objects.create(indicator=indicator, year=2026, value=9, note=f"Giao {m}", **where),
        "indicator_value": IndicatorValue.objects.create(
            indicator=indicator, counted_on=date(2026, 5, 1), value=3, category=f"Nguồn {m}", **where
        ),
        "registration": ModelRegistration.objects.create(
            title=ModelTitle.objects.first(),
            year=2026,
            registered_on=date(2026, 1, 9),
            note=f"Ghi {m}",
            **where,
        ),
        "indicator": Indicator.objects.create(code=f"c-{code.lower()}", name=f"Chỉ số {mu}", issuer=unit),
        "watch": WatchList.objects.create(
            name=f"Theo dõi {mu}", issuer=unit, rule="members_below", threshold=5
        ),
    }
    things["urging"] = Urging.objects.create(
        indicator=indicator, year=2026, urged_on=date(2026, 6, 1), text=f"Đôn đốc {m}", **where
    )
    things["theme"] = YearTheme.objects.create(issuer=unit, year=2026, text=f"Chủ đề {mu}")
    for name, thing in things.items():
        world._keep(name, code, thing)
