"""Filters of the lists of matters. Places, agencies and cadres are offered only as far as the reader's own matters go."""

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter

from assignments.models import Cadre
from branches.models import Agency, UnitPlacement
from branches.querysets.browsing import matching
from branches.querysets.scoping import path_range
from common.filters import DayFilter, ListFilter, SearchFilter
from matters.models import Handling, Recommendation, RecommendationStep, Topic
from matters.stages import STAGES

LATE, NEW, TO_TELL, MINE = "qua-han", "chua-tiep-nhan", "cho-bao-lai", "cua-toi"
QUICK = [
    (LATE, _("quá hạn")),
    (NEW, _("chưa tiếp nhận")),
    (TO_TELL, _("chờ báo lại nơi nêu")),
    (MINE, _("của tôi")),
]
COMMUNE = 3


def quick(rows, choice, request):
    """Those of `rows` that a quick filter means; `rows` carry their clock."""
    if choice == LATE:
        return rows.filter(is_overdue=True)
    if choice == NEW:
        return rows.filter(stage="raised")
    if choice == TO_TELL:
        voices = Recommendation.objects.to_tell().filter(merged_into=OuterRef("pk"))
        own = Recommendation.objects.to_tell().filter(pk=OuterRef("pk"))
        return rows.filter(Exists(own) | Exists(voices))
    acted = RecommendationStep.objects.filter(recommendation=OuterRef("pk"), by=request.scope.user_id)
    raised = Q(raised_by__in=request.scope.cadre_ids)
    return rows.filter(raised | Q(created_by=request.scope.user_id) | Exists(acted))


class PlacesMixin:
    """Districts and communes in which matters of the list lie today; a further place by its key in the address."""

    def _paths(self):
        """The access paths of the units that raised them."""
        return self.queryset.order_by().values_list("unit__access_path", flat=True).distinct()

    @cached_property
    def _places(self) -> dict:
        """{key: (path, name)} in the order of the map."""
        paths = self._paths()
        keys = {key for path in paths for key in path.split(".")[:-1]}
        asked = str(self.data.get("dia_ban") or "")
        places = UnitPlacement.objects.on(self.request.day).filter(
            Q(level__lte=COMMUNE, unit__key__in=keys) | Q(unit__key=asked)
        )
        rows = (
            places.visible_to(self.scope).order_by("path").values_list("unit__key", "path", "version__name")
        )
        return {key: (path, name) for key, path, name in rows}

    def filter_place(self, rows, name, value):
        found = self._places.get(value)
        return rows.filter(path_range("unit__access_path", found[0])) if found else rows.none()

    def filter_text(self, rows, name, value):
        return rows.filter(matching(value)) if value.strip() else rows


class RecommendationFilter(PlacesMixin, ListFilter):
    q = SearchFilter(label=_("Tìm theo mã, nội dung"), method="filter_text")
    nhanh = ChoiceFilter(label=_("Lọc nhanh"), choices=QUICK, empty_label=_("Tất cả"), method="filter_quick")
    giai_doan = ChoiceFilter(
        label=_("Giai đoạn"),
        choices=[(code, word) for code, (_state, word) in STAGES.items()],
        empty_label=_("Mọi giai đoạn"),
        method="filter_stage",
    )
    linh_vuc = ModelChoiceFilter(
        field_name="topic",
        label=_("Lĩnh vực"),
        queryset=lambda request: Topic.objects.visible_to(request.scope),
        to_field_name="code",
        empty_label=_("Mọi lĩnh vực"),
    )
    co_quan = ModelChoiceFilter(
        label=_("Cơ quan"),
        queryset=lambda request: Agency.objects.none(),
        to_field_name="key",
        empty_label=_("Mọi cơ quan"),
        method="filter_agency",
    )
    dia_ban = ChoiceFilter(label=_("Địa bàn"), choices=(), empty_label=_("Mọi nơi"), method="filter_place")
    muc_do = ChoiceFilter(
        field_name="urgency",
        label=_("Mức độ"),
        choices=Recommendation.Urgency.choices,
        empty_label=_("Mọi mức độ"),
    )
    cap = ChoiceFilter(
        field_name="level",
        label=_("Cấp giải quyết"),
        choices=Recommendation.Level.choices,
        empty_label=_("Mọi cấp"),
    )
    loai = ChoiceFilter(
        field_name="kind", label=_("Loại"), choices=Recommendation.Kind.choices, empty_label=_("Mọi loại")
    )
    tu_dau = ChoiceFilter(
        field_name="source",
        label=_("Từ đâu"),
        choices=Recommendation.Source.choices,
        empty_label=_("Mọi nguồn"),
    )
    ket_qua = ChoiceFilter(
        field_name="final_outcome",
        label=_("Kết quả"),
        choices=Recommendation.Outcome.choices,
        empty_label=_("Mọi kết quả"),
    )
    can_bo = ModelChoiceFilter(
        field_name="raised_by",
        label=_("Cán bộ nêu"),
        queryset=lambda request: Cadre.objects.none(),
        to_field_name="key",
        empty_label=_("Mọi cán bộ"),
    )
    tu_ngay = DayFilter(label=_("Nêu từ ngày"), field_name="raised_on", lookup_expr="gte")
    den_ngay = DayFilter(label=_("Đến hết ngày"), field_name="raised_on", lookup_expr="lte")

    class Meta:
        model = Recommendation
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _paths, with_agency, raisers = self._on_the_list
        self.filters["dia_ban"].extra["choices"] = [(key, name) for key, (_p, name) in self._places.items()]
        # One that a link asks for is a choice although nothing of it is here: the list is empty then, not whole.
        agency = Agency.objects.visible_to(self.scope).filter(key=self.data.get("co_quan", ""))
        cadre = Cadre.objects.visible_to(self.scope).filter(key=self.data.get("can_bo", ""))
        self.filters["co_quan"].queryset = Agency.objects.filter(
            Q(pk__in=with_agency) | Q(pk__in=agency.values("pk"))
        )
        self.filters["can_bo"].queryset = Cadre.objects.filter(
            Q(pk__in=raisers) | Q(pk__in=cadre.values("pk"))
        ).order_by("given_name_key")

    @cached_property
    def _on_the_list(self) -> tuple[set, set, set]:
        """(access paths, ids of agencies, ids of those who raised): what the choices offer, of one reading of the list."""
        rows = self.queryset.order_by().values_list("unit__access_path", "handlings__agency", "raised_by")
        found = [set(column) for column in zip(*rows.distinct(), strict=True)] or [set(), set(), set()]
        return tuple(column - {None} for column in found)

    def _paths(self):
        return self._on_the_list[0]

    def filter_quick(self, rows, name, value):
        return quick(rows, value, self.request)

    def filter_stage(self, rows, name, value):
        return rows.filter(stage=value)

    def filter_agency(self, rows, name, value):
        """With it now, or answered by it; not what it gave back."""
        kept = Handling.objects.filter(recommendation=OuterRef("pk"), agency=value)
        return rows.filter(Exists(kept.filter(Q(ended_on=None) | Q(ended_as="answered"))))


class OwnFilter(PlacesMixin, ListFilter):
    """Of the list of one's own place: few words, and what waits to be heard."""

    q = SearchFilter(label=_("Tìm theo mã, nội dung"), method="filter_text")
    nhanh = ChoiceFilter(
        label=_("Lọc nhanh"),
        choices=[(TO_TELL, _("có trả lời chưa nghe")), (LATE, _("quá hạn"))],
        empty_label=_("Tất cả"),
        method="filter_quick",
    )
    giai_doan = ChoiceFilter(
        label=_("Giai đoạn"),
        choices=[(code, word) for code, (_state, word) in STAGES.items() if code != "voided"],
        empty_label=_("Mọi giai đoạn"),
        method="filter_stage",
    )

    class Meta:
        model = Recommendation
        fields = []

    def filter_quick(self, rows, name, value):
        return rows.filter(is_overdue=True) if value == LATE else rows.to_tell()

    def filter_stage(self, rows, name, value):
        return rows.filter(stage=value)
