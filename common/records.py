"""What dated tables share: a half-open period, how to ask for a day, how the database refuses an overlap; and voiding."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

REVERSED_PERIOD = _("Ngày kết thúc phải sau ngày bắt đầu.")


class PeriodQuerySet(models.QuerySet):
    """Reads of a dated table by day. Periods are half-open: the row of 1 July does not hold on 1 July if it ends then."""

    def on(self, day):
        """Rows in force on `day` (date)."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)

    def during(self, starts_on, ends_on):
        """Rows in force on at least one day of `[starts_on, ends_on)`; `ends_on` None is open."""
        rows = self.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on))
        return rows if ends_on is None else rows.filter(starts_on__lt=ends_on)


class Dated(models.Model):
    """A row that holds in `[starts_on, ends_on)`."""

    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("kết thúc"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="%(app_label)s_%(class)s_period_ends_after_it_starts",
                violation_error_message=REVERSED_PERIOD,
            )
        ]

    def clean(self):
        # On the field, and before the database could say it: a reversed range is a DataError there, not a sentence.
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": REVERSED_PERIOD})

    def _get_field_expression_map(self, meta, exclude=None):
        # Django checks a constraint by putting the row's values in the place of its fields' names, and knows a foreign
        # key as "unit" only: "unit_id" would stay a column, compare each row with itself and refuse every period.
        values = super()._get_field_expression_map(meta, exclude)
        fields = (meta or self._meta).local_concrete_fields
        return values | {field.attname: values[field.name] for field in fields if field.name in values}

    def holds_on(self, day) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


class StandingQuerySet(models.QuerySet):
    def standing(self):
        """Without the voided: what every count and list of facts begins with."""
        return self.filter(voided_at=None)


class Voidable(models.Model):
    """What was entered by mistake is voided with its reason: out of every list and count, kept in the history."""

    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    void_reason = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
                name="%(app_label)s_%(class)s_is_voided_with_a_reason",
                violation_error_message=_("Hủy một dòng nhập nhầm phải nêu lý do."),
            )
        ]


def point_range(expression):
    """A whole number as a range of one, so that a core operator class can compare it without any extension."""
    return Func(
        expression, expression, Value("[]"), function="int8range", output_field=BigIntegerRangeField()
    )


def text_point_range(field):
    """Text as a range of one: by its 64-bit hash (two texts of one hash would be refused together; none is known)."""
    hashed = Func(F(field), Value(0), function="hashtextextended", output_field=models.BigIntegerField())
    return point_range(hashed)


def period_range(starts_on="starts_on", ends_on="ends_on"):
    return Func(F(starts_on), F(ends_on), function="daterange", output_field=DateRangeField())


def no_overlap(*expressions, name, message, condition=None):
    """An exclusion constraint: two rows equal in all `expressions` never share a day.

    `expressions` are names of number fields (a NULL would be an unbounded range and collide with everybody, so only
    NOT NULL columns are named) or expressions that give a range, NULL where the row is free.
    """
    return ExclusionConstraint(
        name=name,
        expressions=[
            *(
                (point_range(F(each)) if isinstance(each, str) else each, RangeOperators.OVERLAPS)
                for each in expressions
            ),
            (period_range(), RangeOperators.OVERLAPS),
        ],
        condition=condition,
        violation_error_message=message,
    )
