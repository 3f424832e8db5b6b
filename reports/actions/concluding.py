"""The notice of conclusions: drafted from its round, its lines edited, issued once and for good, voided and made anew."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from common.text import normalise, normalise_lines
from reports.actions.telling_conclusions import tell_named
from reports.concluding import sentences_for
from reports.models import Conclusion, ConclusionLine, ConclusionSource, Remedy, RemedyStep, Round
from reports.rounds import RoundFacts
from scores.actions.sheet_steps import publish_sheet, withdraw_publication
from scores.models import Sheet

Part = ConclusionLine.Part


class Changed(ValidationError):
    """Somebody else changed the draft since the form was opened: `draft` is what stands."""

    def __init__(self, draft):
        super().__init__(
            _("Người khác vừa sửa dự thảo này. Hãy xem bản đang lưu rồi lưu lại; chữ bạn ghi còn nguyên.")
        )
        self.draft = draft


# Of the notice itself; the number and the day come with its issue.
LINES = ("place", "signer_authority", "signer_post", "signer")
TEXTS = ("intro", "followup", "recipients")


@transaction.atomic
def draft_conclusion(made, *, by, on, again=False) -> Conclusion:
    """A draft for the round `made`, its lines proposed from what the round gathered; `again`: those of the notice that was
    voided last. Raises ValidationError: the round has one already."""
    Round.objects.select_for_update(of=("self",)).get(pk=made.pk)
    before = Conclusion.objects.filter(round=made).exclude(voided_at=None).order_by("-pk").first()
    earlier = before or Conclusion.objects.filter(issuer=made.issuer).order_by("-pk").first()
    draft = Conclusion(round=made, issuer_id=made.issuer_id, created_by=by)
    for name in (*LINES, *TEXTS):
        # Who signs and who gets it stays from round to round; how it begins is each notice's own.
        source = before if name == "intro" else earlier
        setattr(draft, name, getattr(source, name) if source else "")
    with recorded_by(by), refused_in_words():
        draft.full_clean(exclude=["created_by"])
        draft.save()
        if again and before is not None:
            _copy_lines(before, draft)
        else:
            _propose_lines(draft, sentences_for(made, on))
    return draft


@transaction.atomic
def change_conclusion(conclusion, *, version, by, **fields) -> Conclusion:
    """Other words of a draft: fields of LINES and TEXTS. Raises ValidationError."""
    draft = open_draft(conclusion, version)
    for name, value in fields.items():
        if name not in (*LINES, *TEXTS):
            raise TypeError(name)
        setattr(draft, name, normalise_lines(value) if name in TEXTS else normalise(value))
    with recorded_by(by), refused_in_words():
        draft.full_clean(exclude=["created_by"])
        _bump(draft)
    return draft


@transaction.atomic
def add_line(
    conclusion, *, part, text, version, by, organisation=None, due_on=None, reports=()
) -> ConclusionLine:
    """A sentence at the end of its part. Raises ValidationError."""
    draft = open_draft(conclusion, version)
    last = draft.lines.filter(part=part).aggregate(last=Max("sort"))["last"] or 0
    line = ConclusionLine(conclusion=draft, part=part, sort=last + 1)
    return _written(draft, line, text=text, organisation=organisation, due_on=due_on, reports=reports, by=by)


@transaction.atomic
def change_line(line, *, text, version, by, organisation=None, due_on=None, reports=None) -> ConclusionLine:
    """Other words, another organisation or day of a sentence; `reports` None: those it rests on stay. Raises ValidationError."""
    draft = open_draft(line.conclusion, version)
    row = _line_of(draft, line)
    return _written(draft, row, text=text, organisation=organisation, due_on=due_on, reports=reports, by=by)


@transaction.atomic
def remove_line(line, *, version, by) -> Conclusion:
    draft = open_draft(line.conclusion, version)
    row = _line_of(draft, line)
    with recorded_by(by), refused_in_words():
        row.delete()
        _bump(draft)
    return draft


@transaction.atomic
def move_line(line, *, up, version, by) -> Conclusion:
    """One place up or down within its part; the first and the last stay where they are."""
    draft = open_draft(line.conclusion, version)
    row = _line_of(draft, line)
    rows = list(draft.lines.filter(part=row.part))
    at = rows.index(row)
    to = max(0, min(len(rows) - 1, at + (-1 if up else 1)))
    rows.insert(to, rows.pop(at))
    with recorded_by(by):
        for number, each in enumerate(rows, start=1):
            if each.sort != number:
                each.sort = number
                each.save(update_fields=["sort"])
        _bump(draft)
    return draft


@transaction.atomic
def issue_conclusion(conclusion, *, number, issued_on, version, by, on) -> Conclusion:
    """Freezes words and figures, makes what must be put right a list that is followed up, and tells whoever is named that
    there is something to read. Raises ValidationError."""
    made = Round.objects.select_for_update(of=("self",)).select_related("issuer", "scheme")
    made = made.get(pk=conclusion.round_id)
    draft = open_draft(conclusion, version)
    lines = list(draft.lines.select_related("organisation"))
    _refuse_unfit(made, lines, number, issued_on, on)
    with recorded_by(by), refused_in_words():
        _follow_up(draft, lines, issued_on)
        draft.number, draft.issued_on = normalise(number), issued_on
        draft.figures = RoundFacts(made, on).as_figures()
        draft.full_clean(exclude=["created_by"])
        _bump(draft)
        _publish_scores(made, _published_by(draft), by=by, on=on)
    tell_named(draft, lines, on=on)
    return draft


def _published_by(conclusion) -> str:
    """What the way of a sheet says of its publication; by it a voided notice finds what it published."""
    with override("vi"):
        return _("theo Thông báo %(number)s") % {"number": conclusion.number}


def _publish_scores(made, note, *, by, on) -> None:
    """What the visitors scored in the round is read by the branches from now on (domain.md §7: after the conclusion)."""
    scored = Sheet.objects.standing().filter(
        scorer=Sheet.Scorer.SUPERIOR,
        state=Sheet.State.SENT,
        issuer=made.issuer,
        period_on__gte=made.starts_on,
        period_on__lt=made.ends_on,
    )
    if made.scheme_id:
        scored = scored.filter(attendance__scheme=made.scheme_id)
    for sheet in scored:
        publish_sheet(sheet, by=by, on=on, note=note)


def _withdraw_scores(conclusion, *, by, on) -> None:
    """What it published is read no more; what is locked since, or was appealed against, stays."""
    sheets = Sheet.objects.standing().filter(
        issuer=conclusion.issuer_id,
        state=Sheet.State.PUBLISHED,
        appeals=None,
        steps__note=_published_by(conclusion),
    )
    for sheet in sheets.distinct():
        withdraw_publication(sheet, by=by, on=on, note=conclusion.void_reason)


@transaction.atomic
def void_conclusion(conclusion, *, reason, version, by, on) -> Conclusion:
    """Takes a wrong notice out of the world; what it demanded and is still open is demanded no more. Raises ValidationError."""
    row = Conclusion.objects.select_for_update(of=("self",)).get(pk=conclusion.pk)
    if row.voided_at:
        raise ValidationError(_("Thông báo này đã hủy."))
    if row.version != version:
        raise Changed(row)
    reason = normalise(reason)
    if not reason:
        raise ValidationError({"reason": _("Hãy ghi lý do hủy.")})
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, reason
    with recorded_by(by), refused_in_words():
        row.full_clean(exclude=["created_by"])
        _bump(row)
        _drop_remedies(row, by, on)
        if row.is_issued:
            _withdraw_scores(row, by=by, on=on)
    return row


def open_draft(conclusion, version) -> Conclusion:
    """The draft, locked; ValidationError where somebody else has changed it since, or it is a draft no more."""
    draft = Conclusion.objects.select_for_update(of=("self",)).get(pk=conclusion.pk)
    if draft.voided_at:
        raise ValidationError(_("Thông báo này đã hủy nên không sửa được."))
    if draft.is_issued:
        raise ValidationError(_("Thông báo đã ký nên không sửa được; muốn sửa, hãy hủy và lập lại."))
    if draft.version != version:
        raise Changed(draft)
    return draft


def _refuse_unfit(made, lines, number, issued_on, on):
    if made.is_open:
        raise ValidationError(_("Hãy chốt đợt trước khi ký thông báo kết luận."))
    if not lines:
        raise ValidationError(_("Thông báo chưa có dòng nào."))
    if not normalise(number):
        raise ValidationError({"number": _("Hãy ghi số, ký hiệu do văn thư cấp.")})
    if issued_on > on:
        raise ValidationError({"issued_on": _("Ngày ký không thể sau hôm nay.")})
    early = [line for line in lines if line.part == Part.REQUIRED and line.due_on <= issued_on]
    if early:
        raise ValidationError(
            _("Việc phải khắc phục “%(work)s” có hạn %(day)s, không sau ngày ký.")
            % {"work": early[0].text[:80], "day": date_format(early[0].due_on, "d/m/Y")}
        )


def _follow_up(draft, lines, issued_on):
    Remedy.objects.bulk_create(
        Remedy(
            line=line,
            issuer_id=draft.issuer_id,
            organisation=line.organisation,
            unit_id=line.organisation.unit_id,
            work=line.text,
            assigned_on=issued_on,
            due_on=line.due_on,
        )
        for line in lines
        if line.part == Part.REQUIRED
    )


def _drop_remedies(row, by, on):
    open_ones = list(Remedy.objects.open().select_for_update(of=("self",)).filter(line__conclusion=row))
    note = _("Thông báo kết luận đã hủy: %(why)s") % {"why": row.void_reason}
    for remedy in open_ones:
        remedy.state, remedy.closed_on, remedy.result = Remedy.State.DROPPED, on, note[:500]
        remedy.version += 1
        remedy.save()
    RemedyStep.objects.bulk_create(
        RemedyStep(remedy=remedy, step=RemedyStep.Step.CLOSED, happened_on=on, note=note[:500], by=by)
        for remedy in open_ones
    )


def _propose_lines(draft, sentences):
    number: dict = {}
    for each in sentences:
        number[each.part] = number.get(each.part, 0) + 1
        line = ConclusionLine(
            conclusion=draft,
            part=each.part,
            organisation_id=each.organisation_id,
            text=each.text,
            due_on=each.due_on,
            sort=number[each.part],
        )
        line.save()
        _rest_on(line, each.sources)


def _copy_lines(before, draft):
    for line in before.lines.prefetch_related("reports"):
        copy = ConclusionLine(
            conclusion=draft,
            part=line.part,
            organisation_id=line.organisation_id,
            text=line.text,
            due_on=line.due_on,
            sort=line.sort,
        )
        copy.save()
        _rest_on(copy, line.reports.all())


def _written(draft, line, *, text, organisation, due_on, reports, by):
    line.text, line.organisation = normalise_lines(text), organisation
    line.due_on = due_on if line.part == Part.REQUIRED else None
    with recorded_by(by), refused_in_words():
        line.full_clean()
        line.save()
        if reports is not None:
            line.sources.all().delete()
            _rest_on(line, reports)
        _bump(draft)
    return line


def _rest_on(line, reports):
    ConclusionSource.objects.bulk_create(ConclusionSource(line=line, report=report) for report in reports)


def _line_of(draft, line) -> ConclusionLine:
    row = draft.lines.filter(pk=line.pk).first()
    if row is None:
        raise ValidationError(BUSY)
    return row


def _bump(row):
    row.version += 1
    row.save()
