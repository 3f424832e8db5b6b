"""A reminder in words: for a notice, a letter, and the text that an officer copies."""

from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_of
from common.months import MONTH, month_query
from reports.due import Due, Step
from reports.ladder import days_past


def sentence_of(due: Due, on: date, names=None) -> str:
    """What is to be done, about which place and month, and until when."""
    units, organisations = names or names_for([due], on)
    facts = {
        "unit": units.get(due.unit_id, ""),
        "place": organisations.get(due.organisation_id) or units.get(due.unit_id, ""),
        "month": f"{due.month:%m/%Y}",
        "due": due_words(due.due_on, on),
    }
    if due.step == Step.SCHEDULE:
        return _("%(unit)s chưa đăng ký lịch sinh hoạt tháng %(month)s (%(due)s).") % facts
    if due.step == Step.VISIT:
        return _("Chưa chọn buổi dự sinh hoạt tháng %(month)s ở %(place)s (%(due)s).") % facts
    if due.step == Step.CONFERENCE:
        return _("Chưa có báo cáo dự hội nghị cấp ủy tháng %(month)s ở %(place)s (%(due)s).") % facts
    return _("Chưa có báo cáo dự sinh hoạt tháng %(month)s ở %(place)s (%(due)s).") % facts


def due_words(due_on: date, on: date) -> str:
    """ "hạn 24/11/2026, quá hạn 2 ngày"."""
    return _("hạn %(day)s, %(how)s") % {
        "day": date_format(due_on, "d/m/Y"),
        "how": distance_words(due_on, on),
    }


def distance_words(due_on: date, on: date) -> str:
    """ "quá hạn 2 ngày", "hôm nay" or "còn 3 ngày"."""
    past = days_past(due_on, on)
    if past > 0:
        return ngettext("quá hạn %(days)s ngày", "quá hạn %(days)s ngày", past) % {"days": past}
    if past == 0:
        return _("hôm nay")
    return ngettext("còn %(days)s ngày", "còn %(days)s ngày", -past) % {"days": -past}


def step_words(due: Due) -> str:
    """ "chưa nộp báo cáo, tháng 10/2026"."""
    return _("%(step)s, tháng %(month)s") % {"step": Step(due.step).label, "month": f"{due.month:%m/%Y}"}


def names_for(dues, on) -> tuple[dict, dict]:
    """(names of units, names of organisations) of many dues; two queries."""
    return (
        names_of({due.unit_id for due in dues}, on),
        organisation_names({due.organisation_id for due in dues} - {None}, on),
    )


def address_of(due: Due) -> str:
    """Where one does it: a path of ours."""
    kind, subject, *more = due.about.split(":")
    month = f"?{MONTH}={month_query(due.month)}"
    if kind == "schedule":
        return f"{_path('meetings:schedule_list')}{month}"
    if kind == "visit":
        return f"{_path('meetings:visit_choose')}{month}"
    if subject == "visit":
        return f"{_path('reports:report_new')}?lan-du={more[0]}"
    return f"{_path('dashboard:month')}{month}"


def _path(name) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return "/"
