"""The platform's side of the throughput benchmark, as a process of its own: people who write and wait for an answer.

Each person writes, waits for the reply, writes again (a closed loop); prints one JSON line: updates answered per
second, and the 50th and 99th percentile of the time from the update to its reply, in milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import time

from bot.demo.phone import Phone
from bot.demo.platform import Platform


async def measure(platform: Platform, people: int, seconds: float, text: str) -> dict[str, float]:
    """Let so many people talk for so many seconds, after a warm-up of a fifth of it."""
    phones = [platform.person(f"Person {number}", started=True) for number in range(people)]
    times: list[tuple[float, float]] = []
    begun = time.perf_counter()
    until = begun + seconds * 1.2

    async def talk(phone: Phone) -> None:
        while time.perf_counter() < until:
            sent = time.perf_counter()
            await phone.says(text)
            await phone.next(within=30.0)
            times.append((sent, time.perf_counter() - sent))

    await asyncio.gather(*(talk(phone) for phone in phones))
    counted = [taken for sent, taken in times if sent >= begun + seconds * 0.2]
    span = max(sent + taken for sent, taken in times) - (begun + seconds * 0.2)
    cuts = statistics.quantiles(counted, n=100) if len(counted) > 1 else [counted[0]] * 99
    return {
        "people": people,
        "per_second": round(len(counted) / span, 1),
        "p50_ms": round(cuts[49] * 1000, 2),
        "p99_ms": round(cuts[98] * 1000, 2),
        "updates": len(counted),
    }


async def main() -> None:
    """Serve, say where, wait for the bot (a line on standard input), then measure for each number of people."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, nargs="+", default=[1, 100, 1000])
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--text", default="/menu")
    parser.add_argument("--core", type=int)
    given = parser.parse_args()
    if given.core is not None:
        os.sched_setaffinity(0, {given.core})
    platform = Platform(limits=False, history=5)
    async with platform.running() as url:
        print(json.dumps({"url": url, "token": platform.token}), flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        first = platform.person("The first", started=True)
        begun = time.perf_counter()
        await first.says(given.text)
        await first.next(within=30.0)
        print(json.dumps({"ready_seconds": round(time.perf_counter() - begun, 3)}), flush=True)
        for people in given.people:
            print(json.dumps(await measure(platform, people, given.seconds, given.text)), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
