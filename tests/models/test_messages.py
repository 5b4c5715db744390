"""What an event holds of a text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.messages import Event, EventKind


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        (" \n\t", ""),
        ("\u200b\u2060\ufeff\u200d", ""),
        ("\u3164 \u2800", ""),
        ("\u0301\ufe0f", ""),
        ("\u200bxin chào\ufeff", "xin chào"),
        (" /menu ", " /menu "),
        ("?", "?"),
        ("👍", "👍"),
        ("❤️", "❤️"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
        ("\uf8ff", "\uf8ff"),
    ],
)
def test_a_text_that_shows_nothing_is_empty(text: str, kept: str) -> None:
    event = Event("zalo", "1", "m1", EventKind.TEXT, "a", "a", datetime.now(UTC), text=text)
    assert event.text == kept
    assert Event.from_payload(event.payload()).text == kept
