"""What a sheet is called."""

from django.utils.formats import date_format

from branches.querysets.bodies import organisation_names
from scores.periods import period_words


def title_of(sheet, day) -> str:
    name = organisation_names([sheet.organisation_id], sheet.period_on).get(sheet.organisation_id, "")
    if sheet.kind == "meeting":
        when = date_format(sheet.period_on, "d/m/Y")
    else:
        when = period_words(sheet.kind, sheet.period_on)
    return f"{name} – {when}"
