"""The worker that stands before every page on a phone: where it is served, under which headers, what it may keep."""

import pytest

from config.offline import SHELL

pytestmark = pytest.mark.django_db


def test_the_worker_stands_at_the_root_and_is_asked_for_anew(client):
    answer = client.get("/sw.js")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-cache" in answer["Cache-Control"]
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def test_the_worker_names_the_files_of_this_version_and_no_page_of_anybody(client):
    body = client.get("/sw.js").content.decode()
    shell = body.split("const SHELL = [")[1].split("]")[0]
    assert shell.count('"') == 2 * (len(SHELL) + 1)
    assert all(each.rpartition("/")[2].partition(".")[0] in shell for each in SHELL)
    assert "/bao-cao/" not in shell


def test_without_a_network_there_is_a_page_that_says_so(client):
    answer = client.get("/ngoai-tuyen/")
    assert "Không có mạng" in answer.content.decode()
    assert "cookie" not in {name.lower() for name in answer.headers}
