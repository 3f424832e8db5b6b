"""A small country in which every text says whose it is.

Two provinces × two districts × two communes × two hamlets. Every text field of every object carries the marker of the
commune (or district, province) that it belongs to, so that one assertion — no foreign marker in the bytes of a
response — covers pages, files, counts' labels and errors alike.
"""

from __future__ import annotations

import hashlib
import io
import re
import uuid
import zipfile
from contextlib import contextmanager
from datetime import date
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler

from accounts.models import User
from assignments.models import (
    Assignment,
    AssignmentDocument,
    Cadre,
    CadreGroup,
    CadrePosition,
    ChangeLine,
    ChangeSet,
    Post,
    Scheme,
    SchemeDocument,
    Team,
    TeamMember,
)
from branches.actions.placements import rebuild_placements, refresh_access_paths
from branches.models import (
    Agency,
    AgencyKind,
    DocumentRelation,
    Grant,
    ImportRun,
    MemberCount,
    Office,
    OfficeHolder,
    OfficialDocument,
    Organisation,
    OrganisationUnit,
    OrganisationVersion,
    Unit,
    UnitAlias,
    UnitVersion,
    Zone,
    ZoneMember,
)
from common.attachments.cleaning import CleanFile
from common.attachments.storing import store
from meetings.models import Absence, Attendance, Meeting
from reports.models import (
    Attachment,
    Checklist,
    ChecklistAnswer,
    ChecklistItem,
    Draft,
    Report,
    ReportStep,
    SensitiveNote,
)
from tests import (
    branch_life,
    bulletin_things,
    conference_things,
    handler_things,
    household_things,
    household_visit_things,
    matter_things,
    meeting_things,
    round_things,
    score_things,
    topic_things,
    urgent_things,
    visit_things,
)
from tests.pages import sign_in

START = date(2020, 1, 1)
# What stands in every sensitive note, and on no page but its own.
SENSITIVE_WORDS = "rieng-ve-du-luan"
# A place's code stands in it: a page's random token of letters must not be taken for one.
MARKER = re.compile(rb"zq\d+xp\d(?:d\d)?(?:c\d)?(?:h\d)?[pu]zq", re.IGNORECASE)

# Roles that are granted over a unit, and what each persona is granted on.
UNIT_ROLES = ("org_staff", "org_head", "leader", "inspector", "viewer", "commune_office")
ROLES = (
    *UNIT_ROLES,
    "zone_leader",
    "branch_secretary",
    "employer",
    "handler",
    "cadre",
    "system_keeper",
    "stranger",
)
HOME = "P1D1C1"


def marker(code: str, kind: str = "p") -> str:
    """The mark of a place: "zq8xp1d1c1h1pzq" (its length first, so that no mark contains another).

    Kind "u" marks what binds those below: names of units, schemes and documents. Kind "p" marks everything else, which
    nobody below may read.
    """
    return f"zq{len(code)}x{code.lower()}{kind}zq"


class World:
    """Objects by place: `world.things["cadre"]["P1D1C1"]`. Made once per test module."""

    def __init__(self):
        self.units: dict[str, Unit] = {}
        self.things: dict[str, dict[str, object]] = {}
        self.sessions: dict[str, str] = {}
        # Of all browsers: the chain of middleware is put together once.
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self._make_map()
        for code in self.units:
            if self.units[code].made_level in (2, 3):
                self._furnish(code)
                nobody_acts()
        self._make_people()
        for role in ROLES:
            self.client(role)

    # --- the map ---
    def _make_map(self):
        rows = []
        for p in (1, 2):
            rows.append((f"P{p}", None, 1))
            for d in (1, 2):
                rows.append((f"P{p}D{d}", f"P{p}", 2))
                for c in (1, 2):
                    rows.append((f"P{p}D{d}C{c}", f"P{p}D{d}", 3))
                    for h in (1, 2):
                        rows.append((f"P{p}D{d}C{c}H{h}", f"P{p}D{d}C{c}", 4))
        for code, parent, level in rows:
            unit = Unit.objects.create(opened_on=START)
            unit.made_level, unit.made_code = level, code
            self.units[code] = unit
            UnitVersion.objects.create(
                unit=unit,
                parent=self.units.get(parent),
                level_id=level,
                code=code,
                starts_on=START,
                name=f"Nơi {marker(code, 'u')}",
                latitude=10.0,
                longitude=106.0,
            )
            UnitAlias.objects.create(unit=unit, name=f"Tên khác {marker(code, 'u')}")
        rebuild_placements()
        refresh_access_paths(on=date.today())
        for unit in self.units.values():
            unit.refresh_from_db(fields=["access_path"])

    def _keep(self, kind, code, thing):
        self.things.setdefault(kind, {})[code] = thing
        return thing

    def _furnish(self, code):
        """One of everything in a commune or district, all text marked."""
        unit, m, mu = self.units[code], marker(code), marker(code, "u")
        # What a district does, it does in its second commune: on home ground home's people would rightly see it.
        low = self.units.get(f"{code}H1") or self.units[f"{code}C2"]
        user = User.objects.create(username=f"u{m}", full_name=f"Người nhập {m}")
        agency = self._keep(
            "agency",
            code,
            Agency.objects.create(
                code=f"CQ{m}", name=f"Cơ quan {m}", kind=AgencyKind.objects.get(code="org_board"), unit=unit
            ),
        )
        organisation = self._keep(
            "organisation",
            code,
            Organisation.objects.create(
                kind="branch" if unit.made_level == 3 else "committee",
                unit=low if unit.made_level == 3 else unit,
                opened_on=START,
            ),
        )
        OrganisationVersion.objects.create(
            organisation=organisation, code=f"TC{m}", name=f"Tổ chức {m}", starts_on=START
        )
        OrganisationUnit.objects.create(
            organisation=organisation, unit=organisation.unit, starts_on=START, is_main=True
        )
        MemberCount.objects.create(organisation=organisation, counted_on=START, official=20)
        self._keep(
            "office_holder",
            code,
            OfficeHolder.objects.create(
                unit=low,
                organisation=None,
                office=Office.objects.get(code="hamlet_head"),
                full_name=f"Trưởng {m}",
                phone=f"09{m}",
                starts_on=START,
            ),
        )
        zone = self._keep(
            "zone",
            code,
            Zone.objects.create(
                unit=unit, code=f"CUM{m}", name=f"Cụm {m}", kind=f"tiểu vùng {m}", starts_on=START
            ),
        )
        ZoneMember.objects.create(zone=zone, unit=unit if unit.made_level == 3 else low, starts_on=START)
        document = self._keep(
            "document",
            code,
            OfficialDocument.objects.create(
                issuer_unit=unit,
                type="QĐ",
                number=f"1-{mu}",
                issued_on=START,
                title=f"Trích yếu {mu}",
                signer=f"Ký {mu}",
            ),
        )
        earlier = OfficialDocument.objects.create(
            issuer_unit=unit, type="QĐ", number=f"0-{mu}", issued_on=date(2019, 12, 1), title=f"Cũ {mu}"
        )
        DocumentRelation.objects.create(document=document, relates_to=earlier, relation="amends")
        cadre = self._keep(
            "cadre",
            code,
            Cadre.objects.create(
                code=f"CB{m}",
                full_name=f"Cán bộ {m}",
                unit=unit,
                home_unit=unit,
                expertise=f"nghề {m}",
                phone=f"08{m}",
                started_on=START,
            ),
        )
        group = CadreGroup.objects.get(code="party_boards")
        CadrePosition.objects.create(
            cadre=cadre,
            post=Post.objects.get_or_create(name="Phó Trưởng ban")[0],
            agency=agency,
            group=group,
            starts_on=START,
            is_primary=True,
        )
        idle = self._keep(
            "idle_cadre",
            code,
            Cadre.objects.create(code=f"CR{m}", full_name=f"Chưa có việc {m}", unit=unit, started_on=START),
        )
        CadrePosition.objects.create(
            cadre=idle,
            post=Post.objects.first(),
            agency=agency,
            group=group,
            starts_on=START,
            is_primary=True,
        )
        team = self._keep(
            "team", code, Team.objects.create(code=f"TO{m}", name=f"Tổ {m}", unit=unit, starts_on=START)
        )
        TeamMember.objects.create(team=team, cadre=cadre, starts_on=START, is_leader=True)
        scheme = self._keep(
            "scheme",
            code,
            Scheme.objects.create(
                code=f"ct-{mu}",
                name=f"Chủ trương {mu}",
                issuer=unit,
                starts_on=START,
                target_kind="unit",
                target_level_id=unit.made_level + 1,
                assignee_kinds=["cadre"],
                max_assignees_per_target=1,
                turns_per_month=1,
                report_days=5,
                motto=f"Phương châm {mu}",
                assignee_duties=f"Trách nhiệm {mu}",
                host_duties=f"Cấp ủy {mu}",
                charter=document,
            ),
        )
        SchemeDocument.objects.create(scheme=scheme, document=document)
        assignment = self._keep(
            "assignment",
            code,
            Assignment.objects.create(
                scheme=scheme,
                cadre=cadre,
                target_unit=low,
                unit=low,
                starts_on=START,
                reason=f"Vì {m}",
                post_then=f"Chức {m}",
                group_then=group,
                one_per_target=True,
            ),
        )
        AssignmentDocument.objects.create(assignment=assignment, document=document)
        change_set = self._keep(
            "change_set",
            code,
            ChangeSet.objects.create(
                scheme=scheme, name=f"Đợt {m}", effective_on=date(2026, 12, 1), created_by=user
            ),
        )
        ChangeLine.objects.create(
            change_set=change_set, action="end", assignment=assignment, reason=f"Dòng {m}"
        )
        self._keep(
            "import_run",
            code,
            ImportRun.objects.create(
                kind="units",
                unit=unit,
                user=user,
                filename=f"tep-{m}.csv",
                content=f"code,level,name,parent_code\n{code}-9,ap,Tên {m},KHONG\n".encode(),
                options={"on": "2021-01-01"},
                state="refused",
                errors=[{"row": 2, "column": "code", "message": f"Lỗi {m}"}],
                preview={"steps": [{"row": 2, "verb": "added", "title": f"Dòng {m}", "details": [m]}]},
            ),
        )

        self._furnish_reports(code, organisation, cadre, scheme, assignment)
        # --- what happens at a branch ---
        branch_life.furnish(self, code, low)
        # --- visits and letters ---
        visit_things.furnish(self, code, m)
        # --- what is with an agency ---
        handler_things.furnish(self, code, m)
        # --- households, their groups, who holds them ---
        household_things.furnish(self, code, low, cadre)
        household_visit_things.furnish(self, code, cadre, user, m)
        # --- fields of what is raised, deadlines of categories ---
        topic_things.furnish(self, code)
        # --- conferences, and those that must come again ---
        conference_things.furnish(self, code, m)
        # --- what is told to those who follow ---
        bulletin_things.furnish(self, code, m)
        # --- fixed days, schedules, meetings ---
        meeting_things.furnish(self, code, organisation, user)
        # --- urgent matters, resources, good practices ---
        urgent_things.furnish(self, code, organisation)
        # --- rounds, their notices, what must be put right ---
        round_things.furnish(self, code, m, user)
        # --- rubrics ---
        score_things.furnish(self, code, m, mu, user)
        # --- matters: what was raised, who has it, what was answered ---
        matter_things.furnish(self, code)

    def _furnish_reports(self, code, organisation, cadre, scheme, assignment):
        """A report that waits, every word of it marked; its sensitive note carries a mark that no page may show."""
        m = marker(code)
        words = {
            name: f"{name} {m}" for name in ("comments", "guidance", "strengths", "situation", "proposal")
        }
        meeting = Meeting.objects.create(
            organisation=organisation,
            unit=organisation.unit,
            body="branch" if organisation.kind == "branch" else "committee",
            month=date(2026, 9, 1),
            held_on=date(2026, 9, 24),
            outcome="held",
            held_place=f"Nhà văn hóa {m}",
        )
        turn = Attendance.objects.create(
            cadre=cadre, meeting=meeting, unit=organisation.unit, attended_on=meeting.held_on, scheme=scheme
        )
        report = Report.objects.create(
            number=f"BC-{m}",
            client_key=uuid.uuid4(),
            cadre=cadre,
            post_then=f"Chức {m}",
            scheme=scheme,
            assignment=assignment,
            issuer=scheme.issuer,
            unit=organisation.unit,
            organisation=organisation,
            meeting=meeting,
            attendance=turn,
            met_on=meeting.held_on,
            due_on=date(2026, 9, 30),
            submitted_on=date(2026, 9, 26),
            attended="yes",
            chair=f"Chủ trì {m}",
            holds_no_secret=True,
            **words,
        )
        ReportStep.objects.create(report=report, step="submitted", note=f"Bước {m}")
        SensitiveNote.objects.create(
            report=report, text=f"{SENSITIVE_WORDS} {m}", expires_on=date(2028, 9, 24)
        )
        self._keep("report", code, report)
        self._keep("attendance", code, turn)
        self._keep(
            "absence",
            code,
            Absence.objects.create(
                cadre=cadre,
                stand_in=self.things["idle_cadre"][code],
                reason="study",
                note=f"Vắng {m}",
                starts_on=date(2099, 1, 1),
                ends_on=date(2099, 2, 1),
            ),
        )
        content = f"%PDF-1.4 {code}".encode()
        digest = hashlib.sha256(content).hexdigest()
        pages = CleanFile(content, "application/pdf", "pdf", digest, f"anh-{m}.pdf")
        self._keep(
            "attachment",
            code,
            Attachment.objects.create(
                report=report,
                file=store(pages),
                real_name=pages.name,
                content_type=pages.content_type,
                size=pages.size,
                sha256=pages.sha256,
            ),
        )
        checklist = self._keep(
            "checklist",
            code,
            Checklist.objects.create(
                scheme=scheme, code="4-gop", name=f"Danh mục {m}", source=f"Nguồn {m}", starts_on=START
            ),
        )
        item = ChecklistItem.objects.create(checklist=checklist, number=1, code="4-gop-1", text=f"Mục {m}")
        ChecklistAnswer.objects.create(report=report, item=item, answer="done", note=f"Ghi {m}")

    # --- the personas ---
    def _make_people(self):
        self.people: dict[str, User] = {}
        unit, zone, organisation = (
            self.units[HOME],
            self.things["zone"][HOME],
            self.things["organisation"][HOME],
        )
        agency, cadre = self.things["agency"][HOME], self.things["cadre"][HOME]
        over = {
            "zone_leader": {"zone": zone},
            "branch_secretary": {"organisation": organisation},
            "employer": {"agency": agency},
            "handler": {"agency": agency},
        }
        for role in ROLES:
            user = User.objects.create(username=f"vai-{role}", full_name=f"Vai {role}")
            self.people[role] = user
            if role == "cadre":
                cadre.user = user
                cadre.save()
            elif role == "system_keeper":
                user.is_staff = True
                user.is_superuser = True
                user.save()
                Grant.objects.create(user=user, role=role, unit=unit, starts_on=START)
            elif role != "stranger":
                Grant.objects.create(user=user, role=role, starts_on=START, **over.get(role, {"unit": unit}))
        self.things["grant"] = {}
        for code in self.things["cadre"]:
            holder = User.objects.create(username=f"q{marker(code)}", full_name=f"Được quyền {marker(code)}")
            self.things["grant"][code] = Grant.objects.create(
                user=holder, role="leader", unit=self.units[code], starts_on=START
            )
            self._keep("login", code, holder)
            # Home's is the persona's own; a draft is read by nobody else.
            writer = self.people["cadre"] if code == HOME else holder
            self._keep(
                "draft",
                code,
                Draft.objects.create(
                    user=writer, client_key=uuid4(), values={"comments": [f"Nháp {marker(code)}"]}
                ),
            )
        self.things["unit"] = dict(self.units)

    def client(self, role: str | None) -> Client:
        """A fresh browser signed in as `role`; None is nobody. Signing in is done once a role: cells are thousands."""
        client = Client(enforce_csrf_checks=False)
        client.handler = self.handler
        if role:
            if role not in self.sessions:
                signing_in = Client()
                sign_in(signing_in, self.people[role])
                self.sessions[role] = signing_in.cookies[settings.SESSION_COOKIE_NAME].value
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
            # As a browser has it after its first page; without it every answer makes another.
            client.cookies[settings.CSRF_COOKIE_NAME] = "s" * 32
        return client

    def foreign_markers(self, response) -> set[bytes]:
        """Marks in the response of places that are neither home, in it, nor above it."""
        return self.foreign_in(unpacked(response))

    def foreign_in(self, body: bytes) -> set[bytes]:
        own = {marker(code, kind).encode() for code in self.units if code.startswith(HOME) for kind in "pu"}
        above = {marker(code, "u").encode() for code in self.units if HOME.startswith(code)}
        return {found.lower() for found in MARKER.findall(body)} - own - above


@contextmanager
def rolled_back_at_the_end(django_db_blocker):
    """For what a module makes once: inside a transaction that leaves nothing behind. Its connection goes with it."""
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                yield
                transaction.set_rollback(True)
        finally:
            connection.close()


def holds_sensitive(body: bytes) -> bool:
    """A page may repeat the words that it was asked for; the note has them followed by its mark."""
    return f"{SENSITIVE_WORDS} zq".encode() in body


def nobody_acts():
    """Whoever an action was done by would stay the actor to the end of the transaction, and the world is one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', '', true), set_config('pghistory.context_metadata', '', true)"
        )


def unpacked(response) -> bytes:
    """The bytes that a response holds; a spreadsheet or document is unzipped."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    return body + " ".join(f"{k}: {v}" for k, v in response.items()).encode()
