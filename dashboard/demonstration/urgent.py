"""The made-up register of urgent matters, what was mobilised, and the library of good practices."""

from datetime import date, timedelta

from dashboard.demonstration import places
from matters.actions.resources import add_contribution, add_practice, publish_practice
from matters.actions.urgent import (
    carry_matter,
    confirm_matter,
    drop_matter,
    finish_matter,
    note_progress,
    register_matter,
)
from matters.models import Topic

OFFICE_COMMUNE = "MAUM-01"
SILENT = 3  # so many committees have registered none this year
# (matter, topic, who, how, what must come out, month in which it is due)
_MATTERS = [
    (
        "Rác thải tồn đọng ở bãi chợ",
        "environment",
        "Chủ tịch Ủy ban nhân dân",
        "Hợp đồng thu gom hằng ngày; lập điểm tập kết mới.",
        "Không còn rác tồn quá một ngày",
        9,
    ),
    (
        "Nước sạch cho các hộ cuối tuyến mùa hạn mặn",
        "new-rural",
        "Phó Bí thư Thường trực",
        "Kéo thêm 1,2 km ống; đặt bồn chứa ở ba điểm.",
        "Mọi hộ cuối tuyến có nước sạch",
        4,
    ),
    (
        "Cơ sở giết mổ nhỏ lẻ chưa bảo đảm vệ sinh",
        "food-safety",
        "Trưởng Công an",
        "Vận động đưa vào điểm tập trung; kiểm tra hằng tuần.",
        "Không còn điểm giết mổ tự phát",
        12,
    ),
    (
        "Đường liên ấp hư hỏng, học sinh đi lại khó",
        "rural-roads",
        "Bí thư Đảng ủy",
        "Nhà nước và nhân dân cùng làm; dặm vá trước mùa mưa.",
        "Đi lại được hai mùa",
        6,
    ),
]
# (amount, qualifier, thing, quantity, donor, topic)
_GIFTS = [
    (276_000_000, "more_than", "", "", "Các doanh nghiệp trên địa bàn", "social-security"),
    (45_000_000, "exact", "", "", "Hội đồng hương Mẫu", "rural-roads"),
    (None, "exact", "Xi măng", "320 bao", "Đại lý vật liệu Mẫu", "rural-roads"),
    (None, "exact", "Xi măng", "hơn 150 bao", "Bà con trong ấp", "rural-roads"),
    (None, "exact", "Đất hiến làm đường", "1.250 m2", "42 hộ dân", "rural-roads"),
    (60_000_000, "about", "", "", "Nhà hảo tâm", "social-security"),
    (18_500_000, "exact", "Nhà tình thương", "1 căn", "Quỹ Vì người nghèo", "social-security"),
]
_PRACTICES = [
    (
        "Tổ tự quản bảo vệ môi trường tuyến lộ hoa",
        "Mỗi tổ nhận một đoạn, sáng Chủ nhật cùng dọn; chi bộ kiểm tra mỗi tháng một lần. Sau sáu tháng không còn điểm rác tự phát.",
        "environment",
        True,
    ),
    (
        "Đảng viên phụ trách hộ, gặp mỗi quý một lần",
        "Mỗi đảng viên phụ trách 5 đến 7 hộ, ghi sổ tay những điều dân nêu và báo ở kỳ sinh hoạt gần nhất.",
        "member-tasks",
        True,
    ),
    (
        "Góp giờ công làm đường thay góp tiền",
        "Hộ khó khăn góp công thay tiền; tổ trưởng chấm công công khai ở nhà văn hóa.",
        "rural-roads",
        False,
    ),
]


def register(world, office, staff) -> None:
    topics = Topic.objects.in_bulk(field_name="code")
    communes = world.ground.beneath(places.PROVINCE)
    bodies = [(code, world.organisations[f"{code}.DB"]) for code in communes]
    _last_year(world, bodies, topics, office, staff)
    for at, (code, body) in enumerate(bodies[: max(1, len(bodies) - SILENT)]):
        by = office if code == OFFICE_COMMUNE else staff
        for number in range(1 + at % 2):
            _this_year(world, body, at + number, topics, by, staff)
    _mobilise(world, communes, topics, staff)
    _library(world, communes, topics, staff)


def _this_year(world, body, at, topics, by, staff) -> None:
    today = world.today
    title, topic, owner, solution, target, month = _MATTERS[at % len(_MATTERS)]
    start = min(today, date(today.year, 1, 15))
    matter = register_matter(
        organisation=body,
        year=today.year,
        title=title,
        topic=topics[topic],
        owner=owner,
        solution=solution,
        target=target,
        due_on=date(today.year, month, 28),
        registered_on=start,
        by=by,
        on=today,
    )
    if at % 4 == 0:
        return
    worked = min(today, start + timedelta(days=60))
    note_progress(
        matter, text="Đã họp dân, phân công từng người; xong khoảng một nửa", by=by, on=today, noted_on=worked
    )
    if at % 4 == 1:
        done = min(today, start + timedelta(days=100))
        finish_matter(matter, done_on=done, result="Đã làm xong, người dân đồng tình", by=by, on=today)
        if by != staff and at % 8 == 1:
            confirm_matter(matter, by=staff, on=today, note="Đã xem tại chỗ")


def _last_year(world, bodies, topics, office, staff) -> None:
    """One that was done and confirmed, one that was dropped, one that goes on into this year."""
    year, today = world.today.year - 1, world.today
    day = max(date(year, 9, 15), places.TWO_LEVELS)
    made = [
        register_matter(
            organisation=bodies[0][1],
            year=year,
            title=title,
            topic=topics[topic],
            owner=owner,
            solution=solution,
            target=target,
            due_on=date(year, 12, 20),
            by=office,
            on=day,
        )
        for title, topic, owner, solution, target, _month in _MATTERS[:3]
    ]
    finish_matter(
        made[0],
        done_on=date(year, 12, 1),
        result="Bãi chợ sạch, có điểm tập kết",
        by=office,
        on=date(year, 12, 2),
    )
    confirm_matter(made[0], by=staff, on=date(year, 12, 15))
    carry_matter(made[1], by=office, on=min(today, date(year + 1, 1, 5)), due_on=date(year + 1, 4, 30))
    drop_matter(made[2], reason="Cơ sở đã tự giải thể", by=office, on=date(year, 12, 20))


def _mobilise(world, communes, topics, staff) -> None:
    province = world.unit(places.PROVINCE)
    for at, (amount, qualifier, thing, quantity, donor, topic) in enumerate(_GIFTS):
        add_contribution(
            unit=world.unit(communes[at % min(4, len(communes))]),
            issuer=province,
            happened_on=world.today - timedelta(days=12 + 23 * at),
            amount=amount,
            qualifier=qualifier,
            in_kind=thing,
            quantity=quantity,
            donor=donor,
            topic=topics[topic],
            by=staff,
            on=world.today,
        )


def _library(world, communes, topics, staff) -> None:
    for at, (title, text, topic, is_published) in enumerate(_PRACTICES):
        made = add_practice(
            unit=world.unit(communes[at % len(communes)]),
            issuer=world.unit(places.PROVINCE),
            noted_on=world.today - timedelta(days=30 * (at + 1)),
            title=title,
            text=text,
            topic=topics[topic],
            by=staff,
            on=world.today,
        )
        if is_published:
            publish_practice(made, version=made.version, by=staff, on=world.today)
