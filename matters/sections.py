"""The lists of what was raised and of what is around it: tabs over each of them, those that the reader may open."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

CADRE = "a cadre"  # not a permission: whoever has a record as one

# (word, URL name, permissions of which one is enough). A name without a page yet is left out.
SECTIONS = [
    # Recommendations: the committee's, those of one's own place, those of one's agency
    (_("Kiến nghị"), "matters:recommendation_list", ("matters.read",)),
    (_("Kiến nghị đã nêu"), "matters:own_list", ("matters.own", CADRE)),
    (_("Giao cơ quan tôi"), "matters:handler_list", ("matters.answer",)),
    (_("Số liệu kiến nghị"), "matters:ageing_page", ("matters.figures",)),
    (_("Lĩnh vực"), "matters:topic_list", ("matters.read",)),
    (_("Thời hạn trả lời"), "matters:deadline_list", ("matters.read",)),
    # The register of urgent matters
    (_("Việc cấp bách"), "matters:urgent_list", ("urgent.read",)),
    # Conferences, and those that must come again
    (_("Hội nghị, đối thoại"), "matters:conference_list", ("conferences.read",)),
    # Resources mobilised, good practices
    (_("Nguồn lực vận động"), "matters:contribution_list", ("matters.read",)),
    (_("Mô hình, cách làm hay"), "matters:practice_list", ("practices.read",)),
    # Information for those who follow
    (_("Thông tin cho cán bộ"), "matters:bulletin_list", ("bulletins.read", CADRE)),
    # Rounds, their notices, what must be put right: pages of reports, named here only
    (_("Đợt dự, kết luận"), "reports:round_list", ("rounds.read",)),
    (_("Thông báo kết luận"), "reports:named_list", ("conclusions.named", CADRE)),
    (_("Việc phải khắc phục"), "reports:remedy_list", ("rounds.read", "conclusions.named")),
    (_("Chuyên đề"), "reports:theme_digest", ("rounds.read",)),
    (_("Sơ kết, tổng kết"), "reports:period_review_list", ("reviews.read",)),
]


def sections(request) -> list[dict]:
    """{"label", "url", "is_here"} of the lists that the reader may open; `is_here` is the one whose address begins that of
    the page most closely."""
    found = [
        {"label": label, "url": url, "is_here": False}
        for label, name, permissions in SECTIONS
        if any(_has(request.scope, each) for each in permissions) and (url := _address(name))
    ]
    above = [each for each in found if request.path.startswith(each["url"])]
    if above:
        max(above, key=lambda each: len(each["url"]))["is_here"] = True
    return found


def _has(scope, permission) -> bool:
    return bool(scope.cadre_ids) if permission == CADRE else scope.may(permission)


def _address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
