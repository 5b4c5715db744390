"""Public addresses, for a while, of single files in the data folder: for platforms that take pictures by address only.

``<public address>/files/<until>/<signature>/<path>``. The signature (HMAC-SHA256 over the moment and the path, with a
key that never leaves the data folder) can't be guessed, so only whoever was given an address can open it.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import mimetypes
import os
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import structlog
from aiohttp import web

from bot.fetching import safe_name
from models.mail import File

log = structlog.get_logger(__name__)

#: Seconds that an address is good for: a document is opened when somebody has the time.
LASTS = 24 * 3600
#: Seconds between two looks for copies that have had their time.
SWEEP = 600.0
#: Where copies lie of what is deleted once it is sent; and what is served where it lies. Below the data folder.
SHARED = "shared"
SERVED = frozenset({SHARED, "attachments", "cards"})
#: What a browser may show; everything else it only saves.
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
}


class Links:
    """Makes the addresses, and answers them.

    :param public_url: the address under which our web server is reached from outside.
    :param gone: what is told to whoever opens an address that has had its time.
    :param now: the Unix time in seconds.
    """

    ROUTE = "/files/{until}/{signature}/{path:.+}"

    def __init__(self, data_dir: Path, public_url: str, *, gone: str, now: Callable[[], float] = time.time) -> None:
        self._folder = data_dir
        self._public_url = public_url
        self._gone = gone
        self._now = now
        self._key: bytes | None = None
        #: The copies that are made, by what they are of: a message that is tried again and again needs only one.
        self._copies: dict[tuple[object, ...], tuple[PurePosixPath, int]] = {}

    async def address(self, file: File) -> str:
        """An address for this file, which has to have a path.

        :raises OSError: it isn't there any more.
        """
        return await asyncio.to_thread(self._address, file)

    def _address(self, file: File) -> str:
        path = PurePosixPath(str(file.path))
        if path.is_absolute() or ".." in path.parts or not (self._folder / path).is_file():
            raise FileNotFoundError(path.name)
        until = int(self._now()) + LASTS
        if path.parts[0] not in SERVED or path.parts[0] == SHARED:
            path, until = self._copied(path, file.name, until)
        return f"{self._public_url}/files/{until}/{self._sign(until, str(path))}/{quote(str(path))}"

    def _copied(self, path: PurePosixPath, name: str, until: int) -> tuple[PurePosixPath, int]:
        """A copy and how long it is kept: one that has half its time left, or a new one."""
        status = (self._folder / path).stat()
        of = path, name, status.st_mtime_ns, status.st_size
        made = self._copies.get(of)
        if made is None or until - made[1] > LASTS // 2:
            made = self._copies[of] = self._copy(path, name, until), until
        return made

    def _copy(self, path: PurePosixPath, name: str, until: int) -> PurePosixPath:
        """What is deleted once it is sent stays here until its address has had its time."""
        copy = PurePosixPath(SHARED) / f"{until}-{secrets.token_hex(8)}" / safe_name(name)
        (self._folder / copy).parent.mkdir(parents=True)
        shutil.copyfile(self._folder / path, self._folder / copy)
        return copy

    def _sign(self, until: int, path: str) -> str:
        return hmac.new(self._secret(), f"{until}/{path}".encode(), hashlib.sha256).hexdigest()[:40]

    def _secret(self) -> bytes:
        """The key: made when it is first needed, readable by nobody else."""
        if self._key is None:
            file = self._folder / "links.key"
            if not file.exists():
                # Written whole under another name first: two processes may want it at the same moment.
                new = file.with_name(f"links.key.{secrets.token_hex(4)}")
                self._folder.mkdir(parents=True, exist_ok=True)
                with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                    out.write(secrets.token_bytes(32))
                try:
                    file.hardlink_to(new)
                except FileExistsError:
                    pass
                finally:
                    new.unlink()
            self._key = file.read_bytes()
        return self._key

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The file; 404 where the signature is wrong or the file gone, 410 where the address has had its time."""
        until, path = request.match_info["until"], request.match_info["path"]
        if not (until.isascii() and until.isdecimal() and len(until) <= 12):
            raise web.HTTPNotFound
        right = await asyncio.to_thread(self._sign, int(until), path)
        if not hmac.compare_digest(right.encode(), request.match_info["signature"].encode(errors="replace")):
            raise web.HTTPNotFound
        if int(until) < self._now():
            raise web.HTTPGone(text=self._gone, content_type="text/plain", headers=HEADERS)
        file = await asyncio.to_thread(self._find, path)
        if file is None:
            raise web.HTTPNotFound
        mime = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        way = "inline" if mime in SHOWN else "attachment"
        name = f"{way}; filename*=UTF-8''{quote(file.name, safe='')}"
        return web.FileResponse(file, headers={**HEADERS, "Content-Type": mime, "Content-Disposition": name})

    def _find(self, path: str) -> Path | None:
        """The file, if it lies in a folder that is served; a signature alone would do, but two locks hold better."""
        parts = PurePosixPath(path).parts
        if parts[0] not in SERVED or "\x00" in path:
            return None
        file = (self._folder / path).resolve()
        home = (self._folder / parts[0]).resolve()
        return file if file.is_relative_to(home) and file.is_file() else None

    async def run(self) -> None:
        """Delete the copies that have had their time, until cancelled."""
        while True:
            try:
                await asyncio.to_thread(self._sweep)
            except OSError as error:  # they are looked for again
                log.error("links.not_swept", error=type(error).__name__)
            await asyncio.sleep(SWEEP)

    def _sweep(self) -> None:
        for of, (_, kept_until) in list(self._copies.items()):
            if kept_until < self._now():
                self._copies.pop(of, None)
        for copy in (self._folder / SHARED).glob("*-*"):
            until = copy.name.partition("-")[0]
            if until.isdecimal() and int(until) < self._now():
                shutil.rmtree(copy)
