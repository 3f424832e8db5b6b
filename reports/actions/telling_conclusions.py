"""Who is told that a notice names his place: one line without a word of what it says. Addressed by role and body on that day."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions import tell_many
from accounts.models import Notice
from branches.models import UnitPlacement
from branches.querysets.holders import holders_of

SUBJECT = "round"
_ROLES = ("branch_secretary", "commune_office")


def tell_named(conclusion, lines, *, on):
    """The secretaries of the organisations that `lines` name, and the offices of their communes."""
    organisations = {line.organisation_id: line.organisation for line in lines if line.organisation_id}
    tell_at(
        organisations.values(),
        text=_("Có thông báo kết luận nêu tên nơi của bạn."),
        about=f"conclusion:{conclusion.key}",
        url=reverse("reports:conclusion_page", args=[conclusion.key]),
        on=on,
    )


def tell_at(organisations, *, text, about, url, on):
    """One line to the secretaries of `organisations` and the offices of their communes."""
    organisations = list(organisations)
    places = UnitPlacement.objects.on(on).filter(unit__in=[each.unit_id for each in organisations])
    communes = set(places.values_list("commune", flat=True)) - {None}
    users = holders_of(_ROLES, on=on, organisations=organisations, units=communes)
    tell_many([Notice(user=user, text=str(text), about=about, url=url, subject=SUBJECT) for user in users])
