"""What else happens between a branch and those above it: inspections, contacts, its shelf, and what it tells."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.models import Cadre
from branches.models import OfficialDocument, Organisation, Unit
from common.fields import KeyField
from common.history import track
from common.records import Dated, Voidable
from meetings.querysets.timeline import ContactQuerySet, ShelfQuerySet, SituationQuerySet, VoidableQuerySet


class Inspection(Voidable):
    """An inspection or supervision from above, with the following cadres who took part (Quảng Trị 1.13, Bến Tre 4.24b)."""

    class Kind(models.TextChoices):
        INSPECTION = "inspection", _("kiểm tra")
        SUPERVISION = "supervision", _("giám sát")

    key = KeyField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="inspections")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inspections")
    kind = models.CharField(_("loại"), max_length=11, choices=Kind)
    happened_on = models.DateField(_("ngày"))
    body = models.CharField(_("đoàn của"), max_length=200)
    gist = models.TextField(_("nội dung"), blank=True)
    participants = models.ManyToManyField(
        Cadre, blank=True, related_name="inspections", verbose_name=_("cán bộ theo dõi tham gia")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = VoidableQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("kiểm tra, giám sát")
        verbose_name_plural = _("kiểm tra, giám sát")
        ordering = ["-happened_on", "-id"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.happened_on:%d/%m/%Y}"


class Contact(Voidable):
    """A contact between meetings, or a local activity that a cadre joined: "last contact" everywhere reads these."""

    class How(models.TextChoices):
        VISIT = "visit", _("gặp trực tiếp")
        PHONE = "phone", _("điện thoại")
        WRITING = "writing", _("văn bản, tin nhắn")
        ACTIVITY = "activity", _("dự hoạt động ở địa phương")

    key = KeyField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="contacts")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="contacts")
    happened_on = models.DateField(_("ngày"))
    how = models.CharField(_("cách"), max_length=8, choices=How)
    gist = models.CharField(_("nội dung chính"), max_length=500)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ContactQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("lần liên hệ")
        verbose_name_plural = _("lần liên hệ")
        ordering = ["-happened_on", "-id"]
        indexes = [models.Index(fields=["unit", "happened_on"], name="meetings_contacts_of_unit")]

    def __str__(self):
        return f"{self.get_how_display()} {self.happened_on:%d/%m/%Y}"


class ShelfDocument(Dated):
    """A work regulation or resolution of the branch that is in force (Bến Tre 4.11: "quy chế làm việc")."""

    class Kind(models.TextChoices):
        WORK_REGULATION = "work_regulation", _("quy chế làm việc")
        RESOLUTION = "resolution", _("nghị quyết")
        OTHER = "other", _("văn bản khác")

    key = KeyField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="shelf")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="shelf")
    kind = models.CharField(_("loại"), max_length=15, choices=Kind)
    document = models.ForeignKey(
        OfficialDocument, on_delete=models.PROTECT, related_name="shelves", verbose_name=_("văn bản")
    )

    objects = ShelfQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("văn bản đang thực hiện")
        verbose_name_plural = _("văn bản đang thực hiện")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "document"],
                name="meetings_document_stands_on_a_shelf_once",
                violation_error_message=_("Văn bản này đã có trong tủ của chi bộ."),
            ),
        ]


class Situation(models.Model):
    """What commune and branch say of their month: situation and difficulties (Bến Tre 4.20: "trông chờ … chưa kịp thời
    thông tin"). Silence is a missing row, lateness `sent_on` after `due_on`."""

    key = KeyField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="situations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="situations")
    month = models.DateField(_("tháng"))
    situation = models.TextField(_("tình hình"))
    difficulties = models.TextField(_("khó khăn, vướng mắc"), blank=True)
    due_on = models.DateField(_("hạn"))
    sent_on = models.DateField(_("gửi ngày"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = SituationQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông tin tình hình")
        verbose_name_plural = _("thông tin tình hình")
        ordering = ["-month", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "month"],
                name="meetings_situation_is_told_once_a_month",
                violation_error_message=_("Thông tin của tháng này đã gửi."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="meetings_situation_month_is_a_first",
                violation_error_message=_("Tháng được ghi bằng ngày đầu tháng."),
            ),
        ]

    @property
    def is_late(self) -> bool:
        return self.sent_on > self.due_on


track(Inspection)
track(Contact)
track(ShelfDocument)
track(Situation)
