"""Somebody writes while a review is frozen: its numbers and the rows behind them are of one moment. The control: in a transaction that
sees what others commit they are not."""

from threading import Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from branches.models import Unit
from matters.models import Recommendation, Topic
from reports.actions.freezing import freeze_review
from tests.factories import UserFactory, small_map
from tests.reports.reviewed import AFTER, FIRST

pytestmark = pytest.mark.django_db(transaction=True)


def raised(district, number):
    topic = Topic.objects.get(code="rural-roads")
    return Recommendation.objects.create(
        reference=f"KN-{number}",
        unit=district,
        issuer=district,
        raised_on=FIRST,
        topic=topic,
        content="Đường hỏng",
    )


def in_a_thread(run):
    def alone():
        run()
        connection.close()

    thread = Thread(target=alone)
    thread.start()
    thread.join()


def frozen(district, title):
    """(the number, rows kept behind it): after the first question about recommendations another is committed by somebody else."""
    seen, officer = [], UserFactory()

    def meanwhile():
        raised(district, title)
        # What the review points to is changed too, as every sign-in does: that refuses nobody.
        User.objects.filter(pk=officer.pk).update(last_login=timezone.now())
        Unit.objects.filter(pk=district.pk).update(access_path=district.access_path)

    def after_the_first(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if "matters_recommendation" in sql and not seen:
            seen.append(sql)
            in_a_thread(meanwhile)
        return found

    with connection.execute_wrapper(after_the_first):
        review = freeze_review(
            issuer=district, unit=district, kind="interim", title=title, starts_on=FIRST, ends_on=AFTER,
            by=officer, on=AFTER,
        )  # fmt: skip
    assert seen
    kept = review.counted.get(key="recommendations.raised", is_before=False)
    return review.figures["recommendations"]["raised"], len(kept.rows)


def test_the_numbers_and_their_rows_are_of_one_moment():
    district = small_map()["P1D1"]
    raised(district, "0")
    assert frozen(district, "1") == (1, 1)
    assert Recommendation.objects.count() == 2, "the other was written meanwhile"
    with transaction.atomic():
        assert frozen(district, "2") == (2, 3)
