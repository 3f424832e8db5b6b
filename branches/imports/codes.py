"""Codes of a file looked up in bulk: whose code is it on a day, and which code lost its leading zeros."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from branches.imports.pipeline import Context
from branches.imports.plan import Plan, day
from branches.models import OrganisationVersion, UnitVersion
from common.spreadsheets.columns import leading_zero_candidates

CHUNK = 5000
ZERO_LENGTHS = (2, 3, 4, 5, 6)


def in_chunks(queryset, field: str, values: Iterable) -> list:
    """The rows whose `field` is one of `values`, asked for by the thousand: as many queries as chunks."""
    values = sorted(set(values))
    found: list = []
    for start in range(0, len(values), CHUNK):
        found += queryset.filter(**{f"{field}__in": values[start : start + CHUNK]})
    return found


def with_zeros(codes: Iterable[str]) -> set[str]:
    """The codes, and all that they may have been before a spreadsheet took their leading zeros."""
    codes = {code for code in codes if code}
    return codes | {each for code in codes for each in leading_zero_candidates(code, ZERO_LENGTHS)}


class DatedCodes:
    """Versions (of units or organisations) by code: `on(code, day)` is the one that bears it that day.

    Rows that the importer may not see are as if they were not there.
    """

    def __init__(self, versions):
        self._by_code: dict[str, list] = defaultdict(list)
        for version in sorted(versions, key=lambda each: each.starts_on):
            self._by_code[version.code].append(version)
        self._starts = {code: [each.starts_on for each in found] for code, found in self._by_code.items()}

    def on(self, code: str, on):
        at = bisect_right(self._starts.get(code, ()), on) - 1
        if at < 0:
            return None
        version = self._by_code[code][at]
        return version if version.holds_on(on) else None

    def of(self, code: str) -> list:
        """All versions that ever bore the code, the earliest first."""
        return self._by_code.get(code, [])

    def all_codes(self) -> list[str]:
        return list(self._by_code)

    def near(self, code: str, on):
        """What bore the code last before `on`, or first after it: for a sentence about why it is not there."""
        found = self.of(code)
        before = [version for version in found if version.starts_on <= on]
        return (before or found or [None])[-1 if before else 0]


def offered(code: str, is_known, *, prefer=None) -> str | None:
    """The one code with leading zeros that is known, where `code` itself is not; None for none or several.

    `prefer` ranks several: the one with the highest rank is offered, if it is alone there.
    """
    candidates = [each for each in leading_zero_candidates(code, ZERO_LENGTHS) if is_known(each)]
    if len(candidates) > 1 and prefer:
        best = max(map(prefer, candidates))
        candidates = [each for each in candidates if prefer(each) == best]
    return candidates[0] if len(candidates) == 1 else None


def correct(plan: Plan, context: Context, row: dict, key: str, right: str, name: str = "") -> None:
    """Goes on with the right code and says so: as a notice with the officer's consent, else as an error with the offer,
    so that the rest of the row is still checked."""
    wrong, row[key] = row[key], right
    if context.accept_corrections:
        plan.notices.append(
            _("Hàng %(row)s: mã “%(wrong)s” được sửa thành “%(right)s”.")
            % {"row": row["row"], "wrong": wrong, "right": right}
        )
        return
    plan.offers.append({"row": row["row"], "column": key, "from": wrong, "to": right})
    sentence = _(
        "Không có mã “%(wrong)s”; có lẽ là “%(right)s”%(name)s, bảng tính đã làm mất số 0 ở đầu. Hãy đồng ý sửa mã theo "
        "đề nghị, hoặc sửa trong tệp."
    )
    plan.error(row, key, sentence % {"wrong": wrong, "right": right, "name": f" ({name})" if name else ""})


def not_there(context: Context, codes: DatedCodes, code: str, on, label: str) -> str:
    """Why `code` names nothing on `on`: unknown, not begun yet or ended."""
    version = codes.near(code, on)
    if version is None:
        return context.unknown(_("Không có %(label)s mã “%(code)s”%(where)s."), label=label, code=code)
    details = {"name": version.name, "code": code, "day": day(on)}
    if version.starts_on > on:
        return _("%(name)s (mã %(code)s) chỉ có từ ngày %(from)s, chưa có ngày %(day)s.") % {
            **details,
            "from": day(version.starts_on),
        }
    return _("%(name)s (mã %(code)s) đã kết thúc từ ngày %(until)s, không còn ngày %(day)s.") % {
        **details,
        "until": day(version.ends_on),
    }


def find_dated(plan: Plan, context: Context, codes: DatedCodes, row: dict, key: str, on, label: str):
    """The version that the row's code names on `on`; None where the cell is empty, or with an error said."""
    code = row[key]
    if code is None:
        return None
    found = codes.on(code, on)
    if found is None and not codes.of(code):
        right = offered(code, lambda each: codes.on(each, on) is not None)
        if right:
            correct(plan, context, row, key, right, codes.on(right, on).name)
            return codes.on(right, on)
    if found is None:
        plan.error(row, key, not_there(context, codes, code, on, label))
    return found


def find_known(plan: Plan, context: Context, known: dict, row: dict, key: str, label: str):
    """The row of `known` ({code: row}) that the row's code names; None where the cell is empty, or with an error said."""
    code = row[key]
    if code is None:
        return None
    if code not in known:
        right = offered(code, known.__contains__)
        if right is None:
            sentence = context.unknown(
                _("Không có %(label)s mã “%(code)s”%(where)s."), label=label, code=code
            )
            plan.error(row, key, sentence)
            return None
        correct(plan, context, row, key, right, str(known[right]))
    return known[row[key]]


def unit_codes(codes: Iterable[str], context: Context, *, only_writable: bool = True) -> DatedCodes:
    """Units by the codes that they bear, as far as the importer may write, or may refer to."""
    is_known = context.may_write if only_writable else context.may_refer_to
    return DatedCodes(version for version in unit_versions(codes) if is_known(version.unit))


def organisation_codes(codes: Iterable[str], context: Context) -> DatedCodes:
    """Organisations by the codes that they bear, as far as the importer may refer to them."""
    rows = OrganisationVersion.objects.select_related("organisation__unit")
    versions = in_chunks(rows, "code", with_zeros(codes))
    return DatedCodes(each for each in versions if context.may_refer_to(each.organisation.unit))


def said_codes(rows: Iterable[dict], *keys: str) -> set[str]:
    """All codes that the rows name in these columns, lists included."""
    found: set[str] = set()
    for row in rows:
        for key in keys:
            value = row.get(key)
            found |= set(value) if isinstance(value, list) else {value}
    return found - {None}


def made_up_codes(model: type, prefix: str, count: int, taken: Iterable = (), *, width: int = 4) -> list[str]:
    """`count` codes of the office's own, such as CQ0001, that no row of `model` bears and no row of the file says."""
    if not count:
        return []
    used = {*taken, *model.objects.filter(code__startswith=prefix).values_list("code", flat=True)}
    found: list[str] = []
    number = 0
    while len(found) < count:
        number += 1
        if (code := f"{prefix}{number:0{width}d}") not in used:
            found.append(code)
    return found


def unit_versions(codes: Iterable[str]) -> list[UnitVersion]:
    """All versions with these codes or what they were before they lost their zeros, their units at hand."""
    return in_chunks(UnitVersion.objects.select_related("unit"), "code", with_zeros(codes))
