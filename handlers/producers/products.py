"""/sanpham: a producer's products with their certificates and papers, the two forms of a dossier, reminders."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.kit.fields import Answers
from handlers.kit.form_screens import begin, resume_choice
from handlers.kit.forms import Purpose, unfinished
from handlers.kit.pages import SHORT, page_of
from handlers.kit.router import Router
from handlers.kit.sure import sure_choices
from handlers.kit.turn import Turn
from handlers.kit.words import Rich, join, shorten
from handlers.papers.dossier import Dossier, Submission
from handlers.producers.product_forms import answers_of, fill, product_form, set_name
from handlers.producers.product_papers import profile_for_papers, send_papers
from handlers.producers.requests import producer_of
from models.accounts import Role
from models.assessments import newest_of
from models.mail import Choice
from models.producers import Producer
from models.products import (
    DUE,
    Matter,
    Product,
    Reminder,
    Source,
    claimable,
    of_producer,
    people_of,
    remove,
    set_reminders,
)
from models.schedule import waking_hour

router = Router()

#: Reminders that a product shows, and characters of its name in the list.
REMINDERS_SHOWN, NAME = 3, 60

product_purpose = Purpose("product", product_form, send="product-save")

# the list


@router.command("sanpham", "products")
async def list_products(turn: Turn) -> None:
    """The person's products; what the register has under their name; for admins, the register."""
    await page_of_products(turn)


@router.choice("product.list")
async def page_of_products(turn: Turn, page: int = 0) -> None:
    """A page of the list."""
    if turn.event.group:
        turn.say(turn.t("product-private"))
        return
    products = await of_producer(turn.session, turn.account)
    producer = await _producer(turn)
    free = await claimable(turn.session, producer)
    shown = page_of(products, page, SHORT)
    title = unfinished(turn)
    choices = [resume_choice(turn, title)] if title else []
    if free:
        choices.append(turn.choice(turn.t("product-claim", count=len(free)), "product.claim"))
    choices += [turn.choice(_item(turn, product), "product.show", product.id) for product in shown.items]
    choices += shown.turning(turn, "product.list")
    choices.append(turn.choice(turn.t("product-add"), "product.add"))
    if turn.account.role.covers(Role.ADMIN):
        choices.append(turn.choice(turn.t("register-offer"), "register.offer"))
    key = "product-list" if products else "product-none"
    name = producer.name if free and producer is not None and producer.name else "none"
    turn.say(turn.t(key, free=len(free), name=name), choices=choices)


@router.choice("product.claim", consent=True)
async def claim(turn: Turn) -> None:
    """Take over what the register has under the producer's very name: then it is reminded of."""
    for product in await claimable(turn.session, await _producer(turn)):
        product.producer_id = turn.account.producer_id
        turn.record("product.claimed", product.id)
        await set_reminders(turn.session, product, turn.now, turn.house.zone)
    await list_products(turn)


@router.choice("product.show")
async def show(turn: Turn, product_id: int) -> None:
    """One product."""
    product = await _mine(turn, product_id)
    if product is not None:
        _show(turn, product)


# adding, correcting, deleting


@router.choice("product.add", consent=True)
async def add(turn: Turn) -> None:
    """Begin the form, unless another one would be lost by it."""
    if turn.event.group:
        turn.say(turn.t("product-private"))
    elif not _busy(turn):
        producer = await producer_of(turn)
        await begin(turn, product_purpose, {"nameless": not producer.name})


@router.choice("product.correct", consent=True)
async def correct(turn: Turn, product_id: int) -> None:
    """Show the form filled in; of a product in the register only the papers can be changed."""
    product = await _mine(turn, product_id)
    if product is None or _busy(turn):
        return
    args = {"product_id": product.id, "register": product.source is Source.REGISTER}
    known = answers_of(product)
    form = product_form(args)
    await begin(turn, product_purpose, args, answers=form.kept(known))


@product_purpose.filled
async def keep(turn: Turn, answers: Answers, product_id: int | None = None, **_: Any) -> None:
    """Keep what was told, and set the reminders anew."""
    producer = await producer_of(turn)
    if "producer_name" in answers:
        producer.remember({"producer_name": answers["producer_name"]})
    if product_id is None:
        product = Product(producer_id=producer.id, source=Source.OWN, reminded=True, created_at=turn.now)
        product.producer_name = producer.name or ""
        turn.session.add(product)
    else:
        found = await _mine(turn, product_id)
        if found is None:
            return
        product = found
    with turn.session.no_autoflush:  # half filled it can't be stored
        fill(product, answers, register=product.source is Source.REGISTER)
    await set_reminders(turn.session, product, turn.now, turn.house.zone)
    _show(turn, product, turn.t("product-kept"))


@router.choice("product.delete")
async def delete(turn: Turn, product_id: int) -> None:
    """Ask whether it is meant."""
    product = await _mine(turn, product_id)
    if product is None:
        return
    choices = sure_choices(
        turn,
        turn.choice(turn.t("back"), "product.show", product.id),
        turn.choice(turn.t("product-delete-yes"), "product.delete_now", product.id),
    )
    turn.say(turn.t("product-delete", name=product.name, source=product.source.value), choices=choices)


@router.choice("product.delete_now")
async def delete_now(turn: Turn, product_id: int) -> None:
    """Forget it, with its reminders."""
    product = await _mine(turn, product_id)
    if product is None:
        return
    name = product.name
    await remove(turn.session, product)
    await turn.session.flush()
    turn.say(turn.t("product-deleted", name=name))
    await list_products(turn)


# the papers


@router.choice("product.papers")
async def papers(turn: Turn, product_id: int) -> None:
    """The two forms: at once for a product graded for the first time, else what they are for is asked."""
    product = await _mine(turn, product_id)
    if product is None:
        return
    if not product.stars:
        await _write(turn, product, Submission.FIRST)
        return
    kinds = (Submission.AGAIN, Submission.UPGRADE) if product.stars < 5 else (Submission.AGAIN,)
    choices = [turn.choice(turn.t(f"papers-for-{kind}"), "product.write", product.id, kind) for kind in kinds]
    turn.say(turn.t("papers-which"), choices=choices)


@router.choice("product.write")
async def write(turn: Turn, product_id: int, submission: Submission) -> None:
    """Send them."""
    product = await _mine(turn, product_id)
    if product is not None:
        await _write(turn, product, submission)


async def _write(turn: Turn, product: Product, submission: Submission) -> None:
    today = turn.house.local(turn.now).date()
    producer = await _producer(turn)
    at_hand = {matter.value for matter, last in product.ends.items() if last >= today}
    if producer is not None and producer.profile.get("business_reg_no"):
        at_hand.add("business")
    criteria_set = turn.house.criteria.set(product.set_number)
    assessed = await newest_of(turn.session, turn.account, product.name, product.set_number)
    dossier = Dossier(
        day=today,
        product=product.name,
        criteria_set=criteria_set,
        submission=submission,
        answers=None if assessed is None else assessed.valid_answers(criteria_set),
        profile=profile_for_papers(turn, producer),
        papers=frozenset(at_hand),
    )
    await send_papers(turn, dossier)


# reminders


@router.choice("product.mute")
async def mute(turn: Turn, product_id: int) -> None:
    """No more reminders about this product."""
    await _set_reminded(turn, product_id, False)


@router.choice("product.unmute")
async def unmute(turn: Turn, product_id: int) -> None:
    """Reminders again."""
    await _set_reminded(turn, product_id, True)


async def _set_reminded(turn: Turn, product_id: int, reminded: bool) -> None:
    product = await _mine(turn, product_id)
    if product is None:
        return
    product.reminded = reminded
    await set_reminders(turn.session, product, turn.now, turn.house.zone)
    _show(turn, product, turn.t("product-unmuted" if reminded else "product-muted"))


@router.due(DUE)
async def remind(turn: Turn, product_id: int, matter: str, last: str, days: int) -> None:
    """Tell the producer's people, if it is still true; never at night, even when the moment was missed."""
    product = await turn.session.get(Product, int(product_id))
    if product is None:
        return
    reminder, zone = Reminder(Matter(matter), date.fromisoformat(last), int(days)), turn.house.zone
    later = waking_hour(turn.now, zone)
    if later > turn.now:
        turn.wait_for(DUE, later, topic=product.topic, here=False, **reminder.args(product.id))
        return
    today = turn.house.local(turn.now).date()
    if not product.still_stands(reminder, today):
        return
    for account in await people_of(turn.session, turn.house.channels, product):
        t = turn.words_of(account)
        choices = [
            turn.choice(t("product-open"), "product.show", product.id),
            turn.choice(t("product-mute"), "product.mute", product.id),
        ]
        values = {"name": product.name, "last": _day(reminder.last), "left": (reminder.last - today).days}
        text = t(f"remind-{reminder.matter}", **values, **_window(product))
        turn.notify(account, text, choices=choices, hint=t("product-hint"), topic=product.topic)
    if reminder.matter is Matter.ROUND:
        await set_reminders(turn.session, product, turn.now, zone)  # the round after the next comes into sight


# what is shown


def _show(turn: Turn, product: Product, before: str = "") -> None:
    turn.note(about=product.name)
    today = turn.house.local(turn.now).date()
    lines = [
        turn.t("product-head", name=product.name),
        turn.t("product-line-set", set=set_name(product.set_number, turn.t)),
    ]
    if product.stars:
        lines.append(
            turn.t(
                "product-line-certificate",
                stars=product.stars,
                certificate=product.certificate or "none",
                issued=_day(product.issued),
                expires=_day(product.expires),
            )
        )
        lines.append(turn.t("product-line-window", when=_when(product, today), **_window(product)))
    else:
        lines.append(turn.t("product-line-preparing"))
    lines += [
        turn.t(f"product-line-{matter}", last=_day(last), over="yes" if last < today else "no")
        for matter, last in product.ends.items()
        if matter is not Matter.REGRADE
    ]
    lines.append(_coming(turn, product, today))
    if product.source is Source.REGISTER:
        lines.append(turn.t("product-line-register", office=turn.house.office(turn.language)))
    text = join(lines)
    turn.say(join([before, text], "\n\n") if before else text, choices=_choices(turn, product), topic=product.topic)


def _coming(turn: Turn, product: Product, today: date) -> Rich:
    """The next reminders, or that there are none."""
    coming = product.reminders(today) if product.reminded else []
    days = ", ".join(f"{_day(each.day)}" for each in coming[:REMINDERS_SHOWN]) or "none"
    return turn.t("product-line-reminders", days=days, on="yes" if product.reminded else "no")


def _when(product: Product, today: date) -> str:
    """Where today stands: "early", "now", "late" for handing the dossier in, "over" once the certificate has ended."""
    if product.window is None or product.expires is None or today > product.expires:
        return "over"
    first, last = product.window
    return "early" if today < first else "now" if today <= last else "late"


def _window(product: Product) -> dict[str, str]:
    first, last = product.window or (None, None)
    return {"first": _day(first), "until": _day(last)}


def _choices(turn: Turn, product: Product) -> list[Choice]:
    names = ("papers", "correct", "mute" if product.reminded else "unmute", "delete")
    choices = [turn.choice(turn.t(f"product-{name}"), f"product.{name}", product.id) for name in names[:3]]
    choices.append(turn.choice(turn.t("product-do-delete"), "product.delete", product.id))
    return [*choices, turn.choice(turn.t("product-to-list"), "product.list", numbered=False)]


def _item(turn: Turn, product: Product) -> Rich:
    return turn.t("product-item", name=shorten(product.name, NAME), stars=product.stars, expires=_day(product.expires))


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


# whose it is


async def _producer(turn: Turn) -> Producer | None:
    if turn.account.producer_id is None:
        return None
    return await turn.session.get(Producer, turn.account.producer_id)


async def _mine(turn: Turn, product_id: int) -> Product | None:
    """The person's own product, in a private chat; anybody else's is refused and audited."""
    product = await turn.session.get(Product, product_id)
    if product is None or turn.event.group or not product.belongs_to(turn.account):
        turn.refuse("product", product_id, key="refused-product")
        return None
    return product


def _busy(turn: Turn) -> bool:
    """Whether another form is half done; then going on with it is offered."""
    title = unfinished(turn)
    if title is not None:
        turn.say(turn.t("product-busy", title=title), choices=[resume_choice(turn, title)])
    return title is not None
