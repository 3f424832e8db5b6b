"""What must always be true of meetings and schedules beyond what a constraint can hold."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.rules import BRANCH_KINDS
from meetings.models import Attendance, DayRule, Meeting, MovedDay, Schedule
from meetings.rules import is_late


def bodies_meet_as_what_they_are(day):
    """A branch meets as a branch, a committee as a committee: they are counted apart."""
    is_branch = Q(organisation__kind__in=BRANCH_KINDS)
    wrong = (is_branch & ~Q(body="branch")) | (~is_branch & Q(body="branch"))
    for pk in Meeting.objects.standing().filter(wrong).order_by("pk").values_list("pk", flat=True):
        yield _("Buổi sinh hoạt số %(row)s không đúng loại tổ chức của nó.") % {"row": pk}


def schedules_hold_their_own_month(day):
    """The lines of a schedule are branches' meetings of its month; those of one that was sent are registered."""
    rows = Meeting.objects.standing().filter(schedule__isnull=False)
    wrong = ~Q(month=F("schedule__month")) | ~Q(body="branch") | Q(planned_on=None)
    unregistered = Q(schedule__state=Schedule.State.SENT, registered_on=None)
    for pk in rows.filter(wrong | unregistered).order_by("pk").values_list("pk", flat=True):
        yield _("Buổi sinh hoạt số %(row)s không khớp với lịch đăng ký của nó.") % {"row": pk}


def lateness_follows_the_first_sending(day):
    for row in Schedule.objects.filter(first_sent_at__isnull=False).order_by("pk"):
        if row.is_late != is_late(localtime(row.first_sent_at).date(), row.due_on):
            yield _("Lịch đăng ký số %(row)s ghi đúng hạn hay muộn không khớp với ngày gửi.") % {
                "row": row.pk
            }


def meetings_that_were_attended_were_held(day):
    attended = Attendance.objects.standing().filter(meeting=OuterRef("pk"))
    rows = Meeting.objects.filter(Exists(attended)).filter(Q(outcome="not_held") | Q(voided_at__isnull=False))
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield _("Buổi sinh hoạt số %(row)s có người dự nhưng ghi là không họp hoặc đã hủy.") % {"row": pk}


def changes_lead_to_what_is_registered(day):
    """The last change of a meeting says what is registered now."""
    rows = Meeting.objects.standing().filter(changes__isnull=False).distinct().prefetch_related("changes")
    for row in rows.order_by("pk").iterator(chunk_size=500):
        last = row.changes.all()[0]
        if (last.after_on, last.after_at, last.after_place) != (
            row.planned_on,
            row.planned_at,
            row.planned_place,
        ):
            yield _("Buổi sinh hoạt số %(row)s không khớp với lần đổi lịch cuối.") % {"row": row.pk}


def rules_of_one_branch_stand_on_its_ground(day):
    """The road for access of a branch's own rule is a unit on which the branch stands or stood."""
    for model in (DayRule, MovedDay):
        rows = model.objects.filter(organisation__isnull=False).exclude(
            organisation__unit_links__unit=F("unit")
        )
        for pk in rows.exclude(unit=F("organisation__unit")).order_by("pk").values_list("pk", flat=True):
            yield _("%(what)s số %(row)s không gắn với địa bàn của chi bộ.") % {
                "what": model._meta.verbose_name,
                "row": pk,
            }


CHECKS = (
    (gettext_lazy("Buổi sinh hoạt đúng loại tổ chức"), bodies_meet_as_what_they_are),
    (gettext_lazy("Lịch đăng ký khớp với các buổi"), schedules_hold_their_own_month),
    (gettext_lazy("Đúng hạn, muộn khớp với ngày gửi"), lateness_follows_the_first_sending),
    (gettext_lazy("Buổi có người dự là buổi đã họp"), meetings_that_were_attended_were_held),
    (gettext_lazy("Lần đổi lịch cuối khớp với lịch"), changes_lead_to_what_is_registered),
    (gettext_lazy("Ngày cố định riêng gắn với địa bàn chi bộ"), rules_of_one_branch_stand_on_its_ground),
)
