"""What a scheme says, in words."""

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.models import Scheme

SOON = timedelta(days=90)


def state_of(scheme, day, running=0) -> str:
    """One of tables.schemes.STATES."""
    if scheme.starts_on > day:
        return "to_come"
    if not scheme.holds_on(day):
        return "left_running" if running else "over"
    ends = [each for each in (scheme.ends_on, scheme.pilot_ends_on) if each and each > day]
    return "ends_soon" if ends and min(ends) <= day + SOON else "running"


def target_words(scheme) -> str:
    """ "đơn vị, cấp ấp, khu phố"."""
    kind = scheme.get_target_kind_display()
    if scheme.target_level is None:
        return str(kind)
    return _("%(kind)s, cấp %(level)s") % {"kind": kind, "level": scheme.target_level}


def period_words(scheme) -> str:
    first = date_format(scheme.starts_on, "d/m/Y")
    if scheme.ends_on is None:
        return _("từ %(first)s, chưa định ngày kết thúc") % {"first": first}
    return _("từ %(first)s đến hết %(last)s") % {"first": first, "last": _last(scheme.ends_on)}


def facts_of(scheme, issuer_name, groups) -> list[tuple]:
    """[(label, value)] of everything that a scheme settles; `groups` are its eligible CadreGroups."""
    kinds = [str(Scheme.AssigneeKind(kind).label) for kind in scheme.assignee_kinds]
    return [
        (_("Mã"), scheme.code),
        (_("Cấp ủy ban hành của"), issuer_name),
        (_("Thời hạn"), period_words(scheme)),
        (_("Theo dõi"), target_words(scheme)),
        (_("Ai được phân công"), ", ".join(kinds) or _("cán bộ, tổ công tác, cơ quan")),
        (_("Nhóm cán bộ"), ", ".join(str(group) for group in groups) or _("mọi nhóm")),
        (_("Số người một nơi"), _at_most(scheme.max_assignees_per_target, _("người"))),
        (_("Số nơi một người"), _places(scheme)),
        (_("Được chọn dự"), _choices(scheme, groups)),
        (_("Số lượt dự"), _turns(scheme)),
        (_("Báo trước"), _("có báo trước cho cơ sở") if scheme.is_announced else _("không báo trước")),
        (_("Báo cáo"), _report(scheme)),
        (_("Thí điểm"), _pilot(scheme)),
        (_("Phương châm"), scheme.motto),
    ]


def _at_most(limit, unit):
    return (
        _(
            "nhiều nhất %(limit)s %(unit)s",
        )
        % {"limit": limit, "unit": unit}
        if limit
        else _("không giới hạn")
    )


def _places(scheme):
    words = _at_most(scheme.max_targets_per_assignee, _("nơi"))
    if not scheme.wanted_targets_per_assignee:
        return words
    return _("%(limit)s; nên %(wanted)s nơi") % {"limit": words, "wanted": scheme.wanted_targets_per_assignee}


def _choices(scheme, groups):
    words = [str(scheme.get_choice_display())]
    names = {group.code: group.name for group in groups}
    for code, choice in scheme.choice_by_group.items():
        words.append(
            _("%(group)s: %(choice)s")
            % {"group": names.get(code, code), "choice": Scheme.Choice(choice).label}
        )
    return "; ".join(words)


def _turns(scheme):
    words = []
    if number := scheme.turns_per_month:
        words.append(ngettext("%(n)s lượt mỗi tháng", "%(n)s lượt mỗi tháng", number) % {"n": number})
    if number := scheme.committee_turns_per_month:
        words.append(
            ngettext("%(n)s lượt hội nghị cấp ủy mỗi tháng", "%(n)s lượt hội nghị cấp ủy mỗi tháng", number)
            % {"n": number}
        )
    return "; ".join(words)


def _report(scheme):
    words = []
    if days := scheme.report_days:
        words.append(_("trong %(days)s ngày sau mỗi lần dự") % {"days": days})
    if scheme.leader_reads_first:
        words.append(_("người phụ trách địa bàn xem trước"))
    return "; ".join(words)


def _pilot(scheme):
    if not scheme.is_pilot:
        return ""
    if scheme.pilot_ends_on is None:
        return _("thí điểm, chưa định ngày hết")
    return _("thí điểm đến hết %(last)s") % {"last": _last(scheme.pilot_ends_on)}


def _last(ends_on) -> str:
    return date_format(ends_on - timedelta(days=1), "d/m/Y")
