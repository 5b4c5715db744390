"""The library: asks the index, and decides whether to answer, to offer choices, or to say "I don't know"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from models.knowledge import small_talk
from models.knowledge.entries import Entry, load_entries
from models.knowledge.index import OUTSIDE, Index, Text, Weights
from models.knowledge.ranking import Query, Signals, rank
from models.knowledge.vocabulary import Words

# Calibrated with `python -m tests.evaluation`.
ANSWER = 0.5  # from this score on an entry is told
OFFER = 0.4  # from this score on the nearest entries are offered to choose from
NEAR_TIE = 0.2  # entries within this much evidence (log-odds) of the best are offered beside it
OUTSIDE_FROM = 0.1  # from this score on a question is called none of the office's business; below, unknown
CONTEXT_SHARE = 0.45  # a word of the question before, against a word of this one
HINT_SHARE = 0.2  # a word of what the person is at


@dataclass(frozen=True)
class Found:
    """What the bot should do with a question.

    decision "answer": tell `entry`; "choices": offer `choices` (the 2–3 nearest); "refuse": do as `kind` says,
    `choices` being the nearest topics.

    kind "knowledge"; of a refusal: "unknown" (hand it to an officer), "outside" (none of the office's business),
    "empty", "phone" (a lone number), "long_text", or small talk by its name in the words file ("greeting",
    "thanks", "goodbye", "agree", "officer", "who_are_you", "swearing"). `score` is from 0 to 1.
    """

    decision: Literal["answer", "choices", "refuse"]
    entry: Entry | None = None
    score: float = 0.0
    choices: tuple[Entry, ...] = ()
    kind: str = "knowledge"


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
        """What to do with a question. `context` is the question before; `hints` are words of what the person is
        at (an open request, the own product), which only tip the scales."""
        shape = small_talk.shape_of(question)
        if shape in ("empty", "phone"):
            return Found("refuse", kind=shape)
        rows, text = self.rank(question[: small_talk.LONGEST], context, hints)
        best = rows[0].score if rows else 0.0
        known = [row for row in rows if self.index.get(row.entry_id).topic != OUTSIDE]
        nearest = tuple(self.index.get(row.entry_id) for row in known[:3])
        talk = small_talk.kind_of(text, self.words)
        if shape is not None:
            return Found("refuse", None, best, nearest, shape)
        if talk is not None and (talk.alone or best < ANSWER):
            return Found("refuse", None, best, nearest, talk.kind)
        if rows[:1] != known[:1] and best >= OUTSIDE_FROM:
            return Found("refuse", None, best, nearest, "outside")
        if not known or best < OFFER:
            return Found("refuse", None, best, nearest, "unknown")
        if best < ANSWER:
            return Found("choices", None, best, nearest)
        ties = [row for row in known[:3] if known[0].evidence - row.evidence < NEAR_TIE]
        return (
            Found("answer", nearest[0], best) if len(ties) == 1 else Found("choices", None, best, nearest[: len(ties)])
        )

    def explain(self, question: str, *, context: str | None = None) -> list[Signals]:
        """Why a question is answered as it is: the signals of the five best entries."""
        return self.rank(question, context, ())[0][:5]

    def rank(self, question: str, context: str | None = None, hints: Sequence[str] = ()) -> tuple[list[Signals], Text]:
        """The nearest entries, samples of what is outside included, best first; and the question as it was read."""
        query = self.query(question)
        text = query.text
        rows = rank(self.index, query)
        if context and (self._points_back(text) or not rows or rows[0].score < ANSWER):
            query = self._with(query, context, CONTEXT_SHARE)
            rows = rank(self.index, query)
        for hint in hints:
            query = self._with(query, hint, HINT_SHARE)
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
