"""The reference rows that ship: levels, kinds, offices. Staff add to them; a name that they changed stays changed."""

from branches.models import AgencyKind, HouseholdTag, Level, Office, UnitKind
from common.reference import going_forward

LEVELS = [
    (1, "province", "Tỉnh, thành phố", "Province", None),
    (2, "district", "Huyện, quận, thị xã, thành phố thuộc tỉnh", "District", "2025-07-01"),
    (3, "commune", "Xã, phường, đặc khu", "Commune", None),
    (4, "hamlet", "Ấp, thôn, khu phố", "Hamlet", None),
]
UNIT_KINDS = [
    ("tinh", "Tỉnh", 1),
    ("thanh-pho-truc-thuoc-trung-uong", "Thành phố trực thuộc Trung ương", 1),
    ("huyen", "Huyện", 2),
    ("quan", "Quận", 2),
    ("thi-xa", "Thị xã", 2),
    ("thanh-pho", "Thành phố", 2),
    ("xa", "Xã", 3),
    ("phuong", "Phường", 3),
    ("thi-tran", "Thị trấn", 3),
    ("dac-khu", "Đặc khu", 3),
    ("ap", "Ấp", 4),
    ("khu-pho", "Khu phố", 4),
    ("thon", "Thôn", 4),
    ("ban", "Bản", 4),
    ("tieu-khu", "Tiểu khu", 4),
    ("to-dan-pho", "Tổ dân phố", 4),
    ("khom", "Khóm", 4),
    ("lang", "Làng", 4),
    ("buon", "Buôn", 4),
    ("bon", "Bon", 4),
    ("xom", "Xóm", 4),
    ("noc", "Nóc", 4),
    ("khu-dan-cu", "Khu dân cư", 4),
    ("khu", "Khu", 4),
]
AGENCY_KINDS = [
    ("org_board", "Ban Tổ chức", True),
    ("office", "Văn phòng cấp ủy", True),
    ("inspection", "Ủy ban Kiểm tra", True),
    ("propaganda", "Ban Tuyên giáo và Dân vận", True),
    ("party_board", "Ban đảng khác", True),
    ("party_building", "Ban Xây dựng Đảng", True),
    ("front", "Mặt trận Tổ quốc", True),
    ("mass_organisation", "Đoàn thể", True),
    ("standing", "Thường trực cấp ủy", True),
    ("government", "Ủy ban nhân dân", False),
    ("council", "Hội đồng nhân dân", False),
    ("department", "Sở, phòng, ban chuyên môn", False),
    ("police", "Công an", False),
    ("military", "Quân sự", False),
    ("school", "Trường học", False),
    ("enterprise", "Doanh nghiệp", False),
    ("other", "Cơ quan khác", False),
]
OFFICES = [
    ("secretary", "Bí thư", 10),
    ("deputy_secretary", "Phó Bí thư", 20),
    ("committee_member", "Cấp ủy viên", 30),
    ("chairman", "Chủ tịch Ủy ban nhân dân", 40),
    ("council_chair", "Chủ tịch Hội đồng nhân dân", 45),
    ("hamlet_head", "Trưởng ấp, trưởng thôn, trưởng khu phố", 50),
    ("hamlet_deputy_head", "Phó trưởng ấp, phó trưởng thôn", 55),
    ("front_head", "Trưởng Ban công tác Mặt trận", 60),
]

# domain.md 3.8; what a locality lists beyond livelihood and policy is not shipped, and refused (`branches.tag_rules`).
HOUSEHOLD_TAGS = [
    ("poor", "Hộ nghèo"),
    ("near_poor", "Hộ cận nghèo"),
    ("hardship", "Đặc biệt khó khăn"),
    ("policy", "Gia đình chính sách"),
    ("merit", "Người có công"),
    ("alone", "Neo đơn"),
    ("border_land", "Có đất canh tác sát biên giới"),
]


@going_forward
def load_reference(sender=None, using="default", **kwargs):
    """Adds what is missing; runs after every migrate and after a test's flush. `using` may make tables only."""
    for number, code, name, name_en, ends_on in LEVELS:
        Level.objects.using(using).get_or_create(
            number=number, defaults={"code": code, "name": name, "name_en": name_en, "ends_on": ends_on}
        )
    _add_missing(UnitKind, using, [dict(code=c, name=n, level_id=level) for c, n, level in UNIT_KINDS])
    _add_missing(AgencyKind, using, [dict(code=c, name=n, is_party_block=p) for c, n, p in AGENCY_KINDS])
    _add_missing(Office, using, [dict(code=c, name=n, sort=s) for c, n, s in OFFICES])
    tags = enumerate(HOUSEHOLD_TAGS, start=1)
    _add_missing(HouseholdTag, using, [dict(code=c, name=n, sort=10 * at) for at, (c, n) in tags])


def _add_missing(model, using, rows):
    known = set(model.objects.using(using).values_list("code", flat=True))
    model.objects.using(using).bulk_create(
        [model(**row) for row in rows if row["code"] not in known], ignore_conflicts=True
    )
