"""The way from lists of reports to the year of those who filed them, which a page above this app shows."""

from django.utils.translation import gettext as _

from assignments.addresses import address_of


def year_links(scope, permission) -> list[tuple]:
    """[(word, address)] for whoever may say there what `permission` names; [] for others."""
    url = address_of("dashboard:evidence_list") if scope.may(permission) else None
    return [(_("Nhận xét cán bộ năm nay"), url)] if url else []
