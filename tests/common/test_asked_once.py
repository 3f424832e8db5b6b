"""A question that is asked once while much is reckoned, and anew after it."""

from common.asked_once import answered_once, asking_once

asked = []


@answered_once
def place_of(unit, day=None):
    asked.append((unit, day))
    return f"{unit} {day}"


def test_within_the_block_the_same_question_is_asked_once_and_another_is_not():
    asked.clear()
    with asking_once():
        assert place_of("a", day=1) == place_of("a", day=1) == "a 1"
        with asking_once():
            assert place_of("a", day=1) == "a 1"
        assert (place_of("a", day=2), place_of("b")) == ("a 2", "b None")
    assert asked == [("a", 1), ("a", 2), ("b", None)]


def test_outside_of_it_and_in_the_next_one_it_is_asked_anew():
    asked.clear()
    for _time in range(2):
        place_of("a")
        with asking_once():
            place_of("a")
    assert len(asked) == 4
