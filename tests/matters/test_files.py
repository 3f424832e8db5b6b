"""Files of answers, urgent matters and conferences: with their thing, to who reads it, byte for byte."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from common.attachments.cleaning import clean_attachment
from matters.files import attach, files_are_what_was_stored, written_with_files
from matters.models import Conference, MatterFile, UrgentMatter
from tests.matters.agency_ground import agency_ground, answered, letter
from tests.pages import signed_in
from tests.reports.filed import reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return agency_ground()


def clean(*texts):
    return clean_attachment(letter(*texts), filename="Công văn 12.pdf")


def put(thing, *files, by=None):
    with written_with_files() as stored:
        return attach(thing, files, by=by, stored=stored)


def status_for(user, file):
    return signed_in(user).get(reverse("matters:file", args=[file.key])).status_code


def on_disk():
    return {each for each in Path(settings.MEDIA_ROOT).rglob("*") if each.is_file()}


def test_a_file_of_an_answer_is_read_with_the_matter_and_by_nobody_else(land):
    matter = land.raised(raised_by=land.visitor)
    (file,) = put(answered(land.handed(matter), outcome="resolved"), clean())
    for user in (land.officer, land.of(land.lead), land.author, reader("leader", unit=land.district)):
        response = signed_in(user).get(reverse("matters:file", args=[file.key]))
        assert response.status_code == 200
        body = b"".join(response.streaming_content)
        assert body.startswith(b"%PDF")
        assert "C%C3%B4ng" in response["Content-Disposition"]
    for user in (
        land.of(land.other),
        land.of(land.co),
        reader("commune_office", unit=land.commune),
        reader("branch_secretary", organisation=land.branch),
        reader("leader", unit=land.units["P1D2"]),
        reader("leader", unit=land.commune),
    ):
        assert status_for(user, file) == 404


def test_what_is_shared_opens_the_file_of_the_final_answer_to_the_place_and_not_of_what_agencies_tell_each_other(
    land,
):
    matter = land.raised(is_shared=True)
    lead = land.handed(matter)
    co = land.handed(matter, land.co, is_lead=False)
    (final,) = put(answered(lead, outcome="resolved"), clean("Cuối cùng"))
    (between,) = put(answered(co, outcome=""), clean("Phối hợp"))
    secretary, office = (
        reader("branch_secretary", organisation=land.branch),
        reader("commune_office", unit=land.commune),
    )
    for user in (secretary, office):
        assert status_for(user, final) == 200
        assert status_for(user, between) == 404
    # The agency that leads reads what the other tells it; that other reads its own and the end.
    assert status_for(land.of(land.lead), between) == 200
    assert status_for(land.of(land.co), between) == 200
    assert status_for(land.of(land.co), final) == 200
    assert status_for(reader("branch_secretary", organisation=land.branches[1]), final) == 404


def test_a_voice_that_was_merged_reads_the_answer_of_the_matter(land):
    matter = land.raised(is_shared=True)
    land.raised(branch=land.branches[1], merged_into=matter, outcome="duplicate", is_shared=True)
    (file,) = put(answered(land.handed(matter), outcome="resolved"), clean())
    assert status_for(reader("branch_secretary", organisation=land.branches[1]), file) == 200


def test_an_agency_that_gave_the_lead_away_reads_no_more_of_what_others_tell(land):
    matter = land.raised()
    land.handed(matter, land.other, ended_on=date(2026, 9, 10), ended_as="sent_back", end_reason="Không phải")
    land.handed(matter)
    (file,) = put(answered(land.handed(matter, land.co, is_lead=False), outcome=""), clean())
    assert status_for(land.of(land.other), file) == 404
    assert status_for(land.of(land.lead), file) == 200


def test_a_file_of_an_urgent_matter_and_of_a_conference_goes_with_its_thing(land):
    urgent = UrgentMatter.objects.create(
        reference="VCB-2026-0001",
        organisation=land.branch,
        unit=land.branch.unit,
        year=2026,
        registered_on=date(2026, 1, 5),
        title="Sửa cầu",
    )
    conference = Conference.objects.create(
        kind="dialogue", unit=land.commune, title="Đối thoại", held_on=date(2026, 9, 1)
    )
    (one,), (other,) = put(urgent, clean()), put(conference, clean())
    office, secretary = (
        reader("commune_office", unit=land.commune),
        reader("branch_secretary", organisation=land.branch),
    )
    assert [status_for(user, one) for user in (office, secretary, land.officer)] == [200, 200, 200]
    assert [status_for(user, other) for user in (office, secretary, land.officer)] == [200, 404, 200]
    neighbour = reader("commune_office", unit=land.units["P1D1C2"])
    assert [status_for(neighbour, file) for file in (one, other)] == [404, 404]
    assert status_for(land.of(land.lead), one) == 404


def test_the_same_bytes_twice_are_one_file(land):
    answer = answered(land.handed(land.raised()))
    assert len(put(answer, clean(), clean())) == 1
    assert put(answer, clean()) == []
    assert MatterFile.objects.count() == 1


def test_what_fails_after_the_file_leaves_nothing_on_the_disk(land):
    answer = answered(land.handed(land.raised()))
    before = on_disk()
    with pytest.raises(RuntimeError), written_with_files() as stored:
        attach(answer, [clean("Khác hẳn")], by=None, stored=stored)
        assert on_disk() - before
        raise RuntimeError
    assert on_disk() == before
    assert not MatterFile.objects.exists()


def test_verify_names_the_matter_whose_file_is_gone_or_has_changed(land):
    answer = answered(land.handed(land.raised()))
    first, second = put(answer, clean("Một"), clean("Hai"))
    assert list(files_are_what_was_stored(date(2026, 9, 1))) == []
    (Path(settings.MEDIA_ROOT) / first.file).unlink()
    (Path(settings.MEDIA_ROOT) / second.file).write_bytes(b"khac")
    assert list(files_are_what_was_stored(date(2026, 9, 1))) == [
        "Một tệp của kiến nghị KN-2026-0001 không còn trên đĩa.",
        "Một tệp của kiến nghị KN-2026-0001 đã khác lúc lưu.",
    ]
