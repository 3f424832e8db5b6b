"""What happens at the branches of the world: one of everything, all of it marked with its place."""

from datetime import date, time

from branches.models import OfficialDocument
from meetings.models import BranchTask, Contact, Inspection, Meeting, ShelfDocument, Situation, TaskNote
from tests import world as worlds

HELD, PLANNED = date(2026, 1, 24), date(2099, 12, 24)


def furnish(world, code, low):
    m = worlds.marker(code)
    organisation, cadre = world.things["organisation"][code], world.things["cadre"][code]
    # The district's committee stands on the district itself.
    place = {"organisation": organisation, "unit": organisation.unit}
    body = "branch" if organisation.kind == "branch" else "committee"
    meeting = world._keep(
        "branch_meeting",
        code,
        Meeting.objects.create(
            **place,
            body=body,
            month=HELD.replace(day=1),
            topic=f"Chuyên đề {m}",
            planned_on=HELD,
            registered_on=HELD,
            held_on=HELD,
            outcome="held",
        ),
    )
    Meeting.objects.create(
        **place,
        body=body,
        month=date.today().replace(day=1),
        planned_on=date.today(),
        planned_at=time(19, 0),
        planned_place=f"Nhà {m}",
        registered_on=HELD,
    )
    task = BranchTask.objects.create(
        **place, meeting=meeting, work=f"Việc {m}", owner=f"Người làm {m}", due_on=date(2026, 2, 1)
    )
    world._keep("branch_task", code, task)
    TaskNote.objects.create(task=task, noted_on=HELD, text=f"Tiến độ {m}")
    inspection = Inspection.objects.create(
        **place, kind="inspection", happened_on=HELD, body=f"Đoàn {m}", gist=f"Kiểm tra {m}"
    )
    inspection.participants.add(cadre)
    world._keep("inspection", code, inspection)
    contact = Contact.objects.create(**place, cadre=cadre, happened_on=HELD, how="visit", gist=f"Gặp {m}")
    world._keep("contact", code, contact)
    Contact.objects.create(unit=low, cadre=cadre, happened_on=HELD, how="activity", gist=f"Ra quân {m}")
    document = OfficialDocument.objects.create(
        issuer_unit=organisation.unit,
        type="QC",
        # It binds those below, who may choose it, and who read who issued it.
        number=f"2-{worlds.marker(code, 'u')}",
        issued_on=HELD,
        title=f"Quy chế {worlds.marker(code, 'u')}",
    )
    shelf = ShelfDocument.objects.create(**place, kind="work_regulation", document=document, starts_on=HELD)
    world._keep("shelf_document", code, shelf)
    Situation.objects.create(
        **place,
        month=HELD.replace(day=1),
        situation=f"Tình hình {m}",
        difficulties=f"Khó khăn {m}",
        due_on=HELD,
        sent_on=HELD,
    )
