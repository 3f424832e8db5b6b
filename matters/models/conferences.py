"""Conferences of all the kinds in the sources, what was said there, and those that must come again."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.models import Cadre, Scheme
from branches.models import Level, OfficialDocument, Organisation, Unit, Zone
from common.fields import KeyField, SearchKeyField
from common.history import track
from common.records import Dated, StandingQuerySet, Voidable
from matters.models.recommendations import Recommendation
from matters.models.topics import Topic
from matters.querysets.conferences import ConferenceQuerySet, ObligationQuerySet


class ConferenceKind(models.TextChoices):
    GATHERING = "gathering", _("họp mặt")
    BRIEFING = "briefing", _("giao ban cụm xã")
    DIALOGUE = "dialogue", _("đối thoại")
    REFLECTION = "reflection", _("phản ánh sau đợt dự")
    PERIODIC = "periodic", _("họp định kỳ với cán bộ được phân công")
    INTERIM_REVIEW = "interim_review", _("sơ kết")
    FINAL_REVIEW = "final_review", _("tổng kết")


class Conference(Voidable):
    """`unit`: whose conference it is (the commune that held a dialogue, the district that called a briefing); `zone`: of
    which communes. People speaking, opinions and turns are three counts: what the opinions recorded here say is the least of
    the first two, whatever was written down (`ConferenceQuerySet.counted`); turns are known only where somebody counted."""

    Kind = ConferenceKind

    key = KeyField()
    kind = models.CharField(_("loại"), max_length=14, choices=ConferenceKind)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="conferences", verbose_name=_("đơn vị tổ chức")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conferences",
        verbose_name=_("cấp ủy tổ chức"),
    )
    zone = models.ForeignKey(
        Zone,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conferences",
        verbose_name=_("cụm xã, tiểu vùng"),
    )
    scheme = models.ForeignKey(
        Scheme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conferences",
        verbose_name=_("chủ trương"),
    )
    title = models.CharField(_("tên hội nghị"), max_length=300)
    planned_on = models.DateField(_("dự kiến ngày"), null=True, blank=True)
    held_on = models.DateField(_("ngày họp"), null=True, blank=True)
    starts_at = models.TimeField(_("giờ"), null=True, blank=True)
    place = models.CharField(_("nơi họp"), max_length=200, blank=True)
    chairs = models.TextField(_("chủ trì"), blank=True)
    guests = models.TextField(_("khách mời"), blank=True)
    attendees = models.ManyToManyField(
        Cadre, blank=True, related_name="conferences", verbose_name=_("cán bộ dự")
    )
    participants = models.PositiveIntegerField(_("số người dự"), null=True, blank=True)
    people_speaking = models.PositiveIntegerField(_("số người phát biểu"), null=True, blank=True)
    opinions = models.PositiveIntegerField(_("số ý kiến"), null=True, blank=True)
    turns_speaking = models.PositiveIntegerField(_("số lượt phát biểu"), null=True, blank=True)
    answered_on_the_spot = models.PositiveIntegerField(_("số ý kiến trả lời tại chỗ"), null=True, blank=True)
    minutes = models.TextField(_("diễn biến, kết luận"), blank=True)
    is_imported = models.BooleanField(default=False, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = SearchKeyField(sources=("title",))

    objects = ConferenceQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("hội nghị")
        verbose_name_plural = _("hội nghị")
        ordering = [F("held_on").desc(nulls_first=True), "-id"]
        constraints = [
            *Voidable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(planned_on__isnull=False) | Q(held_on__isnull=False),
                name="matters_conference_has_a_day",
                violation_error_message=_("Hãy ghi ngày họp hoặc ngày dự kiến."),
            ),
            models.CheckConstraint(
                condition=Q(answered_on_the_spot=None)
                | Q(opinions=None)
                | Q(answered_on_the_spot__lte=F("opinions")),
                name="matters_conference_answers_what_was_said",
                violation_error_message=_("Số ý kiến trả lời tại chỗ không thể nhiều hơn số ý kiến."),
            ),
        ]
        indexes = [models.Index(fields=["unit", "held_on"], name="matters_conferences_of_unit")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("matters:conference_page", args=[self.key])

    @property
    def on(self):
        """The day it was held, else the day it is planned on."""
        return self.held_on or self.planned_on


class Opinion(Voidable):
    """An opinion raised at a conference: answered there, or later (`answered_on`), or taken as a recommendation, whose own
    answer is then shown with it."""

    key = KeyField()
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="said")
    speaker = models.CharField(_("người nêu"), max_length=150, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("địa bàn")
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("lĩnh vực")
    )
    content = models.TextField(_("ý kiến"))
    is_answered_on_the_spot = models.BooleanField(_("đã trả lời tại chỗ"), default=False)
    answer = models.TextField(_("trả lời"), blank=True)
    answered_on = models.DateField(_("trả lời ngày"), null=True, blank=True)
    recommendation = models.OneToOneField(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="opinion"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = StandingQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("ý kiến")
        verbose_name_plural = _("ý kiến")
        ordering = ["id"]

    def __str__(self):
        return self.content[:60]


class Obligation(Dated):
    """A conference that must come again (Bến Tre 4.27: the periodic meeting with those who follow, the yearly review), held
    by every unit of a level under the issuer. What is due is never stored: it follows from the rule and the conferences."""

    class Every(models.IntegerChoices):
        MONTH = 1, _("mỗi tháng")
        QUARTER = 3, _("mỗi quý")
        HALF_YEAR = 6, _("mỗi sáu tháng")
        YEAR = 12, _("mỗi năm")

    key = KeyField()
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="obligations", verbose_name=_("cấp ủy quy định")
    )
    level = models.ForeignKey(
        Level, on_delete=models.PROTECT, related_name="+", verbose_name=_("cấp phải tổ chức")
    )
    kind = models.CharField(_("loại hội nghị"), max_length=14, choices=ConferenceKind)
    every_months = models.PositiveSmallIntegerField(
        _("bao lâu một lần"), choices=Every, default=Every.QUARTER
    )
    # In the last month of each period; in a shorter month its last day.
    due_day = models.PositiveSmallIntegerField(_("hạn: ngày của tháng cuối kỳ"), default=25)
    remind_days = models.PositiveSmallIntegerField(_("nhắc trước (ngày)"), default=7)
    document = models.ForeignKey(
        OfficialDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("theo văn bản"),
    )

    objects = ObligationQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("hội nghị phải tổ chức")
        verbose_name_plural = _("hội nghị phải tổ chức")
        ordering = ["kind", "level", "starts_on"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(due_day__gte=1, due_day__lte=31),
                name="matters_obligation_day_is_of_a_month",
                violation_error_message=_("Ngày hạn phải từ 1 đến 31."),
            ),
        ]


track(Conference, exclude=["search_key"])
track(Opinion)
track(Obligation)
