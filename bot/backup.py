"""Backup and restore: one archive with the database and the attachments."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.migrate import copy_sqlite, newest
from bot.settings import Settings

#: What is in an archive.
_DATABASE, _ATTACHMENTS, _LABEL = "ocop.db", "attachments", "backup.json"

#: What reading a file that isn't a sound archive can end in.
_DAMAGED = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, KeyError, TypeError, sqlite3.Error)


class BackupError(Exception):
    """A backup can't be made or put back; the message says why and what to do."""


def backup(settings: Settings, file: Path) -> str:
    """Write the archive; the bot may be running.

    The database is copied first: a file is in the folder before the database knows of it, so every file that the
    copy knows is in the archive.

    :raises BackupError: the database isn't an SQLite file, or there is none yet.
    """
    database = _database_file(settings)
    if not database.exists():
        raise BackupError(f"there is no database at {database} yet")
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(file.name + ".part")
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as folder:
        copy = Path(folder) / _DATABASE
        copy_sqlite(database, copy)
        label = Path(folder) / _LABEL
        label.write_text(json.dumps({"made_at": datetime.now(UTC).isoformat(), "revision": _revision(copy)}))
        with tarfile.open(part, "w:gz") as archive:
            archive.add(label, _LABEL)
            archive.add(copy, _DATABASE)
            for path in sorted((settings.data_dir / _ATTACHMENTS).rglob("*")):
                # One that is still being fetched is unknown to the copy, and may get its name at any moment.
                if path.suffix != ".part" and path.is_file():
                    archive.add(path, path.relative_to(settings.data_dir))
    part.replace(file)
    return f"written: {file} ({file.stat().st_size // 1024} KB)"


def restore(settings: Settings, file: Path) -> str:
    """Put an archive back. What is there now is moved to ``before-restore-…`` beside it.

    :raises BackupError: the archive isn't one of ours, or is damaged; then nothing has been changed.
    """
    database = _database_file(settings)
    stamp = f"{datetime.now(UTC):%Y%m%d%H%M%S}"
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as folder:
        new = Path(folder)
        try:
            with tarfile.open(file, "r:gz") as archive:
                archive.extractall(new, filter="data")
            made_at = json.loads((new / _LABEL).read_text())["made_at"]
            revision = _check(new / _DATABASE)
        except FileNotFoundError as error:
            raise BackupError(f"{file}: there is no such file, or no {Path(error.filename).name} in it") from error
        except _DAMAGED as error:
            raise BackupError(f"{file} is not a backup of this program, or is damaged ({error})") from error
        if revision > newest():
            raise BackupError(
                f"{file} was made by a newer version ({revision}; this one knows {newest()}): upgrade first"
            )
        aside = settings.data_dir / f"before-restore-{stamp}"
        aside.mkdir()
        for old in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
            if old.exists():
                shutil.move(old, aside / old.name)
        if (settings.data_dir / _ATTACHMENTS).exists():
            shutil.move(settings.data_dir / _ATTACHMENTS, aside / _ATTACHMENTS)
        database.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(new / _DATABASE, database)
        if (new / _ATTACHMENTS).exists():
            shutil.move(new / _ATTACHMENTS, settings.data_dir / _ATTACHMENTS)
    return f"restored what was backed up at {made_at}; what was here before is in {aside}"


def _database_file(settings: Settings) -> Path:
    file = settings.database_file
    if file is None:
        raise BackupError("the database is not an SQLite file: use pg_dump, and copy the attachments folder")
    return file


def _revision(database: Path) -> str:
    with closing(sqlite3.connect(database)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _check(database: Path) -> str:
    """The revision of a sound database.

    :raises ValueError: it isn't sound.
    """
    # Opened for reading only: otherwise a file that isn't there would be made.
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if sound != "ok":
        raise ValueError(sound)
    return _revision(database)
