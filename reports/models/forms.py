"""What the report form asks: sections and checklists are data with versions; a report keeps those it was filed under."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.models import Scheme
from common.fields import KeyField
from common.history import track
from common.records import Dated, no_overlap, text_point_range
from reports.querysets.forms import ChecklistQuerySet, ReportFormQuerySet


class ReportForm(Dated):
    """One version of the form of a scheme, or of every scheme without one of its own (`scheme` empty).

    `sections`: {section code: "open", "folded" or "off"}; codes that are absent stand as `reports.sections` ships them.
    """

    key = KeyField()
    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, null=True, blank=True, related_name="report_forms"
    )
    sections = models.JSONField(default=dict, blank=True)

    objects = ReportFormQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("mẫu báo cáo")
        verbose_name_plural = _("mẫu báo cáo")
        constraints = [
            *Dated.Meta.constraints,
            no_overlap(
                "scheme_id",
                name="reports_scheme_has_one_form_a_day",
                message=_("Chủ trương đã có mẫu báo cáo trong những ngày này."),
                condition=Q(scheme__isnull=False),
            ),
            no_overlap(
                name="reports_there_is_one_general_form_a_day",
                message=_("Đã có mẫu báo cáo chung trong những ngày này."),
                condition=Q(scheme=None),
            ),
        ]


class Checklist(Dated):
    """One version of a list of things to look at: 4 nắm, 4 góp, 3 kiểm, the agenda's steps. `scheme` empty: of all schemes
    without a list of this code of their own."""

    key = KeyField()
    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, null=True, blank=True, related_name="checklists"
    )
    code = models.SlugField(_("mã"), max_length=30)
    name = models.CharField(_("tên"), max_length=120)
    source = models.CharField(_("nguồn"), max_length=200, blank=True)
    sort = models.PositiveSmallIntegerField(_("thứ tự"), default=50)

    objects = ChecklistQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("danh mục kiểm")
        verbose_name_plural = _("danh mục kiểm")
        ordering = ["sort", "code", "starts_on"]
        constraints = [
            *Dated.Meta.constraints,
            no_overlap(
                "scheme_id",
                text_point_range("code"),
                name="reports_scheme_has_one_checklist_a_day",
                message=_("Chủ trương đã có danh mục này trong những ngày này."),
                condition=Q(scheme__isnull=False),
            ),
            no_overlap(
                text_point_range("code"),
                name="reports_there_is_one_general_checklist_a_day",
                message=_("Đã có danh mục chung này trong những ngày này."),
                condition=Q(scheme=None),
            ),
        ]

    def __str__(self):
        return self.name


class ChecklistItem(models.Model):
    """`is_placeholder`: its wording is not published, so that the office must write it (domain.md 1.4)."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField(_("số"))
    # The same thing in the next version of the list: coverage by item goes on across versions.
    code = models.SlugField(_("mã"), max_length=40)
    text = models.CharField(_("nội dung"), max_length=300)
    is_placeholder = models.BooleanField(_("chưa có nội dung chính thức"), default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "number"],
                name="reports_item_has_one_number",
                violation_error_message=_("Hai mục của một danh mục không thể cùng số."),
            ),
            models.UniqueConstraint(
                fields=["checklist", "code"],
                name="reports_item_has_one_code",
                violation_error_message=_("Hai mục của một danh mục không thể cùng mã."),
            ),
        ]

    def __str__(self):
        return self.text


class EffectKind(models.Model):
    """What a visit brought about ("tháo điểm nghẽn"): staff extend the list."""

    code = models.SlugField(_("mã"), unique=True)
    name = models.CharField(_("tên"), max_length=120, unique=True)
    sort = models.PositiveSmallIntegerField(_("thứ tự"), default=100)

    class Meta:
        verbose_name = _("tác dụng")
        verbose_name_plural = _("tác dụng")
        ordering = ["sort", "name"]

    def __str__(self):
        return self.name


track(ReportForm)
track(Checklist)
track(ChecklistItem)
