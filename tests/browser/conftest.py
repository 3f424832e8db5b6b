"""A real browser on a real server: journeys at a desk (1440 px) and on a phone (360 px), with and without JavaScript."""

import os
from pathlib import Path

import pytest

from config import browser as browsers

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 640}
# The product opens no address but its own; a browser left to itself looks up its maker's hosts at every start.
QUIET = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True, databases=["default", "owner"]))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    arguments = [*QUIET, *(["--no-sandbox"] if os.getuid() == 0 else [])]
    return {**browser_type_launch_args, "executable_path": browsers.find_or_install(), "args": arguments}


@pytest.fixture
def browser_context_args(browser_context_args, live_server):
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "viewport": DESK,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
    }


@pytest.fixture
def phone(browser_type, browser_type_launch_args, browser_context_args, tmp_path):
    """A function that opens the same phone again: what it keeps on its disk is kept from one time to the next."""
    opened = []

    def take_up(**over):
        arguments = {**browser_type_launch_args, **browser_context_args, "viewport": PHONE, "is_mobile": True}
        context = browser_type.launch_persistent_context(tmp_path / "phone", **{**arguments, **over})
        opened.append(context)
        return context

    yield take_up
    for context in opened:
        context.close()


def follow(link):
    """Clicks what leads to another page, and waits until that page stands: what reads the page at once (the strict
    reader below, a count, an address) would otherwise read the one that is just leaving."""
    with link.page.expect_navigation():
        link.click()


@pytest.fixture
def inspected():
    """A function that looks at an open page as a strict reader would: no accessibility violation, nothing wider than
    the screen, one h1, a title, the language said. Fails with the places."""

    def inspect(page):
        page.wait_for_load_state()
        # Evaluated, not inserted: our own content policy would stop a script tag.
        page.evaluate(AXE)
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        problems = [
            f"{each['id']}: {node['target']} {node['failureSummary']}"
            for each in found["violations"]
            for node in each["nodes"]
        ]
        assert not problems, f"{page.url}\n" + "\n".join(problems)
        wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{page.url} is {wide} px wider than the screen"
        assert page.locator("h1").count() == 1, page.url
        assert page.title(), page.url
        assert page.locator("html").get_attribute("lang") in ("vi", "en"), page.url

    return inspect


@pytest.fixture
def watched(page):
    """Fails the test when a page said an error to the console or was refused by the content policy."""
    said = []
    page.on("console", lambda message: message.type == "error" and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert not said, said
