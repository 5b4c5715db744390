"""/thongke: the figures, this month and in all. /xuat: everything as an Excel workbook."""

from __future__ import annotations

from handlers.admins.areas import named
from handlers.kit.exports import EXCEL, send_promised
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import Rich
from models.accounts import Role
from models.figures import Figures, count
from models.requests import RequestKind, RequestState

router = Router(role=Role.ADMIN)


@router.command("thongke", "stats")
async def show_figures(turn: Turn) -> None:
    """Two short blocks: this month, and in all."""
    today = turn.house.local(turn.now)
    month = today.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    blocks = [
        turn.t("figures-month", month=f"{today:%m/%Y}"),
        *_block(turn, await count(turn.session, month)),
        Rich(""),
        turn.t("figures-all"),
        *_block(turn, await count(turn.session)),
    ]
    turn.say(Rich("\n".join(blocks)))


@router.command("xuat", "export")
async def export(turn: Turn) -> None:
    """Send the workbook. Not into a group: it holds people's names and phone numbers."""
    if turn.event.group:
        turn.say(turn.t("figures-private"))
        return
    name = f"ocop-{turn.house.local(turn.now):%Y-%m-%d}.xlsx"
    turn.record("export")
    text = turn.t("figures-workbook", at=turn.house.minute(turn.now))
    send_promised(turn, text, name, EXCEL, f"workbook:{turn.language}", not_sent="figures-not-sent")


def _block(turn: Turn, figures: Figures) -> list[Rich]:
    lines = [
        turn.t(
            "figures-people",
            accounts=figures.accounts,
            active=figures.active,
            consented=figures.consented,
            officers=figures.officers,
        ),
        turn.t(
            "figures-questions",
            asked=figures.asked,
            answered=figures.answered,
            unanswered=figures.unanswered,
            passed=figures.passed_on,
            helped=figures.helped,
        ),
        turn.t("figures-requests", count=sum(sum(states.values()) for states in figures.requests.values())),
    ]
    lines += [_kind(turn, kind, figures.requests[kind]) for kind in RequestKind if kind in figures.requests]
    if figures.hours_to_accept is not None:
        lines.append(turn.t("figures-accepted", hours=round(figures.hours_to_accept, 1)))
    if figures.hours_to_done is not None:
        lines.append(turn.t("figures-done", hours=round(figures.hours_to_done, 1)))
    lines.append(turn.t("figures-broadcasts", count=figures.broadcasts))
    return lines


def _kind(turn: Turn, kind: RequestKind, states: dict[RequestState, int]) -> Rich:
    parts = [
        turn.t("figures-state", state=turn.t("sheet-state", state=state.value), count=states[state])
        for state in RequestState
        if state in states
    ]
    return turn.t("figures-kind", kind=named([kind], turn.t), count=sum(states.values()), states=Rich(", ".join(parts)))
