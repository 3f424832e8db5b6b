"""The answer returns: the next visitor's form asks for it, a tick ends the clock, and taking the tick back is honest."""

import io
import zipfile
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from matters.actions.answering import answer
from matters.actions.merging import merge
from matters.actions.raising import raise_matter
from matters.actions.receiving import receive
from matters.actions.telling import take_feedback, tell_base
from matters.models import Recommendation
from reports.actions.amending import amend_report
from reports.actions.paper import enter_paper
from reports.actions.submitting import submit_report
from reports.models import Report, ReportTold
from reports.telling import answers_to_tell, new_replies
from tests.factories import organisation
from tests.pages import queries_of, signed_in, words
from tests.reports.ground import DAY, MET, ground, key, one_more, register, said

pytestmark = pytest.mark.django_db
RAISED, ANSWERED = date(2026, 9, 1), date(2026, 9, 21)


@pytest.fixture
def land():
    made = ground()
    made.matter = answered(made)
    return made


def raised(land, *, branch=None, is_shared=True, **fields):
    branch = branch or land.branch
    made = raise_matter(
        unit=branch.unit,
        issuer=land.district,
        organisation=branch,
        content=fields.pop("content", "Cầu Kênh Ba bị sụt"),
        raised_on=RAISED,
        by=land.officer,
        **fields,
    )
    return receive(made, by=land.officer, on=RAISED, is_shared=is_shared)


def answered(land, *, outcome="resolved", text="Đã sửa xong cầu", on=ANSWERED, **fields):
    made = raised(land, **fields)
    answer(made, text=text, outcome=outcome, by=land.officer, on=on)
    return Recommendation.objects.get(pk=made.pk)


def send(land, **over):
    cadre, user = over.pop("cadre", land.cadre), over.pop("author", land.user)
    values = said(land, **over)
    return submit_report(cadre=cadre, author=user, client_key=key(), values=values, on=DAY).report


def amend(land, report, **over):
    report = Report.objects.get(pk=report.pk)
    values = said(land, **over)
    return amend_report(report, values=values, version=report.version, by=land.user, on=DAY)


def to_tell(land, on=MET, **over):
    return [
        each.reference
        for each in answers_to_tell(over.get("organisation", land.branch), over.get("cadre", land.cadre), on)
    ]


def fresh(matter):
    return Recommendation.objects.get(pk=matter.pk)


def steps(matter):
    return [step.step for step in matter.steps.all()]


# --- what is asked ---
def test_the_next_visitor_is_asked_for_what_was_answered_with_the_words_of_the_answer(land):
    (row,) = answers_to_tell(land.branch, land.cadre, MET)
    assert row == land.matter
    assert (row.reply.outcome, row.reply.texts, row.reply.on) == (
        "đã giải quyết",
        ("Đã sửa xong cầu",),
        ANSWERED,
    )


@pytest.mark.parametrize("on", [ANSWERED - timedelta(days=1), ANSWERED])
def test_an_answer_is_told_from_its_own_day_on(land, on):
    assert bool(to_tell(land, on)) == (on >= ANSWERED)


def test_what_is_not_answered_told_closed_or_voided_is_not_asked(land):
    raised(land, content="Chưa trả lời")
    told = answered(land, content="Đã nghe")
    tell_base(told, how="writing", by=land.officer, on=ANSWERED)
    closed = answered(land, content="Đã đóng")
    Recommendation.objects.filter(pk=closed.pk).update(closed_on=ANSWERED, close_reason="Trùng việc")
    voided = answered(land, content="Nhập nhầm")
    Recommendation.objects.filter(pk=voided.pk).update(voided_at="2026-09-22T00:00Z", void_reason="Nhầm")
    assert to_tell(land) == [land.matter.reference]


def test_what_is_not_shared_is_told_by_the_cadre_who_raised_it_and_by_nobody_else(land):
    other, _user = one_more(land)
    own = answered(land, is_shared=False, raised_by=land.cadre)
    alien = answered(land, is_shared=False, raised_by=other)
    assert set(to_tell(land)) == {land.matter.reference, own.reference}
    assert set(to_tell(land, cadre=other)) == {land.matter.reference, alien.reference}


def test_the_neighbouring_branch_is_asked_nothing(land):
    neighbour = organisation(land.units["P1D1C1H2"], code="CB2", name="Chi bộ Ấp Mẫu 2")
    assert to_tell(land, organisation=neighbour) == []


def test_each_merged_voice_is_told_at_its_own_place_with_the_answer_of_the_matter(land):
    neighbour = organisation(land.units["P1D1C1H2"], code="CB2", name="Chi bộ Ấp Mẫu 2")
    lead, voice = (
        raised(land, content="Thiếu nước"),
        raised(land, branch=neighbour, content="Cũng thiếu nước"),
    )
    merge([voice], into=lead, by=land.officer, on=RAISED)
    answer(fresh(lead), text="Cấp nước trong tháng", outcome="resolved", by=land.officer, on=ANSWERED)
    (row,) = answers_to_tell(neighbour, land.cadre, MET)
    assert (row.pk, row.reply.texts) == (voice.pk, ("Cấp nước trong tháng",))
    meeting = register(neighbour, MET)
    send(land, meeting=meeting, told=[row])
    assert fresh(voice).told_on == MET
    # The matter itself was raised elsewhere, where it has not been heard yet.
    assert fresh(lead).told_on is None
    assert lead.reference in to_tell(land)


def test_what_became_of_it_since_is_said_too(land):
    Recommendation.objects.filter(pk=land.matter.pk).update(outcome_reason="Nghiệm thu ngày 20/9")
    (row,) = answers_to_tell(land.branch, land.cadre, MET)
    assert row.reply.texts == ("Đã sửa xong cầu", "Nghiệm thu ngày 20/9")


def test_asking_costs_one_query_however_many_answers_there_are(land, django_assert_num_queries):
    for number in range(5):
        answered(land, content=f"Việc {number}")
    with django_assert_num_queries(1):
        assert len(answers_to_tell(land.branch, land.cadre, MET)) == 6


# --- the tick ---
def test_the_tick_ends_the_clock_in_the_transaction_of_the_report(land):
    report = send(land, told=[land.matter])
    row = fresh(land.matter)
    assert (row.told_on, row.told_how, row.closed_on) == (MET, "meeting", MET)
    link = ReportTold.objects.get()
    assert (link.report, link.told_on, link.has_ended_clock) == (report, MET, True)
    assert steps(row)[-2:] == ["told", "closed"]
    assert to_tell(land) == []


def test_still_being_worked_on_is_told_and_not_closed(land):
    matter = answered(land, outcome="in_progress", text="Đang làm")
    send(land, told=[matter])
    assert (fresh(matter).told_on, fresh(matter).closed_on) == (MET, None)


def test_a_report_that_is_refused_tells_nothing(land):
    with pytest.raises(ValidationError):
        send(land, told=[land.matter], holds_no_secret=False)
    assert (fresh(land.matter).told_on, ReportTold.objects.count()) == (None, 0)


def test_who_was_not_there_has_told_nothing(land):
    send(land, attended="excused", absence_reason="Ốm", told=[land.matter], present=None, excused=None)
    assert (fresh(land.matter).told_on, ReportTold.objects.count()) == (None, 0)


def test_a_meeting_before_the_answer_cannot_have_heard_it(land):
    matter = answered(land, on=MET + timedelta(days=1))
    with pytest.raises(ValidationError) as refused:
        send(land, told=[matter])
    assert refused.value.messages == [
        f"Trả lời của kiến nghị {matter.reference} có từ ngày 25/11/2026, sau buổi sinh hoạt này: chưa thể đã thông báo."
    ]
    assert not Report.objects.exists()


def test_told_elsewhere_while_the_form_lay_in_a_pocket_is_no_obstacle(land):
    tell_base(land.matter, how="writing", by=land.officer, on=MET - timedelta(days=2))
    send(land, told=[land.matter])
    assert (fresh(land.matter).told_on, fresh(land.matter).told_how) == (MET - timedelta(days=2), "writing")
    assert ReportTold.objects.get().has_ended_clock is False


# --- taken back ---
def test_amending_without_the_tick_takes_it_back_and_opens_the_matter_again(land):
    report = send(land, told=[land.matter])
    amend(land, report, told=[])
    row, link = fresh(land.matter), ReportTold.objects.get()
    assert (row.told_on, row.told_how, row.closed_on) == (None, "", None)
    assert link.taken_back_at
    assert link.taken_back_by == land.user
    step = row.steps.last()
    assert (step.step, step.note) == ("untold", "Người báo cáo bỏ đánh dấu khi sửa báo cáo.")
    assert to_tell(land) == [land.matter.reference]
    amend(land, report, told=[land.matter])
    assert fresh(land.matter).told_on == MET
    assert [link.taken_back_at is None for link in ReportTold.objects.all()] == [False, True]


def test_amended_with_the_same_tick_nothing_happens_twice(land):
    report = send(land, told=[land.matter])
    before = steps(fresh(land.matter))
    amend(land, report, told=[land.matter], comments="Ý khác")
    assert steps(fresh(land.matter)) == before
    assert ReportTold.objects.count() == 1


def test_after_all_not_having_attended_takes_it_back_too(land):
    report = send(land, told=[land.matter])
    amend(
        land, report, told=[land.matter], attended="excused", absence_reason="Ốm", present=None, excused=None
    )
    assert fresh(land.matter).told_on is None
    assert not ReportTold.objects.standing().exists()


def test_what_the_place_has_answered_to_was_heard(land):
    report = send(land, told=[land.matter])
    take_feedback(fresh(land.matter), satisfaction="satisfied", text="Tốt", by=land.officer, on=MET)
    with pytest.raises(ValidationError) as refused:
        amend(land, report, told=[])
    assert "nên không bỏ ghi đã thông báo được" in refused.value.messages[0]
    assert ReportTold.objects.standing().exists()


def test_two_visitors_told_it_and_one_takes_it_back(land):
    other, user = one_more(land, target=None)
    first = send(land, told=[land.matter])
    send(land, cadre=other, author=user, told=[land.matter])
    amend(land, first, told=[])
    assert fresh(land.matter).told_on == MET
    assert list(ReportTold.objects.standing().values_list("report__cadre", "has_ended_clock")) == [
        (other.pk, True)
    ]


def test_a_new_answer_is_told_anew_by_another_report(land):
    matter = answered(land, outcome="in_progress", text="Đang làm")
    send(land, told=[matter])
    answer(fresh(matter), text="Làm xong", outcome="resolved", by=land.officer, on=MET)
    assert matter.reference in to_tell(land, MET)
    later = register(land.branch, MET + timedelta(days=1))
    send(land, meeting=later, met_on=MET + timedelta(days=1), told=[fresh(matter)])
    assert fresh(matter).told_on == MET + timedelta(days=1)
    assert ReportTold.objects.filter(recommendation=matter).standing().count() == 2


def test_a_matter_voided_since_does_not_stand_in_the_way_of_amending(land):
    report = send(land, told=[land.matter])
    Recommendation.objects.filter(pk=land.matter.pk).update(
        voided_at="2026-11-25T00:00Z", void_reason="Nhập nhầm"
    )
    assert amend(land, report, told=[], comments="Ý khác").comments == "Ý khác"


# --- the pages ---
def form(land, **over):
    return {
        "client_key": str(over.pop("client_key", uuid4())),
        "attended": "yes",
        "met_on": "24/11/2026",
        "kind": "regular",
        "members": "24",
        "exempt": "2",
        "present": "20",
        "excused": "2",
        "holds_no_secret": "on",
        "late_reason": "Mất sóng",
    } | over


@pytest.fixture
def pages(land):
    land.browser = signed_in(land.user)
    land.address = f"/bao-cao/moi/?buoi={land.meeting.key}"
    return land


def test_the_form_opens_with_the_answers_and_one_tick_each(pages):
    page = pages.browser.get(pages.address)
    text = words(page)
    assert text.index("Trả lời kỳ trước") < text.index("Đảng viên dự họp")
    assert "Đã sửa xong cầu" in text
    assert f'name="told" value="{pages.matter.key}">' in page.content.decode()


def test_without_answers_nothing_is_asked(pages):
    tell_base(pages.matter, how="writing", by=pages.officer, on=ANSWERED)
    assert "Trả lời kỳ trước" not in words(pages.browser.get(pages.address))


def test_it_is_told_without_javascript_and_any_number_of_sendings_tell_it_once(pages):
    sent = form(pages, told=[pages.matter.key])
    for _time in range(3):
        response = pages.browser.post(pages.address, sent, follow=True)
    assert Report.objects.count() == ReportTold.objects.count() == 1
    assert fresh(pages.matter).told_on == MET
    assert "Trả lời đã thông báo tại buổi sinh hoạt" in words(response)
    report = Report.objects.get()
    edit = f"/bao-cao/xem/{report.key}/sua/"
    assert f'value="{pages.matter.key}" checked' in pages.browser.get(edit).content.decode()
    again = form(pages, version="1", told=[pages.matter.key], comments="Ý khác")
    assert pages.browser.post(edit, again).status_code == 302
    assert ReportTold.objects.count() == 1
    assert pages.browser.post(edit, form(pages, version="2")).status_code == 302
    assert fresh(pages.matter).told_on is None


def test_a_draft_keeps_the_tick(pages):
    sent = form(pages, told=[pages.matter.key], nhap="1")
    response = pages.browser.post(pages.address, sent, follow=True)
    assert f'value="{pages.matter.key}" checked' in response.content.decode()
    assert fresh(pages.matter).told_on is None


def test_an_error_elsewhere_keeps_the_tick(pages):
    response = pages.browser.post(pages.address, form(pages, told=[pages.matter.key], attended=""))
    assert response.status_code == 422
    assert f'value="{pages.matter.key}" checked' in response.content.decode()


def test_the_key_of_a_matter_that_is_not_for_him_does_nothing(pages):
    neighbour = organisation(pages.units["P1D1C1H2"], code="CB2", name="Chi bộ Ấp Mẫu 2")
    other, _user = one_more(pages)
    elsewhere = answered(pages, branch=neighbour)
    hidden = answered(pages, is_shared=False, raised_by=other)
    page = pages.browser.get(pages.address).content.decode()
    assert elsewhere.key not in page
    assert hidden.key not in page
    sent = form(pages, told=[elsewhere.key, hidden.key, "khong-co"])
    assert pages.browser.post(pages.address, sent).status_code == 302
    assert {fresh(elsewhere).told_on, fresh(hidden).told_on} == {None}
    # Negative control: the one that is for him is told with the same form.
    assert not ReportTold.objects.exists()


def test_two_texts_of_one_report_say_which_answers_differ(pages):
    client_key = uuid4()
    pages.browser.post(pages.address, form(pages, client_key=client_key, told=[pages.matter.key]))
    conflict = pages.browser.post(
        pages.address, form(pages, client_key=client_key), HTTP_ACCEPT="application/json"
    )
    assert conflict.status_code == 409
    assert conflict.json()["differences"] == [["Trả lời đã thông báo", pages.matter.reference, ""]]


def test_the_form_asks_as_many_queries_for_ten_answers_as_for_one(pages):
    one = queries_of(pages.browser, pages.address)
    for number in range(9):
        answered(pages, content=f"Việc {number}")
    assert queries_of(pages.browser, pages.address) == one <= 25


def test_what_a_paper_says_was_told_is_told(land):
    values = said(land, told=[land.matter], no_scan_reason="Bản giấy ở văn phòng", received_on=DAY)
    enter_paper(cadre=land.cadre, clerk=land.officer, client_key=key(), values=values, on=DAY)
    row = fresh(land.matter)
    assert (row.told_on, row.steps.filter(step="told").get().by) == (MET, land.officer)


def test_new_replies_are_those_to_what_he_raised_and_has_not_told(land):
    own = answered(land, is_shared=False, raised_by=land.cadre, on=ANSWERED + timedelta(days=2))
    older = answered(land, is_shared=False, raised_by=land.cadre)
    assert new_replies(land.cadre, DAY, 5) == [own, older]
    assert new_replies(land.cadre, DAY, 1) == [own]
    send(land, told=[own])
    assert new_replies(land.cadre, DAY, 5) == [older]


def test_the_printed_form_asks_for_the_same_answers_and_only_the_cadre_who_goes_there(land):
    """Paper parity: what the phone's form opens with stands on the sheet that is written on by hand."""
    query = f"{reverse('reports:blank_form', args=['docx'])}?chi-bo={land.branch.key}"

    def text(browser):
        response = browser.get(query)
        if response.status_code != 200:
            return ""
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            return archive.read("word/document.xml").decode()

    said = text(signed_in(land.user))
    assert land.matter.reference in said and "Đã sửa xong cầu" in said and "Trả lời kỳ trước" in said
    assert "Đã sửa xong cầu" not in text(signed_in(land.officer)), "who does not go there has nothing to tell"
