"""The log of imports: each is written before its first row, so that everything it brought has an actor."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from branches.models.units import Unit
from branches.querysets.bodies import ImportRunQuerySet
from common.fields import KeyField


class ImportRun(models.Model):
    """One file of one kind. `changes` remembers what it made, so that it can be taken back."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("đang kiểm tra")
        CHECKED = "checked", _("chờ áp dụng")
        REFUSED = "refused", _("có lỗi")
        APPLYING = "applying", _("đang áp dụng")
        APPLIED = "applied", _("đã áp dụng")
        TAKEN_BACK = "taken_back", _("đã lấy lại")
        DISCARDED = "discarded", _("đã bỏ")

    key = KeyField()
    kind = models.CharField(_("loại danh sách"), max_length=30)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="import_runs",
        verbose_name=_("đơn vị"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="import_runs"
    )
    filename = models.CharField(_("tệp"), max_length=255)
    content = models.BinaryField(null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True)
    options = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.UPLOADED)
    rows = models.PositiveIntegerField(_("số dòng"), default=0)
    added = models.PositiveIntegerField(_("mới"), default=0)
    changed = models.PositiveIntegerField(_("thay đổi"), default=0)
    ended = models.PositiveIntegerField(_("kết thúc"), default=0)
    unchanged = models.PositiveIntegerField(_("giữ nguyên"), default=0)
    errors = models.JSONField(default=list, blank=True)
    preview = models.JSONField(default=list, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    changes = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(_("lúc"), auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần nhập")
        verbose_name_plural = _("các lần nhập")
        ordering = ["-created_at", "-id"]

    def __str__(self):
        return self.filename
