"""The form field, the place on the disk and the answer."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.utils.datastructures import MultiValueDict

from common.attachments.cleaning import clean_attachment
from common.attachments.forms import AttachmentsField
from common.attachments.storing import attachment_response, discard, store
from tests.common.attachments.files import paper, photograph, picture


class Form(forms.Form):
    files = AttachmentsField(max_files=3)


class Required(forms.Form):
    files = AttachmentsField(required=True)


def sent(*files, form=Form):
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return form({}, MultiValueDict({"files": uploads}))


def test_several_files_come_clean():
    form = sent(("a.png", picture("PNG")), ("b.pdf", paper("Xin chào")))
    assert form.is_valid()
    assert [(file.name, file.content_type) for file in form.cleaned_data["files"]] == [
        ("a.jpg", "image/jpeg"),
        ("b.pdf", "application/pdf"),
    ]


def test_no_file_is_no_error_unless_one_is_required():
    form = sent()
    assert form.is_valid()
    assert form.cleaned_data["files"] == []
    assert not sent(form=Required).is_valid()


def test_each_bad_file_gets_its_sentence_with_its_name():
    errors = sent(("a.gif", b"GIF89a"), ("b.jpg", picture()), ("c.pdf", b"%PDF-")).errors["files"]
    assert [error.split(":")[0] for error in errors] == ["a", "c"]
    assert len(sent(("a.gif", b"GIF89a")).errors["files"]) == 1


def test_an_empty_file_and_too_many_files_are_said():
    assert sent(("a.jpg", b"")).errors["files"] == ["Tệp này trống."]
    assert "3" in sent(*[("a.jpg", picture())] * 4).errors["files"][0]


def test_the_input_takes_several_and_names_the_kinds():
    html = str(Form()["files"])
    assert "multiple" in html
    assert "image/jpeg" in html


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


def test_a_file_stands_at_a_random_name_that_tells_nothing(media):
    file = clean_attachment(photograph(), filename="Họp chi bộ.jpg")
    first, second = store(file), store(file)
    assert first != second
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{32}\.jpg", first)
    assert (media / first).read_bytes() == file.data
    assert len(list(media.rglob("*.*"))) == 2
    discard(first)
    discard(first)
    assert not Path(media / first).exists()


def test_the_answer_is_a_download_that_runs_nothing(media):
    file = clean_attachment(photograph(), filename='Họp "chi bộ".jpg')
    response = attachment_response(store(file), content_type=file.content_type, real_name=file.name)
    assert b"".join(response.streaming_content) == file.data
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''H%E1%BB%8Dp")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_file_that_is_gone_is_not_found(media):
    with pytest.raises(Http404):
        attachment_response("00/0.jpg", content_type="image/jpeg", real_name="a.jpg")
