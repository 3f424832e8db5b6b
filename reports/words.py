"""Sentences about counts that pages, forms and actions share."""

from django.utils.translation import gettext as _

from reports.rules import Counts, adds_up, rate


def counts_refusal(counts: Counts) -> str:
    """Why the counts do not add up, with the numbers; "" where they do."""
    if counts.speaking is not None and counts.present is not None and counts.speaking > counts.present:
        return _("Số phát biểu (%(speaking)s) không thể nhiều hơn số có mặt (%(present)s).") % {
            "speaking": counts.speaking,
            "present": counts.present,
        }
    if adds_up(counts):
        return ""
    numbers = {name: value or 0 for name, value in counts._asdict().items()}
    if counts.must_attend < 0:
        return (
            _(
                "Số miễn (%(exempt)s) và làm nhiệm vụ đặc biệt (%(special_duty)s) không thể nhiều hơn tổng số "
                "(%(members)s)."
            )
            % numbers
        )
    return _(
        "Có mặt %(present)s, vắng có lý do %(excused)s, vắng không lý do %(unexcused)s cộng lại là %(sum)s; số phải dự là "
        "%(must)s (tổng số %(members)s, trừ miễn %(exempt)s, trừ nhiệm vụ đặc biệt %(special_duty)s)."
    ) % {**numbers, "sum": counts.accounted_for, "must": counts.must_attend}


def rate_words(present: int | None, must_attend: int | None) -> str:
    """ "18/20 (90 %)"; "không áp dụng" where nobody must attend; "" where it is not said. A share is never rounded up: of
    89.99 % nobody says 90."""
    if present is None or must_attend is None:
        return ""
    if must_attend <= 0:
        return _("không áp dụng")
    tenths = int(rate(present, must_attend) * 1000)
    percent = f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10},{tenths % 10}"
    return f"{present}/{must_attend} ({percent} %)"
