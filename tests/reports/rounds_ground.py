"""What tests of rounds share: a round of the district, its conclusion, things to put right; straight into the tables."""

from datetime import date

from reports.models import Conclusion, ConclusionLine, Remedy, Round
from reports.rounds import RoundFacts

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
ISSUED = date(2026, 11, 5)


def a_round(issuer, starts_on=OCTOBER, ends_on=NOVEMBER, **fields) -> Round:
    fields.setdefault("name", f"Đợt tháng {starts_on:%m/%Y}")
    return Round.objects.create(issuer=issuer, starts_on=starts_on, ends_on=ends_on, **fields)


def a_line(conclusion, organisation, part="shortcoming", text="Chưa chuẩn bị nội dung.", **fields):
    line = ConclusionLine(conclusion=conclusion, organisation=organisation, part=part, text=text, **fields)
    line.full_clean()
    line.save()
    return line


def issued(made, *lines, number="12-TB/HU", on=ISSUED) -> Conclusion:
    """The conclusion of the round `made`; `lines`: (organisation, part, text, due_on)."""
    conclusion = Conclusion.objects.create(round=made, issuer=made.issuer)
    for organisation, part, text, due_on in lines:
        a_line(conclusion, organisation, part, text, due_on=due_on)
    figures = RoundFacts(made, on).as_figures()
    Conclusion.objects.filter(pk=conclusion.pk).update(number=number, issued_on=on, figures=figures)
    conclusion.refresh_from_db()
    return conclusion


def a_remedy(issuer, organisation, *, work="Chi ủy họp chuẩn bị trước ba ngày.", due_on=date(2026, 11, 20)):
    """One that a notice of the issuer's demanded."""
    made = Round.objects.filter(issuer=issuer, starts_on=OCTOBER).first() or a_round(
        issuer, closed_on=NOVEMBER
    )
    Conclusion.objects.filter(round=made, voided_at=None).update(
        voided_at="2026-11-04T00:00Z", void_reason="Sai"
    )
    conclusion = issued(made, (organisation, "required", work, due_on))
    return Remedy.objects.create(
        line=conclusion.lines.get(),
        issuer=issuer,
        organisation=organisation,
        unit=organisation.unit,
        work=work,
        assigned_on=conclusion.issued_on,
        due_on=due_on,
    )
