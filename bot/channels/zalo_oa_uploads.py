"""What the Official Account may send by itself: uploaded first, then named by a token.

Source: Zalo's upload pages: pictures jpg and png of 1 MB, papers pdf, doc, docx and csv of 5 MB, kept for seven days.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
import time
from collections import OrderedDict
from collections.abc import Callable
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any

import aiohttp
from PIL import Image, ImageOps

from bot.channels.zalo_oa_api import Keys, ZaloOaApi
from models.mail import File

MB = 1024 * 1024
LARGEST_PICTURE = MB
LARGEST_PAPER = 5 * MB
PAPERS = frozenset({"pdf", "doc", "docx", "csv"})
#: What is a picture, whatever it is sent as.
PICTURES = frozenset({"jpg", "jpeg", "png", "webp"})
#: What would end a file's name in a multipart body.
_UNSAFE = re.compile(r"[\x00-\x1f\"\\/]")
#: Bytes of a picture that is still taken in hand to be made smaller.
LARGEST_TO_SHRINK = 20 * MB
#: Kinds that are opened for that, whatever their names say: Pillow knows many more, some of them badly kept.
KINDS = ("JPEG", "PNG", "WEBP")
#: Points of a picture that is unpacked for that: 3 bytes each, and a few bytes of PNG may hold any number of them.
MOST_POINTS = 50_000_000
#: Seconds that a token is used: a day less than Zalo keeps what it stands for.
KEPT = 6 * 24 * 3600.0
#: Tokens remembered.
MOST = 500
#: How a picture is made smaller until it fits: longest side in pixels, and quality.
_STEPS = ((2560, 88), (2048, 82), (1600, 75), (1280, 65), (960, 55))


class NotTaken(Exception):
    """Zalo takes no such file: of this kind, or this large."""


class Uploads:
    """The tokens of what was uploaded. A file that many get is uploaded once.

    :param data_dir: where the files to be sent lie.
    :param channel: whose file ids are addresses that can be fetched.
    :param home: the platform's own address.
    """

    def __init__(
        self,
        api: ZaloOaApi,
        keys: Keys,
        data_dir: Path,
        channel: str,
        home: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api = api
        self._keys = keys
        self._data_dir = data_dir
        self._channel = channel
        self._home = home
        self._clock = clock
        self._tokens: OrderedDict[tuple[Any, ...], tuple[float, asyncio.Task[str]]] = OrderedDict()

    async def token(self, file: File, *, picture: bool) -> str:
        """The token of a file, uploaded if need be; whoever asks for the same one meanwhile waits for it.

        :raises NotTaken: Zalo takes no such file.
        :raises OSError: it isn't there.
        :raises Refused, Unavailable, NotSent, Dropped, Missing: as :class:`ZaloOaApi` does.
        """
        key = await asyncio.to_thread(self._key, file, picture)
        found = self._tokens.get(key)
        if found is None or self._clock() - found[0] > KEPT or _failed(found[1]):
            task = asyncio.create_task(self._upload(file, picture))
            task.add_done_callback(lambda task: task.cancelled() or task.exception())
            found = self._tokens[key] = self._clock(), task
            self._tokens.move_to_end(key)
            if len(self._tokens) > MOST:
                self._tokens.popitem(last=False)
        return await asyncio.shield(found[1])

    def forget(self, token: str) -> None:
        """Zalo does not keep this any more."""
        for key, (_, task) in list(self._tokens.items()):
            if task.done() and not _failed(task) and task.result() == token:
                del self._tokens[key]

    async def close(self) -> None:
        """Leave what is being uploaded."""
        for _, task in self._tokens.values():
            task.cancel()
        await asyncio.gather(*(task for _, task in self._tokens.values()), return_exceptions=True)

    def _key(self, file: File, picture: bool) -> tuple[Any, ...]:
        if file.path is None:
            return picture, file.channel, file.id
        status = (self._data_dir / file.path).stat()
        return picture, file.path, status.st_mtime_ns, status.st_size

    async def _upload(self, file: File, picture: bool) -> str:
        name, content = _UNSAFE.sub("_", file.name), await self._content(file)
        if picture:
            name, content = await asyncio.to_thread(fit_picture, content)
        elif not takes_paper(file) or len(content) > LARGEST_PAPER:
            raise NotTaken(file.name)

        def form() -> aiohttp.FormData:
            # Quoted, the name would be shown with percent signs in it.
            made = aiohttp.FormData(quote_fields=False)
            made.add_field("file", BytesIO(content), filename=name, content_type=file.mime)
            return made

        kind = "image" if picture else "file"
        data = await self._api.call(self._keys, "POST", f"/v2.0/oa/upload/{kind}", form=form)
        token = data.get("attachment_id" if picture else "token")
        if not isinstance(token, str) or not token:
            # A kind that isn't taken is answered with success and nothing in it.
            raise NotTaken(file.name)
        return token

    async def _content(self, file: File) -> bytes:
        if file.path is not None:
            return await asyncio.to_thread((self._data_dir / file.path).read_bytes)
        if file.channel != self._channel or not file.id:
            raise FileNotFoundError(file.name)
        with tempfile.TemporaryDirectory(prefix="ocop-") as folder:
            target = Path(folder) / "file"
            await self._api.download(file.id, target, LARGEST_TO_SHRINK, self._home)
            return await asyncio.to_thread(target.read_bytes)


def takes_paper(file: File) -> bool:
    """Whether Zalo takes files with such a name."""
    return suffix(file) in PAPERS


def is_picture(file: File) -> bool:
    """Whether a file that is sent as a document can be shown as a picture."""
    return suffix(file) in PICTURES


def suffix(file: File) -> str:
    """What the name ends with, in lower case, without the dot."""
    return PurePath(file.name).suffix.lower().lstrip(".")


def fit_picture(content: bytes) -> tuple[str, bytes]:
    """A name and the bytes of a picture that Zalo takes: as it is, or else as a smaller JPEG.

    :raises NotTaken: it is no picture that can be read.
    """
    if len(content) > LARGEST_TO_SHRINK:
        raise NotTaken("picture")
    try:
        with Image.open(BytesIO(content), formats=KINDS) as picture:
            kind = {"JPEG": "jpg", "PNG": "png"}.get(picture.format or "")
            if kind and len(content) <= LARGEST_PICTURE:
                return f"picture.{kind}", content
            # A JPEG is unpacked at a half, a quarter, … of its size, where that is enough.
            picture.draft("RGB", (_STEPS[0][0], _STEPS[0][0]))
            if picture.width * picture.height > MOST_POINTS:
                raise NotTaken("picture")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
        for side, quality in _STEPS:
            upright.thumbnail((side, side))
            out = BytesIO()
            upright.save(out, "JPEG", quality=quality)
            if out.tell() <= LARGEST_PICTURE:
                return "picture.jpg", out.getvalue()
    except Exception as error:  # what a damaged picture can raise has no end
        raise NotTaken("picture") from error
    raise NotTaken("picture")


def _failed(task: asyncio.Task[str]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
