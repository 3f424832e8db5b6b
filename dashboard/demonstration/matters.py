"""The made-up way of what was raised: some new, some with an agency, some late, answered, told, reopened; one wish of several
hamlets; and what a commune raised itself."""

from datetime import date, timedelta

from branches.models import Organisation
from matters.actions.answering import answer
from matters.actions.directing import direct
from matters.actions.handing import agency_receives, hand_over, send_up
from matters.actions.merging import merge
from matters.actions.raising import raise_matter
from matters.actions.receiving import receive
from matters.actions.telling import take_feedback, tell_base
from matters.models import Recommendation, Topic

COMMUNE, OFFICE = "MAUM-01", "MAUM-01.UBND"
_WISH = "Đề nghị gia cố đoạn đê bao bị sạt lở, nước tràn vào vườn khi triều cường"
_RAISED = [
    ("Cầu qua kênh bị sụt mố, xe chở nông sản không qua được", "rural-roads", "urgent"),
    ("Hai tuyến đường ấp chưa có đèn, đề nghị hỗ trợ trụ và dây", "new-rural", "normal"),
    ("Điểm tập kết rác gần trường học, đề nghị dời đi nơi khác", "environment", "normal"),
    ("Chậm chi trả hỗ trợ cho hộ có người khuyết tật", "social-security", "urgent"),
    ("Đề nghị mở lớp kỹ thuật trồng bưởi cho tổ hợp tác", "agriculture", "normal"),
    ("Sổ tay đảng viên điện tử khó dùng với đảng viên cao tuổi", "other", "normal"),
]
_JUST_HANDED = "Nước máy yếu, chiều tối không có nước ở cuối tuyến; đề nghị kiểm tra đường ống"
_ANSWER = "Đã khảo sát cùng ban ấp; kinh phí bố trí trong quý, ấp cử người giám sát."


def go_their_way(world) -> None:
    branches = list(
        Organisation.objects.open_on(world.today)
        .filter(kind="branch", unit__access_path__startswith=world.unit(COMMUNE).access_path)
        .select_related("unit")
        .order_by("unit__access_path", "pk")[:4]
    )
    _of_reports(world)
    for at, (content, topic, urgency) in enumerate(_RAISED):
        _of_a_branch(world, branches[at % len(branches)], at, content, topic, urgency)
    _one_wish(world, branches[:3])
    _just_handed(world, branches[-1])


def _of_reports(world) -> None:
    """Of what reports raised, every other one is received; the rest waits, as it does."""
    rows = Recommendation.objects.filter(source="report", received_on=None, is_solved_on_the_spot=False)
    for row in rows.order_by("raised_on", "pk")[:8:2]:
        on = min(row.raised_on + timedelta(days=3), world.today)
        receive(row, by=world.by, on=on, is_shared=bool(row.on_behalf_of))


def _of_a_branch(world, branch, at, content, topic, urgency) -> None:
    """Raised by the branch itself a while ago; how far it has come differs."""
    raised = world.today - timedelta(days=60 - at * 5)
    matter = _raise(world, branch, content, topic, raised, urgency=urgency)
    if at == 5:
        return
    received = raised + timedelta(days=2)
    receive(matter, by=world.by, on=received, is_shared=True)
    if at == 4:
        return
    handed = received + timedelta(days=1)
    handling = hand_over(
        matter, agency=world.agencies[OFFICE], by=world.by, on=handed, asked="Khảo sát và trả lời."
    )
    agency_receives(handling, by=world.by, on=handed + timedelta(days=1))
    if at == 0:
        direct(matter, note="Việc bức xúc, giải quyết trước mùa mưa.", by=world.by, on=world.today)
        return
    answered = handed + timedelta(days=12)
    outcome = "resolved" if at == 1 else "in_progress" if at == 2 else "explained"
    answer(matter, text=_ANSWER, outcome=outcome, by=world.by, on=answered, handling=handling)
    if at in (1, 2):
        told = answered + timedelta(days=5)
        tell_base(matter, how="meeting", by=world.by, on=told)
        if at == 1:
            take_feedback(matter, satisfaction="satisfied", text="Đèn đã sáng.", by=world.by, on=told)


def _just_handed(world, branch) -> None:
    """The agency has not even said yet that it has it: what its handler finds to do."""
    raised = world.today - timedelta(days=6)
    matter = _raise(world, branch, _JUST_HANDED, "new-rural", raised)
    receive(matter, by=world.by, on=raised + timedelta(days=1), is_shared=True)
    hand_over(
        matter,
        agency=world.agencies[OFFICE],
        by=world.by,
        on=world.today - timedelta(days=2),
        asked="Làm việc với đơn vị cấp nước, trả lời ấp trước buổi sinh hoạt tới.",
    )


def _one_wish(world, branches) -> None:
    raised = world.today - timedelta(days=30)
    rows = [_raise(world, branch, _WISH, "environment", raised) for branch in branches]
    for row in rows:
        receive(row, by=world.by, on=raised + timedelta(days=2), is_shared=True)
    lead, voices = rows[0], rows[1:]
    merge(voices, into=lead, by=world.by, on=raised + timedelta(days=3))
    send_up(
        lead,
        reason="Cần vốn của tỉnh, vượt khả năng của xã.",
        level="province",
        by=world.by,
        on=raised + timedelta(days=6),
    )


def _raise(world, branch, content, topic, on: date, **fields):
    return raise_matter(
        unit=branch.unit,
        organisation=branch,
        issuer=world.unit(COMMUNE),
        content=content,
        topic=Topic.objects.get(code=topic),
        on_behalf_of="Nhân dân trong ấp",
        raised_on=on,
        is_shared=True,
        by=world.by,
        **fields,
    )
