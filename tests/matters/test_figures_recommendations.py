"""`figures recommendations`: what was raised and what came of it, as it was known on a day, by the map of the day."""

import io
import json
from datetime import date

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from branches.actions.units import change_unit
from dashboard.figures import recommendation_figures
from dashboard.management.commands.figures import DEFINITIONS
from matters.models import Handling, Recommendation
from tests.factories import AgencyFactory, small_map

pytestmark = pytest.mark.django_db

KEYS = ("raised", "received", "answered", "resolved", "told", "open", "overdue", "on_the_spot")


def day(text):
    """ "5/3" of 2026."""
    number, month = text.split("/")
    return date(2026, int(month), int(number))


@pytest.fixture
def places():
    return small_map()


@pytest.fixture
def voice(places):
    """A voice with days as "5/3"; `lead` an agency that has it since it was raised."""

    def voice(unit="P1D1C1H1", raised="1/3", lead=None, **fields):
        days = {
            name: day(value)
            for name, value in fields.items()
            if name.endswith("_on") and isinstance(value, str)
        }
        number = Recommendation.objects.count() + 1
        made = Recommendation.objects.create(
            **{
                "reference": f"HL-{number}", "unit": places[unit], "issuer": places["P1D1"], "source": "hand",
                "raised_on": day(raised), "content": "Cầu sụt",
            }
            | fields
            | days
        )  # fmt: skip
        if lead:
            ending = {}
            if made.answered_on:
                ending = {
                    "answered_on": made.answered_on,
                    "ended_on": made.answered_on,
                    "ended_as": "answered",
                }
            Handling.objects.create(
                recommendation=made, agency=lead, given_on=made.raised_on, due_on=made.due_on, **ending
            )
        return made

    return voice


def figures(**options):
    out = io.StringIO()
    arguments = [each for name, value in options.items() for each in (f"--{name.rstrip('_')}", value)]
    call_command("figures", "recommendations", "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def numbers(**options):
    found = figures(**options)
    return {key: found[key] for key in KEYS if found[key]}


def test_answered_is_not_resolved_and_told_is_neither(voice):
    voice(received_on="3/3", due_on="20/3")
    voice(received_on="3/3", answered_on="10/3", outcome="explained")
    voice(received_on="3/3", answered_on="10/3", outcome="in_progress", told_on="24/3")
    voice(
        received_on="3/3",
        answered_on="10/3",
        outcome="resolved",
        resolved_on="30/3",
        told_on="24/4",
        closed_on="24/4",
    )
    voice(is_solved_on_the_spot=True)
    found = figures(on="2026-05-01")
    assert {key: found[key] for key in KEYS} == {
        "raised": 5, "received": 4, "answered": 3, "resolved": 1, "told": 2, "open": 3, "overdue": 1, "on_the_spot": 1,
    }  # fmt: skip
    assert found["rates"] == {"answered": {"number": 3, "of": 4}, "resolved": {"number": 1, "of": 4}}
    assert (found["explained"], found["unanswered"]) == (1, 1)


def test_what_came_after_the_day_does_not_count(voice):
    voice(
        received_on="3/3", due_on="20/3", answered_on="25/3", outcome="resolved", resolved_on="30/3", told_on="24/4",
        closed_on="24/4",
    )  # fmt: skip
    assert numbers(on="2026-02-28") == {}
    assert numbers(on="2026-03-02") == {"raised": 1, "open": 1}
    assert numbers(on="2026-03-20") == {"raised": 1, "received": 1, "open": 1}
    assert numbers(on="2026-03-21") == {"raised": 1, "received": 1, "open": 1, "overdue": 1}
    assert numbers(on="2026-03-25") == {"raised": 1, "received": 1, "answered": 1, "open": 1}
    assert numbers(on="2026-04-23") == {"raised": 1, "received": 1, "answered": 1, "resolved": 1, "open": 1}
    assert numbers(on="2026-04-24") == {"raised": 1, "received": 1, "answered": 1, "resolved": 1, "told": 1}


def test_twelve_hamlets_with_one_wish_are_twelve_voices_and_one_matter(voice):
    lead = voice(received_on="3/3", due_on="10/3")
    for at in range(11):
        voice("P1D1C1H2", merged_into=lead, outcome="duplicate", told_on="20/3" if at == 0 else None)
    assert numbers(on="2026-03-19") == {"raised": 12, "received": 1, "open": 1, "overdue": 1}
    assert figures(on="2026-03-19")["matters"] == 1
    Recommendation.objects.filter(pk=lead.pk).update(
        answered_on=day("12/3"), outcome="resolved", resolved_on=day("18/3")
    )
    assert numbers(on="2026-03-20") == {
        "raised": 12, "received": 1, "answered": 12, "resolved": 12, "told": 1, "open": 1,
    }  # fmt: skip


def test_solved_on_the_spot_is_answered_only_where_somebody_wrote_so(voice):
    voice(is_solved_on_the_spot=True)
    voice(is_solved_on_the_spot=True, answered_on="1/3", outcome="resolved", resolved_on="1/3")
    assert numbers(on="2026-05-01") == {"raised": 2, "answered": 1, "resolved": 1, "on_the_spot": 2}


def test_the_voided_are_nowhere(voice):
    Recommendation.objects.filter(pk=voice().pk).update(
        voided_at="2026-03-05T00:00Z", void_reason="Nhập nhầm"
    )
    assert numbers(on="2026-05-01") == {}


def test_the_period_is_that_of_raising_and_half_open(voice):
    for raised in ("28/2", "1/3", "31/3", "1/4"):
        voice(raised=raised)
    assert numbers(from_="2026-03-01", to="2026-04-01", on="2026-05-01") == {"raised": 2, "open": 2}


class TestByAgency:
    def test_each_agency_has_what_it_leads(self, voice, places):
        roads = AgencyFactory(code="P-GT", name="Phòng Giao thông", unit=places["P1D1"])
        trade = AgencyFactory(code="P-KT", name="Phòng Kinh tế", unit=places["P1D1"])
        late = voice(lead=roads, due_on="10/3")
        voice(lead=roads, answered_on="9/3", outcome="resolved", resolved_on="9/3")
        voice(lead=trade, answered_on="9/3", outcome="explained")
        voice()
        Handling.objects.create(recommendation=late, agency=trade, is_lead=False, given_on=day("1/3"))
        found = figures(on="2026-03-20")
        assert found["by_agency"] == {
            "P-GT": {
                "name": "Phòng Giao thông",
                "held": 2,
                "answered": 1,
                "resolved": 1,
                "open": 2,
                "overdue": 1,
            },
            "P-KT": {
                "name": "Phòng Kinh tế",
                "held": 1,
                "answered": 1,
                "resolved": 0,
                "open": 1,
                "overdue": 0,
            },
        }
        assert found["with_nobody"]["held"] == 1

    def test_what_moved_is_with_the_one_that_leads_on_the_day_and_what_was_sent_back_with_nobody(
        self, voice, places
    ):
        first = AgencyFactory(code="P-1", unit=places["P1D1"])
        second = AgencyFactory(code="P-2", unit=places["P1D1"])
        made = voice(lead=first)
        made.handlings.update(ended_on=day("10/3"), ended_as="moved", end_reason="Nhầm cơ quan")
        later = Handling.objects.create(recommendation=made, agency=second, given_on=day("10/3"))
        assert list(figures(on="2026-03-09")["by_agency"]) == ["P-1"]
        assert list(figures(on="2026-03-10")["by_agency"]) == ["P-2"]
        Handling.objects.filter(pk=later.pk).update(
            ended_on=day("15/3"), ended_as="sent_back", end_reason="Không phải việc của phòng"
        )
        assert figures(on="2026-03-15")["by_agency"] == {}


class TestThePlace:
    def test_of_a_unit_and_everything_in_it(self, voice):
        for unit in ("P1D1C1H1", "P1D1C2H1", "P1D2C1H1", "P1D1"):
            voice(unit)
        assert [numbers(unit=code, on="2026-05-01").get("raised") for code in ("P1", "P1D1", "P1D1C1", "P2")] == [
            4, 3, 1, None,
        ]  # fmt: skip

    def test_a_voice_stays_where_its_hamlet_stood_when_it_was_raised(self, voice, places):
        voice(raised="1/3")
        change_unit(places["P1D1C1H1"], on=day("1/6"), parent=places["P1D1C2"], by=None)
        voice(raised="2/6")
        assert numbers(unit="P1D1C1", on="2026-07-01") == {"raised": 1, "open": 1}
        assert numbers(unit="P1D1C2", on="2026-07-01") == {"raised": 1, "open": 1}

    def test_a_code_that_nobody_bears_is_one_sentence(self, places):
        with pytest.raises(CommandError, match="Ngày 01/05/2026 không có đơn vị nào mang mã XX."):
            figures(unit="XX", on="2026-05-01")


def test_days_to_the_answer_and_until_it_was_heard(voice):
    voice(answered_on="5/3", outcome="explained", told_on="21/3", satisfaction="not_satisfied")
    voice(answered_on="11/3", outcome="explained", times_reopened=1)
    voice(answered_on="31/3", outcome="explained")
    found = figures(on="2026-05-01")
    assert (found["median_days_to_answer"], found["median_days_to_heard"]) == (10, 20)
    assert (found["not_satisfied"], found["reopened"]) == (1, 1)


def test_every_key_is_defined_where_its_users_look():
    """In `figures --help` those on which others rely, each under what it counts; in docs/so-lieu.md all of them."""
    assert [key for key in (*KEYS, "by_agency") if f" {key} " not in DEFINITIONS.replace(",", " ")] == []
    voices, matters = DEFINITIONS.split("Đếm KIẾN NGHỊ:")
    assert "    open  " in matters and "    overdue  " in matters and "    open  " not in voices
    whole = (settings.BASE_DIR / "docs" / "so-lieu.md").read_text(encoding="utf-8")
    assert [key for key in recommendation_figures(on=date(2026, 5, 1)) if f"`{key}`" not in whole] == []
