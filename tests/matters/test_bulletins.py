"""Information for those who follow: to whom it speaks, who has read it, and that its words stay once it was sent."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import Notice
from assignments.models import Assignment, Team, TeamMember
from branches.models import Level, Zone, ZoneMember
from matters.actions.bulletins import (
    change_bulletin,
    publish_bulletin,
    read_bulletin,
    withdraw_bulletin,
    write_bulletin,
)
from matters.audiences import Audience
from matters.models import Bulletin, BulletinRead
from tests.factories import (
    START,
    CadreFactory,
    DocumentFactory,
    GrantFactory,
    SchemeFactory,
    UserFactory,
    small_map,
)
from tests.pages import browser_of, queries_of, rows_of, signed_in, words

pytestmark = pytest.mark.django_db
PAGE = "/viec/thong-tin/"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def land():
    units = small_map()
    district = units["P1D1"]
    land = SimpleNamespace(units=units, district=district)
    land.hamlets = SchemeFactory(issuer=district, name="Nắm tới ấp", target_level_id=4)
    land.communes = SchemeFactory(issuer=district, name="Nắm tới xã", target_level_id=3)
    land.officer = UserFactory()
    GrantFactory(user=land.officer, role="org_staff", unit=district)
    land.as_officer = signed_in(land.officer)
    land.follow = lambda scheme, code, cadre=None, **fields: follow(land, scheme, code, cadre, **fields)
    land.on_hamlet = land.follow(land.hamlets, "P1D1C1H1")
    land.on_commune = land.follow(land.communes, "P1D1C2")
    return land


def follow(land, scheme, code, cadre=None, **fields):
    """A new cadre with a login who follows the place."""
    if cadre is None and "team" not in fields:
        cadre = CadreFactory(unit=land.district, user=UserFactory())
    target = {"target_unit": land.units[code], "unit": land.units[code]}
    return Assignment.objects.create(
        **{"scheme": scheme, "cadre": cadre, "starts_on": START} | target | fields
    )


def draft(land, **values):
    given = {
        "issuer": land.district,
        "scheme": None,
        "level": None,
        "title": "Nắm tình hình vụ mùa",
        "text": "Đọc kỹ kế hoạch 12.",
        "documents": [],
    }
    return write_bulletin(values=given | values, by=land.officer)


def sent(land, on, **values):
    row = draft(land, **values)
    publish_bulletin(row, by=land.officer, on=on)
    row.refresh_from_db()
    return row


def people(row, day) -> set[int]:
    return set(Audience([row.issuer_id], day).of(row))


class TestToWhom:
    def test_of_one_scheme_of_one_level_or_of_all(self, land, today):
        hamlet, commune = land.on_hamlet.cadre_id, land.on_commune.cadre_id
        assert people(draft(land), today) == {hamlet, commune}
        assert people(draft(land, scheme=land.communes), today) == {commune}
        assert people(draft(land, level=Level.objects.get(pk=4)), today) == {hamlet}
        assert people(draft(land, scheme=land.communes, level=Level.objects.get(pk=4)), today) == set()

    def test_whoever_is_assigned_later_is_spoken_to_and_whoever_left_is_not_waited_for(self, land, today):
        row = sent(land, today)
        land.on_hamlet.ends_on = today + timedelta(days=3)
        land.on_hamlet.save()
        after = land.follow(land.hamlets, "P1D1C1H1", starts_on=today + timedelta(days=3))
        assert people(row, today + timedelta(days=2)) == {land.on_hamlet.cadre_id, land.on_commune.cadre_id}
        assert people(row, today + timedelta(days=3)) == {after.cadre_id, land.on_commune.cadre_id}

    def test_teams_by_their_members_of_the_day_and_a_zone_by_its_communes(self, land, today):
        team = Team.objects.create(code="T1", name="Tổ 1", unit=land.district, starts_on=START)
        here, gone = (CadreFactory(unit=land.district) for _each in range(2))
        TeamMember.objects.create(team=team, cadre=here, starts_on=START)
        TeamMember.objects.create(team=team, cadre=gone, starts_on=START, ends_on=today)
        zone = Zone.objects.create(unit=land.district, name="Cụm 1", starts_on=START)
        ZoneMember.objects.create(zone=zone, unit=land.units["P1D1C1"], starts_on=START)
        Assignment.objects.create(
            scheme=land.communes, team=team, target_zone=zone, unit=land.district, starts_on=START
        )
        found = people(draft(land, level=Level.objects.get(pk=3)), today)
        assert found == {here.pk, land.on_commune.cadre_id}

    def test_a_merged_record_is_its_person(self, land, today):
        stays = CadreFactory(unit=land.district)
        land.on_hamlet.cadre.merged_into = stays
        land.on_hamlet.cadre.save()
        row = sent(land, today)
        assert people(row, today) == {stays.pk, land.on_commune.cadre_id}
        # The login of the record that was merged is told and reads it as the person.
        assert signed_in(land.on_hamlet.cadre.user).get(row.get_absolute_url()).status_code == 200
        assert list(row.reads.values_list("cadre", flat=True)) == [stays.pk]

    def test_those_of_another_committee_s_schemes_are_not_meant(self, land, today):
        other = SchemeFactory(issuer=land.units["P1"], target_level_id=3)
        above = land.follow(other, "P1D1C1")
        assert above.cadre_id not in people(draft(land), today)


class TestSending:
    def test_those_it_speaks_to_are_told_once_and_by_the_letter_of_the_day(self, land, today):
        row = draft(land, scheme=land.hamlets)
        assert publish_bulletin(row, by=land.officer, on=today) == 1
        notice = Notice.objects.get()
        assert (notice.user, notice.subject) == (land.on_hamlet.cadre.user, "bulletin")
        with pytest.raises(ValidationError, match="đã gửi rồi"):
            publish_bulletin(row, by=land.officer, on=today)

    def test_a_draft_is_changed_and_what_was_sent_is_not(self, land, today):
        row = draft(land)
        values = {"issuer": land.district, "scheme": None, "level": None, "title": "Mới", "text": "Khác"}
        assert change_bulletin(row, values=values | {"documents": []}, by=land.officer).title == "Mới"
        publish_bulletin(row, by=land.officer, on=today)
        with pytest.raises(ValidationError, match="không sửa được nữa"):
            change_bulletin(row, values=values | {"documents": []}, by=land.officer)

    def test_withdrawn_it_needs_a_reason_is_told_to_its_readers_and_seen_by_nobody_else(self, land, today):
        row = sent(land, today)
        reader = land.on_hamlet.cadre
        read_bulletin(row, people={reader.pk}, user=reader.user)
        with pytest.raises(ValidationError):
            withdraw_bulletin(row, reason="", by=land.officer, on=today)
        withdraw_bulletin(row, reason="Số liệu sai", by=land.officer, on=today)
        assert [notice.user for notice in Notice.objects.filter(read_at=None)] == [reader.user]
        assert "Số liệu sai" in words(signed_in(reader.user).get(row.get_absolute_url()))
        assert signed_in(land.on_commune.cadre.user).get(row.get_absolute_url()).status_code == 404
        with pytest.raises(ValidationError, match="Chỉ rút được"):
            withdraw_bulletin(row, reason="Lần nữa", by=land.officer, on=today)


class TestTheWall:
    """The database keeps what was sent, whoever writes past the actions."""

    @pytest.mark.parametrize(
        "change",
        ["title = 'Khác'", "text = 'Khác'", "published_on = published_on - 1", "published_on = NULL"],
    )
    def test_the_words_of_what_was_sent_stay(self, land, today, change):
        row = sent(land, today)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE matters_bulletin SET {change} WHERE id = %s", [row.pk])
        with pytest.raises(DatabaseError), transaction.atomic():
            Bulletin.objects.filter(pk=row.pk).delete()

    def test_its_documents_stay_too(self, land, today):
        document = DocumentFactory(issuer_unit=land.district)
        row = sent(land, today, documents=[document])
        for act in (
            lambda: row.documents.clear(),
            lambda: row.documents.add(DocumentFactory(issuer_unit=land.district)),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()
        assert list(row.documents.all()) == [document]

    def test_control_a_draft_is_not_held(self, land):
        document = DocumentFactory(issuer_unit=land.district)
        row = draft(land, documents=[document])
        Bulletin.objects.filter(pk=row.pk).update(title="Khác", text="Khác")
        row.documents.clear()
        row.refresh_from_db()
        assert (row.title, row.documents.count()) == ("Khác", 0)

    def test_what_was_withdrawn_is_not_woken(self, land, today):
        row = withdraw_bulletin(sent(land, today), reason="Sai", by=land.officer, on=today)
        with pytest.raises(DatabaseError), transaction.atomic():
            Bulletin.objects.filter(pk=row.pk).update(withdrawn_on=None, withdraw_reason="")


class TestPages:
    def write(self, land, **data):
        given = {
            "title": "Trước buổi tháng 12",
            "to": f"mot:{land.hamlets.key}",
            "level": "",
            "text": "Nhớ đọc.",
            "documents": "",
        }
        return land.as_officer.post(f"{PAGE}moi/", given | data, follow=True)

    def test_an_officer_writes_sends_and_sees_by_name_who_has_read(self, land):
        document = DocumentFactory(issuer_unit=land.district, number="12-KH/HU", type="KH")
        page = self.write(land, documents="12-KH/HU")
        row = Bulletin.objects.get()
        assert "nháp, chưa gửi" in words(page) and "12-KH/HU" in words(page)
        asked = words(land.as_officer.get(f"{PAGE}{row.key}/gui/"))
        assert "1 cán bộ được báo." in asked
        page = words(land.as_officer.post(f"{PAGE}{row.key}/gui/", follow=True))
        assert "0 người đã đọc" in page and "1 người chưa đọc" in page
        cadre = land.on_hamlet.cadre
        for _each in range(2):
            page = signed_in(cadre.user).get(row.get_absolute_url())
        assert "Nhớ đọc." in words(page) and document.title in words(page)
        assert "Ai đã đọc" not in words(page)
        assert BulletinRead.objects.count() == 1
        assert Notice.objects.get().read_at is not None
        names = land.as_officer.get(f"{PAGE}{row.key}/ai-da-doc/")
        assert cadre.full_name in words(names)
        assert "Không có ai" in words(land.as_officer.get(f"{PAGE}{row.key}/ai-da-doc/?xem=chua-doc"))
        assert len(rows_of(land.as_officer.get(f"{PAGE}{row.key}/ai-da-doc/?export=xlsx"))) > 1
        assert "1/1" in words(land.as_officer.get(PAGE))

    def test_a_staff_member_who_looks_has_not_read_it(self, land, today):
        row = sent(land, today)
        land.as_officer.get(row.get_absolute_url())
        browser_of("leader", unit=land.district).get(row.get_absolute_url())
        assert not BulletinRead.objects.exists()

    def test_what_is_wrong_in_the_form_is_said_there_and_nothing_is_written(self, land):
        page = self.write(land, title="", to="mot:khong-co", documents="99-XX/HU")
        assert "Chưa điền mục này." in words(page)
        assert "Không tìm thấy “99-XX/HU”" in words(page)
        assert "Nhớ đọc." in page.content.decode()
        assert not Bulletin.objects.exists()

    def test_it_stands_in_the_month_of_whoever_has_not_read_it(self, land, today):
        row = sent(land, today)
        browser = signed_in(land.on_hamlet.cadre.user)
        assert "Đọc trước buổi tới Nắm tình hình vụ mùa" in words(browser.get("/thang-nay/"))
        browser.get(row.get_absolute_url())
        assert "Đọc trước buổi tới" not in words(browser.get("/thang-nay/"))
        assert "đã đọc" in words(browser.get(PAGE))

    def test_a_draft_is_read_by_whoever_may_write_it_alone(self, land):
        row = draft(land)
        assert land.as_officer.get(row.get_absolute_url()).status_code == 200
        for browser in (browser_of("leader", unit=land.district), signed_in(land.on_hamlet.cadre.user)):
            assert browser.get(row.get_absolute_url()).status_code == 404
            assert row.title not in browser.get(PAGE).content.decode()

    def test_what_was_sent_leads_back_from_its_form(self, land, today):
        row = sent(land, today)
        page = land.as_officer.get(f"{PAGE}{row.key}/sua/", follow=True)
        assert "giữ nguyên lời" in page.content.decode()

    def test_a_reason_is_asked_where_it_is_withdrawn(self, land, today):
        row = sent(land, today)
        page = land.as_officer.post(f"{PAGE}{row.key}/rut/", {"reason": ""})
        assert "Chưa điền mục này." in words(page)
        page = land.as_officer.post(f"{PAGE}{row.key}/rut/", {"reason": "Nhầm số"}, follow=True)
        assert "đã rút" in words(page)

    def test_as_many_queries_for_many(self, land, today):
        reader = signed_in(land.on_hamlet.cadre.user)
        row = sent(land, today)
        few = [queries_of(land.as_officer, PAGE), queries_of(land.as_officer, row.get_absolute_url())]
        few += [queries_of(reader, PAGE), queries_of(land.as_officer, f"{PAGE}{row.key}/ai-da-doc/")]
        for number in range(12):
            sent(land, today - timedelta(days=number))
            land.follow(land.communes, "P1D1C1")
        many = [queries_of(land.as_officer, PAGE), queries_of(land.as_officer, row.get_absolute_url())]
        many += [queries_of(reader, PAGE), queries_of(land.as_officer, f"{PAGE}{row.key}/ai-da-doc/")]
        assert many == few
        assert max(many) <= 25


def test_a_day_before_it_was_sent_nobody_is_spoken_to(land, today):
    row = sent(land, today)
    assert list(Bulletin.objects.meant_for({land.on_hamlet.cadre_id}, today - timedelta(days=1))) == []
    assert list(Bulletin.objects.meant_for({land.on_hamlet.cadre_id}, today)) == [row]
