"""What each route shows and asks, and who may: domain.md §7 as it is written there, for what exists so far.

This is the test's own knowledge. It is not read from the product's table of permissions, or it would prove nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from common.policy import PUBLIC, SIGNED_IN

READERS = frozenset({"org_staff", "org_head", "leader", "inspector", "zone_leader"})
WRITERS = frozenset({"org_staff", "org_head"})
ON_THE_GROUND = READERS | {"commune_office", "branch_secretary", "cadre"}
# permission → the roles that have it somewhere.
WHO = {
    "units.read": ON_THE_GROUND | {"viewer"},
    "people.read": ON_THE_GROUND,
    "cadres.read": READERS,
    "schemes.read": ON_THE_GROUND,
    "assignments.read": READERS | {"commune_office", "branch_secretary"},
    "documents.read": ON_THE_GROUND,
    "coverage.read": READERS | {"commune_office", "viewer"},
    "history.read": READERS - {"zone_leader"},
    "agencies.read": READERS,
    "exports.read": READERS | {"commune_office"},
    "units.write": WRITERS,
    "cadres.write": WRITERS,
    "schemes.write": WRITERS,
    "assignments.write": WRITERS,
    "documents.write": WRITERS,
    "agencies.write": WRITERS,
    "imports.write": WRITERS,
    "users.write": WRITERS,
    "grants.write": frozenset({"org_head"}),
    "staff.read": frozenset({"employer"}),
    # meetings and schedules
    "meetings.read": ON_THE_GROUND,
    "meetings.write": WRITERS | {"commune_office", "branch_secretary"},
    "schedules.write": frozenset({"commune_office"}),
    "schedules.review": WRITERS,
    "day_rules.write": WRITERS,
    "imports.use": WRITERS | {"commune_office"},
    # reports after they were filed
    "reports.read": READERS,
    "reports.sensitive": READERS,
    "reports.direct": frozenset({"leader", "zone_leader"}),
    "reports.review": WRITERS,
    "reports.clerk": WRITERS,
    "forms.write": WRITERS,
    "attendance.figures": READERS | {"viewer"},
    "reports.shared": frozenset({"commune_office", "branch_secretary"}),
    "contacts.write": WRITERS | {"zone_leader", "cadre", "commune_office", "branch_secretary"},
    # what was expected and attended
    "attendance.read": READERS,
    # visits and letters
    "visits.read": READERS,
    "letters.read": READERS,
    "letters.write": WRITERS,
    # scores, targets, reviews
    "rubrics.read": ON_THE_GROUND,
    "rubrics.write": WRITERS,
    "rubrics.issue": frozenset({"org_head", "leader"}),
    "rubrics.comment": frozenset({"leader", "zone_leader", "commune_office", "branch_secretary", "cadre"}),
    "scores.read": READERS,
    "scores.own": frozenset({"commune_office", "branch_secretary"}),
    "scores.followed": frozenset({"cadre"}),
    "scores.review": WRITERS,
    "scores.approve": frozenset({"org_head", "leader"}),
    "scores.figures": READERS | {"viewer"},
    "indicators.read": ON_THE_GROUND,
    "indicators.sensitive": READERS | {"commune_office"},
    "indicators.figures": READERS | {"viewer"},
    "indicators.write": WRITERS | {"commune_office"},
    "targets.read": ON_THE_GROUND,
    "targets.write": WRITERS,
    "targets.urge": WRITERS | {"leader", "zone_leader", "cadre"},
    "registrations.write": WRITERS | {"commune_office"},
    "registrations.recognise": WRITERS,
    "watch.read": READERS,
    "watch.write": WRITERS,
    "reviews.read": READERS,
    "reviews.write": WRITERS,
    "papers.write": WRITERS,
    "evidence.read": READERS,
    "evidence.write": WRITERS,
    "evidence.opinion": frozenset({"zone_leader", "commune_office", "branch_secretary"}),
    "evidence.comment": frozenset({"employer"}),
    # households: rows for those on the ground, numbers for those above, one hamlet's rows for staff who say why
    "households.read": frozenset({"commune_office", "branch_secretary"}),
    "households.write": frozenset({"commune_office"}),
    "households.words": frozenset({"commune_office"}),
    "households.open": WRITERS,
    "households.figures": READERS | {"commune_office", "viewer"},
    # what was raised, and who must answer
    "matters.read": READERS,
    "matters.figures": READERS | {"viewer"},
    "matters.write": WRITERS,
    "matters.direct": frozenset({"leader", "zone_leader"}),
    "matters.own": frozenset({"commune_office", "branch_secretary"}),
    "matters.answer": frozenset({"handler"}),
    # urgent matters, conferences, what is told to those who follow
    "urgent.read": ON_THE_GROUND,
    "urgent.write": WRITERS | {"commune_office"},
    "urgent.confirm": WRITERS,
    "conferences.read": READERS | {"commune_office"},
    "conferences.write": WRITERS | {"commune_office"},
    "obligations.write": WRITERS,
    "bulletins.read": READERS,
    "bulletins.write": WRITERS,
    "practices.read": ON_THE_GROUND,
    # rounds and their conclusions
    "rounds.read": READERS,
    "rounds.write": WRITERS,
    "conclusions.named": frozenset({"commune_office", "branch_secretary"}),
}
# These two reach only the hamlet that their branch or assignment stands on, not the commune around it.
BENEATH = frozenset({"branch_secretary", "cadre"})
ON_THE_HAMLET = frozenset({"organisation", "office_holder", "assignment"}) | {
    "branch_meeting",
    "meeting",
    "held_meeting",
    "target",
    "urging",
    "branch_task",
    "contact",
    "inspection",
    "shelf_document",
    # urgent matters of its branch
    "urgent_matter",
    # households of its hamlet
    "household",
    "household_group",
}
BINDING = frozenset(
    {"scheme", "document", "rubric", "asked_rubric", "watch", "indicator"}
)  # of the places above: readable from below


@dataclass(frozen=True)
class Rule:
    """`permission` as the view declares it; `thing`: the kind of object in the address ("" for lists and forms);
    `seen_by`: the roles that find it (at home, or the page itself) where that differs from the permission's; `get` False: POST only;
    `status`: what a reader gets (302 for a page that only leads on); `kwargs`: values for the address that are no key."""

    permission: str
    thing: str = ""
    seen_by: frozenset | None = None
    get: bool = True
    status: int = 200
    kwargs: dict = field(default_factory=dict)

    def may_open(self, role: str | None) -> bool:
        if self.permission in (PUBLIC, SIGNED_IN):
            return self.permission == PUBLIC or role is not None
        return role in WHO[self.permission]

    def finds(self, role: str, place: str) -> bool:
        """Whether the role at home finds the thing of that place."""
        if self.seen_by is not None and role not in self.seen_by:
            return False
        if not self.thing:
            return True
        writing = self.permission.endswith(".write")
        if place == "parent":
            return self.thing in BINDING and not writing
        if place != "own":
            return False
        return role not in BENEATH or self.thing in ON_THE_HAMLET | BINDING or self.seen_by is not None


# Who may be told the head of a household anywhere at all.
HOUSEHOLD_READERS = WHO["households.read"] | {"cadre"}
OF_A_SHEET = READERS | {"commune_office", "branch_secretary"}
# A role is given over a unit; what it is over stands in the address.
OVER_A_UNIT = {"kind": "unit"}

RULES: dict[str, Rule] = {
    # signing in
    "health/": Rule(PUBLIC),
    "sw.js": Rule(PUBLIC),
    "ngoai-tuyen/": Rule(PUBLIC),
    "tai-khoan/": Rule(SIGNED_IN),
    "tai-khoan/dang-nhap/": Rule(PUBLIC),
    "tai-khoan/dang-xuat/": Rule(SIGNED_IN, get=False),
    "tai-khoan/kich-hoat/": Rule(PUBLIC),
    "tai-khoan/doi-mat-khau/": Rule(SIGNED_IN),
    "tai-khoan/thoat-moi-noi/": Rule(SIGNED_IN, get=False),
    "tai-khoan/quen-mat-khau/": Rule(PUBLIC),
    "tai-khoan/dat-lai/<str:user_id>/<str:token>/": Rule(
        PUBLIC, kwargs={"user_id": "MQ", "token": "het-han"}, status=410
    ),
    "tai-khoan/ngon-ngu/": Rule(PUBLIC, get=False),
    "tai-khoan/tin-bao/": Rule(SIGNED_IN),
    "tai-khoan/tin-bao/da-doc/": Rule(SIGNED_IN, get=False),
    # a notice that is nobody's; whose is whose: tests/accounts/test_notices.py
    "tai-khoan/tin-bao/mo/<int:pk>/": Rule(SIGNED_IN, kwargs={"pk": "0"}, status=404),
    "tai-khoan/thu-bao/": Rule(SIGNED_IN, get=False),
    # roles and the logins of those who have one
    "dia-ban/phan-quyen/": Rule("users.write"),
    "dia-ban/phan-quyen/cap/": Rule("grants.write"),
    "dia-ban/phan-quyen/cap/<slug:kind>/<slug:key>/": Rule("grants.write", "unit", kwargs=OVER_A_UNIT),
    "dia-ban/phan-quyen/<slug:key>/ket-thuc/": Rule("grants.write", "grant"),
    "dia-ban/phan-quyen/nguoi/<slug:key>/": Rule("users.write", "login"),
    "dia-ban/phan-quyen/nguoi/<slug:key>/phieu-moi/": Rule("users.write", "login", get=False),
    "dia-ban/phan-quyen/nguoi/<slug:key>/khoa/": Rule("users.write", "login"),
    "dia-ban/phan-quyen/nguoi/<slug:key>/mo-khoa/": Rule("users.write", "login", get=False),
    # coverage
    "": Rule(SIGNED_IN),
    "do-phu/": Rule("coverage.read"),
    "do-phu/chua-co-can-bo/": Rule("coverage.read"),
    "do-phu/da-co-can-bo/": Rule("coverage.read"),
    "do-phu/nhieu-dia-ban/": Rule("coverage.read"),
    "do-phu/can-bo-chua-co-dia-ban/": Rule("coverage.read"),
    "ai-theo-doi/<slug:key>/": Rule("units.read", "unit"),
    # the evidence of a cadre's year: himself, those over him; his hosts, zone leader and employer for their own opinion
    "ket-qua-nam/": Rule(
        SIGNED_IN, seen_by=WHO["evidence.read"] | WHO["evidence.opinion"] | WHO["evidence.comment"]
    ),
    "ket-qua-nam/<slug:key>/": Rule(
        SIGNED_IN,
        "cadre",
        seen_by=WHO["evidence.read"] | WHO["evidence.opinion"] | WHO["evidence.comment"] | {"cadre"},
    ),
    "ket-qua-nam/<slug:key>/phieu.<slug:kind>": Rule(
        SIGNED_IN, "cadre", seen_by=WHO["evidence.read"] | {"cadre"}, kwargs={"kind": "docx"}
    ),
    "ket-qua-nam/<slug:key>/so/": Rule("evidence.write", "cadre"),
    # Of the board there is one; for a place speaks whoever holds it: tests/dashboard/test_evidence.py
    "ket-qua-nam/<slug:key>/<slug:side>/": Rule(
        SIGNED_IN, "cadre", seen_by=WHO["evidence.write"], kwargs={"side": "board"}
    ),
    "ket-qua-nam/<slug:key>/<slug:side>/<slug:place>/": Rule(
        SIGNED_IN, "cadre", seen_by=frozenset(), kwargs={"side": "board", "place": "khong-co"}
    ),
    # schemes
    "phan-cong/chu-truong/": Rule("schemes.read"),
    "phan-cong/chu-truong/moi/": Rule("schemes.write"),
    "phan-cong/chu-truong/<slug:key>/": Rule("schemes.read", "scheme"),
    "phan-cong/chu-truong/<slug:key>/sua/": Rule("schemes.write", "scheme"),
    "phan-cong/chu-truong/<slug:key>/van-ban/": Rule("schemes.write", "scheme"),
    "phan-cong/chu-truong/<slug:key>/ket-thuc/": Rule("schemes.write", "scheme"),
    "phan-cong/chu-truong/<slug:key>/giai-doan-moi/": Rule("schemes.write", "scheme"),
    # the board and what it gathers
    "phan-cong/bang/": Rule("assignments.read"),
    "phan-cong/dot/": Rule("assignments.write"),
    "phan-cong/dot/<slug:key>/": Rule("assignments.write", "change_set"),
    "phan-cong/dot/<slug:key>/sua/": Rule("assignments.write", "change_set"),
    "phan-cong/dot/<slug:key>/bo-dong/": Rule("assignments.write", "change_set", get=False),
    "phan-cong/dot/<slug:key>/hieu-luc/": Rule("assignments.write", "change_set", get=False),
    "phan-cong/dot/<slug:key>/bo/": Rule("assignments.write", "change_set"),
    "phan-cong/dot/<slug:key>/phu-luc/": Rule("assignments.write", "change_set"),
    "phan-cong/dot/<slug:key>/quyet-dinh/<slug:kind>/": Rule(
        "assignments.write", "change_set", kwargs={"kind": "docx"}
    ),
    # assignments; the cadre himself and his employer see his page too
    "phan-cong/danh-sach/": Rule("assignments.read"),
    "phan-cong/danh-sach/<slug:key>/": Rule(
        SIGNED_IN, "assignment", seen_by=WHO["assignments.read"] | {"cadre", "employer"}
    ),
    "phan-cong/danh-sach/<slug:key>/ket-thuc/": Rule("assignments.write", "assignment"),
    "phan-cong/danh-sach/<slug:key>/huy/": Rule("assignments.write", "assignment"),
    "phan-cong/danh-sach/<slug:key>/dinh-chinh/": Rule("assignments.write", "assignment"),
    # the map: its lists and forms
    "dia-ban/": Rule("units.read"),
    "dia-ban/don-vi/<slug:key>/them/": Rule("units.write", "unit"),
    "dia-ban/don-vi/<slug:key>/thay-doi/": Rule("units.write", "unit"),
    "dia-ban/don-vi/<slug:key>/dinh-chinh/": Rule("units.write", "unit"),
    "dia-ban/don-vi/<slug:key>/ket-thuc/": Rule("units.write", "unit"),
    "dia-ban/don-vi/<slug:key>/ten-khac/": Rule("units.write", "unit"),
    "dia-ban/don-vi/<slug:key>/chuc-danh/": Rule("units.write", "unit"),
    "dia-ban/to-chuc/": Rule("units.read"),
    "dia-ban/to-chuc/them/": Rule("units.write"),
    "dia-ban/to-chuc/<slug:key>/thay-doi/": Rule("units.write", "organisation"),
    "dia-ban/to-chuc/<slug:key>/dinh-chinh/": Rule("units.write", "organisation"),
    "dia-ban/to-chuc/<slug:key>/dia-ban/": Rule("units.write", "organisation"),
    "dia-ban/to-chuc/<slug:key>/dang-vien/": Rule("units.write", "organisation"),
    "dia-ban/to-chuc/<slug:key>/ket-thuc/": Rule("units.write", "organisation"),
    "dia-ban/to-chuc/<slug:key>/chuc-danh/": Rule("units.write", "organisation"),
    "dia-ban/chuc-danh/": Rule("people.read"),
    "dia-ban/chuc-danh/<slug:key>/sua/": Rule("units.write", "office_holder"),
    "dia-ban/chuc-danh/<slug:key>/thoi/": Rule("units.write", "office_holder"),
    "dia-ban/co-quan/": Rule("agencies.read"),
    "dia-ban/co-quan/them/": Rule("agencies.write"),
    "dia-ban/co-quan/<slug:key>/sua/": Rule("agencies.write", "agency"),
    "dia-ban/co-quan/<slug:key>/ket-thuc/": Rule("agencies.write", "agency"),
    "dia-ban/co-quan/<slug:key>/mo-lai/": Rule("agencies.write", "agency", get=False),
    "dia-ban/cum-xa/": Rule("units.read"),
    "dia-ban/cum-xa/them/<slug:key>/": Rule("units.write", "unit"),
    "dia-ban/cum-xa/<slug:key>/sua/": Rule("units.write", "zone"),
    "dia-ban/cum-xa/<slug:key>/cac-xa/": Rule("units.write", "zone"),
    "dia-ban/cum-xa/<slug:key>/ket-thuc/": Rule("units.write", "zone"),
    "dia-ban/van-ban/": Rule("documents.read"),
    "dia-ban/van-ban/them/": Rule("documents.write"),
    "dia-ban/van-ban/<slug:key>/sua/": Rule("documents.write", "document"),
    # households and their groups: the forms of the commune's office
    "dia-ban/ho-gia-dinh/them/": Rule("households.write"),
    "dia-ban/ho-gia-dinh/<slug:key>/sua/": Rule("households.write", "household"),
    "dia-ban/ho-gia-dinh/<slug:key>/to/": Rule("households.write", "household"),
    "dia-ban/ho-gia-dinh/<slug:key>/dien/": Rule("households.write", "household"),
    "dia-ban/ho-gia-dinh/<slug:key>/ket-thuc/": Rule("households.write", "household"),
    "dia-ban/ho-gia-dinh/<slug:key>/mo-lai/": Rule("households.write", "household", get=False),
    "dia-ban/to-nhom/them/": Rule("households.write"),
    "dia-ban/to-nhom/<slug:key>/sua/": Rule("households.write", "household_group"),
    "dia-ban/to-nhom/<slug:key>/ket-thuc/": Rule("households.write", "household_group"),
    "dia-ban/to-nhom/<slug:key>/mo-lai/": Rule("households.write", "household_group", get=False),
    # households: their rows for the commune's office and the hamlet's secretary, one's own for the cadre who holds it
    "ho-gia-dinh/": Rule("households.read"),
    "ho-gia-dinh/to-nhom/": Rule("households.read"),
    "ho-gia-dinh/to-nhom/<slug:key>/": Rule("households.read", "household_group"),
    "ho-gia-dinh/ai-da-xem/": Rule("households.write"),
    "ho-gia-dinh/khi-can/": Rule("households.open"),
    "ho-gia-dinh/do-phu/": Rule("households.figures"),
    "ho-gia-dinh/<slug:key>/": Rule(SIGNED_IN, "household", seen_by=WHO["households.read"] | {"cadre"}),
    # visits to households: one's own for the cadre, the words for the commune's office too, the paper for who reads the row
    "ho-gia-dinh/cua-toi/": Rule(SIGNED_IN, seen_by=frozenset({"cadre"})),
    "ho-gia-dinh/da-tham/": Rule(SIGNED_IN, seen_by=frozenset({"cadre"})),
    "ho-gia-dinh/mau-giay/<slug:form>/": Rule(
        SIGNED_IN, seen_by=WHO["households.read"] | {"cadre"}, kwargs={"form": "docx"}
    ),
    "ho-gia-dinh/lan-tham/<slug:key>/": Rule(
        SIGNED_IN, "household_visit", seen_by=frozenset({"cadre", "commune_office"})
    ),
    "ho-gia-dinh/lan-tham/<slug:key>/sua/": Rule(SIGNED_IN, "household_visit", seen_by=frozenset({"cadre"})),
    "ho-gia-dinh/lan-tham/<slug:key>/huy/": Rule(
        SIGNED_IN, "household_visit", seen_by=frozenset({"cadre", "commune_office"})
    ),
    "ho-gia-dinh/<slug:key>/tham/": Rule(SIGNED_IN, "household", seen_by=frozenset({"cadre"})),
    "ho-gia-dinh/<slug:key>/nhap-phieu/": Rule("households.write", "household"),
    "ho-gia-dinh/<slug:key>/phieu/<slug:form>/": Rule(
        SIGNED_IN, "household", seen_by=WHO["households.read"] | {"cadre"}, kwargs={"form": "docx"}
    ),
    # what a committee says in its printed papers
    "dia-ban/mau-van-ban/": Rule("papers.write"),
    "dia-ban/mau-van-ban/<slug:form>/": Rule("papers.write", kwargs={"form": "letter"}),
    # the small lists that officers maintain
    "dia-ban/danh-muc/": Rule("units.write"),
    "dia-ban/danh-muc/<slug:name>/": Rule("units.write", kwargs={"name": "loai-don-vi"}),
    "dia-ban/danh-muc/<slug:name>/them/": Rule("units.write", kwargs={"name": "chuc-danh"}),
    "dia-ban/danh-muc/<slug:name>/sua/<slug:code>/": Rule(
        "units.write", kwargs={"name": "loai-co-quan", "code": "org_board"}
    ),
    "phan-cong/danh-muc/<slug:name>/": Rule("cadres.write", kwargs={"name": "chuc-vu"}),
    "phan-cong/danh-muc/<slug:name>/them/": Rule("cadres.write", kwargs={"name": "nhom-can-bo"}),
    "phan-cong/danh-muc/<slug:name>/sua/<slug:code>/": Rule(
        "cadres.write", kwargs={"name": "nhom-can-bo", "code": "standing"}
    ),
    # pages of things, with who follows them
    "don-vi/<slug:key>/": Rule("units.read", "unit"),
    "to-chuc/<slug:key>/": Rule("units.read", "organisation"),
    "co-quan/<slug:key>/": Rule("agencies.read", "agency"),
    "cum-xa/<slug:key>/": Rule("units.read", "zone"),
    "van-ban/<slug:key>/": Rule("documents.read", "document"),
    "tim/": Rule(SIGNED_IN),
    "tro-giup/": Rule(SIGNED_IN),
    "lich-su/phieu-cham/<slug:key>/cua-minh/": Rule(
        SIGNED_IN, "sheet", seen_by=frozenset({"commune_office", "branch_secretary"})
    ),
    "lich-su/<slug:kind>/<slug:key>/": Rule("history.read", "unit", kwargs={"kind": "don-vi"}),
    # cadres; the cadre himself and his employer see his page too
    "phan-cong/can-bo/": Rule("cadres.read"),
    "phan-cong/can-bo/moi/": Rule("cadres.write"),
    "phan-cong/can-bo/trung/": Rule("cadres.write"),
    "phan-cong/can-bo/tai-khoan/": Rule("users.write"),
    "phan-cong/can-bo/<slug:key>/": Rule(
        SIGNED_IN, "cadre", seen_by=WHO["cadres.read"] | {"cadre", "employer"}
    ),
    "phan-cong/lien-he-cua-toi/": Rule(SIGNED_IN, seen_by=frozenset({"cadre"})),
    "phan-cong/can-bo/<slug:key>/sua/": Rule("cadres.write", "cadre"),
    "phan-cong/can-bo/<slug:key>/chuc-vu-moi/": Rule("cadres.write", "cadre"),
    "phan-cong/can-bo/<slug:key>/thoi-chuc-vu/": Rule("cadres.write", "cadre"),
    "phan-cong/can-bo/<slug:key>/thoi-cong-tac/": Rule("cadres.write", "cadre"),
    "phan-cong/can-bo/<slug:key>/gop/": Rule("cadres.write", "cadre"),
    "phan-cong/can-bo/<slug:key>/phieu-moi/": Rule("users.write", "cadre", get=False),
    "phan-cong/can-bo/<slug:key>/bat-tat/": Rule("users.write", "cadre", get=False),
    # teams
    "phan-cong/to-cong-tac/": Rule("cadres.read"),
    "phan-cong/to-cong-tac/moi/": Rule("cadres.write"),
    "phan-cong/to-cong-tac/<slug:key>/": Rule("cadres.read", "team"),
    "phan-cong/to-cong-tac/<slug:key>/thanh-vien/": Rule("cadres.write", "team"),
    "phan-cong/to-cong-tac/<slug:key>/ket-thuc/": Rule("cadres.write", "team"),
    # what a branch decides, its timeline, what it tells
    "sinh-hoat/buoi/<slug:key>/viec/": Rule("meetings.read", "branch_meeting"),
    "sinh-hoat/viec/": Rule("meetings.read"),
    "sinh-hoat/viec/<slug:key>/": Rule("meetings.read", "branch_task"),
    "sinh-hoat/viec/<slug:key>/sua/": Rule("meetings.write", "branch_task"),
    "sinh-hoat/viec/<slug:key>/lam-tiep/": Rule("meetings.write", "branch_task", get=False),
    "sinh-hoat/chi-bo/<slug:key>/": Rule("meetings.read", "organisation"),
    "sinh-hoat/chi-bo/<slug:key>/lien-he/": Rule("contacts.write", "organisation"),
    "sinh-hoat/chi-bo/<slug:key>/kiem-tra/": Rule("meetings.write", "organisation"),
    "sinh-hoat/chi-bo/<slug:key>/van-ban/": Rule("meetings.write", "organisation"),
    "sinh-hoat/chi-bo/<slug:key>/tinh-hinh/": Rule("meetings.write", "organisation"),
    "sinh-hoat/don-vi/<slug:key>/lien-he/": Rule("contacts.write", "unit"),
    # by the cadre himself, or by who writes for the branch
    "sinh-hoat/lien-he/<slug:key>/huy/": Rule(
        "contacts.write", "contact", seen_by=WHO["meetings.write"] | {"cadre"}
    ),
    "sinh-hoat/kiem-tra/<slug:key>/huy/": Rule("meetings.write", "inspection"),
    "sinh-hoat/van-ban/<slug:key>/thoi/": Rule("meetings.write", "shelf_document"),
    "sinh-hoat/tinh-hinh/": Rule("meetings.read"),
    "sinh-hoat/tinh-hinh/theo-xa/": Rule("meetings.read"),
    # the schedule without asking
    "sinh-hoat/lich-cua-toi/": Rule("meetings.read"),
    "sinh-hoat/lich-cua-toi/dia-chi/": Rule(SIGNED_IN),
    "sinh-hoat/lich-ics/<str:token>/lich-sinh-hoat.ics": Rule(
        PUBLIC, kwargs={"token": "khong-co"}, status=404
    ),
    "sinh-hoat/lich-can-bo/": Rule("staff.read"),
    # her people's, whatever the ground
    "sinh-hoat/lich-can-bo/<slug:key>/phieu.<slug:kind>": Rule(
        "staff.read", "cadre", seen_by=WHO["staff.read"], kwargs={"kind": "docx"}
    ),
    # bringing in lists
    "nhap/": Rule("imports.use"),
    "nhap/loai/<slug:kind>/mau/": Rule("imports.use", kwargs={"kind": "schedules"}),
    "nhap/loai/<slug:kind>/": Rule("imports.use", kwargs={"kind": "schedules"}),
    "nhap/<slug:key>/": Rule("imports.use", "import_run", seen_by=WHO["imports.write"]),
    "nhap/<slug:key>/kiem-tra/": Rule("imports.use", "import_run", seen_by=WHO["imports.write"], get=False),
    "nhap/<slug:key>/ap-dung/": Rule("imports.use", "import_run", seen_by=WHO["imports.write"], get=False),
    "nhap/<slug:key>/loi/": Rule("imports.use", "import_run", seen_by=WHO["imports.write"]),
    "nhap/<slug:key>/bo/": Rule("imports.use", "import_run", seen_by=WHO["imports.write"], get=False),
    "nhap/<slug:key>/lay-lai/": Rule("imports.use", "import_run", seen_by=WHO["imports.write"], status=403),
    # fixed days, schedules, meetings
    "sinh-hoat/ngay-co-dinh/": Rule("meetings.read"),
    "sinh-hoat/ngay-co-dinh/them/": Rule("day_rules.write"),
    "sinh-hoat/ngay-co-dinh/<slug:key>/doi/": Rule("day_rules.write", "day_rule"),
    "sinh-hoat/ngay-co-dinh/<slug:key>/ket-thuc/": Rule("day_rules.write", "day_rule"),
    "sinh-hoat/thang-doi-ngay/": Rule("meetings.read"),
    "sinh-hoat/thang-doi-ngay/them/": Rule("day_rules.write"),
    "sinh-hoat/thang-doi-ngay/<slug:key>/thoi/": Rule("day_rules.write", "moved_day"),
    "sinh-hoat/han-dang-ky/": Rule("meetings.read"),
    "sinh-hoat/han-dang-ky/them/": Rule("day_rules.write"),
    "sinh-hoat/han-dang-ky/<slug:key>/ket-thuc/": Rule("day_rules.write", "deadline"),
    "sinh-hoat/lich/": Rule("meetings.read"),
    "sinh-hoat/lich/xa/<slug:key>/": Rule("meetings.read", "unit"),
    "sinh-hoat/lich/xa/<slug:key>/bang/": Rule("exports.read", "unit"),
    "sinh-hoat/lich/xa/<slug:key>/to-in.<slug:kind>": Rule("meetings.read", "unit", kwargs={"kind": "docx"}),
    "sinh-hoat/lich/<slug:key>/": Rule("meetings.read", "schedule", status=302),
    # Whoever registers does not also return: that is for the committee above.
    "sinh-hoat/lich/<slug:key>/tra-lai/": Rule("schedules.review", "schedule", status=403),
    "sinh-hoat/": Rule("meetings.read"),
    "sinh-hoat/buoi/them/": Rule("meetings.write"),
    "sinh-hoat/buoi/<slug:key>/": Rule("meetings.read", "meeting"),
    "sinh-hoat/buoi/<slug:key>/da-hop/": Rule("meetings.write", "meeting"),
    "sinh-hoat/buoi/<slug:key>/khong-hop/": Rule("meetings.write", "meeting"),
    "sinh-hoat/buoi/<slug:key>/chuan-bi/": Rule("meetings.write", "meeting"),
    "sinh-hoat/buoi/<slug:key>/doi-lich/": Rule("meetings.write", "meeting"),
    "sinh-hoat/buoi/<slug:key>/huy/": Rule("meetings.write", "meeting"),
    # a cadre's month: a page of his own, nobody else finds it
    "thang-nay/": Rule(SIGNED_IN, seen_by=frozenset({"cadre"})),
    "thang-nay/so-lieu/": Rule("attendance.figures"),
    # what is late and reminders
    "bao-cao/can-nhac/": Rule("reports.review"),
    "bao-cao/can-nhac/nhac/": Rule("reports.review", get=False),
    # what was expected and attended; turns (lượt), absences
    "bao-cao/du-sinh-hoat/": Rule("attendance.figures"),
    "bao-cao/du-sinh-hoat/o/<slug:kind>/<slug:key>/<str:month>/": Rule(
        "attendance.read", "unit", kwargs={"kind": "unit", "month": "2026-09"}
    ),
    "bao-cao/du-sinh-hoat/chi-tieu/": Rule("attendance.read"),
    "bao-cao/du-sinh-hoat/it-du/": Rule("attendance.read"),
    "bao-cao/luot-du/": Rule("attendance.read"),
    "bao-cao/luot-du/<slug:key>/": Rule(SIGNED_IN, "attendance", seen_by=WHO["attendance.read"] | {"cadre"}),
    "bao-cao/luot-du/<slug:key>/huy/": Rule("reports.clerk", "attendance"),
    "bao-cao/vang/": Rule(SIGNED_IN),
    "bao-cao/vang/moi/": Rule(SIGNED_IN, seen_by=WRITERS | {"cadre"}),
    "bao-cao/vang/<slug:key>/huy/": Rule(SIGNED_IN, "absence", seen_by=WRITERS | {"cadre"}),
    # reports after they were filed: whole to those above and to the cadre, the shared part to the host
    "bao-cao/": Rule("reports.read"),
    "bao-cao/lan-luot/": Rule("reports.review"),
    "bao-cao/nhan-nhieu/": Rule("reports.review", get=False),
    "bao-cao/gan-giong-nhau/": Rule("reports.review"),
    "bao-cao/o-co-so/": Rule("reports.shared"),
    "bao-cao/xem/<slug:key>/": Rule(
        SIGNED_IN, "report", seen_by=WHO["reports.read"] | WHO["reports.shared"] | {"cadre"}
    ),
    "bao-cao/xem/<slug:key>/giay.<slug:kind>": Rule(
        SIGNED_IN,
        "report",
        seen_by=WHO["reports.read"] | WHO["reports.shared"] | {"cadre"},
        kwargs={"kind": "docx"},
    ),
    "bao-cao/xem/<slug:key>/nhan/": Rule("reports.review", "report", get=False),
    "bao-cao/xem/<slug:key>/tra-lai/": Rule("reports.review", "report"),
    "bao-cao/xem/<slug:key>/da-xem/": Rule("reports.direct", "report", get=False),
    "bao-cao/xem/<slug:key>/khoa/": Rule("reports.review", "report", get=False),
    "bao-cao/xem/<slug:key>/bo-sung/": Rule(SIGNED_IN, "report", seen_by=frozenset({"cadre"})),
    "bao-cao/xem/<slug:key>/tra-loi/": Rule("reports.shared", "report", seen_by=WHO["reports.shared"]),
    "bao-cao/xem/<slug:key>/du-luan/": Rule(
        SIGNED_IN, "report", seen_by=WHO["reports.sensitive"] | {"cadre"}
    ),
    "bao-cao/xem/<slug:key>/du-luan/nhat-ky/": Rule("history.read", "report"),
    # choosing what to attend, and who may know
    "sinh-hoat/chon-buoi-du/": Rule(SIGNED_IN, seen_by=frozenset({"cadre"})),
    "sinh-hoat/lich-du/": Rule("meetings.read"),
    "sinh-hoat/lan-du/<slug:key>/bo/": Rule(SIGNED_IN, "visit", seen_by=frozenset({"cadre"})),
    # writing a report: one's own alone; a draft is nobody's but its writer's, a file is read by who reads the whole
    "bao-cao/moi/": Rule(SIGNED_IN),
    "bao-cao/cua-toi/": Rule(SIGNED_IN),
    "bao-cao/nhap/": Rule(SIGNED_IN),
    "bao-cao/nhap/luu/": Rule(SIGNED_IN, get=False),
    "bao-cao/nhap/<slug:key>/bo/": Rule(SIGNED_IN, "draft", seen_by=frozenset({"cadre"}), get=False),
    "bao-cao/xem/<slug:key>/sua/": Rule(SIGNED_IN, "report", seen_by=frozenset({"cadre"})),
    "bao-cao/tep/<slug:key>/": Rule(SIGNED_IN, "attachment", seen_by=WHO["reports.read"] | {"cadre"}),
    "bao-cao/di-dau/": Rule(SIGNED_IN, seen_by=frozenset({"cadre"})),
    "bao-cao/lan-du/<slug:key>/": Rule(SIGNED_IN, "visit", seen_by=WHO["visits.read"] | {"cadre"}),
    # letters of introduction
    "sinh-hoat/giay-gioi-thieu/": Rule(SIGNED_IN, seen_by=WHO["letters.read"] | {"cadre"}),
    "sinh-hoat/giay-gioi-thieu/lap/": Rule("letters.write"),
    "sinh-hoat/giay-gioi-thieu/dot/<slug:batch>/": Rule("letters.write", "letter_batch"),
    "sinh-hoat/giay-gioi-thieu/dot/<slug:batch>/tai.<slug:kind>": Rule(
        "letters.write", "letter_batch", kwargs={"kind": "pdf"}
    ),
    "sinh-hoat/giay-gioi-thieu/to/<slug:key>/": Rule(
        SIGNED_IN, "letter", seen_by=WHO["letters.read"] | {"cadre"}
    ),
    "sinh-hoat/giay-gioi-thieu/to/<slug:key>/tai.<slug:kind>": Rule(
        SIGNED_IN, "letter", seen_by=WHO["letters.read"] | {"cadre"}, kwargs={"kind": "docx"}
    ),
    "sinh-hoat/giay-gioi-thieu/to/<slug:key>/so/": Rule("letters.write", "letter"),
    "sinh-hoat/giay-gioi-thieu/to/<slug:key>/thu-hoi/": Rule("letters.write", "letter"),
    "sinh-hoat/kiem-tra-giay/<str:code>/": Rule(PUBLIC, kwargs={"code": "khong-co"}),
    # what the report form asks; a general list is everybody's to read, a scheme's own that of its issuer
    "bao-cao/mau/": Rule("forms.write"),
    "bao-cao/mau/danh-muc/<slug:key>/": Rule("forms.write", "checklist"),
    "bao-cao/mau/danh-muc/<slug:key>/chep/": Rule("forms.write", "checklist"),
    "bao-cao/mau/danh-muc/<slug:key>/sua/": Rule("forms.write", "checklist"),
    "bao-cao/mau/danh-muc/<slug:key>/thoi/": Rule("forms.write", "checklist"),
    "bao-cao/mau/chu-truong/<slug:key>/": Rule("forms.write", "scheme"),
    "bao-cao/danh-muc/<slug:name>/": Rule("forms.write", kwargs={"name": "tac-dung"}),
    "bao-cao/danh-muc/<slug:name>/them/": Rule("forms.write", kwargs={"name": "linh-vuc"}),
    "bao-cao/danh-muc/<slug:name>/sua/<slug:code>/": Rule(
        "forms.write", kwargs={"name": "tac-dung", "code": "bottleneck-removed"}
    ),
    "bao-cao/danh-muc-kiem/": Rule("attendance.figures"),
    # reports on paper
    "bao-cao/giay/": Rule("reports.clerk"),
    "bao-cao/giay/nhap/": Rule("reports.clerk", status=302),
    "bao-cao/giay/mau.<slug:kind>": Rule(SIGNED_IN, kwargs={"kind": "docx"}),
    "bao-cao/co-quan/": Rule("staff.read"),
    # rounds and their notices: the issuer's; an issued notice whole to cadres under its scheme, its lines to whom it names
    "bao-cao/dot/": Rule("rounds.read"),
    "bao-cao/dot/moi/": Rule("rounds.write"),
    "bao-cao/dot/<slug:key>/": Rule("rounds.read", "round"),
    "bao-cao/dot/<slug:key>/sua/": Rule("rounds.write", "open_round"),
    "bao-cao/dot/<slug:key>/chot/": Rule("rounds.write", "open_round"),
    "bao-cao/dot/<slug:key>/mo-lai/": Rule("rounds.write", "round"),
    "bao-cao/dot/<slug:key>/luot-du/": Rule("rounds.read", "round"),
    "bao-cao/dot/<slug:key>/khong-du/": Rule("rounds.read", "round"),
    "bao-cao/dot/<slug:key>/da-thay/": Rule("rounds.read", "round"),
    "bao-cao/dot/<slug:key>/kien-nghi/": Rule("rounds.read", "round"),
    "bao-cao/dot/<slug:key>/hoi-nghi/": Rule("rounds.write", "open_round"),
    "bao-cao/dot/<slug:key>/so-sanh/": Rule("rounds.read", "open_round"),
    "bao-cao/dot/<slug:key>/hoi-nghi/lap/": Rule("rounds.write", "open_round"),
    "bao-cao/dot/<slug:key>/ket-luan/": Rule("rounds.write", "round"),
    "bao-cao/ket-luan/": Rule(SIGNED_IN, seen_by=WHO["conclusions.named"] | {"cadre"}),
    "bao-cao/ket-luan/<slug:key>/": Rule(
        SIGNED_IN, "conclusion", seen_by=WHO["rounds.read"] | WHO["conclusions.named"] | {"cadre"}
    ),
    "bao-cao/ket-luan/<slug:key>/sua/": Rule("rounds.write", "draft_conclusion"),
    "bao-cao/ket-luan/<slug:key>/tai.<slug:kind>": Rule(
        SIGNED_IN, "conclusion", seen_by=WHO["rounds.read"] | {"cadre"}, kwargs={"kind": "docx"}
    ),
    "bao-cao/ket-luan/<slug:key>/ghi-so/": Rule("rounds.write", "draft_conclusion"),
    "bao-cao/ket-luan/<slug:key>/huy/": Rule("rounds.write", "draft_conclusion"),
    "bao-cao/ket-luan/<slug:key>/them/": Rule("rounds.write", "draft_conclusion"),
    "bao-cao/ket-luan/dong/<slug:key>/sua/": Rule("rounds.write", "draft_line"),
    "bao-cao/ket-luan/dong/<slug:key>/bo/": Rule("rounds.write", "draft_line"),
    "bao-cao/ket-luan/dong/<slug:key>/chuyen/": Rule("rounds.write", "draft_line", get=False),
    "bao-cao/chuyen-de/": Rule("rounds.read"),
    "bao-cao/chuyen-de/kien-nghi/": Rule("rounds.read"),
    "bao-cao/chuyen-de/bao-cao/": Rule("rounds.read"),
    # what must be put right: whole for the issuer, work and state for the place
    "bao-cao/khac-phuc/": Rule(SIGNED_IN, seen_by=WHO["rounds.read"] | WHO["conclusions.named"]),
    "bao-cao/khac-phuc/<slug:key>/": Rule(
        SIGNED_IN, "remedy", seen_by=WHO["rounds.read"] | WHO["conclusions.named"]
    ),
    "bao-cao/khac-phuc/<slug:key>/da-thay/": Rule("rounds.write", "remedy"),
    "bao-cao/khac-phuc/<slug:key>/ket-thuc/": Rule("rounds.write", "remedy"),
    "bao-cao/khac-phuc/<slug:key>/doi-han/": Rule("rounds.write", "remedy"),
    "bao-cao/khac-phuc/<slug:key>/mo-lai/": Rule("rounds.write", "remedy"),
    # files of answers, urgent matters, conferences: to who reads the thing; what is with an agency: its handler's
    "viec/tep/<slug:key>/": Rule(SIGNED_IN, "matter_file", seen_by=WHO["matters.read"] | {"handler"}),
    "viec/co-quan/": Rule("matters.answer"),
    "viec/co-quan/<slug:key>/": Rule("matters.answer", "held_matter", seen_by=frozenset({"handler"})),
    "viec/giao/<slug:key>/nhan/": Rule(
        "matters.answer", "handling", seen_by=frozenset({"handler"}), get=False
    ),
    "viec/giao/<slug:key>/tra-loi/": Rule("matters.answer", "handling", seen_by=frozenset({"handler"})),
    "viec/giao/<slug:key>/xin-lui/": Rule("matters.answer", "handling", seen_by=frozenset({"handler"})),
    "viec/giao/<slug:key>/tra-lai/": Rule("matters.answer", "handling", seen_by=frozenset({"handler"})),
    # rubrics: issued ones bind those below; drafts are the issuer's
    "cham-diem/": Rule("rubrics.read", status=302),
    "cham-diem/bo-tieu-chi/": Rule("rubrics.read"),
    "cham-diem/bo-tieu-chi/<slug:key>/": Rule("rubrics.read", "rubric"),
    "cham-diem/bo-tieu-chi/moi/": Rule("rubrics.write"),
    "cham-diem/bo-tieu-chi/y-kien/<slug:key>/tra-loi/": Rule("rubrics.write", "rubric_comment"),
    # one's own alone
    "cham-diem/bo-tieu-chi/y-kien/<slug:key>/rut/": Rule(
        "rubrics.comment", "rubric_comment", seen_by=frozenset()
    ),
    "cham-diem/bo-tieu-chi/<slug:key>/sua/": Rule("rubrics.write", "draft_rubric"),
    "cham-diem/bo-tieu-chi/<slug:key>/<slug:part>/them/": Rule(
        "rubrics.write", "draft_rubric", kwargs={"part": "tieu-chi"}
    ),
    "cham-diem/bo-tieu-chi/<slug:key>/<slug:part>/<int:number>/": Rule(
        "rubrics.write", "draft_rubric", kwargs={"part": "xep-loai", "number": "1"}
    ),
    "cham-diem/bo-tieu-chi/<slug:key>/<slug:part>/<int:number>/bo/": Rule(
        "rubrics.write", "draft_rubric", kwargs={"part": "nhom", "number": "1"}
    ),
    "cham-diem/bo-tieu-chi/<slug:key>/lay-y-kien/": Rule("rubrics.write", "draft_rubric"),
    "cham-diem/bo-tieu-chi/<slug:key>/thoi-y-kien/": Rule("rubrics.write", "asked_rubric"),
    "cham-diem/bo-tieu-chi/<slug:key>/gop-y/": Rule("rubrics.comment", "asked_rubric"),
    "cham-diem/bo-tieu-chi/<slug:key>/bo/": Rule("rubrics.write", "draft_rubric"),
    "cham-diem/bo-tieu-chi/<slug:key>/ban-hanh/": Rule("rubrics.issue", "draft_rubric"),
    # reviews: over the issuer
    "bao-cao/so-ket/": Rule("reviews.read"),
    "bao-cao/so-ket/so-lieu/": Rule("reviews.read"),
    "bao-cao/so-ket/so-lieu/danh-sach/": Rule("reviews.read", status=302),
    "bao-cao/so-ket/chot/": Rule("reviews.write"),
    "bao-cao/so-ket/<slug:key>/": Rule("reviews.read", "review"),
    "bao-cao/so-ket/<slug:key>/danh-sach/": Rule("reviews.read", "review", status=302),
    "bao-cao/so-ket/<slug:key>/sua/": Rule("reviews.write", "review"),
    "bao-cao/so-ket/<slug:key>/ghi-so/": Rule("reviews.write", "review"),
    "bao-cao/so-ket/<slug:key>/huy/": Rule("reviews.write", "review"),
    "bao-cao/so-ket/<slug:key>/tai.<slug:kind>": Rule("reviews.read", "review", kwargs={"kind": "docx"}),
    # score sheets: from above over the issuer, one's own, what one scored on a visit
    "cham-diem/buoi/": Rule("rubrics.read"),
    "cham-diem/buoi/ca-nam/": Rule("rubrics.read"),
    "cham-diem/buoi/luon-tu-cham-cao/": Rule("scores.read"),
    "cham-diem/buoi/chi-bo/<slug:key>/": Rule("rubrics.read", "organisation", seen_by=OF_A_SHEET | {"cadre"}),
    "cham-diem/buoi/<slug:key>/tu-cham/": Rule("scores.own", "held_meeting"),
    "cham-diem/luot/<slug:key>/cham/": Rule(SIGNED_IN, "attendance", seen_by=frozenset({"cadre"})),
    "cham-diem/phieu/<slug:key>/": Rule(SIGNED_IN, "sheet", seen_by=OF_A_SHEET),
    # one row by script, and proposals made anew: POST only
    "cham-diem/phieu/<slug:key>/dong/": Rule(SIGNED_IN, "sheet", seen_by=OF_A_SHEET, get=False),
    "cham-diem/phieu/<slug:key>/de-xuat/": Rule(SIGNED_IN, "sheet", seen_by=OF_A_SHEET, get=False),
    "cham-diem/phieu/<slug:key>/in.<slug:kind>": Rule(
        SIGNED_IN, "sheet", seen_by=OF_A_SHEET, kwargs={"kind": "docx"}
    ),
    "cham-diem/phieu/<slug:key>/buoc/<slug:step>/": Rule(
        SIGNED_IN, "sheet", seen_by=WRITERS, kwargs={"step": "review"}
    ),
    "cham-diem/xem-lai/<slug:key>/": Rule("scores.approve", "appeal"),
    "cham-diem/thang/": Rule("rubrics.read"),
    # the world has no grassroots organisation of the commune's: tests/scores/test_pages_sheets.py
    "cham-diem/thang/<slug:key>/<str:month>/": Rule(
        "scores.own", "organisation", seen_by=frozenset(), kwargs={"month": "2026-08"}
    ),
    "cham-diem/nam/": Rule("rubrics.read"),
    "cham-diem/ky/": Rule("rubrics.read"),
    # indicators, watch-lists
    "cham-diem/chi-so/": Rule("indicators.read"),
    "cham-diem/chi-so/ghi/": Rule("indicators.write"),
    "cham-diem/chi-so/so/<slug:key>/huy/": Rule("indicators.write", "indicator_value"),
    "cham-diem/chi-so/moi/": Rule("indicators.write"),
    "cham-diem/chi-so/so/<slug:key>/dinh-chinh/": Rule("indicators.write", "indicator_value"),
    "cham-diem/chi-so/<slug:key>/sua/": Rule("indicators.write", "indicator"),
    "cham-diem/can-quan-tam/chi-bo-theo-so-dang-vien/": Rule("watch.read"),
    "cham-diem/can-quan-tam/moi/": Rule("watch.write"),
    "cham-diem/can-quan-tam/<slug:key>/sua/": Rule("watch.write", "watch"),
    "cham-diem/chi-so/<slug:code>/": Rule("indicators.read", kwargs={"code": "admissions"}),
    "cham-diem/can-quan-tam/": Rule("watch.read"),
    "cham-diem/can-quan-tam/<slug:key>/": Rule("watch.read", "watch"),
    # targets, model branches, themes
    "cham-diem/chi-tieu/": Rule("targets.read"),
    "cham-diem/chi-tieu/giao/": Rule("targets.write"),
    "cham-diem/chi-tieu/chu-de/": Rule("targets.write"),
    "cham-diem/chi-tieu/chu-de/<slug:key>/doi/": Rule("targets.write", "theme"),
    "cham-diem/chi-tieu/<slug:key>/": Rule("targets.read", "target"),
    "cham-diem/chi-tieu/<slug:key>/doi/": Rule("targets.write", "target"),
    "cham-diem/chi-tieu/<slug:key>/huy/": Rule("targets.write", "target"),
    "cham-diem/chi-tieu/<slug:key>/don-doc/": Rule("targets.urge", "target"),
    "cham-diem/chi-tieu/don-doc/<slug:key>/huy/": Rule("targets.urge", "urging", seen_by=WRITERS),
    "cham-diem/mo-hinh/": Rule("targets.read"),
    "cham-diem/mo-hinh/dang-ky/": Rule("registrations.write"),
    "cham-diem/mo-hinh/<slug:key>/cong-nhan/": Rule("registrations.recognise", "registration"),
    "cham-diem/mo-hinh/<slug:key>/rut/": Rule("registrations.write", "registration"),
    # the register of urgent matters
    # the board's numbers of what was raised
    "viec/so-lieu/": Rule("matters.figures"),
    "viec/cap-bach/": Rule("urgent.read"),
    "viec/cap-bach/so.<slug:kind>": Rule("exports.read", kwargs={"kind": "docx"}),
    "viec/cap-bach/theo-to-chuc/": Rule("urgent.read"),
    "viec/cap-bach/chua-dang-ky/": Rule("urgent.read"),
    "viec/cap-bach/them/": Rule("urgent.write"),
    "viec/cap-bach/chuyen-nam/": Rule("urgent.write"),
    "viec/cap-bach/<slug:key>/": Rule("urgent.read", "urgent_matter"),
    "viec/cap-bach/<slug:key>/sua/": Rule("urgent.write", "urgent_matter"),
    "viec/cap-bach/<slug:key>/xong/": Rule("urgent.write", "urgent_matter"),
    "viec/cap-bach/<slug:key>/xac-nhan/": Rule("urgent.confirm", "urgent_matter"),
    "viec/cap-bach/<slug:key>/mo-lai/": Rule("urgent.write", "urgent_matter"),
    "viec/cap-bach/<slug:key>/thoi/": Rule("urgent.write", "urgent_matter"),
    "viec/cap-bach/<slug:key>/chuyen-nam/": Rule("urgent.write", "urgent_matter"),
    "viec/cap-bach/<slug:key>/kien-nghi/": Rule("urgent.write", "urgent_matter"),
    "viec/cap-bach/<slug:key>/minh-chung/": Rule("urgent.write", "urgent_matter"),
    "viec/cap-bach/<slug:key>/huy/": Rule("urgent.write", "urgent_matter"),
    # resources mobilised; the library: what is not published is read from above, and by the cadre who reported it
    "viec/nguon-luc/": Rule("matters.read"),
    "viec/nguon-luc/cong/<slug:way>/": Rule("matters.read", kwargs={"way": "linh-vuc"}),
    "viec/nguon-luc/hien-vat/": Rule("matters.read"),
    "viec/nguon-luc/them/": Rule("matters.write"),
    "viec/nguon-luc/trung/": Rule("matters.write"),
    "viec/nguon-luc/<slug:key>/la-mot/": Rule("matters.write", "contribution", status=302),
    "viec/nguon-luc/<slug:key>/khong-phai-mot/": Rule("matters.write", "contribution", status=302),
    "viec/nguon-luc/<slug:key>/sua/": Rule("matters.write", "contribution"),
    "viec/nguon-luc/<slug:key>/huy/": Rule("matters.write", "contribution"),
    "viec/mo-hinh/": Rule("practices.read"),
    "viec/mo-hinh/them/": Rule("matters.write"),
    "viec/mo-hinh/<slug:key>/": Rule("practices.read", "practice", seen_by=READERS | {"cadre"}),
    "viec/mo-hinh/<slug:key>/sua/": Rule("matters.write", "practice"),
    "viec/mo-hinh/<slug:key>/pho-bien/": Rule("matters.write", "practice"),
    "viec/mo-hinh/<slug:key>/thoi-pho-bien/": Rule("matters.write", "practice"),
    "viec/mo-hinh/<slug:key>/huy/": Rule("matters.write", "practice"),
    # the fields of what is raised, one list for all; the deadlines of categories
    "viec/linh-vuc/": Rule("matters.read"),
    "viec/linh-vuc/moi/": Rule("matters.write"),
    "viec/linh-vuc/<slug:code>/sua/": Rule("matters.write", "topic"),
    "viec/linh-vuc/<slug:code>/ket-thuc/": Rule("matters.write", "topic"),
    "viec/thoi-han/": Rule("matters.read"),
    "viec/thoi-han/moi/": Rule("matters.write"),
    "viec/thoi-han/<slug:key>/ket-thuc/": Rule("matters.write", "category_deadline"),
    # matters: the committee's list, the page as each may read it, the steps; the place's and the cadre's own
    "viec/": Rule("matters.read"),
    "viec/da-neu/": Rule(SIGNED_IN, seen_by=WHO["matters.own"] | {"cadre"}),
    "viec/kien-nghi/moi/": Rule(SIGNED_IN, seen_by=WHO["matters.own"] | WRITERS | {"cadre"}),
    "viec/kien-nghi/gop/": Rule("matters.write", status=302),
    "viec/kien-nghi/<slug:key>/khac/": Rule("matters.write", "recommendation"),
    "viec/kien-nghi/<slug:key>/": Rule(
        SIGNED_IN, "recommendation", seen_by=READERS | WHO["matters.own"] | {"handler", "cadre"}
    ),
    "viec/kien-nghi/<slug:key>/phieu.<slug:kind>": Rule(
        SIGNED_IN,
        "recommendation",
        seen_by=READERS | WHO["matters.own"] | {"handler", "cadre"},
        kwargs={"kind": "docx"},
    ),
    "viec/kien-nghi/<slug:key>/tiep-nhan/": Rule("matters.write", "recommendation_raised"),
    "viec/kien-nghi/<slug:key>/chuyen/": Rule("matters.write", "recommendation"),
    "viec/kien-nghi/<slug:key>/tra-loi/": Rule("matters.write", "recommendation"),
    "viec/kien-nghi/<slug:key>/bao-lai/": Rule("matters.write", "recommendation_answered"),
    "viec/kien-nghi/<slug:key>/phan-hoi/": Rule("matters.write", "recommendation_told"),
    "viec/kien-nghi/<slug:key>/ket-thuc/": Rule("matters.write", "recommendation"),
    "viec/kien-nghi/<slug:key>/mo-lai/": Rule("matters.write", "recommendation_answered"),
    "viec/kien-nghi/<slug:key>/ket-qua/": Rule("matters.write", "recommendation_answered"),
    "viec/kien-nghi/<slug:key>/cap-tren/": Rule("matters.write", "recommendation"),
    "viec/kien-nghi/<slug:key>/rut-lai/": Rule("matters.write", "recommendation"),
    "viec/kien-nghi/<slug:key>/doi-han/": Rule("matters.write", "recommendation"),
    "viec/kien-nghi/<slug:key>/nghi-quyet/": Rule("matters.write", "recommendation"),
    "viec/kien-nghi/<slug:key>/tach-lai/": Rule("matters.write", "recommendation_merged"),
    "viec/kien-nghi/<slug:key>/huy/": Rule("matters.write", "recommendation"),
    "viec/kien-nghi/<slug:key>/sua/": Rule("matters.write", "recommendation"),
    "viec/kien-nghi/<slug:key>/chi-dao/": Rule("matters.direct", "recommendation"),
    "viec/kien-nghi/<slug:key>/da-nghe/": Rule(
        SIGNED_IN, "recommendation_answered", seen_by=WHO["matters.own"] | {"cadre"}
    ),
    # the way to the report is for who reads the report
    "bao-cao/kien-nghi/<slug:key>/": Rule(
        SIGNED_IN, "recommendation", seen_by=WHO["reports.read"] | {"cadre"}, status=302
    ),
    # the way from a visitor's sheet to his report is for who reads both
    "bao-cao/phieu-cham/<slug:key>/": Rule(
        SIGNED_IN, "visitors_sheet", seen_by=WHO["scores.read"] & WHO["reports.read"] | {"cadre"}, status=302
    ),
    # conferences of one's own ground, what was said there, and those that must come again (binding those below)
    "viec/hoi-nghi/": Rule("conferences.read"),
    "viec/hoi-nghi/moi/": Rule("conferences.write"),
    "viec/hoi-nghi/phai-to-chuc/": Rule("conferences.read"),
    "viec/hoi-nghi/quy-dinh/": Rule("conferences.read"),
    "viec/hoi-nghi/quy-dinh/moi/": Rule("obligations.write"),
    "viec/hoi-nghi/quy-dinh/<slug:key>/ket-thuc/": Rule("obligations.write", "obligation"),
    "viec/hoi-nghi/<slug:key>/": Rule("conferences.read", "conference"),
    "viec/hoi-nghi/<slug:key>/sua/": Rule("conferences.write", "conference"),
    "viec/hoi-nghi/<slug:key>/da-hop/": Rule("conferences.write", "conference"),
    "viec/hoi-nghi/<slug:key>/tep/": Rule("conferences.write", "conference"),
    "viec/hoi-nghi/<slug:key>/bien-ban/": Rule("conferences.read", "conference"),
    "viec/hoi-nghi/<slug:key>/huy/": Rule("conferences.write", "conference"),
    "viec/hoi-nghi/<slug:key>/y-kien/": Rule("conferences.write", "conference"),
    "viec/y-kien/<slug:key>/sua/": Rule("conferences.write", "opinion"),
    "viec/y-kien/<slug:key>/tra-loi/": Rule("conferences.write", "opinion"),
    "viec/y-kien/<slug:key>/kien-nghi/": Rule("conferences.write", "opinion"),
    "viec/y-kien/<slug:key>/huy/": Rule("conferences.write", "opinion"),
    # what is told to those who follow; the cadre whom it speaks to reads it too
    "viec/thong-tin/": Rule(SIGNED_IN, seen_by=WHO["bulletins.read"] | {"cadre"}),
    "viec/thong-tin/moi/": Rule("bulletins.write"),
    "viec/thong-tin/<slug:key>/": Rule(SIGNED_IN, "bulletin", seen_by=WHO["bulletins.read"] | {"cadre"}),
    "viec/thong-tin/<slug:key>/sua/": Rule("bulletins.write", "draft_bulletin"),
    "viec/thong-tin/<slug:key>/gui/": Rule("bulletins.write", "draft_bulletin"),
    "viec/thong-tin/<slug:key>/rut/": Rule("bulletins.write", "bulletin"),
    "viec/thong-tin/<slug:key>/ai-da-doc/": Rule("bulletins.read", "bulletin"),
}
