"""Before a step that can't be undone: the safe choice comes first, and "không" means it."""

from __future__ import annotations

from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.typed import says
from models.mail import Choice, EventKind

router = Router()


def sure_choices(turn: Turn, keep: Choice, go_on: Choice) -> list[Choice]:
    """The choices of "are you sure?"; who types "không", "thôi" or the like chooses ``keep``."""
    turn.expect("sure", keep=keep.key)
    return [keep, go_on]


@router.answer("sure")
async def read(turn: Turn, keep: str) -> None:
    """A yes is asked back, a no keeps; anything else is about something else, and changes nothing either."""
    turn.expect_nothing()
    said = turn.event.text if turn.event.kind is EventKind.TEXT else ""
    asked = any(choice.key == keep for choice in turn.shown)
    if asked and says(said, turn.t("words-yes"), turn.t):
        # "Ok" is too little for what can't be undone, and no small talk either.
        turn.expect("sure", keep=keep)
        turn.say(turn.t("sure-choose"), choices=turn.shown)
    elif asked and says(said, turn.t("words-keep"), turn.t):
        await turn.router.choose(turn, keep)
    else:
        await turn.router.answer_event(turn)
