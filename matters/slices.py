"""The list behind a number of the board: which state, of which age, of which agency, level, field or place; all of it in
the address. `Slice.pairs()` becomes the query string, `read` reads it again; rows come from the same facts as the number."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.models import Agency, Unit
from branches.querysets.units import names_of, stood_under
from common.pages import read_day
from matters.models import Recommendation, Topic
from matters.querysets.figures import BUCKETS, with_facts

STATE, AREA, AGE, GROUP, DAY, FROM, UNTIL = (
    "so_lieu", "trong", "tuoi", "nhom", "den_luc", "neu_tu", "neu_den",
)  # fmt: skip
# State → (the fact that holds, words).
STATES = {
    "raised": ("", gettext_lazy("đã nêu")),
    "asked": ("", gettext_lazy("phải trả lời")),
    "received": ("is_received", gettext_lazy("đã tiếp nhận")),
    "answered": ("is_answered", gettext_lazy("đã trả lời")),
    "answered_asked": ("is_answered", gettext_lazy("đã trả lời")),
    "resolved": ("is_resolved", gettext_lazy("đã giải quyết")),
    "resolved_asked": ("is_resolved", gettext_lazy("đã giải quyết")),
    "told": ("is_told", gettext_lazy("đã báo lại nơi nêu")),
    "on_the_spot": ("is_solved_on_the_spot", gettext_lazy("giải quyết tại chỗ")),
    "open": ("is_open", gettext_lazy("đang mở")),
    "overdue": ("is_late", gettext_lazy("quá hạn")),
    "unanswered": ("is_unanswered", gettext_lazy("chưa được trả lời")),
}
# By agency, level, field, the place with what lies in it; and the place alone.
AGENCY, LEVEL, TOPIC, UNIT, ITSELF = "co-quan", "cap", "linh-vuc", "noi", "dung-noi"
NONE = "khong"


@dataclass(frozen=True)
class Slice:
    """`state` of STATES; `bucket` an index of BUCKETS; `group` (AGENCY, LEVEL, TOPIC or UNIT, key of it or NONE). Of `area`
    (Unit, None for everywhere), raised in `[starts_on, ends_on)`, as known on `on`."""

    state: str
    on: date
    area: Unit | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    bucket: int | None = None
    group: tuple[str, str] | None = None

    def of(self, base):
        """The rows of `base` (Recommendations in scope) that the number counts."""
        rows = with_facts(in_period(base, self.starts_on, self.ends_on), self.on)
        if self.area is not None:
            rows = rows.filter(stood_under(self.area, day_field="raised_on"))
        fact = STATES[self.state][0]
        if fact:
            rows = rows.filter(**{fact: True})
        if self.state in OFF_THE_SPOT:
            rows = rows.filter(is_solved_on_the_spot=False)
        if self.bucket is not None:
            rows = rows.filter(bucket=self.bucket)
        return self._of_group(rows) if self.group else rows

    def _of_group(self, rows):
        kind, key = self.group
        if kind == LEVEL:
            return rows.filter(level="" if key == NONE else key)
        if kind == TOPIC:
            return rows.filter(topic=None) if key == NONE else rows.filter(topic__code=key)
        if kind == AGENCY:
            # What was solved on the spot was given to nobody.
            rows = rows.filter(is_solved_on_the_spot=False)
            pk = None if key == NONE else Agency.objects.filter(key=key).values_list("pk", flat=True).first()
            return rows.filter(lead__isnull=True) if key == NONE else rows.filter(lead=pk or 0)
        if key == NONE:
            return rows.filter(path=None)
        unit = Unit.objects.filter(key=key).first()
        if unit is None:
            return rows.none()
        if kind == ITSELF or unit == self.area:
            return rows.filter(unit=unit)
        return rows.filter(stood_under(unit, day_field="raised_on"))

    def narrow(self, rows):
        """`rows` of a list without those that the number does not count, whatever else the list asks of them."""
        return rows.filter(pk__in=self.of(Recommendation.objects.all()).values("pk"))

    def pairs(self) -> dict:
        pairs = {
            STATE: self.state,
            AREA: self.area.key if self.area else None,
            AGE: None if self.bucket is None else str(self.bucket),
            GROUP: ":".join(self.group) if self.group else None,
            DAY: self.on.isoformat(),
            FROM: self.starts_on and self.starts_on.isoformat(),
            UNTIL: self.ends_on and self.ends_on.isoformat(),
        }
        return {name: value for name, value in pairs.items() if value is not None}

    @property
    def url(self) -> str | None:
        try:
            return f"{reverse('matters:recommendation_list')}?{urlencode(self.pairs())}"
        except NoReverseMatch:
            return None

    def words(self, scope) -> str:
        """What the list holds, for its head, in names that `scope` may read (None: all)."""
        parts = [str(STATES[self.state][1])]
        if self.bucket is not None:
            parts.append(bucket_words(self.bucket))
        if self.group:
            parts.append(self._group_words(scope))
        if self.area is not None:
            parts.append(names_of([self.area.pk], self.on).get(self.area.pk, ""))
        if self.starts_on or self.ends_on:
            parts.append(period_words(self.starts_on, self.ends_on))
        parts.append(_("tính đến %(day)s") % {"day": date_format(self.on, "d/m/Y")})
        return " · ".join(part for part in parts if part)

    def _group_words(self, scope) -> str:
        kind, key = self.group
        if key == NONE:
            return str(NOBODY[kind])
        if kind == LEVEL:
            return str(Recommendation.Level(key).label)
        if kind == TOPIC:
            topics = Topic.objects.all() if scope is None else Topic.objects.visible_to(scope)
            return topics.filter(code=key).values_list("name", flat=True).first() or ""
        if kind == AGENCY:
            return Agency.objects.filter(key=key).values_list("name", flat=True).first() or ""
        unit = Unit.objects.filter(key=key).first()
        return names_of([unit.pk], self.on).get(unit.pk, "") if unit else ""


# What was solved on the spot waits for nobody's answer: the rates leave it out.
OFF_THE_SPOT = frozenset({"asked", "answered_asked", "resolved_asked"})
NOBODY = {
    AGENCY: gettext_lazy("chưa cơ quan nào chủ trì"),
    LEVEL: gettext_lazy("chưa rõ cấp giải quyết"),
    TOPIC: gettext_lazy("chưa rõ lĩnh vực"),
    UNIT: gettext_lazy("chưa rõ nơi"),
    ITSELF: gettext_lazy("chưa rõ nơi"),
}


def in_period(rows, starts_on, ends_on):
    """Raised in `[starts_on, ends_on)`; None is open."""
    if starts_on is not None:
        rows = rows.filter(raised_on__gte=starts_on)
    return rows if ends_on is None else rows.filter(raised_on__lt=ends_on)


def bucket_words(number: int) -> str:
    first, last = BUCKETS[number]
    if last is None:
        return _("trên %(days)s ngày") % {"days": first - 1}
    return _("%(first)s–%(last)s ngày") % {"first": first, "last": last}


def period_words(starts_on, ends_on) -> str:
    """In words, with the last day held."""
    said = {
        "first": date_format(starts_on, "d/m/Y") if starts_on else "",
        "last": date_format(ends_on - timedelta(days=1), "d/m/Y") if ends_on else "",
    }
    if starts_on and ends_on:
        return _("nêu từ %(first)s đến hết %(last)s") % said
    return (_("nêu từ %(first)s") if starts_on else _("nêu đến hết %(last)s")) % said


def read(request) -> Slice | None:
    """The slice that the address of a list asks for; None where it asks for none, or for one that there is not."""
    state = request.GET.get(STATE, "")
    if state not in STATES:
        return None
    area = Unit.objects.filter(key=request.GET[AREA]).first() if request.GET.get(AREA) else None
    age = request.GET.get(AGE, "")
    kind, _colon, key = request.GET.get(GROUP, "").partition(":")
    return Slice(
        state,
        _day(request, DAY) or request.day,
        area,
        _day(request, FROM),
        _day(request, UNTIL),
        int(age) if age in map(str, range(len(BUCKETS))) else None,
        (kind, key) if kind in NOBODY and key else None,
    )


def _day(request, name) -> date | None:
    return read_day(request.GET.get(name, ""))
