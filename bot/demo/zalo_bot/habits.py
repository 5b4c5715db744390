"""What Zalo's pages leave open, or clients have met otherwise than the pages say: one knob each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass
class Habits:
    """How this platform behaves where the real one may behave either way; the defaults are what is met most.

    `idle`: how a poll ends that nothing came to: HTTP 408; HTTP 200 with the same body ("200"), or with the code as
    a text ("text"); an empty result ("empty"). `replay`: an event that was read comes again, at once, on every poll
    until there is a newer one. `array`: the result of a poll is a list. `wrapped`: a webhook gets the envelope of
    getUpdates, as the page "Webhook" shows, and not the bare event. `photo`: the picture's address is called
    "photo", as the page says, and not "photo_url". `probe`: setWebhook calls the address at once and tells what
    came. `empty_info`: getWebhookInfo answers an empty address, not 404, where no webhook is set. `quotes`: a
    private message that quotes another is told as "unsupported". `mention`: a text in a group keeps its "@Bot".
    """

    idle: Literal["408", "200", "text", "empty"] = "408"
    replay: bool = False
    array: bool = False
    wrapped: bool = False
    photo: bool = False
    probe: bool = False
    empty_info: bool = False
    quotes: bool = True
    mention: bool = True
