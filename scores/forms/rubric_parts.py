"""Forms of what hangs on a draft. Each gives `values`, the fields of its row; the names that it may choose from are of the
rubric alone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import NameField
from scores.forms.rubrics import VersionedForm
from scores.models import Fact
from scores.points import PointsField

STEPS = 6
FROM, OVER, AT_MOST, BELOW = "tu", "tren", "khong-qua", "duoi"
# {word: (is_inclusive, is_at_most)}
WAYS = {FROM: (True, False), OVER: (False, False), AT_MOST: (True, True), BELOW: (False, True)}


class PartForm(VersionedForm):
    """`row`: what is changed, None for a new one."""

    fields_of_row: tuple = ()

    def __init__(self, *args, rubric, row=None, **kwargs):
        self.rubric, self.row = rubric, row
        initial = {"version": rubric.version}
        if row is not None:
            initial |= {name: self.initial_of(row, name) for name in self.fields_of_row}
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def initial_of(self, row, name):
        value = getattr(row, name)
        return value.pk if hasattr(value, "pk") else value

    def choose(self, name, rows, empty=None):
        """The field `name` gives one of `rows`, by its place in the database; nothing else of it is told."""
        self.fields[name].queryset = rows
        self.fields[name].empty_label = empty

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.fields_of_row if name in self.cleaned_data}


class SectionForm(PartForm):
    fields_of_row = ("name", "is_extra", "sort")
    name = NameField(label=_("Tên nhóm"), max_length=300)
    is_extra = forms.BooleanField(
        label=_("Điểm thưởng, điểm trừ: đứng ngoài tổng điểm của thang"), required=False
    )
    sort = forms.IntegerField(
        label=_("Thứ tự"), min_value=0, max_value=9999, required=False, help_text=_("Để trống: đứng cuối.")
    )

    @property
    def values(self):
        return super().values | {"sort": self.cleaned_data["sort"] or 0}


class CriterionForm(PartForm):
    """With up to STEPS lines of what the fact proposes."""

    fields_of_row = ("section", "name", "code", "maximum", "minimum", "step", "must_be_full", "fact", "sort")
    section = forms.ModelChoiceField(label=_("Nhóm"), queryset=None)
    name = NameField(label=_("Tiêu chí"), max_length=500)
    code = forms.SlugField(
        label=_("Mã"),
        max_length=30,
        required=False,
        help_text=_("Để trống thì chương trình đặt, như 2-3."),
        error_messages={"invalid": _("Mã chỉ gồm chữ không dấu, số và gạch nối.")},
    )
    maximum = PointsField(label=_("Điểm tối đa"))
    minimum = PointsField(label=_("Điểm tối thiểu"), required=False, help_text=_("Dưới 0 nếu là điểm trừ."))
    step = PointsField(label=_("Bước điểm"), required=False, help_text=_("Chấm theo bội số của bước này."))
    must_be_full = forms.BooleanField(label=_("Phải đạt tối đa mới được xếp loại cao nhất"), required=False)
    fact = forms.ChoiceField(
        label=_("Số liệu tự đề xuất điểm"),
        choices=[("", _("không có, người chấm tự cho điểm")), *Fact.choices],
        required=False,
    )
    sort = forms.IntegerField(
        label=_("Thứ tự trong nhóm"),
        min_value=0,
        max_value=9999,
        required=False,
        help_text=_("Để trống: đứng cuối."),
    )

    def __init__(self, *args, rubric, row=None, **kwargs):
        initial = {"step": "0,25", "minimum": 0} if row is None else _step_initial(row)
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, rubric=rubric, row=row, **kwargs)
        self.choose("section", rubric.sections.all())
        for number in range(1, STEPS + 1):
            self._add_step(number)

    def _add_step(self, number):
        words = {"number": number}
        self.fields[f"way_{number}"] = forms.ChoiceField(
            label=_("Mức %(number)s: khi số liệu") % words,
            choices=[
                ("", _("(không dùng)")), (FROM, _("từ … trở lên")), (OVER, _("trên …")),
                (AT_MOST, _("không quá …")), (BELOW, _("dưới …")),
            ],
            required=False,
        )  # fmt: skip
        self.fields[f"threshold_{number}"] = PointsField(
            label=_("Mức %(number)s: ngưỡng") % words, required=False, max_digits=9
        )
        self.fields[f"points_{number}"] = PointsField(label=_("Mức %(number)s: điểm") % words, required=False)

    @property
    def plain_fields(self):
        return [self[name] for name in self.fields if not name.startswith(("way_", "threshold_", "points_"))]

    @property
    def step_rows(self):
        return [
            (number, self[f"way_{number}"], self[f"threshold_{number}"], self[f"points_{number}"])
            for number in range(1, STEPS + 1)
        ]

    def clean(self):
        data = super().clean()
        for number in range(1, STEPS + 1):
            way, threshold, points = _step_of(data, number)
            for name, value in (("threshold", threshold), ("points", points)):
                if way and value is None and f"{name}_{number}" not in self.errors:
                    self.add_error(f"{name}_{number}", _("Hãy ghi đủ ngưỡng và điểm của mức này."))
            if not way and (threshold is not None or points is not None):
                self.add_error(f"way_{number}", _("Hãy chọn khi nào thì được số điểm này."))
        return data

    @property
    def values(self):
        data = self.cleaned_data
        kept = super().values
        return kept | {
            "minimum": data["minimum"] or 0,
            "step": data["step"] or self.fields["step"].to_python("0.25"),
            "sort": data["sort"] or 0,
        }

    @property
    def steps(self) -> list[dict]:
        found = [_step_of(self.cleaned_data, number) for number in range(1, STEPS + 1)]
        return [
            {
                "threshold": threshold,
                "points": points,
                "is_inclusive": WAYS[way][0],
                "is_at_most": WAYS[way][1],
            }
            for way, threshold, points in found
            if way
        ]


class BandForm(PartForm):
    fields_of_row = ("name", "minimum", "is_inclusive")
    name = NameField(label=_("Xếp loại"), max_length=80)
    minimum = PointsField(label=_("Từ điểm"))
    is_inclusive = forms.BooleanField(
        label=_("Kể cả mức đó (bỏ chọn: phải trên mức đó)"), required=False, initial=True
    )


class VetoForm(PartForm):
    fields_of_row = ("text", "band", "lowers_by")
    text = NameField(
        label=_("Khi nào"),
        max_length=300,
        help_text=_("Như: có đảng viên bị kỷ luật từ khiển trách trở lên."),
    )
    band = forms.ModelChoiceField(label=_("Thì xếp loại không quá"), queryset=None, required=False)
    lowers_by = forms.IntegerField(
        label=_("Hoặc hạ mấy bậc"),
        min_value=0,
        max_value=9,
        required=False,
        help_text=_("So với loại theo điểm. Chọn một trong hai; nhiều quy định hạ bậc cùng có thì cộng lại."),
    )

    def __init__(self, *args, rubric, **kwargs):
        super().__init__(*args, rubric=rubric, **kwargs)
        self.choose("band", rubric.bands.all(), _("không dùng, hạ bậc"))

    def clean(self):
        data = super().clean()
        if not self.errors and bool(data["band"]) == bool(data["lowers_by"]):
            self.add_error("band", _("Hãy chọn một: không quá loại nào, hoặc hạ mấy bậc."))
        return data

    @property
    def values(self):
        return super().values | {"lowers_by": self.cleaned_data["lowers_by"] or 0}


class YearlyForm(PartForm):
    fields_of_row = ("band", "floor", "floor_share", "counted", "count")
    band = forms.ModelChoiceField(label=_("Cả năm xếp loại"), queryset=None)
    floor_share = PointsField(
        label=_("Khi ít nhất bao nhiêu % số lần chấm"), initial=100, max_value=100, min_value=0
    )
    floor = forms.ModelChoiceField(label=_("Đạt từ loại"), queryset=None)
    count = forms.IntegerField(
        label=_("Và ít nhất bao nhiêu lần"), min_value=0, max_value=366, required=False, initial=0
    )
    counted = forms.ModelChoiceField(label=_("Đạt loại"), queryset=None, required=False)

    def __init__(self, *args, rubric, **kwargs):
        super().__init__(*args, rubric=rubric, **kwargs)
        for name in ("band", "floor"):
            self.choose(name, rubric.bands.all())
        self.choose("counted", rubric.bands.all(), _("không đòi hỏi"))

    @property
    def values(self):
        return super().values | {"count": self.cleaned_data["count"] or 0}


def _step_of(data, number):
    return data.get(f"way_{number}"), data.get(f"threshold_{number}"), data.get(f"points_{number}")


def _step_initial(row) -> dict:
    words = {said: word for word, said in WAYS.items()}
    found = {}
    for number, step in enumerate(row.fact_steps.all()[:STEPS], 1):
        found[f"way_{number}"] = words[step.is_inclusive, step.is_at_most]
        found[f"threshold_{number}"], found[f"points_{number}"] = step.threshold, step.points
    return found
