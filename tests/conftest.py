"""What every test shares: the real database on the application's own role, and the personas."""

import gc
import logging
import os

import pytest
from django.test import TransactionTestCase, override_settings
from django.test.utils import teardown_databases

from tests.databases import leave_database, leave_fresh, make_database

# Playwright's synchronous driver runs a loop in the thread that also asks the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config):
    if not os.environ.get("DATABASE_URL"):
        from config import embedded

        embedded.ensure_running()


# Each walks through every page with many eyes and takes minutes, or waits for a browser: begun first, so that no worker ends
# alone with one.
LONGEST = (
    "tests/test_matrix.py",
    "tests/test_unannounced.py",
    "tests/reports/test_sensitive.py",
    "tests/config/test_translations.py",
    "tests/browser/test_reporting.py",
    "tests/browser/test_reviewing.py",
    "tests/browser/test_filling_a_gap.py",
    "tests/branches/test_national_lists.py",
    "tests/dashboard/test_demo.py",
    "tests/dashboard/test_search_walls.py",
    "tests/config/test_bootstrap.py",
)


def pytest_collection_modifyitems(items):
    first = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: first.get(item.nodeid.split("::")[0], len(first)))
    for item in items:
        if "db" in item.fixturenames and item.get_closest_marker("django_db") is None:
            # Without the mark "default" would not be known to mirror the tests' database, and be the real one.
            item.add_marker(pytest.mark.django_db)
        for mark in item.iter_markers("django_db"):
            # "owner" makes and flushes the tables; "default" is what the product uses.
            mark.kwargs.setdefault("databases", ["default", "owner"])


def pytest_collection_finish():
    """A refused request is no news to tests, which ask for thousands: to write each down with its traceback is a tenth of the
    answer. What is imported and collected by now lives to the end: looking through it again and again for garbage is a tenth
    of the whole run."""
    logging.getLogger("django.request").setLevel(logging.ERROR)
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment,
    django_db_blocker,
    django_db_keepdb,
    django_db_createdb,
    django_db_modify_db_settings,
):
    """Instead of pytest-django's: the same options (--reuse-db, --create-db), but copied where it is made anew."""
    with django_db_blocker.unblock():
        made = make_database(anew=django_db_createdb or not django_db_keepdb)
    TransactionTestCase._fixture_teardown = leave_fresh
    yield
    with django_db_blocker.unblock():
        leave_database()
        if not django_db_keepdb:
            teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def _quick_hasher(settings):
    """Argon2 is slow on purpose; tests of sign-in ask for it by name."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def _attachments_elsewhere(tmp_path_factory):
    """Files that tests send go where nobody keeps any."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("attachments")):
        yield
