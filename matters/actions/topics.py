"""Topics that the staff of a committee add beneath those that ship, and the deadlines of categories. Nothing is overwritten
that something was promised under: a deadline is ended and made anew."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise, search_key
from matters.models import DeadlineRule, Topic

_CODE_LENGTH = 40


@transaction.atomic
def add_topic(*, issuer, parent, name, starts_on, by, ends_on=None) -> Topic:
    """A field of the committee's beneath one that ships. Raises ValidationError: no such parent, or the name stands."""
    name = normalise(name)
    _refuse_name(name)
    if parent.issuer_id is not None:
        raise ValidationError({"parent": _("Chỉ thêm được dưới một lĩnh vực có sẵn.")})
    # Just behind the one above it, wherever topics are listed.
    row = Topic(
        code=_code_of(name),
        issuer=issuer,
        parent=parent,
        name=name,
        sort=parent.sort + 1,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return _saved(row, by)


@transaction.atomic
def rename_topic(topic, *, name, by) -> Topic:
    """Puts its name right, for what was and what comes. Raises ValidationError."""
    row, name = _own(topic), normalise(name)
    _refuse_name(name, row.pk)
    row.name = name
    return _saved(row, by)


@transaction.atomic
def end_topic(topic, *, ends_on, by) -> Topic:
    """From `ends_on` on it is not chosen any more; what was said of it stays. Raises ValidationError."""
    row = _own(topic)
    row.ends_on = ends_on
    return _saved(row, by)


@transaction.atomic
def make_deadline(
    *, issuer, urgency, working_days, climb_days, starts_on, by, on, topic=None
) -> DeadlineRule:
    """The deadline of a category (`topic` None: every field) from `starts_on`, which is not before `on`. The committee's one
    that runs then ends with it. Raises ValidationError."""
    if starts_on < on:
        raise ValidationError({"starts_on": _("Thời hạn mới chỉ có từ hôm nay trở đi: điều đã hẹn thì giữ.")})
    same = DeadlineRule.objects.select_for_update(of=("self",)).filter(
        issuer=issuer, topic=topic, urgency=urgency
    )
    row = DeadlineRule(
        issuer=issuer,
        topic=topic,
        urgency=urgency,
        working_days=working_days,
        climb_days=climb_days,
        starts_on=starts_on,
    )
    with recorded_by(by), refused_in_words():
        for old in same.filter(starts_on__lt=starts_on, ends_on=None):
            old.ends_on = starts_on
            old.full_clean()
            old.save(update_fields=["ends_on"])
        row.full_clean()
        row.save()
    return row


@transaction.atomic
def end_deadline(rule, *, ends_on, by, on) -> DeadlineRule:
    """From `ends_on` on the one above it holds again. Raises ValidationError: it has ended, or a day that is over."""
    row = DeadlineRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if row.ends_on is not None:
        raise ValidationError(_("Thời hạn này đã có ngày kết thúc."))
    if ends_on < on:
        raise ValidationError({"last_day": _("Ngày này đã qua: điều đã hẹn thì giữ.")})
    row.ends_on = ends_on
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save(update_fields=["ends_on"])
    return row


def _own(topic) -> Topic:
    row = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    if row.issuer_id is None:
        raise ValidationError(_("Lĩnh vực có sẵn thì không sửa."))
    return row


def _refuse_name(name, pk=None) -> None:
    """Two spellings of one name would be two fields that nobody can sum."""
    key = search_key(name)
    if any(search_key(each) == key for each in Topic.objects.exclude(pk=pk).values_list("name", flat=True)):
        raise ValidationError({"name": _("Đã có lĩnh vực mang tên này.")})


def _code_of(name) -> str:
    """What lists that are brought in name it by."""
    code = slugify(search_key(name))[:_CODE_LENGTH].strip("-") or "topic"
    taken = set(Topic.objects.filter(code__startswith=code).values_list("code", flat=True))
    return next(each for each in (code, *(f"{code}-{n}" for n in range(2, 1000))) if each not in taken)


def _saved(row, by) -> Topic:
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
    return row
