"""From what a handler means to what a platform can show: markup, choices, and long texts in pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape

from bot.channels.base import Capabilities
from models.mail import Choice, Message

_TAG = re.compile(r"</?(?:b|i|code)>")
#: Where a long text is cut, best first: between paragraphs, lines, sentences, words.
_CUTS = ("\n\n", "\n", ". ", " ")


def plain(text: str) -> str:
    """The text without its markup."""
    return unescape(_TAG.sub("", text))


def pieces(text: str, longest: int) -> list[str]:
    """Cut a text into pieces of at most ``longest`` characters, never inside a word, a tag or an entity.

    A tag that is open at a cut is closed there and opened again in the next piece.
    """
    result: list[str] = []
    reopen = ""
    while len(text) > longest:
        # Room for the closing tags of whatever is open at the cut: at most </b></i></code>.
        window = text[: longest - 15]
        cut = max(_cut(window), len(reopen) + 1)
        piece, text = text[:cut].rstrip(), text[cut:].lstrip()
        still_open = _open_tags(piece)
        result.append(piece + "".join(f"</{tag}>" for tag in reversed(still_open)))
        reopen = "".join(f"<{tag}>" for tag in still_open)
        text = reopen + text
    return [*result, text] if text or not result else result


def _cut(window: str) -> int:
    for mark in _CUTS:
        at = window.rfind(mark)
        while at > len(window) // 3:
            end = at + len(mark)
            if not _inside_tag(window[:end]):
                return end
            at = window.rfind(mark, 0, at)
    # No place to breathe: a cut inside a word, but still never inside a tag or an entity.
    end = len(window)
    opened = max(window.rfind("<"), window.rfind("&"))
    closed = max(window.rfind(">"), window.rfind(";"))
    return opened if opened > closed and end - opened < 10 else end


def _inside_tag(text: str) -> bool:
    return text.rfind("<") > text.rfind(">")


def _open_tags(text: str) -> list[str]:
    tags: list[str] = []
    for tag in _TAG.findall(text):
        if tag.startswith("</"):
            tags.pop()
        else:
            tags.append(tag[1:-1])
    return tags


def written_choices(choices: Sequence[Choice], lead: str = "") -> str:
    """The choices as numbered lines, and those chosen by their words in a last line, after ``lead``."""
    numbered = [choice for choice in choices if choice.numbered and not choice.url]
    told = [str(number) for number, choice in enumerate(numbered, 1) if choice.told]
    lines = [" · ".join(told)] if told else []
    lines += [f"{number}. {choice.label}" for number, choice in enumerate(numbered, 1) if not choice.told]
    lines += [f"{choice.label}: {choice.url}" for choice in choices if choice.url]
    words = " · ".join(f"«{choice.label}»" for choice in choices if not choice.numbered and not choice.url)
    return "\n".join([*lines, f"{lead or '→'} {words}"] if words else lines)


def render(message: Message, able: Capabilities) -> tuple[list[str], list[Choice]]:
    """The texts to send one after the other (the last one carries the choices) and the choices to show as buttons."""
    texts, choices = pieces(message.text, able.text), message.choices
    if len(choices) > able.buttons:
        below = message.hint or escape(written_choices(choices, message.lead), quote=False)
        texts, choices = _with_lines(texts, below, able.text), []
    return texts if able.markup else [plain(text) for text in texts], choices


def is_one(message: Message, able: Capabilities) -> bool:
    """Whether its words are one message there, with its choices."""
    return len(render(message, able)[0]) <= 1


def _with_lines(texts: list[str], below: str, longest: int) -> list[str]:
    """Put the lines under the last piece where they fit there whole, otherwise after it: a list isn't torn apart."""
    if texts and texts[-1] and len(texts[-1]) + len(below) + 2 <= longest:
        return [*texts[:-1], f"{texts[-1]}\n\n{below}"]
    return [*filter(None, texts), *pieces(below, longest)]
