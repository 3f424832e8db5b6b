"""Opinion and public mood: on one page alone, every reading logged before it is shown, and gone when its time is over."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import InternalError, ProgrammingError
from django.urls import reverse

from reports.actions.sensitive import purge_expired, read_sensitive
from reports.models import SensitiveNote, SensitiveRead
from reports.querysets import sensitive as reads
from tests.matrix_rules import RULES
from tests.pages import signed_in, words
from tests.reports.filed import MET, ground, zone_leader
from tests.world import HOME, SENSITIVE_WORDS, World, holds_sensitive, unpacked

pytestmark = pytest.mark.django_db
TEXT = "Có ý kiến băn khoăn về mức đền bù."
ENDS = MET + timedelta(days=730)


@pytest.fixture
def land():
    land = ground()
    land.filed = land.report(sensitive=TEXT)
    return land


def page(land):
    return reverse("reports:sensitive_page", args=[land.filed.key])


@pytest.mark.parametrize("role", ["org_staff", "org_head", "leader"])
def test_nothing_is_shown_before_the_reading_is_logged(land, role):
    user = land.reader(role)
    browser = signed_in(user)
    assert TEXT not in browser.get(page(land)).content.decode()
    assert not SensitiveRead.objects.exists()
    response = browser.post(page(land), {"reason": ""})
    assert TEXT in words(response)
    assert "no-store" in response["Cache-Control"]
    [read] = SensitiveRead.objects.all()
    assert (read.user, read.note.report) == (user, land.filed)


def test_if_the_log_cannot_be_written_nothing_is_shown(land, monkeypatch):
    """The negative control of the order: what is shown comes after the row."""
    browser = signed_in(land.reader("leader"))
    browser.raise_request_exception = False

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(SensitiveRead.objects, "create", fail)
    response = browser.post(page(land), {})
    assert response.status_code == 500 and TEXT not in response.content.decode()


def test_an_inspector_says_why(land):
    browser = signed_in(land.reader("inspector"))
    response = browser.post(page(land), {"reason": "  "})
    assert "Hãy ghi lý do xem" in words(response) and TEXT not in response.content.decode()
    assert not SensitiveRead.objects.exists()
    assert TEXT in words(browser.post(page(land), {"reason": "Theo công văn 12-CV/UBKT"}))
    assert SensitiveRead.objects.get().reason == "Theo công văn 12-CV/UBKT"


def test_an_inspector_who_is_also_a_leader_need_not(land):
    from tests.factories import GrantFactory

    user = land.reader("inspector")
    GrantFactory(user=user, role="leader", unit=land.district)
    assert TEXT in words(signed_in(user).post(page(land), {}))


def test_the_leader_of_the_zone_reads_that_of_another_does_not(land):
    assert TEXT in words(signed_in(zone_leader(land, land.commune)).post(page(land), {}))
    assert signed_in(zone_leader(land, land.units["P1D1C2"])).post(page(land), {}).status_code == 404


def test_the_author_reads_his_own_and_is_not_logged(land):
    assert TEXT in words(signed_in(land.author).post(page(land), {}))
    assert not SensitiveRead.objects.exists()


@pytest.mark.parametrize(
    ("role", "over"),
    [
        ("commune_office", "commune"),
        ("branch_secretary", "branch"),
        ("org_staff", "commune"),
        ("leader", "commune"),
        ("viewer", "district"),
        ("employer", "agency"),
    ],
)
def test_who_has_no_right_over_the_committee_above_finds_no_page_and_no_hint(land, role, over):
    field = {"branch": "organisation", "agency": "agency"}.get(over, "unit")
    browser = signed_in(land.reader(role, **{field: getattr(land, over)}))
    for response in (browser.get(page(land)), browser.post(page(land), {"reason": "x"})):
        assert response.status_code == 404 and TEXT not in response.content.decode()
    shown = browser.get(reverse("reports:report_page", args=[land.filed.key]))
    assert "dư luận" not in shown.content.decode()
    assert not SensitiveRead.objects.exists()


def test_with_the_wall_taken_away_the_commune_would_read_it(land, monkeypatch):
    monkeypatch.setattr(reads.SensitiveNoteQuerySet, "visible_to", lambda rows, scope: rows.all())
    browser = signed_in(land.reader("commune_office", unit=land.commune))
    assert browser.get(page(land)).status_code == 200


def searched_and_as_a_file(browser, path):
    """(address, response) of the page searched for the note's words and of its file. Both are asked for at once: a page that
    answers with something else than a sheet has none, and was searched; where there is one, each is asked for alone."""
    both = f"{path}?q={SENSITIVE_WORDS}&export=xlsx"
    first = browser.get(both)
    yield both, first
    if first.status_code != 200 or "spreadsheet" in first["Content-Type"]:
        for address in (f"{path}?q={SENSITIVE_WORDS}", f"{path}?export=xlsx"):
            yield address, browser.get(address)


def test_no_list_export_or_search_but_its_own_holds_the_text():
    """Every route of the product, as everybody who stands near the report: with the things of home, searched and as a file.
    As it is, the matrix reads each as everybody and looks for the text."""
    world = World()
    files = pages = 0
    for role in (
        "org_staff",
        "leader",
        "inspector",
        "zone_leader",
        "commune_office",
        "branch_secretary",
        "cadre",
    ):
        browser = world.client(role)
        for route, rule in RULES.items():
            if not rule.get or not rule.may_open(role) or route == "tai-khoan/dang-xuat/":
                continue
            path = "/" + route
            for name, value in rule.kwargs.items():
                path = path.replace(f"<slug:{name}>", str(value)).replace(f"<str:{name}>", str(value))
            if "<slug:key>" in path:
                path = path.replace("<slug:key>", world.things[rule.thing][HOME].key)
            if "<" in path:
                continue
            with transaction.atomic():
                for address, response in searched_and_as_a_file(browser, path):
                    assert not holds_sensitive(unpacked(response)), (role, address)
                    files += "spreadsheet" in response["Content-Type"]
                    pages += response["Content-Type"].startswith("text/html") and response.status_code == 200
                transaction.set_rollback(True)
    assert pages > 500 and files > 100, (pages, files)
    own = reverse("reports:sensitive_page", args=[world.things["report"][HOME].key])
    assert holds_sensitive(unpacked(world.client("org_staff").post(own, {})))


def test_it_ends_by_the_calendar_and_nothing_of_it_is_left(land):
    assert purge_expired(on=ENDS - timedelta(days=1)) == 0
    assert purge_expired(on=ENDS) == 1
    assert purge_expired(on=ENDS) == 0
    note = SensitiveNote.objects.get()
    assert (note.text, note.purged_at is not None) == ("", True)
    browser = signed_in(land.officer)
    assert "đã hết thời hạn lưu" in words(browser.get(page(land)))
    assert "đã hết thời hạn lưu" in words(browser.post(page(land), {}))
    assert "đã được xóa" in words(browser.get(reverse("reports:report_page", args=[land.filed.key])))


def test_what_is_over_is_not_read_even_before_it_was_taken(land):
    note = SensitiveNote.objects.get()
    with pytest.raises(ValidationError, match="hết thời hạn"):
        read_sensitive(note, by=land.officer, on=ENDS)
    assert read_sensitive(note, by=land.officer, on=ENDS - timedelta(days=1)) == TEXT
    assert SensitiveRead.objects.count() == 1


def test_no_history_outlives_it():
    from django.apps import apps

    assert not [model for model in apps.get_models() if model.__name__ == "SensitiveNoteEvent"]


def test_the_log_is_read_by_those_who_read_histories_and_nobody_takes_a_line_from_it(land):
    reader = land.reader("leader")
    signed_in(reader).post(page(land), {"reason": "Chuẩn bị hội nghị"})
    log = reverse("reports:sensitive_log", args=[land.filed.key])
    text = words(signed_in(land.reader("inspector")).get(log))
    assert reader.full_name in text and "Chuẩn bị hội nghị" in text and TEXT not in text
    assert signed_in(land.author).get(log).status_code == 403
    for change in (lambda rows: rows.delete(), lambda rows: rows.update(reason="")):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            change(SensitiveRead.objects.all())
