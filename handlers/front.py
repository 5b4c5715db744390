"""Every conversation, in one list: the root router, and the commands to show to whom."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.admins import (
    broadcast,
    broadcast_draft,
    digest,
    figures,
    knowledge,
    knowledge_entry,
    knowledge_questions,
    register,
    staff,
)
from handlers.kit import exports, form_answers, form_choices, sure
from handlers.kit.router import Router
from handlers.kit.words import Words
from handlers.officers import assessments, case, desk, questions, waiting
from handlers.producers import (
    ask,
    assessment,
    assessment_questions,
    assessment_result,
    assessment_trial,
    barcode,
    criteria,
    doors,
    my_requests,
    privacy,
    products,
    requests,
    start,
)
from models.accounts import Role


@dataclass(frozen=True)
class Command:
    """One command in the list that the platform shows.

    :ivar names: by language.
    :ivar role: who sees it.
    """

    names: dict[str, str]
    role: Role = Role.PRODUCER

    @property
    def key(self) -> str:
        """Its description's key in the words."""
        return f"command-{self.names['en']}"


#: In the order in which they are listed. A command stands here once its conversation exists.
COMMANDS = (
    Command({"vi": "menu", "en": "menu"}),
    Command({"vi": "hoi", "en": "ask"}),
    Command({"vi": "chamdiem", "en": "assess"}),
    Command({"vi": "tieuchi", "en": "criteria"}),
    Command({"vi": "hotro", "en": "support"}),
    Command({"vi": "yeucau", "en": "requests"}),
    Command({"vi": "sanpham", "en": "products"}),
    Command({"vi": "lienket", "en": "link"}),
    Command({"vi": "riengtu", "en": "privacy"}),
    Command({"vi": "ngonngu", "en": "language"}),
    Command({"vi": "trogiup", "en": "help"}),
    Command({"vi": "huy", "en": "cancel"}),
    Command({"vi": "hangdoi", "en": "queue"}, Role.OFFICER),
    Command({"vi": "tim", "en": "find"}, Role.OFFICER),
    Command({"vi": "ca", "en": "case"}, Role.OFFICER),
    Command({"vi": "thongbao", "en": "broadcast"}, Role.ADMIN),
    Command({"vi": "canbo", "en": "staff"}, Role.ADMIN),
    Command({"vi": "kienthuc", "en": "knowledge"}, Role.ADMIN),
    Command({"vi": "thongke", "en": "stats"}, Role.ADMIN),
    Command({"vi": "xuat", "en": "export"}, Role.ADMIN),
    Command({"vi": "lienketnhom", "en": "linkgroup"}, Role.ADMIN),
    Command({"vi": "bonhom", "en": "unlinkgroup"}, Role.ADMIN),
)


def commands_for(words: Words, role: Role, language: str) -> tuple[tuple[str, str], ...]:
    """The commands that somebody sees: ``(name, description)`` in their language."""
    return tuple(
        (command.names[language], str(words.text(language, command.key)))
        for command in COMMANDS
        if role.covers(command.role)
    )


_ROUTERS = (
    start.router,
    ask.router,
    barcode.router,
    criteria.router,
    assessment.router,
    assessment_questions.router,
    assessment_result.router,
    assessment_trial.router,
    assessments.router,
    requests.router,
    my_requests.router,
    exports.router,
    form_answers.router,
    form_choices.router,
    sure.router,
    products.router,
    privacy.router,
    doors.router,
    desk.router,
    case.router,
    questions.router,
    waiting.router,
    staff.router,
    broadcast.router,
    broadcast_draft.router,
    figures.router,
    register.router,
    knowledge.router,
    knowledge_questions.router,
    knowledge_entry.router,
    digest.router,
)


def front_door() -> Router:
    """The root router with every conversation in it."""
    root = Router()
    root.include(*_ROUTERS)
    return root
