"""The interface in two languages: nothing is left untranslated, neither in the catalogues nor on a page."""

import re

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import models, transaction
from django.utils import translation

from accounts.models import User
from common.text import search_key
from config import translations
from dashboard.importing import KINDS
from tests.languages import ENGLISH, VIETNAMESE, has_words, roles_for, words_of
from tests.matrix_rules import RULES
from tests.test_matrix import ADMIN, address
from tests.world import World, rolled_back_at_the_end

# What stays Vietnamese in English on purpose: names, and what a reader types or reads in Vietnamese files.
PROPER = (
    "Sát Cơ Sở",
    "Tiếng Việt",
    "Huyện Bình Đại",
    "Phường Bình Đại",
    "Bình Đại",
    "Quảng Trị",
    "Vân Hồ",
    "Bến Tre",
    "Kim Sơn",
    "Ấp 3",
    "Bí thư, Phó Bí thư, Trưởng ấp",
    "QĐi",
    "QĐ",
)


def proper_left_out(text: str) -> str:
    for name in PROPER:
        text = text.replace(name, " ")
    return text


# --- the catalogues ---


@pytest.fixture(scope="module")
def said():
    """Every string of code and templates, as it stands now."""
    return translations.extracted()


@pytest.fixture(scope="module")
def english():
    return translations.read_catalog("en")


def test_every_string_has_its_english(said, english):
    known = {(message.id, message.context) for message in english if message.id}
    new = [
        f"{message.locations[0][0]}: {translations.forms(message.id)[0]}"
        for message in said
        if message.id and (message.id, message.context) not in known
    ]
    empty = translations.without_translation(english)
    assert not new, "Not in the catalogue; run «python3 manage.py makemessages»:\n" + "\n".join(new)
    assert not empty, "Without English in locale/en/LC_MESSAGES/django.po:\n" + "\n".join(empty)


def test_the_catalogue_holds_nothing_that_is_no_longer_said(said, english):
    now = {(message.id, message.context) for message in said}
    old = [message.id for message in english if message.id and (message.id, message.context) not in now]
    assert not old, f"No longer said; run «python3 manage.py makemessages»: {old}"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_placeholders_of_a_translation_are_those_of_its_string(language):
    assert translations.with_other_placeholders(translations.read_catalog(language)) == []


@pytest.mark.parametrize("language", ["en", "vi"])
def test_what_is_compiled_is_what_is_written(language):
    path = translations.catalog_path(language).with_suffix(".mo")
    same = path.read_bytes() == translations.compiled(translations.read_catalog(language))
    assert same, f"{path.name} is out of date; run «python3 manage.py compilemessages»."


def test_english_sentences_hold_no_vietnamese_but_names(english):
    left = [
        text
        for message in english
        if message.id
        for text in translations.forms(message.string)
        if VIETNAMESE.search(proper_left_out(text))
    ]
    assert left == []


def test_a_sentence_of_ours_is_no_key_of_the_vietnamese_catalogue(english):
    ours = {text for message in english if message.id for text in translations.forms(message.id)}
    lent = {
        text
        for message in translations.read_catalog("vi")
        if message.id
        for text in translations.forms(message.id)
    }
    assert not ours & lent


def test_a_placeholder_that_differs_is_named():
    catalog = translations.read_catalog("xx")
    catalog.add("Đã thêm %(name)s.", "%(nam)s is added.")
    catalog.add(("Có %(n)s nơi.", "Có %(n)s nơi."), ("One place.", "%(n)s places."))
    assert translations.with_other_placeholders(catalog) == ["Đã thêm %(name)s. → %(nam)s is added."]


def test_strings_are_found_in_code_and_templates_in_every_form(tmp_path):
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "code.py").write_text(
        'a = _("một")\nb = ngettext("%(n)s nơi", "%(n)s nơi", n)\nc = pgettext_lazy("nghĩa", "hai")\n'
        'd = gettext_lazy(\n    "ba "\n    "bốn"\n)\n'
    )
    (folder / "page.html").write_text(
        "{% load i18n %}\n    {% if a %}\n  {% translate 'năm' %}{% else %}"
        "{% blocktranslate count n=n trimmed %}\n  {{ n }} mục\n{% plural %}\n  {{ n }} mục\n{% endblocktranslate %}"
        '{% endif %}{% translate "sáu" context "chỗ khác" as x %}{% badge "bad" _("bảy") %}'
    )
    found = {(message.id, message.context) for message in translations.extracted(tmp_path) if message.id}
    assert found == {
        ("một", None),
        (("%(n)s nơi", "%(n)s nơi"), None),
        ("hai", "nghĩa"),
        ("ba bốn", None),
        ("năm", None),
        (("%(n)s mục", "%(n)s mục"), None),
        ("sáu", "chỗ khác"),
        ("bảy", None),
    }


def test_a_second_run_of_makemessages_and_compilemessages_changes_nothing(tmp_path, monkeypatch, capsys):
    for language in ("en", "vi"):
        original = translations.catalog_path(language).read_bytes()
        copy = tmp_path / language / "LC_MESSAGES" / "django.po"
        copy.parent.mkdir(parents=True)
        copy.write_bytes(original)
    monkeypatch.setattr(translations, "LOCALES", tmp_path)
    call_command("makemessages")
    once = translations.catalog_path("en").read_bytes()
    call_command("makemessages")
    call_command("compilemessages")
    assert translations.catalog_path("en").read_bytes() == once
    assert (tmp_path / "vi" / "LC_MESSAGES" / "django.mo").exists()
    assert "of them without English." in capsys.readouterr().out


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_heading_in_english_leads_to_its_own_column(kind, db):
    """A file with English headings is read like the Vietnamese one: no heading is two columns' name."""
    columns = KINDS[kind].columns()
    spellings = {}
    for column in columns:
        for spelling in column.spellings():
            spellings.setdefault(spelling, column.key)
    with translation.override("en"):
        wrong = [
            str(column.heading)
            for column in columns
            if spellings[search_key(str(column.heading))] != column.key
        ]
    assert wrong == []


# --- the pages ---


OURS = ("accounts", "branches", "assignments", "meetings", "matters", "scores", "reports")


def stored_texts() -> re.Pattern:
    """Every text of the database that has Vietnamese letters, the longest first: data are in one language."""
    texts = set()

    def gather(value):
        if isinstance(value, str) and VIETNAMESE.search(value):
            texts.add(" ".join(value.split()))
        elif isinstance(value, dict):
            for each in value.values():
                gather(each)
        elif isinstance(value, list):
            for each in value:
                gather(each)

    for model in apps.get_models():
        if model._meta.app_label not in OURS or not model._meta.managed:
            continue
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
        ]
        for row in model.objects.values_list(*names) if names else ():
            for value in row:
                gather(value)
    longest_first = sorted(texts, key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def vietnamese_but_data(pieces: list[str], data: re.Pattern) -> list[str]:
    # Most have no such letter at all, and need not be looked through for every text of the database.
    pieces = [piece for piece in pieces if VIETNAMESE.search(piece)]
    return [piece for piece in pieces if VIETNAMESE.search(proper_left_out(data.sub(" ", piece)))]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with rolled_back_at_the_end(django_db_blocker):
        yield World()


def english_responses(world):
    """(address, response) of each page of the product at home, read and sent empty. In Vietnamese the matrix reads them."""
    for route, rule in sorted(RULES.items()):
        for role in roles_for(rule):
            path = address(world, route, rule, "own")
            for method in ("get", "post") if rule.get else ("post",):
                client = world.client(role)
                client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
                with transaction.atomic():
                    response = getattr(client, method)(path)
                    transaction.set_rollback(True)
                if has_words(response):
                    yield f"{method.upper()} {path}", response


@pytest.mark.django_db
def test_an_english_page_has_no_vietnamese_but_data(world):
    data = stored_texts()
    left, pages = {}, 0
    for where, response in english_responses(world):
        pages += 1
        assert b'lang="en"' in response.content, where
        for piece in vietnamese_but_data(words_of(response, "en"), data):
            left.setdefault(piece, where)
    assert pages > 60
    assert not left, "Vietnamese on English pages:\n" + "\n".join(f"{left[each]}: {each}" for each in left)


@pytest.mark.django_db
def test_the_walk_sees_a_word_of_the_other_language(world):
    """The negative control: a page in one language, read as if it were in the other."""
    page = world.client("org_head").get("/")
    seen = vietnamese_but_data(words_of(page, "vi"), stored_texts())
    assert len(seen) > 10
    client = world.client("org_head")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert [piece for piece in words_of(client.get("/"), "en") if ENGLISH.search(piece)]


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("password", "Mật khẩu này quá ngắn. Hãy đặt ít nhất 10 ký tự."),
        ("12345678901", "Mật khẩu không được chỉ gồm chữ số."),
        ("nguoithu2026", "Mật khẩu quá giống tên đăng nhập."),
    ],
)
def test_a_password_is_refused_in_vietnamese(password, refusal):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, User(username="nguoithu2026"))
    assert refusal in refused.value.messages
    assert not [said for said in refused.value.messages if ENGLISH.search(said)]


def test_a_form_without_words_of_its_own_refuses_in_vietnamese():
    class Plain(forms.Form):
        needed = forms.CharField()
        day = forms.DateField()
        number = forms.IntegerField(max_value=3)
        choice = forms.ChoiceField(choices=[("a", "a")])
        letter = forms.EmailField()
        file = forms.FileField()

    form = Plain({"day": "x", "number": "9", "choice": "b", "letter": "y"})
    said = [sentence for sentences in form.errors.values() for sentence in sentences]
    assert len(said) == 6
    assert all(VIETNAMESE.search(sentence) and not ENGLISH.search(sentence) for sentence in said), said


@pytest.mark.django_db
def test_the_administration_speaks_vietnamese(world):
    untranslatable = {"Search"}  # the icon's alt, written as it is in Django's own template
    left = {}
    for route in sorted(ADMIN):
        if "<" in route or route.endswith(("jsi18n/", "autocomplete/", "logout/")):
            continue
        with transaction.atomic():
            response = world.client("system_keeper").get("/" + route)
            transaction.set_rollback(True)
        if response.status_code == 200:
            for piece in words_of(response, "vi"):
                if ENGLISH.search(piece) and piece not in untranslatable:
                    left.setdefault(piece, route)
    assert not left, "English in the administration:\n" + "\n".join(f"{left[each]}: {each}" for each in left)
