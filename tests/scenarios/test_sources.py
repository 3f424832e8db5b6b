"""docs/sources.md says of every fact of the five articles where it lives: pages that exist, tests that exist, each once."""

import re

import pytest
from django.conf import settings
from django.urls import get_resolver

TEXT = (settings.BASE_DIR / "docs" / "sources.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d\.\d+[a-z]?) \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
# How many numbered facts each article has (without those with a letter).
LAST = {"0": 23, "1": 19, "2": 23, "3": 25, "4": 30}


def names_of_addresses() -> set[str]:
    found = set()
    for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items():
        found |= {f"{namespace}:{name}" for name in resolver.reverse_dict if isinstance(name, str)}
    return found


@pytest.mark.parametrize(("article", "last"), LAST.items())
def test_every_fact_of_an_article_stands_once_in_its_order(article, last):
    numbers = [int(re.match(r"\d\.(\d+)", row[0])[1]) for row in ROWS if row[0].startswith(f"{article}.")]
    assert sorted(set(numbers)) == list(range(1, last + 1))
    assert len({row[0] for row in ROWS}) == len(ROWS)


def test_pages_and_tests_that_are_named_exist():
    named = {each for row in ROWS for each in re.findall(r"`([a-z]+:[a-z_]+)`", row[2])}
    assert len(named) > 30
    assert named - names_of_addresses() == set()
    files = {each for row in ROWS for each in re.findall(r"tests/[\w/]+\.py", row[2])}
    assert len(files) > 15
    assert [each for each in files if not (settings.BASE_DIR / each).is_file()] == []


def names_fact(text: str, number: str) -> bool:
    return re.search(rf"(?<![\d.]){re.escape(number)}(?![\da-z])", text) is not None


def test_a_scenario_that_is_cited_says_which_fact_it_holds():
    cited = [(row[0], each) for row in ROWS for each in re.findall(r"tests/scenarios/test_\w+\.py", row[2])]
    assert len({file for _number, file in cited}) == 5 and len(cited) > 25
    texts = {file: (settings.BASE_DIR / file).read_text(encoding="utf-8") for _number, file in cited}
    assert [(number, file) for number, file in cited if not names_fact(texts[file], number)] == []
    assert not names_fact("0.13, 10.1, 0.1b", "0.1")


def test_a_name_that_is_none_is_found_out():
    assert "matters:no_such_page" not in names_of_addresses()
