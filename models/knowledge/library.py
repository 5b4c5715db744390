"""The library: asks the index, and decides whether to answer, to offer choices, or to say "I don't know"."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from models.criteria import load_criteria
from models.knowledge import small_talk
from models.knowledge.criteria_answers import CriteriaAnswers
from models.knowledge.entries import Entry, load_entries
from models.knowledge.index import CRITERIA, OUTSIDE, Index, Weights
from models.knowledge.ranking import Query, Signals, rank
from models.knowledge.text import Text
from models.knowledge.vocabulary import Words

# Calibrated with `python -m tests.evaluation`.
ANSWER = 0.7  # from this score on an entry is told
OFFER = 0.6  # from this score on the nearest entries are offered to choose from
NEAR_TIE = 0.05  # entries within this much evidence (log-odds) of the best are offered beside it
OUTSIDE_FROM = 0.1  # from this score on a question is called none of the office's business; below, unknown
WRITTEN_FOR = 0.85  # letters in common with an example question, from which on it is the same question
CONTEXT_SHARE = 0.45  # a word of the question before, against a word of this one
SHORT = 1.0  # a question about less than this (one telling word) goes on from the one before
SURE = 0.998  # from this score on a question is taken as it stands, whatever was said before it
BARE = 0.15  # and one about less than this (no word of its own) takes all its subject from there
SAID_BEFORE = 0.8  # evidence taken from the entry that answered the question before: something else is asked now
TELLING = 0.45  # from this weight on a word says what a question is about
OWN_SHARE = 0.5  # of the question's own telling words, that an entry found with the question before must have
HINT_SHARE = 0.2  # a word of what the person is at


@dataclass(frozen=True)
class Found:
    """What the bot should do with a question.

    decision "answer": tell `entry`; "choices": offer `choices` (the 2–3 nearest); "refuse": do as `kind`
    says, `choices` being the nearest topics.

    kind "knowledge"; of a refusal: "unknown" (hand it to an officer), "outside" (none of the office's
    business), "empty", "phone" (a lone number), "long_text", or small talk by its name in the words file
    ("greeting", "thanks", "goodbye", "agree", "officer", "who_are_you", "swearing"). `score` is from 0 to
    1.
    """

    decision: Literal["answer", "choices", "refuse"]
    entry: Entry | None = None
    score: float = 0.0
    choices: tuple[Entry, ...] = ()
    kind: str = "knowledge"


class Library:
    """The knowledge entries of one language, ready to be asked. Not safe to change from several threads."""

    def __init__(self, entries: Iterable[Entry], words: Words, criteria: CriteriaAnswers | None = None) -> None:
        self.words = words
        self.criteria = criteria
        self.index = Index(words)
        self._own = {entry.id: entry for entry in entries}
        with _no_garbage():
            for entry in (*self._own.values(), *_outside(words), *(criteria.entries() if criteria else ())):
                self.index.add(entry)

    @classmethod
    def load(cls, language: str, folder: Path | None = None, extra_words: Path | None = None) -> Library:
        """The entries in `locales/<language>` (or another folder). Raises ValueError for a file that is
        wrong."""
        words = Words.load(language, extra_words)
        criteria = CriteriaAnswers(load_criteria(language), words) if words.templates else None
        return cls(load_entries(language, folder), words, criteria)

    def entries(self) -> list[Entry]:
        """All entries, in no particular order."""
        return [entry for entry in self.index.entries() if entry.topic not in (OUTSIDE, CRITERIA)]

    def get(self, entry_id: str) -> Entry | None:
        """The entry with this id, if there is one."""
        return self.index.get(entry_id) if entry_id in self.index else None

    def replace(self, entry: Entry) -> None:
        """Adds an entry, or puts it in place of the one with the same id; live at once. The other ways to ask for
        that one go on to lead there."""
        own = self._own.get(entry.id)
        self.index.add(replace(entry, examples=own.examples) if own and not entry.examples else entry)

    def restore(self, entry_id: str) -> None:
        """Puts the entry back that the library was made with; takes out one that it was made without."""
        if entry_id in self._own:
            self.index.add(self._own[entry_id])
        else:
            self.index.remove(entry_id)

    def remove(self, entry_id: str) -> None:
        """Takes an entry out; nothing happens if there is none with this id."""
        self.index.remove(entry_id)

    def find(self, question: str, *, context: str | None = None, hints: Sequence[str] = ()) -> Found:
        """What to do with a question. `context` is the question before; `hints` are words of what the
        person is at (an open request, the own product), which only tip the scales."""
        shape = small_talk.shape_of(question)
        if shape in ("empty", "phone"):
            return Found("refuse", kind=shape)
        rows, text = self.rank(question[: small_talk.LONGEST], context, hints)
        best = rows[0].score if rows else 0.0
        known = [row for row in rows if self.index.get(row.entry_id).topic != OUTSIDE]
        nearest = self._told(known[:3], text, context, hints)
        talk = small_talk.kind_of(text, self.words)
        if shape is not None:
            return Found("refuse", None, best, nearest, shape)
        if talk is not None and (talk.alone or (talk.counts and best < ANSWER)):
            return Found("refuse", None, best, nearest, talk.kind)
        made = self._made(text, context, hints, rows)
        if made:
            return Found("answer", made[0], 1.0) if len(made) == 1 else Found("choices", None, 1.0, made)
        if rows[:1] != known[:1] and best >= OUTSIDE_FROM:
            return Found("refuse", None, best, nearest, "outside")
        if not known or best < OFFER:
            return Found("refuse", None, best, nearest, "unknown")
        if best < ANSWER:
            return Found("choices", None, best, nearest)
        ties = [row for row in known[:3] if known[0].evidence - row.evidence < NEAR_TIE]
        if nearest[0].topic == CRITERIA:
            ties = ties[:1]  # an entry that comes as near says no more than the criterion itself
        return (
            Found("answer", nearest[0], best) if len(ties) == 1 else Found("choices", None, best, nearest[: len(ties)])
        )

    def explain(self, question: str, *, context: str | None = None) -> list[Signals]:
        """Why a question is answered as it is: the signals of the five best entries."""
        return self.rank(question, context, ())[0][:5]

    def rank(self, question: str, context: str | None = None, hints: Sequence[str] = ()) -> tuple[list[Signals], Text]:
        """The nearest entries, samples of what is outside included, best first; and the question as it was
        read."""
        query = self.query(question)
        text = query.text
        rows = self._rank(query)
        if not self._leans(query, rows):
            return rows, text
        if context and self._may_go_on(query, rows):
            query, rows = self._follow_up(query, self.query(context), rows)
        for hint in hints:
            query = self._with(query, self.query(hint), HINT_SHARE)
        return (self._rank(query) if hints else rows), text

    def _rank(self, query: Query) -> list[Signals]:
        return rank(self.index, query, without=self.criteria.beside(query.text) if self.criteria else ())

    def _leans(self, query: Query, rows: Sequence[Signals]) -> bool:
        """Whether anything else than a question's own words can tell what it means: not where they say so surely, nor
        where they say nothing at all ("không")."""
        if self._points_back(query.text):
            return True
        if query.weights.subject < BARE:
            return bool(query.text.asks)
        return not rows or rows[0].score < SURE

    def _may_go_on(self, query: Query, rows: Sequence[Signals]) -> bool:
        """Whether a question may lean on the one before: it points back, says little, or nothing fits it alone.
        What is outside the office's business by itself stays so ("giá vàng hôm nay")."""
        if not rows:
            return True
        outside = rows[0].score >= OUTSIDE_FROM and self.index.get(rows[0].entry_id).topic == OUTSIDE
        if outside and query.weights.subject >= BARE:
            return False
        return query.weights.subject < SHORT or rows[0].score < ANSWER or self._points_back(query.text)

    def _follow_up(self, query: Query, before: Query, alone: list[Signals]) -> tuple[Query, list[Signals]]:
        """A question that goes on from the one before ("thế còn phí?"); as it stands alone, where what is found
        together has nothing of its own words."""
        joint = self._with(query, before, 1.0 if query.weights.subject < BARE else CONTEXT_SHARE)
        told = next((row.entry_id for row in self._rank(before)), None)
        rows = self._rank(joint)
        rows.sort(key=lambda row: -row.evidence + (SAID_BEFORE if row.entry_id == told else 0.0))
        goes_on = bool(rows) and (self._points_back(query.text) or self._has_words_of(query, rows[0].entry_id))
        return (joint, rows) if goes_on else (query, alone)

    def _has_words_of(self, query: Query, entry_id: str) -> bool:
        """Whether an entry has most of the telling words of a question; the name of a product need not be there."""
        shares = self.index.shares(entry_id)
        met = total = 0.0
        for term, weight in zip(query.text.terms, query.weights.each, strict=True):
            if weight >= TELLING and not (term.asking or term.light):
                total += weight
                met += weight if term.text in shares or term.meaning in shares else 0.0
        return met >= OWN_SHARE * total

    def query(self, question: str) -> Query:
        """The question read, and its words weighed."""
        text = self.index.analyser.analyse(self.index.reader.read(question))
        return Query(text, self.index.weights(text))

    def _made(
        self, text: Text, context: str | None, hints: Sequence[str], rows: Sequence[Signals]
    ) -> tuple[Entry, ...]:
        """What the criteria data answers; nothing where an entry was written for nearly this question."""
        if self.criteria is None or (rows and rows[0].letters > WRITTEN_FOR):
            return ()
        before = self.query(context).text if context else None
        return self.criteria.answers(text, before, [self.query(hint).text for hint in hints])

    def _told(
        self, rows: Sequence[Signals], text: Text, context: str | None, hints: Sequence[str]
    ) -> tuple[Entry, ...]:
        """The entries as they are told: a criterion that was found, for the product that is named."""
        found = [self.index.get(row.entry_id) for row in rows]
        if self.criteria is None or all(entry.topic != CRITERIA for entry in found):
            return tuple(found)
        named = [text, *(self.query(said).text for said in (*([context] if context else ()), *hints))]
        return tuple(self.criteria.told(entry, named) for entry in found)

    def _points_back(self, text: Text) -> bool:
        said = text.words
        return any(said[: len(phrase)] == phrase or said[-len(phrase) :] == phrase for phrase in self.words.follow_up)

    def _with(self, query: Query, other: Query, share: float) -> Query:
        """The question with what another text is about, which weighs less than its own words. A product or
        a number of its own stands instead of the other's; what the other text asks counts only where the
        question itself asks nothing."""
        own_light = any(term.light for term in query.text.terms)
        own_number = any(word[0].isdigit() for word in query.text.words)
        new = [
            (term, share * weight)
            for term, weight in zip(other.text.terms, other.weights.each, strict=True)
            if not (
                term.asking
                or term.text in query.text.vocabulary
                or (term.light and own_light)
                or (term.text[0].isdigit() and own_number)
            )
        ]
        added = sum(weight for _, weight in new)
        text = Text(query.text.terms + tuple(term for term, _ in new), query.text.asks or other.text.asks)
        each = [*query.weights.each, *(weight for _, weight in new)]
        return Query(text, Weights(each, query.weights.subject + added, query.weights.total + added))


@contextmanager
def _no_garbage() -> Iterator[None]:
    """While the index is built: hundreds of thousands of small objects are made, and all of them stay;
    looking for garbage among them again and again would take a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _outside(words: Words) -> Iterable[Entry]:
    """Questions that are none of the office's business compete with the entries; where one wins, the bot
    declines."""
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
