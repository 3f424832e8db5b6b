"""Two people at once, each with a connection of his own: one wins, the other is told. And without the lock both do."""

import threading
from datetime import date

import pytest
from django.db import connections

from matters.actions import steps
from matters.actions.answering import answer
from matters.actions.handing import hand_over
from matters.actions.merging import merge
from matters.actions.raising import change_words
from matters.actions.receiving import receive
from matters.actions.telling import tell_base
from matters.models import Recommendation, RecommendationStep
from tests.assignments.test_races import race
from tests.matters.ground import HANDED, RECEIVED, matters_ground

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60
DAY = date(2026, 9, 21)


@pytest.fixture
def land():
    return matters_ground()


def count(matter, step) -> int:
    return RecommendationStep.objects.filter(recommendation=matter, step=step).count()


def test_of_two_at_once_one_wins_and_the_other_is_told(land):
    matter = land.raised()
    done, told = race([lambda: receive(matter, by=land.officer, on=RECEIVED, is_shared=True)] * 2)
    assert len(done) == 1 and told == [[f"Kiến nghị {matter} đã được tiếp nhận ngày 08/09/2026."]]

    agencies = (land.lead, land.co)
    done, told = race(
        [lambda each=each: hand_over(matter, agency=each, by=land.officer, on=HANDED) for each in agencies]
    )
    assert len(done) == 1 and "đang chủ trì" in told[0][0]

    [handling] = done
    say = {"text": "Đã sửa", "outcome": "resolved", "by": land.officer, "on": DAY, "handling": handling}
    done, told = race([lambda: answer(matter, **say)] * 2)
    assert len(done) == 1 and told == [["Cơ quan không còn giữ kiến nghị này."]]

    done, told = race([lambda: tell_base(matter, how="meeting", by=land.officer, on=DAY)] * 2)
    assert len(done) == 1 and "đã kết thúc" in told[0][0]
    assert [count(matter, step) for step in ("received", "handed", "answered", "told")] == [1, 1, 1, 1]


def test_two_who_changed_the_same_words_are_not_both_believed(land):
    matter = land.received()
    texts = ("Cầu sụt", "Cầu gãy")
    done, told = race(
        [
            lambda text=text: change_words(
                matter, values={"content": text}, version=matter.version, by=land.officer, on=DAY
            )
            for text in texts
        ]
    )
    assert len(done) == 1 and "Người khác vừa thay đổi" in told[0][0]


def test_two_matters_merged_into_each_other_at_once_make_no_circle(land):
    first, second = land.received(), land.received()
    done, told = race(
        [
            lambda: merge([first], into=second, by=land.officer, on=HANDED),
            lambda: merge([second], into=first, by=land.officer, on=HANDED),
        ]
    )
    assert len(done) == 1 and "đã gộp vào" in told[0][0]
    assert Recommendation.objects.filter(merged_into=None).count() == 1


def test_of_two_who_make_a_chain_behind_the_actions_the_database_refuses_one(land):
    """Two statements of SQL, each right by itself: first into second, second into third."""
    rows = [land.received() for _each in range(3)]
    gate = threading.Barrier(2)

    def point(voice, into):
        def run():
            try:
                gate.wait(PATIENCE)
                return Recommendation.objects.filter(pk=voice.pk).update(
                    merged_into=into, outcome="duplicate"
                )
            except Exception as error:
                return type(error).__name__
            finally:
                connections.close_all()

        return run

    race([point(rows[0], rows[1]), point(rows[1], rows[2])])
    merged = Recommendation.objects.filter(merged_into__isnull=False)
    assert merged.count() == 1 and not merged.filter(merged_into__merged_into__isnull=False).exists()


def test_control_without_the_lock_both_receive_it(land, monkeypatch):
    gate, save = threading.Barrier(2), Recommendation.full_clean

    def cleaned(row, *args, **kwargs):
        save(row, *args, **kwargs)
        if row.received_on and row.version == 2:
            gate.wait(PATIENCE)

    monkeypatch.setattr(Recommendation, "full_clean", cleaned)
    monkeypatch.setattr(
        steps, "locked", lambda matter, version=None: Recommendation.objects.get(pk=matter.pk)
    )
    from matters.actions import receiving

    monkeypatch.setattr(receiving, "locked", steps.locked)
    matter = land.raised()
    done, told = race([lambda: receive(matter, by=land.officer, on=RECEIVED, is_shared=True)] * 2)
    assert (len(done), told, count(matter, "received")) == (2, [], 2)
