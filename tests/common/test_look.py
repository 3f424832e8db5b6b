"""The look as far as a machine can tell: contrast, weight, strict CSP, one way of making tables and forms."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from common.states import SIGNS, badge_html
from tests.factories import UserFactory
from tests.pages import sign_in

CSS = [Path(settings.BASE_DIR, "static/css", name) for name in ("tokens.css", "app.css")]
TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))


def tokens():
    """{scheme: {name: "#rrggbb"}}; the dark scheme overrides the light one."""
    text = CSS[0].read_text()
    light, rest = text.split("@media (prefers-color-scheme: dark)")
    dark = rest.split("@media print")[0]
    found = {
        scheme: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
        for scheme, part in (("light", light), ("dark", dark))
    }
    return {"light": found["light"], "dark": {**found["light"], **found["dark"]}}


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


TEXT = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-soft", "link", "link-hover")
        for ground in ("paper", "sheet", "shade", "chosen")
    ),
    *((state, f"{state}-ground") for state in SIGNS),
    *((state, "sheet") for state in SIGNS),
    ("button-ink", "button"),
    ("button-ink", "button-hover"),
    ("party-ink", "party"),
    ("party-ink", "party-deep"),
]
EDGES = [
    *((f"{state}-cell", "sheet") for state in SIGNS),
    *(("edge", ground) for ground in ("paper", "sheet")),
    *(("focus", ground) for ground in ("paper", "sheet")),
    ("party-gold", "party"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("least", "pairs"), [(4.5, TEXT), (3, EDGES)])
def test_colours_can_be_read(scheme, least, pairs):
    colours = tokens()[scheme]
    weak = {
        f"{ink} on {ground}": round(contrast(colours[ink], colours[ground]), 2)
        for ink, ground in pairs
        if contrast(colours[ink], colours[ground]) < least
    }
    assert weak == {}


def test_colours_stand_in_the_tokens_only():
    rules = re.sub(r"/\*.*?\*/", "", CSS[1].read_text(), flags=re.S).split("@media print")[0]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*;)", rules) == []


def test_the_style_sheets_are_within_their_budget():
    assert len(gzip.compress(b"".join(path.read_bytes() for path in CSS))) < 14 * 1024


def test_the_script_is_within_its_budget():
    script = Path(settings.BASE_DIR, "static/js/app.js").read_bytes()
    assert len(gzip.compress(script)) < 20 * 1024


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_needs_a_weaker_content_policy(path):
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.S)
    assert not re.search(r"\sstyle\s*=|<style\b", text), "inline style"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "inline handler"
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), "inline script"
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", text), "a third party's host"


def test_a_state_is_a_sign_and_a_word_before_it_is_a_colour():
    for state, sign in SIGNS.items():
        shown = badge_html(state, "chữ")
        assert sign in shown
        assert "chữ" in shown
    with pytest.raises(KeyError):
        badge_html("purple", "chữ")
    assert "&lt;b&gt;" in badge_html("ok", "<b>")


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "403_csrf.html", "500.html"])
def test_every_error_has_a_page_that_says_what_to_do(name):
    request = RequestFactory().get("/")
    page = render_to_string(name, {}, request if name in ("403.html", "404.html") else None)
    assert page.count("<h1>") == 1
    assert 'class="button" href="/"' in page


@pytest.mark.django_db
class TestEveryPage:
    ADDRESSES = [
        reverse("accounts:login"),
        reverse("accounts:activate"),
        reverse("accounts:ask_reset"),
        "/health/",
        "/khong-co-trang-nay/",
    ]
    SIGNED_IN = [
        reverse("accounts:account_page"),
        reverse("accounts:change_password"),
        "/khong-co-trang-nay/",
    ]

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_carries_the_strict_policy(self, client, address):
        policy = client.get(address)["Content-Security-Policy"]
        for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert part in policy
        assert "unsafe" not in policy

    @pytest.mark.parametrize("address", SIGNED_IN)
    def test_carries_it_for_those_signed_in_too(self, client, address):
        sign_in(client, UserFactory())
        answer = client.get(address)
        assert "default-src 'self'" in answer["Content-Security-Policy"]

    def test_has_landmarks_one_heading_and_a_way_past_the_menu(self, client):
        page = client.get(reverse("accounts:login")).content.decode()
        assert page.count("<h1") == 1
        assert '<a class="skip" href="#main">' in page
        assert '<main id="main"' in page
        assert '<html lang="vi">' in page

    def test_ties_labels_hints_and_errors_to_their_fields(self, client):
        page = client.post(reverse("accounts:activate"), {"username": "0912345678"}).content.decode()
        for name in re.findall(r'<(?:input|select|textarea)[^>]*? id="(id_\w+)"', page):
            assert f'<label for="{name}">' in page
        assert 'href="#id_code"' in page  # the summary leads to the field
        assert 'aria-invalid="true"' in page
        assert 'id="id_code_error"' in page
        assert re.search(r'aria-describedby="[^"]*id_code_error', page)
        assert 'tabindex="-1"' in page.split('id="errors"')[1][:80]
