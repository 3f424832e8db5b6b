"""Pages of score sheets: a month's way from the organisation to its publication, a meeting scored twice, walls."""

import io
import re
import zipfile
from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from branches.scope import Scope
from dashboard.history import history_of
from dashboard.history_words import KINDS
from dashboard.sheet_history import OwnSide
from meetings.models import Attendance, Meeting
from scores.actions.rubrics import issue
from scores.actions.sheet_steps import withdraw_publication
from scores.actions.sheets import rows_of, save_row, set_vetoes
from scores.models import Sheet, SheetRow, VetoRule
from tests import factories, score_things
from tests.common.documents.papers import opened, words_of
from tests.pages import queries_of, sign_in, signed_in
from tests.pages import words as page_words
from tests.reports.filed import ground

pytestmark = pytest.mark.django_db
HELD = date(2026, 3, 24)


@pytest.fixture
def land(client):
    from django.test import Client

    units = factories.small_map()
    body = factories.organisation(
        units["P1D1C1"], code="DU1", name="Đảng bộ xã 1", kind="grassroots_committee"
    )
    branch = factories.organisation(
        units["P1D1C1H1"], code="CB1", name="Chi bộ ấp 1", parent=body, branch_type="residential"
    )
    people = {}
    for name, role, over in (
        ("staff", "org_staff", {"unit": units["P1D1"]}),
        ("leader", "leader", {"unit": units["P1D1"]}),
        ("office", "commune_office", {"unit": units["P1D1C1"]}),
        ("neighbour", "commune_office", {"unit": units["P1D1C2"]}),
        ("secretary", "branch_secretary", {"organisation": branch}),
        ("other_staff", "org_staff", {"unit": units["P1D2"]}),
    ):
        user = factories.UserFactory()
        factories.GrantFactory(user=user, role=role, **over)
        people[name] = Client()
        sign_in(people[name], user)
    return units, body, branch, people


def points(sheet, column, value, note="Đủ minh chứng"):
    """The whole form of a sheet: full marks but for `value` at the criterion of contents."""
    data = {}
    for row in rows_of(sheet):
        most = row.criterion.maximum
        data |= {
            f"r{row.pk}-value": str(value if row.criterion.code == "noi-dung" else most),
            f"r{row.pk}-note": note,
            f"r{row.pk}-version": row.version,
        }
    return data


def step(client, sheet, name, **data):
    return client.post(reverse("scores:sheet_step", args=[sheet.key, name]), data)


def text_of(client, url):
    response = client.get(url)
    return response.status_code, response.content.decode() if response.status_code == 200 else ""


def test_a_month_goes_from_the_organisation_to_its_publication(land):
    units, body, _branch, people = land
    score_things.issued_rubric(units["P1D1"], kind="month")
    opened = people["office"].post(reverse("scores:month_open", args=[body.key, "2026-03"]))
    sheet = Sheet.objects.get()
    assert opened.url == sheet.get_absolute_url() and sheet.issuer == units["P1D1"]
    assert text_of(people["staff"], sheet.get_absolute_url())[0] == 404, "a draft is its organisation's"
    people["office"].post(sheet.get_absolute_url(), points(sheet, "points", 70))
    step(people["office"], sheet, "send")
    assert Sheet.objects.get().state == "sent"
    veto = sheet.rubric.vetoes.get()
    reviewed = points(sheet, "reviewed", 60, "Thiếu biên bản họp") | {"veto": veto.pk}
    people["staff"].post(sheet.get_absolute_url(), reviewed)
    words = text_of(people["office"], sheet.get_absolute_url())[1]
    assert "<output>105</output>" in words, "only what it gave itself"
    assert "✓" not in words.split("<fieldset>")[1].split("</fieldset>")[0], "nor the veto of the board"
    people["staff"].post(sheet.get_absolute_url(), points(sheet, "reviewed", 60, "Thiếu biên bản họp"))
    step(people["staff"], sheet, "review")
    status, words = text_of(people["office"], sheet.get_absolute_url())
    assert status == 200 and "Thiếu biên bản họp" not in words, (
        "what the board gave waits for its publication"
    )
    assert "đã thẩm định" not in words
    assert step(people["staff"], sheet, "approve").status_code == 404
    step(people["leader"], sheet, "approve")
    listed = text_of(people["office"], f"{reverse('scores:month_list')}?thang=2026-03")[1]
    assert "95" not in numbers_in(listed) and "đã duyệt" not in listed
    step(people["staff"], sheet, "publish")
    _status, words = text_of(people["office"], sheet.get_absolute_url())
    assert "Thiếu biên bản họp" in words and "95" in words
    step(people["office"], sheet, "appeal", text="Biên bản đã nộp ngày 2/4")
    made = sheet.appeals.get()
    data = points(sheet, "approved", 65) | {"text": "Đã xem biên bản, cho thêm điểm"}
    assert people["leader"].post(reverse("scores:appeal_decide", args=[made.key]), data).status_code == 302
    sheet.refresh_from_db()
    assert str(sheet.total) == "100.00"
    assert "Đã xem biên bản" in text_of(people["office"], sheet.get_absolute_url())[1]


@pytest.mark.parametrize("name", ["neighbour", "other_staff"])
def test_others_see_nothing_of_it(land, name):
    units, body, _branch, people = land
    score_things.issued_rubric(units["P1D1"], kind="month")
    people["office"].post(reverse("scores:month_open", args=[body.key, "2026-03"]))
    sheet = Sheet.objects.get()
    people["office"].post(sheet.get_absolute_url(), points(sheet, "points", 70))
    step(people["office"], sheet, "send")
    assert people[name].get(sheet.get_absolute_url()).status_code == 404
    assert people[name].post(sheet.get_absolute_url(), points(sheet, "points", 1)).status_code == 404
    assert people[name].post(reverse("scores:month_open", args=[body.key, "2026-04"])).status_code in (
        403,
        404,
    )
    listed = text_of(people[name], f"{reverse('scores:month_list')}?thang=2026-03")[1]
    assert "Đảng bộ xã 1" not in listed


def visit(land):
    _units, _body, branch, _people = land
    meeting = Meeting.objects.create(
        organisation=branch, unit=branch.unit, month=date(2026, 3, 1), outcome="held", held_on=HELD,
        started_at=time(19), ended_at=time(21),
    )  # fmt: skip
    user = factories.UserFactory()
    cadre = factories.CadreFactory(unit=branch.unit, user=user)
    turn = Attendance.objects.create(
        cadre=cadre, meeting=meeting, unit=branch.unit, attended_on=HELD, members=10, exempt=0, special_duty=0,
        present=9, excused=1, unexcused=0,
    )  # fmt: skip
    from django.test import Client

    client = Client()
    sign_in(client, user)
    return meeting, turn, client


def test_a_meeting_is_scored_twice_and_the_branch_waits_for_the_superiors(land):
    units, _body, branch, people = land
    score_things.issued_rubric(units["P1D1"])
    meeting, turn, cadre = visit(land)
    people["secretary"].post(reverse("scores:meeting_sheet", args=[meeting.key]))
    own = Sheet.objects.get(scorer="branch")
    assert all(row.proposed is None for row in rows_of(own) if row.criterion.code == "du"), (
        "it knows no report"
    )
    people["secretary"].post(own.get_absolute_url(), points(own, "points", 70))
    step(people["secretary"], own, "send")
    cadre.post(reverse("scores:turn_sheet", args=[turn.key]))
    superior = Sheet.objects.get(scorer="superior")
    cadre.post(superior.get_absolute_url(), points(superior, "points", 40, "Ít ý kiến"))
    before = {
        name: text_of(people[name], reverse("scores:meeting_scores") + "?nam=2026")[1]
        for name in ("secretary", "office")
    }
    step(cadre, superior, "send")
    for name in ("secretary", "office"):
        assert people[name].get(superior.get_absolute_url()).status_code == 404
        after = text_of(people[name], reverse("scores:meeting_scores") + "?nam=2026")[1]
        assert after.count("Chi bộ ấp 1") == before[name].count("Chi bộ ấp 1") and "75 (" not in after
        trend = text_of(people[name], reverse("scores:meeting_trend", args=[branch.key]))[1]
        assert "75 (" not in trend.split("<table")[1]
    board = text_of(people["staff"], reverse("scores:meeting_scores") + "?nam=2026")[1]
    assert "+30" in board
    paper = printed(people["secretary"], own)
    assert "75" not in numbers_in(paper) and "Ít ý kiến" not in paper
    for sheet in (own, superior):
        paper = printed(people["staff"], sheet)
        for said in (
            "Chi bộ tự chấm",
            f"Cấp trên dự và chấm: {superior.cadre.full_name}",
            "Ít ý kiến",
            "105",
            "75",
        ):
            assert said in paper, said
    step(people["staff"], superior, "publish")
    assert people["secretary"].get(superior.get_absolute_url()).status_code == 200
    assert "Ít ý kiến" in printed(people["secretary"], own)


def numbers_in(text) -> list[str]:
    """Whole numbers, without those that made-up people and codes are counted by."""
    return re.findall(r"(?<![\w-])\d+", re.sub(r"Thử \d+", "", text))


def printed(client, sheet) -> str:
    response = client.get(reverse("scores:sheet_paper", args=[sheet.key, "docx"]))
    assert response.status_code == 200
    return words_of(opened(response.content))


def is_draft(client, sheet) -> bool:
    """Whether the paper bears the word across its pages, and a dotted number."""
    content = client.get(reverse("scores:sheet_paper", args=[sheet.key, "docx"])).content
    parts = zipfile.ZipFile(io.BytesIO(content))
    marked = any("DỰ THẢO" in parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    assert marked == ("...-BCĐ/HU" in words_of(opened(content)))
    return marked


def test_only_the_cadre_who_came_scores_and_only_a_held_meeting(land):
    units, _body, _branch, people = land
    score_things.issued_rubric(units["P1D1"])
    meeting, turn, _cadre = visit(land)
    assert people["staff"].post(reverse("scores:turn_sheet", args=[turn.key])).status_code == 404
    Meeting.objects.filter(pk=meeting.pk).update(outcome="unknown", held_on=None, planned_on=HELD)
    assert people["secretary"].post(reverse("scores:meeting_sheet", args=[meeting.key])).status_code == 404


def test_two_people_at_once_are_shown_each_others_points(land):
    units, body, _branch, people = land
    score_things.issued_rubric(units["P1D1"], kind="month")
    people["office"].post(reverse("scores:month_open", args=[body.key, "2026-03"]))
    sheet = Sheet.objects.get()
    first, second = points(sheet, "points", 50), points(sheet, "points", 60)
    people["office"].post(sheet.get_absolute_url(), first)
    response = people["office"].post(sheet.get_absolute_url(), second)
    words = response.content.decode()
    assert response.status_code == 200 and "đang lưu: 50" in words and 'value="60"' in words
    assert str(next(r.points for r in rows_of(sheet) if r.criterion.code == "noi-dung")) == "50.00"


def test_bad_points_are_one_sentence_and_the_other_rows_are_saved(land):
    units, body, _branch, people = land
    score_things.issued_rubric(units["P1D1"], kind="month")
    people["office"].post(reverse("scores:month_open", args=[body.key, "2026-03"]))
    sheet = Sheet.objects.get()
    response = people["office"].post(sheet.get_absolute_url(), points(sheet, "points", 99))
    assert "điểm từ 0 đến 70" in response.content.decode()
    assert {r.criterion.code: r.points is None for r in rows_of(sheet)}["noi-dung"] is True
    assert {r.criterion.code: r.points is None for r in rows_of(sheet)}["du"] is False


def row_data(row, value, **over):
    return (
        {"row": row.pk, f"r{row.pk}-value": str(value), f"r{row.pk}-note": "Đủ minh chứng"}
        | {f"r{row.pk}-version": row.version}
        | over
    )


class TestRowByRow:
    """What the page's script sends: one row, and the answer is what stands now."""

    @pytest.fixture
    def sheet(self, land):
        units, body, _branch, people = land
        score_things.issued_rubric(units["P1D1"], kind="month")
        people["office"].post(reverse("scores:month_open", args=[body.key, "2026-03"]))
        return Sheet.objects.get()

    def send(self, land, sheet, row, value, who="office", **over):
        return land[3][who].post(reverse("scores:sheet_row", args=[sheet.key]), row_data(row, value, **over))

    def test_a_row_that_is_left_is_saved_and_the_total_follows(self, land, sheet):
        for row in rows_of(sheet):
            answer = self.send(land, sheet, row, row.criterion.maximum)
        assert answer.status_code == 200
        assert answer.json() == {"words": "đã lưu", "version": 2, "total": "105", "band": "Tốt"}
        sheet.refresh_from_db()
        assert sheet.total == 105

    def test_somebody_elses_points_are_shown_and_not_overwritten(self, land, sheet):
        row = next(row for row in rows_of(sheet) if row.criterion.code == "noi-dung")
        assert self.send(land, sheet, row, 50).status_code == 200
        answer = self.send(land, sheet, row, 60)
        assert answer.status_code == 409 and "đang lưu: 50" in answer.json()["words"]
        row.refresh_from_db()
        assert row.points == 50
        # Seen, and meant all the same.
        answer = self.send(land, sheet, row, 60, **{f"r{row.pk}-version": answer.json()["version"]})
        assert answer.status_code == 200

    def test_what_is_wrong_is_one_sentence_and_changes_nothing(self, land, sheet):
        row = next(row for row in rows_of(sheet) if row.criterion.code == "noi-dung")
        for value, said in ((99, "điểm từ 0 đến 70"), ("nhiều", "Hãy ghi một số")):
            answer = self.send(land, sheet, row, value)
            assert answer.status_code == 422 and said in answer.json()["words"]
        row.refresh_from_db()
        assert row.points is None and row.version == 1

    def test_nobody_else_saves_a_row_of_it(self, land, sheet):
        row = rows_of(sheet)[0]
        for who in ("neighbour", "secretary", "other_staff", "staff", "leader"):
            assert self.send(land, sheet, row, 1, who=who).status_code == 404, who
        no_row = land[3]["office"].post(reverse("scores:sheet_row", args=[sheet.key]), {"row": 10**9})
        assert no_row.status_code == 404
        assert land[3]["office"].get(reverse("scores:sheet_row", args=[sheet.key])).status_code == 405

    def test_two_people_say_two_vetoes(self, land, sheet):
        """What the other said meanwhile stands; only what one changed oneself is changed."""
        veto = sheet.rubric.vetoes.get()
        set_vetoes(sheet, [veto], by=None)
        # The page was read before: no veto applied then, and none was ticked.
        land[3]["office"].post(sheet.get_absolute_url(), points(sheet, "points", 70))
        assert sheet.veto_rows.count() == 1
        page = land[3]["office"].get(sheet.get_absolute_url()).text
        assert f'name="veto_seen" value="{veto.pk}"' in page
        # One button without JavaScript: a row that somebody changed meanwhile shows both, all the rest is saved, the veto too.
        row, other = rows_of(sheet)[:2]
        stale = points(sheet, "points", 70) | {
            "veto_seen": veto.pk,
            f"r{row.pk}-value": "3",
            f"r{other.pk}-value": "4",
        }
        save_row(row, column="points", value=5, note="Đủ minh chứng", version=row.version, by=None)
        page = land[3]["office"].post(sheet.get_absolute_url(), stale).text
        assert "đang lưu: 5" in page and 'value="3"' in page and "Đã lưu những dòng đúng" in page
        assert [each.points for each in rows_of(sheet)[:2]] == [5, 4]
        assert not sheet.veto_rows.exists()

    def test_a_veto_is_saved_as_it_is_ticked_and_what_somebody_else_said_stands(self, land, sheet):
        veto, office = sheet.rubric.vetoes.get(), land[3]["office"]
        address, said = reverse("scores:sheet_row", args=[sheet.key]), {"quy-dinh": veto.pk}
        answer = office.post(address, said | {"ap-dung": "1"})
        assert (answer.status_code, answer.json()["words"], answer.json()["applies"]) == (200, "đã lưu", True)
        assert sheet.veto_rows.get().said_by is not None
        # Another page was read before, and says what it had read: it is told, and changes nothing.
        answer = office.post(address, said)
        assert answer.status_code == 409 and "vừa ghi là áp dụng" in answer.json()["words"]
        assert answer.json()["applies"] and sheet.veto_rows.exists()
        answer = office.post(address, said | {"da-thay": "1"})
        assert answer.status_code == 200 and not answer.json()["applies"] and not sheet.veto_rows.exists()
        answer = office.post(address, said | {"da-thay": "1", "ap-dung": "1"})
        assert answer.status_code == 409 and "người khác vừa bỏ" in answer.json()["words"]
        for who in ("neighbour", "secretary", "other_staff", "staff", "leader"):
            assert land[3][who].post(address, said | {"ap-dung": "1"}).status_code == 404, who
        assert office.post(address, {"quy-dinh": "nhiều"}).status_code == 404
        assert not sheet.veto_rows.exists()


def test_rows_and_vetoes_are_named_by_plain_numbers_however_many_there_are(land):
    """A million of rows is no "1.000.000" in the page: the script, and the one button, send back what they read."""
    units, body, _branch, people = land
    draft = score_things.draft_rubric(units["P1D1"], kind="month")
    veto = VetoRule.objects.create(
        pk=1_234_568, rubric=draft, text="Để xảy ra vi phạm", band=draft.bands.last()
    )
    rubric = issue(
        draft,
        document=score_things.document_of(units["P1D1"]),
        starts_on=date(2026, 1, 1),
        by=None,
        on=date(2025, 12, 1),
    )
    sheet = Sheet.objects.create(
        rubric=rubric, kind="month", organisation=body, unit=body.unit, issuer=units["P1D1"],
        period_on=date(2026, 3, 1), scorer="own",
    )  # fmt: skip
    row = SheetRow.objects.create(pk=1_234_567, sheet=sheet, criterion=rubric.criteria.get(code="noi-dung"))
    page = people["office"].get(sheet.get_absolute_url()).text
    assert f'data-row="{row.pk}"' in page and f'name="veto" value="{veto.pk}"' in page
    assert f'data-veto="{veto.pk}"' in page
    people["office"].post(sheet.get_absolute_url(), points(sheet, "points", 60) | {"veto": veto.pk})
    assert f'name="veto_seen" value="{veto.pk}"' in people["office"].get(sheet.get_absolute_url()).text


def test_proposals_are_made_anew_and_what_somebody_overrode_stays(land):
    units, _body, _branch, _people = land
    score_things.issued_rubric(units["P1D1"])
    meeting, turn, cadre = visit(land)
    cadre.post(reverse("scores:turn_sheet", args=[turn.key]))
    sheet = Sheet.objects.get()
    came = next(row for row in rows_of(sheet) if row.criterion.code == "du")
    assert (came.proposed, came.points) == (
        20,
        20,
    ) and f"báo cáo của {turn.cadre.full_name}" in came.proposed_why
    renew = reverse("scores:sheet_renew", args=[sheet.key])
    assert "Số liệu chưa có gì mới" in text_of_post(cadre, renew)
    Attendance.objects.filter(pk=turn.pk).update(present=5, excused=5)
    assert "Đã cập nhật đề xuất của 1 dòng" in text_of_post(cadre, renew)
    came.refresh_from_db()
    assert (came.proposed, came.points, came.version) == (0, 0, 2)
    assert "5/10" in came.proposed_why
    save_row(came, column="points", value=15, note="Có bốn đồng chí trực", version=2, by=None)
    Attendance.objects.filter(pk=turn.pk).update(present=9, excused=1)
    cadre.post(renew)
    came.refresh_from_db()
    assert (came.proposed, came.points) == (20, 15)
    cadre.post(sheet.get_absolute_url(), points(sheet, "points", 40))
    step(cadre, sheet, "send")
    assert cadre.post(renew).status_code == 404


def text_of_post(client, url):
    return client.post(url, follow=True).content.decode()


def test_lists_ask_the_same_however_many_rows(land):
    units, body, _branch, people = land
    rubric = score_things.issued_rubric(units["P1D1"], kind="month")
    url = f"{reverse('scores:month_list')}?thang=2026-03"
    few = queries_of(people["staff"], url)
    for number in range(5):
        other = factories.organisation(
            units["P1D1C2"], code=f"X{number}", name=f"Đảng bộ {number}", kind="grassroots_committee"
        )
        Sheet.objects.create(
            rubric=rubric, kind="month", organisation=other, unit=other.unit, issuer=units["P1D1"],
            period_on=date(2026, 3, 1), scorer="own", state="sent", sent_on=date(2026, 4, 3), total=80,
        )  # fmt: skip
    assert queries_of(people["staff"], url) <= few + 1
    assert queries_of(people["staff"], reverse("scores:year_page")) <= 25
    assert queries_of(people["staff"], Sheet.objects.first().get_absolute_url()) <= 25


def test_the_cadre_comes_to_the_sheet_from_his_report_and_nobody_else(db):
    land = ground()
    report = land.report(quality="good")
    address = reverse("scores:turn_sheet", args=[report.attendance.key])
    if report.cadre.user is None:
        report.cadre.user = factories.UserFactory()
        report.cadre.save()
    assert address in signed_in(report.cadre.user).get(report.get_absolute_url()).content.decode()
    assert address not in signed_in(land.officer).get(report.get_absolute_url()).content.decode()


def test_the_history_of_a_sheet_says_who_changed_which_points_to_those_above(land):
    units, body, _branch, people = land
    score_things.issued_rubric(units["P1D1"], kind="month")
    people["office"].post(reverse("scores:month_open", args=[body.key, "2026-03"]))
    sheet = Sheet.objects.get()
    address = reverse("dashboard:history", args=["phieu-cham", sheet.key])
    row = next(row for row in rows_of(sheet) if row.criterion.code == "noi-dung")
    people["office"].post(sheet.get_absolute_url(), points(sheet, "points", 70))
    assert people["staff"].get(address).status_code == 404, "a draft is its organisation's"
    step(people["office"], sheet, "send")
    people["staff"].post(sheet.get_absolute_url(), points(sheet, "reviewed", 60, "Thiếu biên bản họp"))
    veto = sheet.rubric.vetoes.get()
    data = points(sheet, "reviewed", 55.5, "Thiếu biên bản họp") | {"veto": veto.pk}
    people["staff"].post(sheet.get_absolute_url(), data)
    said = " ".join(page_words(people["staff"].get(address)).split())
    assert f"Sửa điểm của tiêu chí “{row.criterion.name}”" in said and "60 → thành 55,5" in said
    assert veto.text in said, "also who said that a veto applies"
    assert "Tình trạng: nháp → thành đã gửi" in said or "tình trạng: nháp → thành đã gửi" in said
    assert (
        str(
            factories.UserFactory._meta.model.objects.get(
                grants__role="org_staff", grants__unit=units["P1D1"]
            )
        )
        in said
    )
    assert f'href="{address}"' in people["staff"].get(sheet.get_absolute_url()).text
    for name in ("office", "neighbour", "secretary", "other_staff"):
        assert people[name].get(address).status_code in (403, 404), name
    assert f'href="{address}"' not in people["office"].get(sheet.get_absolute_url()).text
    assert queries_of(people["staff"], address) <= 25


def test_an_organisation_reads_its_own_side_of_the_history_and_nothing_of_the_reviewers(land):
    units, body, _branch, people = land
    score_things.issued_rubric(units["P1D1"], kind="month")
    people["office"].post(reverse("scores:month_open", args=[body.key, "2026-03"]))
    sheet = Sheet.objects.get()
    address = reverse("dashboard:own_sheet_history", args=[sheet.key])
    people["office"].post(sheet.get_absolute_url(), points(sheet, "points", 65))
    assert address in people["office"].get(sheet.get_absolute_url()).text, "a draft's too"
    step(people["office"], sheet, "send")
    people["office"].get(address)
    sent = page_words(people["office"].get(address))
    assert "Sửa điểm của tiêu chí “Nội dung”" in sent or "Ghi điểm của tiêu chí “Nội dung”" in sent
    assert "65" in sent and "nháp → thành đã gửi" in sent
    data = points(sheet, "reviewed", 60, "Thiếu biên bản họp") | {"veto": sheet.rubric.vetoes.get().pk}
    people["staff"].post(sheet.get_absolute_url(), data)
    people["staff"].post(sheet.get_absolute_url(), points(sheet, "reviewed", 55.5, "Thiếu hai biên bản"))
    step(people["staff"], sheet, "review")
    step(people["leader"], sheet, "approve")
    assert page_words(people["office"].get(address)) == sent, "not a word, a name or an hour of the reviewers"
    assert "Thiếu hai biên bản" in page_words(
        people["staff"].get(reverse("dashboard:history", args=["phieu-cham", sheet.key]))
    )
    step(people["staff"], sheet, "publish")
    published = page_words(people["office"].get(address))
    assert "đã gửi → thành đã công bố" in published and "→ thành 90,5" in published
    assert "65" in numbers_in(published), "what is his own is found this way"
    assert "Thiếu" not in published and "60" not in numbers_in(published)
    for name in ("neighbour", "secretary", "other_staff", "staff", "leader"):
        assert people[name].get(address).status_code == 404, name
    assert queries_of(people["office"], address) <= 25


def test_an_organisation_reads_what_an_appeal_changed_and_not_what_was_reviewed_before_it(land):
    units, body, _branch, people = land
    score_things.issued_rubric(units["P1D1"], kind="month")
    people["office"].post(reverse("scores:month_open", args=[body.key, "2026-03"]))
    sheet = Sheet.objects.get()
    people["office"].post(sheet.get_absolute_url(), points(sheet, "points", 65))
    step(people["office"], sheet, "send")
    people["staff"].post(sheet.get_absolute_url(), points(sheet, "reviewed", 55.5, "Thiếu hai biên bản"))
    for who, name in (("staff", "review"), ("leader", "approve"), ("staff", "publish")):
        step(people[who], sheet, name)
    step(people["office"], sheet, "appeal", text="Biên bản đã nộp ngày 2/4")
    data = points(sheet, "approved", 62, "") | {"text": "Đã xem biên bản, cho thêm điểm"}
    people["leader"].post(reverse("scores:appeal_decide", args=[sheet.appeals.get().key]), data)
    sheet.refresh_from_db()
    own_side = OwnSide(sheet)

    def an_hour_later(events, before):
        """A test is one transaction, and that is one moment to the history: the appeal was decided after the publication."""
        for event in events:
            if event.tells_of is SheetRow and event.approved == 62:
                event.pgh_created_at = own_side.published_at + timedelta(hours=1)
        return own_side(events, before)

    entries = history_of(KINDS["phieu-cham"], sheet, Scope(), HELD, as_read=an_hour_later)
    items = [item for entry in entries for item in entry.items if "Nội dung" in item.heading]
    said = [(item.heading, [(each.label, each.old, each.new) for each in item.changes]) for item in items]
    changed, written = said
    why = ("ý kiến khi duyệt", "chưa ghi", "Đã xem biên bản, cho thêm điểm")
    assert changed == ("Sửa điểm của tiêu chí “Nội dung”", [("duyệt", "55,5", "62"), why])
    assert ("điểm", "", "65") in written[1] and "hai biên bản" not in str(said)


def test_a_paper_cites_the_notice_that_published_its_sheet_and_is_a_draft_without_one(land):
    units, body, _branch, people = land
    score_things.issued_rubric(units["P1D1"], kind="month")
    notice = factories.DocumentFactory(
        issuer_unit=units["P1D1"], type="TB", number="12-TB/HU", issued_on=date(2026, 4, 9), title="Kết quả"
    )
    factories.DocumentFactory(
        issuer_unit=units["P1D2"], type="TB", number="99-TB/HU", issued_on=date(2026, 4, 9)
    )
    people["office"].post(reverse("scores:month_open", args=[body.key, "2026-03"]))
    sheet = Sheet.objects.get()
    people["office"].post(sheet.get_absolute_url(), points(sheet, "points", 65))
    step(people["office"], sheet, "send")
    step(people["staff"], sheet, "review")
    step(people["leader"], sheet, "approve")
    asked = people["staff"].get(reverse("scores:sheet_step", args=[sheet.key, "publish"]))
    assert "12-TB/HU" in asked.text and "99-TB/HU" not in asked.text
    assert step(people["staff"], sheet, "publish", document="99-TB/HU").status_code == 200
    assert Sheet.objects.get().state == "approved", "a notice of another committee published nothing"
    assert is_draft(people["staff"], sheet)
    step(people["staff"], sheet, "publish", document="12-TB/HU")
    paper = printed(people["office"], sheet)
    assert "Công bố theo Thông báo số 12-TB/HU, ngày 09/04/2026." in paper
    assert not is_draft(people["office"], sheet) and "-BCĐ/HU" not in paper
    # Published without one there is no number, and none is made up.
    withdraw_publication(sheet, by=None, on=notice.issued_on, note="Sai")
    assert is_draft(people["staff"], sheet)
    step(people["staff"], sheet, "publish")
    assert is_draft(people["office"], sheet) and "12-TB/HU" not in printed(people["office"], sheet)


def a_month(units, rubric, number, state, total, *, sent_on=date(2026, 4, 3), place="P1D1C1"):
    """A grassroots organisation with its sheet of March 2026, graded by its total."""
    other = factories.organisation(
        units[place], code=f"X{number}", name=f"Đảng bộ số {number}", kind="grassroots_committee"
    )
    bands = {band.code: band for band in rubric.bands.all()}
    return Sheet.objects.create(
        rubric=rubric, kind="month", organisation=other, unit=other.unit, issuer=units["P1D1"],
        period_on=date(2026, 3, 1), scorer="own", state=state, sent_on=sent_on, total=total, own_total=total,
        due_on=date(2026, 4, 5), band=next(iter(bands.values())),
        published_on=sent_on if state == "published" else None,
    )  # fmt: skip


def named(client, name, **asked):
    """Names of the organisations of a list of scores, as it is filtered."""
    response = client.get(reverse(f"scores:{name}"), asked)
    assert response.status_code == 200
    return {row["organisation"] for row in response.context["page"].object_list}


def test_a_month_is_filtered_by_place_state_grade_and_lateness(land):
    units, body, _branch, people = land
    rubric = score_things.issued_rubric(units["P1D1"], kind="month")
    a_month(units, rubric, 1, "published", 95)
    a_month(units, rubric, 2, "sent", 80, place="P1D1C2", sent_on=date(2026, 4, 20))
    march = {"thang": "2026-03"}
    staff = people["staff"]
    every = {"Đảng bộ xã 1", "Đảng bộ số 1", "Đảng bộ số 2"}
    assert named(staff, "month_list", **march) == every
    best = Sheet.objects.get(state="published").band.name
    for asked, wanted in (
        ({"tinh_trang": "published"}, {"Đảng bộ số 1"}),
        ({"tinh_trang": "missing"}, {"Đảng bộ xã 1"}),
        ({"dung_han": "late"}, {"Đảng bộ số 2"}),
        ({"dung_han": "on-time"}, {"Đảng bộ số 1"}),
        ({"loai": best}, {"Đảng bộ số 1"}),
        ({"xa": units["P1D1C2"].key}, {"Đảng bộ số 2"}),
        ({"ten": "dang bo so"}, every - {"Đảng bộ xã 1"}),
        ({"xa": units["P1D1C2"].key, "tinh_trang": "published"}, set()),
        ({"xa": units["P1D2C1"].key}, every),
    ):
        assert named(staff, "month_list", **march, **asked) == wanted, asked
    page = staff.get(reverse("scores:month_list"), march | {"dung_han": "late"}).text
    assert 'name="thang" value="2026-03"' in page, "the month stays when one filters anew"
    assert units["P1D2C1"].key not in page
    assert queries_of(staff, f"{reverse('scores:month_list')}?thang=2026-03&dung_han=late") <= 25


def test_an_organisation_finds_by_no_filter_what_it_may_not_read_yet(land):
    """Approved and not published: it is sent for its organisation, without a grade; published it is found (negative control)."""
    units, body, _branch, people = land
    rubric = score_things.issued_rubric(units["P1D1"], kind="month")
    sheet = a_month(units, rubric, 1, "approved", 95)
    asked = {"thang": "2026-03"}
    band = sheet.band.name
    assert "Đảng bộ số 1" in named(people["office"], "month_list", **asked, tinh_trang="sent")
    whole = named(people["office"], "month_list", **asked)
    assert named(people["office"], "month_list", **asked, tinh_trang="approved") == whole, "no choice for him"
    assert named(people["office"], "month_list", **asked, loai=band) == whole, "no choice for him"
    assert band not in people["office"].get(reverse("scores:month_list"), asked).text
    assert named(people["staff"], "month_list", **asked, tinh_trang="approved") == {"Đảng bộ số 1"}
    assert named(people["staff"], "month_list", **asked, loai=band) == {"Đảng bộ số 1"}
    Sheet.objects.filter(pk=sheet.pk).update(state="published", published_on=date(2026, 4, 9))
    assert named(people["office"], "month_list", **asked, loai=band) == {"Đảng bộ số 1"}


def test_a_year_is_filtered_by_place_and_months_missing(land):
    units, _body, _branch, people = land
    rubric = score_things.issued_rubric(units["P1D1"], kind="month")
    a_month(units, rubric, 1, "published", 95)
    every = {"Đảng bộ xã 1", "Đảng bộ số 1"}
    assert named(people["staff"], "year_page", nam="2026") == every
    assert named(people["staff"], "year_page", nam="2026", ten="so 1") == {"Đảng bộ số 1"}
    assert named(people["staff"], "year_page", nam="2026", xa=units["P1D1C2"].key) == set()
    assert named(people["staff"], "year_page", nam="2026", thieu="co") == every
    assert named(people["staff"], "year_page", nam="2026", thieu="du") == set()


def test_scored_meetings_are_filtered_by_month_side_state_and_gap(land):
    units, _body, branch, people = land
    score_things.issued_rubric(units["P1D1"])
    meeting, turn, cadre = visit(land)
    people["secretary"].post(reverse("scores:meeting_sheet", args=[meeting.key]))
    own = Sheet.objects.get(scorer="branch")
    people["secretary"].post(own.get_absolute_url(), points(own, "points", 70))
    step(people["secretary"], own, "send")
    cadre.post(reverse("scores:turn_sheet", args=[turn.key]))
    superior = Sheet.objects.get(scorer="superior")
    cadre.post(superior.get_absolute_url(), points(superior, "points", 40, "Ít ý kiến"))
    step(cadre, superior, "send")
    staff, one, year = people["staff"], {"Chi bộ ấp 1"}, {"nam": "2026"}
    for asked, is_there in (
        ({"thang": "3"}, True), ({"thang": "4"}, False),
        ({"ben": "hai-ben"}, True), ({"ben": "chi-bo"}, False), ({"ben": "cap-tren"}, False),
        ({"tinh_trang": "sent"}, True),
        ({"lech": "cao"}, True), ({"lech": "thap"}, False),
        ({"xa": units["P1D1C1"].key}, True), ({"xa": units["P1D1C2"].key}, False),
        ({"ten": "ap 1"}, True), ({"ten": "ap 9"}, False),
    ):  # fmt: skip
        assert named(staff, "meeting_scores", **year, **asked) == (one if is_there else set()), asked
    # Always full and never visited: three meetings are asked for, whatever part of the year they lie in.
    Sheet.objects.filter(pk=own.pk).update(band=own.rubric.bands.get(sort=1))
    for month in (5, 6):
        other = factories.organisation(units["P1D1C2H1"], code=f"CB{month}", name=f"Chi bộ tháng {month}")
        for number in (1, 2, 3):
            held = Meeting.objects.create(
                organisation=other, unit=other.unit, month=date(2026, month - 3 + number, 1), outcome="held",
                held_on=date(2026, month - 3 + number, 5),
            )  # fmt: skip
            Sheet.objects.create(
                rubric=own.rubric, kind="meeting", organisation=other, unit=other.unit, issuer=units["P1D1"],
                period_on=held.held_on, scorer="branch", meeting=held, state="sent", sent_on=held.held_on, total=95,
                band=own.rubric.bands.get(sort=1),
            )  # fmt: skip
    both = {"Chi bộ tháng 5", "Chi bộ tháng 6"}
    for asked, wanted in (
        ({}, both), ({"ky": "6-thang-dau"}, both), ({"ky": "quy-2"}, {"Chi bộ tháng 6"}), ({"ky": "quy-1"}, set()),
        ({"xa": units["P1D1C1"].key}, set()), ({"xa": units["P1D1C2"].key}, both), ({"ten": "thang 5"}, {"Chi bộ tháng 5"}),
    ):  # fmt: skip
        assert named(staff, "always_full", **year, **asked) == wanted, asked
    assert "ky=quy-2" in staff.get(reverse("scores:always_full"), year | {"ky": "quy-2"}).text, (
        "so is its export"
    )
    assert queries_of(staff, f"{reverse('scores:always_full')}?nam=2026&ky=quy-2") <= 25
    # To the branch it is scored by one side until the other is published: so is what it asks for.
    assert named(people["secretary"], "meeting_scores", **year, ben="chi-bo") == one
    assert named(people["secretary"], "meeting_scores", **year, ben="hai-ben") == set()
    assert named(people["secretary"], "meeting_scores", **year, lech="cao") == set()
    step(staff, superior, "publish")
    assert named(people["secretary"], "meeting_scores", **year, ben="hai-ben") == one
    assert queries_of(staff, f"{reverse('scores:meeting_scores')}?nam=2026&ben=hai-ben") <= 25
