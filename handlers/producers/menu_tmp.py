from handlers.kit.router import Router
from handlers.kit.turn import Turn
router = Router()
@router.command("menu")
async def menu(turn: Turn) -> None:
    turn.say(turn.t("unknown-command"), choices=[turn.choice("Có", "yes", 5)])
@router.choice("yes")
async def yes(turn: Turn, n: int) -> None:
    turn.say(f"yes {n}")
    turn.wait_for("later", turn.now.replace(hour=5), x=1)
@router.due("later")
async def later(turn: Turn, x: int) -> None:
    turn.say(f"later {x}")
