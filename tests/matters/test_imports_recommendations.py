"""Recommendations come in from lists: one row is one voice, all or nothing, the same again is unchanged, and it can be
taken back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignments.access import load_scope
from branches.imports.taking_back import take_back
from branches.models import ImportRun
from common.history import recorded_by
from dashboard.importing import KINDS, apply_run, check_run, new_run
from matters.models import Answer, DeadlineRule, Handling, Recommendation, ReferenceCounter, Topic
from matters.numbers import RECOMMENDATIONS, draw_reference
from tests.factories import AgencyFactory, SchemeFactory, UserFactory, small_map
from tests.files import bring_in, counts, csv_file, messages
from tests.reports.filed import reader

pytestmark = pytest.mark.django_db

KEYS = ["reference", "unit_code", "raised_on", "field", "content"]
MORE = [
    "kind", "source", "on_behalf_of", "urgency", "agency_code", "co_agency_codes", "due_on", "received_on", "answered_on",
    "answer", "outcome", "resolved_on", "told_on", "on_the_spot",
]  # fmt: skip
ROW = {
    "reference": "HL-01",
    "unit_code": "P1D1C1H1",
    "raised_on": "2026-03-02",
    "field": "rural-roads",
    "content": "Cầu Kênh Ba bị sụt",
}


@pytest.fixture
def places():
    return small_map()


@pytest.fixture
def agencies(places):
    lead = AgencyFactory(code="P-KT", name="Phòng Kinh tế", unit=places["P1D1"])
    return lead, AgencyFactory(code="P-GT", name="Phòng Giao thông", unit=places["P1D1"])


@pytest.fixture
def send(tmp_path, places):
    def send(*rows, **options):
        keys = [*KEYS, *(key for key in MORE if any(key in row for row in rows))]
        lines = [[{**ROW, **row}.get(key, "") for key in keys] for row in rows]
        return bring_in("recommendations", csv_file(tmp_path / "kien-nghi.csv", [keys, *lines]), **options)

    return send


def one(reference="HL-01"):
    return Recommendation.objects.standing().get(reference=reference)


def days_of(matter, *names):
    return [str(getattr(matter, name) or "") for name in names]


class TestOneRow:
    def test_a_voice_is_raised_in_its_place_for_the_nearest_committee_that_follows_it(self, send, places):
        SchemeFactory(issuer=places["P1"])
        SchemeFactory(issuer=places["P1D1"])
        assert counts(send({})) == (1, 0, 0, 0)
        matter = one()
        assert (matter.unit, matter.issuer) == (places["P1D1C1H1"], places["P1D1"])
        assert (matter.topic.code, matter.kind, matter.source) == ("rural-roads", "recommendation", "import")
        assert (matter.received_on, matter.due_on, matter.outcome) == (None, None, "")
        assert not matter.is_shared
        assert [step.step for step in matter.steps.all()] == ["raised"]

    def test_without_a_scheme_it_is_for_the_commune_and_with_a_named_one_for_its_issuer(self, send, places):
        scheme = SchemeFactory(issuer=places["P1"])
        scheme.delete()
        send({})
        assert one().issuer == places["P1D1C1"]
        SchemeFactory(issuer=places["P1"], code="tinh")
        send({"reference": "HL-02"}, scheme="tinh")
        assert one("HL-02").issuer == places["P1"]

    def test_the_topic_is_found_by_its_name_without_accents_too(self, send):
        send({"field": "giao thong nong thon"}, {"reference": "HL-02", "field": "An sinh xã hội"})
        assert [one(r).topic.code for r in ("HL-01", "HL-02")] == ["rural-roads", "social-security"]

    def test_what_the_list_calls_things_in_vietnamese_is_understood(self, send):
        send(
            {
                "kind": "phản ánh", "source": "đối thoại", "urgency": "cấp bách", "on_behalf_of": "bà con tổ 4",
                "on_the_spot": "không",
            }
        )  # fmt: skip
        matter = one()
        assert (matter.kind, matter.source, matter.urgency) == ("reflection", "dialogue", "urgent")
        assert (matter.on_behalf_of, matter.is_shared) == ("bà con tổ 4", True)

    def test_lead_and_co_agencies_hold_it_until_they_answer(self, send, agencies):
        send(
            {
                "agency_code": "P-KT",
                "co_agency_codes": "P-GT",
                "received_on": "2026-03-04",
                "due_on": "2026-03-20",
            }
        )
        held = list(one().handlings.order_by("-is_lead"))
        assert [(each.agency.code, each.is_lead) for each in held] == [("P-KT", True), ("P-GT", False)]
        assert {days_of(each, "given_on", "due_on", "ended_on")[i] for each in held for i in (0, 1, 2)} == {
            "2026-03-04", "2026-03-20", "",
        }  # fmt: skip
        assert one().level == "district"
        assert [step.step for step in one().steps.all()] == ["raised", "received", "handed", "handed"]

    def test_several_co_agencies_stand_in_one_cell(self, send, agencies, places):
        AgencyFactory(code="P-VH", unit=places["P1D1"])
        send(
            {"agency_code": "P-KT", "co_agency_codes": "P-GT, P-VH"},
            {"reference": "HL-02", "agency_code": "P-KT", "co_agency_codes": "P-GT; P-VH; P-GT"},
        )
        for matter in (one(), one("HL-02")):
            assert set(matter.handlings.filter(is_lead=False).values_list("agency__code", flat=True)) == {
                "P-GT", "P-VH",
            }  # fmt: skip


class TestTheClock:
    def test_without_a_due_day_it_is_the_rules_working_days_after_it_was_received(self, send):
        send(
            {"received_on": "2026-03-02"},
            {"reference": "HL-02", "received_on": "2026-03-02", "urgency": "urgent"},
        )
        assert days_of(one(), "due_on", "first_due_on") == ["2026-03-23", "2026-03-23"]
        assert days_of(one("HL-02"), "due_on") == ["2026-03-09"]

    def test_a_committees_own_deadline_for_a_topic_wins(self, send, places):
        DeadlineRule.objects.create(
            issuer=places["P1D1C1"], topic=Topic.objects.get(code="rural-roads"), urgency="normal",
            working_days=3, climb_days=1, starts_on=date(2026, 1, 1),
        )  # fmt: skip
        send({"received_on": "2026-03-02"})
        assert days_of(one(), "due_on") == ["2026-03-05"]

    def test_what_nobody_received_or_was_solved_on_the_spot_has_no_clock(self, send):
        send({}, {"reference": "HL-02", "received_on": "2026-03-02", "on_the_spot": "x"})
        assert days_of(one(), "due_on") + days_of(one("HL-02"), "due_on") == ["", ""]


class TestWhatBecameOfIt:
    def test_an_answer_ends_what_the_agencies_held_and_is_not_yet_a_solution(self, send, agencies):
        send(
            {
                "agency_code": "P-KT", "co_agency_codes": "P-GT", "received_on": "2026-03-04", "answered_on": "2026-03-18",
                "answer": "Sẽ sửa trong quý II", "outcome": "in_progress", "told_on": "2026-03-24",
            }
        )  # fmt: skip
        matter = one()
        assert {(str(h.ended_on), h.ended_as) for h in matter.handlings.all()} == {("2026-03-18", "answered")}
        answer = matter.answers.get()
        assert (answer.agency.code, answer.text, answer.outcome) == (
            "P-KT",
            "Sẽ sửa trong quý II",
            "in_progress",
        )
        assert days_of(matter, "answered_on", "resolved_on", "told_on", "closed_on") == [
            "2026-03-18", "", "2026-03-24", "",
        ]  # fmt: skip

    def test_told_with_a_final_outcome_is_closed_on_that_day(self, send):
        send(
            {
                "answered_on": "2026-03-18",
                "answer": "Đúng quy định",
                "outcome": "đã giải thích",
                "told_on": "2026-03-24",
            }
        )
        assert days_of(one(), "closed_on") == ["2026-03-24"]
        assert [step.step for step in one().steps.all()] == ["raised", "answered", "told", "closed"]

    def test_told_of_an_answer_without_an_outcome_stays_open(self, send):
        send({"answered_on": "2026-03-18", "answer": "Đã nghe", "told_on": "2026-03-24"})
        assert days_of(one(), "closed_on") == [""]

    def test_resolved_by_a_day_is_resolved_and_resolved_without_a_day_was_so_by_the_answer(self, send):
        send(
            {"answered_on": "2026-03-18", "resolved_on": "2026-04-02"},
            {"reference": "HL-02", "answered_on": "2026-03-18", "outcome": "đã giải quyết"},
        )
        assert (one().outcome, days_of(one(), "resolved_on")) == ("resolved", ["2026-04-02"])
        assert days_of(one("HL-02"), "resolved_on") == ["2026-03-18"]

    def test_solved_on_the_spot_is_with_nobody_and_answered_only_where_the_list_says_so(self, send, agencies):
        send(
            {"on_the_spot": "có", "agency_code": "P-KT"},
            {"reference": "HL-02", "on_the_spot": "1", "outcome": "resolved"},
        )
        assert days_of(one(), "answered_on", "resolved_on") == ["", ""]
        assert days_of(one("HL-02"), "answered_on", "resolved_on") == ["2026-03-02", "2026-03-02"]
        assert not Handling.objects.exists()

    def test_still_being_worked_on_before_any_answer_is_no_answer(self, send):
        answer = send({"outcome": "đang giải quyết"})
        assert one().outcome == ""
        assert counts(answer) == (1, 0, 0, 0)


REFUSED = [
    ({"raised_on": "2030-01-01"}, "Ngày 01/01/2030 còn ở phía trước."),
    ({"field": "Thủy lợi"}, "Không có lĩnh vực “Thủy lợi”; hãy ghi mã hoặc tên một lĩnh vực trong danh mục."),
    ({"unit_code": "XX"}, "Không có đơn vị mã “XX”."),
    ({"agency_code": "XX"}, "Không có cơ quan mã “XX”."),
    ({"co_agency_codes": "P-GT"}, "Có cơ quan phối hợp thì phải ghi cơ quan chủ trì."),
    ({"received_on": "2026-03-01"}, "Ngày tiếp nhận không thể trước ngày nêu."),
    ({"due_on": "2026-03-01"}, "Hạn trả lời không thể trước ngày nêu."),
    ({"answered_on": "2026-03-01"}, "Ngày trả lời không thể trước ngày nêu."),
    (
        {"received_on": "2026-03-09", "answered_on": "2026-03-04"},
        "Ngày trả lời không thể trước ngày tiếp nhận.",
    ),
    ({"told_on": "2026-03-09"}, "Chỉ thông báo lại được khi đã có trả lời."),
    (
        {"answered_on": "2026-03-10", "told_on": "2026-03-09"},
        "Ngày thông báo lại không thể trước ngày trả lời.",
    ),
    ({"outcome": "đã giải thích"}, "Đã có kết quả thì phải có ngày trả lời."),
    ({"answer": "Đã rõ"}, "Có nội dung trả lời thì phải có ngày trả lời."),
    (
        {"answered_on": "2026-03-10", "resolved_on": "2026-03-11", "outcome": "explained"},
        "Chỉ ghi ngày giải quyết xong khi kết quả là đã giải quyết.",
    ),
    ({"answered_on": "2026-03-10", "outcome": "không chấp nhận"}, "Không chấp nhận thì phải nêu lý do."),
]


class TestRefusals:
    @pytest.mark.parametrize(("row", "sentence"), REFUSED, ids=[sentence for _row, sentence in REFUSED])
    def test_a_row_that_contradicts_itself_is_one_sentence_and_nothing_is_written(
        self, send, agencies, row, sentence
    ):
        answer = send(row, {"reference": "HL-02"})
        assert messages(answer) == [sentence]
        assert not Recommendation.objects.exists()

    def test_a_reference_stands_once_in_a_list(self, send):
        assert messages(send({}, {})) == ["Mã này đã có ở hàng 2."]


class TestAgain:
    FULL = {
        "agency_code": "P-KT", "co_agency_codes": "P-GT", "received_on": "2026-03-04", "answered_on": "2026-03-18",
        "answer": "Đã sửa", "outcome": "resolved", "resolved_on": "2026-03-30", "told_on": "2026-04-24",
    }  # fmt: skip

    def test_the_same_again_changes_nothing(self, send, agencies):
        assert counts(send(self.FULL)) == (1, 0, 0, 0)
        steps = one().steps.count()
        assert counts(send(self.FULL)) == (0, 0, 0, 1)
        assert (one().steps.count(), Answer.objects.count(), Handling.objects.count()) == (steps, 1, 2)

    def test_an_empty_cell_takes_nothing_away(self, send, agencies):
        send(self.FULL)
        assert counts(send({})) == (0, 0, 0, 1)
        assert days_of(one(), "closed_on") == ["2026-04-24"]

    def test_what_came_since_is_added(self, send, agencies):
        send({"agency_code": "P-KT", "received_on": "2026-03-04"})
        assert counts(send({**self.FULL, "co_agency_codes": ""})) == (0, 1, 0, 0)
        matter = one()
        assert days_of(matter, "answered_on", "closed_on") == ["2026-03-18", "2026-04-24"]
        assert days_of(matter.handlings.get(), "ended_on", "answered_on") == ["2026-03-18", "2026-03-18"]
        assert matter.answers.get().text == "Đã sửa"
        assert [step.step for step in matter.steps.all()][-4:] == ["answered", "outcome", "told", "closed"]
        assert matter.version == 2

    def test_a_matter_changes_its_agency_on_its_own_page_only(self, send, agencies):
        send({"agency_code": "P-KT"})
        answer = send({"agency_code": "P-GT"})
        assert messages(answer) == [
            "Kiến nghị này đang ở Phòng Kinh tế; muốn chuyển cơ quan khác thì làm ở trang của kiến nghị."
        ]

    def test_a_reference_of_another_place_is_refused(self, send):
        send({})
        assert messages(send({"unit_code": "P1D1C1H2"})) == ["Kiến nghị mã này đã ghi ở một địa bàn khác."]

    def test_a_number_of_the_products_own_form_is_not_drawn_again(self, send):
        send({"reference": "KN-2026-0007"}, {"reference": "KN-2026-0003"})
        assert draw_reference(RECOMMENDATIONS, 2026) == "KN-2026-0008"
        send({"reference": "KN-2026-0002"})
        assert ReferenceCounter.objects.get(series="KN-2026").last == 8


class TestTakingBack:
    def undo(self):
        run = ImportRun.objects.order_by("-pk").first()
        return take_back(KINDS["recommendations"], run, by=UserFactory(), today=date(2026, 11, 27))

    def test_what_came_in_is_voided_and_can_come_in_again(self, send, agencies):
        send({"agency_code": "P-KT"})
        self.undo()
        assert not Recommendation.objects.standing().exists()
        assert Handling.objects.get().ended_as == "withdrawn"
        assert Recommendation.objects.get().void_reason == "Lấy lại lần nhập kien-nghi.csv."
        assert counts(send({"agency_code": "P-KT"})) == (1, 0, 0, 0)

    def test_what_was_added_to_a_matter_is_taken_from_it_again(self, send, agencies):
        send({"agency_code": "P-KT", "received_on": "2026-03-04"})
        send({"answered_on": "2026-03-18", "answer": "Đã sửa"})
        self.undo()
        assert days_of(one(), "answered_on") == [""]
        assert (one().handlings.get().ended_on, Answer.objects.count()) == (None, 0)

    def test_not_once_somebody_wrote_to_it(self, send):
        send({})
        with recorded_by(UserFactory()):
            Recommendation.objects.update(content="Cầu Kênh Tư bị sụt")
        with pytest.raises(ValidationError, match="Không lấy lại được lần nhập này"):
            self.undo()

    def test_not_once_another_voice_was_merged_into_it(self, send, places):
        send({})
        Recommendation.objects.create(
            reference="KN-1", unit=places["P1D1C1H2"], issuer=places["P1D1"], raised_on=date(2026, 3, 3), content="Cầu",
            outcome="duplicate", merged_into=one(),
        )  # fmt: skip
        with pytest.raises(ValidationError, match="Kiến nghị HL-01 đã có việc ghi thêm"):
            self.undo()


class TestWhoMay:
    def content(self, tmp_path, code):
        path = csv_file(tmp_path / "k.csv", [KEYS, [{**ROW, "unit_code": code}[key] for key in KEYS]])
        return path.read_bytes()

    @pytest.mark.parametrize(("code", "is_own"), [("P1D1C1H1", True), ("P1D2C1H1", False)])
    def test_an_officer_brings_in_what_his_own_ground_raised(self, tmp_path, places, code, is_own):
        SchemeFactory(issuer=places["P1"])
        user, scope = officer(places["P1D1"])
        run = new_run(
            KINDS["recommendations"], self.content(tmp_path, code), "k.csv", user=user, scope=scope,
            options={"on": "2026-11-27"},
        )  # fmt: skip
        check_run(run, user=user, today=date(2026, 11, 27))
        assert run.errors == [] if is_own else "trong phạm vi của bạn" in run.errors[0]["message"]

    def test_the_officers_own_committee_must_see_to_it(self, tmp_path, places):
        SchemeFactory(issuer=places["P1"])
        user, scope = officer(places["P1D1"])

        run = new_run(
            KINDS["recommendations"], self.content(tmp_path, "P1D1C1H1"), "k.csv", user=user, scope=scope,
            options={"on": "2026-11-27"},
        )  # fmt: skip
        check_run(run, user=user, today=date(2026, 11, 27))
        apply_run(run, user=user, today=date(2026, 11, 27))
        assert one().issuer == places["P1D1"]

    def test_a_reference_of_another_committee_is_only_taken(self, tmp_path, send, places):
        send({"unit_code": "P1D2C1H1"})
        user, scope = officer(places["P1D1"])
        run = new_run(
            KINDS["recommendations"], self.content(tmp_path, "P1D1C1H1"), "k.csv", user=user, scope=scope,
            options={"on": "2026-11-27"},
        )  # fmt: skip
        check_run(run, user=user, today=date(2026, 11, 27))
        assert [each["message"] for each in run.errors] == ["Mã này đã dùng cho một kiến nghị khác."]


def officer(unit):

    user = reader("org_staff", unit=unit)
    return user, load_scope(user, date(2026, 11, 27))


def test_as_many_queries_for_many_rows_as_for_few(send, agencies):
    def queries(start, number):
        rows = [
            {"reference": f"N-{start + i}", "agency_code": "P-KT", "received_on": "2026-03-04"}
            for i in range(number)
        ]
        with CaptureQueriesContext(connection) as seen:
            assert counts(send(*rows))[0] == number
        return len(seen)

    queries(0, 2)
    assert queries(10, 3) == queries(100, 300)
