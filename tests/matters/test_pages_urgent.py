"""The pages of the register of urgent matters: they work, they say what is wrong, they show nobody what is not his."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from branches.models import ImportRun
from matters.actions import urgent as actions
from matters.actions.raising import raise_matter
from matters.models import UrgentMatter
from tests.common.documents.papers import opened, parts_of, words_of
from tests.dashboard.test_import_pages import file
from tests.factories import GrantFactory, UserFactory, organisation, small_map
from tests.matters.agency_ground import letter
from tests.pages import browser_of, queries_of, rows_of, signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def land(today):
    units = small_map()
    for code in ("P1D1C1", "P1D1C2", "P1D2C1"):
        units[f"body {code}"] = organisation(
            units[code], code=f"DU-{code}", name=f"Đảng bộ xã {code}", kind="grassroots_committee"
        )
    units["seat"] = organisation(units["P1D1"], code="CB-C", name="Chi bộ Kho bạc", kind="grassroots_branch")
    units["office"] = GrantFactory(role="commune_office", unit=units["P1D1C1"]).user
    units["staff"] = GrantFactory(role="org_staff", unit=units["P1D1"]).user
    return units


def matter_of(land, code="P1D1C1", *, today, **facts):
    facts = {"year": today.year, "title": f"Việc của {code}", "by": None, **facts}
    return actions.register_matter(organisation=land[f"body {code}"], on=today, **facts)


def address(name, matter=None):
    return reverse(f"matters:{name}", args=[matter.key] if matter else [])


def test_a_matter_from_registration_to_confirmation_through_the_pages(land, today):
    office, staff = signed_in(land["office"]), signed_in(land["staff"])
    day = f"{today:%d/%m/%Y}"
    form = office.get(address("urgent_new"))
    assert "Đảng bộ xã P1D1C1" in form.content.decode()
    assert "P1D1C2" not in form.content.decode()
    sent = {
        "organisation": "DU-P1D1C1",
        "year": today.year,
        "registered_on": day,
        "title": "Rác ở bãi chợ",
        "owner": "Bí thư",
        "due_on": f"{today + timedelta(days=30):%d/%m/%Y}",
    }
    made = office.post(address("urgent_new"), sent, follow=True)
    matter = UrgentMatter.objects.get()
    assert "Đã đăng ký việc VCB-" in words(made) and "Rác ở bãi chợ" in words(made)
    noted = office.post(address("urgent_page", matter), {"noted_on": day, "text": "Đã thuê xe"}, follow=True)
    assert "Đã thuê xe" in words(noted)
    matter.refresh_from_db()
    done = {"version": matter.version, "done_on": day, "result": "Hết rác"}
    assert "chờ xác nhận" in words(office.post(address("urgent_done", matter), done, follow=True))
    assert office.get(address("urgent_confirm", matter)).status_code == 403
    page = words(staff.get(address("urgent_page", matter)))
    assert "Xác nhận hoàn thành" in page and "Lịch sử sửa đổi" in page
    history = words(staff.get(reverse("dashboard:history", args=["viec-cap-bach", matter.key])))
    assert "hoàn thành" in history and "Hết rác" in history
    matter.refresh_from_db()
    confirmed = staff.post(address("urgent_confirm", matter), {"version": matter.version}, follow=True)
    assert "hoàn thành, đã xác nhận" in words(confirmed)
    assert "Xác nhận hoàn thành" not in words(confirmed).split("Quá trình")[0]
    # What is confirmed is opened again by those above only.
    assert office.get(address("urgent_reopen", matter)).status_code == 403
    assert staff.get(address("urgent_reopen", matter)).status_code == 200


def test_bad_input_is_explained_and_nothing_is_lost(land, today):
    office = signed_in(land["office"])
    sent = {"organisation": "DU-P1D1C2", "year": "hai", "registered_on": "hôm nay", "title": "Rác"}
    page = office.post(address("urgent_new"), sent)
    text = words(page)
    assert "Không tìm thấy “DU-P1D1C2” trong phạm vi của bạn" in text
    assert "Hãy ghi ngày như 24/11/2026" in text and "Hãy ghi một số nguyên" in text
    assert 'value="Rác"' in page.content.decode()
    assert not UrgentMatter.objects.exists()


def test_whoever_was_slower_is_told(land, today):
    matter = matter_of(land, today=today)
    old = matter.version
    actions.change_matter(matter, values={"title": "Khác"}, version=old, by=None, on=today)
    page = signed_in(land["office"]).post(
        address("urgent_drop", matter), {"version": old, "reason": "Không cần"}
    )
    assert "Người khác vừa thay đổi" in words(page)
    matter.refresh_from_db()
    assert matter.status == "registered"


def test_the_numbers_over_the_list_are_the_rows_behind_them(land, today):
    staff = signed_in(land["staff"])
    late = matter_of(land, today=today - timedelta(days=20), due_on=today - timedelta(days=5))
    done = matter_of(land, "P1D1C2", today=today)
    actions.finish_matter(done, done_on=today, result="Xong", by=None, on=today)
    matter_of(land, "P1D2C1", today=today)
    page = staff.get(address("urgent_list"))
    numbers = {each["words"]: each for each in page.context["numbers"]}
    assert {name: each["number"] for name, each in numbers.items()} == {
        "việc đã đăng ký": 2,
        "tổ chức cơ sở đảng": 2,
        "hoàn thành": 1,
        "chưa xong": 1,
        "quá hạn": 1,
        "chờ xác nhận": 1,
    }
    for each in numbers.values():
        if "url" in each:
            assert staff.get(each["url"]).context["total"] == each["number"], each["words"]
    assert late.title in words(staff.get(numbers["quá hạn"]["url"]))
    filtered = staff.get(address("urgent_list") + "?tinh_trang=done&ten=p1d1c2")
    assert filtered.context["total"] == 1 and done.title in words(filtered)


def test_by_organisation_and_those_that_registered_none(land, today):
    staff = signed_in(land["staff"])
    matter_of(land, today=today)
    page = staff.get(address("urgent_bodies"))
    assert page.context["total"] == 3
    assert "P1D2C1" not in page.content.decode()
    without = staff.get(address("urgent_without"))
    assert without.context["total"] == page.context["without"] == 2
    assert "Chi bộ Kho bạc" in words(without) and "Đảng bộ xã P1D1C1" not in words(without)
    body = land["body P1D1C1"]
    of_one = staff.get(f"{address('urgent_list')}?nam={today.year}&to_chuc={body.key}")
    assert "Tổ chức đảng: Đảng bộ xã P1D1C1" in words(of_one) and of_one.context["total"] == 1
    other = staff.get(f"{address('urgent_list')}?to_chuc={land['body P1D2C1'].key}")
    assert "P1D2C1" not in words(other)
    assert staff.get(address("urgent_bodies") + "?nam=khong").status_code == 200
    assert staff.get(address("urgent_without") + f"?nam={today.year - 1}").context["total"] == 3


def test_it_goes_out_as_a_spreadsheet(land, today):
    matter_of(land, today=today, owner="Bí thư", solution="Thuê xe")
    rows = rows_of(signed_in(land["staff"]).get(address("urgent_list") + "?export=xlsx"))
    flat = [cell for row in rows for cell in row]
    assert {"Giải pháp", "Thuê xe", "Đảng bộ xã P1D1C1"} <= set(flat)


def test_the_paper_is_vietnamese_on_an_english_page_and_names_on_whose_behalf_it_is_signed(land, today):
    matter = matter_of(land, due_on=today - timedelta(days=3), today=today - timedelta(days=9))
    UrgentMatter.objects.filter(pk=matter.pk).update(why="Học sinh phải đi vòng", target="Thông cầu")
    matter_of(land, code="P1D2C1", title="Của huyện bên", today=today)
    paper = reverse("matters:urgent_paper", args=["docx"])
    made = signed_in(land["staff"]).get(paper, headers={"accept-language": "en"}).content
    said = words_of(opened(made))
    assert "DỰ THẢO" not in str(parts_of(made)), "a register bears no number"
    assert "quá hạn 3 ngày" in said and "overdue" not in said
    # A row of the register as domain.md 3.7 has it.
    assert "Vì sao cấp bách: Học sinh phải đi vòng" in said and "Cần đạt: Thông cầu" in said
    assert "T/M HUYỆN ỦY MẪU P1D1" in said and "Của huyện bên" not in said


def test_carrying_all_over(land, today):
    office = signed_in(land["office"])
    last = today.replace(year=today.year - 1, month=3, day=1)
    for _n in range(3):
        matter_of(land, today=last)
    other = matter_of(land, "P1D1C2", today=last)
    page = office.get(address("urgent_list"))
    assert "Chuyển việc chưa xong sang năm sau" in words(page)
    ask = office.get(page.context["carry_url"])
    assert f"3 việc chưa xong được lập lại trong sổ năm {today.year}" in words(ask)
    done = office.post(address("urgent_carry_all"), {"year": today.year - 1}, follow=True)
    assert "Đã chuyển 3 việc" in words(done)
    other.refresh_from_db()
    assert other.status == "registered", "the neighbour's stays"
    new = UrgentMatter.objects.filter(year=today.year).first()
    text = words(office.get(address("urgent_page", new)))
    assert f"Chuyển từ sổ năm {today.year - 1}: {new.carried_from.reference}" in text
    assert "không còn việc nào" in words(office.post(address("urgent_carry_all"), {"year": today.year - 1}))


def test_evidence_is_a_file_that_others_of_the_place_read(land, today, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    matter = matter_of(land, today=today)
    file = SimpleUploadedFile("anh.pdf", letter("Bãi chợ sạch"), content_type="application/pdf")
    page = signed_in(land["office"]).post(
        address("urgent_evidence", matter), {"files": file, "note": "Bãi chợ sạch"}, follow=True
    )
    assert "Đã thêm minh chứng" in words(page), words(page)
    link = reverse("matters:file", args=[matter.files.get().key])
    assert link in page.content.decode()
    assert signed_in(land["staff"]).get(link).status_code == 200
    neighbour = browser_of("commune_office", unit=land["P1D1C2"])
    assert neighbour.get(link).status_code == 404


def test_the_neighbour_sees_nothing_and_the_secretary_his_branch_alone(land, today):
    """The negative control: whoever is over the place does see it."""
    mine = matter_of(land, today=today, title="Việc riêng của ta")
    neighbour = browser_of("commune_office", unit=land["P1D1C2"])
    for name in ("urgent_page", "urgent_change", "urgent_done", "urgent_void", "urgent_links"):
        assert neighbour.get(address(name, mine)).status_code == 404
    for name in ("urgent_list", "urgent_bodies", "urgent_without"):
        page = neighbour.get(address(name))
        assert "Việc riêng của ta" not in words(page) and "P1D1C1" not in words(page)
    assert "Việc riêng của ta" in words(signed_in(land["office"]).get(address("urgent_list")))
    branch = organisation(land["P1D1C1H1"], code="CB-1", name="Chi bộ 1")
    twin = organisation(land["P1D1C1H1"], code="CB-2", name="Chi bộ 2")
    for body, title in ((branch, "Việc chi bộ một"), (twin, "Việc chi bộ hai")):
        actions.register_matter(organisation=body, year=today.year, title=title, by=None, on=today)
    secretary = words(browser_of("branch_secretary", organisation=branch).get(address("urgent_list")))
    assert "Việc chi bộ một" in secretary
    assert "Việc chi bộ hai" not in secretary and "Việc riêng của ta" not in secretary
    assert browser_of("viewer", unit=land["P1D1"]).get(address("urgent_list")).status_code == 403


def test_readers_are_offered_no_steps(land, today):
    matter = matter_of(land, today=today)
    leader = browser_of("leader", unit=land["P1D1"])
    page = leader.get(address("urgent_page", matter))
    assert page.status_code == 200
    assert "Báo hoàn thành" not in words(page) and "Ghi tiến độ" not in words(page)
    assert leader.post(address("urgent_page", matter), {"text": "x"}).status_code == 403
    assert leader.get(address("urgent_change", matter)).status_code == 403


def test_pages_ask_no_more_for_many_rows(land, today):
    staff = signed_in(land["staff"])
    matter = matter_of(land, today=today)
    for number in range(3):
        actions.note_progress(matter, text=f"Tiến độ {number}", by=UserFactory(), on=today)
    pages = [address("urgent_list"), address("urgent_bodies"), address("urgent_page", matter)]
    few = [queries_of(staff, page) for page in pages]
    for number in range(30):
        body = organisation(
            land["P1D1C2"], code=f"X{number}", name=f"Chi bộ {number}", kind="grassroots_branch"
        )
        actions.register_matter(organisation=body, year=today.year, title="Việc", by=None, on=today)
        actions.note_progress(matter, text=f"Nữa {number}", by=UserFactory(), on=today)
    many = [queries_of(staff, page) for page in pages]
    assert many == few
    assert max(many) <= 25, many


def test_recommendations_behind_it_are_shown_to_those_who_read_them_anyway(land, today):
    matter = matter_of(land, today=today)
    shared, closed, far = (
        raise_matter(
            unit=land[code],
            issuer=land[code[:4]],
            content=content,
            raised_on=today,
            by=None,
            is_shared=is_shared,
        )
        for code, content, is_shared in (
            ("P1D1C1", "Xin thêm xe rác", True),
            ("P1D1C1H1", "Nói qua đầu xã", False),
            ("P1D1C2", "Của xã bên", True),
        )
    )
    staff = signed_in(land["staff"])
    form = words(staff.get(address("urgent_links", matter)))
    assert "Xin thêm xe rác" in form and "Nói qua đầu xã" in form and "Của xã bên" not in form
    sent = {"version": matter.version, "recommendations": [shared.pk, closed.pk]}
    page = words(staff.post(address("urgent_links", matter), sent, follow=True))
    assert shared.reference in page and closed.reference in page
    office = signed_in(land["office"])
    page = words(office.get(address("urgent_page", matter)))
    assert shared.reference in page and closed.reference not in page and "Nói qua" not in page
    # The office unties what it sees; what it does not see stays tied.
    matter.refresh_from_db()
    office.post(address("urgent_links", matter), {"version": matter.version})
    assert list(matter.recommendations.all()) == [closed]
    matter.refresh_from_db()
    far = office.post(
        address("urgent_links", matter), {"version": matter.version, "recommendations": [far.pk]}
    )
    assert far.status_code == 200 and list(matter.recommendations.all()) == [closed]


def test_a_communes_office_brings_in_its_own_register_by_the_pages(land, today):
    office = signed_in(land["office"])
    assert "Việc cấp bách, bức xúc" in words(office.get(reverse("dashboard:import_list")))
    rows = [
        ["Mã việc", "Mã tổ chức đảng", "Năm", "Việc cấp bách, bức xúc"],
        ["01", "DU-P1D1C1", today.year, "Rác ở bãi chợ"],
    ]
    refused = _upload(office, [*rows, ["02", "DU-P1D1C2", today.year, "Của xã bên"]], today)
    assert refused.state == "refused"
    assert "Không có tổ chức đảng mã “DU-P1D1C2” trong phạm vi của bạn." in words(
        office.get(reverse("dashboard:import_page", args=[refused.key]))
    )
    run = _upload(office, rows, today)
    assert (run.state, run.added, run.unit) == ("checked", 1, land["P1D1C1"])
    office.post(reverse("dashboard:import_apply", args=[run.key]))
    made = UrgentMatter.objects.get()
    assert (made.reference, made.organisation, made.created_by) == ("01", land["body P1D1C1"], land["office"])
    assert browser_of("branch_secretary", unit=land["P1D1C1"]).get(
        reverse("dashboard:import_upload", args=["urgent_matters"])
    ).status_code in (403, 404)


def _upload(browser, rows, today):
    sent = {"file": file(*rows), "on": f"{today:%d/%m/%Y}"}
    browser.post(reverse("dashboard:import_upload", args=["urgent_matters"]), sent)
    return ImportRun.objects.latest("pk")
