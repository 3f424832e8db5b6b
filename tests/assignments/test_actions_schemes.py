"""Schemes: what is refused, what a change touches, the next term."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from assignments.actions.assigning import assign
from assignments.actions.schemes import change_scheme, copy_scheme, create_scheme, end_scheme, rest_on
from assignments.models import CadreGroup, SchemeEvent
from branches.models import Level
from common.errors import BUSY, sentences
from tests.assignments.ground import DAY, LATER, ground
from tests.factories import START

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return ground()


def refusal(call, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        call(*args, **kwargs)
    return sentences(caught.value)


def create(land, **given):
    given = {
        "code": "theo-doi-ap",
        "name": "Theo dõi ấp",
        "issuer": land.district,
        "starts_on": START,
        "by": land.officer,
        "target_level": Level.objects.get(code="hamlet"),
    } | given
    return create_scheme(**given)


def test_a_scheme_rests_on_documents_of_any_level(land):
    groups = CadreGroup.objects.filter(code__in=["committee", "mass"])
    scheme = create(land, documents=[land.document], eligible_groups=groups)
    assert [link.document for link in scheme.document_links.all()] == [land.document]
    assert set(scheme.eligible_groups.all()) == set(groups)
    assert scheme.assignee_kinds == ["cadre"]
    rest_on(scheme, [land.document], by=land.officer)
    assert scheme.document_links.count() == 1
    assert SchemeEvent.objects.get(pgh_obj=scheme).pgh_context.metadata["user"] == land.officer.pk


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"target_level": None}, "Hãy chọn cấp được theo dõi."),
        ({"max_assignees_per_target": 0}, "Số này phải từ 1 trở lên, hoặc để trống nếu không giới hạn."),
        ({"wanted_targets_per_assignee": 0}, "Số này phải từ 1 trở lên, hoặc để trống nếu không giới hạn."),
        ({"pilot_ends_on": LATER}, "Chỉ chủ trương thí điểm mới có ngày hết thí điểm."),
        ({"is_pilot": True, "pilot_ends_on": START}, "Ngày hết thí điểm phải sau ngày bắt đầu."),
        ({"ends_on": START}, "Ngày kết thúc phải sau ngày bắt đầu."),
        ({"choice_by_group": {"nobody": "any"}}, "Không có nhóm cán bộ nào có mã nobody."),
        ({"choice_by_group": {"standing": "sky"}}, "sky không phải là một phạm vi được chọn."),
    ],
)
def test_what_makes_no_sense_is_refused(land, given, sentence):
    assert refusal(create, land, **given) == [sentence]


def test_changing_a_scheme_touches_no_old_row(land):
    scheme = create(land)
    row = assign(
        scheme=scheme,
        assignee=land.cadre(),
        target=land.hamlets[0],
        starts_on=DAY,
        by=land.officer,
        documents=[land.document],
    )
    changed = change_scheme(scheme, by=land.officer, version=1, max_assignees_per_target=1)
    row.refresh_from_db()
    assert (row.one_per_target, changed.max_assignees_per_target, changed.version) == (False, 1, 2)


def test_who_changes_an_older_version_is_told_so(land):
    scheme = create(land)
    change_scheme(scheme, by=land.officer, version=1, name="Một")
    assert refusal(change_scheme, scheme, by=land.officer, version=1, name="Hai") == [str(BUSY)]
    scheme.refresh_from_db()
    assert scheme.name == "Một"


def test_schemes_do_not_hang_on_each_other_in_a_circle(land):
    above = create(land)
    below = create(land, code="xa", parent_scheme=above)
    assert refusal(change_scheme, above, by=land.officer, version=1, parent_scheme=below) == [
        "Các chủ trương không thể nối vòng tròn với nhau."
    ]


def test_a_scheme_ends_and_its_assignments_run_on(land):
    scheme = create(land)
    row = assign(
        scheme=scheme,
        assignee=land.cadre(),
        target=land.hamlets[0],
        starts_on=DAY,
        by=land.officer,
        documents=[land.document],
    )
    end_scheme(scheme, on=LATER, by=land.officer)
    row.refresh_from_db()
    assert row.ends_on is None
    assert refusal(end_scheme, scheme, on=LATER, by=land.officer) == [
        "Theo dõi ấp đã kết thúc từ 01/03/2021."
    ]


def test_the_next_term_has_the_same_values_and_its_own_documents(land):
    scheme = create(
        land,
        documents=[land.document],
        eligible_groups=CadreGroup.objects.filter(code="committee"),
        max_assignees_per_target=1,
        ends_on=date(2021, 1, 1),
        motto="Nắm",
    )
    term = copy_scheme(
        scheme, code="nhiem-ky-moi", name="Nhiệm kỳ mới", starts_on=date(2021, 1, 1), by=land.officer
    )
    assert (term.motto, term.max_assignees_per_target, term.ends_on) == ("Nắm", 1, None)
    assert [group.code for group in term.eligible_groups.all()] == ["committee"]
    assert not term.document_links.exists()
