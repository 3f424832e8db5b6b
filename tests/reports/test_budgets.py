"""What the form costs a phone: exact byte gates of screens.md, B."""

import gzip
from pathlib import Path

from config.offline import SHELL
from reports.models import ReportForm
from reports.sections import SECTIONS, sections_of

STATIC = Path(__file__).resolve().parents[2] / "static"
KILO = 1024


def weight(*names) -> int:
    """As they are sent, one by one."""
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names)


def test_the_scripts_of_the_form_fit():
    assert weight("js/app.js", "js/drafts.js") <= 25 * KILO


def test_the_styles_of_the_form_fit():
    assert weight("css/tokens.css", "css/app.css", "css/report-form.css") <= 14 * KILO


def test_what_a_phone_keeps_of_the_product_is_there():
    assert all((STATIC / name).is_file() for name in SHELL)


def test_a_form_folds_opens_and_leaves_out_sections():
    form = ReportForm(sections={"quality": "off", "situation": "open", "counts": "folded"})
    found = {section.code: section.state for section in sections_of(form)}
    assert "quality" not in found
    assert (found["situation"], found["counts"]) == ("open", "folded")
    assert len(sections_of(None)) == len(SECTIONS)
