"""What a sheet is called."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.querysets.bodies import organisation_names
from common.months import month_words


def title_of(sheet, day) -> str:
    name = organisation_names([sheet.organisation_id], sheet.period_on).get(sheet.organisation_id, "")
    if sheet.kind == "month":
        when = month_words(sheet.period_on)
    elif sheet.kind == "year":
        when = _("Năm %(year)s") % {"year": sheet.period_on.year}
    else:
        when = date_format(sheet.period_on, "d/m/Y")
    return f"{name} – {when}"
