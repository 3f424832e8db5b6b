"""A visit to a household is recorded once however often it is sent, put right by its author for two weeks, and voided with a
reason; its words are erased when their time is over, and the visit goes on counting."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.models import Cadre
from common.citizen_numbers import holds_citizen_number
from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from common.text import normalise, normalise_lines
from matters.actions.raising import raise_matter
from matters.models import Recommendation
from reports.bodies import hash_of_values
from reports.holding import holding
from reports.household_rules import (
    ERASED_MONTHS,
    HIDDEN_MONTHS,
    may_be_corrected,
    names_household,
)
from reports.models import HouseholdVisit, HouseholdVisitRecommendation, HouseholdVisitWords
from reports.models.household_visits import WORDS
from reports.rules import months_later

# Of whom the matter is, where nobody said it: those who read it must not learn which household it was.
ON_BEHALF = "hộ dân trong ấp, khu phố"


@dataclass(frozen=True)
class Recorded:
    """`is_new` False: it had arrived before, and this is that one."""

    visit: HouseholdVisit
    is_new: bool


def record_household_visit(*, household, cadre, by, client_key, values, on, body_hash=None) -> Recorded:
    """Records that `cadre` visited `household`, entered by the user `by` on the day `on`; all of it or nothing.

    `values`: "visited_on", "purpose" (HouseholdVisit.Purpose), "next_visit_on"; the texts WORDS; "recommendations": dicts of what
    `matters.actions.raising.raise_matter` takes ("content" among them). What is absent was not said. The same key with the same
    content (`body_hash`, or that of the values) is the visit that stands. Raises ValidationError: he did not hold the household
    that day, directly, through its group or by a team; that day is to come; a text holds what must not be written.
    """
    cadre = cadre.merged_into or cadre
    body_hash = body_hash or hash_of_values(values)
    with recorded_by(by), transaction.atomic():
        # One cadre's sendings stand in a row: the second finds what the first has made.
        Cadre.objects.select_for_update(no_key=True).get(pk=cadre.pk)
        if known := visit_sent_before(by, client_key, body_hash):
            return known
        visit = HouseholdVisit(
            household=household, unit_id=household.unit_id, cadre=cadre, author=by, recorded_on=on,
            client_key=client_key, body_hash=body_hash, visited_on=values["visited_on"],
        )  # fmt: skip
        _say(visit, values)
        visit.assignment = _assignment(cadre, household, visit.visited_on, on)
        words = _words_of(visit, values)
        _refuse_naming(household, values.get("recommendations") or [])
        visit.has_help = bool(words.help_given)
        with refused_in_words():
            visit.full_clean()
            visit.save()
            words.visit = visit
            words.full_clean(exclude=["visit"])
            words.save(force_insert=True)
        _raise(visit, values.get("recommendations") or [], by)
    return Recorded(visit, is_new=True)


def visit_sent_before(by, client_key, body_hash) -> Recorded | None:
    """What stands under this key of `by`; None where it is new. Raises ValidationError: it says something else."""
    known = HouseholdVisit.objects.filter(author=by, client_key=client_key).first()
    if known and known.body_hash != body_hash:
        raise ValidationError(
            _("Lần thăm này đã được nhận với nội dung khác; hãy mở lần thăm đã ghi mà sửa ở đó.")
        )
    return Recorded(known, is_new=False) if known else None


def correct_household_visit(visit, *, values, version, by, on) -> HouseholdVisit:
    """Other words, purpose and next day of a visit, by its author and while its time for that runs; `values` as in recording,
    without the day, the household and what was raised. Raises ValidationError."""
    with recorded_by(by), transaction.atomic():
        row = _locked(visit, version)
        if not may_be_corrected(row.recorded_on, on):
            raise ValidationError(
                _("Đã quá thời hạn sửa; nếu ghi nhầm, hãy báo văn phòng đảng ủy xã hủy kèm lý do.")
            )
        words = HouseholdVisitWords.objects.select_for_update().get(visit=row)
        if not words.are_shown_on(on):
            raise ValidationError(_("Nội dung của lần thăm này đã hết thời hạn lưu."))
        _say(row, values)
        _put(words, values)
        row.has_help = bool(words.help_given)
        row.version += 1
        with refused_in_words():
            row.full_clean()
            row.save()
            words.full_clean()
            words.save()
    return row


def void_household_visit(visit, *, reason, version, by, on) -> HouseholdVisit:
    """Takes one that was entered by mistake out of every list and count; it stays to be seen by those who read it. Raises
    ValidationError."""
    if not normalise(reason):
        raise ValidationError({"reason": _("Hãy ghi lý do hủy.")})
    with recorded_by(by), transaction.atomic():
        row = _locked(visit, version)
        row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, normalise(reason)[:300]
        row.version += 1
        with refused_in_words():
            row.full_clean()
            row.save()
    return row


def erase_visit_words(*, on) -> int:
    """Empties every text whose time is over on `on`, and the print of it that told a second sending; the visits stay and are
    counted as before. Says how many."""
    with transaction.atomic():
        rows = HouseholdVisitWords.objects.expired_on(on).select_for_update()
        over = list(rows.values_list("pk", flat=True))
        HouseholdVisit.objects.filter(pk__in=over).exclude(body_hash="").update(body_hash="")
        empty = dict.fromkeys(WORDS, "")
        return HouseholdVisitWords.objects.filter(pk__in=over).update(**empty, erased_at=timezone.now())


def _assignment(cadre, household, visited_on, on):
    if visited_on > on:
        raise ValidationError({"visited_on": _("Ngày thăm chưa tới.")})
    found = holding(cadre, household, visited_on)
    if found is None:
        raise ValidationError(
            {"visited_on": _("Ngày ấy người thăm không phụ trách hộ này nên lần thăm không ghi được.")}
        )
    return found


def _say(visit, values):
    visit.purpose = values.get("purpose") or HouseholdVisit.Purpose.REGULAR
    visit.next_visit_on = values.get("next_visit_on")
    if visit.next_visit_on and visit.next_visit_on <= visit.visited_on:
        raise ValidationError({"next_visit_on": _("Lần thăm tới phải sau ngày thăm.")})


def _words_of(visit, values) -> HouseholdVisitWords:
    day = visit.visited_on
    words = HouseholdVisitWords(
        hidden_on=months_later(day, HIDDEN_MONTHS), erased_on=months_later(day, ERASED_MONTHS)
    )
    _put(words, values)
    return words


def _put(words, values):
    found = {}
    for name in WORDS:
        text = normalise_lines(values.get(name) or "")
        if holds_citizen_number(text):
            found[name] = _("Không ghi số căn cước, số định danh của ai vào đây (dãy 12 chữ số).")
        setattr(words, name, text)
    if found:
        raise ValidationError(found)


def _refuse_naming(household, recommendations):
    """What is raised is read outside: nothing in it says which household it comes from."""
    for row in recommendations:
        said = " ".join(str(row.get(name) or "") for name in ("content", "proposed_solution", "on_behalf_of"))
        if holds_citizen_number(said):
            raise ValidationError(_("Kiến nghị không được ghi số căn cước, số định danh của ai."))
        if names_household(said, head_name=household.head_name, code=household.code):
            raise ValidationError(
                _("Kiến nghị được gửi đến nhiều nơi: không ghi tên chủ hộ hay mã hộ trong kiến nghị.")
            )


def _raise(visit, recommendations, by):
    for row in recommendations:
        said = {name: value for name, value in row.items() if value not in (None, "")}
        said.setdefault("on_behalf_of", ON_BEHALF)
        matter = raise_matter(
            unit=visit.unit,
            issuer=visit.assignment.scheme.issuer,
            raised_on=visit.visited_on,
            source=Recommendation.Source.HOUSEHOLD,
            raised_by=visit.cadre,
            by=by,
            **said,
        )
        HouseholdVisitRecommendation.objects.create(visit=visit, recommendation=matter)


def _locked(visit, version) -> HouseholdVisit:
    row = HouseholdVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if row.voided_at:
        raise ValidationError(_("Lần thăm này đã hủy."))
    if row.version != version:
        raise ValidationError(BUSY)
    return row
