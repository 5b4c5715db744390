"""Whether a question is of the office's business at all, whichever entry may answer it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

# A word or word pair counts as if it had been seen this often on either side: rare ones tell little.
SMOOTHING = 0.5
PRIOR = 200  # words of no particular kind on either side: so that a knowledge of a few entries is not too sure
SCALE = 6.0  # log-odds at which a question is called the office's business by three quarters (tanh 1)

Said = str | tuple[str, str]


class Domain:
    """Naive Bayes on words and word pairs: the questions of the entries against the samples of what is
    outside. Pairs tell apart what single syllables can't ("xin việc" and "xin cấp")."""

    def __init__(self) -> None:
        self._seen: tuple[Counter[Said], Counter[Said]] = (Counter(), Counter())  # inside, outside
        self._total = [0, 0]

    def learn(self, said: Sequence[Said], times: int, *, outside: bool) -> None:
        """Counts the words and word pairs of questions; `times` -1 takes them back."""
        count = self._seen[outside].update if times > 0 else self._seen[outside].subtract
        count(said)
        self._total[outside] += times * len(said)

    def belongs(self, text: Sequence[str]) -> float:
        """From 0 (surely outside) to 1 (surely the office's business)."""
        odds = sum(map(self._odds, _said(text))) / math.sqrt(len(text) or 1)
        return 0.5 + 0.5 * math.tanh(odds / SCALE)

    def _odds(self, said: Said) -> float:
        inside, outside = (seen.get(said, 0) for seen in self._seen)
        if not inside and not outside:
            return 0.0
        shares = (
            (count + SMOOTHING) / (total + PRIOR) for count, total in zip((inside, outside), self._total, strict=True)
        )
        return math.log(next(shares)) - math.log(next(shares))


def _said(text: Sequence[str]) -> Iterator[Said]:
    return chain(text, pairwise(text))
