"""The file of a backup: a tar whose last line is the checksum of everything before it.

`tar tf` reads it too (tar stops at its own end mark). Because the checksum covers every byte, a file that was cut, a
byte that changed and a file of something else are all told from a whole one before anything is done with it.
Knows no Django.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from pathlib import Path, PurePosixPath

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
ATTACHMENTS = "attachments"
_LAST_LINE = "sat-co-so sha256 {}\n"
_LAST_LINE_LENGTH = len(_LAST_LINE.format("0" * 64))
_CHUNK = 1024 * 1024


class NotABackupError(Exception):
    """The file is of something else."""


class DamagedBackupError(Exception):
    """The file began as a backup and is not whole."""


class _Hashing:
    """A file for writing that keeps the checksum of what went through it."""

    def __init__(self, file):
        self.file = file
        self.sum = hashlib.sha256()

    def write(self, data):
        self.sum.update(data)
        return self.file.write(data)


def checksum(path) -> str:
    """sha256 of a file, in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_archive(path: Path, manifest: dict, members: list[tuple[str, Path]]) -> None:
    """Writes `manifest` and the files `members` (name in the archive, path) to `path`: whole or not at all, 0600.

    Raises FileExistsError where `path` is taken: a backup never overwrites another one.
    """
    if path.exists():
        raise FileExistsError(path)
    half = path.with_name(f"{path.name}.part")
    try:
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "wb") as file:
            hashing = _Hashing(file)
            with tarfile.open(fileobj=hashing, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                _add_bytes(tar, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
                for name, source in members:
                    tar.add(source, arcname=name, recursive=False, filter=_anonymous)
            file.write(_LAST_LINE.format(hashing.sum.hexdigest()).encode())
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
    finally:
        half.unlink(missing_ok=True)


def _add_bytes(tar, name, data):
    member = tarfile.TarInfo(name)
    member.size = len(data)
    member.mode = 0o600
    tar.addfile(member, io.BytesIO(data))


def _anonymous(member):
    """Nothing of this machine's users goes along."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    member.mtime = int(member.mtime)
    return member


def check_whole(path: Path) -> None:
    """Raises NotABackupError or DamagedBackupError unless every byte of `path` is what was written."""
    with open(path, "rb") as file:
        if file.read(len(MANIFEST)) != MANIFEST.encode():
            raise NotABackupError(path)
        length = os.fstat(file.fileno()).st_size - _LAST_LINE_LENGTH
        if length < 0:
            raise DamagedBackupError(path)
        file.seek(0)
        found = hashlib.sha256()
        while length:
            chunk = file.read(min(_CHUNK, length))
            found.update(chunk)
            length -= len(chunk)
        if file.read() != _LAST_LINE.format(found.hexdigest()).encode():
            raise DamagedBackupError(path)


def read_manifest(path: Path) -> dict:
    """The manifest of a file that `check_whole` has passed."""
    with tarfile.open(path, mode="r:") as tar:
        return json.load(tar.extractfile(MANIFEST))


def extract(path: Path, folder: Path) -> None:
    """Lays the dump and the attachments out under `folder`; names that lead out of it are refused."""
    with tarfile.open(path, mode="r:") as tar:
        for member in tar:
            if not member.isfile() or not is_safe(member.name):
                raise DamagedBackupError(member.name)
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            with tar.extractfile(member) as source, open(target, "xb") as copy:
                while chunk := source.read(_CHUNK):
                    copy.write(chunk)


def is_safe(name: str) -> bool:
    """Whether a member's name stays inside the folder and is one that we write."""
    parts = PurePosixPath(name).parts
    if name in (MANIFEST, DUMP):
        return True
    return (
        len(parts) > 1
        and parts[0] == ATTACHMENTS
        and ".." not in parts
        and not re.search(r"[\x00-\x1f\\]", name)
    )
