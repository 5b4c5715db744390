"""/kienthuc: what the assistant knows, looked into and mended; what is written here counts at once."""

from __future__ import annotations

from handlers.admins import knowledge_questions as asked
from handlers.kit.pages import page_of
from handlers.kit.router import Router
from handlers.kit.sure import sure_choices
from handlers.kit.turn import Turn
from handlers.kit.words import LANGUAGES, Rich, join, shorten
from handlers.producers.ask import look_up
from models.accounts import Account, Role
from models.asked import Waiting, waiting
from models.corrections import correction_of, corrections, take_back
from models.knowledge import Entry, Found, Library
from models.knowledge.folding import is_marked
from models.knowledge.ranking import Signals
from models.mail import Choice

router = Router(role=Role.ADMIN)

#: Entries shown of those found by searching, the nearest first.
FOUND = 8
#: Of an entry's examples: some have more than thirty.
EXAMPLES_SHOWN = 5
#: Characters of a title on a button.
LABEL = 50


@router.command("kienthuc", "knowledge")
async def open_knowledge(turn: Turn) -> None:
    """What waits, and what can be done."""
    turn.expect_nothing()
    mended = len(await corrections(turn.session))
    counts = {each: len(await waiting(turn.session, each)) for each in Waiting}
    turn.say(
        turn.t("knowledge-title", entries=len(turn.house.library(turn.language).entries()), mended=mended),
        choices=[
            *(
                turn.choice(turn.t(f"knowledge-list-{each}", count=counts[each]), "know.list", each.value, 0)
                for each in Waiting
            ),
            turn.choice(turn.t("knowledge-search"), "know.search"),
            turn.choice(turn.t("knowledge-try"), "know.try"),
            turn.choice(turn.t("knowledge-new"), "know.new"),
            *([turn.choice(turn.t("knowledge-mended", count=mended), "know.mended")] if mended else []),
        ],
    )


# finding an entry


@router.choice("know.search")
async def search(turn: Turn) -> None:
    """Ask for words of the entry."""
    turn.expect("know.search")
    turn.say(turn.t("knowledge-search-what"), choices=[_back(turn)])


@router.answer("know.search")
async def found(turn: Turn) -> None:
    """The entries nearest to those words, to choose from."""
    text = turn.event.text.strip()
    language = _language(turn, text)
    library = turn.house.library(language)
    exact = library.get(text)
    near = (library.get(signals.entry_id) for signals in library.explain(text))
    entries = [exact] if exact is not None else [entry for entry in near if entry is not None and entry.source]
    if not entries:
        turn.say(turn.t("knowledge-search-none"), choices=[_back(turn)])
        return
    turn.expect_nothing()
    again = turn.choice(turn.t("knowledge-search"), "know.search")
    turn.say(turn.t("knowledge-search-found"), choices=[*_to_open(turn, entries[:FOUND]), again])


@router.choice("know.mended")
async def mended(turn: Turn, page: int = 0) -> None:
    """What admins have written, newest first, a page at a time."""
    shown = page_of(await corrections(turn.session), page)
    choices = [*_to_open(turn, [row.as_entry() for row in shown.items]), *shown.turning(turn, "know.mended")]
    turn.say(turn.t("knowledge-mended-list"), choices=[*choices, _back(turn)])


@router.choice("know.entry")
async def show(turn: Turn, language: str, entry_id: str) -> None:
    """One entry as it counts now, with its examples."""
    entry = await entry_or_refusal(turn, language, entry_id)
    if entry is None:
        return
    row = await correction_of(turn.session, language, entry_id)
    author = await turn.session.get(Account, row.author_id) if row is not None and row.author_id else None
    parts = [
        turn.t(
            "knowledge-entry",
            id=entry.id,
            title=entry.title,
            text=entry.text,
            source=entry.source,
            checked=f"{entry.checked:%d/%m/%Y}",
            shown=min(len(entry.questions), EXAMPLES_SHOWN),
            examples=Rich(
                "\n".join(turn.t("knowledge-line", text=example) for example in entry.questions[:EXAMPLES_SHOWN])
            ),
            count=len(entry.questions),
        )
    ]
    if row is not None:
        by = author.name if author is not None and author.name else turn.t("knowledge-an-admin")
        parts.append(turn.t("knowledge-entry-by", who=by, at=turn.house.minute(row.updated_at)))
    choices = [turn.choice(turn.t("knowledge-edit"), "know.edit", language, entry_id)]
    if row is not None and row.author_id in turn.account.ids:
        choices.append(turn.choice(turn.t("knowledge-drop"), "know.drop", language, entry_id))
    turn.say(join(parts, "\n\n"), choices=[*choices, _back(turn)])


@router.choice("know.drop")
async def ask_to_drop(turn: Turn, language: str, entry_id: str) -> None:
    """Make sure."""
    turn.say(
        turn.t("knowledge-drop-sure", id=entry_id),
        choices=sure_choices(
            turn, _back(turn), turn.choice(turn.t("knowledge-drop-yes"), "know.dropped", language, entry_id)
        ),
    )


@router.choice("know.dropped")
async def drop(turn: Turn, language: str, entry_id: str) -> None:
    """Take one's own correction back: the entry of the files counts again, or none."""
    row = await correction_of(turn.session, language, entry_id)
    if row is None or row.author_id not in turn.account.ids:
        turn.refuse("knowledge", entry_id, key="refused-stale" if row is None else "knowledge-not-yours")
        return
    await take_back(turn.session, row, turn.now)
    await turn.house.load_corrections(turn.session)
    turn.record("knowledge.dropped", entry_id)
    back = turn.house.library(language).get(entry_id) is not None
    turn.say(turn.t("knowledge-dropped-back" if back else "knowledge-dropped"), choices=[_back(turn)])


# trying


@router.choice("know.try")
async def try_out(turn: Turn) -> None:
    """Ask for a question; one may be tried after the other."""
    turn.expect("know.try")
    turn.say(turn.t("knowledge-try-what"), choices=[_back(turn)])


@router.answer("know.try")
async def tried(turn: Turn) -> None:
    """What would be said, and why."""
    if turn.event.text.strip():
        explain(turn, turn.event.text.strip(), _language(turn, turn.event.text))
    else:
        turn.say(turn.t("ask-only-text"), choices=[_back(turn)])


@router.choice("know.why")
async def why(turn: Turn, question_id: int) -> None:
    """The same for a question that was asked."""
    question = await asked.question_or_refusal(turn, question_id)
    if question is not None:
        explain(turn, question.text, question.language)


def explain(turn: Turn, text: str, language: str) -> None:
    """Tell how a question is read, what is decided, and the nearest entries with their signals."""
    language, decided = look_up(turn.house, text, language, None)
    library = turn.house.library(language)
    rows, read = library.rank(text)
    known = [library.index.get(row.entry_id) for row in rows[:5]]
    lines = [_signals(turn, at + 1, rows[at], entry) for at, entry in enumerate(known)]
    opening = turn.t(
        "knowledge-why",
        text=text,
        read=" ".join(read.words),
        decision=_decision(turn, decided, library),
        score=round(100 * decided.score),
    )
    choices = _to_open(turn, [entry for entry in known if entry.source][:3])
    turn.say(join([opening, *lines], "\n\n"), choices=[*choices, _back(turn)])


def _decision(turn: Turn, decided: Found, library: Library) -> Rich:
    if decided.decision == "answer" and decided.entry is not None:
        # What is made from the criteria stands in no file, and can't be corrected here.
        made = library.get(decided.entry.id) is None
        return turn.t("knowledge-why-made" if made else "knowledge-why-answer", title=decided.entry.title)
    if decided.decision == "choices":
        return turn.t("knowledge-why-choices", count=len(decided.choices))
    return turn.t("knowledge-why-refuse", kind=decided.kind)


def _signals(turn: Turn, number: int, row: Signals, entry: Entry) -> Rich:
    percent = {
        name: round(100 * getattr(row, name))
        for name in ("score", "central", "anywhere", "about", "asks", "letters", "again", "pairs")
    }
    return turn.t("knowledge-signals", number=number, title=entry.title, pattern=row.pattern, **percent)


# inside


async def entry_or_refusal(turn: Turn, language: str, entry_id: str) -> Entry | None:
    """The entry that a choice names; one that isn't there (any more) is refused."""
    entry = turn.house.library(language).get(entry_id) if language in LANGUAGES else None
    if entry is None or not entry.source:
        turn.refuse("choice", entry_id, key="refused-stale")
        return None
    return entry


def _to_open(turn: Turn, entries: list[Entry]) -> list[Choice]:
    return [turn.choice(shorten(entry.title, LABEL), "know.entry", entry.language, entry.id) for entry in entries]


def _language(turn: Turn, text: str) -> str:
    return LANGUAGES[0] if is_marked(text) else turn.language


def _back(turn: Turn) -> Choice:
    return turn.choice(turn.t("knowledge-back"), "start.go", "kienthuc", numbered=False)
