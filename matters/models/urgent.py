"""The register of urgent, pressing matters (Kim Sơn 3.5: 76 organisations, 127 matters in 2018)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from branches.models import Organisation, Unit
from common.fields import KeyField, SearchKeyField
from common.history import track
from common.records import Voidable
from matters.models.recommendations import Recommendation
from matters.models.topics import Topic
from matters.querysets.urgent import UrgentMatterQuerySet


class UrgentMatter(Voidable):
    """What an organisation took upon itself to settle in a year. What is not done goes on as a new row of the next year
    (`carried_from`); the old one says that it did. A reference is its organisation's own: two communes may both have a
    "01". A list may know that a matter is done and not since when: then `done_on` is empty."""

    class Status(models.TextChoices):
        REGISTERED = "registered", _("đã đăng ký")
        IN_PROGRESS = "in_progress", _("đang thực hiện")
        DONE = "done", _("hoàn thành")
        CARRIED = "carried", _("chuyển năm sau")
        DROPPED = "dropped", _("không thực hiện")

    key = KeyField()
    reference = models.CharField(_("mã"), max_length=40)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="urgent_matters", verbose_name=_("tổ chức đảng")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="urgent_matters")
    year = models.PositiveSmallIntegerField(_("năm"))
    registered_on = models.DateField(_("ngày đăng ký"))
    title = models.CharField(_("việc"), max_length=300)
    topic = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="urgent_matters",
        verbose_name=_("lĩnh vực"),
    )
    why = models.TextField(_("vì sao cấp bách"), blank=True)
    owner = models.CharField(_("ai chịu trách nhiệm"), max_length=150, blank=True)
    solution = models.TextField(_("cách giải quyết"), blank=True)
    target = models.CharField(_("kết quả cần đạt"), max_length=500, blank=True)
    due_on = models.DateField(_("thời hạn"), null=True, blank=True)
    status = models.CharField(_("tình trạng"), max_length=11, choices=Status, default=Status.REGISTERED)
    done_on = models.DateField(_("hoàn thành ngày"), null=True, blank=True)
    # Whoever says that it is done does not confirm it.
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    result = models.TextField(_("kết quả, lý do"), blank=True)
    confirmed_on = models.DateField(_("xác nhận ngày"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    carried_from = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_to",
        verbose_name=_("chuyển từ năm trước"),
    )
    recommendations = models.ManyToManyField(
        Recommendation, blank=True, related_name="urgent_matters", verbose_name=_("kiến nghị liên quan")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = SearchKeyField(sources=("reference", "title"))

    objects = UrgentMatterQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("việc cấp bách, bức xúc")
        verbose_name_plural = _("việc cấp bách, bức xúc")
        ordering = ["-year", "due_on", "id"]
        constraints = [
            *Voidable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status="done") | Q(done_on=None),
                name="matters_urgent_day_of_doing_is_of_what_is_done",
                violation_error_message=_("Chỉ việc đã hoàn thành mới có ngày hoàn thành."),
            ),
            models.CheckConstraint(
                condition=~Q(status="dropped") | ~Q(result=""),
                name="matters_urgent_dropped_says_why",
                violation_error_message=_("Không thực hiện thì phải nêu lý do."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on=None)
                | Q(status="done") & (Q(done_on=None) | Q(confirmed_on__gte=F("done_on"))),
                name="matters_urgent_confirmed_once_done",
                violation_error_message=_("Chỉ xác nhận việc đã hoàn thành, không trước ngày hoàn thành."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100),
                name="matters_urgent_year_is_a_year",
                violation_error_message=_("Năm phải từ 2000 đến 2100."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "reference"],
                condition=Q(voided_at=None),
                name="matters_urgent_reference_is_its_organisations_own",
                violation_error_message=_("Tổ chức đảng này đã có một việc mang mã đó."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "year"], name="matters_urgent_of_a_year")]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("matters:urgent_page", args=[self.key])


class UrgentNote(models.Model):
    """How far it has come, on a day; and each step of its way, with who took it."""

    class Step(models.TextChoices):
        NOTED = "noted", _("tiến độ")
        CHANGED = "changed", _("sửa")
        DONE = "done", _("báo hoàn thành")
        CONFIRMED = "confirmed", _("xác nhận hoàn thành")
        REOPENED = "reopened", _("mở lại")
        CARRIED = "carried", _("chuyển năm sau")
        DROPPED = "dropped", _("không thực hiện")
        FILED = "filed", _("thêm minh chứng")

    step = models.CharField(_("bước"), max_length=9, choices=Step, default=Step.NOTED)
    matter = models.ForeignKey(UrgentMatter, on_delete=models.PROTECT, related_name="notes")
    noted_on = models.DateField(_("ngày"))
    text = models.CharField(_("nội dung"), max_length=1000, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("tiến độ")
        verbose_name_plural = _("tiến độ")
        ordering = ["-noted_on", "-id"]


track(UrgentMatter, exclude=["search_key"])
track(UrgentNote)
