"""The groups of cadres that the five localities name. Staff add to them."""

from assignments.models import CadreGroup
from common.reference import going_forward

GROUPS = [
    ("standing", "Thường trực cấp ủy", 10),
    ("standing_board", "Ủy viên Ban Thường vụ", 20),
    ("committee", "Ủy viên Ban Chấp hành", 30),
    ("inspection", "Ủy viên Ủy ban Kiểm tra", 40),
    ("party_boards", "Lãnh đạo các ban đảng, văn phòng cấp ủy", 50),
    ("departments", "Lãnh đạo phòng, ban, ngành", 60),
    ("mass", "Lãnh đạo Mặt trận, đoàn thể", 70),
    ("specialist", "Cán bộ, chuyên viên khối đảng, đoàn thể", 80),
    ("provincial_leaders", "Cán bộ lãnh đạo, quản lý cấp tỉnh", 85),
    ("commune_cadres", "Cán bộ, công chức xã", 90),
    ("police", "Chiến sỹ công an chính quy", 95),
    ("branch_members", "Cấp ủy viên cơ sở", 97),
]


@going_forward
def load_reference(sender=None, using="default", **kwargs):
    """Adds what is missing; a name that staff changed stays changed."""
    known = set(CadreGroup.objects.using(using).values_list("code", flat=True))
    CadreGroup.objects.using(using).bulk_create(
        [CadreGroup(code=c, name=n, sort=s) for c, n, s in GROUPS if c not in known], ignore_conflicts=True
    )
