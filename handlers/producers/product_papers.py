"""The two papers of a dossier, written from what is known and sent as Word files."""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from typing import Any

from handlers.kit.exports import WORD, send_made
from handlers.kit.fields import Field
from handlers.kit.turn import Turn
from handlers.kit.words import Rich
from handlers.papers.dossier import Dossier, full_address
from handlers.producers.request_forms import form_for
from models.identifiers import show_phone
from models.producers import Producer
from models.requests import RequestKind


async def send_papers(turn: Turn, dossier: Dossier) -> None:
    """Send both papers; the copies on disk go once they are sent."""
    # Word files take twenty megabytes of libraries: loaded when somebody wants one.
    from handlers.papers.forms_word import write_registration, write_report

    for key, name, write in (
        ("papers-registration", "mau-01-phieu-dang-ky.docx", write_registration),
        ("papers-report", "mau-02-bao-cao-tu-danh-gia.docx", write_report),
    ):
        await send_made(turn, turn.t(key), name, WORD, partial(write, dossier=dossier), not_sent="papers-not-sent")


def profile_for_papers(turn: Turn, producer: Producer | None) -> dict[str, str]:
    """What the papers say of a producer, in Vietnamese as they are: numbers whole, not as they are shown in a chat."""
    if producer is None:
        return {}

    def t(key: str, **values: Any) -> Rich:
        return Rich(unescape(turn.house.words.text("vi", key, **values)))

    told = producer.profile
    shown = {name: field.show(told[name], t) for name, field in _remembered().items() if name in told}
    name, position = _representative(told, shown)
    place = told.get("head_office_address") or full_address(told.get("address_detail"), producer.commune)
    found = {
        "producer_name": told.get("legal_name_exact") or producer.name,
        "producer_type": shown.get("producer_type"),
        "representative": name,
        "position": position,
        "address": place,
        "phone": show_phone(producer.phone) if producer.phone else None,
        "email": told.get("email"),
        "registered": told.get("business_reg_no"),
    }
    return {key: value for key, value in found.items() if value}


def _representative(told: dict[str, Any], shown: dict[str, str]) -> tuple[str | None, str | None]:
    """The legal representative and the position, as they were told together ("Nguyễn Văn A - Giám đốc"), or the
    contact who said to be the owner or director."""
    if "legal_rep" in told:
        name, *position = re.split(r"\s+[-–]\s+|\s*[,;]\s*", told["legal_rep"], maxsplit=1)
        return name, position[0] if position else None
    if told.get("contact_role") in ("owner", "director"):
        return told.get("contact_name"), shown.get("contact_role")
    return None, None


def _remembered() -> dict[str, Field]:
    """The fields that every form takes over from the last one."""
    return {each.name: each for kind in RequestKind for each in form_for(kind).fields if each.remembered}
