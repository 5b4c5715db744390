"""Files that people send: which are taken, and where they wait to be fetched."""

from __future__ import annotations

from pathlib import PurePath

from handlers.kit.turn import Turn
from models.identifiers import Invalid
from models.mail import EventKind
from models.requests import LARGEST_FILE, MOST_FILES, Attachment

PICTURES = frozenset({"jpg", "jpeg", "png", "heic", "heif", "webp"})
#: Papers and tables. Nothing that a computer may run, and no archive, which may hold such a thing.
KINDS = PICTURES | {"pdf", "doc", "docx", "odt", "xls", "xlsx", "ods", "csv", "txt"}

#: Fields of pictures that are only looked at, and not kept: with words beside them that are answered, or without.
SEEN, SEEN_WITH_WORDS = "seen", "seen.with_words"

_MEGABYTE = 1024 * 1024
_SUFFIX_OF = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
    "image/webp": "webp",
    "application/pdf": "pdf",
}


def take_file(
    turn: Turn,
    *,
    request_id: int | None,
    field: str | None = None,
    suffixes: frozenset[str] | None = None,
    largest: int | None = None,
    already: int = 0,
) -> Attachment:
    """Have the photo or document of this event fetched; the conversation goes on at once.

    :param suffixes: the kinds taken, by ending; by default every kind of paper and picture.
    :param largest: bytes; never more than a bot may fetch.
    :param already: how many files there are.
    :raises Invalid: the event brings no file, or one that is too big, of a kind that isn't taken, or one too many.
    """
    suffixes, largest = suffixes or KINDS, min(largest or LARGEST_FILE, LARGEST_FILE)
    file = turn.event.data.get("file")
    if file is None or turn.event.kind not in (EventKind.PHOTO, EventKind.DOCUMENT):
        raise Invalid("file.none")
    name, mime = str(file.get("name") or ""), str(file.get("mime") or "application/octet-stream")
    # What a name ends with decides how it is opened, so a name with a wrong ending is refused whatever its type.
    suffix = PurePath(name).suffix.lower().lstrip(".") or _SUFFIX_OF.get(mime, "")
    if suffix not in suffixes:
        raise Invalid("file.kind", kind=f".{suffix}" if suffix else mime, kinds=", ".join(sorted(suffixes)))
    if (file.get("size") or 0) > largest:
        size = -(-int(file["size"]) // _MEGABYTE)
        raise Invalid("file.too_big", size=size, largest=largest // _MEGABYTE)
    if already >= MOST_FILES:
        raise Invalid("file.too_many", most=MOST_FILES)
    return turn.attach(
        Attachment(
            account_id=turn.account.id,
            request_id=request_id,
            field=field,
            chat=turn.event.chat,
            channel=turn.event.channel,
            file_id=str(file["id"]),
            name=(name or f"file.{suffix}")[-255:],
            mime=mime[:100],
            size=file.get("size"),
            created_at=turn.now,
        )
    )
