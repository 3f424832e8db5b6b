"""Loads the demonstration, once and whole."""

from collections import Counter
from datetime import date

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from branches.models import UnitVersion
from dashboard.demonstration import (
    attendance,
    bodies,
    branch_life,
    bulletins,
    conferences,
    households,
    indicators,
    matters,
    meeting_scores,
    meetings,
    month_scores,
    places,
    reminders,
    reports,
    rounds,
    rubrics,
    signins,
    targets,
    urgent,
    visits,
    work,
    year_review,
)
from dashboard.demonstration.names import People
from dashboard.demonstration.staff import make_staff


class NotForDemonstrationError(Exception):
    """The database is somebody's; the message is the sentence."""


def is_loaded() -> bool:
    """Whether the demonstration is in this database: its first province is its mark."""
    return UnitVersion.objects.filter(code=places.OLD_PROVINCE).exists()


def load_demonstration(*, today: date, say=lambda sentence: None) -> bool:
    """Loads everything in one transaction; False where it is there already. `say` is called before each step.

    Raises NotForDemonstrationError where people of a real office sign in: made-up data must not mix with theirs.
    """
    if is_loaded():
        return False
    if User.objects.exclude(username__startswith=signins.PREFIX).exists():
        raise NotForDemonstrationError(
            _(
                "Cơ sở dữ liệu này đã có tài khoản của cơ quan nên không nạp dữ liệu mẫu vào đó. "
                "Hãy dùng một cơ sở dữ liệu khác, ví dụ: DATABASE_NAME=xem_thu python3 manage.py demo"
            )
        )
    with transaction.atomic():
        users = signins.make_users()
        keeper = users[signins.KEEPER.name]
        with pghistory.context(user=keeper.pk):
            _load(users, keeper, today, say)
    return True


def _load(users, keeper, today, say):
    people, ground, documents = People(), places.Ground(), {}
    say(_("Dữ liệu mẫu: địa bàn và sắp xếp đơn vị…"))
    places.lay_out(ground, people.lot, today=today)
    bodies.make_documents(ground, documents)
    places.unite(ground, documents["resolution 01"], by=keeper, today=today)
    bodies.make_documents(ground, documents)
    places.rearrange(ground, documents["resolution 07"], by=keeper, today=today)
    communes = places.communes_of_hamlets(ground, places.TWO_LEVELS)
    say(_("Dữ liệu mẫu: tổ chức đảng, cơ quan, cán bộ…"))
    agencies = bodies.make_agencies(ground)
    organisations = bodies.make_organisations(ground, communes)
    bodies.fill_offices(ground, organisations, people)
    zones = bodies.make_zones(ground)
    staff = make_staff(ground, agencies, organisations, people, hamlets_in=Counter(communes.values()))
    say(_("Dữ liệu mẫu: chủ trương, phân công…"))
    world = work.World(
        ground, agencies, organisations, zones, documents, staff, communes, by=keeper, today=today
    )
    work.district_years(world)
    work.two_level_years(world)
    work.this_year(world)
    _open_the_door(users, world)
    # Meetings: what communes registered, to those whose roles and assignments stand by now.
    meetings.register(world, users["vanphong"])
    # What happens at branches; after their meetings.
    branch_life.live(world)
    # What was reported on those meetings; by cadres who can sign in by now.
    reports.file(world, office=users["vanphong"])
    # Turns of the months before those reports.
    attendance.come_in(world)
    # Where cadres mean to go next, and their letters; after what is registered.
    visits.plan(world)
    # Of what is due once all that was filed.
    reminders.remind(world)
    # What was raised, by reports and by branches, and what came of it.
    matters.go_their_way(world)
    # Rounds of those reports, and their notice.
    rounds.gather(world)
    # The register of urgent matters, resources mobilised, good practices.
    urgent.register(world, users["vanphong"], users["tochuc"])
    # Conferences, and those that must come again.
    conferences.hold(world)
    # What those who follow are told.
    bulletins.tell(world)
    # What was counted, and what the year is to bring.
    indicators.count(world, users["tochuc"])
    targets.set_and_urge(world, users["tochuc"])
    # Scores of months and of meetings, by the province's rubrics.
    rubrics.issue_all(world, users)
    month_scores.score(world, users)
    meeting_scores.score(world, users)
    # Households of two hamlets, who holds them, and who was there.
    households.settle(world, people, users)
    # The review of last year, once all of it is there.
    year_review.freeze(world, users["tochuc"])


def _open_the_door(users, world):
    """Grants of the sign-ins, and the two that are cadres."""
    signins.grant_roles(
        users,
        {
            "province": world.unit(places.PROVINCE),
            "commune": world.unit("MAUM-01"),
            "organisation": world.organisations["MAU-A01-1.CB"],
            "agency": world.agencies["MAUM-01.UBND"],
        },
        starts_on=places.TWO_LEVELS,
    )
    signins.become_cadre(users[signins.ZONE_LEADER.name], world.staff.board[0])
    signins.become_cadre(users[signins.CADRE.name], world.staff.communes["MAUM-01"][0])
