"""Which letter goes next: lanes, limits, pauses; with a clock that stands still."""

from __future__ import annotations

from dataclasses import MISSING, fields

import pytest

from bot.channels.memory import MemoryChannel
from bot.limits import Limiter
from bot.post import Letter, Post
from models.mail import Lane, Operation, Outbox
from tests.machinery.echo import Instant
from tests.talk import MORNING


@pytest.fixture
def clock() -> Instant:
    return Instant()


@pytest.fixture
def post(clock: Instant) -> Post:
    return Post(MemoryChannel(), Limiter(30.0, clock))


def letter(number: int, chat: str, lane: Lane = Lane.REPLY) -> Letter:
    return Letter(number, "telegram", chat, None, lane, Operation.SEND, {}, None, None, None, None, 0, None)


def serve(post: Post, clock: Instant, seconds: float) -> list[tuple[float, Letter]]:
    """Send everything that may be sent within so many seconds, each in no time."""
    sent, until, begun = [], clock.now + seconds, clock.now
    while True:
        found = post.next()
        if isinstance(found, Letter):
            post.limiter.take(found.chat, found.lane)
            post.done(found)
            sent.append((clock.now - begun, found))
        elif found is None or clock.now + found > until:
            return sent
        else:
            clock.now += found


def test_a_letter_is_what_its_row_says() -> None:
    row = Outbox(
        id=1,
        channel="telegram",
        chat="7",
        account_id=2,
        lane=Lane.NOTICE,
        operation=Operation.EDIT,
        payload={"text": "hello"},
        broadcast_id=3,
        target_id=4,
        target_message="5",
        report={"key": "told"},
        attempts=6,
        expires_at=MORNING,
        topic="request:8",
        held_at=MORNING,
    )
    letter = Letter.of(row)
    taken = {field.name: getattr(letter, field.name) for field in fields(Letter) if hasattr(row, field.name)}
    assert taken == {name: getattr(row, name) for name in taken}
    assert None not in taken.values()
    # The rest is of this worker's attempts.
    assert all(field.default is not MISSING for field in fields(Letter) if field.name not in taken)


def test_thirty_a_second_over_all(post: Post, clock: Instant) -> None:
    for number in range(200):
        post.put(letter(number, str(number)))
    sent = serve(post, clock, 4.0)
    for begun in range(30):
        within = [at for at, _ in sent if begun / 10 <= at < begun / 10 + 1]
        assert len(within) <= 33
    assert 120 <= len(sent) <= 124


def test_a_burst_and_then_one_a_second_in_one_chat(post: Post, clock: Instant) -> None:
    for number in range(20):
        post.put(letter(number, "7"))
    sent = serve(post, clock, 10.0)
    assert [letter.id for _, letter in sent] == list(range(len(sent)))
    assert 14 <= len(sent) <= 15


def test_twenty_a_minute_in_a_group(post: Post, clock: Instant) -> None:
    for number in range(60):
        post.put(letter(number, "-7"))
    assert 29 <= len(serve(post, clock, 60.0)) <= 30


def test_one_chat_at_its_limit_holds_up_no_other(post: Post, clock: Instant) -> None:
    for number in range(10):
        post.put(letter(number, "7"))
    post.put(letter(99, "8"))
    sent = serve(post, clock, 1.0)
    assert 99 in [letter.id for _, letter in sent]


def test_replies_before_notices_before_broadcasts(post: Post, clock: Instant) -> None:
    for number, lane in enumerate([Lane.BROADCAST, Lane.NOTICE, Lane.REPLY]):
        post.put(letter(number, str(number), lane))
    assert [letter.lane for _, letter in serve(post, clock, 1.0)] == [Lane.REPLY, Lane.NOTICE, Lane.BROADCAST]


def test_a_broadcast_leaves_a_share_to_the_others(post: Post, clock: Instant) -> None:
    for number in range(400):
        post.put(letter(number, str(number), Lane.BROADCAST))
    sent = serve(post, clock, 10.0)
    assert len(sent) <= 30 * 0.8 * 10 + 3
    post.put(letter(1000, "reply"))
    assert serve(post, clock, 0.1)[0][1].id == 1000


def test_a_reply_passes_the_broadcasts_of_its_own_chat(post: Post, clock: Instant) -> None:
    post.put(letter(1, "7", Lane.BROADCAST))
    post.put(letter(2, "7", Lane.BROADCAST))
    post.put(letter(3, "7"))
    post.put(letter(4, "7"))
    assert [letter.id for _, letter in serve(post, clock, 5.0)] == [3, 4, 1, 2]


def test_a_reply_waits_only_for_the_broadcast_under_way(post: Post, clock: Instant) -> None:
    post.put(letter(1, "7", Lane.BROADCAST))
    post.put(letter(2, "7", Lane.BROADCAST))
    under_way = post.next()
    assert isinstance(under_way, Letter)
    post.put(letter(3, "7"))
    assert post.next() is None
    # It failed and rests for a minute; the reply need not.
    post.back(under_way, 60.0)
    assert [letter.id for _, letter in serve(post, clock, 1.0)] == [3]


def test_a_reply_passes_a_broadcast_that_rests(post: Post, clock: Instant) -> None:
    post.put(letter(1, "7", Lane.BROADCAST))
    first = post.next()
    assert isinstance(first, Letter)
    post.back(first, 60.0)
    post.put(letter(2, "7"))
    assert [letter.id for _, letter in serve(post, clock, 1.0)] == [2]
    assert [letter.id for _, letter in serve(post, clock, 61.0)] == [1]


def test_one_letter_of_a_chat_at_a_time(post: Post) -> None:
    post.put(letter(1, "7"))
    post.put(letter(2, "7"))
    assert isinstance(post.next(), Letter)
    assert post.next() is None


def test_too_many_requests_pause_the_whole_bot(post: Post, clock: Instant) -> None:
    post.put(letter(1, "7"))
    post.put(letter(2, "8"))
    first = post.next()
    assert isinstance(first, Letter)
    post.limiter.pause(7.0)
    post.back(first, 7.0)
    assert post.next() == pytest.approx(7.0)
    sent = serve(post, clock, 8.0)
    assert sorted(letter.id for _, letter in sent) == [1, 2]
    assert min(at for at, _ in sent) >= 7.0


def test_what_waits_for_a_lost_chat_is_given_up(post: Post) -> None:
    for number in range(3):
        post.put(letter(number, "7"))
    first = post.next()
    assert isinstance(first, Letter)
    assert [lost.id for lost in post.give_up(first)] == [1, 2]
    assert post.chats == {}
    assert post.under_way == 0


def test_a_bought_rate_raises_the_limit_of_each_chat_too(clock: Instant) -> None:
    post = Post(MemoryChannel(), Limiter(300.0, clock))
    for number in range(200):
        post.put(letter(number, "7"))
    assert 140 <= len(serve(post, clock, 10.0)) <= 152
