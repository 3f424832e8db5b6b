"""Which records have a history page, what belongs to each, and what their rows and fields are called there."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy

from assignments.models import Assignment, Cadre, CadrePosition, ChangeSet, Scheme, Team, TeamMember
from branches.models import (
    Agency,
    DocumentRelation,
    Grant,
    MemberCount,
    OfficeHolder,
    OfficialDocument,
    Organisation,
    OrganisationUnit,
    OrganisationVersion,
    Unit,
    UnitAlias,
    UnitSuccession,
    UnitVersion,
    Zone,
    ZoneMember,
)
from matters.models import Conference, Opinion, UrgentMatter, UrgentNote
from meetings.models import DayRule, Meeting, MovedDay, Schedule, ScheduleRule
from scores.models import Appeal, Band, Criterion, Rubric, Section, Sheet, SheetRow, VetoRule, YearlyRule


@dataclass(frozen=True)
class Kind:
    """`road` leads from a record to its unit (None: whoever sees it sees its history); `children` are (model, the field
    that points to the record)."""

    model: type[models.Model]
    road: str | None
    children: tuple = ()


KINDS = {
    "don-vi": Kind(
        Unit,
        "",
        (
            (UnitVersion, "unit"),
            (UnitAlias, "unit"),
            (UnitSuccession, "predecessor"),
            (UnitSuccession, "successor"),
        ),
    ),
    "to-chuc": Kind(
        Organisation,
        "unit",
        (
            (OrganisationVersion, "organisation"),
            (OrganisationUnit, "organisation"),
            (MemberCount, "organisation"),
            (OfficeHolder, "organisation"),
        ),
    ),
    "chuc-danh": Kind(OfficeHolder, "unit"),
    "co-quan": Kind(Agency, "unit"),
    "cum-xa": Kind(Zone, "unit", ((ZoneMember, "zone"),)),
    "van-ban": Kind(OfficialDocument, "issuer_unit", ((DocumentRelation, "document"),)),
    "can-bo": Kind(Cadre, "unit", ((CadrePosition, "cadre"), (TeamMember, "cadre"))),
    "to-cong-tac": Kind(Team, "unit", ((TeamMember, "team"),)),
    "chu-truong": Kind(Scheme, "issuer"),
    "phan-cong": Kind(Assignment, "unit"),
    "dot-dieu-chinh": Kind(ChangeSet, "scheme__issuer"),
    "phan-quyen": Kind(Grant, None),
    "buoi-sinh-hoat": Kind(Meeting, "unit"),
    "lich-dang-ky": Kind(Schedule, "unit"),
    "ngay-co-dinh": Kind(DayRule, "unit"),
    "thang-doi-ngay": Kind(MovedDay, "unit"),
    "han-dang-ky": Kind(ScheduleRule, "unit"),
    # --- conferences ---
    "hoi-nghi": Kind(Conference, "unit", ((Opinion, "conference"),)),
    # --- urgent matters ---
    "viec-cap-bach": Kind(UrgentMatter, "unit", ((UrgentNote, "matter"),)),
    # --- rubrics ---
    "bo-tieu-chi": Kind(
        Rubric,
        "issuer",
        tuple((model, "rubric") for model in (Section, Criterion, Band, VetoRule, YearlyRule)),
    ),
    # --- score sheets: over the issuer, where all of it is read before its publication ---
    "phieu-cham": Kind(Sheet, "issuer", ((SheetRow, "sheet"), (Appeal, "sheet"))),
}

NOUNS = {
    Unit: gettext_lazy("đơn vị"),
    UnitVersion: gettext_lazy("thông tin của đơn vị"),
    UnitAlias: gettext_lazy("tên gọi khác"),
    UnitSuccession: gettext_lazy("kế thừa giữa hai đơn vị"),
    Organisation: gettext_lazy("tổ chức đảng"),
    OrganisationVersion: gettext_lazy("thông tin của tổ chức"),
    OrganisationUnit: gettext_lazy("địa bàn của tổ chức"),
    MemberCount: gettext_lazy("số đảng viên"),
    OfficeHolder: gettext_lazy("người giữ chức danh"),
    Agency: gettext_lazy("cơ quan"),
    Zone: gettext_lazy("cụm xã"),
    ZoneMember: gettext_lazy("xã trong cụm"),
    OfficialDocument: gettext_lazy("văn bản"),
    DocumentRelation: gettext_lazy("quan hệ với văn bản khác"),
    Cadre: gettext_lazy("cán bộ"),
    CadrePosition: gettext_lazy("chức vụ"),
    Team: gettext_lazy("tổ công tác"),
    TeamMember: gettext_lazy("thành viên của tổ"),
    Scheme: gettext_lazy("chủ trương"),
    Assignment: gettext_lazy("phân công"),
    ChangeSet: gettext_lazy("đợt điều chỉnh"),
    Grant: gettext_lazy("vai trò"),
    Meeting: gettext_lazy("buổi sinh hoạt"),
    Schedule: gettext_lazy("lịch đăng ký"),
    DayRule: gettext_lazy("ngày sinh hoạt cố định"),
    MovedDay: gettext_lazy("tháng dời ngày"),
    ScheduleRule: gettext_lazy("hạn đăng ký lịch"),
    # --- conferences ---
    Conference: gettext_lazy("hội nghị"),
    Opinion: gettext_lazy("ý kiến"),
    # --- urgent matters ---
    UrgentMatter: gettext_lazy("việc cấp bách"),
    UrgentNote: gettext_lazy("bước của việc cấp bách"),
    # --- rubrics ---
    Rubric: gettext_lazy("bộ tiêu chí"),
    Section: gettext_lazy("nhóm tiêu chí"),
    Criterion: gettext_lazy("tiêu chí"),
    Band: gettext_lazy("mức xếp loại"),
    VetoRule: gettext_lazy("quy định khống chế"),
    YearlyRule: gettext_lazy("xếp loại cả năm"),
    # --- score sheets ---
    Sheet: gettext_lazy("phiếu chấm điểm"),
    SheetRow: gettext_lazy("điểm của tiêu chí"),
    Appeal: gettext_lazy("đề nghị xem lại điểm"),
}

# Said otherwise than the field calls itself, or not named there at all.
LABELS = {
    "ends_on": gettext_lazy("đến hết ngày"),
    "closed_on": gettext_lazy("không còn từ ngày"),
    "agency": gettext_lazy("cơ quan"),
    "cadre": gettext_lazy("cán bộ"),
    "corrects": gettext_lazy("đính chính cho"),
    "created_by": gettext_lazy("người ghi"),
    "document": gettext_lazy("văn bản"),
    "merged_into": gettext_lazy("nhập vào"),
    "organisation": gettext_lazy("tổ chức đảng"),
    "first_sent_at": gettext_lazy("gửi lần đầu lúc"),
    "predecessor": gettext_lazy("đơn vị cũ"),
    "put_in_force_at": gettext_lazy("cho hiệu lực lúc"),
    "put_in_force_by": gettext_lazy("người cho hiệu lực"),
    "relates_to": gettext_lazy("văn bản trước"),
    # rubrics
    "copied_from": gettext_lazy("chép từ"),
    "rubric": gettext_lazy("bộ tiêu chí"),
    "section": gettext_lazy("nhóm tiêu chí"),
    "sort": gettext_lazy("thứ tự"),
    "returned_by": gettext_lazy("người trả lại"),
    "schedule": gettext_lazy("lịch của xã"),
    "sent_at": gettext_lazy("gửi lúc"),
    "sent_by": gettext_lazy("người gửi"),
    "successor": gettext_lazy("đơn vị tiếp nhận"),
    "team": gettext_lazy("tổ công tác"),
    "unit": gettext_lazy("đơn vị"),
    "user": gettext_lazy("tài khoản"),
    "void_reason": gettext_lazy("lý do hủy"),
    "voided_at": gettext_lazy("hủy lúc"),
    "voided_by": gettext_lazy("người hủy"),
    "zone": gettext_lazy("cụm xã"),
    # --- conferences ---
    "conference": gettext_lazy("hội nghị"),
    "is_imported": gettext_lazy("nhập từ danh sách"),
    "recommendation": gettext_lazy("kiến nghị"),
    # --- urgent matters ---
    "confirmed_by": gettext_lazy("người xác nhận"),
    "done_by": gettext_lazy("người báo hoàn thành"),
    "matter": gettext_lazy("việc cấp bách"),
    "noted_by": gettext_lazy("người ghi"),
    # --- score sheets ---
    "answered_by": gettext_lazy("người trả lời"),
    "answered_on": gettext_lazy("ngày trả lời"),
    "criterion": gettext_lazy("tiêu chí"),
    "made_by": gettext_lazy("người đề nghị"),
    "meeting": gettext_lazy("buổi sinh hoạt"),
    "proposed_why": gettext_lazy("căn cứ của đề xuất"),
    "reasons": gettext_lazy("lý do xếp loại"),
    "sheet": gettext_lazy("phiếu chấm điểm"),
}
# What the machine keeps for itself.
UNSAID = {"id", "version", "created_at", "one_per_target", "one_per_assignee"}
# Said by the entry itself: who, and when.
UNSAID |= {"changed_by", "changed_at"}
# A visitor's turn: its meeting and its cadre are said.
UNSAID |= {"attendance"}
