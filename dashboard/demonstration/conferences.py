"""Conferences of the made-up places: the district's of its last year, this year's gathering and dialogues with what was said and
what became of it, one that is planned; and what must come again. By the product's own actions, as officers would."""

from datetime import date, timedelta

from dashboard.demonstration import places
from matters.actions.answering import answer
from matters.actions.conferences import enter_conference
from matters.actions.obligations import make_obligation
from matters.actions.opinions import answer_opinion, record_opinions, take_opinion
from matters.actions.receiving import receive
from matters.models import Conference, Topic

COMMUNE = "MAUM-01"
YEAR_BEFORE = 2024
# (content, who, whether answered there, the answer)
_SAID = [
    ("Đường vào tổ 3 ngập khi triều cường, xin nâng cấp.", "Bà Lê Thị Sáu", False, ""),
    ("Nước máy yếu vào buổi chiều.", "Ông Trần Văn Bảy", True, "Trạm cấp nước đã tăng áp từ đầu tháng."),
    ("Xin thêm thùng rác ở chợ.", "Bà Lê Thị Sáu", True, "Ủy ban nhân dân xã đã mua thêm mười thùng."),
    ("Đèn đường trước trường học hỏng.", "Ông Nguyễn Văn Tám", False, ""),
    ("Thủ tục cấp giấy chứng nhận đất còn chậm.", "Bà Võ Thị Chín", False, ""),
]


def hold(world) -> None:
    _last_district_year(world)
    _gathering(world)
    _dialogues(world)
    _planned(world)
    _what_must_come_again(world)


def _enter(world, code, kind, title, on, **values):
    return enter_conference(
        unit=world.unit(code), kind=kind, title=title, held_on=on, by=world.by, on=world.today, **values
    )


def _last_district_year(world):
    """Two briefings of clusters, and dialogues in the communes of one, one of them twice."""
    for number, month in ((1, 4), (2, 10)):
        zone = world.zones[f"{places.DISTRICT}-TV{number}"]
        on = date(YEAR_BEFORE, month, 15)
        _enter(
            world,
            places.DISTRICT,
            "briefing",
            f"Giao ban {zone.name.lower()}",
            on,
            zone=zone,
            participants=34,
        )
    communes = world.ground.beneath(places.DISTRICT)[:5]
    for number, code in enumerate([*communes, communes[0]]):
        on = date(YEAR_BEFORE, 5 + number, 8)
        said = {"participants": 55 + 4 * number, "people_speaking": 6 + number, "opinions": 8 + number}
        title = "Đối thoại với nhân dân về xây dựng nông thôn mới"
        _enter(world, code, "dialogue", title, on, answered_on_the_spot=5 + number, **said)


def _gathering(world):
    _enter(
        world,
        places.PROVINCE,
        "gathering",
        "Họp mặt cán bộ tỉnh được phân công theo dõi, hỗ trợ xã, phường",
        _day(world, 180),
        place="Hội trường Tỉnh ủy",
        chairs="Bí thư Tỉnh ủy\nPhó Bí thư Thường trực Tỉnh ủy\nTrưởng Ban Tổ chức Tỉnh ủy",
        guests="Đại diện Ban Tổ chức Trung ương",
        attendees=world.staff.board,
        participants=96,
        people_speaking=11,
        turns_speaking=13,
        opinions=18,
        answered_on_the_spot=6,
        minutes="Cán bộ được phân công dự sinh hoạt chi bộ đều đặn hơn, báo cáo đúng hạn.\n"
        "Trả lời kiến nghị của cơ sở đúng thời hạn, thông báo lại cho nơi nêu.",
    )


def _dialogues(world):
    on = _day(world, 40)
    topics = {topic.code: topic for topic in Topic.objects.all()}
    row = _enter(
        world,
        COMMUNE,
        "dialogue",
        "Đối thoại giữa người đứng đầu cấp ủy với nhân dân",
        on,
        place="Nhà văn hóa trung tâm",
        chairs="Bí thư Đảng ủy\nChủ tịch Ủy ban nhân dân",
        participants=72,
        turns_speaking=9,
    )
    about = ("rural-roads", "other", "environment", "security", "other")
    said = record_opinions(
        row,
        [
            {
                "content": content,
                "speaker": who,
                "is_answered_on_the_spot": there,
                "answer": words,
                "topic": topics[code],
            }
            for (content, who, there, words), code in zip(_SAID, about, strict=True)
        ],
        by=world.by,
    )
    answer_opinion(
        said[3], answer="Đã thay bóng đèn mới.", answered_on=_day(world, 30), by=world.by, on=world.today
    )
    _take(world, said, on)
    for number, code in enumerate(world.ground.beneath(places.PROVINCE)[2:5]):
        numbers = {"participants": 40 + 7 * number, "people_speaking": 5, "opinions": 7 + number}
        _enter(world, code, "dialogue", "Đối thoại với nhân dân", _day(world, 60 + 9 * number), **numbers)


def _take(world, said, on):
    """Two go on to the committee above: one was answered, one waits."""
    province = world.unit(places.PROVINCE)
    first, second = (
        take_opinion(each, issuer=province, content=each.content, by=world.by, kind="recommendation")
        for each in (said[0], said[4])
    )
    for matter in (first, second):
        receive(matter, by=world.by, on=on + timedelta(days=3), is_shared=True)
    answer(
        first,
        text="Đã đưa vào danh mục đầu tư, khởi công trong quý tới.",
        outcome="in_progress",
        by=world.by,
        on=on + timedelta(days=15),
    )


def _planned(world):
    enter_conference(
        unit=world.unit(COMMUNE),
        kind=Conference.Kind.PERIODIC,
        title="Họp định kỳ với cán bộ được phân công",
        planned_on=world.today + timedelta(days=9),
        by=world.by,
        on=world.today,
    )


def _what_must_come_again(world):
    """Bến Tre 4.27: the periodic meeting each quarter, the review each year."""
    issuer, starts_on = world.unit(places.PROVINCE), date(world.today.year, 1, 1)
    for kind, every in (("periodic", 3), ("interim_review", 12)):
        make_obligation(
            issuer=issuer,
            level=world.levels[3],
            kind=kind,
            every_months=every,
            due_day=25,
            remind_days=10,
            starts_on=starts_on,
            by=world.by,
        )
    for number, code in enumerate(world.ground.beneath(places.PROVINCE)[1:8]):
        on = _day(world, 100 + 2 * number)
        _enter(world, code, "periodic", "Họp định kỳ với cán bộ được phân công", on, participants=18)


def _day(world, days) -> date:
    """So many days ago, but not before there were two levels."""
    return max(world.today - timedelta(days=days), places.TWO_LEVELS)
