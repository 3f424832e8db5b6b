"""Writes of the register of urgent matters. Each locks its row, bumps its version and leaves a step (UrgentNote)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.models import OrganisationUnit
from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from common.text import normalise, normalise_lines
from matters.files import attach, written_with_files
from matters.models import UrgentMatter, UrgentNote
from matters.numbers import URGENT, draw_reference, draw_references
from matters.urgent_telling import tell_confirmed, tell_reopened

Status, Step = UrgentMatter.Status, UrgentNote.Step
OPEN = (Status.REGISTERED, Status.IN_PROGRESS)
LINES = ("why", "solution")
WRITABLE = frozenset({"title", "topic", "why", "owner", "solution", "target", "due_on"})
NOTE_LENGTH = 1000


@transaction.atomic
def register_matter(
    *, organisation, year, title, by, on, registered_on=None, reference="", **facts
) -> UrgentMatter:
    """A matter that `organisation` takes upon itself in `year`: in that year, or at the end of the year before. `facts`: of
    WRITABLE. Raises ValidationError."""
    registered_on = registered_on or on
    if registered_on > on:
        raise ValidationError({"registered_on": _("Ngày đăng ký còn ở phía trước.")})
    if year not in (registered_on.year, registered_on.year + 1):
        raise ValidationError({"year": _("Việc của một năm được đăng ký trong năm đó hoặc cuối năm trước.")})
    matter = UrgentMatter(
        reference=normalise(reference) or draw_reference(URGENT, year),
        organisation=organisation,
        unit_id=_unit_of(organisation, registered_on),
        year=year,
        registered_on=registered_on,
        created_by=by,
    )
    _set(matter, {"title": title, **facts})
    _check_due(matter)
    return _saved(matter, by)


@transaction.atomic
def change_matter(matter, *, values, version, by, on) -> UrgentMatter:
    """Puts right what was written (of WRITABLE) of a matter that goes on. Raises ValidationError."""
    row = _locked(matter, version)
    _refuse_over(row)
    before = {name: getattr(row, name) for name in values}
    _set(row, values)
    changed = [name for name in values if getattr(row, name) != before[name]]
    if not changed:
        return row
    _check_due(row)
    _saved(row, by)
    labels = [str(UrgentMatter._meta.get_field(name).verbose_name) for name in changed]
    words = ", ".join(labels)
    if "due_on" in changed:
        words = _("%(fields)s (thời hạn: %(before)s → %(after)s)") % {
            "fields": words,
            "before": _day(before["due_on"]),
            "after": _day(row.due_on),
        }
    _note(row, Step.CHANGED, words, by=by, on=on)
    return row


@transaction.atomic
def note_progress(matter, *, text, by, on, noted_on=None) -> UrgentNote:
    """How far it has come; a matter that was only registered is then being worked on. Raises ValidationError."""
    row = _locked(matter)
    _refuse_over(row)
    noted_on = noted_on or on
    _refuse_day(row, noted_on, on, "noted_on")
    if row.status == Status.REGISTERED:
        row.status = Status.IN_PROGRESS
        _saved(row, by)
    return _note(row, Step.NOTED, _said(text, "text"), by=by, on=noted_on)


@transaction.atomic
def finish_matter(matter, *, done_on, result, by, on, version=None) -> UrgentMatter:
    """Done, with its result; whoever says so does not confirm it. Raises ValidationError."""
    row = _locked(matter, version)
    _refuse_over(row)
    _refuse_day(row, done_on, on, "done_on")
    row.result = _said(result, "result")
    row.status, row.done_on, row.done_by = Status.DONE, done_on, by
    _saved(row, by)
    _note(row, Step.DONE, row.result, by=by, on=done_on)
    return row


@transaction.atomic
def confirm_matter(matter, *, by, on, note="", version=None) -> UrgentMatter:
    """Somebody above has seen that it is done. Raises ValidationError: it is not, it was confirmed, or he said so himself."""
    row = _locked(matter, version)
    if row.status != Status.DONE:
        raise ValidationError(_("Chỉ xác nhận được việc đã hoàn thành."))
    if row.confirmed_on:
        raise ValidationError(_("Việc này đã được xác nhận ngày %(day)s.") % {"day": _day(row.confirmed_on)})
    if row.done_by_id and by is not None and row.done_by_id == by.pk:
        raise ValidationError(_("Người báo hoàn thành không tự xác nhận; hãy để người khác xác nhận."))
    row.confirmed_on, row.confirmed_by = on, by
    _saved(row, by)
    _note(row, Step.CONFIRMED, note, by=by, on=on)
    tell_confirmed(row, on=on, by=by)
    return row


@transaction.atomic
def reopen_matter(matter, *, reason, by, on, version=None) -> UrgentMatter:
    """Said to be done (or dropped) and it is not: it goes on. Raises ValidationError."""
    row = _locked(matter, version)
    if row.status not in (Status.DONE, Status.DROPPED):
        raise ValidationError(_("Chỉ mở lại được việc đã hoàn thành hoặc đã thôi."))
    reason = _said(reason, "reason")
    row.status, row.result = Status.IN_PROGRESS, ""
    row.done_on = row.done_by = row.confirmed_on = row.confirmed_by = None
    _saved(row, by)
    note = _note(row, Step.REOPENED, reason, by=by, on=on)
    tell_reopened(row, note, on=on, by=by)
    return row


@transaction.atomic
def drop_matter(matter, *, reason, by, on, version=None) -> UrgentMatter:
    """It will not be done, with its reason. Raises ValidationError."""
    row = _locked(matter, version)
    _refuse_over(row)
    row.status, row.result = Status.DROPPED, _said(reason, "reason")
    _saved(row, by)
    _note(row, Step.DROPPED, row.result, by=by, on=on)
    return row


@transaction.atomic
def carry_matter(matter, *, by, on, due_on=None, version=None) -> UrgentMatter:
    """What is not done goes on as a new row of the next year; the old one says so. Returns the new one. Raises
    ValidationError."""
    row = _locked(matter, version)
    _refuse_over(row)
    year = row.year + 1
    _refuse_too_early(year, on)
    made = _next_of(row, draw_reference(URGENT, year), on=on, by=by, due_on=due_on)
    _check_due(made)
    _saved(made, by)
    _end_as_carried(row, made, by=by, on=on)
    return made


def _end_as_carried(row, made, *, by, on) -> None:
    row.status = Status.CARRIED
    _saved(row, by)
    _note(row, Step.CARRIED, _("thành %(reference)s") % {"reference": made.reference}, by=by, on=on)


@transaction.atomic
def carry_all(matters, *, year, by, on, due_on=None) -> list[UrgentMatter]:
    """All of `matters` (queryset, in the caller's ground) of the register of `year` that are open go on into the next year, at
    once and set-based; who was faster with one of them has taken it out. Returns the new rows. Raises ValidationError."""
    _refuse_too_early(year + 1, on)
    rows = list(
        UrgentMatter.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=matters.standing().of_years(year).filter(status__in=OPEN).values("pk"))
        .order_by("pk")
    )
    # Read anew once they were locked: what somebody else has taken meanwhile is left to him.
    rows = [row for row in rows if row.status in OPEN]
    if not rows:
        raise ValidationError(_("Năm %(year)s không còn việc nào chưa xong.") % {"year": year})
    if due_on and due_on < on:
        raise ValidationError({"due_on": _("Thời hạn không thể trước hôm nay.")})
    references = draw_references(URGENT, year + 1, len(rows))
    made = [
        _next_of(row, reference, on=on, by=by, due_on=due_on)
        for row, reference in zip(rows, references, strict=True)
    ]
    with recorded_by(by), refused_in_words():
        UrgentMatter.objects.bulk_create(made, batch_size=500)
        for row in rows:
            row.status, row.version = Status.CARRIED, row.version + 1
        UrgentMatter.objects.bulk_update(rows, ["status", "version"], batch_size=500)
        UrgentNote.objects.bulk_create(
            UrgentNote(
                matter=row,
                step=Step.CARRIED,
                noted_on=on,
                noted_by=by,
                text=_("thành %(reference)s") % {"reference": new.reference},
            )
            for row, new in zip(rows, made, strict=True)
        )
    return made


@transaction.atomic
def void_matter(matter, *, reason, by, on, version=None) -> UrgentMatter:
    """Entered by mistake: out of every list and count. The one that it was carried from goes on. Raises ValidationError."""
    row = _locked(matter, version)
    if row.confirmed_on:
        raise ValidationError(_("Việc này đã được xác nhận; hãy mở lại trước khi hủy."))
    if UrgentMatter.objects.standing().filter(carried_from=row).exists():
        raise ValidationError(_("Việc này đã chuyển sang năm sau; hãy hủy việc của năm sau trước."))
    earlier = _locked(row.carried_from) if row.carried_from_id else None
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, _said(reason, "reason")[:300]
    row.carried_from = None
    _saved(row, by)
    if earlier and earlier.status == Status.CARRIED:
        earlier.status = Status.IN_PROGRESS
        _saved(earlier, by)
        words = _("việc của năm sau (%(reference)s) bị hủy vì nhập nhầm") % {"reference": row.reference}
        _note(earlier, Step.REOPENED, words, by=by, on=on)
    return row


@transaction.atomic
def link_recommendations(matter, *, recommendations, known, by, version=None) -> UrgentMatter:
    """The recommendations behind it: `recommendations` of those that the caller knows (`known`); others stay as they are."""
    row = _locked(matter, version)
    with recorded_by(by):
        row.recommendations.remove(*[each for each in known if each not in recommendations])
        row.recommendations.add(*recommendations)
    return _saved(row, by)


def add_evidence(matter, *, files, by, on, note="") -> list:
    """Files (CleanFile) that show what was done. Raises ValidationError."""
    with written_with_files() as stored:
        row = _locked(matter)
        made = attach(row, files, by=by, stored=stored)
        if not made:
            raise ValidationError({"files": _("Các tệp này đã có ở đây.") if files else _("Hãy chọn tệp.")})
        words = normalise(note) or ", ".join(each.real_name for each in made)
        _note(row, Step.FILED, words, by=by, on=on)
    return made


# --- what they share ---
def _next_of(row, reference, *, on, by, due_on) -> UrgentMatter:
    return UrgentMatter(
        reference=reference,
        organisation_id=row.organisation_id,
        unit_id=row.unit_id,
        year=row.year + 1,
        registered_on=on,
        carried_from=row,
        due_on=due_on,
        created_by=by,
        **{name: getattr(row, name) for name in ("title", "topic_id", "why", "owner", "solution", "target")},
    )


def _unit_of(organisation, on) -> int:
    if organisation.opened_on > on or (organisation.closed_on and organisation.closed_on <= on):
        raise ValidationError({"organisation": _("Ngày đăng ký tổ chức đảng này không hoạt động.")})
    links = OrganisationUnit.objects.on(on).filter(organisation=organisation, is_main=True)
    return links.values_list("unit", flat=True).first() or organisation.unit_id


def _set(matter, values) -> None:
    for name, value in values.items():
        if name not in WRITABLE:
            raise TypeError(f"an urgent matter has no {name}")
        if isinstance(value, str):
            value = normalise_lines(value) if name in LINES else normalise(value)
        setattr(matter, name, value)


def _locked(matter, version=None) -> UrgentMatter:
    row = UrgentMatter.objects.select_for_update(no_key=True, of=("self",)).get(pk=matter.pk)
    if version is not None and row.version != version:
        raise ValidationError(BUSY)
    if row.voided_at:
        raise ValidationError(_("Việc này đã bị hủy vì nhập nhầm."))
    return row


def _saved(matter, by) -> UrgentMatter:
    if matter.pk:
        matter.version += 1
    with recorded_by(by), refused_in_words():
        matter.full_clean(exclude=["created_by"] if matter.created_by_id is None else None)
        matter.save()
    return matter


def _note(matter, step, text, *, by, on) -> UrgentNote:
    note = UrgentNote(matter=matter, step=step, text=normalise(text)[:NOTE_LENGTH], noted_on=on, noted_by=by)
    with recorded_by(by), refused_in_words():
        note.save()
    return note


def _said(text, field) -> str:
    text = normalise(text or "")
    if not text:
        raise ValidationError({field: _("Chưa điền mục này.")})
    return text


def _check_due(matter) -> None:
    if matter.due_on and matter.due_on < matter.registered_on:
        raise ValidationError(
            {
                "due_on": _("Thời hạn không thể trước ngày đăng ký (%(day)s).")
                % {"day": _day(matter.registered_on)}
            }
        )


def _refuse_over(matter) -> None:
    if matter.status not in OPEN:
        raise ValidationError(
            _("Việc này đã kết thúc: %(status)s.") % {"status": matter.get_status_display()}
        )


def _refuse_day(matter, day, today, field) -> None:
    if day > today:
        raise ValidationError({field: _("Ngày %(day)s còn ở phía trước.") % {"day": _day(day)}})
    if day < matter.registered_on:
        raise ValidationError(
            {field: _("Ngày này trước ngày đăng ký việc (%(day)s).") % {"day": _day(matter.registered_on)}}
        )


def _refuse_too_early(year, on) -> None:
    if year > on.year + 1:
        raise ValidationError(_("Chưa mở sổ năm %(year)s.") % {"year": year})


def _day(day) -> str:
    return date_format(day, "d/m/Y") if day else _("chưa định")
