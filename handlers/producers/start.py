"""Where everybody comes in: welcome, consent, menu, language, help, and the way out of what is half done."""

from __future__ import annotations

from enum import StrEnum

from handlers.kit.form_screens import resume_choice
from handlers.kit.forms import unfinished
from handlers.kit.hooks import call_hook
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import join
from models.accounts import Role
from models.doors import agree as agree_to_all
from models.mail import Choice

router = Router()

#: What a link that makes somebody an officer or admin carries.
_INVITATION = "i-"

#: Choices in the menu; a form that is half done comes first and takes the place of the last.
MOST = 6
#: The menu of each role: label and command. A command without a conversation is left out.
_MENUS = {
    Role.PRODUCER: (
        ("menu-ask", "hoi"),
        ("menu-assess", "chamdiem"),
        ("menu-criteria", "tieuchi"),
        ("menu-support", "hotro"),
        ("menu-requests", "yeucau"),
        ("menu-privacy", "riengtu"),
    ),
    Role.OFFICER: (
        ("menu-queue", "hangdoi"),
        ("menu-find", "tim"),
        ("menu-ask", "hoi"),
        ("menu-criteria", "tieuchi"),
        ("menu-help", "trogiup"),
        ("menu-language", "ngonngu"),
    ),
    Role.ADMIN: (
        ("menu-queue", "hangdoi"),
        ("menu-broadcast", "thongbao"),
        ("menu-staff", "canbo"),
        ("menu-stats", "thongke"),
        ("menu-ask", "hoi"),
        ("menu-help", "trogiup"),
    ),
}


class Language(StrEnum):
    """What the assistant speaks."""

    VI = "vi"
    EN = "en"


# coming in


@router.command("start")
async def start(turn: Turn, payload: str = "") -> None:
    """Welcome somebody; an invitation is opened."""
    if payload.startswith(_INVITATION) and await call_hook(turn, "invitation", payload=payload):
        return
    turn.refresh_commands()
    if turn.account.consented or turn.account.role is not Role.PRODUCER:
        turn.say(turn.t("start-welcome-back", office=turn.house.office(turn.language)))
        await menu(turn)
        return
    turn.say(turn.t("start-welcome", office=turn.house.office(turn.language)))
    _ask_consent(turn, _other_language(turn))


@router.choice("start.switch")
async def switch_and_welcome(turn: Turn, language: Language) -> None:
    """Another language, chosen at the welcome: say it all again in that one."""
    turn.account.language = language.value
    await start(turn)


@router.command("menu")
async def menu(turn: Turn) -> None:
    """What can be done here. A form that is half done can be gone on with; any other open question ends."""
    choices = [
        turn.choice(turn.t(label), "start.go", command)
        for label, command in _MENUS[turn.account.role]
        if command in turn.router.commands
    ]
    half_done = unfinished(turn)
    if half_done is not None:
        choices.insert(0, resume_choice(turn, half_done))
    elif turn.dialogue.form is None:
        turn.expect_nothing()
    turn.note(about=None)
    title = "menu-title-more" if turn.account.role is Role.PRODUCER else "menu-title"
    turn.say(turn.t(title), choices=choices[:MOST])


@router.choice("start.go")
async def go(turn: Turn, command: str) -> None:
    """A choice that is a command; rights are checked as if it had been typed."""
    await turn.go(command)


# consent


@router.hook("consent")
async def ask_consent(turn: Turn) -> None:
    """Something that stores personal data was wanted; it goes on after the agreement."""
    _ask_consent(turn)


@router.choice("start.agree")
async def agree(turn: Turn) -> None:
    """Keep the consent, and go on with what was wanted."""
    turn.expect_nothing()
    await agree_to_all(turn.session, turn.account, turn.now)
    turn.account.name = turn.event.data.get("name") or turn.account.name
    wanted = turn.dialogue.notes.get("after_consent", "")
    turn.note(after_consent=None)
    turn.say(turn.t("consent-thanks", day=turn.house.day(turn.now)))
    if wanted.startswith("choice "):
        await turn.router.choose(turn, wanted.removeprefix("choice "))
    elif wanted.startswith("/"):
        command, _, payload = wanted[1:].partition(" ")
        await turn.go(command.partition("@")[0].lower(), payload.strip())
    else:
        await menu(turn)


@router.choice("start.later")
async def only_ask(turn: Turn) -> None:
    """No consent: questions can be asked all the same."""
    turn.expect_nothing()
    wanted = turn.dialogue.notes.get("after_consent")
    turn.note(after_consent=None)
    key = "consent-needed" if wanted else "consent-later"
    turn.say(turn.t(key, office=turn.house.office(turn.language)))
    await menu(turn)


def _ask_consent(turn: Turn, *more: Choice) -> None:
    # "Ok" is too little for a consent: it is asked back; and "không" chooses.
    turn.expect("sure", keep="start.later")
    text = turn.t("consent-text", office=turn.house.office(turn.language))
    turn.say(
        join([turn.t("consent-again"), text], "\n\n") if turn.account.agreed else text,
        choices=[
            turn.choice(turn.t("consent-agree"), "start.agree"),
            turn.choice(turn.t("consent-only-ask"), "start.later"),
            *more,
        ],
    )


def _other_language(turn: Turn) -> Choice:
    other = Language.EN if turn.language == Language.VI else Language.VI
    return turn.choice(turn.t("start-other-language"), "start.switch", other.value)


# language and help


@router.command("ngonngu", "language")
async def choose_language(turn: Turn) -> None:
    """Offer the languages."""
    turn.say(
        turn.t("language-which"),
        choices=[turn.choice(turn.t(f"language-{each.value}"), "start.language", each.value) for each in Language],
    )


@router.choice("start.language")
async def set_language(turn: Turn, language: Language) -> None:
    """Speak that language from now on, in the list of commands too."""
    turn.account.language = language.value
    turn.refresh_commands()
    turn.say(turn.t("language-set"))
    await menu(turn)


@router.command("trogiup", "help")
async def show_help(turn: Turn) -> None:
    """The commands of the person's role, and whom to call."""
    from handlers.front import commands_for  # the front door knows all conversations, this one included

    lines = [
        turn.t("help-line", command=name, does=does)
        for name, does in commands_for(turn.house.words, turn.account.role, turn.language)
    ]
    turn.say(turn.t("help", commands=join(lines), office=turn.house.office(turn.language)))


@router.hook("unknown")
async def unknown(turn: Turn) -> None:
    """A command that nobody has declared."""
    turn.say(turn.t("unknown-command"))


@router.hook("number")
async def no_such_number(turn: Turn, number: int, most: int) -> None:
    """A number that nothing shown last has."""
    # Not said as an answer: what can be chosen stays what it is.
    turn.notify(turn.account, turn.t("number-unknown", number=number, most=most))


# stopping


@router.command("huy", "cancel")
async def cancel(turn: Turn) -> None:
    """Stop what is going on: a broadcast being sent, an assessment, a form, an open question."""
    sending = turn.account.role is Role.ADMIN and "broadcast" in turn.dialogue.notes
    if sending and await call_hook(turn, "stop_broadcast"):
        return
    asked = turn.dialogue.expecting or {}
    if asked.get("key") == "assessment" and await call_hook(turn, "leave_assessment", **asked["args"]):
        return
    if asked.get("key") == "broadcast.draft" and await call_hook(turn, "drop_draft", **asked["args"]):
        return
    if turn.dialogue.form is not None and await call_hook(turn, "cancel_form"):
        return
    waiting = turn.dialogue.expecting is not None
    turn.expect_nothing()
    turn.say(turn.t("cancel-done" if waiting else "cancel-nothing"))
    if not turn.event.group:
        await menu(turn)
