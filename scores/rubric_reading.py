"""A rubric in words: its groups with their points, what facts propose, which grade begins where, a year's grade; and what
differs between two editions."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from scores.models import Fact
from scores.points import points_text


@dataclass
class Group:
    """A section with its criteria, and what they come to."""

    section: object
    lines: list = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        return sum((line.criterion.maximum for line in self.lines), Decimal(0))

    @property
    def total_words(self) -> str:
        return points_text(self.total)


@dataclass
class Line:
    """`number`: its place among all criteria, by which its address names it."""

    criterion: object
    steps: list
    number: int

    @property
    def most(self) -> str:
        return points_text(self.criterion.maximum)

    @property
    def least(self) -> str:
        """Points below zero that it may take away; "" where it takes none."""
        return points_text(-self.criterion.minimum) if self.criterion.minimum else ""

    @property
    def fact(self) -> str:
        return self.criterion.get_fact_display() if self.criterion.fact else ""

    @property
    def step(self) -> str:
        return points_text(self.criterion.step)


def groups_of(rubric) -> list[Group]:
    """Of a rubric that was read `whole`."""
    groups = {section.pk: Group(section) for section in rubric.sections.all()}
    for number, criterion in enumerate(rubric.criteria.all(), 1):
        groups[criterion.section_id].lines.append(Line(criterion, step_words(criterion), number))
    return list(groups.values())


def full_marks_of(rubric) -> Decimal:
    return sum((group.total for group in groups_of(rubric) if not group.section.is_extra), Decimal(0))


def least_of(rubric) -> Decimal:
    return sum((each.minimum for each in rubric.criteria.all()), Decimal(0))


def step_words(criterion) -> list[str]:
    """ "từ 90 trở lên: 10 điểm", the most points first."""
    steps = sorted(criterion.fact_steps.all(), key=lambda step: (-step.points, step.threshold))
    return [
        _("%(when)s: %(points)s điểm") % {"when": threshold_words(step), "points": points_text(step.points)}
        for step in steps
    ]


def threshold_words(step) -> str:
    number = {"number": points_text(step.threshold)}
    if step.is_at_most:
        return _("không quá %(number)s") % number if step.is_inclusive else _("dưới %(number)s") % number
    return _("từ %(number)s trở lên") % number if step.is_inclusive else _("trên %(number)s") % number


def band_words(rubric) -> list[tuple]:
    """[(band, "từ 70 đến dưới 90 điểm")] from the top; the last one, where nothing can be less, without its own figure."""
    least, above, found = least_of(rubric), None, []
    for band in rubric.bands.all():
        floor = points_text(band.minimum)
        opening = _("từ %(points)s") if band.is_inclusive else _("trên %(points)s")
        opening = opening % {"points": floor}
        if above is None:
            words = _("%(opening)s điểm trở lên") if band.is_inclusive else _("%(opening)s điểm")
            words = words % {"opening": opening}
        else:
            words = _up_to(above, opening if band.minimum > least else "")
        found.append((band, words))
        above = band
    return found


def _up_to(above, opening) -> str:
    """Up to where the band `above` begins; `opening` "": from the least."""
    said = {"opening": opening, "points": points_text(above.minimum)}
    if above.is_inclusive:
        return (
            _("%(opening)s đến dưới %(points)s điểm") % said if opening else _("dưới %(points)s điểm") % said
        )
    return (
        _("%(opening)s đến %(points)s điểm") % said if opening else _("từ %(points)s điểm trở xuống") % said
    )


def uncovered(rubric) -> str:
    """The points below which no grade begins; "" where every total has one."""
    bands = list(rubric.bands.all())
    return points_text(bands[-1].minimum) if bands and bands[-1].minimum > least_of(rubric) else ""


def yearly_words(rule) -> str:
    share = {"share": points_text(rule.floor_share), "floor": rule.floor}
    words = _("%(share)s%% số lần chấm đạt từ “%(floor)s” trở lên") % share
    if rule.count:
        words += _(", trong đó ít nhất %(count)s lần đạt từ “%(counted)s” trở lên") % {
            "count": rule.count,
            "counted": rule.counted,
        }
    return words


def veto_words(veto) -> str:
    if veto.lowers_by:
        return _("%(when)s: hạ %(levels)s bậc xếp loại") % {"when": veto.text, "levels": veto.lowers_by}
    return _("%(when)s: xếp loại không quá “%(band)s”") % {"when": veto.text, "band": veto.band}


def differences(rubric, before) -> list[str]:
    """Sentences about what `rubric` says otherwise than `before`; both were read `whole`. Criteria are known by their code."""
    found = [*_said_otherwise(rubric, before), *_criteria_otherwise(rubric, before)]
    for new, old, added, gone in (
        (_bands(rubric), _bands(before), _("Thêm mức xếp loại: %(what)s"), _("Bỏ mức xếp loại: %(what)s")),
        (_vetoes(rubric), _vetoes(before), _("Thêm khống chế: %(what)s"), _("Bỏ khống chế: %(what)s")),
        (
            _years(rubric),
            _years(before),
            _("Thêm quy định cả năm: %(what)s"),
            _("Bỏ quy định cả năm: %(what)s"),
        ),
    ):
        found += [gone % {"what": each} for each in old if each not in new]
        found += [added % {"what": each} for each in new if each not in old]
    return found


def _said_otherwise(rubric, before):
    for name in ("name", "meeting_kind", "sheet_days", "appeal_days", "guidance"):
        new, old = getattr(rubric, name), getattr(before, name)
        if new == old:
            continue
        label = rubric._meta.get_field(name).verbose_name
        if name == "guidance":
            yield _("Sửa hướng dẫn chấm.")
        else:
            yield _("%(label)s: %(old)s → %(new)s") % {
                "label": str(label).capitalize(),
                "old": _shown(before, name),
                "new": _shown(rubric, name),
            }


def _shown(rubric, name) -> str:
    display = getattr(rubric, f"get_{name}_display", None)
    return str(display() if display else getattr(rubric, name)) or "–"


def _criteria_otherwise(rubric, before):
    new = {each.code: each for each in rubric.criteria.all()}
    old = {each.code: each for each in before.criteria.all()}
    for code, each in old.items():
        if code not in new:
            yield _("Bỏ tiêu chí “%(name)s” (%(points)s điểm)") % _named(each)
    for code, each in new.items():
        if code not in old:
            yield _("Thêm tiêu chí “%(name)s” (%(points)s điểm)") % _named(each)
            continue
        changed = [*_criterion_otherwise(each, old[code])]
        if changed:
            yield _("Tiêu chí “%(name)s”: %(changes)s") % {"name": each.name, "changes": "; ".join(changed)}


def _named(criterion) -> dict:
    return {"name": criterion.name, "points": points_text(criterion.maximum)}


def _criterion_otherwise(new, old):
    if new.name != old.name:
        yield _("tên trước là “%(name)s”") % {"name": old.name}
    if new.section.name != old.section.name:
        yield _("chuyển từ nhóm “%(name)s”") % {"name": old.section.name}
    for name, label in (
        ("maximum", _("điểm tối đa")),
        ("minimum", _("điểm tối thiểu")),
        ("step", _("bước điểm")),
    ):
        if getattr(new, name) != getattr(old, name):
            yield _("%(label)s %(old)s → %(new)s") % {
                "label": label,
                "old": points_text(getattr(old, name)),
                "new": points_text(getattr(new, name)),
            }
    if new.must_be_full != old.must_be_full:
        yield _("phải đạt tối đa") if new.must_be_full else _("không còn phải đạt tối đa")
    if new.fact != old.fact:
        yield _("số liệu đề xuất: %(fact)s") % {"fact": Fact(new.fact).label if new.fact else _("không")}
    if step_words(new) != step_words(old):
        yield _("mức đề xuất: %(steps)s") % {"steps": ", ".join(step_words(new)) or _("không")}


def _bands(rubric):
    return [f"{band} ({words})" for band, words in band_words(rubric)]


def _vetoes(rubric):
    return [veto_words(each) for each in rubric.vetoes.all()]


def _years(rubric):
    return [f"{rule.band}: {yearly_words(rule)}" for rule in rubric.yearly_rules.all()]
