"""What the selftest calls a pass."""

import subprocess
import sys

import pytest

from config import browser, selftest
from config.bootstrap import TOP
from tests.conftest import LONGEST


@pytest.mark.parametrize(
    ("closing_line", "passes"),
    [
        ("12 passed in 3.45s", True),
        ("12 passed, 3 warnings in 61.20s (0:01:01)", True),
        ("12 passed, 1 skipped in 3.45s", False),
        ("12 passed, 2 deselected in 3.45s", False),
        ("11 passed, 1 xfailed in 3.45s", False),
        ("no tests ran in 0.01s", False),
        ("", False),
    ],
)
def test_a_run_that_leaves_tests_out_is_not_a_pass(closing_line, passes):
    assert (selftest.left_out(closing_line) == "") is passes


@pytest.mark.parametrize(("processors", "workers"), [(1, None), (2, "2"), (3, "3"), (64, "4")])
def test_the_tests_use_the_processors_that_there_are(processors, workers):
    asked = selftest.in_parallel(processors)
    assert asked[:4] == (["--numprocesses", workers, "--dist", "loadfile"] if workers else [])


def test_the_files_that_are_begun_first_are_there():
    assert [name for name in LONGEST if not (TOP / name).exists()] == []


def test_a_failed_check_shows_what_it_said(capsys):
    step = selftest.Step(
        "Thử", [sys.executable, "-c", "import os; print(os.environ['WHY']); raise SystemExit(3)"]
    )
    step.environment["WHY"] = "because"
    [outcome] = selftest.run_checks([step])
    said = capsys.readouterr().out
    assert not outcome.passed
    assert "HỎNG" in said
    assert "because" in said


def test_checks_run_beside_each_other_and_are_told_in_their_order(capsys):
    waits = "import sys, time; time.sleep(float(sys.argv[1])); print('said'); sys.exit(sys.argv[1] == '0')"
    steps = [
        selftest.Step(words, [sys.executable, "-c", waits, seconds])
        for words, seconds in (("Một", "0.5"), ("Hai", "0"))
    ]
    assert [outcome.passed for outcome in selftest.run_checks(steps)] == [True, False]
    said = capsys.readouterr().out
    assert said.index("Một") < said.index("Hai") < said.index("said")


def test_the_check_that_plays_production_has_a_secret_of_its_own_and_debug_off():
    deploy = next(step for step in selftest.checks({"DATABASE_URL": "x"}) if "--deploy" in step.command)
    assert deploy.environment["DEBUG"] == "off"
    assert deploy.environment["DATABASE_URL"] == "x"
    assert deploy.environment["SECRET_KEY"] != selftest.checks({})[-2].environment["SECRET_KEY"]


def test_an_argument_without_the_two_dashes_is_explained_and_nothing_runs(capsys):
    assert selftest.main(["-k", "nothing"]) == 2
    assert "selftest [--" in capsys.readouterr().err


def test_ci_runs_the_same_command():
    done = subprocess.run(["bash", "-n", TOP / ".ci" / "run"], check=False)
    assert done.returncode == 0
    assert "exec python3 manage.py selftest" in (TOP / ".ci" / "run").read_text()
    assert (TOP / ".ci" / "run").stat().st_mode & 0o111


def test_the_browser_that_is_named_is_taken_and_must_start(monkeypatch, tmp_path):
    named = tmp_path / "my browser"
    named.write_text("#!/bin/sh\nexit 0\n")
    named.chmod(0o755)
    monkeypatch.setenv("BROWSER_PATH", str(named))
    assert browser.find_or_install() == str(named)
    named.write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(browser.NoBrowserError, match="BROWSER_PATH"):
        browser.find_or_install()


def test_a_stub_on_the_path_that_does_not_start_is_passed_over(monkeypatch, tmp_path):
    for name, code in (("chromium", 1), ("google-chrome", 0)):
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {code}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.find() == str(tmp_path / "google-chrome")
    (tmp_path / "google-chrome").unlink()
    assert browser.find() is None
