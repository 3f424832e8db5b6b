"""A matter's whole way through the pages: a report in a hamlet, a district agency that leads and one that works with it, late,
climbing, answered, told at the next meeting, closed. At every step the neighbour, and another agency of the same unit, see
nothing of it: no list, page, count, search, spreadsheet or notice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from matters.climbing import climb_overdue
from matters.models import Answer, Climb, Handling, MatterFile, Recommendation
from reports.models import Report
from tests.factories import AgencyFactory, GrantFactory, UserFactory, organisation
from tests.matters.agency_ground import letter
from tests.pages import signed_in, words
from tests.reports.ground import ground, one_more, register
from tests.world import unpacked

pytestmark = pytest.mark.django_db
WORDS = "Cầu Kênh Ba bị sụt"
ANSWER, BETWEEN, NUMBER = "Đã gia cố xong mố cầu", "Tải trọng còn 5 tấn", "215/PKT-HT"
A_MONTH = timedelta(days=30)


class Journey:
    """The people on the way, and those beside it."""

    def __init__(self):
        land = self.land = ground(turns_per_month=1)
        self.today = timezone.localdate()
        self.meeting = register(land.branch, self.today - timedelta(days=1))
        self.lead = AgencyFactory(unit=land.district, name="Phòng Kinh tế")
        self.co = AgencyFactory(unit=land.district, name="Phòng Giao thông")
        other = AgencyFactory(unit=land.district, name="Phòng Văn hóa")
        twin = organisation(land.units["P1D1C1H2"], code="CB2", name="Chi bộ Ấp Mẫu 2")
        _cadre, beside = one_more(land, target=land.units["P1D1C1H2"])
        self.cadre, self.staff = signed_in(land.user), signed_in(land.officer)
        self.leader = UserFactory()
        GrantFactory(user=self.leader, role="leader", unit=land.district)
        self.handler = self._browser("handler", agency=self.lead)
        self.co_handler = self._browser("handler", agency=self.co)
        self.secretary = self._browser("branch_secretary", organisation=land.branch)
        self.outsiders = {
            "the neighbouring branch": self._browser("branch_secretary", organisation=twin),
            "the neighbouring commune": self._browser("commune_office", unit=land.units["P1D1C2"]),
            "another agency of the district": self._browser("handler", agency=other),
            "the neighbouring district": self._browser("org_staff", unit=land.units["P1D2"]),
            "who follows the next hamlet": signed_in(beside),
        }

    def _browser(self, role, **over):
        user = UserFactory()
        GrantFactory(user=user, role=role, **over)
        return signed_in(user)

    @property
    def matter(self):
        return Recommendation.objects.get()

    # --- what is beside the way sees nothing ---
    def addresses(self):
        matter = self.matter
        pages = ["recommendation_list", "own_list", "handler_list"]
        lists = [reverse(f"matters:{name}") for name in pages]
        things = [reverse(f"matters:{name}", args=[matter.key]) for name in OF_A_MATTER]
        things += [
            reverse(f"matters:{name}", args=[each.key]) for each in Handling.objects.all() for name in STEPS
        ]
        things += [reverse("matters:file", args=[file.key]) for file in MatterFile.objects.all()]
        sheets = [f"{address}?export=xlsx" for address in lists]
        tabs = [f"{lists[2]}?xem=da-tra-loi", f"{lists[2]}?xem=da-tra-lai"]
        searches = [f"/tim/?q={word}" for word in ("kenh ba", matter.reference)]
        searches += [f"{lists[0]}?q=kenh+ba", f"{lists[0]}?giai_doan=closed"]
        form = f"/bao-cao/moi/?buoi={self.meeting.key}"
        reading = ["/", "/thang-nay/", "/tai-khoan/tin-bao/", f"/don-vi/{self.land.hamlet.key}/", form]
        return things, [*lists, *sheets, *tabs, *searches, *reading]

    def must_not_see(self, browser):
        things, pages = self.addresses()
        for address in things:
            assert browser.get(address).status_code in (403, 404, 405), address
        for address in pages:
            response = browser.get(address)
            assert response.status_code < 500, address
            body = unpacked(response).decode(errors="replace")
            for told in (WORDS, ANSWER, BETWEEN, NUMBER, self.matter.reference, self.matter.key):
                # A search says again what was asked for.
                if not (told == self.matter.reference and "?q=" in address):
                    assert told not in body, f"{address}: {told}"
            assert not (response.context or {}).get("total"), address

    def beside(self):
        for who, browser in self.outsiders.items():
            try:
                self.must_not_see(browser)
            except AssertionError as seen:
                raise AssertionError(f"{who}: {seen}") from seen
        strangers = [browser.session["_auth_user_id"] for browser in self.outsiders.values()]
        assert not Notice.objects.filter(user__in=strangers).exists()

    # --- the steps, as people make them ---
    def report(self, **over):
        form = {
            "client_key": str(uuid4()),
            "attended": "yes",
            "met_on": f"{self.meeting.planned_on:%d/%m/%Y}",
            "kind": "regular",
            "members": "24",
            "exempt": "2",
            "present": "20",
            "excused": "2",
            "holds_no_secret": "on",
        } | over
        return self.cadre.post(f"/bao-cao/moi/?buoi={self.meeting.key}", form, follow=True)

    def staff_step(self, name, **form):
        address = reverse(f"matters:recommendation_{name}", args=[self.matter.key])
        response = self.staff.post(address, {"version": self.matter.version} | form)
        assert response.status_code == 302, words(response)

    def agency_step(self, browser, name, agency, **form):
        handling = Handling.objects.get(agency=agency)
        return browser.post(reverse(f"matters:{name}", args=[handling.key]), form, follow=True)

    def a_month_passes(self):
        """Nothing is frozen: what was done is moved into the past."""
        days = {name: F(name) - A_MONTH for name in ("raised_on", "received_on", "due_on", "first_due_on")}
        Recommendation.objects.update(**days)
        given = ("given_on", "received_on", "due_on", "first_due_on")
        Handling.objects.update(**{name: F(name) - A_MONTH for name in given})


OF_A_MATTER = ("recommendation_page", "handler_page", "recommendation_receive", "recommendation_hand")
STEPS = ("answer_new", "time_ask", "give_back")


@pytest.fixture
def way():
    return Journey()


def test_from_a_report_in_a_hamlet_to_the_answer_heard_at_the_next_meeting(way):
    # Raised: the cadre who says it over the commune's head reads it, the commune and the branch do not yet.
    way.report(**{"kn-0-content": WORDS, "kn-0-on_behalf_of": "12 hộ"})
    matter = way.matter
    assert (matter.source, matter.is_shared, matter.raised_by) == ("report", False, way.land.cadre)
    assert way.secretary.get(matter.get_absolute_url()).status_code == 404
    assert WORDS in words(way.cadre.get(matter.get_absolute_url()))
    way.beside()

    # Received, shared with the place, due in three days.
    assert matter.reference in words(way.staff.get(reverse("matters:recommendation_list")))
    due = way.today + timedelta(days=3)
    way.staff_step(
        "receive",
        on=f"{way.today:%d/%m/%Y}",
        urgency="normal",
        kind="recommendation",
        due_on=f"{due:%d/%m/%Y}",
        is_shared="on",
    )
    assert WORDS in words(way.secretary.get(matter.get_absolute_url()))
    way.beside()

    # Handed to an agency that leads and one that works with it; they see the matter and not the report.
    assert way.handler.get(reverse("matters:handler_page", args=[matter.key])).status_code == 404
    way.staff_step(
        "hand",
        on=f"{way.today:%d/%m/%Y}",
        lead=way.lead.code,
        others=way.co.code,
        asked="Khảo sát và trả lời",
    )
    page = reverse("matters:handler_page", args=[matter.key])
    for browser in (way.handler, way.co_handler):
        assert WORDS in words(browser.get("/"))
        body = browser.get(page).content.decode()
        assert "Khảo sát và trả lời" in body
        assert way.land.cadre.full_name not in body
        assert browser.get(Report.objects.get().get_absolute_url()).status_code in (403, 404)
    way.agency_step(way.handler, "agency_receive", way.lead)
    way.beside()

    # A month passes: late with the agency and with the committee, and it climbs to those who lead.
    way.a_month_passes()
    assert "quá hạn 27 ngày" in words(way.handler.get(reverse("matters:handler_list")))
    climb_overdue(way.today)
    climb_overdue(way.today)
    assert Climb.objects.filter(rung=1, handling=None).count() == 1
    assert Notice.objects.filter(user=way.leader, subject="matter").exists()
    assert not Notice.objects.filter(text__contains="Kênh Ba").exists()
    way.beside()

    # The co-agency answers to the one that leads; the place hears nothing of that.
    way.agency_step(way.co_handler, "answer_new", way.co, text=BETWEEN)
    assert BETWEEN in words(way.handler.get(page))
    assert BETWEEN not in words(way.secretary.get(matter.get_absolute_url()))
    assert way.matter.answered_on is None
    way.beside()

    # The agency that leads answers, with a document.
    file = SimpleUploadedFile("tra loi.pdf", letter(ANSWER), content_type="application/pdf")
    way.agency_step(
        way.handler,
        "answer_new",
        way.lead,
        outcome="resolved",
        text=ANSWER,
        document_words=NUMBER,
        files=[file],
    )
    assert (way.matter.answered_on, way.matter.outcome, way.matter.told_on) == (way.today, "resolved", None)
    for browser in (way.staff, way.secretary, way.cadre):
        assert ANSWER in words(browser.get(matter.get_absolute_url()))
    assert ANSWER not in words(way.staff.get("/tai-khoan/tin-bao/"))
    assert matter.reference in words(way.cadre.get("/thang-nay/"))
    way.beside()

    # Told at the next meeting: the form opens with it, a tick ends the clock and closes the matter.
    way.meeting = register(way.land.branch, way.today)
    form = words(way.cadre.get(f"/bao-cao/moi/?buoi={way.meeting.key}"))
    assert form.index("Trả lời kỳ trước") < form.index(ANSWER)
    way.beside()
    way.report(told=matter.key)
    done = way.matter
    assert (done.told_on, done.told_how, done.closed_on) == (way.today, "meeting", way.today)
    steps = [step.step for step in done.steps.all()]
    assert steps[:5] == ["raised", "received", "handed", "handed", "agency_received"]
    assert [each for each in steps[5:] if each != "climbed"] == ["answered", "answered", "told", "closed"]
    assert "climbed" in steps
    assert Answer.objects.count() == 2
    assert ANSWER in words(way.handler.get(page))
    way.beside()


def test_the_walk_notices_whoever_does_see_it(way):
    """The negative control: those on the way fail the very test that those beside it pass."""
    way.report(**{"kn-0-content": WORDS})
    for browser in (way.staff, way.cadre):
        with pytest.raises(AssertionError):
            way.must_not_see(browser)
    due = f"{way.today + timedelta(days=3):%d/%m/%Y}"
    today = f"{way.today:%d/%m/%Y}"
    way.staff_step("receive", on=today, urgency="normal", kind="recommendation", due_on=due, is_shared="on")
    way.staff_step("hand", on=today, lead=way.lead.code, others="", asked="")
    for browser in (way.secretary, way.handler):
        with pytest.raises(AssertionError):
            way.must_not_see(browser)
    way.must_not_see(way.co_handler)
