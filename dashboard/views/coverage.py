"""Coverage: which places have somebody, which have nobody and why, who has too many and who has none."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.translation import gettext as _

from assignments.coverage import Share
from common.pages import list_page
from common.policy import policy
from dashboard.addresses import SCHEME, address_of, page_of, who_follows_address
from dashboard.asked import asked_of, asked_or_404, crumbs_of, level_name
from dashboard.pictures import strip, tile_grid
from dashboard.rows import (
    SeveralRow,
    child_rows,
    followed_rows,
    group_rows,
    idle_rows,
    vacancy_rows,
)
from dashboard.tables import ChildTable, CoveredTable, IdleTable, SeveralTable, VacantTable

PREVIEW = 10


@policy("coverage.read")
def coverage_page(request):
    asked = asked_of(request)
    if asked is None:
        return _nothing_to_read(request)
    title = _("Độ phủ: %(area)s") % {"area": asked.area_name}
    crumbs = crumbs_of(request, asked)
    if asked.scheme is None:
        return render(
            request,
            "dashboard/coverage_none.html",
            {"title": title, "crumbs": crumbs, "as_of": asked.day, "empty": _why_nothing(asked)},
        )
    coverage = asked.coverage
    rows = child_rows(asked)
    return list_page(
        request,
        queryset=rows,
        table=ChildTable,
        title=title,
        template="dashboard/coverage.html",
        export="do-phu",
        crumbs=crumbs,
        per_page=500,
        empty={"why": _("Không có đơn vị nào trực thuộc ở đây.")},
        context={
            **picture_context(asked),
            "asked": asked,
            "as_of": asked.day,
            "lead": asked.scheme_words,
            "figures": figures_line(asked, request.scope),
            "not_in_force": not asked.scheme.holds_on(asked.day),
            "vacancies": preview(asked),
            "more_vacancies": coverage.share.vacant > PREVIEW,
            "vacant_url": asked.address("coverage_vacant"),
            "groups": group_rows(coverage),
            "board_url": _board_address(asked, request.scope),
            "who_follows_url": who_follows_address(asked.area.key, day=asked.day, today=asked.today),
        },
    )


@policy("coverage.read")
def vacant_list(request):
    asked = asked_or_404(request)
    coverage = asked.coverage
    return list_page(
        request,
        queryset=coverage.vacant_rows,
        table=VacantTable,
        prepare=lambda rows: vacancy_rows(asked, rows),
        export="noi-chua-co-can-bo",
        empty=_full_or_none(coverage.share),
        **_list_words(request, asked, _("Nơi chưa có cán bộ: %(area)s")),
    )


@policy("coverage.read")
def covered_list(request):
    asked = asked_or_404(request)
    coverage = asked.coverage
    return list_page(
        request,
        queryset=coverage.covered_rows,
        table=CoveredTable,
        prepare=lambda rows: followed_rows(asked, rows, request.scope),
        export="noi-da-co-can-bo",
        empty={"why": _("Chưa nơi nào ở đây có cán bộ.")},
        **_list_words(request, asked, _("Nơi đã có cán bộ: %(area)s")),
    )


@policy("coverage.read")
def several_list(request):
    """Those whose assignments the reader may read; the number on the coverage page counts all."""
    asked = asked_or_404(request)
    coverage = asked.coverage
    rows = [
        SeveralRow(
            each.name,
            each.code,
            len(each.targets),
            ", ".join(name for _code, name in each.targets),
            page_of(each.assignee) if request.scope.may("cadres.read") else None,
        )
        for each in coverage.several(request.scope)
    ]
    return list_page(
        request,
        queryset=rows,
        table=SeveralTable,
        export="can-bo-nhieu-dia-ban",
        empty=_names_hidden()
        if coverage.with_several
        else {"why": _("Không cán bộ nào theo dõi nhiều nơi hơn mong muốn.")},
        **_list_words(request, asked, _("Cán bộ theo dõi nhiều nơi hơn mong muốn: %(area)s")),
    )


@policy("coverage.read")
def idle_list(request):
    """Those whom the reader may read."""
    asked = asked_or_404(request)
    cadres = asked.coverage.idle.visible_to(request.scope)
    return list_page(
        request,
        queryset=cadres.order_by("given_name_key"),
        table=IdleTable,
        prepare=lambda cadres: idle_rows(cadres, asked.day),
        export="can-bo-chua-co-dia-ban",
        empty={"why": _("Mọi cán bộ thuộc diện phân công đều đã có địa bàn.")}
        if request.scope.may("cadres.read")
        else _names_hidden(),
        **_list_words(request, asked, _("Cán bộ chưa có địa bàn")),
    )


def figures_line(asked, scope) -> list[dict]:
    """The top line: each part a number, its words, a state and the address of the list behind it (None where the
    reader may see the number only). Cadres without a unit belong to the issuer: they are told where that is read."""
    coverage = asked.coverage
    share = coverage.share
    parts = [
        {
            "number": share.fraction if share.is_applicable else "–",
            "words": _("đã có cán bộ") if share.is_applicable else _("không áp dụng ở đây"),
            "state": {"full": "ok", "part": "warn", "empty": "bad", "none": "none"}[share.state],
            "url": asked.address("coverage_covered"),
        },
        {
            "number": share.vacant,
            "words": _("nơi chưa có"),
            "state": "bad" if share.vacant else "ok",
            "url": asked.address("coverage_vacant"),
        },
    ]
    issuer = asked.scheme.issuer
    if not asked.others and scope.reach("coverage.read").covers(issuer.access_path, issuer.pk):
        idle = coverage.idle.count()
        parts.append(
            {
                "number": idle,
                "words": _("cán bộ chưa có địa bàn"),
                "state": "warn" if idle else "ok",
                "url": asked.address("coverage_idle") if scope.may("cadres.read") else None,
            }
        )
    several = len(coverage.with_several)
    parts.append(
        {
            "number": several,
            "words": _("cán bộ nhiều nơi hơn mong muốn"),
            "state": "warn" if several else "ok",
            "url": asked.address("coverage_several") if scope.may("assignments.read") else None,
        }
    )
    return parts


def picture_context(asked) -> dict:
    """The strip by level and the tiles."""
    coverage = asked.coverage
    return {
        "strip": strip(
            (level_name(schemes[0]), share, asked.address_of_level(schemes))
            for _key, schemes, share in coverage.levels
        ),
        "tiles": tile_grid(coverage.children, asked.address_below),
    }


def preview(asked, number=PREVIEW):
    """The longest vacancies as a table, None where there are none."""
    rows = vacancy_rows(asked, asked.coverage.vacant_rows[:number])
    if not rows:
        return None
    return VacantTable(rows, caption=_("Nơi chưa có cán bộ, lâu nhất trước"), orderable=False)


def _board_address(asked, scope) -> str | None:
    """Where the gaps of this page are filled, for those who may; None where there are none."""
    issuer, board = asked.scheme.issuer, address_of("assignments:board")
    may = scope.reach("assignments.write").covers(issuer.access_path, issuer.pk)
    if not (may and board and asked.coverage.share.vacant) or asked.others:
        return None
    query = {SCHEME: asked.scheme.code, "trong": "1"}
    if asked.area.pk != issuer.pk:
        query["noi"] = asked.area.key
    return f"{board}?{urlencode(query)}"


def _nothing_to_read(request):
    return render(
        request,
        "dashboard/coverage_none.html",
        {
            "title": _("Độ phủ"),
            "empty": {
                "why": _("Bạn chưa được giao địa bàn nào để xem."),
                "what": _("Hãy hỏi Ban Tổ chức để được phân quyền."),
            },
        },
    )


def _why_nothing(asked) -> dict:
    if asked.place is None:
        return {
            "why": _("Ngày này không có đơn vị này."),
            "what": _("Đơn vị đã kết thúc hoặc chưa lập. Hãy chọn ngày khác."),
        }
    return {
        "why": _("Chưa có chủ trương phân công nào cho địa bàn này vào ngày này."),
        "what": _("Hãy lập chủ trương, hoặc nhập từ bảng tính, rồi phân công cán bộ."),
        "url": address_of("assignments:scheme_list"),
        "action": _("Đến các chủ trương"),
    }


def _names_hidden() -> dict:
    return {
        "why": _("Bạn xem được số liệu, không xem được tên."),
        "what": _("Tên chỉ hiện với người được xem phân công."),
    }


def _list_words(request, asked, title) -> dict:
    crumbs = crumbs_of(request, asked)
    crumbs[-1] = (crumbs[-1][0], asked.address())
    return {
        "title": title % {"area": asked.area_name},
        "template": "dashboard/coverage_list.html",
        "crumbs": [*crumbs, (_("Danh sách"), None)],
        "context": {"as_of": asked.day, "lead": asked.scheme_words, "asked": asked},
    }


def _full_or_none(share: Share) -> dict:
    if not share.is_applicable:
        return {"why": _("Chủ trương này không áp dụng ở đây vào ngày này.")}
    return {"why": _("Mọi nơi đều đã có cán bộ.")}
