"""The library: asks the index, and decides whether to answer, to offer choices, or to say "I don't know"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from models.knowledge import small_talk
from models.knowledge.entries import Entry, load_entries
from models.knowledge.index import Index, Text, Weights
from models.knowledge.ranking import Query, Signals, rank
from models.knowledge.vocabulary import Words

# Calibrated with `python -m tests.evaluation`.
ANSWER = 0.5  # from this score on an entry is told
OFFER = 0.4  # from this score on entries are offered to choose from
NEAR_TIE = 0.02  # two entries this close are both offered
CONTEXT_SHARE = 0.45  # a word of the question before, against a word of this one
LONGEST = 600  # characters; beyond that it is a letter, not a question

OUTSIDE = "?"  # the topic under which the sample questions of the words file stand in the index
OUTSIDE_FROM = 0.25  # how near to one of them a question must be to be called none of the office's business

Kind = Literal[
    "knowledge", "outside", "unknown", "empty", "long_text", "phone",
    "greeting", "thanks", "goodbye", "agree", "officer", "who_are_you", "swearing",
]  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What the bot should do with a question.

    decision "answer": tell `entry`; "choices": offer `choices` (2–3 near ties); "refuse": say that it is not known
    or meet the small talk that `kind` names, `choices` being the nearest topics. `score` is from 0 to 1.
    """

    decision: Literal["answer", "choices", "refuse"]
    entry: Entry | None = None
    score: float = 0.0
    choices: tuple[Entry, ...] = ()
    kind: Kind = "knowledge"


class Library:
    """The knowledge entries of one language, ready to be asked. Not safe to change from several threads."""

    def __init__(self, entries: Iterable[Entry], words: Words) -> None:
        self.words = words
        self.index = Index(words)
        for entry in (*entries, *_outside(words)):
            self.index.add(entry)

    @classmethod
    def load(cls, language: str, folder: Path | None = None, extra_words: Path | None = None) -> Library:
        """The entries in `locales/<language>` (or another folder). Raises ValueError for a file that is wrong."""
        return cls(load_entries(language, folder), Words.load(language, extra_words))

    def entries(self) -> list[Entry]:
        """All entries, in no particular order."""
        return [entry for entry in self.index.entries() if entry.topic != OUTSIDE]

    def get(self, entry_id: str) -> Entry | None:
        """The entry with this id, if there is one."""
        return self.index.get(entry_id) if entry_id in self.index else None

    def replace(self, entry: Entry) -> None:
        """Adds an entry, or puts it in place of the one with the same id; live at once."""
        self.index.add(entry)

    def remove(self, entry_id: str) -> None:
        """Takes an entry out; nothing happens if there is none with this id."""
        self.index.remove(entry_id)

    def find(self, question: str, *, context: str | None = None, hints: Sequence[str] = ()) -> Found:
        """What to do with a question; `context` is the question before, `hints` are words of what the person is
        at (an open request, the own product), which only tip the scales."""
        talk = small_talk.sort_of(question)
        if talk == "long_text":
            question = question[:LONGEST]
        elif talk is not None:
            return Found("refuse", kind=talk)
        rows, text = self.rank(question, context, hints)
        ranked = [(row.score, self.index.get(row.entry_id)) for row in rows]
        best = ranked[0][0] if ranked else 0.0
        is_outside = bool(ranked) and ranked[0][1].topic == OUTSIDE
        ranked = [(score, entry) for score, entry in ranked if entry.topic != OUTSIDE][:3]
        nearest = tuple(entry for _, entry in ranked)
        chat = small_talk.kind_of(text, self.words)
        if talk is not None or (chat is not None and (chat.alone or best < ANSWER)):
            return Found("refuse", None, best, nearest, talk or chat.kind)  # type: ignore[union-attr]
        if is_outside and best >= OUTSIDE_FROM:
            return Found("refuse", None, best, nearest, "outside")
        best = ranked[0][0] if ranked else 0.0
        if best >= ANSWER:
            ties = tuple(entry for score, entry in ranked if best - score < NEAR_TIE)
            return (
                Found("choices", None, best, ties) if len(ties) > 1 else Found("answer", ranked[0][1], best)
            )
        if best >= OFFER:
            return (
                Found("choices", None, best, nearest)
                if len(nearest) > 1
                else Found("answer", nearest[0], best)
            )
        return Found("refuse", None, best, nearest, "unknown")

    def explain(self, question: str, *, context: str | None = None) -> list[Signals]:
        """Why a question is answered as it is: the signals of the five best entries."""
        return self.rank(question, context, ())[0][:5]

    def rank(self, question: str, context: str | None, hints: Sequence[str]) -> tuple[list[Signals], Text]:
        query = self.query(question)
        text = query.text
        rows = rank(self.index, query)
        if context and (self._points_back(text) or not rows or rows[0].score < ANSWER):
            query = self._with(query, context, CONTEXT_SHARE)
            rows = rank(self.index, query)
        for hint in hints:
            query = self._with(query, hint, CONTEXT_SHARE / 2)
        return (rank(self.index, query) if hints else rows), text

    def query(self, question: str) -> Query:
        """The question read, and its words weighed."""
        text = self.index.analyse(self.index.reader.read(question))
        return Query(text, self.index.weights(text))

    def _points_back(self, text: Text) -> bool:
        said = text.words
        return any(said[: len(phrase)] == phrase or said[-len(phrase) :] == phrase for phrase in self.words.follow_up)

    def _with(self, query: Query, more: str, share: float) -> Query:
        """The question with what another text is about, which weighs less than its own words; what the other
        text asks counts only where the question itself asks nothing."""
        other = self.index.analyse(self.index.reader.read(more))
        new = [
            (term, share * weight)
            for term, weight in zip(other.terms, self.index.weights(other).each, strict=True)
            if not term.asking and term.word.text not in query.text.vocabulary
        ]
        added = sum(weight for _, weight in new)
        text = Text(query.text.terms + tuple(term for term, _ in new), query.text.asks or other.asks)
        each = [*query.weights.each, *(weight for _, weight in new)]
        return Query(text, Weights(each, query.weights.subject + added, query.weights.total + added))


def _outside(words: Words) -> Iterable[Entry]:
    """Questions that are none of the office's business compete with the entries; where one wins, the bot declines."""
    for topic, samples in words.outside.items():
        yield Entry(
            id=f"{OUTSIDE}{topic}",
            topic=OUTSIDE,
            title=samples[0],
            text="",
            source="",
            checked=date.min,
            review=date.max,
            questions=samples[1:],
            language=words.language,
        )
