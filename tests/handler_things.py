"""What the world of the matrix holds of agencies: a matter that its agency holds, answered for a start, with a file."""

import hashlib
from datetime import date

from common.attachments.cleaning import CleanFile
from common.attachments.storing import store
from matters.models import Answer, Handling, MatterFile, Recommendation


def furnish(world, code, m):
    """`m`: the marker of the place, in every text."""
    organisation, agency = world.things["organisation"][code], world.things["agency"][code]
    matter = Recommendation.objects.create(
        reference=f"KNV-{m}",
        unit=organisation.unit,
        issuer=world.units[code],
        organisation=organisation,
        source="hand",
        raised_on=date(2026, 9, 1),
        received_on=date(2026, 9, 2),
        content=f"Nội dung {m}",
        proposed_solution=f"Đề nghị {m}",
    )
    handling = Handling.objects.create(
        recommendation=matter,
        agency=agency,
        asked=f"Yêu cầu {m}",
        given_on=date(2026, 9, 3),
        due_on=date(2026, 9, 24),
    )
    answer = Answer.objects.create(
        recommendation=matter,
        handling=handling,
        agency=agency,
        answered_on=date(2026, 9, 10),
        outcome="in_progress",
        text=f"Trả lời {m}",
        is_final=False,
    )
    content = f"%PDF-1.4 tra loi {code}".encode()
    pages = CleanFile(
        content, "application/pdf", "pdf", hashlib.sha256(content).hexdigest(), f"cong-van-{m}.pdf"
    )
    file = MatterFile.objects.create(
        answer=answer,
        file=store(pages),
        real_name=pages.name,
        content_type=pages.content_type,
        size=pages.size,
        sha256=pages.sha256,
    )
    world._keep("held_matter", code, matter)
    world._keep("handling", code, handling)
    world._keep("matter_file", code, file)
