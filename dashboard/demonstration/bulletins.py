"""What a commune's cadres are told before their next meeting: one that some have read, one withdrawn, and a draft."""

from datetime import timedelta

from assignments.models import Scheme
from dashboard.demonstration.reports import COMMUNE
from matters.actions.bulletins import publish_bulletin, read_bulletin, withdraw_bulletin, write_bulletin
from matters.audiences import Audience

READERS = 3
STANDING = (
    "Trước buổi sinh hoạt tháng này",
    "Nắm tiến độ xuống giống vụ tới, việc thu gom rác ở các tuyến hẻm và ý kiến về giá nước. "
    "Nhắc chi bộ thông báo lại các kiến nghị đã có trả lời.",
)
WRONG = ("Lịch tập huấn", "Tập huấn nghiệp vụ công tác đảng ở hội trường xã.")
DRAFT = (
    "Chuẩn bị sơ kết sáu tháng",
    "Mỗi người gom lại những việc nơi mình theo dõi đã làm được, chưa làm được.",
)


def tell(world) -> None:
    unit, by, today = world.unit(COMMUNE), world.by, world.today
    scheme = Scheme.objects.on(today).filter(issuer=unit).order_by("pk").first()
    if scheme is None:
        return
    standing, wrong, _draft = (
        write_bulletin(
            values={
                "issuer": unit,
                "scheme": scheme,
                "level": None,
                "title": title,
                "text": text,
                "documents": [],
            },
            by=by,
        )
        for title, text in (STANDING, WRONG, DRAFT)
    )
    publish_bulletin(wrong, by=by, on=today - timedelta(days=12))
    withdraw_bulletin(wrong, reason="Đổi ngày tập huấn, sẽ báo lại.", by=by, on=today - timedelta(days=10))
    publish_bulletin(standing, by=by, on=today - timedelta(days=4))
    for person in sorted(Audience([unit.pk], today).of(standing))[:READERS]:
        read_bulletin(standing, people={person}, user=by)
