"""Filters of the list of rubrics."""

from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from common.filters import ListFilter
from scores.models import Rubric

SHIPPED, OWN = "mau", "cap-uy"


class RubricFilter(ListFilter):
    q = CharFilter(label=_("Chữ trong tên"), field_name="name", lookup_expr="icontains", max_length=100)
    kind = ChoiceFilter(label=_("Chấm gì"), choices=Rubric.Kind.choices, empty_label=_("Mọi loại"))
    state = ChoiceFilter(label=_("Tình trạng"), choices=Rubric.State.choices, empty_label=_("Mọi tình trạng"))
    whose = ChoiceFilter(
        label=_("Của ai"),
        choices=[(OWN, _("cấp ủy ban hành")), (SHIPPED, _("mẫu có sẵn"))],
        empty_label=_("Tất cả"),
        method="filter_whose",
    )

    class Meta:
        model = Rubric
        fields = []

    @property
    def qs(self):
        """What was dropped is found where it is asked for by its state."""
        rows = super().qs
        return rows if self.is_bound and self.form.cleaned_data.get("state") else rows.standing()

    def filter_whose(self, rows, name, value):
        return rows.filter(issuer__isnull=value == SHIPPED)
