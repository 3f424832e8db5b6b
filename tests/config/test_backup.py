"""A backup is made, everything changes, the backup is restored: what was there is there again, byte for byte."""

import json
import os
import shutil
import tarfile
from io import StringIO
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, connections, transaction

from accounts.models import User
from assignments.models import Assignment
from branches.models import Unit, UnitEvent, UnitVersion
from config.backups import archive, programs, saving
from tests.world import World

NOT_IN_A_BACKUP = {"django_session"}


@pytest.fixture(autouse=True)
def _of_the_tests(django_db_setup, monkeypatch):
    """The backup's role, where one is named, reads the tests' database and not the office's."""
    if url := os.environ.get("DATABASE_BACKUP_URL"):
        name = connections["owner"].settings_dict["NAME"]
        monkeypatch.setenv("DATABASE_BACKUP_URL", urlsplit(url)._replace(path=f"/{name}").geturl())


@pytest.fixture
def office(settings, tmp_path):
    """A database with some of everything, and two attachments."""
    settings.MEDIA_ROOT = tmp_path / "attachments"
    (settings.MEDIA_ROOT / "2026").mkdir(parents=True)
    (settings.MEDIA_ROOT / "2026" / "a1b2c3").write_bytes(b"\x00\xff first")
    (settings.MEDIA_ROOT / "d4e5f6").write_bytes(b"second")
    return World()


@pytest.fixture
def saved(office, tmp_path):
    """The path of a backup of `office`."""
    path = tmp_path / "sao-luu.tar"
    call_command("backup", path, stdout=StringIO())
    return path


@pytest.fixture
def small(tmp_path):
    """A whole file of our own form, without a database: 300,000 bytes of a dump that is none, one attachment."""
    dump, attachment = tmp_path / "dump", tmp_path / "attachment"
    dump.write_bytes(bytes(range(256)) * 1200)
    attachment.write_bytes(b"attached")
    manifest = {"format": 1, "migrations": [], "server_version": 150000, "counts": {}}
    path = tmp_path / "nho.tar"
    archive.write_archive(path, manifest, [(archive.DUMP, dump), ("attachments/x", attachment)])
    return path


def everything() -> dict:
    """{table: all its rows as text}, of what a backup keeps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall() if name not in NOT_IN_A_BACKUP]
        rows = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            rows[table] = [row for (row,) in cursor.fetchall()]
        return rows


def files(folder) -> dict:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def restore(path, **options) -> str:
    said = StringIO()
    call_command("restore", path, stdout=said, **options)
    return said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_what_was_saved_is_there_again(saved, settings, client):
    before, before_files = everything(), files(settings.MEDIA_ROOT)
    assert len(before["branches_unit"]) > 20
    assert len(before["branches_unitversionevent"]) > 20
    manifest = archive.read_manifest(saved)
    assert manifest["counts"] == {table: len(rows) for table, rows in before.items()}

    Assignment.objects.filter(ends_on=None).update(ends_on="2026-01-01", end_reason="retired")
    UnitVersion.objects.update(name="Đổi tên")
    client.force_login(User.objects.create_user("0911111111", full_name="Người Mới"))
    shutil.rmtree(settings.MEDIA_ROOT)
    changed = everything()
    assert changed != before
    said = restore(saved, replace=True)

    assert everything() == before
    assert files(settings.MEDIA_ROOT) == before_files
    assert "Đúng: Cây đơn vị khớp với các phiên bản" in said
    assert client.get("/tai-khoan/").status_code == 302  # who was signed in is so no more
    [kept] = saved.parent.glob("truoc-khi-khoi-phuc-*.tar")
    assert str(kept) in said
    assert archive.read_manifest(kept)["counts"] == {table: len(rows) for table, rows in changed.items()}


@pytest.mark.django_db(transaction=True)
def test_an_empty_database_needs_no_replacing_and_the_walls_stand_again(saved):
    before = everything()
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE branches_unit, accounts_user CASCADE")
    restore(saved)
    assert everything() == before
    number = UnitEvent.objects.count()
    Unit.objects.create(opened_on="2020-01-01")
    assert UnitEvent.objects.count() == number + 1
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM branches_unitevent")


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_changes_nothing(saved, tmp_path, monkeypatch):
    before = everything()

    def refused(path, sentence, **options):
        with pytest.raises(CommandError, match=sentence) as refusal:
            restore(path, **options)
        assert "\n" not in str(refusal.value)
        assert everything() == before

    refused(saved, "đã có dữ liệu, chưa có gì bị thay đổi")

    def one_more_row(manifest, folder):
        manifest["counts"]["branches_unit"] += 1

    # Everything was restored by then, and all of it is given up.
    refused(forged(saved, tmp_path, one_more_row), "Số dòng của bảng branches_unit không khớp", replace=True)

    def half_a_dump(manifest, folder):
        dump = folder / archive.DUMP
        dump.write_bytes(dump.read_bytes()[:-20_000])
        manifest["database_sha256"] = archive.checksum(dump)

    refused(
        forged(saved, tmp_path, half_a_dump), "Không khôi phục được, chưa có gì bị thay đổi", replace=True
    )

    def not_its_own_attachment(manifest, folder):
        (folder / "attachments" / "d4e5f6").write_bytes(b"another")

    refused(forged(saved, tmp_path, not_its_own_attachment), "bị cắt cụt hoặc đã bị sửa", replace=True)

    monkeypatch.setattr(saving, "LOCK_SECONDS", 1)
    with psycopg.connect(**connections["owner"].get_connection_params()) as other:
        other.execute("LOCK TABLE branches_unit")
        with pytest.raises(CommandError, match="Có người đang dùng cơ sở dữ liệu"):
            restore(saved, replace=True)
    assert everything() == before
    content = saved.read_bytes()
    with pytest.raises(CommandError, match="tệp cũ không bị ghi đè"):
        call_command("backup", saved, stdout=StringIO())
    assert saved.read_bytes() == content


def forged(saved, tmp_path, change):
    """A backup whose checksum is right and whose manifest or parts were changed by `change(manifest, folder)`."""
    folder, path = tmp_path / "inside", tmp_path / "forged.tar"
    shutil.rmtree(folder, ignore_errors=True)
    path.unlink(missing_ok=True)
    with tarfile.open(saved) as tar:
        tar.extractall(folder)  # our own file; Debian 12's Python 3.11.2 knows no filter
    manifest = json.loads((folder / archive.MANIFEST).read_text())
    change(manifest, folder)
    members = [(name, folder / name) for name in (archive.DUMP, *manifest["attachments"])]
    archive.write_archive(path, manifest, members)
    return path


def test_a_file_that_was_cut_is_refused(small):
    whole = small.read_bytes()
    archive.check_whole(small)
    for kept in (20, 512, len(whole) // 2, len(whole) - 83, len(whole) - 1):
        small.write_bytes(whole[:kept])
        with pytest.raises(CommandError, match="bị cắt cụt hoặc đã bị sửa: hãy dùng bản sao lưu khác"):
            restore(small, replace=True)


def test_a_file_with_a_changed_byte_is_refused_wherever_the_byte_is(small):
    """In a header, the manifest, the dump, between the parts, in the checksum itself, behind it."""
    whole = small.read_bytes()
    for place in (*range(20, len(whole), 1009), *range(len(whole) - 90, len(whole))):
        data = bytearray(whole)
        data[place] ^= 1
        small.write_bytes(data)
        with pytest.raises(archive.DamagedBackupError):
            archive.check_whole(small)
    small.write_bytes(whole + b"\n")
    with pytest.raises(CommandError, match="bị cắt cụt hoặc đã bị sửa"):
        restore(small, replace=True)


def test_a_file_of_something_else_is_refused(tmp_path):
    wrong = tmp_path / "anh.jpg"
    for content in (b"", b"\xff\xd8\xff\xe0 a picture", b"PK\x03\x04 a spreadsheet"):
        wrong.write_bytes(content)
        with pytest.raises(CommandError, match="không phải là tệp sao lưu"):
            restore(wrong, replace=True)
    for nothing in (tmp_path / "khong-co.tar", tmp_path):
        with pytest.raises(CommandError, match="Không đọc được"):
            restore(nothing, replace=True)


@pytest.mark.django_db
def test_a_backup_of_a_newer_product_or_server_is_refused(small, tmp_path):
    manifest = archive.read_manifest(small)
    for change, sentence in (
        ({"migrations": ["branches.9999_from_the_future"]}, "bản Sát Cơ Sở mới hơn"),
        ({"format": archive.FORMAT + 1}, "bản Sát Cơ Sở mới hơn"),
        ({"server_version": 990001}, "là của PostgreSQL 99"),
    ):
        small.unlink()
        archive.write_archive(small, manifest | change, [])
        with pytest.raises(CommandError, match=sentence):
            restore(small, replace=True)


def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_half_made(small, tmp_path):
    assert small.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileNotFoundError):
        archive.write_archive(tmp_path / "b.tar", {}, [(archive.DUMP, tmp_path / "missing")])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["attachment", "dump", "nho.tar"]
    with pytest.raises(CommandError, match="Không có thư mục"):
        call_command("backup", tmp_path / "khong" / "co.tar", stdout=StringIO())


def test_a_password_goes_by_the_environment_and_never_by_the_command_line(settings):
    database = {"HOST": "db", "PORT": 5433, "USER": "chu", "PASSWORD": "bí mật", "NAME": "satcoso"}
    environment = programs.environment(database | {"OPTIONS": {"sslmode": "verify-full"}})
    assert environment["PGPASSWORD"] == "bí mật"
    assert (environment["PGHOST"], environment["PGPORT"]) == ("db", "5433")
    assert environment["PGSSLMODE"] == "verify-full"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("manifest.json", True),
        ("database.dump", True),
        ("attachments/2026/a1b2c3", True),
        ("attachments", False),
        ("attachments/../../etc/passwd", False),
        ("/etc/passwd", False),
        ("../x", False),
        ("attachments/a\\b", False),
        ("other", False),
    ],
)
def test_names_that_lead_out_of_the_folder_are_refused(name, safe):
    assert archive.is_safe(name) is safe
