"""The real program, as a process of its own, against the simulated platform."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.demo.platform import Platform

ROOT = Path(__file__).parents[2]
#: Seconds that a process may take for anything that is waited for here.
PATIENCE = 20


def environment(folder: Path, **settings: object) -> dict[str, str]:
    """Nothing of the machine's own settings, and ``OCOP_*`` as given; the data folder is in ``folder``."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("OCOP_")}
    given = {f"OCOP_{name.upper()}": str(value) for name, value in settings.items()}
    return own | {"PYTHONPATH": str(ROOT), "OCOP_DATA_DIR": str(folder / "data")} | given


async def command(folder: Path, *args: str, **settings: object) -> tuple[int, str, str]:
    """Run ``ocop-bot ARGS`` in ``folder`` to its end; returns its exit code, output and errors."""
    process = await _start(folder, args, settings)
    out, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode or 0, out.decode(), errors.decode()


async def _start(folder: Path, args: tuple[str, ...], settings: dict[str, object]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *args),
        cwd=folder,  # where there is no .env
        env=environment(folder, **settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@dataclass
class Running:
    """A program that runs; its log is read as it is written."""

    process: asyncio.subprocess.Process
    log: list[str] = field(default_factory=list)
    expected: int = 0
    _more: asyncio.Condition = field(default_factory=asyncio.Condition)
    _reader: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            async with self._more:
                self.log.append(line.decode())
                self._more.notify_all()

    async def logged(self, event: str) -> dict[str, Any]:
        """The first line of the log about ``event``, waiting for it if need be; of a log for reading, its text."""

        def found() -> dict[str, Any] | None:
            line = next((line for line in self.log if event in line), None)
            return json.loads(line) if line and line.startswith("{") else line and {"text": line}

        async with asyncio.timeout(PATIENCE), self._more:
            await self._more.wait_for(lambda: found() or self.process.returncode is not None)
        line = found()
        assert line is not None, "".join(self.log)
        return line

    async def stop(self) -> int:
        """Ask it to stop; returns its exit code."""
        if self.process.returncode is None:
            self.process.terminate()
        return await self.ended()

    async def kill(self) -> None:
        """End it at once, with nothing put away."""
        self.expected = -signal.SIGKILL
        self.process.kill()
        await self.ended()

    async def ended(self) -> int:
        """Wait for its end; returns its exit code."""
        async with asyncio.timeout(PATIENCE):
            code = await self.process.wait()
            if self._reader is not None:
                await self._reader
        return code


@asynccontextmanager
async def running(folder: Path, platform: Platform, **settings: object) -> AsyncIterator[Running]:
    """``ocop-bot run``, ready, until the block ends; it must then stop cleanly, unless it was killed."""
    given = {
        "telegram_token": platform.token,
        "telegram_api_url": platform.url,
        "log_format": "json",
        "send_rate": 1000,
        **settings,
    }
    bot = Running(await _start(folder, ("run",), given))
    try:
        await bot.logged("app.ready")
        yield bot
    finally:
        code = await bot.stop()
    assert code == bot.expected, "".join(bot.log)


@asynccontextmanager
async def demo(
    folder: Path, *args: str, tmpdir: Path | None = None
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """``ocop-bot demo --port 0``, ready, with the address of its page; it must end cleanly."""
    place = {} if tmpdir is None else {"TMPDIR": str(tmpdir)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--port", "0", *args),
        cwd=folder,
        env=environment(folder) | place,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode()
        assert line.startswith("The demo is ready: "), line
        yield process, line.split()[4]
    finally:
        if process.returncode is None:
            process.terminate()
        out, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, (out + errors).decode()
    assert b"error" not in errors, errors.decode()
