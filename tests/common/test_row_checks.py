"""The check constraints of a row in one question: the same answers as Django's own, and what is left to Django."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from common.row_checks import Check
from scores.models import Criterion, Section
from tests.factories import UserFactory, small_map
from tests.score_things import draft_rubric

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
# Some rows of each model, each field with another value from one to the next.
ROWS = 7


def values_for(field) -> list:
    """Values that a column of this kind takes, of which checks hold and do not hold."""
    if field.choices:
        return ["", *(key for key, _word in field.flatchoices)]
    if isinstance(field, models.BooleanField):
        return [True, False]
    if isinstance(field, models.DateTimeField | models.JSONField):
        return [None]
    if isinstance(field, models.DateField):
        return [None, DAY, DAY - timedelta(days=400), DAY.replace(day=1)]
    if isinstance(field, models.DecimalField):
        return [None, Decimal("-1"), Decimal(0), Decimal("7.5"), Decimal(1000)]
    if isinstance(field, models.CharField | models.TextField):
        return ["", "một chữ", "100%"]
    return [None, 1, 0, -1, 5, 2026]


def rows_of(model):
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    for number in range(ROWS):
        row = model()
        for place, field in enumerate(fields):
            values = values_for(field)
            setattr(row, field.attname, values[(number * (place + 1) + place) % len(values)])
        yield row


def holds(validate, check, row) -> bool:
    try:
        validate(check, type(row), row)
    except ValidationError as refused:
        assert refused.messages == [str(check.get_violation_error_message())]
        return False
    return True


def test_every_check_of_the_product_answers_as_djangos_own():
    answers = []
    for model in apps.get_models():
        checks = [each for each in model._meta.constraints if isinstance(each, models.CheckConstraint)]
        assert all(isinstance(each, Check) for each in checks), model
        for row in rows_of(model) if checks else ():
            for check in checks:
                answer = holds(Check.validate, check, row)
                assert answer == holds(models.CheckConstraint.validate, check, row), (check.name, vars(row))
                answers.append(answer)
    assert answers.count(True) > 100 and answers.count(False) > 100


def a_criterion(**values):
    rubric = draft_rubric(small_map()["P1D1"], by=UserFactory())
    return Criterion(
        **{
            "rubric": rubric,
            "section": Section.objects.filter(rubric=rubric).first(),
            "code": "moi",
            "name": "Mới",
            "maximum": 5,
        }
        | values
    )


def test_all_checks_of_a_row_are_one_question():
    row = a_criterion()
    checks = [each for each in row._meta.constraints if isinstance(each, Check)]
    row.maximum = Decimal(-1)
    with CaptureQueriesContext(connection) as asked:
        refused = [check for check in checks if not holds(Check.validate, check, row)]
    assert refused
    # A savepoint around it, as Django has.
    assert len([each for each in asked.captured_queries if each["sql"].startswith("SELECT")]) == 1
    with pytest.raises(ValidationError) as said:
        row.validate_constraints()
    assert set(said.value.message_dict[NON_FIELD_ERRORS]) >= {
        str(check.get_violation_error_message()) for check in refused
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    row.maximum = Decimal(5)
    row.validate_constraints()


def test_what_speaks_of_a_field_that_is_left_out_is_not_asked():
    row = a_criterion(maximum=Decimal(-1))
    row.validate_constraints(exclude={"maximum"})


def test_an_expression_is_left_to_django():
    row = a_criterion()
    row.maximum = Value(Decimal(-1))
    with pytest.raises(ValidationError):
        row.validate_constraints()


def test_migrations_do_not_know_the_difference():
    check = next(each for each in Criterion._meta.constraints if isinstance(each, Check))
    path, _args, kwargs = check.deconstruct()
    assert path == "django.db.models.CheckConstraint"
    assert models.CheckConstraint(**kwargs) == check == check.clone()
    assert type(check.clone()) is Check
