"""How fast answer sheets are graded, beside merely decoding them.

    python -m tests.benchmarks.test_grading [sheets of each set, 10000 unless told]

Aims: grading 10,000 random sheets of each of the 26 sets in under 10 s on one core; the cheapest way for any
sheet in under 50 ms. What is timed is processor time; nothing is asserted of it, since machines differ.
"""

import json
import random
import sys
from collections.abc import Iterator
from time import process_time

from models.criteria import CERTIFIED_STARS, cheapest_way, grade, load_criteria

Sheet = tuple[int, dict[str, int]]


def random_sheets(each: int, seed: int = 26) -> Iterator[Sheet]:
    """As many sheets of each set, from poor to good: each has its own chance of the better options."""
    rng = random.Random(seed)
    for criteria_set in load_criteria().sets:
        for _ in range(each):
            skill = rng.random() * 2
            yield (
                criteria_set.number,
                {
                    code: levels[min(int(rng.random() * skill * len(levels)), len(levels) - 1)]
                    for code, levels in zip(criteria_set.position, criteria_set.levels, strict=True)
                },
            )


def measure(each: int) -> dict[str, float]:
    """Seconds to decode and to grade all sheets, and to find the ways of some of them."""
    criteria = load_criteria()
    sheets = list(random_sheets(each))
    lines = [json.dumps(answers) for _, answers in sheets]

    start = process_time()
    for line in lines:
        json.loads(line)
    decode = process_time() - start

    start = process_time()
    for number, answers in sheets:
        grade(criteria.set(number), answers)
    grading = process_time() - start

    slowest = ways = 0.0
    sample = [grade(criteria.set(number), answers) for number, answers in sheets[:: max(1, each // 100)]]
    sample += [grade(criteria_set, {}) for criteria_set in criteria.sets]
    for result in sample:
        for star in CERTIFIED_STARS:
            start = process_time()
            way = cheapest_way(result, star)
            spent = process_time() - start
            ways += spent
            slowest = max(slowest, spent)
            assert way.raises or result.stars >= star
    return {
        "sheets": len(sheets),
        "decode": decode,
        "grade": grading,
        "ways_per_sheet": ways / len(sample),
        "slowest_way": slowest,
    }


def test_every_random_sheet_is_graded() -> None:
    """The benchmark itself works; its figures are for `main`."""
    figures = measure(each=10)
    assert figures["sheets"] == 260
    assert {grade(load_criteria().set(n), a).stars for n, a in random_sheets(each=300)} == {0, 3, 4, 5}


def main() -> None:
    figures = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    print(f"{figures['sheets']:,.0f} sheets decoded in {figures['decode']:.2f} s")
    print(f"          graded in {figures['grade']:.2f} s, {figures['grade'] / figures['decode']:.1f} times that")
    print(f"all three ways of a sheet in {figures['ways_per_sheet'] * 1e3:.2f} ms on average")
    print(f"slowest way {figures['slowest_way'] * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
