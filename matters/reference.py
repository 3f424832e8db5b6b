"""The topics that ship (Quảng Trị 1.11, Kim Sơn 3.8, and the fields of Bình Đại 0.19), and the deadlines for a committee
that has none of its own. Staff add their own."""

from datetime import date

from common.reference import going_forward
from matters.models import DeadlineRule, Topic

TOPICS = [
    ("branch-inspection", "Kiểm tra, giám sát của chi bộ", 10),
    ("member-tasks", "Phân công nhiệm vụ đảng viên, phụ trách hộ gia đình", 20),
    ("admissions", "Kết nạp đảng viên", 30),
    ("full-membership", "Chuyển đảng chính thức", 40),
    ("removals", "Xóa tên đảng viên", 50),
    ("yearly-theme", "Chủ đề năm", 60),
    ("civilised-quarter", "Khu phố văn minh đô thị", 70),
    ("new-rural", "Xây dựng nông thôn mới", 80),
    ("model-gardens", "Khu dân cư kiểu mẫu, vườn mẫu", 90),
    ("environment", "Môi trường", 100),
    ("food-safety", "An toàn thực phẩm", 110),
    ("agriculture", "Cơ cấu lại nông nghiệp", 120),
    ("social-security", "An sinh xã hội", 130),
    ("rural-roads", "Giao thông nông thôn", 140),
    ("security", "Quốc phòng, an ninh", 150),
    ("other", "Lĩnh vực khác", 900),
]

# (urgency, working days to answer, further working days until it climbs): no source names any; a committee sets its own.
DEADLINES = [("normal", 15, 7), ("urgent", 5, 2)]
DEADLINES_FROM = date(2000, 1, 1)


@going_forward
def load_reference(sender=None, using="default", **kwargs):
    """Adds what is missing; a name that staff changed stays changed."""
    known = set(Topic.objects.using(using).values_list("code", flat=True))
    Topic.objects.using(using).bulk_create(
        [Topic(code=c, name=n, sort=s) for c, n, s in TOPICS if c not in known], ignore_conflicts=True
    )
    if not DeadlineRule.objects.using(using).filter(issuer=None).exists():
        DeadlineRule.objects.using(using).bulk_create(
            DeadlineRule(urgency=urgency, working_days=days, climb_days=climb, starts_on=DEADLINES_FROM)
            for urgency, days, climb in DEADLINES
        )
