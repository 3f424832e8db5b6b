"""What every test shares: the real database on the application's own role, and the personas."""

import os

import pytest
from django.db import connections

# Playwright's synchronous driver runs a loop in the thread that also asks the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config):
    if not os.environ.get("DATABASE_URL"):
        from config import embedded

        embedded.ensure_running()


def pytest_collection_modifyitems(items):
    for item in items:
        if "db" in item.fixturenames and item.get_closest_marker("django_db") is None:
            # Without the mark "default" would not be known to mirror the tests' database, and be the real one.
            item.add_marker(pytest.mark.django_db)
        for mark in item.iter_markers("django_db"):
            # "owner" makes and flushes the tables; "default" is what the product uses.
            mark.kwargs.setdefault("databases", ["default", "owner"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Django closes the alias that made the database; the application's own session is closed here."""
    yield
    connections["default"].close()


@pytest.fixture(autouse=True)
def _quick_hasher(settings):
    """Argon2 is slow on purpose; tests of sign-in ask for it by name."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
