"""Writing a report through its page, as a plain form: every error, the draft, the two versions, the files."""

import gzip
import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from meetings.actions.visits import plan_visit
from meetings.models import Absence, Attendance
from reports.models import Attachment, ChecklistItem, Draft, Report, ReportForm, SensitiveNote
from tests.pages import queries_of, signed_in, words
from tests.reports.ground import ground, one_more, register

pytestmark = pytest.mark.django_db
KILO = 1024


@pytest.fixture
def land():
    made = ground()
    today = timezone.localdate()
    made.today = today
    made.meeting = register(made.branch, today - timedelta(days=1))
    made.browser = signed_in(made.user)
    made.address = f"/bao-cao/moi/?buoi={made.meeting.key}"
    return made


def filled(land, **over) -> dict:
    return {
        "client_key": str(over.pop("client_key", uuid4())),
        "attended": "yes",
        "met_on": f"{land.meeting.planned_on:%d/%m/%Y}",
        "kind": "regular",
        "members": "24",
        "exempt": "2",
        "present": "20",
        "excused": "2",
        "quality": "good",
        "comments": "Cần nêu rõ việc của từng tổ.",
        "kn-0-content": "Đường ấp ngập",
        "kn-0-topic": "rural-roads",
        "kn-1-content": "",
        "holds_no_secret": "on",
        "gui": "1",
    } | over


def picture(size=(1600, 900)):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG")
    return SimpleUploadedFile("chi bo.jpg", out.getvalue(), content_type="image/jpeg")


def test_the_form_knows_the_branch_the_day_and_the_members(land):
    page = land.browser.get(land.address)
    assert page.status_code == 200
    body = page.content.decode()
    assert "Chi bộ Ấp Mẫu 1" in body
    assert f'value="{land.meeting.planned_on:%d/%m/%Y}"' in body
    for name, value in (("members", 24), ("exempt", 2), ("place", "Nhà văn hóa ấp")):
        assert f'name="{name}" value="{value}"' in body
    assert "lâu chưa xem nhất" in words(page)
    assert page["Cache-Control"].find("no-store") >= 0


def test_a_report_is_filed_without_javascript(land):
    response = land.browser.post(land.address, filled(land), follow=True)
    report = Report.objects.get()
    assert response.redirect_chain[-1][0] == f"/bao-cao/xem/{report.key}/"
    assert f"Đã gửi báo cáo. Số biên nhận {report.number}." in response.content.decode()
    turn = Attendance.objects.get()
    assert (turn.present, turn.excused, turn.unexcused) == (20, 2, 0)
    assert report.recommendation_links.get().recommendation.topic.code == "rural-roads"
    own = land.browser.get("/bao-cao/cua-toi/")
    assert report.number in words(own)


def test_everything_on_the_form_arrives(land):
    item = ChecklistItem.objects.get(code="4-nam-2")
    step = ChecklistItem.objects.get(code="agenda-3")
    form = filled(
        land,
        **{
            f"item-{item.pk}": "not_done",
            f"note-{item.pk}": "Chưa nắm đủ",
            f"item-{step.pk}": "done",
            "read": [land.document.key],
            "conveyed": [land.document.key],
            "effects": ["bottleneck-removed"],
            "was_prepared": "yes",
            "started_at": "19:00",
            "ended_at": "21:00",
            "nl-0-amount": "276 triệu",
            "nl-0-qualifier": "more_than",
            "mh-0-title": "Tổ tự quản",
            "kn-2-content": "Dòng thứ ba",
            "sensitive": "Bà con lo việc sáp nhập",
            "files": [picture()],
        },
    )
    land.browser.post(land.address, form)
    report = Report.objects.get()
    assert {(row.item.code, row.answer, row.note) for row in report.answers.all()} == {
        ("4-nam-2", "not_done", "Chưa nắm đủ"),
        ("agenda-3", "done", ""),
    }
    assert report.document_links.count() == 2
    assert report.effects.get().code == "bottleneck-removed"
    assert report.was_prepared is True
    assert report.contribution_links.get().contribution.amount == 276_000_000
    assert report.practice_links.get().practice.title == "Tổ tự quản"
    assert [link.recommendation.content for link in report.recommendation_links.order_by("pk")] == [
        "Đường ấp ngập",
        "Dòng thứ ba",
    ]
    assert SensitiveNote.objects.get().text == "Bà con lo việc sáp nhập"
    file = Attachment.objects.get()
    assert file.real_name == "chi bo.jpg"
    got = land.browser.get(f"/bao-cao/tep/{file.key}/")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in got["Cache-Control"]
    assert got["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"attended": ""}, "Hãy chọn có dự hay không."),
        ({"holds_no_secret": ""}, "Hãy xác nhận báo cáo không chứa nội dung bí mật nhà nước."),
        ({"present": "18", "unexcused": "1"}, "cộng lại là 21; số phải dự là 22"),
        ({"present": "hai mươi"}, "Hãy ghi một số nguyên."),
        (
            {"present": "20", "excused": "2", "speaking": "21"},
            "Số phát biểu (21) không thể nhiều hơn số có mặt (20).",
        ),
        ({"met_on": "32/13/2026"}, "Hãy ghi ngày như 24/11/2026."),
        ({"met_on": "24/11/2199"}, "Ngày sinh hoạt chưa tới: chưa thể báo cáo."),
        ({"started_at": "bảy giờ"}, "Hãy ghi giờ như 19:30."),
        ({"started_at": "21:00", "ended_at": "19:00"}, "Giờ kết thúc không thể trước giờ bắt đầu."),
        ({"attended": "excused"}, "Không dự thì hãy ghi lý do."),
        ({"nl-0-amount": "nhiều lắm"}, "Hãy ghi số tiền như 276.000.000, 276 triệu hoặc hơn 276 triệu."),
        ({"client_key": ""}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_cleared(land, over, sentence):
    response = land.browser.post(land.address, filled(land, **over))
    assert response.status_code == 422
    body = response.content.decode()
    assert sentence in body
    assert "<title>Lỗi:" in body
    assert "Cần nêu rõ việc của từng tổ." in body
    assert "Đường ấp ngập" in body
    assert not Report.objects.exists()
    assert not Attendance.objects.exists()


def test_a_file_that_cannot_be_kept_is_named_again(land):
    response = land.browser.post(land.address, filled(land, attended="", files=[picture()]))
    assert "Trình duyệt không giữ tệp: hãy chọn lại chi bo.jpg." in response.content.decode()


def test_a_bad_file_is_one_sentence(land):
    bad = SimpleUploadedFile("la.exe", b"MZ...", content_type="image/jpeg")
    response = land.browser.post(land.address, filled(land, files=[bad]))
    assert response.status_code == 422
    assert not Report.objects.exists()


def test_a_late_entry_asks_why(land):
    land.meeting = register(land.branch, land.today - timedelta(days=20))
    address = f"/bao-cao/moi/?buoi={land.meeting.key}"
    assert "Đã quá hạn lâu" in words(land.browser.get(address))
    refused = land.browser.post(address, filled(land))
    assert "Đã quá hạn báo cáo lâu; hãy ghi lý do nhập muộn." in refused.content.decode()
    land.browser.post(address, filled(land, late_reason="Mất sóng"))
    assert Report.objects.get().is_late_entry


def test_sent_again_it_is_the_same_and_with_other_content_both_are_shown(land):
    client_key = uuid4()
    first = land.browser.post(
        land.address, filled(land, client_key=client_key), HTTP_ACCEPT="application/json"
    )
    again = land.browser.post(
        land.address, filled(land, client_key=client_key), HTTP_ACCEPT="application/json"
    )
    assert (
        first.json()
        == again.json()
        == {
            "number": Report.objects.get().number,
            "url": Report.objects.get().get_absolute_url(),
        }
    )
    changed = filled(land, client_key=client_key, comments="Một bản khác")
    conflict = land.browser.post(land.address, changed)
    assert conflict.status_code == 409
    assert "Cần nêu rõ việc của từng tổ." in words(conflict)
    assert "Một bản khác" in words(conflict)
    told = land.browser.post(land.address, changed, HTTP_ACCEPT="application/json")
    assert told.status_code == 409
    assert told.json()["differences"] == [["Góp ý tại chỗ", "Cần nêu rõ việc của từng tổ.", "Một bản khác"]]
    # The same meeting from another device, under another key.
    other = land.browser.post(land.address, filled(land, comments="Máy khác"))
    assert other.status_code == 409
    assert Report.objects.count() == 1


def test_errors_are_told_to_a_script_at_their_fields(land):
    response = land.browser.post(land.address, filled(land, attended=""), HTTP_ACCEPT="application/json")
    assert response.status_code == 422
    assert response.json() == {"errors": [{"field": "attended", "sentence": "Hãy chọn có dự hay không."}]}


def test_a_draft_is_kept_without_javascript_and_ends_with_its_report(land):
    form = filled(land, nhap="1", sensitive="Chuyện riêng")
    del form["gui"]
    response = land.browser.post(land.address, form, follow=True)
    draft = Draft.objects.get()
    assert "Chuyện riêng" not in str(draft.values)
    body = response.content.decode()
    assert "Cần nêu rõ việc của từng tổ." in body
    assert "Đã lưu nháp." in body
    listed = land.browser.get("/bao-cao/nhap/")
    assert "Chi bộ Ấp Mẫu 1" in words(listed)
    opened = land.browser.get(f"{land.address}&nhap={draft.key}")
    assert str(draft.client_key) in opened.content.decode()
    land.browser.post(land.address, filled(land, client_key=draft.client_key))
    assert not Draft.objects.exists()


def test_a_draft_is_nobody_elses(land):
    draft = Draft.objects.create(user=land.user, client_key=uuid4(), values={"comments": ["Của tôi"]})
    other = signed_in(one_more(land)[1])
    assert "Của tôi" not in other.get(f"{land.address}&nhap={draft.key}").content.decode()
    assert other.post(f"/bao-cao/nhap/{draft.key}/bo/").status_code == 404
    assert land.browser.post(f"/bao-cao/nhap/{draft.key}/bo/").status_code == 302
    assert not Draft.objects.exists()


def test_autosave_keeps_the_fields_until_the_report_is_sent(land):
    form = filled(land)
    save = f"/bao-cao/nhap/luu/?buoi={land.meeting.key}"
    saved = land.browser.post(save, form)
    assert list(saved.json()) == ["saved_at"]
    land.browser.post(save, form | {"comments": "Viết tiếp"})
    assert Draft.objects.get().values["comments"] == ["Viết tiếp"]
    land.browser.post(land.address, form)
    assert land.browser.post(save, form).status_code == 410
    assert not Draft.objects.exists()


def test_what_was_written_survives_the_end_of_the_session(land):
    land.user.set_password("mat-khau-rat-dai")
    land.user.save()
    browser = signed_in(land.user)
    browser.get(land.address)
    browser.logout()
    form = filled(land, nguoi=land.user.key)
    again = browser.post(land.address, form)
    assert again.status_code == 401
    assert "còn nguyên" in words(again)
    kept = again.context["kept"]
    signing = {
        "username": land.user.username,
        "password": "mat-khau-rat-dai",
        "next": land.address,
        "kept": kept,
    }
    response = browser.post("/tai-khoan/dang-nhap/", signing, follow=True)
    assert "Cần nêu rõ việc của từng tổ." in response.content.decode()
    assert form["client_key"] in response.content.decode()


def test_on_a_shared_phone_the_next_person_does_not_get_what_another_wrote(land):
    cadre, other = one_more(land, target=None)
    other.set_password("mat-khau-rat-dai")
    other.save()
    browser = signed_in(other)
    browser.logout()
    again = browser.post(land.address, filled(land, nguoi=land.user.key))
    signing = {
        "username": other.username,
        "password": "mat-khau-rat-dai",
        "next": land.address,
        "kept": again.context["kept"],
    }
    response = browser.post("/tai-khoan/dang-nhap/", signing, follow=True)
    assert "Cần nêu rõ việc của từng tổ." not in response.content.decode()


def test_the_author_amends_until_it_is_accepted(land):
    land.browser.post(land.address, filled(land))
    report = Report.objects.get()
    edit = f"/bao-cao/xem/{report.key}/sua/"
    assert "Cần nêu rõ việc của từng tổ." in land.browser.get(edit).content.decode()
    changed = filled(
        land, version="1", comments="Đã sửa", present="21", excused="1", **{"kn-0-content": "Đường và cầu"}
    )
    assert land.browser.post(edit, changed).status_code == 302
    report.refresh_from_db()
    assert (report.comments, report.version, report.state) == ("Đã sửa", 2, "submitted")
    assert Attendance.objects.get().present == 21
    assert report.recommendation_links.get().recommendation.content == "Đường và cầu"
    assert [step.step for step in report.steps.all()] == ["submitted", "amended"]
    Report.objects.filter(pk=report.pk).update(state="accepted")
    assert land.browser.get(edit).status_code == 302


def test_two_tabs_show_both_texts_and_the_last_does_not_win(land):
    land.browser.post(land.address, filled(land))
    report = Report.objects.get()
    edit = f"/bao-cao/xem/{report.key}/sua/"
    land.browser.post(edit, filled(land, version="1", comments="Thẻ thứ nhất"))
    second = land.browser.post(edit, filled(land, version="1", comments="Thẻ thứ hai"))
    assert second.status_code == 409
    assert "Thẻ thứ nhất" in words(second)
    assert "Thẻ thứ hai" in words(second)
    report.refresh_from_db()
    assert report.comments == "Thẻ thứ nhất"
    land.browser.post(edit, filled(land, version="2", comments="Thẻ thứ hai"))
    report.refresh_from_db()
    assert report.comments == "Thẻ thứ hai"


def test_one_who_was_not_there_after_all_gives_his_turn_back(land):
    land.browser.post(land.address, filled(land))
    report = Report.objects.get()
    sick = filled(land, version="1", attended="excused", absence_kind="illness")
    land.browser.post(f"/bao-cao/xem/{report.key}/sua/", sick)
    report.refresh_from_db()
    assert (report.attended, report.attendance) == ("excused", None)
    assert not Attendance.objects.standing().exists()
    assert Absence.objects.standing().count() == 1
    land.browser.post(f"/bao-cao/xem/{report.key}/sua/", filled(land, version="2"))
    report.refresh_from_db()
    assert (report.attended, report.absence_reason) == ("yes", "")
    assert report.attendance == Attendance.objects.standing().get()
    assert not Absence.objects.standing().exists()


def test_a_meeting_elsewhere_is_not_there(land):
    stranger = signed_in(one_more(land)[1])
    assert stranger.get(land.address).status_code == 404
    assert stranger.post(land.address, filled(land)).status_code == 404
    assert land.browser.get("/bao-cao/moi/?buoi=khongco").status_code == 404


def test_who_is_no_cadre_is_told_so(land):
    page = signed_in(land.officer).get("/bao-cao/moi/")
    assert "Chỉ cán bộ được phân công mới viết báo cáo." in words(page)


def test_what_waits_for_a_report_is_offered(land):
    page = land.browser.get("/bao-cao/moi/")
    assert f"?buoi={land.meeting.key}" in page.content.decode()
    land.browser.post(land.address, filled(land))
    assert f"?buoi={land.meeting.key}" not in land.browser.get("/bao-cao/moi/").content.decode()


def test_a_planned_visit_leads_to_its_report_and_is_made_by_it(land):
    land.scheme.is_announced = False
    land.scheme.save()
    visit = plan_visit(
        cadre=land.cadre, organisation=land.branch, planned_on=land.today, by=land.user, on=land.today
    )
    address = f"/bao-cao/moi/?lan-du={visit.key}"
    assert "Chi bộ Ấp Mẫu 1" in words(land.browser.get(address))
    land.browser.post(address, filled(land, met_on=f"{land.today:%d/%m/%Y}"))
    report = Report.objects.get()
    assert (report.visit, report.attendance.visit, report.is_announced) == (visit, visit, False)
    assert signed_in(one_more(land)[1]).get(address).status_code == 404


def test_a_branch_and_a_day_are_enough(land):
    land.meeting.__class__.objects.exclude(pk=land.meeting.pk).update(
        voided_at=timezone.now(), void_reason="Không dùng"
    )
    day = land.today - timedelta(days=3)
    address = f"/bao-cao/moi/?chi-bo={land.branch.key}&ngay={day:%d/%m/%Y}"
    land.browser.post(address, filled(land, met_on=f"{day:%d/%m/%Y}", place="Đình làng"))
    meeting = Report.objects.get().meeting
    assert (meeting.held_on, meeting.planned_on, meeting.held_place) == (day, None, "Đình làng")
    assert land.branch.key in land.browser.get("/bao-cao/moi/").content.decode()


def test_the_form_asks_few_questions_of_the_database_and_is_small(land):
    assert queries_of(land.browser, land.address) <= 25
    land.browser.post(land.address, filled(land))
    report = Report.objects.get()
    assert queries_of(land.browser, f"/bao-cao/xem/{report.key}/sua/") <= 25
    assert queries_of(land.browser, "/bao-cao/cua-toi/") <= 25
    for number in range(3):
        meeting = register(land.branch, land.today - timedelta(days=10 + number))
        Draft.objects.create(
            user=land.user, client_key=uuid4(), meeting=meeting, values={"comments": ["Nháp"]}
        )
    assert queries_of(land.browser, "/bao-cao/moi/") <= 25
    assert queries_of(land.browser, "/bao-cao/nhap/") <= 25


def test_what_the_schemes_form_leaves_out_is_not_asked(land):
    ReportForm.objects.create(
        scheme=land.scheme, starts_on=date(2026, 1, 1), sections={"agenda": "off", "situation": "open"}
    )
    body = land.browser.get(land.address).content.decode()
    assert "Tuyên bố lý do, giới thiệu đại biểu" not in body
    assert '<section class="section s-situation">' in body
    land.browser.post(land.address, filled(land))
    assert Report.objects.get().form.scheme == land.scheme


def test_the_form_fits_its_budget(land):
    page = land.browser.get(land.address)
    assert len(gzip.compress(page.content, 6)) <= 14 * KILO


def test_only_ones_own_form_may_be_kept_for_where_there_is_no_network(land):
    """The mark names whose it is; what was refused, amended or listed is never kept."""
    assert land.browser.get(land.address)["X-Offline"] == land.user.key
    assert "X-Offline" not in land.browser.post(land.address, filled(land, attended=""))
    land.browser.post(land.address, filled(land))
    report = Report.objects.get()
    for address in ("/bao-cao/cua-toi/", f"/bao-cao/xem/{report.key}/", f"/bao-cao/xem/{report.key}/sua/"):
        assert "X-Offline" not in land.browser.get(address)


def test_signing_out_tells_the_device_to_forget(land):
    assert land.browser.post("/tai-khoan/dang-xuat/")["Clear-Site-Data"] == '"cache", "storage"'
