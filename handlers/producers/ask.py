"""Questions: looked up in the knowledge, answered with their source, or handed to an officer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.kit.codes import ASSESSMENT, short_code
from handlers.kit.hooks import call_hook
from handlers.kit.house import House
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.typed import says
from handlers.kit.words import LANGUAGES, shorten
from handlers.officers import questions
from handlers.producers.barcode import look_at, support, tell_number
from models.accounts import Role
from models.identifiers import redact
from models.knowledge import Entry, Found, fold
from models.knowledge.folding import is_marked
from models.mail import Choice, EventKind, Outbox
from models.questions import SHORT, Question, QuestionState, with_those_before
from models.requests import RequestKind, leading_code, read_code

router = Router()

#: Nothing else than the code of a request.
_CODE_ONLY = re.compile(r"\W*[A-Za-z]{2}[\s.-]*\d\d[\s.-]*\d{1,6}\W*")
#: The word of an invitation, alone or in the message that it came in, passed on whole.
_INVITATION = re.compile(r"(?<![\w-])i-[\w-]{22}(?![\w-])")
#: What people say that is no question, and is not kept.
_SMALL_TALK = frozenset({"greeting", "thanks", "goodbye", "agree", "who_are_you", "swearing", "phone", "empty"})
#: Who says so has nothing more to ask.
_ENOUGH = frozenset({"thanks", "goodbye"})
#: Characters of what was passed on, as the person is told.
LONGEST_SHOWN = 300
#: The entry's actions that open the form of a kind of request.
_REQUESTS = {f"request.{kind.value}": kind for kind in RequestKind}


# what is asked


@router.on(EventKind.TEXT)
async def plain_text(turn: Turn) -> None:
    """Whatever is typed and answers nothing else is a question, but for support that is asked for by its name, and for
    a product where its sector is asked for; a link that is passed on asks nothing."""
    text = turn.event.text.strip()
    if turn.event.data.get("link"):
        turn.say(turn.t("ask-link"))
    elif not (
        await _by_sight(turn, text)
        or await call_hook(turn, "support", text=text)
        or await call_hook(turn, "product", text=text)
    ):
        await _answer_in_words(turn, text)


@router.command("hoi", "ask")
async def ask(turn: Turn, payload: str = "") -> None:
    """A question; without one, how to ask."""
    waiting = (turn.dialogue.expecting or {}).get("key")
    if waiting in ("ask.for_officer", "sure"):
        turn.expect_nothing()  # the question comes here instead
    if payload:
        await answer_question(turn, payload)
        await _go_on(turn)
    else:
        turn.say(turn.t("ask-how-meanwhile" if turn.dialogue.expecting else "ask-how"))


async def _go_on(turn: Turn) -> None:
    """Ask again what a form or an assessment was waiting for."""
    waiting = turn.dialogue.expecting or {}
    if waiting.get("key") == "form":
        await turn.router.choose(turn, "forms.resume")
    elif waiting.get("key") == "assessment":
        await turn.router.choose(turn, f"assess.go:{waiting['args']['assessment_id']}")


@router.hook("question")
async def asked_meanwhile(turn: Turn, text: str) -> None:
    """A question in the middle of a form, which goes on afterwards."""
    await answer_question(turn, text)


@router.reply("answer")
async def asked_back(turn: Turn, id: int, notice: Outbox) -> None:
    """An answer to an officer's answer is a new question about the same."""
    question = await turn.session.get_one(Question, id)
    if not turn.event.text:
        turn.say(turn.t("ask-only-text"))
        return
    # What the knowledge had nothing for doesn't help to find anything either.
    if question.account_id in turn.account.ids and question.entry is not None:
        turn.note(asked=question.text)
    await answer_question(turn, turn.event.text)


@router.on(EventKind.PHOTO, EventKind.DOCUMENT)
async def picture(turn: Turn) -> None:
    """A picture or paper that nothing has asked for: it may belong to a request; else codes in it are read, and its
    caption may be a question."""
    if await call_hook(turn, "file"):
        return
    seen = look_at(turn)
    if turn.event.text:
        await answer_question(turn, turn.event.text)
    elif not seen:
        turn.say(turn.t("ask-picture"), choices=support(turn))


@router.on(EventKind.VOICE)
async def voice(turn: Turn) -> None:
    """A voice message."""
    turn.say(turn.t("ask-voice", office=turn.house.office(turn.language)))


@router.on(EventKind.CONTACT)
async def contact(turn: Turn) -> None:
    """A contact card that nothing has asked for: it is not kept."""
    turn.say(turn.t("ask-phone"), choices=support(turn))


@router.on(EventKind.LOCATION)
async def place(turn: Turn) -> None:
    """A place on the map."""
    turn.say(turn.t("ask-location"))


@router.on(EventKind.OTHER)
async def anything_else(turn: Turn) -> None:
    """A sticker, a poll; or something that the platform only tells of and doesn't hand over."""
    turn.say(turn.t("ask-unsupported" if turn.event.data.get("unsupported") else "ask-sticker"))


# answering


def look_up(
    house: House, text: str, language: str, asked_before: str | None, about: Sequence[str] = ()
) -> tuple[str, Found]:
    """What to do with a question, and the language to do it in.

    `about`: the products that the person is at, for a question that names none.

    Somebody who reads English here may still write Vietnamese; English is answered from English entries only.
    """
    language = LANGUAGES[0] if is_marked(text) else language
    return language, house.library(language).find(text, context=asked_before, hints=about)


def at_hand(turn: Turn) -> list[str]:
    """The product of the form under way, else of the request or product opened last."""
    form = turn.dialogue.form or {}
    named = form.get("answers", {}).get("product_name") or turn.dialogue.notes.get("about")
    return [named] if isinstance(named, str) else []


def is_only_polite(turn: Turn, text: str) -> bool:
    """Whether a text is only a yes, a greeting or thanks, and no product of that name ("vang đỏ", "chao")."""
    rest = turn.house.criteria.rest(text)
    if says(text, turn.t("words-yes"), turn.t):
        return rest is None or not is_marked(text)  # without its marks, "vang" is rather a yes than a wine
    return says(text, turn.t("words-manners"), turn.t) and rest != ""


def is_answered(turn: Turn, text: str) -> bool:
    """Whether the knowledge has an answer to it."""
    return look_up(turn.house, text, turn.language, None)[1].decision == "answer"


def words_for(found: Found) -> str:
    """The key of what is said to a question that isn't simply answered."""
    if found.decision == "choices":
        return "ask-which"
    if found.kind in _SMALL_TALK:
        return f"ask-talk-{found.kind}"
    return {"officer": "ask-officer-what", "long_text": "ask-long", "outside": "ask-outside"}.get(
        found.kind, "ask-unknown"
    )


def offered(found: Found) -> tuple[Entry, ...]:
    """The entries to choose from beneath what is said."""
    if found.kind in _SMALL_TALK or found.kind in ("officer", "outside"):
        return ()
    return tuple(entry for entry in found.choices if entry.source)


async def answer_question(turn: Turn, text: str) -> bool:
    """Answer a question, in any case with something. Returns whether the knowledge had an answer or a choice of them.

    The dialogue is left as it is but for the last question, so a form can go on afterwards.
    """
    text = text.strip()
    return await _by_sight(turn, text) or await _answer_in_words(turn, text)


async def _by_sight(turn: Turn, text: str) -> bool:
    """Whether a text is, or begins with, a code or a number that says by itself what it is."""
    return await _code(turn, text) or await call_hook(turn, "lone_digits", text=text) or await tell_number(turn, text)


async def _answer_in_words(turn: Turn, text: str) -> bool:
    await turn.house.follow_corrections(turn.session, turn.now)
    language, found = look_up(turn.house, text, turn.language, turn.dialogue.notes.get("asked"), at_hand(turn))
    if found.kind in _SMALL_TALK:
        _chat(turn, found)
        return False
    if found.kind == "officer":
        _ask_for_officer(turn, text)
        return False
    question = await _keep(turn, text, language, found)
    if found.decision == "answer" and found.entry is not None:
        _tell(turn, question, found.entry)
    else:
        choices = [*_topics(turn, question, offered(found)), _to_officer(turn, question)]
        turn.say(turn.t(words_for(found)), choices=choices)
    return found.decision != "refuse"


async def _code(turn: Turn, text: str) -> bool:
    """Open what a code names: a request, an officer's question, an assessment. What is written after it is sent."""
    invitation = _INVITATION.search(text)
    if invitation is not None and await call_hook(turn, "invitation", payload=invitation[0]):
        return True
    begun = leading_code(text)
    if begun is not None and begun[1] and await call_hook(turn, "code_and_text", code=begun[0], text=begun[1]):
        return True
    code = read_code(text) if _CODE_ONLY.fullmatch(text) else None
    if code is not None and await call_hook(turn, "code", code=code):
        return True
    short = short_code(text)
    if short is None:
        return False
    prefix, number, words = short
    if prefix == ASSESSMENT:
        return await call_hook(turn, "assessment_word", assessment_id=number, text=words)
    if not turn.account.role.covers(Role.OFFICER):
        return False
    if words:
        await questions.answer_by_number(turn, number, words)
    else:
        await turn.router.choose(turn, f"question.show:{number}")
    return True


async def _keep(turn: Turn, text: str, language: str, found: Found) -> Question:
    kept = text if turn.account.consented else redact(text)
    question = Question(
        account_id=turn.account.id,
        text=kept,
        language=language,
        entry=found.entry.id if found.entry is not None else None,
        score=found.score,
        state=QuestionState.ANSWERED if found.decision == "answer" else QuestionState.UNANSWERED,
        asked_at=turn.now,
    )
    turn.session.add(question)
    await turn.session.flush()
    if found.kind == "knowledge":
        # What only goes on from the question before ("thế còn phí?") doesn't say what it is about; its answer does.
        goes_on = found.entry is not None and "asked" in turn.dialogue.notes and len(kept.split()) <= SHORT
        turn.note(asked=found.entry.title if goes_on and found.entry is not None else kept)
    return question


def _counted(turn: Turn) -> bool:
    """Whether a number may choose: not while another conversation waits for an answer."""
    return turn.dialogue.expecting is None


def _tell(turn: Turn, question: Question, entry: Entry) -> None:
    counted = _counted(turn)
    turn.say(
        turn.t(
            "ask-answer",
            title=entry.title,
            text=entry.text,
            source=entry.source,
            checked=f"{entry.checked:%d/%m/%Y}",
        ),
        choices=[
            *_actions(turn, entry),
            turn.choice(turn.t("ask-right"), "ask.right", question.id, numbered=counted),
            turn.choice(turn.t("ask-wrong"), "ask.wrong", question.id, numbered=counted),
            _to_officer(turn, question),
        ],
    )


def _chat(turn: Turn, found: Found) -> None:
    choices = support(turn) if found.kind == "phone" else []
    turn.say(turn.t(words_for(found), office=turn.house.office(turn.language)), choices=choices)


# what can be chosen beneath; while something else is being answered, by words only: a number belongs to that


def _topics(turn: Turn, question: Question, entries: tuple[Entry, ...]) -> list[Choice]:
    counted = _counted(turn)
    return [
        turn.choice(entry.title, "ask.entry", question.id, entry.id, numbered=counted)
        for entry in entries
        if entry.source
    ]


def _to_officer(turn: Turn, question: Question) -> Choice:
    return turn.choice(turn.t("ask-officer"), "ask.officer", question.id, numbered=_counted(turn))


def _actions(turn: Turn, entry: Entry) -> list[Choice]:
    """What can be done about it at once, as far as its conversation exists. Not in the middle of something else."""
    if turn.dialogue.expecting is not None:
        return []
    choices = []
    for action in entry.actions:
        if action in _REQUESTS and "request.kind" in turn.router.choices:
            kind = _REQUESTS[action]
            choices.append(turn.choice(turn.t(f"ask-do-{kind.value}"), "request.kind", kind.value))
        elif action == "assess" and "chamdiem" in turn.router.commands:
            choices.append(turn.choice(turn.t("ask-do-assess"), "start.go", "chamdiem"))
        elif action == "criteria":
            choices.append(turn.choice(turn.t("ask-do-criteria"), "start.go", "tieuchi"))
    return choices


@router.choice("ask.entry")
async def show_entry(turn: Turn, question_id: int, entry_id: str) -> None:
    """One of the entries that were offered."""
    question = await _mine(turn, question_id)
    if question is None:
        return
    library = turn.house.library(question.language)
    # What was made from the criteria for this question stands nowhere: it is made again.
    made = (entry for entry in library.find(question.text).choices if entry.id == entry_id)
    entry = library.get(entry_id) or next(made, None)
    if entry is None or not entry.source:
        turn.refuse("choice", "ask.entry", key="refused-stale")
        return
    question.entry = entry.id
    if question.state is QuestionState.UNANSWERED:
        question.state = QuestionState.ANSWERED
    turn.note(asked=question.text)
    _tell(turn, question, entry)
    await _go_on(turn)


@router.choice("ask.right")
async def right(turn: Turn, question_id: int) -> None:
    """The answer helped."""
    question = await _mine(turn, question_id)
    if question is not None:
        question.helped = True
        turn.say(turn.t("ask-thanks"))
        await _go_on(turn)


@router.choice("ask.wrong")
async def wrong(turn: Turn, question_id: int) -> None:
    """The answer didn't help: the next nearest entries, and an officer."""
    question = await _mine(turn, question_id)
    if question is None:
        return
    question.helped = False
    library = turn.house.library(question.language)
    nearest = (library.get(signals.entry_id) for signals in library.explain(question.text))
    others = tuple(entry for entry in nearest if entry is not None and entry.source and entry.id != question.entry)
    turn.say(turn.t("ask-sorry"), choices=[*_topics(turn, question, others[:3]), _to_officer(turn, question)])
    await _go_on(turn)


@router.choice("ask.officer")
async def hand_over(turn: Turn, question_id: int) -> None:
    """Let an officer answer."""
    question = await _mine(turn, question_id)
    if question is None:
        return
    if question.state in (QuestionState.WITH_OFFICERS, QuestionState.REPLIED):
        turn.say(turn.t("ask-passed-already" if question.state is QuestionState.WITH_OFFICERS else "ask-replied"))
    else:
        await _pass(turn, question)
    await _go_on(turn)


async def _mine(turn: Turn, question_id: int) -> Question | None:
    """The question, if this person has asked it; anybody else is refused."""
    question = await turn.session.get(Question, question_id)
    if question is None or question.account_id not in turn.account.ids:
        turn.refuse("question", question_id, key="refused-stale")
        return None
    return question


# asking for a person


def _ask_for_officer(turn: Turn, text: str) -> None:
    office = turn.house.office(turn.language)
    if turn.dialogue.expecting is not None:
        turn.say(turn.t("ask-officer-call", office=office))
    elif _wants_number(turn, text):
        turn.say(turn.t("ask-office-number", office=office), choices=support(turn))
    else:
        _prompt_for_officer(turn)


def _prompt_for_officer(turn: Turn) -> None:
    turn.expect("ask.for_officer")
    turn.say(
        turn.t("ask-officer-what", office=turn.house.office(turn.language)),
        choices=[turn.choice(turn.t("cancel"), "start.go", "huy", numbered=False)],
    )


def _wants_number(turn: Turn, text: str) -> bool:
    """Whether it asks for the number to call."""
    folded = f" {fold(text)} "
    return any(f" {fold(word)} " in folded for word in turn.t("words-number").split("|"))


@router.answer("ask.for_officer")
async def for_officer(turn: Turn) -> None:
    """What somebody wants to ask an officer, and nobody else. Thanks, and what they ask of us, isn't passed on."""
    text = turn.event.text.strip()
    if not text:
        turn.say(turn.t("ask-only-text"))
        return
    language, found = look_up(turn.house, text, turn.language, None)
    turn.expect_nothing()
    if await call_hook(turn, "lone_digits", text=text):
        return
    if found.kind == "officer" and _wants_number(turn, text):
        turn.say(turn.t("ask-office-number", office=turn.house.office(turn.language)))
    elif found.kind == "officer" and len(text.split()) <= SHORT:
        _prompt_for_officer(turn)
    elif found.kind in _SMALL_TALK - {"phone"}:
        _chat(turn, found)
        if found.kind not in _ENOUGH:
            turn.expect("ask.for_officer")
    else:
        await _pass(turn, await _keep(turn, text, language, Found("refuse", kind="officer")))


async def _pass(turn: Turn, question: Question) -> None:
    question.state = QuestionState.WITH_OFFICERS
    await questions.announce(turn, question)
    passed = await with_those_before(turn.session, question)
    turn.say(turn.t("ask-passed", text=shorten(" › ".join(each.text for each in passed), LONGEST_SHOWN)))
