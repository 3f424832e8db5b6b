"""The steps of a matter as its pages offer them: which may be made now, by whom, with which form and which action."""

from collections.abc import Callable
from dataclasses import dataclass

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from branches.querysets.scoping import from_above
from matters.actions.answering import answer, change_outcome
from matters.actions.closing import close, reopen
from matters.actions.directing import direct, take_up
from matters.actions.handing import hand_over, move_due, send_up, withdraw
from matters.actions.merging import part
from matters.actions.raising import void_matter
from matters.actions.receiving import receive
from matters.actions.telling import take_feedback, tell_base
from matters.forms import steps as forms
from matters.models import Recommendation
from matters.rules import is_final


@dataclass(frozen=True)
class Step:
    """`word`: its button on the page of the matter or urgent matter (`row`); `act(row, data, by, day)` writes; `consequences`: what
    is good to know before; `is_open(row)`: whether it stands so that the step may be made."""

    word: str | Promise
    title: str | Promise
    button: str | Promise
    done: str | Promise
    form: type[Form]
    act: Callable
    is_open: Callable
    consequences: tuple = ()
    is_dangerous: bool = False


def _receive(row, data, by, day):
    given = {name: value for name, value in data.items() if value}
    receive(row, by=by, **given | {"is_shared": data["is_shared"]})


def _hand(row, data, by, day):
    if data["lead"]:
        hand_over(
            row,
            agency=data["lead"],
            by=by,
            on=data["on"],
            due_on=data["due_on"],
            asked=data["asked"],
            reason=data.get("reason", ""),
        )
    for agency in data["others"]:
        hand_over(
            row,
            agency=agency,
            by=by,
            on=data["on"],
            is_lead=False,
            due_on=data["due_on"],
            asked=data["asked"],
        )


def _move_due(row, data, by, day):
    thing = data.get("handling") or row
    move_due(thing, due_on=data["due_on"], reason=data["reason"], by=by, on=day)


def _answer(row, data, by, day):
    answer(
        row,
        text=data["text"],
        outcome=data["outcome"],
        by=by,
        on=data["on"],
        handling=data.get("handling"),
        document=data["document"],
        document_words=data["document_words"],
        files=data["files"],
    )


def _hear(row, data, by, day):
    """The place heard the answer, and says what it thinks of it."""
    if "how" in data:
        tell_base(row, how=data["how"], by=by, on=data["on"])
    take_feedback(row, satisfaction=data["satisfaction"], text=data["text"], by=by, on=data["on"])


def _is_alive(row) -> bool:
    return row.stage not in ("voided", "closed")


def _is_in_work(row) -> bool:
    return row.stage in ("received", "with_agency") or (
        row.stage in ("answered", "told") and not is_final(row.outcome)
    )


def _is_answered(row) -> bool:
    return row.answer_on is not None


def _may_be_reopened(row) -> bool:
    if row.stage == "merged":
        return row.told_on is not None
    return row.stage in ("answered", "told", "closed", "on_the_spot")


def _may_be_heard(row) -> bool:
    """An answer that the place has not heard, or that it heard and has not spoken of."""
    if row.stage == "voided" or not _is_answered(row):
        return False
    return not row.satisfaction if row.told_on else row.closed_on is None


STEPS: dict[str, Step] = {
    "receive": Step(
        word=_("Tiếp nhận"),
        title=_("Tiếp nhận %(reference)s"),
        button=_("Tiếp nhận"),
        done=_("Đã tiếp nhận %(reference)s."),
        form=forms.ReceiveForm,
        act=_receive,
        is_open=lambda row: row.stage == "raised",
    ),
    "hand": Step(
        word=_("Chuyển cơ quan giải quyết"),
        title=_("Chuyển %(reference)s cho cơ quan giải quyết"),
        button=_("Chuyển"),
        done=_("Đã chuyển %(reference)s."),
        form=forms.HandForm,
        act=_hand,
        is_open=_is_in_work,
        consequences=(
            _(
                "Cơ quan được giao thấy nội dung kiến nghị và trả lời ngay trên chương trình; không thấy báo cáo."
            ),
        ),
    ),
    "answer": Step(
        word=_("Ghi trả lời"),
        title=_("Trả lời %(reference)s"),
        button=_("Ghi trả lời"),
        done=_("Đã ghi trả lời cho %(reference)s."),
        form=forms.AnswerForm,
        act=_answer,
        is_open=_is_in_work,
        consequences=(_("Trả lời đã ghi thì không sửa được; muốn nói thêm thì ghi trả lời nữa."),),
    ),
    "tell": Step(
        word=_("Báo lại nơi nêu"),
        title=_("Đã báo lại nơi nêu trả lời của %(reference)s"),
        button=_("Ghi đã báo lại"),
        done=_("Đã ghi là nơi nêu đã nghe trả lời."),
        form=forms.TellForm,
        act=lambda row, data, by, day: tell_base(row, by=by, **data),
        is_open=lambda row: _is_alive(row) and _is_answered(row) and row.told_on is None,
    ),
    "feedback": Step(
        word=_("Ghi phản hồi của nơi nêu"),
        title=_("Nơi nêu phản hồi về %(reference)s"),
        button=_("Ghi phản hồi"),
        done=_("Đã ghi phản hồi của nơi nêu."),
        form=forms.FeedbackForm,
        act=lambda row, data, by, day: take_feedback(row, by=by, **data),
        is_open=lambda row: row.stage != "voided" and row.told_on is not None and not row.satisfaction,
    ),
    "close": Step(
        word=_("Kết thúc"),
        title=_("Kết thúc %(reference)s"),
        button=_("Kết thúc"),
        done=_("Đã kết thúc %(reference)s."),
        form=forms.CloseForm,
        act=lambda row, data, by, day: close(row, by=by, **data),
        is_open=lambda row: _is_alive(row) and row.stage != "on_the_spot",
    ),
    "reopen": Step(
        word=_("Mở lại"),
        title=_("Mở lại %(reference)s"),
        button=_("Mở lại"),
        done=_("Đã mở lại %(reference)s."),
        form=forms.ReopenForm,
        act=lambda row, data, by, day: reopen(row, by=by, **data),
        is_open=_may_be_reopened,
    ),
    "outcome": Step(
        word=_("Đổi kết quả"),
        title=_("Kết quả của %(reference)s nay đã khác"),
        button=_("Ghi kết quả"),
        done=_("Đã ghi kết quả mới của %(reference)s."),
        form=forms.OutcomeForm,
        act=lambda row, data, by, day: change_outcome(row, by=by, **data),
        is_open=lambda row: row.stage not in ("voided", "merged") and _is_answered(row),
    ),
    "up": Step(
        word=_("Chuyển cấp trên"),
        title=_("Chuyển %(reference)s lên cấp trên"),
        button=_("Chuyển lên"),
        done=_("Đã chuyển %(reference)s lên cấp trên."),
        form=forms.UpForm,
        act=lambda row, data, by, day: send_up(row, by=by, **data),
        is_open=_is_in_work,
        consequences=(_("Chuyển lên chưa phải là trả lời: hạn của kiến nghị vẫn chạy."),),
    ),
    "withdraw": Step(
        word=_("Rút lại"),
        title=_("Rút %(reference)s khỏi cơ quan"),
        button=_("Rút lại"),
        done=_("Đã rút lại."),
        form=forms.WithdrawForm,
        act=lambda row, data, by, day: withdraw(
            data["handling"], reason=data["reason"], by=by, on=data["on"]
        ),
        is_open=lambda row: row.stage == "with_agency",
    ),
    "due": Step(
        word=_("Dời hạn"),
        title=_("Dời hạn của %(reference)s"),
        button=_("Dời hạn"),
        done=_("Đã dời hạn; hạn cũ và lý do vẫn được giữ."),
        form=forms.DueForm,
        act=_move_due,
        is_open=lambda row: row.stage in ("received", "with_agency"),
    ),
    "take_up": Step(
        word=_("Đưa vào nghị quyết, chỉ thị"),
        title=_("%(reference)s được đưa vào văn bản"),
        button=_("Ghi lại"),
        done=_("Đã ghi văn bản đưa %(reference)s vào."),
        form=forms.TakeUpForm,
        act=lambda row, data, by, day: take_up(row, document=data["document"], by=by, on=data["on"]),
        is_open=lambda row: row.stage not in ("voided", "merged"),
    ),
    "part": Step(
        word=_("Tách lại"),
        title=_("Tách %(reference)s ra thành kiến nghị riêng"),
        button=_("Tách ra"),
        done=_("Đã tách %(reference)s ra."),
        form=forms.ReopenForm,
        act=lambda row, data, by, day: part(row, reason=data["reason"], by=by, on=data["on"]),
        is_open=lambda row: row.stage == "merged",
    ),
    "void": Step(
        word=_("Hủy vì nhập nhầm"),
        title=_("Hủy %(reference)s vì nhập nhầm?"),
        button=_("Hủy kiến nghị"),
        done=_("Đã hủy %(reference)s."),
        form=forms.VoidForm,
        act=lambda row, data, by, day: void_matter(row, reason=data["reason"], by=by, on=day),
        is_open=lambda row: row.stage != "voided",
        consequences=(
            _(
                "Kiến nghị ra khỏi mọi danh sách và số liệu, như chưa từng có; dòng này và lý do vẫn xem được."
            ),
            _("Hủy rồi thì không lấy lại được."),
        ),
        is_dangerous=True,
    ),
    # Of those who lead, and of the place and the cadre who raised it.
    "direct": Step(
        word=_("Chỉ đạo"),
        title=_("Chỉ đạo về %(reference)s"),
        button=_("Ghi chỉ đạo"),
        done=_("Đã ghi ý kiến chỉ đạo; Ban được báo."),
        form=forms.DirectForm,
        act=lambda row, data, by, day: direct(row, note=data["note"], by=by, on=day),
        is_open=lambda row: _is_alive(row) and row.stage not in ("merged", "on_the_spot"),
    ),
    "hear": Step(
        word=_("Đã nghe trả lời"),
        title=_("Đã nghe trả lời về %(reference)s?"),
        button=_("Ghi lại"),
        done=_("Cảm ơn đồng chí; ý kiến đã đến cấp ủy."),
        form=forms.HeardForm,
        act=_hear,
        is_open=_may_be_heard,
    ),
}
OFFICER = [name for name in STEPS if name not in ("direct", "hear")]
# What comes next in each stage: the page's one main button.
NEXT = {
    "raised": "receive",
    "received": "hand",
    "with_agency": "answer",
    "answered": "tell",
    "merged": "tell",
    "told": "outcome",
    "closed": "feedback",
}


class Offer:
    """The steps that this reader may make with this matter now, as its page shows them."""

    def __init__(self, row, scope, reader):
        mine = Recommendation.objects.filter(pk=row.pk)
        self.row = row
        self.writes = scope.may("matters.write") and mine.writable_by(scope).exists()
        self.directs = (
            scope.may("matters.direct") and mine.filter(from_above(scope, "matters.direct")).exists()
        )
        self.hears = reader.is_place or reader.is_raiser

    @property
    def names(self) -> list[str]:
        found = [name for name in OFFICER if self.writes and STEPS[name].is_open(self.row)]
        found += [
            name
            for name, may in (("direct", self.directs), ("hear", self.hears and not self.writes))
            if may and STEPS[name].is_open(self.row)
        ]
        return found

    @property
    def first(self) -> str:
        names = self.names
        wanted = NEXT.get(self.row.stage, "")
        return wanted if wanted in names else next((n for n in ("hear", "direct") if n in names), "")
