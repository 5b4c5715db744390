"""Updates answered per second, beside a bare python-telegram-bot echo and a bare aiogram echo.

    python -m tests.benchmarks.throughput [--seconds 5] [--people 1 100 1000]

All three run against the same simulator in the same run, one after the other; the bot on one core, the platform on
another. Ours records every update, answers it in a transaction (synchronous=FULL) and sends from the outbox.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BOTS = {
    "ocop-bot": [sys.executable, "-m", "bot", "run"],
    "python-telegram-bot echo": [sys.executable, "-m", "tests.benchmarks.echo_ptb"],
    "aiogram echo": [sys.executable, "-m", "tests.benchmarks.echo_aiogram"],
}


def measure(command: list[str], people: list[int], seconds: float, text: str) -> list[dict[str, float]]:
    """Run one bot; returns the platform's lines, the last one with the bot's memory."""
    cores = sorted(os.sched_getaffinity(0))
    load = [sys.executable, "-m", "tests.benchmarks.load", "--core", str(cores[-1]), "--seconds", str(seconds)]
    load += ["--text", text, "--people", *map(str, people)]
    with tempfile.TemporaryDirectory() as folder:
        platform = subprocess.Popen(load, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert platform.stdout
        assert platform.stdin
        where = json.loads(platform.stdout.readline())
        settings = {
            "OCOP_TELEGRAM_TOKEN": where["token"],
            "OCOP_TELEGRAM_API_URL": where["url"],
            "OCOP_DATA_DIR": folder,
            "OCOP_SEND_RATE": "100000",
        }
        if "run" in command:
            # Every start but the very first finds its tables.
            subprocess.run([*command[:-1], "migrate"], env=os.environ | settings, check=True, capture_output=True)
        with Path(folder, "log").open("w") as log:
            bot = subprocess.Popen(
                command,
                env=os.environ | settings,
                stderr=log,
                stdout=log,
                preexec_fn=lambda: os.sched_setaffinity(0, {cores[0]}),
            )
            platform.stdin.write("\n")
            platform.stdin.flush()
            lines = [json.loads(line) for line in platform.stdout]
            updates = sum(line.get("updates", 0) for line in lines)
            lines.append({"memory_mb": round(_memory(bot.pid), 1), "cpu_ms": round(_cpu(bot.pid) * 1000 / updates, 2)})
            bot.terminate()
            bot.wait(20)
        platform.wait(20)
    return lines


def _memory(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def _cpu(process: int) -> float:
    """Seconds of CPU that a process has used, its start included."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print a table, and the ratios at 100 people."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--people", type=int, nargs="+", default=[1, 100, 1000])
    parser.add_argument("--text", default="/menu")
    parser.add_argument("--only", choices=sorted(BOTS))
    given = parser.parse_args()
    rates: dict[str, float] = {}
    print(f"{'bot':<26}{'people':>7}{'updates/s':>11}{'p50 ms':>9}{'p99 ms':>9}")
    for name, command in BOTS.items():
        if given.only and name != given.only:
            continue
        begun = time.perf_counter()
        lines = measure(command, given.people, given.seconds, given.text)
        for line in lines:
            if "people" in line:
                row = f"{line['people']:>7}{line['per_second']:>11}{line['p50_ms']:>9}{line['p99_ms']:>9}"
                print(f"{name:<26}{row}")
                if line["people"] == 100:
                    rates[name] = line["per_second"]
        facts = {key: value for line in lines if "people" not in line for key, value in line.items()}
        print(f"{'':<26}{facts} in {time.perf_counter() - begun:.0f} s", flush=True)
    for name in list(BOTS)[1:]:
        if name in rates and "ocop-bot" in rates:
            print(f"ocop-bot / {name} at 100 people: {rates['ocop-bot'] / rates[name]:.2f}")


if __name__ == "__main__":
    main()
