"""One incoming event being answered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.house import House
from handlers.kit.words import Rich, rich, shorten
from models.accounts import Account, Desk
from models.audit import Audit
from models.dialogue import Dialogue
from models.doors import reached
from models.mail import HOUSE, Choice, Event, File, Lane, Message, Operation, Outbox, OutboxState
from models.requests import Attachment
from models.schedule import Due

if TYPE_CHECKING:
    from handlers.kit.router import Router

#: Telegram's callback data, the narrowest of all channels, hold 64 bytes: "name:argument:argument".
SEPARATOR = ":"
#: Characters of a choice: a Zalo Official Account's buttons hold no more.
LABEL = 100


class Turn:
    """What a handler works with. It writes rows; what is sent is sent after the commit.

    :ivar account: who wrote, or whom a due moment concerns.
    :ivar session: the transaction that everything of this turn is committed in.
    """

    def __init__(
        self,
        *,
        event: Event,
        account: Account,
        dialogue: Dialogue,
        session: AsyncSession,
        now: datetime,
        house: House,
        router: Router,
        claimed_by: str | None = None,
    ) -> None:
        self.event = event
        self.account = account
        self.dialogue = dialogue
        self.session = session
        self.now = now
        self.house = house
        self.router = router
        #: What this turn sends, in order, for whoever sends it after the commit.
        self.outgoing: list[Outbox] = []
        self._claimed_by = claimed_by
        self._said = False

    # words

    @property
    def language(self) -> str:
        """The person's language."""
        return self.account.language

    def t(self, key: str, **values: Any) -> Rich:
        """The message in the person's language."""
        return self.house.words.text(self.account.language, key, **values)

    def words_of(self, reader: Account | Desk) -> Callable[..., Rich]:
        """The same for somebody else: ``turn.words_of(officer)("notice-new", code=…)``."""

        def t(key: str, **values: Any) -> Rich:
            return self.house.words.text(reader.language, key, **values)

        return t

    @staticmethod
    def choice(label: str, name: str, *args: object, numbered: bool = True, told: bool = False) -> Choice:
        """A choice that opens the handler of ``@router.choice(name)`` with these arguments."""
        plain = unescape(label) if isinstance(label, Rich) else label
        key = SEPARATOR.join([name, *map(str, args)])
        return Choice(label=shorten(plain, LABEL), key=key, numbered=numbered, told=told)

    @property
    def shown(self) -> list[Choice]:
        """The choices that this chat was shown last, to be offered again."""
        return [Choice(str(label), str(key), numbered=bool(counts)) for label, key, counts in self.dialogue.choices]

    # saying

    def say(
        self,
        text: str,
        *,
        choices: Sequence[Choice] = (),
        hint: str = "",
        picture: File | None = None,
        document: File | None = None,
        topic: str | None = None,
        report: tuple[str, dict[str, Any]] | None = None,
    ) -> Outbox:
        """Say something in this chat. A plain string is escaped.

        :param hint: shown instead of the choices where there are no buttons: the text names them already.
        :param topic: what it is about ("request:12"), so that an answer to it finds its way.
        :param report: ``(key, args)``: what became of it is told to ``@router.outcome(key)``.
        """
        instead = self._instead(self.account.language, picture, document)
        lead = self._lead(choices)
        message = Message(rich(text), list(choices), picture, document, hint=rich(hint), instead=instead, lead=lead)
        row = self._outgoing(self.event.channel, self.event.chat, self.account, self._lane, message, topic, report)
        self._remember_choices(choices)
        return row

    def edit(self, text: str, *, choices: Sequence[Choice] = ()) -> Outbox:
        """Change the message whose button was pressed; where nothing was pressed, say it."""
        pressed = self.event.data.get("message")
        if pressed is None:
            return self.say(text, choices=choices)
        row = self._outgoing(
            self.event.channel,
            self.event.chat,
            self.account,
            self._lane,
            Message(rich(text), list(choices), lead=self._lead(choices)),
            None,
            None,
        )
        row.operation, row.target_message = Operation.EDIT, pressed
        self._remember_choices(choices)
        return row

    def notify(
        self,
        reader: Account | Desk,
        text: str,
        *,
        choices: Sequence[Choice] = (),
        hint: str = "",
        picture: File | None = None,
        document: File | None = None,
        topic: str | None = None,
        answers: Outbox | None = None,
        report: tuple[str, dict[str, Any]] | None = None,
    ) -> Outbox:
        """Tell somebody else.

        :param hint: shown instead of the choices where there are no buttons (a notice comes unasked, so its numbers
            could be mistaken for an answer to something else): "Gõ MV-26-0001 để mở".
        :param answers: the earlier message to that person that this one follows, shown as a reply in its thread.
        :param report: ``(key, args)``: what became of it is told, in this chat, to ``@router.outcome(key)``.
        """
        account = reader if isinstance(reader, Account) else None
        instead = self._instead(reader.language, picture, document)
        message = Message(rich(text), list(choices), picture, document, hint=rich(hint), instead=instead)
        row = self._outgoing(reader.channel, reader.address, account, Lane.NOTICE, message, topic, report)
        row.target = answers
        return row

    def change(
        self,
        earlier: Outbox,
        text: str,
        *,
        choices: Sequence[Choice] = (),
        hint: str = "",
        otherwise: str | None = None,
    ) -> Outbox:
        """Change a message that was sent before, to whomever; a new one where the channel can't edit.

        One that still waits for the person's next word is changed before it goes out.

        :param otherwise: the text of that new one, where the whole would be too much; empty: none is sent. A platform
            counts what it lets us say.
        """
        message = Message(
            rich(text), list(choices), hint=rich(hint), otherwise=None if otherwise is None else rich(otherwise)
        )
        if earlier.state is OutboxState.WAITING and earlier.payload is not None:
            # It hasn't gone out: what the person will read then is how it stands now.
            was = Message.from_payload(earlier.payload)
            earlier.payload = replace(was, text=message.text, choices=message.choices, hint=message.hint).payload()
            return earlier
        row = self._outgoing(earlier.channel, earlier.chat, None, Lane.NOTICE, message, None, None)
        row.account_id, row.operation, row.target = earlier.account_id, Operation.EDIT, earlier
        return row

    def refresh_commands(self, account: Account | None = None) -> None:
        """Show the person the commands of their role, in their language."""
        account = account or self.account
        row = self._outgoing(account.channel, account.address, account, Lane.NOTICE, None, None, None)
        row.operation = Operation.COMMANDS
        row.payload = {"role": account.role.value, "language": account.language}

    async def reach(self, account_id: int) -> Account:
        """The account of that person to write to: the one used last."""
        return await reached(self.session, self.house.channels, await self.session.get_one(Account, account_id))

    # what comes next

    def expect(self, key: str, **args: Any) -> None:
        """Let ``@router.answer(key)`` read the next text, photo, file, contact or place in this chat."""
        self.dialogue.expecting = {"key": key, "args": args}

    async def expect_from(
        self, account: Account, key: str, *, over: Collection[str] = (), topic: str | None = None, **args: Any
    ) -> None:
        """Let ``@router.answer(key)`` read what somebody else writes next in private.

        Whoever is being asked something already is left alone, but for the keys in ``over``, which can wait.

        :param topic: of the message that asks; if that is handed over to another account, so is this.
        """
        dialogue = await self.session.get(Dialogue, (account.id, account.address))
        if dialogue is None:
            dialogue = Dialogue(account_id=account.id, chat=account.address, choices=[], notes={}, updated_at=self.now)
            self.session.add(dialogue)
        if dialogue.expecting is None or dialogue.expecting["key"] in over:
            dialogue.expecting = {"key": key, "args": args} | ({"topic": topic} if topic else {})

    def expect_nothing(self) -> None:
        """The next text is a question to the knowledge base again."""
        self.dialogue.expecting = None

    def note(self, **notes: Any) -> None:
        """Remember small things in this conversation; None forgets."""
        noted = {name: value for name, value in (self.dialogue.notes | notes).items() if value is not None}
        if noted != self.dialogue.notes:  # else the row would be looked through for changes that aren't there
            self.dialogue.notes = noted

    def wait_for(self, key: str, at: datetime, *, topic: str | None = None, here: bool = True, **args: Any) -> Due:
        """Call ``@router.due(key)`` at that moment, about this conversation (``here``) or the house."""
        if here and self.event.group:
            args["sender"] = self.event.sender
        due = Due(
            key=key,
            args=args,
            topic=topic,
            due_at=at,
            channel=self.event.channel if here else None,
            chat=self.event.chat if here else None,
        )
        self.session.add(due)
        self.session.info["due"] = True
        return due

    def attach(self, attachment: Attachment) -> Attachment:
        """Have a file fetched after the commit; its arrival is an event (``@router.fetched``)."""
        self.session.add(attachment)
        self.session.info["files"] = True
        return attachment

    def wake_delivery(self) -> None:
        """Have delivery look into the outbox after the commit: rows were written there by one statement."""
        self.session.info["queued"] = True

    async def go(self, command: str, payload: str = "") -> None:
        """Go on as if that command had been typed."""
        await self.router.run_command(self, command, payload)

    # rights

    def record(self, action: str, target: object = None, **details: Any) -> None:
        """Keep in the audit what was done; never a message's text."""
        self.session.add(
            Audit(
                at=self.now,
                account_id=self.account.id,
                action=action,
                target=None if target is None else str(target),
                details=details,
            )
        )

    def refuse(self, what: str, target: object = None, *, key: str = "refused") -> None:
        """Say politely that this can't be done, and keep in the audit that it was tried."""
        self.record(f"refused.{what}", target)
        self.say(self.t(key))

    # inside

    @property
    def _lane(self) -> Lane:
        return Lane.NOTICE if self.event.bot == HOUSE else Lane.REPLY

    def _remember_choices(self, choices: Sequence[Choice]) -> None:
        # What comes unasked (a report, a reminder) and offers nothing leaves the list on the screen what it was.
        if choices or not (self._said or self.event.bot == HOUSE):
            # Two lists in one answer: a number means the last one, words either.
            before = [each for each in self.dialogue.choices if not each[2]] if self._said else []
            self.dialogue.choices = [
                *([choice.label, choice.key, choice.numbered] for choice in choices if choice.url is None),
                *before,
            ]
        self._said = True

    def _lead(self, choices: Sequence[Choice]) -> str:
        """What tells people to type the words of a choice that has no number."""
        return "" if all(choice.numbered or choice.url for choice in choices) else self.t("choices-or-type")

    def _instead(self, language: str, picture: File | None, document: File | None) -> str:
        """What is said where the picture or document can't be shown."""
        if picture is None and document is None:
            return ""
        kind = "picture" if picture is not None else "document"
        return self.house.words.text(language, f"not-shown-{kind}", office=self.house.office(language))

    def _outgoing(
        self,
        channel: str,
        chat: str,
        account: Account | None,
        lane: Lane,
        message: Message | None,
        topic: str | None,
        report: tuple[str, dict[str, Any]] | None,
    ) -> Outbox:
        row = Outbox(
            channel=channel,
            chat=chat,
            account_id=account.id if account else None,
            lane=lane,
            operation=Operation.SEND,
            payload=message.payload() if message else None,
            topic=topic,
            report=None
            if report is None
            else {
                "key": report[0],
                "args": report[1],
                "channel": self.event.channel,
                "chat": self.event.chat,
                "sender": self.event.sender,
            },
            state=OutboxState.SENDING if self._claimed_by else OutboxState.QUEUED,
            claimed_by=self._claimed_by,
            created_at=self.now,
        )
        self.session.add(row)
        self.outgoing.append(row)
        return row
