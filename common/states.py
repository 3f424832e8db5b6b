"""The five states of the look. Each is a sign and a word before it is a colour."""

from django.utils.html import format_html

SIGNS = {"ok": "✓", "warn": "!", "bad": "✗", "info": "i", "none": "–"}


def badge_html(state, word):
    """`state` is one of SIGNS, `word` what it says; raises KeyError for another state: a typing error."""
    return format_html(
        '<span class="badge {}"><b aria-hidden="true">{}</b>{}</span>', state, SIGNS[state], word
    )
