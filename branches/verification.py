"""What must always be true of the map. Each check takes the day and gives a sentence for every fault it finds."""

from collections import defaultdict

from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.actions.placements import derived_placements, expected_access_paths, stored_placements
from branches.models import (
    Household,
    HouseholdGroup,
    HouseholdMembership,
    HouseholdTag,
    Organisation,
    OrganisationVersion,
    Unit,
    UnitPlacement,
    UnitSuccession,
    UnitVersion,
)
from branches.querysets.ground_of_households import lying_in
from branches.querysets.units import names_of
from branches.tag_rules import is_forbidden
from common.periods import overlaps


def versions_lie_in_their_units_life(day):
    outside = (
        Q(starts_on__lt=F("unit__opened_on"))
        | Q(unit__closed_on__isnull=False, ends_on=None)
        | Q(ends_on__gt=F("unit__closed_on"))
    )
    for version in UnitVersion.objects.filter(outside).order_by("pk"):
        yield _("Phiên bản từ ngày %(day)s của %(unit)s nằm ngoài thời gian tồn tại của đơn vị.") % {
            "day": _day(version.starts_on),
            "unit": version.name,
        }


def units_have_a_version_from_their_first_day(day):
    """Later days may be silent: an official list says nothing about the time after its own."""
    begun = set(UnitVersion.objects.values_list("unit_id", "starts_on"))
    for pk, key, opened_on in Unit.objects.order_by("pk").values_list("pk", "key", "opened_on"):
        if (pk, opened_on) not in begun:
            yield _("Đơn vị %(unit)s không có tên, cấp vào ngày lập.") % {"unit": key}


def versions_follow_each_other(day):
    """No unit has two versions on a day, no code two units."""
    for field, sentence in (
        ("unit_id", _("%(unit)s có hai phiên bản vào ngày %(day)s.")),
        ("code", _("Mã của %(unit)s là mã của hai đơn vị vào ngày %(day)s.")),
    ):
        previous = None
        rows = UnitVersion.objects.order_by(field, "starts_on").values_list(
            field, "starts_on", "ends_on", "unit_id", "name"
        )
        for row in rows.iterator(chunk_size=5000):
            same = previous is not None and previous[0] == row[0]
            if same and (previous[2] is None or previous[2] > row[1]):
                yield sentence % {"unit": row[4], "day": _day(row[1])}
            previous = row


def parents_are_above(day):
    rows = UnitVersion.objects.order_by("pk").values_list(
        "unit_id", "parent_id", "level_id", "starts_on", "ends_on", "name"
    )
    by_unit = defaultdict(list)
    for unit_id, _parent_id, level, starts_on, ends_on, _name in rows:
        by_unit[unit_id].append((level, (starts_on, ends_on)))
    for _unit_id, parent_id, level, starts_on, ends_on, name in rows:
        if any(
            above >= level and overlaps(period, (starts_on, ends_on)) for above, period in by_unit[parent_id]
        ):
            yield _("%(unit)s trực thuộc một đơn vị không cao cấp hơn, từ ngày %(day)s.") % {
                "unit": name,
                "day": _day(starts_on),
            }


def successions_are_sound(day):
    rows = UnitSuccession.objects.select_related("predecessor", "successor").order_by("pk")
    names = None
    for row in rows:
        ends_then = row.predecessor.closed_on == row.happens_on
        takes_then = row.successor.opened_on <= row.happens_on and (
            row.successor.closed_on is None or row.happens_on < row.successor.closed_on
        )
        if not (ends_then and takes_then):
            names = names or names_of(rows.values_list("predecessor_id", flat=True), day)
            yield _("%(unit)s không kết thúc, hoặc đơn vị tiếp nhận không có, vào ngày %(day)s.") % {
                "unit": names.get(row.predecessor_id, row.predecessor.key),
                "day": _day(row.happens_on),
            }
    whole = set(UnitSuccession.objects.filter(extent="whole").values_list("predecessor_id", flat=True))
    twice = UnitSuccession.objects.filter(predecessor_id__in=whole, extent="part").order_by("pk")
    for row in twice.select_related("predecessor"):
        yield _("%(unit)s vừa nhập toàn bộ vào một đơn vị vừa chia cho đơn vị khác.") % {
            "unit": row.predecessor.key
        }


def placements_follow_from_versions(day):
    """A fresh derivation of the whole map gives exactly the places that are stored."""
    wanted, present = set(derived_placements()), set(stored_placements())
    wrong = sorted(wanted ^ present, key=lambda place: (place.unit_id, place.starts_on))
    names = names_of({place.unit_id for place in wrong[:20]}, day)
    for place in wrong:
        sentence = (
            _("%(unit)s thiếu chỗ đứng từ ngày %(day)s.")
            if place in wanted
            else _("%(unit)s có chỗ đứng sai từ ngày %(day)s.")
        )
        yield sentence % {"unit": names.get(place.unit_id, place.unit_id), "day": _day(place.starts_on)}


def units_are_found_where_they_stand(day):
    wanted = expected_access_paths(day)
    stored = dict(Unit.objects.values_list("pk", "access_path"))
    wrong = sorted(pk for pk, path in wanted.items() if stored[pk] != path)
    names = names_of(wrong[:20], day)
    for pk in wrong:
        yield _("%(unit)s không được tìm thấy ở đúng nơi của ngày %(day)s.") % {
            "unit": names.get(pk, pk),
            "day": _day(day),
        }


def households_lie_somewhere(day):
    """A household in force whose hamlet is no more lies in the one that took its ground; where none did, nobody counts it. By
    its code: whoever reads this need not know who lives there."""
    for model in (Household, HouseholdGroup):
        gone = model.objects.on(day).filter(unit__closed_on__lte=day)
        rows = gone.exclude(lying_in(UnitPlacement.objects.on(day), day)).order_by("code")
        for code in rows.values_list("code", flat=True).iterator(chunk_size=5000):
            yield _("%(what)s mã %(code)s không ở ấp, thôn, khu phố nào vào ngày %(day)s.") % {
                "what": capfirst(str(model._meta.verbose_name)),
                "code": code,
                "day": _day(day),
            }


def households_are_in_groups_of_their_hamlet(day):
    rows = HouseholdMembership.objects.exclude(group__unit__access_path=F("household__unit__access_path"))
    for code in rows.order_by("household__code").values_list("household__code", flat=True).distinct():
        yield _("Hộ mã %(code)s ở trong tổ, nhóm hộ của nơi khác.") % {"code": code}


def households_are_in_groups_of_their_days(day):
    rows = HouseholdMembership.objects.outside_of_either().order_by("household__code")
    for code in rows.values_list("household__code", flat=True).distinct():
        yield _("Hộ mã %(code)s ở trong một tổ, nhóm hộ vào ngày không còn hộ hay tổ đó.") % {"code": code}


def tags_say_nothing_that_is_forbidden(day):
    for tag in HouseholdTag.objects.order_by("pk"):
        if is_forbidden(tag.name):
            yield _("Diện hộ “%(tag)s” nói điều không được ghi về một hộ.") % {"tag": tag.name}


CHECKS = (
    (gettext_lazy("Phiên bản nằm trong thời gian tồn tại của đơn vị"), versions_lie_in_their_units_life),
    (gettext_lazy("Đơn vị có tên, cấp từ ngày lập"), units_have_a_version_from_their_first_day),
    (gettext_lazy("Mỗi ngày một phiên bản, mỗi mã một đơn vị"), versions_follow_each_other),
    (gettext_lazy("Cấp trên cao hơn cấp dưới"), parents_are_above),
    (gettext_lazy("Kế thừa đúng ngày"), successions_are_sound),
    (gettext_lazy("Cây đơn vị khớp với các phiên bản"), placements_follow_from_versions),
    (gettext_lazy("Đơn vị được tìm thấy ở nơi hiện nay"), units_are_found_where_they_stand),
    (gettext_lazy("Hộ gia đình ở một ấp, thôn, khu phố"), households_lie_somewhere),
    (gettext_lazy("Hộ ở trong tổ của ấp mình"), households_are_in_groups_of_their_hamlet),
    (gettext_lazy("Hộ ở trong tổ khi hộ và tổ đều còn"), households_are_in_groups_of_their_days),
    (gettext_lazy("Diện hộ chỉ nói về đời sống, chính sách"), tags_say_nothing_that_is_forbidden),
)


def undecided(day) -> list[dict]:
    """[{"code", "name", "parent"}] of the units that exist on `day` and stand nowhere; `parent` is the code of their last
    one. A notice, not a fault: somebody has to decide."""
    # Two plain reads and not a NOT EXISTS: right after a load the database has no statistics and plans it for minutes.
    standing = set(UnitPlacement.objects.on(day).values_list("unit_id", flat=True))
    waiting = set(Unit.objects.open_on(day).values_list("pk", flat=True)) - standing
    latest = {}
    rows = UnitVersion.objects.filter(unit_id__in=waiting, starts_on__lte=day).order_by("starts_on")
    for unit_id, code, name, parent_id in rows.values_list("unit_id", "code", "name", "parent_id"):
        latest[unit_id] = (code, name, parent_id)
    parents = UnitVersion.objects.filter(unit_id__in={parent for *_rest, parent in latest.values()})
    codes = dict(parents.filter(starts_on__lte=day).order_by("starts_on").values_list("unit_id", "code"))
    return [
        {"code": code, "name": name, "parent": codes.get(parent_id)}
        for code, name, parent_id in sorted(latest.values(), key=lambda each: each[:2])
    ]


def without_ground(day) -> list[dict]:
    """[{"code", "name", "unit"}] of the party organisations that exist on `day` though their place is no more: no number of a place
    counts them or their members. A notice, not a fault: somebody has to move or to end them."""
    standing = set(UnitPlacement.objects.on(day).values_list("unit_id", flat=True))
    rows = OrganisationVersion.objects.on(day).filter(organisation__in=Organisation.objects.open_on(day))
    rows = rows.order_by("code").values_list("code", "name", "organisation__unit")
    found = [row for row in rows if row[2] not in standing]
    names = names_of({unit for *_words, unit in found}, day) if found else {}
    return [{"code": code, "name": name, "unit": names.get(unit, "")} for code, name, unit in found]


def _day(day):
    return date_format(day, "SHORT_DATE_FORMAT")
