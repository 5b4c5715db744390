"""The questions that the knowledge couldn't answer, or not well: answered, taught, or let be."""

from __future__ import annotations

from dataclasses import replace

from handlers.kit.pages import page_of
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import Rich, shorten
from handlers.officers.questions import close, send_answer
from models.accounts import AccountState, Role
from models.asked import Group, Waiting, group_of, waiting
from models.corrections import keep
from models.identifiers import redact
from models.knowledge import Entry
from models.mail import Choice
from models.questions import Question, QuestionState, locked

router = Router(role=Role.ADMIN)

#: Characters of a question on a button.
LABEL = 55
#: Entries that a question may be taught to.
NEAREST = 2


@router.choice("know.list")
async def show_list(turn: Turn, which: Waiting, page: int = 0) -> None:
    """A page of what waits, the most asked first."""
    groups = await waiting(turn.session, which)
    shown = page_of(groups, page)
    choices = [turn.choice(_label(group), "know.group", group.newest.id) for group in shown.items]
    choices += shown.turning(turn, "know.list", which.value)
    key = f"knowledge-page-{which}" if groups else "knowledge-page-none"
    last = shown.first + len(shown.items) - 1
    values = {"first": shown.first, "last": last, "count": shown.total} if groups else {}
    turn.say(turn.t(key, **values), choices=[*choices, _back(turn)])


@router.choice("know.group")
async def show_group(turn: Turn, question_id: int) -> None:
    """One question: how often, what was shown, what can be made of it."""
    question = await question_or_refusal(turn, question_id)
    if question is None:
        return
    group = await group_of(turn.session, question)
    shown = turn.house.library(question.language).get(question.entry) if question.entry else None
    lines = [
        turn.t("knowledge-group", count=len(group.questions), at=turn.house.minute(question.asked_at)),
        *(turn.t("knowledge-line", text=text) for text in group.texts[:5]),
        turn.t("knowledge-group-shown", title=shown.title) if shown else turn.t("knowledge-group-nothing"),
    ]
    if question.answer:
        lines.append(turn.t("knowledge-group-answer", answer=question.answer))
    turn.say(Rich("\n".join(lines)), choices=_can_do(turn, question, group))


def _can_do(turn: Turn, question: Question, group: Group) -> list[Choice]:
    choices = []
    if question.state is not QuestionState.REPLIED:
        choices.append(turn.choice(turn.t("knowledge-answer"), "know.answer", question.id))
    choices.append(turn.choice(turn.t("knowledge-keep"), "know.keep", question.id))
    choices += [
        turn.choice(turn.t("knowledge-teach", title=shorten(entry.title, LABEL)), "know.teach", question.id, entry.id)
        for entry in _nearest(turn, question)
    ]
    return [
        *choices,
        turn.choice(turn.t("knowledge-why-choice"), "know.why", question.id),
        turn.choice(turn.t("knowledge-settle", count=len(group.questions)), "know.settle", question.id),
        _back(turn),
    ]


def _nearest(turn: Turn, question: Question) -> list[Entry]:
    library = turn.house.library(question.language)
    entries = (library.get(signals.entry_id) for signals in library.explain(question.text))
    return [entry for entry in entries if entry is not None and entry.source][:NEAREST]


# answering


@router.choice("know.answer")
async def write(turn: Turn, question_id: int) -> None:
    """The next text is the answer to everybody who has asked this."""
    question = await question_or_refusal(turn, question_id)
    if question is None:
        return
    turn.expect("know.answer", question_id=question_id)
    turn.say(turn.t("knowledge-answer-write", text=question.text), choices=[_back(turn)])


@router.answer("know.answer")
async def written(turn: Turn, question_id: int) -> None:
    """Send it to whoever can be reached; the answer can then be kept for everybody."""
    text = turn.event.text.strip()
    question = await question_or_refusal(turn, question_id)
    if question is None:
        turn.expect_nothing()
        return
    if not text:
        turn.say(turn.t("question-only-text"), choices=[_back(turn)])
        return
    turn.expect_nothing()
    if question.state is QuestionState.REPLIED:
        turn.say(turn.t("knowledge-answered-before"), choices=[_back(turn)])
        return
    reached: set[int] = set()
    for each in (await group_of(turn.session, question)).questions:
        asker = await turn.reach(each.account_id) if each.account_id is not None else None
        if asker is not None and asker.state is AccountState.ACTIVE and asker.person not in reached:
            reached.add(asker.person)
            send_answer(turn, each, asker, text)
        else:
            close(turn, each, text)
    turn.say(
        turn.t("knowledge-answer-sent", count=len(reached)) if reached else turn.t("knowledge-answer-nobody"),
        choices=[turn.choice(turn.t("knowledge-keep"), "know.keep", question.id), _back(turn)],
    )


# teaching


@router.choice("know.teach")
async def teach(turn: Turn, question_id: int, entry_id: str) -> None:
    """Let an entry be found by these words too."""
    question = await question_or_refusal(turn, question_id)
    if question is None:
        return
    library = turn.house.library(question.language)
    entry = library.get(entry_id)
    if entry is None or not entry.source:
        turn.refuse("choice", entry_id, key="refused-stale")
        return
    group = await group_of(turn.session, question)
    taught = replace(entry, questions=tuple(dict.fromkeys([*entry.questions, *map(redact, group.texts)])))
    await keep(turn.session, taught, author_id=turn.account.id, now=turn.now)
    await turn.house.load_corrections(turn.session)
    settle(turn, group)
    turn.record("knowledge.taught", entry.id)
    again = library.find(question.text)
    found = again.entry is not None and again.entry.id == entry.id
    turn.say(
        turn.t("knowledge-taught" if found else "knowledge-taught-not-found", title=entry.title),
        choices=[turn.choice(turn.t("knowledge-open"), "know.entry", entry.language, entry.id), _back(turn)],
    )


@router.choice("know.settle")
async def let_be(turn: Turn, question_id: int) -> None:
    """Nothing is to be made of it; it isn't listed any more."""
    question = await question_or_refusal(turn, question_id)
    if question is None:
        return
    which = Waiting.ANSWERED if question.state is QuestionState.REPLIED else Waiting.OPEN
    settle(turn, await group_of(turn.session, question))
    await turn.session.flush()
    await show_list(turn, which)


def settle(turn: Turn, group: Group) -> None:
    """Take a question off the lists."""
    for question in group.questions:
        question.settled_at = turn.now


async def question_or_refusal(turn: Turn, question_id: int) -> Question | None:
    """The question that a choice names; one whose person asked to be forgotten is refused."""
    question = await locked(turn.session, question_id)
    if question is None or not question.text:
        turn.refuse("choice", question_id, key="refused-stale")
        return None
    return question


def _label(group: Group) -> str:
    text = " ".join(group.newest.text.split())
    return f"{len(group.questions)}× {shorten(text, LABEL)}"


def _back(turn: Turn) -> Choice:
    return turn.choice(turn.t("knowledge-back"), "start.go", "kienthuc", numbered=False)
