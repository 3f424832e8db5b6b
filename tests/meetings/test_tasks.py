"""What a branch decides is carried on until it is done: rõ người, rõ việc, rõ tiến độ, rõ kết quả (Vân Hồ 2.10, 2.13)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from meetings.actions.decisions import close_task, correct_task, decide_task, note_progress, reopen_task
from meetings.models import BranchTask, TaskNote
from tests.meetings.land import branch_land, held
from tests.pages import queries_of, words

JULY, AUGUST, SEPTEMBER = date(2026, 7, 24), date(2026, 8, 24), date(2026, 9, 24)

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    land = branch_land()
    land.july, land.august = held(land.first, JULY), held(land.first, AUGUST)
    return land


def address(meeting):
    return reverse("meetings:meeting_tasks", args=[meeting.key])


def sent(rows=(), progress=None):
    """The form of a meeting: new rows as dicts, {task: (text, state)} for those carried."""
    data = {"moi-TOTAL_FORMS": "3", "moi-INITIAL_FORMS": "0"}
    for number in range(3):
        row = {"kind": "task"} | (rows[number] if number < len(rows) else {})
        data |= {f"moi-{number}-{name}": value for name, value in row.items()}
    for task, (text, state) in (progress or {}).items():
        data |= {f"v-{task.key}-text": text, f"v-{task.key}-state": state}
    return data


def decided(land, **fields):
    fields = {"work": "Làm đường ấp", "owner": "Tổ đảng 2"} | fields
    return decide_task(land.july, by=land.officer, **fields)


def test_what_is_decided_in_july_stands_in_augusts_preparation_until_it_is_done(land):
    work = {"work": "Vận động 5 hộ làm hố rác", "owner": "Tổ đảng 1", "due_on": "31/08/2026"}
    item = {"work": "Thu đảng phí quý III", "owner": "Lê Thị Hoa", "kind": "resolution_item"}
    assert land.as_secretary.post(address(land.july), sent([work, item])).status_code == 302
    task, other = BranchTask.objects.order_by("pk")
    assert (task.owner, task.due_on, other.kind) == ("Tổ đảng 1", date(2026, 8, 31), "resolution_item")

    page = words(land.as_secretary.get(address(land.august)))
    assert "Việc mang sang Vận động 5 hộ làm hố rác" in page and "Thu đảng phí quý III" in page

    done = {task: ("Xong 5 hộ", "done"), other: ("Thu được 20/24", "open")}
    assert land.as_secretary.post(address(land.august), sent(progress=done)).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.result, task.closed_on) == ("done", "Xong 5 hộ", AUGUST)
    note = TaskNote.objects.get()
    assert (note.task, note.meeting, note.noted_on) == (other, land.august, AUGUST)

    september = held(land.first, SEPTEMBER)
    page = words(land.as_secretary.get(address(september)))
    assert "Thu đảng phí quý III" in page and "24/08/2026: Thu được 20/24" in page
    assert "hố rác" not in page
    # August itself still shows what became of it.
    assert "Kết quả: Xong 5 hộ" in words(land.as_secretary.get(address(land.august)))


def test_one_bad_row_is_explained_and_nothing_of_the_form_is_written_or_lost(land):
    task = decided(land)
    rows = [
        {"work": "Việc không có người", "owner": ""},
        {"work": "Việc sau", "owner": "Tổ 3", "due_on": "01/01/2020"},
    ]
    response = land.as_secretary.post(address(land.august), sent(rows, {task: ("", "done")}))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Lỗi:" in page and "Chưa điền mục này." in page
    assert "Hãy ghi kết quả: làm được gì, hoặc vì sao thôi." in page
    assert "Việc không có người" in page and "Việc sau" in page
    assert BranchTask.objects.count() == 1 and not TaskNote.objects.exists()

    response = land.as_secretary.post(address(land.august), sent(rows[1:], {task: ("Đang làm", "open")}))
    assert "Thời hạn không thể trước ngày chi bộ quyết (24/08/2026)." in response.content.decode()
    assert BranchTask.objects.count() == 1 and not TaskNote.objects.exists()


def test_overdue_is_said_in_words_and_can_be_filtered_and_exported(land):
    decided(land, due_on=date(2026, 7, 25))
    decided(land, work="Việc không hạn")
    done = decided(land, work="Việc xong", due_on=date(2026, 7, 25))
    close_task(done, state="done", result="Đạt", on=AUGUST, by=land.officer)
    listed = reverse("meetings:task_list")
    page = words(land.as_officer.get(listed, {"tinh_trang": "qua-han"}))
    assert "Làm đường ấp" in page and "quá hạn" in page
    assert "Việc không hạn" not in page and "Việc xong" not in page
    assert "Việc xong" in words(land.as_officer.get(listed, {"tinh_trang": "done", "xa": land.commune.key}))
    assert "Không có mục nào" in words(land.as_officer.get(listed, {"xa": land.units["P1D1C2"].key}))
    assert land.as_officer.get(listed, {"export": "xlsx"}).status_code == 200


def test_a_closed_task_takes_no_more_progress_until_it_is_opened_again(land):
    task = close_task(decided(land), state="dropped", result="Không còn cần", on=AUGUST, by=land.officer)
    with pytest.raises(ValidationError, match="Việc này đã kết thúc: Không còn cần"):
        note_progress(task, text="Thêm", on=AUGUST, by=land.officer)
    reopened = reopen_task(task, by=land.officer)
    assert (reopened.state, reopened.closed_on, reopened.result) == ("open", None, "")
    with pytest.raises(ValidationError, match="trước ngày chi bộ quyết"):
        note_progress(task, text="Sớm", on=date(2026, 7, 1), by=land.officer)


def test_of_two_who_correct_the_same_task_the_second_is_told(land):
    task = decided(land)
    correct_task(task, by=land.officer, version=task.version, owner="Tổ đảng 3")
    with pytest.raises(ValidationError, match="Người khác vừa thay đổi"):
        correct_task(task, by=land.officer, version=task.version, owner="Tổ đảng 4")


def test_a_cadre_reads_what_the_branch_decided_and_does_not_write_it(land):
    task = decided(land)
    assert land.as_cadre.get(reverse("meetings:task_page", args=[task.key])).status_code == 200
    assert (
        land.as_cadre.post(reverse("meetings:task_page", args=[task.key]), {"text": "x"}).status_code == 403
    )
    assert land.as_neighbour.get(reverse("meetings:task_page", args=[task.key])).status_code == 404
    assert land.as_neighbour.get(address(land.july)).status_code == 404


def test_a_hundred_tasks_ask_no_more_queries_than_one(land):
    decided(land)
    listed, at_meeting = reverse("meetings:task_list"), address(land.august)
    few = queries_of(land.as_officer, listed), queries_of(land.as_secretary, at_meeting)
    for number in range(60):
        task = decided(land, work=f"Việc {number}")
        note_progress(task, text="Đang làm", on=AUGUST, by=land.officer)
    many = queries_of(land.as_officer, listed), queries_of(land.as_secretary, at_meeting)
    assert many[0] <= few[0] + 1 and many[1] <= few[1] + 1
    assert max(many) <= 25
