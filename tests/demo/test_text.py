from __future__ import annotations

import pytest

from bot.demo.telegram.errors import ApiError
from bot.demo.telegram.text import find_spans, formatted, parse_html, units


@pytest.mark.parametrize(
    ("source", "shown", "spans"),
    [
        ("plain", "plain", []),
        ("a &lt;b&gt; &amp; &quot;c&#39;", "a <b> & \"c'", []),
        ("<b>x</b>", "x", [("bold", 0, 1)]),
        ("<B>x</B>", "x", [("bold", 0, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("🌾<u>x</u>", "🌾x", [("underline", 2, 1)]),
        ("<b></b>x", "x", []),
        ("  <b> x </b>  ", "x", [("bold", 0, 1)]),
        ("<pre>a<code>x</code></pre>", "ax", [("pre", 0, 2), ("code", 1, 1)]),
        ("<i><b>x</b></i>", "x", [("italic", 0, 1), ("bold", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<a href='nowhere'>x</a>", "x", []),
        ("& <b>R&D</b>", "& R&D", [("bold", 2, 3)]),
    ],
)
def test_html_is_shown_as_telegram_shows_it(source, shown, spans):
    text, found = formatted(source, "HTML")
    assert text == shown
    assert [(span["type"], span["offset"], span["length"]) for span in found] == spans


def test_a_link_keeps_its_address():
    assert parse_html('<a href="https://x.vn/?a=1&amp;b=2">đây</a>') == (
        "đây",
        [{"type": "text_link", "offset": 0, "length": 3, "url": "https://x.vn/?a=1&b=2"}],
    )


def test_code_names_the_language_of_its_block():
    source = '<pre><code class="language-py">x</code></pre>'
    assert parse_html(source) == ("x", [{"type": "pre", "offset": 0, "length": 1, "language": "py"}])


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("giá <5 triệu", 'Unsupported start tag "5" at byte offset 5'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href='x", 'Unclosed start tag "a" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source, why):
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert (refused.value.code, refused.value.description) == (
        400,
        f"Bad Request: can't parse entities: {why}",
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start moi_1", [("bot_command", "/start")]),
        ("gõ /hoi nhé", [("bot_command", "/hoi")]),
        ("/hoi@ocop_demo_bot", [("bot_command", "/hoi@ocop_demo_bot")]),
        ("ngày 12/05/2026, 1/2", []),
        ("xem https://x.vn/a?b=1.", [("url", "https://x.vn/a?b=1")]),
        ("viết cho a.b@x.vn", [("email", "a.b@x.vn")]),
        ("🌾 hỏi @canbo_bk", [("mention", "@canbo_bk")]),
    ],
)
def test_what_is_found_in_plain_text(text, found):
    encoded = text.encode("utf-16-le")
    spans = find_spans(text)
    assert [
        (s["type"], encoded[2 * s["offset"] : 2 * (s["offset"] + s["length"])].decode("utf-16-le")) for s in spans
    ] == found


def test_units_are_those_of_utf16():
    assert [units(text) for text in ("abc", "mã vạch", "🌾🌾")] == [3, 7, 4]
