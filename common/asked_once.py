"""The same question of the map, asked once while many numbers are reckoned together.

Within `asking_once()` a function that is marked `answered_once` reads the database the first time it is asked for the same
arguments, and gives the same answer after it. For reckoning only: what is written inside is not seen. Answers belong to the
block, the thread and the task that opened it, and are forgotten at its end; a block within a block shares them.
"""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

_answers: ContextVar[dict | None] = ContextVar("answers", default=None)


@contextmanager
def asking_once():
    if _answers.get() is not None:
        yield
        return
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def is_asking_once() -> bool:
    """Whether answers are kept just now."""
    return _answers.get() is not None


def answered_once(ask: Callable):
    """Marks a read whose arguments can be keys and whose answer nobody changes. `remember(answer, *args)`: it was read already,
    together with others."""

    @wraps(ask)
    def answer(*args, **kwargs):
        answers = _answers.get()
        if answers is None:
            return ask(*args, **kwargs)
        key = (answer, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = ask(*args, **kwargs)
        return answers[key]

    def remember(known, *args):
        if (answers := _answers.get()) is not None:
            answers[answer, args, ()] = known

    answer.remember = remember
    return answer
