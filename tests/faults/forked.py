"""Bots that are forked from a process which has read the program already: fifty starts cost more than all they do.

That the program starts by itself, from nothing, is shown in tests/operations.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.faults.ahead"])


async def start(settings: dict[str, str]) -> tuple[BaseProcess, asyncio.StreamReader]:
    """``ocop-bot run`` with these settings, and what it writes into its log."""
    ours, its = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_run, args=(settings, its))
    process.start()
    its.close()
    log = asyncio.StreamReader()
    pipe = os.fdopen(os.dup(ours.fileno()), "rb")
    ours.close()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(log), pipe)
    return process, log


def _run(settings: dict[str, str], errors: Connection) -> None:
    os.dup2(errors.fileno(), 2)
    errors.close()
    os.environ.update(settings)
    sys.argv = ["ocop-bot", "run"]
    from bot.cli import main

    main()
