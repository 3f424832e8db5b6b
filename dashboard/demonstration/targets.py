"""The made-up targets of the year, from the province down to branches, each urging, model branches, the theme of the year."""

from datetime import date, timedelta

from branches.models import Organisation
from dashboard.demonstration import places
from dashboard.demonstration.lists import bring_in
from scores.actions.targets import close_registration, set_theme, urge
from scores.imports.model_registrations import KIND as REGISTRATIONS
from scores.imports.targets import KIND
from scores.models import ModelRegistration, ModelTitle, Target

COMMUNE = "MAUM-01"
MODELS, RECOGNISED, WITHDRAWN = 21, 6, 1
# (indicator, the province's, a commune's): the sum of the communes' admissions is three short of the province's.
_TARGETS = (("admissions", 102, 9), ("model_branches_registered", 22, 2), ("discipline_cases", 11, 1))
_URGED = (
    (20, "Đã gọi điện nhắc Đảng ủy rà soát nguồn kết nạp, báo lại trước ngày 30."),
    (48, "Làm việc tại Đảng ủy: phân công đảng ủy viên giúp từng quần chúng ưu tú."),
    (6, "Nhắc bằng văn bản: còn thiếu so với chỉ tiêu, nêu rõ vướng ở khâu nào."),
)


def set_and_urge(world, staff) -> None:
    """By the office of the province; a cadre urges the branch that he follows."""
    year = world.today.year
    rows = [
        {"organisation_code": code, "indicator": indicator, "year": year, "value": value}
        for code, indicator, value in _said(world)
    ]
    bring_in(world, KIND, rows, filename=f"chi-tieu-{year}.xlsx", by=staff, unit=world.unit(places.PROVINCE))
    _urge(world, year, staff)
    _models(world, staff)
    _themes(world, year, staff)


def _said(world):
    """(code, indicator, target)."""
    for indicator, whole, each in _TARGETS:
        yield f"{places.PROVINCE}.DB", indicator, whole
        for code in world.ground.beneath(places.PROVINCE):
            yield f"{code}.DB", indicator, each
    for branch in _branches(world, world.unit(COMMUNE))[:9]:
        yield branch.code, "admissions", 1


def _branches(world, unit) -> list:
    rows = Organisation.objects.open_on(world.today).filter(
        kind="branch", unit__access_path__startswith=unit.access_path
    )
    codes = {body.pk: code for code, body in world.organisations.items()}
    found = list(rows.select_related("unit"))
    for each in found:
        each.code = codes[each.pk]
    # By code: keys and paths are drawn anew each time.
    return sorted(found, key=lambda body: body.code)


def _urge(world, year, staff) -> None:
    admissions = Target.objects.filter(year=year, indicator__code="admissions")
    committees = admissions.filter(organisation__kind="grassroots_committee").order_by("pk")
    for at, (before, text) in enumerate(_URGED):
        on = max(world.today - timedelta(days=before), date(year, 1, 1))
        urge(committees[at % 2], text=text, by=staff, on=on)
    cadre = world.staff.communes[COMMUNE][0]
    own = admissions.filter(organisation__unit__in=cadre.assignments.values("target_unit")).first()
    if own:
        urge(
            own,
            text="Trao đổi với bí thư: có hai thanh niên vừa học xong lớp nhận thức về Đảng, đề nghị cử người giúp.",
            by=cadre.user,
            on=world.today,
            cadre=cadre,
        )


def _models(world, staff) -> None:
    """Twenty-one of this year, one of them given up; last year's first ones recognised at its end."""
    title, year = ModelTitle.objects.first(), world.today.year
    branches, rows = _branches(world, world.unit(places.PROVINCE)), []
    for said, number in ((year - 1, 2 * RECOGNISED), (year, MODELS)):
        on = min(max(date(said, 1, 20), places.TWO_LEVELS + timedelta(days=45)), world.today)
        for at, branch in enumerate(branches[:: len(branches) // number][:number]):
            row = {"organisation_code": branch.code, "model": title.name, "year": said, "registered_on": on}
            recognised_on = date(said, 12, 25) if said < year and at < RECOGNISED else None
            rows.append(row | {"recognised_on": recognised_on})
    unit = world.unit(places.PROVINCE)
    bring_in(world, REGISTRATIONS, rows, filename="dang-ky-mo-hinh.xlsx", by=staff, unit=unit)
    for row in ModelRegistration.objects.filter(year=year).order_by("-pk")[:WITHDRAWN]:
        close_registration(
            row,
            field="withdrawn_on",
            day=world.today,
            by=staff,
            on=world.today,
            note="Chi bộ có đảng viên vi phạm, xin rút",
        )


def _themes(world, year, staff) -> None:
    set_theme(
        issuer=world.unit(places.PROVINCE),
        year=year,
        text="Kỷ cương, sát cơ sở, nói đi đôi với làm",
        said_by="Ban Thường vụ Tỉnh ủy",
        by=staff,
    )
    set_theme(
        issuer=world.unit(COMMUNE), year=year, text="Mỗi chi bộ một việc khó", said_by="Đảng ủy", by=staff
    )
