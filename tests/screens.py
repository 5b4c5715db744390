"""What holds of every message in every conversation, whatever it says: looked at when a transcript is over."""

from __future__ import annotations

import re

from bot.channels.base import Capabilities
from bot.channels.memory import Shown
from tests.talk import Talk

#: Numbered choices in one message: what a phone shows without scrolling (the kinds of product to be tested are 13).
MOST_NUMBERS = 13
#: Characters of a label that every channel's buttons hold.
LONGEST_LABEL = 100
#: Words for what can't be done where there is nothing to press.
PRESSING = re.compile(r"\b(?:bấm|nhấn|nút|press|tap|click|button)\b", re.IGNORECASE)


def check_screens(talk: Talk) -> None:
    """Fail for the first message that somebody without buttons could not use."""
    for shown in talk.channel.shown:
        problem = _problem(shown, talk.channel.capabilities)
        assert problem is None, f"{problem}:\n{shown.text}"


def _problem(shown: Shown, able: Capabilities) -> str | None:
    numbered = [choice for choice in shown.choices if choice.numbered and not choice.url]
    if len(shown.text) > able.text:
        return "too long"
    if len(numbered) > MOST_NUMBERS:
        return f"{len(numbered)} numbers to choose from"
    if any(len(choice.label) > LONGEST_LABEL for choice in shown.choices):
        return "a label too long for a button"
    if any("&amp;" in choice.label or "&lt;" in choice.label for choice in shown.choices):
        return "markup in a label"
    if shown.choices and not shown.buttons and not shown.hint:
        lines = shown.text.splitlines()
        missing = [
            choice.label
            for number, choice in enumerate(numbered, 1)
            if not choice.told and f"{number}. {choice.label}" not in lines
        ]
        if missing:
            return f"not shown whole beneath the text: {missing}"
        told = [str(number) for number, choice in enumerate(numbered, 1) if choice.told]
        if told and " · ".join(told) not in lines:
            return "numbers that the text tells of, but nothing says that they choose"
    return "speaks of pressing" if PRESSING.search(shown.text) else None
