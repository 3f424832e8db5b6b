"""The evidence of a cadre's year: whose there is, the sheet, what each side says, and the paper."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.facts.cadres import cadre_rows
from assignments.models import Cadre
from assignments.querysets.cadres import posts_by_cadre
from assignments.views.people import cadre_crumbs
from branches.querysets.scoping import within
from branches.views.steps import form_step, say
from common.documents import printed_by, printed_response
from common.months import YEAR, asked_year
from common.pages import list_page
from common.policy import SIGNED_IN, policy
from dashboard import evidence_words as words
from dashboard.evidence import CadreYear
from dashboard.evidence_documents import evidence_document
from dashboard.evidence_figures import changed_since, figures_of
from dashboard.evidence_sides import readable_cadres, reads_all, reads_over, speakers_of
from dashboard.filters import EvidenceFilter
from dashboard.forms import PaperNumberForm, YearNoteForm
from dashboard.tables import EvidenceTable
from reports.actions.year_notes import say_of_year
from reports.actions.year_papers import number_year_paper
from reports.models import YearNote
from reports.querysets.reviews import with_year_paper, year_paper_of


@policy(SIGNED_IN)
def evidence_list(request):
    """Of whom the reader may read the sheet or say his opinion; nobody else finds the page."""
    scope, year = request.scope, asked_year(request)
    if not any(map(scope.may, ("evidence.read", "evidence.opinion", "evidence.comment"))):
        raise Http404
    return list_page(
        request,
        queryset=readable_cadres(scope, year),
        table=EvidenceTable,
        filterset=EvidenceFilter,
        title=_("Kết quả hỗ trợ cơ sở năm %(year)s") % {"year": year},
        prepare=lambda cadres: _rows(cadres, scope, year, request.day),
        export="ket-qua-ho-tro-co-so",
        links=_beside(request, year),
        crumbs=[(_("Kết quả hỗ trợ cơ sở"), None)],
        empty={
            "why": _("Không có cán bộ nào được phân công ở địa bàn của bạn trong năm này."),
            "what": _("Chọn năm khác."),
        },
    )


def _rows(cadres, scope, year, day):
    """With which sides have spoken, as far as the reader reads it."""
    notes = YearNote.objects.standing().visible_to(scope).filter(cadre__in=cadres, year=year)
    said: dict = {}
    for cadre_id, side in notes.order_by("side").values_list("cadre", "side"):
        said.setdefault(cadre_id, []).append(str(YearNote.Side(side).label))
    by_key = {cadre.key: cadre.pk for cadre in cadres}
    found = []
    for row in cadre_rows(cadres, scope, day):
        found.append(
            {
                "full_name": row.full_name,
                "post": row.post,
                "agency": row.agency,
                "units": row.units,
                "said": ", ".join(dict.fromkeys(said.get(by_key[row.key], ()))),
                "url": f"{reverse('dashboard:evidence_page', args=[row.key])}?{YEAR}={year}",
            }
        )
    return found


@policy(SIGNED_IN)
def evidence_page(request, key):
    """The whole sheet for the cadre and those over him; for who may only say an opinion, where he is sent on their ground and
    what they said."""
    cadre, year, speakers = _asked(request, key)
    found = CadreYear(cadre, year, request.day, request.scope, speakers)
    is_whole = reads_all(request.scope, cadre)
    paper = year_paper_of(cadre) if is_whole else None
    context = {
        "title": _("Kết quả hỗ trợ cơ sở năm %(year)s") % {"year": year},
        "lead": ", ".join(
            filter(None, (cadre.full_name, posts_by_cadre([cadre.pk], request.day).get(cadre.pk)))
        ),
        "cadre": cadre,
        "year": year,
        "years": _beside(request, year),
        "is_whole": is_whole,
        "held": words.held_rows(found),
        "numbers": words.number_rows(found) if is_whole else [],
        "visits": words.visit_rows(found.shown_visits) if is_whole else [],
        "visits_unshown": words.unshown_words(found) if is_whole else "",
        "changes": words.change_rows(found.changes) if is_whole else [],
        "targets": words.target_rows(found) if is_whole else [],
        "counted_to": found.counted_to,
        "left_out": words.left_out_words(found) if is_whole else "",
        "paper": paper,
        "changed": changed_since(paper.figures, found, is_over=reads_over(request.scope, cadre))
        if paper
        else [],
        "may_number": _may_number(request, cadre),
        "notes": [(note, found.name_of_side(note)) for note in found.notes],
        "speakers": [
            (YearNote.Side(each.side).label, found.name_of_side(each), _address(cadre, each))
            for each in speakers
        ],
        "query": f"?{YEAR}={year}",
        "crumbs": _crumbs(request, cadre),
    }
    return render(request, "dashboard/evidence.html", context)


@policy(SIGNED_IN)
def evidence_note(request, key, side, place=""):
    """What one side says, in words; said anew, the former stays in the history."""
    cadre, year, speakers = _asked(request, key)
    speaker = next((each for each in speakers if (each.side, each.key) == (side, place)), None)
    if speaker is None:
        raise Http404
    said_for = {"side": side, "unit": speaker.unit, "organisation": speaker.organisation}
    standing = YearNote.objects.standing().filter(cadre=cadre, year=year, **said_for).first()
    form = YearNoteForm(
        request.POST or None,
        initial={"text": standing.text if standing else "", "seen": standing.pk if standing else None},
    )
    page = f"{reverse('dashboard:evidence_page', args=[cadre.key])}?{YEAR}={year}"

    def act(form):
        data = form.cleaned_data
        say_of_year(
            cadre=cadre, year=year, text=data["text"], version=data["seen"], by=request.user, on=request.day,
            **said_for,
        )  # fmt: skip
        say(request, _("Đã ghi nhận xét."))

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Nhận xét năm %(year)s của %(name)s") % {"year": year, "name": cadre.full_name},
        lead=_("Ghi bằng lời: việc đã làm, việc chưa làm được. Không chấm điểm, không xếp loại ở đây."),
        button=_("Ghi nhận xét"),
        back=page,
        done=lambda _result: page,
        crumbs=[*_crumbs(request, cadre)[:-1], (cadre.full_name, page), (_("Nhận xét"), None)],
    )


@policy("evidence.write")
def evidence_number(request, key):
    """The number that the office gave the sheet; the paper bears it from now on."""
    year = asked_year(request)
    own = Cadre.objects.persons().filter(within(request.scope.reach("evidence.write")))
    cadre = with_year_paper(own, year).filter(key=key).first()
    if cadre is None:
        _asked(request, key)  # 404 for whom there is no such sheet
        raise PermissionDenied
    standing = year_paper_of(cadre)
    initial = {"issued_on": request.day}
    if standing:
        initial = {"number": standing.number, "issued_on": standing.issued_on, "seen": standing.pk}
    page = f"{reverse('dashboard:evidence_page', args=[cadre.key])}?{YEAR}={year}"

    def act(form):
        keeps = standing and not form.cleaned_data["anew"]
        figures = None if keeps else figures_of(CadreYear(cadre, year, request.day, request.scope))
        _keep_number(request, cadre, year, form.cleaned_data, figures)
        say(request, _("Đã ghi số và ngày ký; phiếu in từ nay mang số này và giữ nguyên số liệu đã chốt."))

    return form_step(
        request,
        form=PaperNumberForm(request.POST or None, initial=initial, has_number=bool(standing)),
        act=act,
        title=_("Ghi số phiếu năm %(year)s của %(name)s") % {"year": year, "name": cadre.full_name},
        lead=_(
            "Số do văn thư cấp. Chưa ghi thì phiếu in ra là dự thảo; ghi rồi thì phiếu in lại vẫn như lúc ghi số."
        ),
        button=_("Ghi số"),
        back=page,
        done=lambda _result: page,
        crumbs=[*_crumbs(request, cadre)[:-1], (_("Kết quả năm"), page), (_("Ghi số"), None)],
    )


def _keep_number(request, cadre, year, data, figures):
    return number_year_paper(
        cadre=cadre, year=year, number=data["number"], issued_on=data["issued_on"], version=data["seen"],
        figures=figures, by=request.user, on=request.day,
    )  # fmt: skip


@policy(SIGNED_IN)
def evidence_paper(request, key, kind):
    """For who reads the whole sheet; a draft until the board has kept the number that its office gave."""
    cadre, year, _speakers = _asked(request, key)
    if not reads_all(request.scope, cadre):
        raise Http404
    found = CadreYear(cadre, year, request.day, request.scope)
    document = evidence_document(
        cadre, year, day=request.day, found=found, paper=year_paper_of(cadre), footer=printed_by(request.user)
    )
    return printed_response(document, kind, name=f"ket-qua-ho-tro-{year}")


def _may_number(request, cadre) -> bool:
    return request.scope.reach("evidence.write").covers(cadre.unit.access_path, cadre.unit_id)


def _asked(request, key):
    """(the cadre, `with_year_paper` of the year, the year, for whom the reader may speak); 404 unless he reads the sheet or speaks."""
    year = asked_year(request)
    cadre = get_object_or_404(with_year_paper(Cadre.objects.persons(), year), key=key)
    speakers = speakers_of(request.scope, cadre, year)
    if not (speakers or reads_all(request.scope, cadre)):
        raise Http404
    return cadre, year, speakers


def _address(cadre, speaker) -> str:
    """Of the form in which he speaks."""
    if speaker.key:
        return reverse("dashboard:evidence_note", args=[cadre.key, speaker.side, speaker.key])
    return reverse("dashboard:evidence_own_note", args=[cadre.key, speaker.side])


def _beside(request, year) -> list[tuple]:
    """[(year, address)], as words: a year is no number to group. The year before, and the one after it where that has begun."""
    years = [year - 1] + [year + 1] * (year < request.day.year)
    return [(str(each), f"{request.path}?{YEAR}={each}") for each in years]


def _crumbs(request, cadre):
    if request.scope.may("cadres.read"):
        return cadre_crumbs(request, _("Kết quả năm"), cadre)
    return [(cadre.full_name, None)]
