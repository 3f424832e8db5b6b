"""Model branches from a list (Bình Đại 0.15): one row a branch, a model and a year; recognised or withdrawn on a day."""

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import in_chunks
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, from_to
from common.spreadsheets.columns import Column, Table
from common.text import search_key
from scores.imports.naming import Names, refuse_to_come
from scores.models import ModelRegistration, ModelTitle

DAYS = ("registered_on", "recognised_on", "withdrawn_on")


def columns():
    return [
        Column(
            "organisation_code",
            gettext_lazy("Mã chi bộ"),
            required=True,
            kind="code",
            max_length=30,
            aliases=("Mã tổ chức đảng",),
            example="CB01",
        ),
        Column(
            "model",
            gettext_lazy("Mô hình"),
            required=True,
            max_length=150,
            example="Chi bộ trong sạch, vững mạnh toàn diện",
        ),
        Column("year", gettext_lazy("Năm"), required=True, kind="int", example=2018),
        Column(
            "registered_on", gettext_lazy("Đăng ký ngày"), required=True, kind="date", example="2018-01-15"
        ),
        Column("recognised_on", gettext_lazy("Công nhận ngày"), kind="date"),
        Column("withdrawn_on", gettext_lazy("Rút ngày"), kind="date"),
    ]


class Titles:
    """Models by what a list calls them; one that nobody knows yet is made, and said."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self._by_word: dict = {}
        for title in ModelTitle.objects.all():
            self._by_word |= {search_key(title.name): title, search_key(title.code): title}

    def named(self, row: dict) -> ModelTitle:
        key = search_key(row["model"])
        if key not in self._by_word:
            taken = {title.code for title in self._by_word.values()}
            code = slugify(key)[:45] or "mo-hinh"
            while code in taken:
                code += "-2"
            self._by_word[key] = self.plan.make(row, ModelTitle(code=code, name=row["model"]))
            self.plan.notices.append(_("Mô hình mới: “%(name)s”.") % {"name": row["model"]})
        return self._by_word[key]


def check(table: Table, context: Context) -> Plan:
    plan = Plan(table)
    titles = Titles(plan)
    rows = [row for row in table.rows if not plan.is_bad(row)]
    names = Names(plan, context, rows, "organisation_code", units=False)
    lines, said = [], {}
    for row in rows:
        named = names.find(row, row["registered_on"], context.on)
        _check_days(plan, context, row)
        if plan.is_bad(row):
            continue
        title = titles.named(row)
        key = (named.organisation.pk, title.pk or id(title), row["year"])
        first = said.setdefault(key, row["row"])
        if first != row["row"]:
            plan.error(row, "organisation_code", _("Đăng ký này đã có ở hàng %(row)s.") % {"row": first})
            continue
        lines.append((row, named, title, key))
    rows = ModelRegistration.objects.standing()
    found = in_chunks(rows, "organisation_id", {named.organisation.pk for _row, named, _t, _k in lines})
    known = {(each.organisation_id, each.title_id, each.year): each for each in found}
    for row, named, title, key in lines:
        _write(plan, context, row, named, title, known.get(key), table.present)
    return plan


def _check_days(plan, context, row) -> None:
    refuse_to_come(plan, context, row, *DAYS)
    if not 2000 <= row["year"] <= 2100:
        plan.error(row, "year", _("Năm phải từ 2000 đến 2100."))
    if row["recognised_on"] and row["recognised_on"] < row["registered_on"]:
        plan.error(row, "recognised_on", _("Ngày công nhận không trước ngày đăng ký."))
    if row["withdrawn_on"] and row["withdrawn_on"] < row["registered_on"]:
        plan.error(row, "withdrawn_on", _("Ngày rút không trước ngày đăng ký."))


def _write(plan, context, row, named, title, known, present) -> None:
    words = _("%(model)s %(year)s – %(body)s") % {"model": title, "year": row["year"], "body": named.name}
    if known is None:
        made = ModelRegistration(
            organisation=named.organisation,
            unit=named.unit,
            title=title,
            year=row["year"],
            created_by=context.user,
            **{name: row[name] for name in DAYS},
        )
        plan.make(row, made)
        plan.say(row, ADDED, words)
        return
    said = {name: row[name] for name in DAYS if name in present}
    before = {name: getattr(known, name) for name in said}
    if not plan.alter(row, known, **said):
        plan.say(row, UNCHANGED, words)
        return
    plan.alter(row, known, version=known.version + 1)
    details = [
        from_to(known._meta.get_field(name).verbose_name, before[name], said[name])
        for name in said
        if before[name] != said[name]
    ]
    plan.say(row, CHANGED, words, details)


KIND = Kind(
    name="model_registrations",
    title=gettext_lazy("Đăng ký chi bộ mô hình"),
    columns=columns,
    check=check,
    permission="registrations.write",
    notes=(gettext_lazy("Mỗi hàng là một chi bộ đăng ký một mô hình trong một năm; nhập lại thì cập nhật."),),
)
