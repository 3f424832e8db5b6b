"""What a committee changes in its printed papers: names, legal bases, signers, recipients, standing paragraphs. The
templates themselves are files of the product."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from branches.models.units import Unit
from branches.querysets.papers import PaperQuerySet
from common.fields import KeyField
from common.history import track
from common.records import Dated, no_overlap, text_point_range


class Paper(Dated):
    """The standing words of one form of one committee, from a day on; ended and made anew. Empty: the product's own words.
    Lines in `bases`, `recipients`: one each."""

    class Form(models.TextChoices):
        EVERY = "every", _("mọi văn bản")
        DECISION = "decision", _("quyết định phân công")
        LETTER = "letter", _("giấy giới thiệu")
        REPORT = "report", _("báo cáo dự sinh hoạt")
        CONCLUSION = "conclusion", _("thông báo kết luận")
        SCHEDULE = "schedule", _("lịch sinh hoạt")
        SHEET = "sheet", _("bảng chấm điểm")
        URGENT = "urgent", _("sổ việc cấp bách")
        HOUSEHOLD = "household", _("phiếu hộ gia đình")
        RECOMMENDATION = "recommendation", _("phiếu kiến nghị")
        REVIEW = "review", _("báo cáo sơ kết, tổng kết")
        EVIDENCE = "evidence", _("phiếu kết quả hỗ trợ cơ sở")

    key = KeyField()
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="papers", verbose_name=_("cấp ủy của")
    )
    form = models.CharField(_("mẫu"), max_length=14, choices=Form)
    higher_body = models.CharField(_("cơ quan cấp trên"), max_length=150, blank=True)
    issuing_body = models.CharField(_("cơ quan ban hành"), max_length=150, blank=True)
    symbol = models.CharField(_("ký hiệu"), max_length=30, blank=True)
    place = models.CharField(_("nơi ký"), max_length=80, blank=True)
    bases = models.TextField(_("căn cứ"), blank=True, help_text=_("Mỗi dòng một căn cứ."))
    opening = models.TextField(_("đoạn mở đầu"), blank=True)
    closing = models.TextField(_("đoạn kết"), blank=True)
    signer_authority = models.CharField(_("thẩm quyền ký"), max_length=120, blank=True)
    signer_post = models.CharField(_("chức vụ người ký"), max_length=120, blank=True)
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    recipients = models.TextField(_("nơi nhận"), blank=True, help_text=_("Mỗi dòng một nơi nhận."))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = PaperQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("nội dung mẫu văn bản")
        verbose_name_plural = _("nội dung mẫu văn bản")
        ordering = ["form", "-starts_on"]
        constraints = [
            *Dated.Meta.constraints,
            no_overlap(
                "issuer_id",
                text_point_range("form"),
                name="branches_one_wording_of_a_form_a_day",
                message=_("Mẫu này đã có nội dung khác trong những ngày này."),
            ),
        ]

    def __str__(self):
        return str(self.get_form_display())


track(Paper)
