"""A cadre's households on his phone, one visit, and who else reads which part of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from branches.models import HouseholdRead
from matters.actions.handing import hand_over
from matters.actions.receiving import receive
from matters.models import Recommendation
from reports.models import HouseholdVisit, HouseholdVisitWords
from tests.factories import UserFactory
from tests.pages import browser_of, queries_of, signed_in, words
from tests.reports.household_ground import HEAD, SECRET, household, household_ground, reader, team_of
from tests.reports.household_ground import WORDS as SAID
from tests.world import unpacked

pytestmark = pytest.mark.django_db
LIST = "/ho-gia-dinh/cua-toi/"
ONE_DAY = timedelta(days=1)


@pytest.fixture
def land():
    land = household_ground()
    land.today = timezone.localdate()
    land.browser = signed_in(land.user)
    land.new = reverse("household_visits:visit_new", args=[land.household.key])
    return land


def sent(land, **fields):
    day = f"{land.today:%d/%m/%Y}"
    return {"client_key": str(uuid4()), "visited_on": day, "purpose": "regular", **SAID, **fields}


def page_of(visit):
    return reverse("household_visits:visit_page", args=[visit.key])


def made(land, **fields):
    fields.setdefault("visited_on", land.today - 3 * ONE_DAY)
    return land.visit(on=land.today, **fields)


class TestHisHouseholds:
    def test_those_that_nobody_visited_come_first_and_the_month_leads_to_them(self, land):
        household(land, "HO-900", head_name="Không Phải Của Ông")
        land.hold(household(land, "HO-002", group=land.group, head_name="Trần Văn Hai"))
        made(land, next_visit_on=land.today - ONE_DAY)
        text = words(land.browser.get(LIST))
        assert text.index("HO-002") < text.index("HO-001") and "HO-900" not in text
        assert text.count("chưa thăm lần nào") == 1 and "3 ngày trước" in text and "quá hạn 1 ngày" in text
        home = words(land.browser.get("/"))
        assert "2 hộ tôi phụ trách : 1 hộ chưa thăm 90 ngày" in home and HEAD not in home
        few = queries_of(land.browser, LIST), queries_of(land.browser, "/")
        for number in range(3, 9):
            land.hold(household(land, f"HO-00{number}"))
        assert (queries_of(land.browser, LIST), queries_of(land.browser, "/")) == few
        assert max(few) <= 25

    def test_who_holds_none_is_told_why_and_who_is_no_cadre_finds_no_list(self, land):
        idle = signed_in(land.other.user)
        assert "chưa được phân công phụ trách hộ nào" in words(idle.get(LIST))
        assert "hộ tôi phụ trách" not in words(idle.get("/"))
        assert browser_of("commune_office", unit=land.commune).get(LIST).status_code == 404


class TestWriting:
    def test_a_minute_a_plain_form_and_any_number_of_sendings(self, land):
        page = land.browser.get(land.new)
        text = words(page)
        assert HEAD in text and f'value="{land.today:%d/%m/%Y}"' in page.text
        assert "Không ghi quan điểm chính trị" in text and "không ghi tên, hoàn cảnh riêng của hộ" in text
        data = sent(land, **{"kn-0-content": "Xin làm cống thoát nước."})
        first = land.browser.post(land.new, data)
        again = land.browser.post(land.new, data)
        assert first.status_code == again.status_code == 302 and first.url == again.url
        as_script = land.browser.post(land.new, data, headers={"Accept": "application/json"}).json()
        assert as_script["url"] == first.url and HEAD not in str(as_script)
        assert HouseholdVisit.objects.count() == Recommendation.objects.count() == 1
        shown = words(land.browser.get(first.url))
        assert SECRET in shown and "Xin làm cống thoát nước" in shown
        assert not HouseholdRead.objects.exists(), "one's own reading is not logged"
        assert max(queries_of(land.browser, each) for each in (land.new, first.url)) <= 25
        assert page["X-Offline"] == land.user.key and "X-Offline" not in land.browser.get(first.url)

    def test_what_is_wrong_is_said_in_a_sentence_and_nothing_is_lost(self, land):
        tomorrow = f"{land.today + ONE_DAY:%d/%m/%Y}"
        data = sent(land, visited_on=tomorrow, wishes="<b>Muốn</b> vay")
        refused = land.browser.post(land.new, data)
        assert refused.status_code == 422 and "Ngày thăm chưa tới" in words(refused)
        assert "&lt;b&gt;Muốn&lt;/b&gt; vay" in refused.text
        number = sent(land, livelihood="Số 001099012345")
        answer = land.browser.post(land.new, number, headers={"Accept": "application/json"})
        assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "livelihood"
        named = sent(land, **{"kn-0-content": f"Hộ {HEAD} xin vay"})
        assert "không ghi tên chủ hộ" in words(land.browser.post(land.new, named))
        bad = sent(land, visited_on="hôm kia", purpose="x", client_key="x")
        assert land.browser.post(land.new, bad).status_code == 422
        assert not HouseholdVisit.objects.exists()

    def test_who_does_not_hold_it_writes_nothing_there(self, land):
        for browser in (
            signed_in(land.other.user),
            browser_of("commune_office", unit=land.commune),
            browser_of("branch_secretary", organisation=land.branch),
            browser_of("org_staff", unit=land.district),
        ):
            assert browser.get(land.new).status_code == 404
            assert browser.post(land.new, sent(land)).status_code == 404
        assert not HouseholdVisit.objects.exists()

    def test_when_it_has_ended_what_was_written_before_still_arrives_and_nothing_new_opens(self, land):
        written = sent(land, visited_on=f"{land.today - 2 * ONE_DAY:%d/%m/%Y}")
        land.assignment.ends_on = land.today - ONE_DAY
        land.assignment.save()
        assert land.browser.get(land.new).status_code == 404
        late = land.browser.post(land.new, sent(land))
        assert late.status_code == 422 and HEAD not in late.text
        arrived = land.browser.post(land.new, written)
        assert arrived.status_code == 302
        shown = words(land.browser.get(arrived.url))
        assert SECRET in shown and HEAD not in shown, "his own words, and no longer whose they are"
        assert "HO-001" in words(land.browser.get("/ho-gia-dinh/da-tham/"))


class TestPaper:
    def test_the_office_types_what_a_cadre_wrote_by_hand(self, land):
        enter = reverse("household_visits:visit_enter", args=[land.household.key])
        office = reader("commune_office", unit=land.commune)
        browser = signed_in(office)
        land.hold(land.household, team_of(land, land.other))
        page = browser.get(enter)
        assert land.visitor.full_name in page.text and land.other.full_name in page.text
        data = sent(land, cadre=land.other.key, visited_on=f"{land.today - ONE_DAY:%d/%m/%Y}")
        bad = browser.post(enter, data | {"visited_on": f"{land.today + ONE_DAY:%d/%m/%Y}"})
        assert bad.status_code == 422 and "chưa tới" in words(bad)
        stranger = land.cadre(full_name="Người Ngoài")
        assert browser.post(enter, data | {"cadre": stranger.key}).status_code == 422
        first, again = browser.post(enter, data), browser.post(enter, data)
        assert first.url == again.url and HouseholdVisit.objects.count() == 1
        visit = HouseholdVisit.objects.get()
        assert (visit.cadre, visit.author) == (land.other, office) and visit.assignment.team is not None
        text = words(browser.get(first.url))
        assert "nhập từ phiếu giấy" in text and "Sửa được đến hết ngày" in text
        assert SECRET in words(signed_in(land.other.user).get(first.url))
        assert signed_in(land.user).get(enter).status_code == 403
        assert browser_of("commune_office", unit=land.units["P1D1C2"]).get(enter).status_code == 404


class TestOneVisit:
    def test_its_author_corrects_and_voids_it_and_others_do_not(self, land):
        visit = made(land)
        correct, void = (
            reverse(f"household_visits:visit_{each}", args=[visit.key]) for each in ("correct", "void")
        )
        data = SAID | {"purpose": "help", "livelihood": "Nuôi ba con bò", "version": "1"}
        assert land.browser.post(correct, data).url == page_of(visit)
        assert "Nuôi ba con bò" in words(land.browser.get(page_of(visit)))
        assert "Người khác vừa thay đổi" in words(land.browser.post(correct, data | {"purpose": "other"}))
        office = browser_of("commune_office", unit=land.commune)
        assert office.post(correct, data).status_code == 404
        assert "Chưa điền mục này" in words(land.browser.post(void, {"reason": "  "}))
        assert land.browser.post(void, {"reason": "Nhầm hộ"}).url == page_of(visit)
        text = words(land.browser.get(page_of(visit)))
        assert "đã hủy: Nhầm hộ" in text and land.browser.post(void, {"reason": "x"}).status_code == 403
        assert "HO-001" not in words(land.browser.get("/ho-gia-dinh/da-tham/"))

    def test_after_two_weeks_only_the_office_takes_it_back(self, land):
        old = land.visit(on=land.today - 15 * ONE_DAY, visited_on=land.today - 16 * ONE_DAY)
        _correct, void = steps(old)
        page = words(land.browser.get(page_of(old)))
        assert SECRET in page and "Hủy lần thăm" not in page
        assert land.browser.post(void, {"reason": "Nhầm hộ"}).status_code == 403
        office = browser_of("commune_office", unit=land.commune)
        assert office.post(void, {"reason": "Cán bộ báo nhầm hộ"}).status_code == 302
        old.refresh_from_db()
        assert old.voided_at and not HouseholdVisit.objects.standing().exists()

    def test_the_office_reads_the_words_and_it_is_written_down_before(self, land):
        visit = made(land)
        office = reader("commune_office", unit=land.commune)
        assert SECRET in words(signed_in(office).get(page_of(visit)))
        read = HouseholdRead.objects.get()
        assert (read.user, read.household) == (office, land.household)

    def test_nobody_else_finds_row_or_words(self, land):
        visit, browsers = made(land), people(land)
        for name, browser in browsers.items():
            for address in (page_of(visit), *steps(visit)):
                response = browser.get(address)
                assert response.status_code in (403, 404), (name, address)
                assert SECRET not in response.text and HEAD not in response.text
        assert not HouseholdRead.objects.exists()

    def test_the_negative_control_of_the_wall(self, land, monkeypatch):
        from django.db.models import Q

        from reports.querysets import household_visits as reads

        visit = made(land)
        monkeypatch.setattr(reads, "own_visits", lambda scope: Q(pk__isnull=False))
        opened = {name for name, each in people(land).items() if each.get(page_of(visit)).status_code == 200}
        assert opened == set(people(land)), "each of them would have found it but for the wall"

    def test_after_24_months_no_page_shows_it_though_it_is_not_erased_yet(self, land):
        visit = made(land)
        HouseholdVisitWords.objects.update(hidden_on=land.today)
        for browser in (land.browser, browser_of("commune_office", unit=land.commune)):
            text = words(browser.get(page_of(visit)))
            assert SECRET not in text and "hết thời hạn lưu" in text
        correct, _void = steps(visit)
        assert land.browser.get(correct).status_code == 403
        assert HouseholdVisitWords.objects.get().livelihood


def steps(visit):
    return [reverse(f"household_visits:visit_{each}", args=[visit.key]) for each in ("correct", "void")]


def people(land) -> dict:
    """Browsers of those to whom a visit is closed, and its words with it."""
    unit = {"unit": land.district}
    return {
        "another cadre of the commune": signed_in(land.other.user),
        "the neighbour's office": browser_of("commune_office", unit=land.units["P1D1C2"]),
        "the secretary": browser_of("branch_secretary", organisation=land.branch),
        "the handler": browser_of("handler", agency=land.agency),
        "the employer": browser_of("employer", agency=land.agency),
        "a stranger": signed_in(UserFactory()),
        **{
            role: browser_of(role, **unit)
            for role in ("org_staff", "org_head", "leader", "inspector", "viewer")
        },
    }


class TestWhatIsKnown:
    def test_the_secretary_and_who_holds_it_learn_that_it_was_and_those_above_count(self, land):
        visit = made(land)
        land.hold(land.household, land.other)
        scopes = {name: scope_of(user) for name, user in seers(land).items()}
        visits = HouseholdVisit.objects.all()
        seen = {
            name: tuple(
                rows.filter(pk=visit.pk).exists()
                for rows in (visits.visible_to(scope), visits.known_to(scope), visits.counted_for(scope))
            )
            for name, scope in scopes.items()
        }
        assert seen == {
            "own": (True, True, False),
            "office": (True, True, True),
            "secretary": (False, True, True),
            "holder": (False, True, False),
            "org_staff": (False, False, True),
            "leader": (False, False, True),
            "viewer": (False, False, True),
            "neighbour": (False, False, False),
            "handler": (False, False, False),
            "stranger": (False, False, False),
        }

    def test_what_a_visit_raised_says_from_where_and_never_from_whom(self, land):
        visit = made(land, recommendations=[{"content": "Xin làm cống."}])
        matter = visit.recommendation_links.get().recommendation
        by = {"by": land.officer, "on": land.today}
        hand_over(receive(matter, is_shared=True, **by), agency=land.agency, **by)
        officer, handler = (
            browser_of("org_staff", unit=land.district),
            browser_of("handler", agency=land.agency),
        )
        for browser, whence in ((officer, "thăm hộ gia đình"), (handler, "hộ dân trong ấp")):
            page = browser.get(matter.get_absolute_url())
            assert whence in words(page).lower() and "Xin làm cống" in words(page)
            paper = reverse("matters:recommendation_paper", args=[matter.key, "docx"])
            for body in (page.text, unpacked(browser.get(paper)).decode()):
                for secret in (HEAD, land.household.code, SECRET, visit.key, land.household.key):
                    assert secret not in body


def scope_of(user):
    return signed_in(user).get("/").wsgi_request.scope


def seers(land) -> dict:
    return {
        "own": land.user,
        "office": reader("commune_office", unit=land.commune),
        "secretary": reader("branch_secretary", organisation=land.branch),
        "holder": land.other.user,
        **{role: reader(role, unit=land.district) for role in ("org_staff", "leader", "viewer")},
        "neighbour": reader("commune_office", unit=land.units["P1D1C2"]),
        "handler": reader("handler", agency=land.agency),
        "stranger": UserFactory(),
    }
