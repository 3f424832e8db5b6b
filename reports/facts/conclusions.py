"""What pages of notices show: the parts with their lines, and the list of those that name one's place."""

from django.utils.translation import gettext_lazy as _

from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_of
from reports.models import ConclusionLine, Report

Part = ConclusionLine.Part
PARTS = (
    (Part.PRAISE, _("Tổ chức đảng làm tốt")),
    (Part.SHORTCOMING, _("Tổ chức đảng còn hạn chế")),
    (Part.REQUIRED, _("Việc phải khắc phục")),
)


def parts_of(conclusion, day, scope=None) -> list[dict]:
    """[{"part", "title", "rows": [{"line", "name", "reports", "remedy"}]}]; `scope`: whose reading of the reports is shown,
    None: no report is."""
    lines = list(conclusion.lines.select_related("remedy").prefetch_related("sources"))
    names = organisation_names({line.organisation_id for line in lines} - {None}, day)
    reports = _reports(lines, scope) if scope is not None else {}
    rows: dict = {part: [] for part, _title in PARTS}
    for line in lines:
        rows[line.part].append(
            {
                "line": line,
                "name": names.get(line.organisation_id, ""),
                "reports": [reports[s.report_id] for s in line.sources.all() if s.report_id in reports],
                "remedy": getattr(line, "remedy", None),
            }
        )
    return [{"part": part, "title": title, "rows": rows[part]} for part, title in PARTS]


def _reports(lines, scope) -> dict:
    """{id: Report} of those that the sentences rest on and the reader reads."""
    ids = {source.report_id for line in lines for source in line.sources.all()}
    return {
        row.pk: row for row in Report.objects.visible_to(scope).filter(pk__in=ids).select_related("cadre")
    }


def named_rows(conclusions, scope, day) -> list[dict]:
    """Of NamedTable."""
    names = names_of({each.issuer_id for each in conclusions}, day)
    counts: dict = {}
    rows = ConclusionLine.objects.named(scope).filter(conclusion__in=[each.pk for each in conclusions])
    for pk in rows.order_by().values_list("conclusion", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return [
        {
            "number": each.number,
            "url": each.get_absolute_url(),
            "issued_on": each.issued_on,
            "issuer": names.get(each.issuer_id, ""),
            "round": each.round.name,
            "lines": counts.get(each.pk, 0),
        }
        for each in conclusions
    ]
