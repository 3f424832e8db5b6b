"""Who is told of an urgent matter: the office of the organisation that owns it, on that day; a handover redirects it."""

from functools import partial

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.actions import tell_many
from accounts.models import Notice
from branches.models import Role
from branches.querysets.bodies import organisation_names
from branches.querysets.holders import holders_of
from branches.querysets.units import placements_by_unit
from matters.models import UrgentMatter

SUBJECT = "urgent"
WEEK = 7
_LENGTH = 300


def offices_of(matter, on):
    """Logins of the office of the commune in which it lies, and of the organisation's own secretary."""
    place = placements_by_unit([matter.unit_id], on).get(matter.unit_id)
    return holders_of(
        [Role.COMMUNE_OFFICE, Role.BRANCH_SECRETARY],
        on=on,
        units={matter.unit_id, place.commune_id if place else None} - {None},
        organisations=[matter.organisation_id],
    )


def tell_confirmed(matter, *, on, by=None) -> None:
    def words():
        return _("Việc cấp bách %(it)s được xác nhận hoàn thành: %(title)s") % _words(matter)

    tell_many(_notices(matter, words, f"confirmed-{on}", _others(matter, on, by)))


def tell_reopened(matter, note, *, on, by=None) -> None:
    def words():
        return _("Việc cấp bách %(it)s được mở lại: %(title)s") % _words(matter)

    tell_many(_notices(matter, words, f"reopened-{note.pk}", _others(matter, on, by)))


def remind_overdue(on) -> int:
    """Tells the offices of what is overdue, the day after and then once a week until it is settled; says how many matters
    there were. A worker that was off tells once."""
    matters = list(UrgentMatter.objects.standing().overdue_on(on).order_by("due_on", "pk"))
    names = organisation_names({matter.organisation_id for matter in matters}, on)
    notices = []
    for matter in matters:
        week = ((on - matter.due_on).days - 1) // WEEK
        about = f"overdue-{matter.due_on}-{week}"
        notices += _notices(matter, partial(_overdue_words, matter, names), about, offices_of(matter, on))
    tell_many(notices)
    return len(matters)


def _overdue_words(matter, names) -> str:
    words = {
        "body": names.get(matter.organisation_id, ""),
        "day": date_format(matter.due_on, "d/m/Y"),
    }
    return _("Việc cấp bách %(it)s của %(body)s quá hạn từ %(day)s: %(title)s") % (_words(matter) | words)


def _words(matter) -> dict:
    return {"it": matter.reference, "title": matter.title}


def _others(matter, on, by):
    people = offices_of(matter, on)
    return people.exclude(pk=by.pk) if by else people


def _notices(matter, words, what, people) -> list[Notice]:
    """A line to each, in his language."""
    found = []
    for user in people:
        with override(user.language or "vi"):
            text = words()
        text = text if len(text) <= _LENGTH else text[: _LENGTH - 1] + "…"
        about = f"urgent-{matter.key}-{what}"
        url = matter.get_absolute_url()
        found.append(Notice(user=user, text=text, url=url, about=about, subject=SUBJECT))
    return found
