"""The command line: ``ocop-bot``, the same as ``python -m bot``. What it promises stands in the README."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.settings import Settings, WrongSetting, load_settings

app = typer.Typer(
    help="The chat assistant of a provincial OCOP office.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
knowledge = typer.Typer(help="The knowledge entries.", no_args_is_help=True)
app.add_typer(knowledge, name="knowledge")

# Every command imports what it needs by itself: `ocop-bot --help` and `doctor` answer at once, and `run` starts soon.


def _settings() -> Settings:
    from bot.logs import set_up_logs

    try:
        settings = load_settings()
    except WrongSetting as error:
        raise _stop(error) from None
    set_up_logs(settings.log_format)
    return settings


def _stop(reason: object) -> typer.Exit:
    """End with one clear line."""
    typer.echo(f"ocop-bot: {reason}", err=True)
    return typer.Exit(2)


@app.command()
def run() -> None:
    """Run the bot until it is told to stop (SIGTERM or Ctrl-C)."""
    from bot.lean import travel_light

    travel_light()
    from bot.app import App
    from bot.lock import Locked, only_one

    settings = _settings()

    try:
        with only_one(settings.data_dir):
            asyncio.run(App(settings).run())
    except (WrongSetting, Locked, OSError) as error:
        raise _stop(error) from None


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="where the page is shown; 0: any free port", min=0, max=65535)] = 8000,
) -> None:
    """Try everything on a simulated chat platform, with no account, in the browser."""
    from bot.demo.show import show
    from bot.logs import set_up_logs

    set_up_logs("text")
    try:
        asyncio.run(show(port))
    except WrongSetting as error:
        raise _stop(error) from None
    except OSError as error:
        raise _stop(f"the page can't be shown on port {port}: {error.strerror or error} (try --port 0)") from None


@app.command()
def doctor() -> None:
    """Check settings, token, database, migrations, knowledge files and disk; tell what to do."""
    from bot.doctor import examine

    try:
        settings = load_settings()
    except WrongSetting as error:
        typer.echo(f"settings    WRONG  {error}")
        raise typer.Exit(1) from None
    well = True
    for name, ok, words in asyncio.run(examine(settings)):
        well &= ok
        typer.echo(f"{name:<11} {'ok   ' if ok else 'WRONG'}  {words}")
    raise typer.Exit(0 if well else 1)


@app.command()
def migrate() -> None:
    """Bring the database up to date (an SQLite file is copied first)."""
    from bot.migrate import migrate as bring_up_to_date

    before, after = asyncio.run(bring_up_to_date(_settings()))
    typer.echo(f"the database is at {after}" + ("" if before == after else f" (was {before or 'empty'})"))


@app.command()
def backup(file: Path) -> None:
    """Write database and attachments into FILE (.tar.gz), also while the bot is running."""
    from bot.backup import BackupError
    from bot.backup import backup as write

    try:
        typer.echo(write(_settings(), file))
    except (BackupError, OSError) as error:
        raise _stop(error) from None


@app.command()
def restore(file: Path) -> None:
    """Put back what `backup` wrote; what is there now is moved aside, not deleted."""
    from bot.backup import BackupError
    from bot.backup import restore as put_back
    from bot.lock import Locked, only_one

    settings = _settings()
    try:
        with only_one(settings.data_dir):
            typer.echo(put_back(settings, file))
    except (BackupError, Locked, OSError) as error:
        raise _stop(error) from None


@app.command()
def export(file: Path) -> None:
    """Write requests, producers, questions and broadcasts into an Excel workbook."""
    from bot.console import export_workbook

    if file.suffix.lower() != ".xlsx":
        raise _stop(f"{file}: the name has to end in .xlsx (example: ocop-2026-11.xlsx)")
    try:
        typer.echo(asyncio.run(export_workbook(_settings(), file)))
    except OSError as error:
        raise _stop(error) from None


@app.command()
def invite(
    role: Annotated[str, typer.Argument(help="officer or admin")],
    areas: Annotated[str, typer.Option(help="for an officer: the kinds handled, by comma; all when left out")] = "",
) -> None:
    """Make a one-time invitation (72 hours) for an officer or admin."""
    from bot.console import make_invitation

    try:
        typer.echo(asyncio.run(make_invitation(_settings(), role, areas)))
    except (ValueError, WrongSetting) as error:
        raise _stop(error) from None


@app.command()
def assess(
    file: Annotated[Path, typer.Argument(help="answer sheets, one JSON object a line; - for standard input")],
    json: Annotated[bool, typer.Option("--json", help="one JSON object a line instead of a table")] = False,
) -> None:
    """Grade answer sheets: points, stars, what is missing and the cheapest way to each star."""
    from bot.console import grade_file

    try:
        lines = sys.stdin.readlines() if str(file) == "-" else file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _stop(f"{file}: {error}") from None
    raise typer.Exit(grade_file(lines, as_json=json))


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="left out: questions from standard input, one a line")] = None,
    json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
    context: Annotated[str | None, typer.Option(help="the question asked before")] = None,
    language: Annotated[Literal["vi", "en"], typer.Option(help="what the person reads")] = "vi",
) -> None:
    """Answer questions exactly as the bot would."""
    from bot.console import answer, open_house

    try:
        house = asyncio.run(open_house(_settings()))
    except (ValueError, OSError) as error:
        raise _stop(error) from None
    for line in [question] if question is not None else sys.stdin:
        if line.strip():
            typer.echo(answer(house, line.strip(), language=language, context=context, as_json=json))


@knowledge.command()
def check() -> None:
    """Find entries that are too long, repeated, without source or examples, out of date, or with unproven numbers."""
    from bot.console import check_knowledge

    wrong = list(check_knowledge())
    for line in wrong:
        typer.echo(line, err=True)
    typer.echo(f"{len(wrong)} to mend" if wrong else "the knowledge is in order")
    raise typer.Exit(1 if wrong else 0)


@knowledge.command("export")
def export_entries(folder: Path) -> None:
    """Write what admins have written and corrected into FOLDER, as files of the knowledge."""
    from bot.knowledge_export import export_knowledge

    try:
        typer.echo(asyncio.run(export_knowledge(_settings(), folder)))
    except OSError as error:
        raise _stop(error) from None


def main() -> None:
    """The program's start."""
    app()


if __name__ == "__main__":
    main()
