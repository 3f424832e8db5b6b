"""What one's committee says in its printed papers: the forms, and the words of one."""

from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.actions.papers import set_words
from branches.forms.papers import PaperForm
from branches.issuing import body_of
from branches.models import Paper, Unit
from branches.papers import FIELDS, OF_THE_FORM, words_of
from branches.querysets.browsing import tops_of
from branches.querysets.scoping import within
from branches.querysets.units import names_of, placements_by_unit
from branches.rules import COMMUNE
from branches.views.steps import form_step, say
from common.pages import list_page
from common.periods import last_day
from common.policy import policy
from common.tables import Column, DayColumn, LinkColumn, ListTable

Form = Paper.Form
# Those that the product prints with these words. A form without them is not offered.
PRINTED = (
    Form.EVERY,
    Form.DECISION,
    Form.LETTER,
    Form.REPORT,
    Form.CONCLUSION,
    Form.SCHEDULE,
    Form.SHEET,
    Form.URGENT,
    Form.HOUSEHOLD,
    Form.RECOMMENDATION,
    Form.REVIEW,
    Form.EVIDENCE,
)
# Those of which each commune has its own.
FILLED_IN_BY_COMMUNES = (Form.SCHEDULE, Form.HOUSEHOLD)


class PaperTable(ListTable):
    name = LinkColumn(verbose_name=gettext_lazy("Mẫu văn bản"), url="url", orderable=False)
    said = Column(verbose_name=gettext_lazy("Nội dung riêng của cấp ủy"), orderable=False)
    starts_on = DayColumn(verbose_name=gettext_lazy("Từ ngày"), orderable=False)


@policy("papers.write")
def paper_list(request):
    issuer = _issuer(request)
    standing = {row.form: row for row in Paper.objects.on(request.day).filter(issuer=issuer)}
    return list_page(
        request,
        queryset=[_row(form, standing.get(form)) for form in PRINTED],
        table=PaperTable,
        title=_("Mẫu văn bản"),
        empty={},
        crumbs=_crumbs(),
        context={"lead": names_of([issuer.pk], request.day).get(issuer.pk, "")},
    )


def _row(form, row):
    named = [
        str(Paper._meta.get_field(field).verbose_name) for field in FIELDS if row and getattr(row, field)
    ]
    return {
        "name": capfirst(Form(form).label),
        "url": reverse("branches:paper_change", args=[form]),
        "said": ", ".join(named) or _("theo mẫu của chương trình"),
        "starts_on": row.starts_on if row else None,
    }


@policy("papers.write")
def paper_change(request, form):
    """Of one form; what is left empty follows the words of every form, and those the product's own."""
    if form not in PRINTED:
        raise Http404
    issuer = _issuer(request)
    standing = Paper.objects.on(request.day).filter(issuer=issuer, form=form).first()
    fields = _fields(issuer, form, request.day)
    words = PaperForm(
        request.POST or None,
        instance=standing,
        fields=fields,
        otherwise=_otherwise(issuer, form, request.day, fields),
    )

    def act(words):
        set_words(issuer=issuer, form=form, words=words.cleaned_data, by=request.user, on=request.day)
        say(request, _("Đã ghi. Văn bản in từ hôm nay dùng nội dung này; văn bản đã phát hành giữ nguyên."))

    return form_step(
        request,
        form=words,
        act=act,
        title=capfirst(Form(form).label),
        lead=_lead(fields),
        button=_("Ghi"),
        back=reverse("branches:paper_list"),
        done=lambda _result: reverse("branches:paper_list"),
        crumbs=[
            *_crumbs()[:-1],
            (_("Mẫu văn bản"), reverse("branches:paper_list")),
            (capfirst(Form(form).label), None),
        ],
        template="branches/paper_change.html",
        context={"wordings": _wordings(issuer, form)},
    )


def _lead(fields) -> str:
    if fields is OF_THE_FORM:
        return _(
            "In trong mẫu của mọi xã; tên cơ quan và người ký là của từng xã, phần nào xã ghi riêng thì theo xã."
        )
    return _("Để trống mục nào thì mục đó theo phần “mọi văn bản”, rồi theo mẫu của chương trình.")


def _fields(issuer, form, day):
    """Those that the issuer has in the form: of one that communes fill in for themselves, a body above says only what stands
    in all of them."""
    place = placements_by_unit([issuer.pk], day).get(issuer.pk)
    is_above = place is not None and place.level < COMMUNE
    return OF_THE_FORM if form in FILLED_IN_BY_COMMUNES and is_above else FIELDS


def _otherwise(issuer, form, day, fields) -> dict[str, str]:
    """{field: what is printed where the form says nothing}: the words of every form, else those of the product."""
    if fields is OF_THE_FORM:
        return {}
    body, higher, _sign, place = body_of(issuer.pk, day)
    own = {"higher_body": higher, "issuing_body": body, "place": place}
    every = words_of([issuer.pk], Form.EVERY, day)[issuer.pk] if form != Form.EVERY else {}
    said = {field: every.get(field) or own.get(field, "") for field in FIELDS}
    return {field: _in_a_line(text) for field, text in said.items() if text}


def _in_a_line(text) -> str:
    return " / ".join(text.splitlines())


def _wordings(issuer, form) -> list[dict]:
    """What was said for the form and when, the latest first."""
    rows = Paper.objects.filter(issuer=issuer, form=form).select_related("created_by").order_by("-starts_on")
    return [
        {
            "since": row.starts_on,
            "until": last_day(row.ends_on) if row.ends_on else None,
            "by": row.created_by,
            "said": [
                (capfirst(Paper._meta.get_field(field).verbose_name), _in_a_line(getattr(row, field)))
                for field in FIELDS
                if getattr(row, field)
            ],
        }
        for row in rows
    ]


def _issuer(request):
    """The highest unit whose papers one writes."""
    writable = Unit.objects.filter(within(request.scope.reach("papers.write"), unit=""))
    top = tops_of(request.scope, request.day).filter(unit__in=writable).order_by("level", "path")
    place = top.select_related("unit").first()
    if place is None:
        raise Http404
    return place.unit


def _crumbs():
    return [(_("Văn bản"), reverse("branches:document_list")), (_("Mẫu văn bản"), None)]
