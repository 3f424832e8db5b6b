"""What a branch decides, carried on from month to month until it is done (Vân Hồ 2.10, 2.13)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from branches.models import Organisation, Unit
from common.fields import KeyField
from common.history import track
from meetings.models.meetings import Meeting
from meetings.querysets.meetings import BranchTaskQuerySet


class BranchTask(models.Model):
    """A task, or an item of the branch's resolution: who, what, until when, with what result ("rõ người, rõ việc, rõ
    tiến độ, rõ kết quả"). The owner is a name or a tổ đảng: there is no register of members."""

    class Kind(models.TextChoices):
        TASK = "task", _("nhiệm vụ")
        RESOLUTION_ITEM = "resolution_item", _("nội dung nghị quyết")

    class State(models.TextChoices):
        OPEN = "open", _("đang làm")
        DONE = "done", _("đã xong")
        DROPPED = "dropped", _("thôi, không làm")

    key = KeyField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tasks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="branch_tasks")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("quyết định tại")
    )
    kind = models.CharField(_("loại"), max_length=15, choices=Kind, default=Kind.TASK)
    work = models.CharField(_("việc"), max_length=500)
    owner = models.CharField(_("ai làm"), max_length=120)
    due_on = models.DateField(_("thời hạn"), null=True, blank=True)
    state = models.CharField(_("tình trạng"), max_length=8, choices=State, default=State.OPEN)
    result = models.CharField(_("kết quả"), max_length=500, blank=True)
    closed_on = models.DateField(_("xong ngày"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = BranchTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc chi bộ đã quyết")
        verbose_name_plural = _("việc chi bộ đã quyết")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_on=None)
                | ~Q(state="open") & Q(closed_on__isnull=False) & ~Q(result=""),
                name="meetings_closed_task_says_its_result",
                violation_error_message=_("Kết thúc một việc phải ghi ngày và kết quả."),
            )
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="meetings_tasks_open")]

    def __str__(self):
        return self.work


class TaskNote(models.Model):
    """How far a task had come at a later meeting."""

    task = models.ForeignKey(BranchTask, on_delete=models.PROTECT, related_name="notes")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noted_on = models.DateField(_("ngày"))
    text = models.CharField(_("tiến độ"), max_length=500)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-noted_on", "-id"]


track(BranchTask)
