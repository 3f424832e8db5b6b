"""Two versions of one report, said one beside the other."""

from django.utils.translation import gettext as _

from matters.models import Recommendation
from meetings.models.attendance import COUNTS, Attendance
from reports.models import Report
from reports.models.reports import WORDS
from reports.telling import told_in
from scores.actions.sheets import rows_of
from scores.points import points_text
from scores.visiting import visitors_sheets


def differences(report, values) -> list[tuple]:
    """[(label, what stands, what was sent)] of the words and counts that differ. `values` as `submit_report` takes them;
    what it does not name is not compared."""
    found = []
    for name in (*WORDS, "was_prepared", "has_draft_resolution", "documents_sent_before"):
        if name in values:
            _compare(found, Report, name, getattr(report, name), values[name])
    turn = report.attendance
    for name in COUNTS:
        if name in values:
            _compare(found, Attendance, name, getattr(turn, name, None), values[name])
    links = report.recommendation_links.filter(recommendation__voided_at=None).order_by("pk")
    standing = list(links.values_list("recommendation__content", flat=True))
    sent = [row["content"] for row in values.get("recommendations", [])]
    if "recommendations" in values and standing != sent:
        found.append((_("Kiến nghị"), "\n".join(standing), "\n".join(sent)))
    if values.get("scores"):
        _compare_scores(found, report, values["scores"])
    if "told" in values:
        told = Recommendation.objects.filter(pk__in=told_in(report)).order_by("reference")
        standing = list(told.values_list("reference", flat=True))
        sent = sorted(each.reference for each in values["told"])
        if standing != sent:
            found.append((_("Trả lời đã thông báo"), "\n".join(standing), "\n".join(sent)))
    return found


def _compare_scores(found, report, scores):
    """Of the criteria that were scored now; what filled itself is nobody's word."""
    sheet = visitors_sheets(report.meeting, report.cadre).first()
    stands = {row.criterion: row.points for row in rows_of(sheet)} if sheet else {}
    sent = {each: points for each, (points, _why) in scores.items() if points is not None}
    if any(stands.get(each) != points for each, points in sent.items()):
        found.append(
            (
                _("Chấm điểm buổi sinh hoạt"),
                "\n".join(_scored(each, stands.get(each)) for each in sent),
                "\n".join(_scored(each, points) for each, points in sent.items()),
            )
        )


def _scored(criterion, points) -> str:
    return f"{criterion}: {'–' if points is None else points_text(points)}"


def _compare(found, model, name, one, other):
    if (one or "") == (other or "") or (one is None and other is None):
        return
    field = model._meta.get_field(name)
    labels = dict(field.choices or ()) | {True: _("có"), False: _("không"), None: ""}
    found.append((field.verbose_name.capitalize(), labels.get(one, one), labels.get(other, other)))
