"""Writing an entry of the knowledge: a new one, a corrected one, or one made of a question and its answer."""

from __future__ import annotations

from typing import Any

from handlers.admins.knowledge import entry_or_refusal
from handlers.admins.knowledge_questions import question_or_refusal, settle
from handlers.kit.fields import Answers, Lines, SeveralOf, Text
from handlers.kit.form_screens import begin
from handlers.kit.forms import Form, Purpose
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import LANGUAGES, Rich
from models.accounts import Role
from models.asked import group_of
from models.corrections import OWN, keep, new_id
from models.identifiers import redact
from models.knowledge import Entry
from models.knowledge.entries import REVIEW_AFTER
from models.questions import Question
from models.requests import RequestKind

router = Router(role=Role.ADMIN)

#: Characters of an answer: what fits on a phone without scrolling.
LONGEST = 600
#: Example questions taken over from people.
MOST_EXAMPLES = 8

_REQUEST = "request."

ENTRY = Form(
    "knowledge",
    (
        Text(name="title", words="entry_title", low=5, high=100, verbatim=True),
        Lines(name="text", words="entry_text", low=10, high=LONGEST, verbatim=True),
        Text(name="source", words="entry_source", low=5, high=300, verbatim=True),
        Lines(name="examples", words="entry_examples", low=5, high=3000, verbatim=True),
        SeveralOf(
            name="actions",
            words="entry_actions",
            among=(*(kind.value for kind in RequestKind), "criteria", "assess", "officer"),
            required=False,
        ),
    ),
)
entry_form = Purpose("knowledge", lambda args: ENTRY, send="knowledge-save")


@router.choice("know.new")
async def write_new(turn: Turn) -> None:
    """An entry out of nothing."""
    await _begin(turn, turn.language, "", None, {})


@router.choice("know.edit")
async def edit(turn: Turn, language: str, entry_id: str) -> None:
    """Correct an entry: its answers are shown, and any can be changed."""
    entry = await entry_or_refusal(turn, language, entry_id)
    if entry is None:
        return
    answers: Answers = {
        "title": entry.title,
        "text": entry.text,
        "source": entry.source,
        "examples": "\n".join(entry.questions),
        "actions": [action.removeprefix(_REQUEST) for action in entry.actions],
    }
    await _begin(turn, language, entry_id, None, {name: value for name, value in answers.items() if value})


@router.choice("know.keep")
async def keep_answer(turn: Turn, question_id: int) -> None:
    """Make an entry of a question, and of the answer that it has got."""
    question = await question_or_refusal(turn, question_id)
    if question is None:
        return
    examples = (await group_of(turn.session, question)).texts[:MOST_EXAMPLES]
    answers: Answers = {"examples": "\n".join(" ".join(redact(text).split()) for text in examples)}
    if question.answer and len(question.answer) <= LONGEST:
        answers["text"] = redact(question.answer)
    await _begin(turn, question.language, "", question, answers)


async def _begin(turn: Turn, language: str, entry_id: str, question: Question | None, answers: Answers) -> None:
    if turn.event.group:
        turn.say(turn.t("knowledge-private"))
        return
    args: dict[str, Any] = {"language": language, "entry_id": entry_id, "question_id": question.id if question else 0}
    await begin(turn, entry_form, args, answers=answers)


@entry_form.filled
async def save(turn: Turn, answers: Answers, language: str, entry_id: str, question_id: int) -> None:
    """Keep the entry; it counts at once. Its examples are tried, so that the admin sees whether it is found."""
    turn.dialogue.form = None
    turn.expect_nothing()
    if not turn.account.role.covers(Role.ADMIN) or language not in LANGUAGES:
        turn.refuse("knowledge", entry_id)
        return
    library = turn.house.library(language)
    before = library.get(entry_id) if entry_id else None
    today = turn.house.local(turn.now).date()
    kinds = {kind.value for kind in RequestKind}
    actions = [_REQUEST + action if action in kinds else action for action in answers.get("actions", [])]
    entry = Entry(
        id=before.id if before else await new_id(turn.session),
        topic=before.topic if before else OWN,
        title=answers["title"],
        text=answers["text"],
        source=answers["source"],
        checked=today,
        review=today + REVIEW_AFTER,
        status=before.status if before else "seen",
        facts=before.facts if before else (),
        questions=tuple(dict.fromkeys(answers["examples"].splitlines())),
        actions=tuple(actions),
        language=language,
    )
    await keep(turn.session, entry, author_id=turn.account.id, now=turn.now)
    await turn.house.load_corrections(turn.session)
    question = await turn.session.get(Question, question_id) if question_id else None
    if question is not None:
        settle(turn, await group_of(turn.session, question))
    turn.record("knowledge.saved", entry.id)
    missed = [text for text in entry.questions if not _finds(turn, entry, text)]
    parts = [turn.t("knowledge-saved", title=entry.title)]
    if missed:
        parts += [turn.t("knowledge-missed"), *(turn.t("knowledge-line", text=text) for text in missed)]
    turn.say(
        Rich("\n".join(parts)),
        choices=[
            turn.choice(turn.t("knowledge-open"), "know.entry", language, entry.id),
            turn.choice(turn.t("knowledge-try"), "know.try"),
            turn.choice(turn.t("knowledge-back"), "start.go", "kienthuc", numbered=False),
        ],
    )


def _finds(turn: Turn, entry: Entry, text: str) -> bool:
    found = turn.house.library(entry.language).find(text)
    return found.entry is not None and found.entry.id == entry.id
