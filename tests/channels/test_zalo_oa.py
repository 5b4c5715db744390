"""The Official Account's channel against the simulated one: what goes out, and what fails."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from bot.channels.base import Envelope, NotFetched, Outcome, Verdict
from bot.channels.network import Dropped
from bot.channels.zalo_oa import REFUSALS, able
from bot.channels.zalo_oa_api import Refused, Unavailable, read_answer
from bot.channels.zalo_oa_uploads import LARGEST_PICTURE, NotTaken, fit_picture
from bot.channels.zalo_oa_words import cut, verdict
from bot.demo.faults import Fault
from bot.demo.phone import Phone
from models.mail import Choice, File, Message, Operation, Reason
from tests.channels.oa_office import OaOffice, envelope, oa_office, paper
from tests.demo.pictures import png
from tests.oa_platform import DAY, LAN

YES, NO = Choice("Có", "answer.yes:1"), Choice("Không", "answer.no")


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[OaOffice]:
    async with oa_office(tmp_path) as office:
        yield office


@pytest.fixture
async def lan(office: OaOffice) -> Phone:
    return office.platform.person(follows=True)


class TheSecond(Fault):
    """Strikes the second call only."""

    def strikes(self, method: str, chance: Random) -> bool:
        self.struck += method in self.methods
        return method in self.methods and self.struck == 2


# what is shown


async def test_a_text_with_its_buttons_arrives_and_a_press_comes_back(office: OaOffice, lan: Phone) -> None:
    office.desk.events.clear()
    outcome = await office.channel.send(
        envelope("<b>Chọn</b> &lt;một&gt;", YES, NO, Choice("Xem", url="https://x.vn/"))
    )
    assert (outcome.verdict, bool(outcome.message_id)) == (Verdict.SENT, True)
    assert lan.last.text == "Chọn <một>"
    assert lan.last.labels == ["Có", "Không", "Xem"]
    assert lan.last.buttons[2][0].url == "https://x.vn/"
    await lan.presses("Có")
    event = await office.desk.next()
    while event.text != "answer.yes:1":
        event = await office.desk.next()
    assert event.kind.value == "choice"


async def test_more_than_five_choices_become_lines(office: OaOffice, lan: Phone) -> None:
    await office.channel.send(envelope("Chọn", *(Choice(f"Mục {number}", f"k:{number}") for number in range(6))))
    assert lan.last.labels == []
    assert lan.last.text.startswith("Chọn\n\n1. Mục 0\n2. Mục 1")


async def test_what_the_platform_has_no_form_for(office: OaOffice, lan: Phone) -> None:
    commands = Envelope(str(LAN), Operation.COMMANDS, Message(""), commands=(("menu", "Menu"),))
    assert await office.channel.send(commands) == Outcome(Verdict.SENT)
    assert lan.sees == []
    change = Envelope(str(LAN), Operation.EDIT, Message("sau"), target="x")
    assert (await office.channel.send(change)).verdict is Verdict.SENT
    assert lan.last.text == "sau"
    assert (await office.channel.send(envelope(""))).reason is Reason.REJECTED
    assert office.channel.link("word") is None


async def test_a_long_text_comes_in_pieces_and_only_the_missing_one_is_sent_again(office: OaOffice, lan: Phone) -> None:
    text = "\n\n".join(f"{number} " + "chữ " * 200 for number in range(6))
    office.platform.faults.rules.append(TheSecond("bad_gateway", frozenset({"cs"})))
    outcome = await office.channel.send(envelope(text, YES))
    assert (outcome.verdict, outcome.accepted) == (Verdict.RETRY, 1)
    assert (await office.channel.send(envelope(text, YES, accepted=outcome.accepted))).verdict is Verdict.SENT
    assert " ".join(shown.text for shown in lan.sees).split() == text.split()
    assert [bool(shown.labels) for shown in lan.sees] == [False] * (len(lan.sees) - 1) + [True]


def test_titles_are_cut_at_a_word() -> None:
    assert cut("Có") == "Có"
    long = cut("một hai " * 20)
    assert len(long) <= 100
    assert long.endswith("hai…")
    assert len(cut("x" * 200)) == 100


# buttons that are refused


async def test_refused_buttons_become_lines_and_that_is_remembered(office: OaOffice, lan: Phone) -> None:
    office.platform.front.button_forms.clear()
    for _ in range(2):
        assert (await office.channel.send(envelope("Chọn?", YES, NO))).verdict is Verdict.SENT
        assert (lan.last.text, lan.last.labels) == ("Chọn?\n\n1. Có\n2. Không", [])
    assert office.channel.capabilities.buttons == 0
    assert len(lan.sees) == 2


async def test_one_odd_button_does_not_end_all_buttons(office: OaOffice, lan: Phone) -> None:
    odd = Choice("Xem", url="ftp://x")
    for number in range(REFUSALS):
        assert office.channel.capabilities.buttons == 5
        assert (await office.channel.send(envelope(f"Chọn {number}", odd))).verdict is Verdict.SENT
        if number == 0:
            await office.channel.send(envelope("Chọn", YES))
            assert lan.last.labels == ["Có"]
    assert office.channel.capabilities.buttons == 5
    # What is refused for another reason says nothing about buttons.
    for _ in range(REFUSALS + 1):
        assert (await office.channel.send(envelope("x", YES, chat=4711))).reason is Reason.REJECTED
    assert office.channel.capabilities.buttons == 5


# files


async def test_a_picture_goes_out_once_for_all(office: OaOffice, lan: Phone, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png(40, 30))
    picture = File("a.png", "image/png", path="a.png")
    bao = office.platform.person("Bảo", LAN + 1, follows=True)
    letters = [envelope("ảnh", picture=picture, chat=chat) for chat in (LAN, LAN + 1) * 5]
    outcomes = await asyncio.gather(*(office.channel.send(letter) for letter in letters))
    assert {outcome.verdict for outcome in outcomes} == {Verdict.SENT}
    assert bao.last.file is not None
    assert (bao.last.kind, bao.last.text, bao.last.file.data) == ("photo", "ảnh", png(40, 30))
    assert office.platform.front.uploads.number == 1
    await office.channel.send(envelope("ảnh", YES, picture=picture))
    assert [(shown.kind, shown.labels) for shown in lan.sees[-2:]] == [("photo", []), ("text", ["Có"])]


async def test_what_zalo_has_forgotten_is_uploaded_again(office: OaOffice, lan: Phone, tmp_path: Path) -> None:
    letter = envelope("", document=paper(tmp_path))
    await office.channel.send(letter)
    office.platform.front.uploads.forget()
    assert (await office.channel.send(letter)).verdict is Verdict.RETRY
    assert (await office.channel.send(letter)).verdict is Verdict.SENT
    assert office.platform.front.uploads.number == 2


async def test_a_paper_stands_before_its_text(office: OaOffice, lan: Phone, tmp_path: Path) -> None:
    outcome = await office.channel.send(envelope("Phiếu đây", YES, document=paper(tmp_path, 'phiếu "1".docx')))
    assert outcome.verdict is Verdict.SENT
    first, second = lan.sees[-2:]
    assert first.file is not None
    assert (first.kind, first.file.name) == ("document", "phiếu _1_.docx")
    assert (second.text, second.labels) == ("Phiếu đây", ["Có"])


async def test_a_picture_sent_as_a_paper_is_shown(office: OaOffice, lan: Phone, tmp_path: Path) -> None:
    await office.channel.send(envelope("mã", document=paper(tmp_path, "EAN13.png", png(90, 60))))
    assert (lan.last.kind, lan.last.text) == ("photo", "mã")


@pytest.mark.parametrize("shared", [True, False])
async def test_what_zalo_does_not_take_is_told_with_an_address(tmp_path: Path, shared: bool) -> None:
    async def share(file: File) -> str:
        return f"https://ocop.vn/{file.path}"

    async with oa_office(tmp_path, share=share if shared else None) as office:
        lan = office.platform.person(follows=True)
        letter = envelope("Bảng đây", document=paper(tmp_path, "a&b.xlsx"), instead="(Có kèm tệp.)")
        assert (await office.channel.send(letter)).verdict is Verdict.SENT
        line = "a&b.xlsx: https://ocop.vn/a&b.xlsx" if shared else "(Có kèm tệp.)"
        assert [shown.text for shown in lan.sees] == [f"Bảng đây\n\n{line}"]
        big = envelope("", document=paper(tmp_path, "b.pdf", b"x" * (5 * 1024 * 1024 + 1)), instead="(Có kèm tệp.)")
        assert (await office.channel.send(big)).verdict is Verdict.SENT
        assert office.platform.front.uploads.number == 0


@pytest.mark.parametrize("code", [-201, -210])
@pytest.mark.parametrize("refused", ["/v2.0/oa/upload/image", "/v3.0/oa/message/cs"])
@pytest.mark.parametrize("shared", [True, False])
async def test_the_words_of_a_picture_that_is_refused_arrive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, refused: str, shared: bool
) -> None:
    async def share(file: File) -> str:
        return f"https://ocop.vn/{file.path}"

    async with oa_office(tmp_path, share=share if shared else None) as office:
        lan, call = office.platform.person(follows=True), office.channel._api.call

        async def refuse(keys: Any, method: str, path: str, **given: Any) -> dict[str, Any]:
            message = given.get("json", {}).get("message", {})
            if path == refused and ("form" in given or "template_type" in str(message)):
                raise Refused(code, "no")
            return await call(keys, method, path, **given)

        monkeypatch.setattr(office.channel._api, "call", refuse)
        (tmp_path / "a.png").write_bytes(png(40, 30))
        picture = File("a.png", "image/png", path="a.png")
        line = "a.png: https://ocop.vn/a.png" if shared else "(Có kèm ảnh.)"
        for choices in ([], [YES]):
            sent = await office.channel.send(envelope("ảnh", *choices, picture=picture, instead="(Có kèm ảnh.)"))
            assert sent.verdict is Verdict.SENT
            assert (lan.last.kind, lan.last.text) == ("text", f"ảnh\n\n{line}")
            assert lan.last.labels == [choice.label for choice in choices]
        assert len(lan.sees) == 2
        nothing = await office.channel.send(envelope("", picture=File("a.png", "image/png", path="a.png")))
        assert (nothing.verdict is Verdict.SENT) is shared


async def test_what_people_sent_goes_on_to_others(office: OaOffice, lan: Phone, tmp_path: Path) -> None:
    office.desk.events.clear()
    await lan.sends_photo(png(9, 9))
    event = await office.desk.next()
    while "file" not in event.data:
        event = await office.desk.next()
    file = event.data["file"]
    assert await office.channel.fetch(file["id"], tmp_path / "got") == len(png(9, 9))
    again = File("a.png", "image/png", channel="zalo_oa", id=file["id"])
    assert (await office.channel.send(envelope("", picture=again))).verdict is Verdict.SENT
    elsewhere = File("a.png", "image/png", channel="telegram", id="x")
    assert (await office.channel.send(envelope("", picture=elsewhere))).reason is Reason.REJECTED


async def test_what_can_not_be_fetched(office: OaOffice, tmp_path: Path) -> None:
    cases = {
        f"{office.platform.url}/files/none": True,
        "http://169.254.169.254/secret": True,
        "https://10.0.0.1/secret": True,
        "file:///etc/passwd": True,
    }
    for url, final in cases.items():
        with pytest.raises(NotFetched) as told:
            await office.channel.fetch(url, tmp_path / "x")
        assert told.value.final is final, url


def test_large_pictures_are_made_smaller() -> None:
    noise = Image.effect_noise((1600, 1200), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    name, content = fit_picture(out.getvalue())
    assert name == "picture.jpg"
    assert len(content) <= LARGEST_PICTURE
    webp = io.BytesIO()
    Image.new("RGBA", (50, 50)).save(webp, "WEBP")
    assert fit_picture(webp.getvalue())[0] == "picture.jpg"
    assert fit_picture(png(9, 9)) == ("picture.png", png(9, 9))
    phone, out = Image.new("RGB", (9000, 6000), "green"), io.BytesIO()
    phone.save(out, "JPEG", quality=95)
    padded = out.getvalue() + b"\0" * LARGEST_PICTURE
    assert fit_picture(padded)[0] == "picture.jpg", "54 million points of a JPEG need not all be unpacked"


def test_a_picture_that_would_fill_the_memory_is_not_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(out, "PNG")
    with pytest.raises(NotTaken):
        fit_picture(out.getvalue() + b"\0" * LARGEST_PICTURE)


def test_only_pictures_as_phones_make_them_are_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "JPEG2000")
    with pytest.raises(NotTaken):
        fit_picture(out.getvalue())

    def broken(*args: object) -> None:
        raise AttributeError

    monkeypatch.setattr(PngImageFile, "load", broken)
    with pytest.raises(NotTaken):
        fit_picture(png(9, 9) + b"\0" * LARGEST_PICTURE)


# what fails


async def test_verdicts(office: OaOffice, lan: Phone) -> None:
    await office.channel.send(envelope("đầu"))
    for kind, expected in {
        "too_many": Verdict.SLOW,
        "server_error": Verdict.RETRY,
        "bad_gateway": Verdict.RETRY,
        "drop_before": Verdict.UNKNOWN,
        "drop_after": Verdict.UNKNOWN,
    }.items():
        office.platform.faults.next(kind, methods=["cs"])  # type: ignore[arg-type]
        outcome = await office.channel.send(envelope("hello"))
        assert outcome.verdict is expected, kind
        assert outcome.after == (10 if kind == "too_many" else 0)


async def test_an_upload_that_breaks_is_tried_again(office: OaOffice, lan: Phone, tmp_path: Path) -> None:
    letter = envelope("", document=paper(tmp_path))
    for kind in ("drop_before", "drop_after", "server_error"):
        office.platform.faults.next(kind, methods=["file"])  # type: ignore[arg-type]
        assert (await office.channel.send(letter)).verdict is Verdict.RETRY, kind
    assert (await office.channel.send(letter)).verdict is Verdict.SENT
    assert (await office.channel.send(envelope("", document=File("x.pdf", "", path="no.pdf")))).detail == (
        "file: FileNotFoundError"
    )


async def test_the_window(office: OaOffice, lan: Phone) -> None:
    office.platform.clock.at += 7 * DAY + 1
    assert await office.channel.send(envelope("muộn")) == Outcome(Verdict.CLOSED, detail="days")
    await lan.says("tôi đây")
    assert (await office.channel.send(envelope("chào"))).verdict is Verdict.SENT
    office.platform.clock.at += 3 * DAY
    office.platform.limits.paid = 0
    assert await office.channel.send(envelope("có phí")) == Outcome(Verdict.CLOSED, detail="office")
    await lan.blocks()
    assert (await office.channel.send(envelope("chào"))).reason is Reason.NOT_FOLLOWING
    assert (await office.channel.send(envelope("chào", chat=4711))).reason is Reason.REJECTED


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (-32, (Verdict.SLOW, None)),
        (-100, (Verdict.RETRY, None)),
        (-200, (Verdict.RETRY, None)),
        (-204, (Verdict.RETRY, None)),
        (-210, (Verdict.FAILED, Reason.REJECTED)),
        (-211, (Verdict.CLOSED, None, "office")),
        (-213, (Verdict.FAILED, Reason.NOT_FOLLOWING)),
        (-216, (Verdict.RETRY, None)),
        (-217, (Verdict.FAILED, Reason.BLOCKED)),
        (-218, (Verdict.CLOSED, None, "quota")),
        (-224, (Verdict.RETRY, None)),
        (-227, (Verdict.FAILED, Reason.GONE)),
        (-230, (Verdict.CLOSED, None, "days")),
        (-232, (Verdict.CLOSED, None, "days")),
        (-244, (Verdict.FAILED, Reason.REJECTED)),
        (-248, (Verdict.FAILED, Reason.REJECTED)),
        (-320, (Verdict.CLOSED, None, "office")),
        (-321, (Verdict.CLOSED, None, "office")),
        (-9999, (Verdict.FAILED, Reason.REJECTED)),
    ],
)
def test_codes(code: int, expected: tuple[Any, ...]) -> None:
    outcome = verdict(Refused(code, "words"))
    assert (outcome.verdict, outcome.reason, outcome.detail)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (429, b"", Refused),
        (503, b"<html>", Unavailable),
        (302, b"", Unavailable),
        (404, b'{"error": 0}', Unavailable),
        (200, b"<html>", Dropped),
        (200, b"[]", Dropped),
        (200, b"[" * 100_000, Dropped),
    ],
)
def test_answers_that_say_nothing(status: int, body: bytes, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        read_answer(status, body)


def test_charged_messages_only_when_the_office_says_so() -> None:
    free, paid = able(paid=False).window, able(paid=True).window
    assert free is not None
    assert paid is not None
    assert (free.free, free.free_for) == (8, free.open_for * 2 / 7)
    assert paid.free_for == paid.open_for
    assert paid.free > 10**6


async def test_without_a_platform_nothing_is_lost(office: OaOffice, lan: Phone) -> None:
    await office.channel.send(envelope("đầu"))
    office.channel._api._url = "http://127.0.0.1:1"
    assert (await office.channel.send(envelope("x"))).verdict is Verdict.RETRY
    await office.channel.close()
    assert (await office.channel.send(envelope("x"))).verdict is Verdict.RETRY
