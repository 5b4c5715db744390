"""Files in calls: uploads, and files that are named by their id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.demo.images import image_mime, image_size
from bot.demo.telegram.errors import ApiError, bad_request
from bot.demo.telegram.params import Params, Upload

if TYPE_CHECKING:
    from bot.demo.telegram.front import TelegramFront
    from bot.demo.world import File

FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "sticker": "stickers"}
MAX_PHOTO = 10 * 1024 * 1024
MAX_UPLOAD = 50 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
"""Bytes: what a bot may send as a photo, send as anything else, and fetch."""


def read_file(bot: TelegramFront, params: Params, kind: str, name: str | None = None) -> File:
    """The file of a call, in the parameter `name` (default: `kind`). Raises 400 or 413 as Telegram does."""
    name = name or kind
    upload = params.upload(name)
    if upload is not None:
        return keep(bot, upload, kind)
    given = params.text(name)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    file = find_file(bot, given)
    if file is None:
        if given.startswith(("http://", "https://")):
            # The simulated platform fetches nothing from outside.
            raise bad_request("failed to get HTTP URL content")
        raise bad_request("wrong file identifier/HTTP URL specified")
    folder = file.path.partition("/")[0]
    if folder != FOLDERS[kind]:
        was = next(known for known, place in FOLDERS.items() if place == folder)
        raise bad_request(f"can't use file of type {was.title()} as {kind.title()}")
    return file


def keep(bot: TelegramFront, upload: Upload, kind: str) -> File:
    size = (0, 0)
    mime = upload.mime
    if len(upload.data) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    if not upload.data:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        found = image_size(upload.data)
        if len(upload.data) > MAX_PHOTO:
            raise bad_request("too big for a photo")
        if found is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if sum(found) > 10_000 or max(found) > 20 * min(found):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        size, mime = found, image_mime(upload.data)
    return bot.world.add_file(upload.data, folder=FOLDERS[kind], name=upload.name, mime=mime, size=size)


def find_file(bot: TelegramFront, file_id: str) -> File | None:
    """By the id of the file or of one of its smaller sizes."""
    return bot.world.files.get(file_id.partition(".")[0])
