"""Loads an official list into the map: all of it or nothing, by a handful of statements, any number of times."""

from functools import partial

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from branches.actions.placements import lock_map, rebuild_placements, refresh_access_paths
from branches.loading.checking import COLUMNS, SUCCESSOR_COLUMNS, Errors, read_list, read_successors
from branches.loading.planning import Before, plan_loading
from branches.loading.writing import write_plan
from branches.models import ImportRun, Level, Unit, UnitKind, UnitPlacement, UnitSuccession, UnitVersion
from branches.rules import kind_code_of_name, kind_words
from branches.verification import undecided
from common.copying import analyse
from common.errors import refused_in_words, sentences

# From so many units on, deriving the whole map costs less than finding out what stands beneath them.
WHOLE_MAP = 500

__all__ = ["COLUMNS", "SUCCESSOR_COLUMNS", "load_units"]


def load_units(
    rows, successors=None, *, starts_on, ends_on=None, by=None, progress=None, filename="", today=None
) -> dict:
    """Loads `rows` (dictionaries of text with COLUMNS) as the official list of `[starts_on, ends_on)`.

    `successors` (dictionaries with SUCCESSOR_COLUMNS) carries the units of the day before over: the only predecessor,
    whole, with the same level, name and code stays itself and gets a new version; every other predecessor ends, and so
    does a unit above that keeps nothing of the official levels; open units beneath a closed one follow the unit that
    took it whole, or stand nowhere ("undecided"). Nothing else ends by being absent.

    A list loaded again changes only what it says otherwise: facts of versions that begin on `starts_on` are corrected
    in place; an end is brought forward, never put off. `ends_on` ends the versions and not the units: what comes after
    is for the next list to say.

    Returns {"rows", "added", "changed", "closed", "unchanged", "successions", "carried_over", "followed", "undecided",
    "errors"}; with errors ({"file", "row", "column", "message"}) nothing is written.
    """
    progress = progress or (lambda sentence: None)
    errors = Errors()
    rows, successor_rows = list(rows), None if successors is None else list(successors)
    result = {
        **dict.fromkeys(
            ("added", "changed", "closed", "unchanged", "successions", "carried_over", "followed"), 0
        ),
        "rows": len(rows),
        "undecided": [],
        "errors": errors,
    }
    if ends_on and ends_on <= starts_on:
        errors.say(None, None, None, _("Ngày hết hiệu lực phải sau ngày có hiệu lực."))
        return result
    progress(_("Kiểm tra %(count)s dòng …") % {"count": len(rows)})
    listed = read_list(rows, _levels(), errors)
    lines = []
    if successor_rows is not None:
        listed_codes = {row.code for row in listed} | {str(row.get("code") or "").strip() for row in rows}
        lines = read_successors(successor_rows, listed_codes, errors)
    if errors:
        return result
    _say_kinds(listed)
    try:
        with refused_in_words():
            lock_map()
            before = Before(starts_on)
            plan = plan_loading(listed, lines, before, ends_on=ends_on, errors=errors)
            if errors:
                return result
            if not plan.is_empty:
                _write(plan, before, ends_on, by, progress, filename, len(rows), today)
    except ValidationError as error:
        for sentence in sentences(error):
            errors.say(None, None, None, sentence)
        return result
    return result | {
        "added": len(plan.opened),
        "changed": plan.changed,
        "closed": len(plan.closed),
        "unchanged": plan.unchanged,
        "successions": len(plan.successions),
        "carried_over": plan.carried,
        "followed": len(plan.followed) + len(plan.moved),
        "undecided": undecided(starts_on),
    }


def _write(plan, before, ends_on, by, progress, filename, rows, today):
    """The run comes first: a COPY carries no actor, the statement before it does."""
    progress(
        _("Ghi: %(added)s đơn vị mới, %(changed)s thay đổi, %(closed)s kết thúc …")
        % {"added": len(plan.opened), "changed": plan.changed, "closed": len(plan.closed)}
    )
    run = ImportRun(
        kind="official_list",
        user=by,
        filename=filename or _("danh sách đơn vị"),
        state=ImportRun.State.APPLIED,
        applied_at=timezone.now(),
        rows=rows,
        added=len(plan.opened),
        changed=plan.changed,
        ended=len(plan.closed),
        unchanged=plan.unchanged,
        options={"starts_on": before.starts_on.isoformat(), "ends_on": ends_on and ends_on.isoformat()},
    )
    with pghistory.context(import_run=run.key, user=by.pk if by else None), transaction.atomic():
        run.save()
        write_plan(plan, before, ends_on=ends_on)
        progress(_("Dựng lại cây đơn vị …"))
        touched = plan.touched(before)
        touched = touched if len(touched) < WHOLE_MAP else None
        rebuild_placements(touched)
        refresh_access_paths(on=today, unit_ids=touched)
    written = partial(analyse, Unit, UnitVersion, UnitPlacement, UnitSuccession)
    transaction.on_commit(written, robust=True)


def _levels():
    levels = list(Level.objects.values_list("code", "number"))
    return dict(levels) | {str(number): number for _code, number in levels}


def _say_kinds(rows):
    kinds = list(UnitKind.objects.values_list("code", "name", "level", "pk"))
    words = kind_words(kind[:3] for kind in kinds)
    ids = {code: pk for code, _name, _level, pk in kinds}
    for row in rows:
        row.kind_id = ids.get(kind_code_of_name(row.name, row.level, words))
