"""The fields of everything that is raised, and within how many working days each must be answered."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from branches.models import Unit
from common.fields import KeyField
from common.history import track
from common.records import Dated, no_overlap, point_range, text_point_range
from matters.querysets.topics import DeadlineRuleQuerySet, TopicQuerySet


class Urgency(models.TextChoices):
    NORMAL = "normal", _("bình thường")
    URGENT = "urgent", _("cấp bách")


class Topic(models.Model):
    """One taxonomy for reports and matters (Quảng Trị 1.11, Kim Sơn 3.8), the same for everybody, or fields could not be
    summed. Dated: a theme of the year ends with it. What ships has no `issuer` and stays; the staff of a committee add their
    own beneath one that ships (`parent`), and rename and end it; it is chosen and read on their ground, and by those above."""

    code = models.SlugField(_("mã"), unique=True)
    name = models.CharField(_("lĩnh vực"), max_length=150, unique=True)
    issuer = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("cấp ủy của"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("thuộc lĩnh vực"),
    )
    sort = models.PositiveSmallIntegerField(_("thứ tự"), default=100)
    starts_on = models.DateField(_("từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("kết thúc"), null=True, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")
        ordering = ["sort", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gt=F("starts_on")),
                name="matters_topic_ends_after_it_starts",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(issuer=None, parent=None) | Q(issuer__isnull=False, parent__isnull=False),
                name="matters_topic_of_a_committee_has_one_above_it",
                violation_error_message=_("Lĩnh vực thêm vào phải thuộc một lĩnh vực có sẵn."),
            ),
        ]

    def __str__(self):
        return self.name

    def holds_on(self, day) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day < self.ends_on
        )


class DeadlineRule(Dated):
    """Within how many working days a matter of this category is to be answered, and after how many more an unanswered one
    climbs a level. `issuer` None: for every committee that has none of its own; `topic` None: for every field. A rule is
    ended and made anew: what was promised under it stays."""

    key = KeyField()
    issuer = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deadline_rules",
        verbose_name=_("cấp ủy của"),
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("lĩnh vực")
    )
    urgency = models.CharField(_("mức độ"), max_length=6, choices=Urgency, default=Urgency.NORMAL)
    working_days = models.PositiveSmallIntegerField(_("trả lời trong (ngày làm việc)"))
    climb_days = models.PositiveSmallIntegerField(_("quá hạn bao nhiêu ngày làm việc thì báo lên một cấp"))

    objects = DeadlineRuleQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("thời hạn trả lời")
        verbose_name_plural = _("thời hạn trả lời")
        ordering = ["urgency", "topic__sort", "starts_on"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(
                    working_days__gte=1, working_days__lte=365, climb_days__gte=1, climb_days__lte=365
                ),
                name="matters_deadline_is_at_least_a_day",
                violation_error_message=_("Thời hạn là từ 1 đến 365 ngày làm việc."),
            ),
            no_overlap(
                point_range(Coalesce(F("issuer"), 0)),
                point_range(Coalesce(F("topic"), 0)),
                text_point_range("urgency"),
                name="matters_one_deadline_for_a_category_a_day",
                message=_("Loại việc này đã có một thời hạn trong thời gian đó."),
            ),
        ]


track(Topic)
track(DeadlineRule)
