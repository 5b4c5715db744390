"""What a form shows: its questions and choices, the review, and what is asked around them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from handlers.kit.fields import Answers, Files, Option, SeveralOf
from handlers.kit.forms import Filling, Form, Purpose, Stage, describe
from handlers.kit.pages import page_of
from handlers.kit.turn import Turn
from handlers.kit.typed import counted
from handlers.kit.words import Rich, join
from models.mail import Choice


class Step(StrEnum):
    """What the frame of a form offers beside its fields."""

    REUSE = "reuse"
    ANEW = "anew"
    SEND = "send"
    EDIT = "edit"
    MORE = "more"
    ATTACH = "attach"
    REVIEW = "review"
    LEAVE = "leave"
    LATER = "later"
    DROP = "drop"
    GO_ON = "go_on"


async def begin(
    turn: Turn,
    purpose: Purpose,
    args: dict[str, Any],
    *,
    known: Answers | None = None,
    answers: Answers | None = None,
) -> None:
    """Start a form; one that was under way is over.

    :param args: JSON values for ``form_of`` and the purpose's handlers.
    :param answers: what is answered already; with all that is required, the review comes at once.
    :param known: answers of earlier forms; those to remembered fields of this one are offered as a block.
    """
    number = int(turn.dialogue.notes.get("forms", 0)) + 1
    turn.note(forms=number)
    filling = Filling(number=number, purpose=purpose.name, args=args, answers=dict(answers or {}))
    filling.known = filling.form.remembered(known or {})
    if filling.known:
        filling.stage = Stage.REUSE
    else:
        filling.advance()
    show(turn, filling)


def resume_choice(turn: Turn, title: str) -> Choice:
    """The choice that goes on with the form of that title."""
    return turn.choice(turn.t("form-resume", title=title), "forms.resume")


def show(turn: Turn, filling: Filling, before: str = "") -> None:
    """Ask what the form stands at, after ``before`` (what was wrong, what has arrived)."""
    filling.keep(turn)
    if filling.stage is Stage.REUSE:
        _show_known(turn, filling, before)
    elif filling.stage is Stage.ATTACHING:
        _show_attaching(turn, filling, before)
    elif filling.field is None:
        _show_review(turn, filling, before)
    else:
        turn.say(_with(before, _question(turn, filling)), choices=_choices(turn, filling))


def show_ticks(turn: Turn, filling: Filling) -> None:
    """Show the same question with its ticks changed, in place where that is possible."""
    filling.keep(turn)
    turn.edit(_question(turn, filling), choices=_choices(turn, filling))


def step_choice(turn: Turn, filling: Filling, step: Step, *, numbered: bool = True) -> Choice:
    """A choice of the form's frame: "send", "review", …; its words are ``form-do-<what>``."""
    send = step is Step.SEND
    label = turn.t(Purpose.known[filling.purpose].send if send else words_for(turn, filling, f"do-{step}"))
    return turn.choice(label, "form.do", filling.number, step, numbered=numbered)


def words_for(turn: Turn, filling: Filling, what: str) -> str:
    """The message that the frame says in this form: the form's own ``form-<name>.<what>``, or ``form-<what>``."""
    own = f"form-{filling.form.name}.{what}"
    return own if turn.house.words.has(own) else f"form-{what}"


def _question(turn: Turn, filling: Filling) -> Rich:
    assert filling.field is not None  # noqa: S101 - only called while a field is asked
    asked, t = filling.form.field(filling.field), turn.t
    if filling.stage is Stage.CORRECTING:
        text = t("form-correcting", question=t(asked.key))
    else:
        number, total = filling.step()
        text = t(f"form-step-{filling.stage}", number=number, total=total, question=t(asked.key))
    parts = [text]
    if turn.house.words.has(f"{asked.key}.hint"):
        parts.append(t("form-hint", hint=t(f"{asked.key}.hint")))
    if filling.field in filling.answers:
        parts.append(t("form-so-far", value=asked.shown(filling.answers[filling.field], t)))
    if isinstance(asked, SeveralOf):
        parts.append(t("form-several"))
    return join(parts)


def _choices(turn: Turn, filling: Filling) -> list[Choice]:
    assert filling.field is not None  # noqa: S101 - only called while a field is asked
    asked, t = filling.form.field(filling.field), turn.t
    number, name = filling.number, filling.field

    def frame(key: str, route: str) -> Choice:
        return turn.choice(t(key), route, number, name, numbered=False)

    choices = []
    if filling.suggestion:
        choices.append(turn.choice(t("form-take", value=filling.suggestion), "form.take", number, name))
    offers = [(option, label) for option, label in filling.offered or asked.offers(filling.answers, t)]
    for option, label in offers:
        ticked = isinstance(asked, SeveralOf) and option in filling.ticked
        text = t("form-ticked", label=label) if ticked else label
        choices.append(turn.choice(text, "form.pick", number, name, option, numbered=counted(offers)))
    if asked.may_lack and not filling.answers.get(name):
        choices.append(frame("form-none", "form.none"))
    if filling.ticked or (isinstance(asked, Files) and filling.answers.get(name)):
        choices.append(frame("form-enough", "form.enough"))
    elif filling.answers.get(name) is not None:
        choices.append(frame("form-keep", "form.enough"))
    if filling.stage is Stage.OPTIONAL:
        choices += [frame("skip", "form.skip"), step_choice(turn, filling, Step.REVIEW, numbered=False)]
    if filling.trail or filling.stage is not Stage.REQUIRED:
        choices.append(frame("back", "form.back"))
    if filling.stage in (Stage.REQUIRED, Stage.CORRECTING):
        choices.append(step_choice(turn, filling, Step.LEAVE, numbered=False))
    return choices


def _show_known(turn: Turn, filling: Filling, before: str) -> None:
    text = turn.t("form-known", lines=_lines(turn, filling.form, filling.known))
    turn.say(
        _with(before, text),
        choices=[step_choice(turn, filling, step) for step in (Step.REUSE, Step.ANEW, Step.LEAVE)],
    )


def _show_review(turn: Turn, filling: Filling, before: str) -> None:
    form, t = filling.form, turn.t
    text = t(
        words_for(turn, filling, "review"),
        title=t(f"form-{form.name}"),
        lines=_lines(turn, form, form.kept(filling.answers)),
        files=len(filling.beside),
    )
    turn.say(_with(before, text), choices=_review_choices(turn, filling))


def show_choices(turn: Turn, filling: Filling) -> None:
    """What was typed chooses nothing: offer the choices again; a review itself stands right above."""
    filling.keep(turn)
    send = step_choice(turn, filling, Step.SEND).key
    if filling.stage is not Stage.REVIEW:
        show(turn, filling, turn.t("form-choose"))
    elif any(key == send for _, key, _ in turn.dialogue.choices):
        turn.say(turn.t("form-choose"), choices=_review_choices(turn, filling))
    else:
        choose_correction(turn, filling)


def _review_choices(turn: Turn, filling: Filling) -> list[Choice]:
    form = filling.form
    steps = [Step.SEND, Step.EDIT]
    if any(each.name not in filling.answers for each in form.asked(filling.answers)):
        steps.append(Step.MORE)
    if "request_id" in filling.args:
        steps.append(Step.ATTACH)
    return [step_choice(turn, filling, step) for step in (*steps, Step.LEAVE)]


def _show_attaching(turn: Turn, filling: Filling, before: str) -> None:
    choices = [step_choice(turn, filling, Step.REVIEW, numbered=False)]
    turn.say(_with(before, turn.t("form-attaching", files=len(filling.beside))), choices=choices)


def _lines(turn: Turn, form: Form, answers: Answers) -> Rich:
    described = describe(form, answers, turn.t)
    return join(turn.t("form-line", label=label, value=value) for label, value in described)


def _with(before: str, text: str) -> str:
    return join((before, text), "\n\n") if before else text


def answered(turn: Turn, filling: Filling) -> list[Option]:
    """The fields whose answers can be changed."""
    names, fields = filling.answers, filling.form.fields
    return [(each.name, turn.t(f"{each.key}.label")) for each in fields if each.name in names and each.when(names)]


def choose_correction(turn: Turn, filling: Filling, page: int = 0) -> None:
    """Offer the answers that can be changed, a page at a time."""
    shown = page_of(answered(turn, filling), page)
    choices = [turn.choice(label, "form.correct", filling.number, name) for name, label in shown.items]
    choices += shown.turning(turn, "form.answers", filling.number)
    filling.keep(turn)
    turn.say(turn.t("form-which"), choices=[*choices, step_choice(turn, filling, Step.REVIEW, numbered=False)])


def ask_to_leave(turn: Turn, filling: Filling, before: str = "") -> None:
    """Ask whether the form is to be dropped or kept, after ``before`` (what became of a photo that came instead)."""
    filling.keep(turn)
    turn.expect("form.leave")
    title = turn.t(f"form-{filling.form.name}")
    steps = (Step.LATER, Step.DROP, Step.GO_ON)
    text = _with(before, turn.t("form-leave", title=title))
    turn.say(text, choices=[step_choice(turn, filling, step) for step in steps])
