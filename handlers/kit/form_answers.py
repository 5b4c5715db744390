"""What happens to a form when somebody types or sends something."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from handlers.kit.codes import is_request_code
from handlers.kit.fields import Field, Files, Phone, Unsure, Words
from handlers.kit.files import take_file
from handlers.kit.form_screens import (
    Step,
    answered,
    ask_to_leave,
    show,
    show_choices,
    step_choice,
)
from handlers.kit.forms import Filling, Stage, context
from handlers.kit.hooks import call_hook
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.typed import asks, cancels, chosen, says, says_nothing, typed_choice, words_after
from handlers.kit.words import Rich
from models.identifiers import Invalid
from models.knowledge import fold
from models.knowledge.folding import is_marked
from models.mail import EventKind
from models.requests import read_code

router = Router()

#: From this score on a text in the middle of a form is a question and no answer: there the knowledge must be surer.
SURE = 0.85


@router.answer("form")
async def read_answer(turn: Turn) -> None:
    """Read what was typed or sent as the answer to the field that is asked."""
    filling = Filling.of(turn)
    if filling is None or not _on_screen(turn):
        await _as_usual(turn)
        return
    event = turn.event
    text = event.text.strip()
    if event.kind in (EventKind.PHOTO, EventKind.DOCUMENT):
        await _receive_file(turn, filling)
    elif event.kind is EventKind.CONTACT:
        asked = filling.form.field(filling.field) if filling.field else None
        if isinstance(asked, Phone):
            await read_text(turn, filling, str(event.data.get("phone", "")))
        else:
            show(turn, filling, turn.t("form-unreadable"))
    elif event.kind is not EventKind.TEXT or not text:
        show(turn, filling, turn.t("ask-unsupported" if event.data.get("unsupported") else "form-unreadable"))
    elif is_request_code(text) and await call_hook(turn, "code", code=read_code(text)):
        return
    elif filling.field is None:
        if await _sent(turn, filling, text) or await _chose(turn) or await _corrects(turn, filling, text):
            return
        if not await _asked_something(turn, text):
            show_choices(turn, filling)
        else:
            show(turn, filling)
    else:
        await read_text(turn, filling, text)


async def read_text(turn: Turn, filling: Filling, text: str) -> None:
    """Keep the answer, or say what is wrong with it; a question is answered, and the form goes on."""
    assert filling.field is not None  # noqa: S101 - the caller has looked
    asked = filling.form.field(filling.field)
    if not asked.verbatim and asks(text, turn.t) and await _asked_something(turn, text):
        show(turn, filling)
        return
    if not asked.verbatim and _is_no_answer(turn, asked, filling, text):
        show(turn, filling, turn.t("form-manners"))
        return
    if len(filling.offered) == 1 and says(text, turn.t("words-yes"), turn.t):
        await take(turn, filling, asked.pick(filling.offered[0][0]))
        return
    if filling.offered and says(text, turn.t("words-no"), turn.t):
        filling.offered = []
        show(turn, filling)
        return
    try:
        await take(turn, filling, asked.read(text, context(turn, filling)))
    except Unsure as unsure:
        filling.offered = [list(option) for option in unsure.options]
        show(turn, filling, turn.t(unsure.key, **unsure.values))
    except Invalid as error:
        if _says_none(asked, filling, text, turn.t) and not asks(text, turn.t):
            await take(turn, filling, None)
            return
        if (filling.offered or asked.offers(filling.answers, turn.t)) and await _chose(turn):
            return
        if not asked.verbatim and await _asked_something(turn, text):
            show(turn, filling)
            return
        filling.offered, filling.suggestion = [], error.values.get("suggestion")  # type: ignore[assignment]
        show(turn, filling, wrong(turn, error))


def _is_no_answer(turn: Turn, asked: Field, filling: Filling, text: str) -> bool:
    """Whether it is "alo", "cảm ơn" or "?": "dạ vâng" chooses where there is something to choose."""
    t = turn.t
    chooses = filling.offered or asked.offers(filling.answers, t)
    return says_nothing(text, t) or (
        says(text, t("words-manners"), t) and not (chooses and says(text, t("words-yes"), t))
    )


async def _receive_file(turn: Turn, filling: Filling) -> None:
    """A file answers a file field; anywhere else it is kept beside the form."""
    form, name = filling.form, filling.field
    asked = form.field(name) if name else None
    if asked is not None and asked.or_file:
        asked = form.field(asked.or_file)
    if "request_id" not in filling.args:
        show(turn, filling, turn.t("form-unreadable"))
        return
    limits: dict[str, Any] = {}
    if isinstance(asked, Files):
        limits = {"field": asked.name, "suffixes": asked.suffixes, "largest": asked.largest}
    try:
        attachment = take_file(turn, request_id=filling.args["request_id"], already=filling.files, **limits)
    except Invalid as error:
        show(turn, filling, wrong(turn, error))
        return
    await turn.session.flush()  # its id is the answer
    if not isinstance(asked, Files):
        filling.beside.append(attachment.id)
        show(turn, filling, turn.t("form-file-beside"))
        return
    had = filling.answers.get(asked.name) or []
    received = [*had, attachment.id] if asked.most > 1 else [attachment.id]
    if asked.name != name:  # a logo in place of words
        filling.answers[asked.name] = received
        filling.advance()
    elif len(received) < asked.most:
        filling.answers[asked.name] = received
        show(turn, filling, turn.t("form-file-received"))
        return
    else:
        filling.answer(received)
    show(turn, filling, turn.t("form-file-received"))


@router.answer("form.leave")
async def answer_to_leaving(turn: Turn) -> None:
    """Something else than one of the choices was typed: the question comes again."""
    filling = Filling.of(turn)
    if filling is None or not _on_screen(turn):
        await _as_usual(turn)
    elif await _chose(turn):
        return
    elif cancels(turn.event.text, turn.t):  # it is kept, and can still be dropped
        await turn.router.choose(turn, step_choice(turn, filling, Step.LATER).key)
    elif await _asked_something(turn, turn.event.text):
        show(turn, filling)
    else:
        ask_to_leave(turn, filling, turn.t("form-file-not-kept") if turn.event.data.get("file") else "")


def lose_file(turn: Turn, attachment_id: int) -> bool:
    """Take a file that can't be had out of the form under way. False: it isn't one of its files."""
    filling = Filling.of(turn)
    if filling is None:
        return False
    mine = attachment_id in filling.beside
    filling.beside = [each for each in filling.beside if each != attachment_id]
    for each in filling.form.fields:
        ids = filling.answers.get(each.name)
        if isinstance(each, Files) and ids and attachment_id in ids:
            mine = True
            filling.answers[each.name] = [id_ for id_ in ids if id_ != attachment_id]
            if not filling.answers[each.name]:
                del filling.answers[each.name]
    expecting = turn.dialogue.expecting
    filling.keep(turn)
    turn.dialogue.expecting = expecting
    return mine


# inside


async def take(turn: Turn, filling: Filling, value: Any) -> None:
    """Keep the answer and go on."""
    filling.answer(value)
    show(turn, filling)


def wrong(turn: Turn, error: Invalid) -> Rich:
    """The sentence for a reason: what is wrong, and an example."""
    values = {name: _shown(value) for name, value in error.values.items()}
    return turn.t("invalid-" + error.reason.replace(".", "-"), **values)


def _shown(value: object) -> Any:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value) if isinstance(value, Decimal) else value


async def _asked_something(turn: Turn, text: str) -> bool:
    """Have a question that came instead of an answer answered. False: it is none, or the knowledge isn't sure."""
    text = text.strip()
    if turn.event.kind is not EventKind.TEXT or len(text.split()) < 3 or "question" not in turn.router.hooks:
        return False
    # Without what was asked before: an answer that went wrong would be taken for a question about that.
    found = turn.house.library("vi" if is_marked(text) else turn.language).find(text)
    if found.kind != "knowledge" or found.decision != "answer" or found.score < SURE:
        return False
    return await call_hook(turn, "question", text=text)


def _says_none(asked: Field, filling: Filling, text: str, t: Words) -> bool:
    """Whether the text says that what is asked for isn't there (yet), where that will do: "chưa có nhãn", "bỏ qua"."""
    if not asked.may_lack or filling.answers.get(asked.name):
        return False
    said = f"{fold(text)} "
    return any(said.startswith(f"{fold(word)} ") for word in t("words-none").split("|"))


def _on_screen(turn: Turn) -> bool:
    """Whether the form was the last thing shown: otherwise a text is about that other thing."""
    return any(key.startswith("form.") for _, key, _ in turn.dialogue.choices)


async def _as_usual(turn: Turn) -> None:
    """Answer as if no form were under way; it is kept, and the menu offers to go on."""
    turn.expect_nothing()
    if await _chose(turn):
        return
    route = turn.router.events.get(turn.event.kind) or turn.router.events.get(EventKind.OTHER)
    if route is not None:
        await route.handler(turn)


async def _sent(turn: Turn, filling: Filling, text: str) -> bool:
    """Whether "gửi", "ok" or "xong" was said to the review: it all goes as it is. While photos are sent in, that and
    "hết rồi" only say that there are no more."""
    attaching = filling.stage is Stage.ATTACHING
    words = turn.t("words-send") + (f"|{turn.t('words-no-more')}" if attaching else "")
    key = step_choice(turn, filling, Step.REVIEW if attaching else Step.SEND).key
    if not says(text, words, turn.t) or all(key != shown for _, shown, _ in turn.dialogue.choices):
        return False
    await turn.router.choose(turn, key)
    return True


async def _corrects(turn: Turn, filling: Filling, text: str) -> bool:
    """Whether "sửa số điện thoại" was said to the review: that is asked again."""
    what = words_after(text, "words-correct", turn.t) if filling.stage is Stage.REVIEW else ""
    if not what:
        return False
    try:
        name = chosen(what, answered(turn, filling), turn.t)
    except Invalid:
        return False
    await turn.router.choose(turn, f"form.correct:{filling.number}:{name}")
    return True


async def _chose(turn: Turn) -> bool:
    """Whether the text, which answers nothing that is asked, means one of the choices in people's own words."""
    key = typed_choice(turn, loose=True) if turn.event.kind is EventKind.TEXT else None
    if key is not None:
        await turn.router.choose(turn, key)
    return key is not None
