"""From what a handler means to what a platform can show: markup, choices, and long texts in pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape
from unicodedata import category, normalize

from bot.channels.base import Capabilities
from models.mail import Choice, Message

#: A step of a text: "1. ", "2) " at the beginning of a line.
_STEP = re.compile(r"^(\s*(?:<\w+>)?)\d{1,2}[.)] ", re.MULTILINE)
_TAG = re.compile(r"</?(?:b|i|code)>")
#: Where a long text is cut, best first: between paragraphs, lines, sentences, words.
_CUTS = ("\n\n", "\n", ". ", " ")
#: What joins two signs into one; and how far back a character may begin that is made of several.
_JOINER, _LONGEST_CHARACTER = "\u200d", 64
#: What belongs to the sign before it, beside marks: a colour of skin, and the tags that spell a region's flag.
_BELONGS = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u200d]")
#: Two of these letters are one flag.
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]*$")


def plain(text: str) -> str:
    """The text without its markup."""
    return unescape(_TAG.sub("", text))


def pieces(text: str, longest: int) -> list[str]:
    """Cut a text into pieces of at most ``longest`` characters, never inside a word, a tag or an entity.

    Nor inside what is seen as one character; letters with their marks apart become those that have them. A tag that is
    open at a cut is closed there and opened again in the next piece.
    """
    text = normalize("NFC", text)
    result: list[str] = []
    reopen = ""
    while len(text) > longest:
        # Room for the closing tags of whatever is open at the cut: at most </b></i></code>.
        cut = max(_cut(text, longest - 15), len(reopen) + 1)
        piece, text = text[:cut].rstrip(), text[cut:].lstrip()
        still_open = _open_tags(piece)
        result.append(piece + "".join(f"</{tag}>" for tag in reversed(still_open)))
        reopen = "".join(f"<{tag}>" for tag in still_open)
        text = reopen + text
    return [*result, text] if text or not result else result


def whole(text: str, end: int) -> int:
    """The last place up to ``end`` where a text can be cut without cutting what is seen as one character."""
    nearest = range(end, max(end - _LONGEST_CHARACTER, 0), -1)
    return next((at for at in nearest if not _inside_character(text, at)), end)


def _inside_character(text: str, at: int) -> bool:
    if at >= len(text):
        return False
    before = _FLAGS.search(text, max(at - 2 * _LONGEST_CHARACTER, 0), at)
    if before and len(before[0]) % 2 and _FLAGS.match(text[at]):
        return True
    return text[at - 1] == _JOINER or category(text[at])[0] == "M" or _BELONGS.match(text, at) is not None


def _cut(text: str, room: int) -> int:
    window = text[:room]
    for mark in _CUTS:
        at = window.rfind(mark)
        while at > len(window) // 3:
            end = at + len(mark)
            if not (_inside_tag(window[:end]) or _inside_character(text, end)):
                return end
            at = window.rfind(mark, 0, at)
    # No place to breathe: a cut inside a word, but still never inside a tag or an entity.
    end = whole(text, room)
    window = window[:end]
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
        if _counted_twice(message):
            texts = pieces(_STEP.sub(r"\1• ", message.text), able.text)
        below = normalize("NFC", message.hint or escape(written_choices(choices, message.lead), quote=False))
        texts, choices = _with_lines(texts, below, able.text), []
    return texts if able.markup else [plain(text) for text in texts], choices


def is_one(message: Message, able: Capabilities) -> bool:
    """Whether its words are one message there, with its choices."""
    return len(render(message, able)[0]) <= 1


def _counted_twice(message: Message) -> bool:
    """Whether steps in the text and the choices below would both have a 1: "2" means a choice, so steps have none.

    A text that spells its choices out keeps their numbers.
    """
    numbered = [choice for choice in message.choices if choice.numbered and not choice.url]
    return bool(numbered) and not message.hint and not any(choice.told for choice in numbered)


def _with_lines(texts: list[str], below: str, longest: int) -> list[str]:
    """Put the lines under the last piece where they fit there whole, otherwise after it: a list isn't torn apart."""
    if texts and texts[-1] and len(texts[-1]) + len(below) + 2 <= longest:
        return [*texts[:-1], f"{texts[-1]}\n\n{below}"]
    return [*filter(None, texts), *pieces(below, longest)]
