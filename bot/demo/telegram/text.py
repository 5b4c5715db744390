"""Formatted text as Telegram reads it: the HTML of `parse_mode`, and what it finds in plain text by itself.

Offsets and lengths of entities are counted in UTF-16 units, as everywhere in the Bot API.
"""

from __future__ import annotations

import html
import re
from typing import Any

from bot.demo.telegram.errors import ApiError, bad_request
from bot.demo.world import Span

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
UNMARKED = frozenset({"code", "pre", "text_link"})
"""Inside these nothing is found; a bold address is both bold and an address."""
_PIECE = re.compile(r"[<&]")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)])"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31})"
    r"|(?P<bot_command>(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
)


def units(text: str) -> int:
    """Length in UTF-16 units."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for letter in text if letter > "\uffff")


def find_spans(text: str) -> list[Span]:
    """Links, addresses, mentions and commands that Telegram marks in any text by itself."""
    if "/" not in text and "@" not in text:
        return []
    return [
        {
            "type": str(match.lastgroup),
            "offset": units(text[: match.start()]),
            "length": units(match.group()),
        }
        for match in _FOUND.finditer(text)
    ]


def trim(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """Without white space at both ends, as Telegram stores a text; spans moved along or cut."""
    start = len(text) - len(text.lstrip())
    text = text.strip()
    if not spans:
        return text, spans
    shift, end = start, units(text)
    kept = []
    for span in spans:
        first = max(0, span["offset"] - shift)
        last = min(end, span["offset"] - shift + span["length"])
        if last > first:
            kept.append({**span, "offset": first, "length": last - first})
    return text, kept


def formatted(text: str, parse_mode: str, entities: list[Span] | None = None) -> tuple[str, list[Span]]:
    """A bot's text as it is shown. Raises 400 for HTML that Telegram would not parse.

    Markdown is not offered: it is Telegram's older way, and nothing here writes it.
    """
    mode = parse_mode.lower()
    if mode == "html":
        shown, spans = parse_html(text)
    elif mode in ("", "none"):
        shown, spans = text, [_given(span) for span in entities or ()]
    else:
        raise bad_request("unsupported parse_mode")
    shown, spans = trim(shown, spans)
    links = find_spans(shown)
    if links:
        closed = [(span["offset"], span["offset"] + span["length"]) for span in spans if span["type"] in UNMARKED]
        for link in links:
            first, last = link["offset"], link["offset"] + link["length"]
            if not any(start < last and first < end for start, end in closed):
                spans.append(link)
        spans.sort(key=_place)
    return shown, spans


def _given(span: Span) -> Span:
    """An entity of the call itself, which must say what it is and where."""
    kinds = (("type", str), ("offset", int), ("length", int))
    if not all(isinstance(span.get(name), kind) for name, kind in kinds):
        raise bad_request("can't parse MessageEntity: type, offset and length are expected")
    return dict(span)


def _place(span: Span) -> tuple[int, int]:
    return span["offset"], -span["length"]


def parse_html(text: str) -> tuple[str, list[Span]]:
    """Telegram's small HTML: the plain text and its spans. Unknown tags and broken nesting are refused."""
    if "<" not in text and "&" not in text:
        return text, []
    shown: list[str] = []
    offset = 0
    spans: list[Span] = []
    opened: list[tuple[str, int, dict[str, Any]]] = []
    at = 0
    while match := _PIECE.search(text, at):
        plain = text[at : match.start()]
        shown.append(plain)
        offset += units(plain)
        at = match.start()
        if text[at] == "&":
            reference = _REFERENCE.match(text, at)
            letter = html.unescape(reference.group()) if reference else "&"
            shown.append(letter)
            offset += units(letter)
            at = reference.end() if reference else at + 1
        elif text.startswith("</", at):
            at = _close_tag(text, at, offset, opened, spans)
        else:
            at = _open_tag(text, at, offset, opened)
    if opened:
        raise _broken(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    shown.append(text[at:])
    # The outer of two equal stretches comes first; it was closed last.
    spans.reverse()
    spans.sort(key=_place)
    return "".join(shown), spans


def _open_tag(text: str, begin: int, offset: int, opened: list[tuple[str, int, dict[str, Any]]]) -> int:
    where = _byte(text, begin)
    name_match = _NAME.match(text, begin + 1)
    name = name_match.group().lower() if name_match else ""
    at = begin + 1 + len(name)
    if at >= len(text):
        raise _broken(f"Unclosed start tag at byte offset {where}")
    if name not in TAGS:
        raise _broken(f'Unsupported start tag "{name}" at byte offset {where}')
    attributes: dict[str, str] = {}
    while attribute := _ATTRIBUTE.match(text, at):
        value = next((group for group in attribute.groups()[1:] if group is not None), "")
        attributes[attribute.group(1).lower()] = html.unescape(value)
        at = attribute.end()
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text) or text[at] != ">":
        raise _broken(f'Unclosed start tag "{name}" at byte offset {where}')
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
    opened.append((name, offset, attributes))
    return at + 1


def _close_tag(
    text: str, begin: int, offset: int, opened: list[tuple[str, int, dict[str, Any]]], spans: list[Span]
) -> int:
    where = _byte(text, begin)
    if not opened:
        raise _broken(f"Unexpected end tag at byte offset {where}")
    end = text.find(">", begin)
    if end < 0:
        raise _broken(f"Unclosed end tag at byte offset {where}")
    found = text[begin + 2 : end].strip().lower()
    name, start, attributes = opened.pop()
    if found and found != name:
        raise _broken(f'Unmatched end tag at byte offset {where}, expected "</{name}>", found "</{found}>"')
    if offset > start:
        span = _span(name, start, offset - start, attributes)
        if (
            name == "pre"
            and spans
            and (spans[-1]["type"], spans[-1]["offset"], spans[-1]["length"])
            == (
                "code",
                start,
                offset - start,
            )
        ):
            # Code that fills its block only names the block's language.
            span = {**spans.pop(), "type": "pre"}
        if span is not None:
            spans.append(span)
    return end + 1


def _span(name: str, start: int, length: int, attributes: dict[str, str]) -> Span | None:
    span: Span = {"type": TAGS[name], "offset": start, "length": length}
    if name == "a":
        # Telegram keeps the words of a link that leads nowhere, without the link.
        if "://" not in attributes.get("href", ""):
            return None
        span["url"] = attributes["href"]
    elif name == "blockquote" and "expandable" in attributes:
        span["type"] = "expandable_blockquote"
    elif name == "code" and attributes.get("class", "").startswith("language-"):
        span["language"] = attributes["class"].removeprefix("language-")
    elif name == "tg-emoji":
        span["custom_emoji_id"] = attributes.get("emoji-id", "")
    return span


def _byte(text: str, at: int) -> int:
    return len(text[:at].encode())


def _broken(why: str) -> ApiError:
    return bad_request(f"can't parse entities: {why}")
