"""Addresses of pages of this app and of those above it; None where a record has no page."""

from django.urls import NoReverseMatch, reverse


def page_of(thing) -> str | None:
    try:
        return thing.get_absolute_url()
    except (AttributeError, NoReverseMatch):
        return None


def address_of(name, *args) -> str | None:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None
