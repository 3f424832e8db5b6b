"""What ships: indicators, models, watch-lists, rubrics (each with its source). Staff add their own."""

from common.reference import going_forward
from scores.models import Indicator, ModelTitle, WatchList
from scores.rubric_reference import load_rubrics

# (code, name, measure, options); the names of commands.md.
INDICATORS = [
    ("non_local_secretaries", "Bí thư cấp ủy không phải người địa phương", "người", {"has_whole": True, "derived": "non_local_secretaries", "source": "Vân Hồ"}),
    ("non_local_chairs", "Chủ tịch Ủy ban nhân dân không phải người địa phương", "người", {"has_whole": True, "derived": "non_local_chairs", "source": "Vân Hồ"}),
    ("secretaries_chairing_councils", "Bí thư đồng thời là chủ tịch Hội đồng nhân dân", "người", {"has_whole": True, "derived": "secretaries_chairing_councils", "source": "Vân Hồ"}),
    ("secretaries_heading_hamlets", "Bí thư chi bộ đồng thời là trưởng ấp, bản, khu phố", "người", {"has_whole": True, "derived": "secretaries_heading_hamlets", "source": "Bình Đại, Vân Hồ"}),
    ("part_time_cadres_as_secretaries", "Cán bộ không chuyên trách kiêm nhiệm bí thư chi bộ", "người", {"has_whole": True, "derived": "part_time_cadres_as_secretaries", "source": "Bình Đại"}),
    ("model_branches_registered", "Chi bộ đăng ký trong sạch, vững mạnh toàn diện", "chi bộ", {"is_flow": True, "is_target": True, "derived": "model_branches_registered", "source": "Bình Đại, Bến Tre"}),
    ("discipline_cases", "Trường hợp đảng viên bị thi hành kỷ luật", "trường hợp", {"is_flow": True, "is_lower_better": True, "is_sensitive": True, "is_target": True, "source": "Bình Đại, Bến Tre"}),
    ("members_removed", "Đảng viên bị xóa tên", "người", {"is_flow": True, "is_lower_better": True, "is_sensitive": True, "source": "Bình Đại"}),
    ("admissions", "Kết nạp đảng viên", "người", {"is_flow": True, "is_target": True, "source": "Vân Hồ, Bến Tre"}),
    ("members", "Đảng viên", "người", {"derived": "members", "source": "Kim Sơn"}),
    ("members_religious", "Đảng viên là người có đạo (chỉ số tổng)", "người", {"has_whole": True, "is_sensitive": True, "source": "Kim Sơn"}),
    ("households", "Hộ gia đình", "hộ", {"source": "Vân Hồ"}),
    ("poor_households", "Hộ nghèo", "hộ", {"has_whole": True, "is_lower_better": True, "source": "Vân Hồ"}),
    ("near_poor_households", "Hộ cận nghèo", "hộ", {"has_whole": True, "is_lower_better": True, "source": "Vân Hồ"}),
    ("income_per_person", "Thu nhập bình quân đầu người một năm", "đồng", {"is_summable": False, "is_money": True, "source": "Vân Hồ"}),
    ("heads_not_members", "Trưởng ấp, bản chưa là đảng viên", "người", {"source": "Vân Hồ"}),
]  # fmt: skip

MODELS = [("trong-sach-vung-manh-toan-dien", "Chi bộ trong sạch, vững mạnh toàn diện", 10)]

# (name, options); Vân Hồ 2.15.
WATCH_LISTS = [
    ("Chi bộ ít đảng viên", {"rule": "members_below", "threshold": 5}),
    ("Chi bộ dân quân, lực lượng vũ trang", {"rule": "branch_type", "branch_type": "armed"}),
    ("Chi bộ doanh nghiệp, hợp tác xã", {"rule": "branch_type", "branch_type": "enterprise"}),
    ("Trưởng ấp, bản chưa là đảng viên", {"rule": "indicator_at_least", "indicator": "heads_not_members", "threshold": 1}),
    ("Kết nạp đảng viên chưa đạt chỉ tiêu", {"rule": "target_below", "indicator": "admissions", "threshold": 100}),
]  # fmt: skip


@going_forward
def load_reference(sender=None, using="default", **kwargs):
    """Adds what is missing; what staff changed stays changed."""
    known = set(Indicator.objects.using(using).values_list("code", flat=True))
    Indicator.objects.using(using).bulk_create(
        [
            Indicator(code=code, name=name, measure=measure, sort=10 * place, **options)
            for place, (code, name, measure, options) in enumerate(INDICATORS, 1)
            if code not in known
        ],
        ignore_conflicts=True,
    )
    ModelTitle.objects.using(using).bulk_create(
        [ModelTitle(code=code, name=name, sort=sort) for code, name, sort in MODELS], ignore_conflicts=True
    )
    if not WatchList.objects.using(using).filter(issuer=None).exists():
        _load_watch_lists(using)
    load_rubrics(using)


def _load_watch_lists(using):
    ids = dict(Indicator.objects.using(using).values_list("code", "pk"))
    WatchList.objects.using(using).bulk_create(
        WatchList(
            name=name,
            source="Vân Hồ",
            sort=10 * place,
            indicator_id=ids.get(options.get("indicator")),
            **{key: value for key, value in options.items() if key != "indicator"},
        )
        for place, (name, options) in enumerate(WATCH_LISTS, 1)
    )
