"""Versions of checklists and of the report form: a scheme's own copy, a new version from a day. Nothing that a report was
filed under is changed: it keeps its version."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise
from reports.models import Checklist, ChecklistAnswer, ChecklistItem, Report, ReportForm

MOST_ITEMS = 30


class Item(NamedTuple):
    """`code` is that of the item in the version before, "" for a new one: coverage goes on across versions by it."""

    code: str
    text: str
    is_placeholder: bool = False


@transaction.atomic
def copy_checklist(checklist, *, scheme, starts_on, by) -> Checklist:
    """The scheme's own list from `starts_on`, with the same items. Raises ValidationError: it has one in those days."""
    made = Checklist(
        scheme=scheme,
        code=checklist.code,
        name=checklist.name,
        source=checklist.source,
        sort=checklist.sort,
        starts_on=starts_on,
    )
    items = [Item(each.code, each.text, each.is_placeholder) for each in checklist.items.all()]
    return _save(made, items, by)


@transaction.atomic
def change_checklist(checklist, *, starts_on, items, name, source, by) -> Checklist:
    """A new version of a scheme's list from `starts_on`, the old one ends that day; a version that begins on that very day
    and was not used yet is written over. Raises ValidationError: it is a general one, it has ended, the day lies before its
    beginning, it was used already, there is no item or two are the same.
    """
    row = Checklist.objects.select_for_update().get(pk=checklist.pk)
    if row.scheme_id is None:
        raise ValidationError(
            _("Danh mục chung không sửa được. Hãy chép sang chủ trương của bạn rồi sửa bản đó.")
        )
    if row.ends_on is not None:
        raise ValidationError(_("Phiên bản này đã kết thúc. Hãy sửa phiên bản đang dùng."))
    row.name, row.source = normalise(name), normalise(source)
    if starts_on == row.starts_on:
        if ChecklistAnswer.objects.filter(item__checklist=row).exists():
            raise ValidationError(
                {
                    "starts_on": _(
                        "Đã có báo cáo dùng phiên bản này. Hãy cho phiên bản mới bắt đầu từ một ngày sau."
                    )
                }
            )
        with recorded_by(by):
            row.items.all().delete()
        return _save(row, items, by)
    _end(row, starts_on, by)
    made = Checklist(
        scheme=row.scheme,
        code=row.code,
        name=row.name,
        source=row.source,
        sort=row.sort,
        starts_on=starts_on,
    )
    return _save(made, items, by)


@transaction.atomic
def end_checklist(checklist, *, on, by) -> Checklist:
    """Ends the scheme's own list: from `on` the general one of that code stands again. Raises ValidationError."""
    row = Checklist.objects.select_for_update().get(pk=checklist.pk)
    if row.scheme_id is None:
        raise ValidationError(_("Danh mục chung không kết thúc được."))
    if row.ends_on is not None:
        raise ValidationError(_("Phiên bản này đã kết thúc từ trước."))
    _end(row, on, by)
    return row


@transaction.atomic
def set_sections(*, scheme, sections, starts_on, by) -> ReportForm:
    """From `starts_on` the scheme's form has its sections open, folded or off as `sections` {code: state} says. A version
    that begins on that very day and was not used yet is written over. Raises ValidationError."""
    row = ReportForm.objects.select_for_update().filter(scheme=scheme, ends_on=None).first()
    if row and row.starts_on == starts_on:
        if Report.objects.filter(form=row).exists():
            raise ValidationError(
                {"starts_on": _("Đã có báo cáo theo mẫu này. Hãy cho mẫu mới bắt đầu từ một ngày sau.")}
            )
        row.sections = sections
    else:
        if row:
            _end(row, starts_on, by)
        row = ReportForm(scheme=scheme, sections=sections, starts_on=starts_on)
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
    return row


def _end(row, on, by):
    if on <= row.starts_on:
        raise ValidationError(
            {
                "starts_on": _("Hãy chọn một ngày sau %(day)s, ngày phiên bản đang dùng bắt đầu.")
                % {"day": date_format(row.starts_on, "d/m/Y")}
            }
        )
    row.ends_on = on
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save(update_fields=["ends_on"])


def _save(checklist, items, by) -> Checklist:
    items = [Item(each.code, normalise(each.text), each.is_placeholder) for each in items]
    items = [each for each in items if each.text]
    _check(items)
    with recorded_by(by), refused_in_words():
        checklist.full_clean()
        checklist.save()
        known = ChecklistItem.objects.filter(checklist__code=checklist.code)
        taken = set(known.values_list("code", flat=True))
        ChecklistItem.objects.bulk_create(_rows(checklist, items, taken))
    return checklist


def _rows(checklist, items, taken):
    taken = taken | {each.code for each in items}
    for number, each in enumerate(items, start=1):
        code = each.code
        if not code:
            code = next(c for c in (f"{checklist.code}-{n}" for n in range(1, 10_000)) if c not in taken)
            taken.add(code)
        yield ChecklistItem(
            checklist=checklist, number=number, code=code, text=each.text, is_placeholder=each.is_placeholder
        )


def _check(items):
    if not items:
        raise ValidationError(_("Danh mục phải có ít nhất một mục."))
    if len(items) > MOST_ITEMS:
        raise ValidationError(_("Danh mục có nhiều nhất %(most)s mục.") % {"most": MOST_ITEMS})
    if any(len(each.text) > 300 for each in items):
        raise ValidationError(_("Mỗi mục dài nhất 300 chữ cái."))
    texts = [each.text.casefold() for each in items]
    twice = next((text for text in texts if texts.count(text) > 1), None)
    if twice:
        raise ValidationError(_("Mục “%(text)s” được ghi hai lần.") % {"text": twice[:60]})
