"""The five localities of the articles as values of the same fields, not as code. Each rule has its source beside it:
"Kim Sơn 3.17" is row 3.17 of the inventory of the five articles in docs. What an article does not say is left open.

A preset makes one or more schemes (`actions.schemes.apply_preset`); the first takes the code that the office gives, the
others add their suffix to it.
"""

from dataclasses import dataclass, field

from assignments.rules import parse_choice

DISTRICT, COMMUNE, HAMLET = 2, 3, 4


@dataclass(frozen=True)
class Preset:
    """One scheme of a preset. `fields` are columns of Scheme (a level by its number), `groups` codes of cadre groups, `parent` the suffix of the
    scheme of the same preset to which it is linked."""

    name: str
    fields: dict = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    suffix: str = ""
    parent: str | None = None


# Bình Đại 0.4: committee members, heads of offices, boards and mass organisations, members of the inspection commission.
_DISTRICT_CADRES = ("committee", "party_boards", "departments", "mass", "inspection")

_BINH_DAI = (
    Preset(
        name="Cán bộ huyện theo dõi, hỗ trợ ấp, khu phố",
        fields={
            "target_kind": "unit",  # 0.1: 93 ấp, khu phố
            "target_level": HAMLET,
            "max_assignees_per_target": 1,  # 0.9: 93 comrades for 93 units
            "wanted_targets_per_assignee": 1,  # 0.10: some had two; wanted, and not refused
            "motto": "Nắm",  # 0.12
            "assignee_duties": "\n".join(
                [
                    "Dành thời gian nghiên cứu chủ trương, chính sách; bám sát địa bàn.",  # 0.21
                    "Thường xuyên trao đổi với cấp ủy nơi được phân công, đề xuất giải pháp.",  # 0.21, 0.22b
                ]
            ),
            "host_duties": "Thủ trưởng đơn vị của cán bộ bố trí thời gian để cán bộ đi cơ sở.",  # 0.22
        },
        groups=_DISTRICT_CADRES,
    ),
)

_QUANG_TRI = (
    Preset(
        name="Cấp ủy dự sinh hoạt chi bộ khu phố, thôn",
        fields={
            "target_kind": "organisation",  # 1.2: branches of khu phố, thôn
            "target_level": HAMLET,
            "choice": "branch",  # 1.1: each is assigned to his branch
            "turns_per_month": 1,  # 1.2: monthly, regularly
            "is_announced": True,
            "assignee_duties": "\n".join(
                [
                    "Hướng dẫn nghiệp vụ công tác xây dựng Đảng cho chi bộ.",  # 1.4
                    "Thông tin thời sự, chủ trương, chính sách mới.",  # 1.6
                    "Nắm tình hình chi bộ, báo cáo và đề xuất với lãnh đạo.",  # 1.9, 1.10
                ]
            ),
        },
        groups=(
            "committee",
            "party_boards",
            "inspection",
        ),  # 1.1; the committee's office is one of the party boards
    ),
)

_VAN_HO = (
    Preset(
        name="Cấp ủy viên huyện phụ trách chi bộ, đảng bộ cơ sở",
        fields={
            "target_kind": "organisation",  # 2.2: chi bộ, đảng bộ cơ sở, of whatever level
            "target_level": None,
            "choice": "commune",  # 2.2: visits the branches of bản, tiểu khu there
            "is_announced": True,
            "assignee_duties": "Theo dõi, đôn đốc, kiểm tra công tác phát triển đảng viên nơi phụ trách.",  # 2.18
        },
        groups=("standing_board", "committee"),  # 2.2
    ),
    Preset(
        name="Thí điểm cán bộ khối đảng, đoàn thể huyện dự sinh hoạt chi bộ bản, tiểu khu",
        fields={
            "target_kind": "organisation",
            "target_level": HAMLET,
            "choice": "branch",
            "is_announced": True,
            "is_pilot": True,  # 2.3
        },
        groups=("party_boards", "mass", "specialist"),  # 2.3: khối đảng, đoàn thể
        suffix="-thi-diem",
        parent="",
    ),
    Preset(
        name="Cán bộ xã dự sinh hoạt chi bộ trực thuộc",
        fields={
            "target_kind": "organisation",
            "target_level": HAMLET,
            "choice": "branch",
            "is_announced": True,
            "assignee_duties": "Nắm tình hình, định hướng, hướng dẫn, cùng giải quyết khó khăn của chi bộ.",  # 2.5
        },
        groups=("commune_cadres", "police"),  # 2.4
        suffix="-xa",
        parent="",
    ),
)

_KIM_SON = (
    Preset(
        name="Cán bộ huyện dự sinh hoạt chi bộ trực thuộc đảng bộ xã, thị trấn",
        fields={
            "target_kind": "unit",  # 3.12, 3.17: a commune; its visits go to the branches under the commune's committee
            "target_level": COMMUNE,
            "choice": "commune",  # 3.17
            "choice_by_group": parse_choice(
                "standing=any;standing_board=any;committee=commune;specialist=commune"
            )[1],  # 3.17
            "turns_per_month": 1,  # 3.13: monthly
            "is_announced": False,  # 3.18
            "assignee_duties": "\n".join(
                [
                    "Đi dự không báo trước; nghiên cứu tài liệu trước khi dự.",  # 3.18, 3.19
                    "Góp ý ngay với chi bộ về trình tự, nội dung sinh hoạt.",  # 3.19
                    "Báo cáo bằng văn bản sau mỗi lần dự.",  # 3.20
                ]
            ),
            "host_duties": "Đăng ký lịch sinh hoạt hằng tháng của các chi bộ, ghi rõ ngày, giờ, địa điểm.",  # 3.16
        },
        groups=("committee", "specialist"),  # 3.12, 3.13
    ),
    Preset(
        name="Ủy viên Ban Thường vụ phụ trách tiểu khu",
        fields={
            "target_kind": "zone",  # 3.12: here a tiểu khu is a cluster of communes
            "target_level": None,
            "choice": "any",  # 3.17
            "is_announced": False,  # 3.18
        },
        groups=("standing_board",),
        suffix="-tieu-khu",
        parent="",
    ),
)

_BEN_TRE_MOTTO = "Tỉnh nắm tới xã; huyện nắm tới ấp, khu phố; xã nắm tới hộ gia đình"  # 4.3
_BEN_TRE = (
    Preset(
        name="Cán bộ tỉnh theo dõi, hỗ trợ xã, phường, thị trấn",
        fields={
            "target_kind": "unit",
            "target_level": COMMUNE,
            "max_assignees_per_target": 1,  # 4.6: 157 for 157
            "max_targets_per_assignee": 1,
            "choice": "commune",  # 4.9: the committee's conferences and the branches under it
            "leader_reads_first": True,  # 4.12: to the member of the standing board in charge of the district
            "motto": _BEN_TRE_MOTTO,
            "assignee_duties": "\n".join(
                [
                    "Dự các hội nghị cấp ủy và sinh hoạt chi bộ trực thuộc; góp ý công tác xây dựng Đảng.",  # 4.9, 4.10
                    "Nắm tổ chức, con người, quy chế và nghị quyết của địa phương.",  # 4.11, 4.22
                    "Truyền đạt chỉ đạo của cấp trên; đôn đốc, kiểm tra việc thực hiện.",  # 4.11
                    "Báo cáo khó khăn, vấn đề mới với đồng chí ủy viên Ban Thường vụ phụ trách huyện.",  # 4.12
                ]
            ),
            "host_duties": "Thông tin, báo cáo đầy đủ, trung thực, kịp thời tình hình địa phương.",  # 4.5, 4.20
        },
        # 4.5: cán bộ lãnh đạo, quản lý cấp tỉnh, from wherever they lead
        groups=("provincial_leaders", "committee", "party_boards", "departments", "mass", "inspection"),
    ),
    Preset(
        name="Ủy viên Ban Thường vụ Tỉnh ủy theo dõi, hỗ trợ đảng bộ huyện, thành phố",
        fields={
            "target_kind": "organisation",
            "target_level": DISTRICT,
            "max_assignees_per_target": 1,  # 4.7: nine for nine
            "wanted_targets_per_assignee": 1,
            "motto": _BEN_TRE_MOTTO,
        },
        groups=("standing_board",),  # 4.7
        suffix="-dang-bo-huyen",
        parent="",
    ),
    Preset(
        name="Cán bộ huyện theo dõi, hỗ trợ ấp, khu phố",
        fields={"target_kind": "unit", "target_level": HAMLET, "motto": _BEN_TRE_MOTTO},  # 4.3
        groups=_DISTRICT_CADRES,  # Bình Đại 0.4, one of the province's districts
        suffix="-ap",
        parent="",  # 4.15: the commune's cadre and those of its hamlets are linked
    ),
    Preset(
        name="Cán bộ xã nắm hộ gia đình",
        fields={"target_kind": "household", "target_level": None, "motto": _BEN_TRE_MOTTO},  # 4.3
        groups=("commune_cadres", "branch_members"),
        suffix="-ho",
        parent="-ap",  # 4.15
    ),
)

PRESETS: dict[str, tuple[Preset, ...]] = {
    "binh-dai": _BINH_DAI,
    "quang-tri": _QUANG_TRI,
    "van-ho": _VAN_HO,
    "kim-son": _KIM_SON,
    "ben-tre": _BEN_TRE,
}
