"""The steps of an urgent matter as its page offers them and its form asks for them; of the same shape as those of a matter."""

from django.utils.translation import gettext_lazy as _

from matters.actions import urgent as actions
from matters.forms import urgent as forms
from matters.models import UrgentMatter
from matters.stepping import Step

Status = UrgentMatter.Status


def _done_by(action):
    """As `Step.act`: what the form says goes to the action as it is."""
    return lambda row, data, by, day: action(row, by=by, on=day, **data)


def _is_open(row) -> bool:
    return row.status in actions.OPEN


STEPS: dict[str, Step] = {
    "done": Step(
        word=_("Báo hoàn thành"),
        title=_("Việc này đã hoàn thành?"),
        button=_("Báo hoàn thành"),
        done=_("Đã báo hoàn thành; chờ cấp trên xác nhận."),
        form=forms.DoneForm,
        act=_done_by(actions.finish_matter),
        is_open=_is_open,
        consequences=(_("Cấp trên xem và xác nhận; người báo hoàn thành không tự xác nhận."),),
    ),
    "confirm": Step(
        word=_("Xác nhận hoàn thành"),
        title=_("Xác nhận việc này đã hoàn thành?"),
        button=_("Xác nhận hoàn thành"),
        done=_("Đã xác nhận hoàn thành."),
        form=forms.ConfirmForm,
        act=_done_by(actions.confirm_matter),
        is_open=lambda row: row.status == Status.DONE and not row.confirmed_on,
        consequences=(
            _("Kết quả đã báo: %(result)s"),
            _("Văn phòng nơi đăng ký nhận tin báo. Sau đó chỉ cấp trên mở lại được."),
        ),
    ),
    "reopen": Step(
        word=_("Mở lại"),
        title=_("Mở lại việc này?"),
        button=_("Mở lại"),
        done=_("Đã mở lại."),
        form=forms.ReasonForm,
        act=_done_by(actions.reopen_matter),
        is_open=lambda row: not _is_open(row) and row.status != Status.CARRIED,
        consequences=(_("Việc lại được tính là chưa xong; kết quả đã báo vẫn nằm trong quá trình."),),
    ),
    "drop": Step(
        word=_("Thôi, không làm"),
        title=_("Thôi, không làm việc này?"),
        button=_("Thôi, không làm"),
        done=_("Đã ghi là không thực hiện."),
        form=forms.ReasonForm,
        act=_done_by(actions.drop_matter),
        is_open=_is_open,
        consequences=(_("Việc vẫn ở trong sổ với lý do, không tính là hoàn thành. Có thể mở lại."),),
        is_dangerous=True,
    ),
    "carry": Step(
        word=_("Chuyển sang năm sau"),
        title=_("Chuyển việc này sang năm %(next)s?"),
        button=_("Chuyển sang năm sau"),
        done=_("Đã chuyển; đây là việc của năm sau."),
        form=forms.CarryForm,
        act=_done_by(actions.carry_matter),
        is_open=_is_open,
        consequences=(
            _("Một việc mới được lập trong sổ năm %(next)s, nối với việc này."),
            _("Trong sổ năm %(year)s việc này là “chuyển năm sau”."),
        ),
    ),
    "void": Step(
        word=_("Hủy vì nhập nhầm"),
        title=_("Hủy việc này vì nhập nhầm?"),
        button=_("Hủy việc nhập nhầm"),
        done=_("Đã hủy việc nhập nhầm."),
        form=forms.ReasonForm,
        act=_done_by(actions.void_matter),
        is_open=lambda row: not row.confirmed_on and row.status != Status.CARRIED,
        consequences=(
            _("Việc ra khỏi mọi danh sách và số liệu, như chưa từng đăng ký; không lấy lại được."),
            _("Nếu đã đăng ký thật mà không làm thì ghi là “không thực hiện”, đừng hủy."),
        ),
        is_dangerous=True,
    ),
}


def said_of(row) -> dict:
    """What the words of a step may name."""
    return {"year": row.year, "next": row.year + 1, "result": row.result or str(_("(chưa ghi)"))}
