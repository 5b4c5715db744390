"""The score card: everything on it is seen, whatever it has to say."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from handlers.kit.house import House
from handlers.kit.words import LANGUAGES
from handlers.papers.score_card import MARGIN, MOST_LINES, WIDTH, ScoreCard, draw, lay_out
from handlers.producers.assessment_words import Result, score_card
from models.assessments import Assessment
from models.criteria import load_criteria
from tests.talk import MORNING, WORDS

_HONEY = ScoreCard(
    title="Chấm điểm thử OCOP",
    product="Mật ong rừng Na Rì",
    set_name="Bộ 4. Mật ong, mật khác, nông sản khác",
    stars=3,
    outcome="64 điểm, 3 sao",
    remark="Hội đồng tự nhìn, ngửi, nếm nên có thể chấm từ 58 đến 69 điểm.",
    parts=[("A. Sản phẩm và sức mạnh cộng đồng", 30, 40), ("B. Khả năng tiếp thị", 0, 25), ("C. Chất lượng", 34, 35)],
    missing_title="Còn thiếu để lên 4 sao",
    short="Còn thiếu 6 điểm để đủ điểm 4 sao",
    missing=[("3.5", "Sở hữu trí tuệ")],
    more=lambda count: f"và {count} điều kiện nữa",
    footer="Tự ước lượng ngày 23/11/2026. Điểm chính thức do hội đồng chấm.",
)
_LONG = dataclasses.replace(
    _HONEY,
    product="Nghiêng" * 40,
    missing=[(each.code, each.name) for each in load_criteria().set(14).criteria],
)


def _of_every_set() -> Iterator[ScoreCard]:
    """Cards as they are made, with as much to say as there can be: nothing is reached."""
    house = House(WORDS, "", "", ZoneInfo("Asia/Ho_Chi_Minh"), Path())
    for language in LANGUAGES:
        for criteria_set in load_criteria(language).sets:
            assessment = Assessment(
                product="Miến dong & tinh bột",
                set_number=criteria_set.number,
                full=True,
                answers={},
                unsure=[],
                updated_at=MORNING,
                finished_at=MORNING,
            )
            result = Result(assessment, criteria_set, assessment.forecast(criteria_set), None, house)
            yield score_card(result, partial(WORDS.text, language))


def test_it_is_as_wide_as_a_phone_needs_and_not_blank(tmp_path: Path) -> None:
    draw(_HONEY, tmp_path / "cards" / "1.png")
    with Image.open(tmp_path / "cards" / "1.png") as image:
        assert image.width == WIDTH == 1080
        assert image.width * 1.2 < image.height < image.width * 2
        colours = image.getcolors(1 << 24)
        assert colours is not None
        assert max(count for count, _ in colours) < 0.85 * image.width * image.height
    assert [file.name for file in (tmp_path / "cards").iterdir()] == ["1.png"]


@pytest.mark.parametrize(
    "card", [_HONEY, _LONG, dataclasses.replace(_HONEY, remark="", short="", missing=[]), *_of_every_set()]
)
def test_all_text_fits_and_none_lies_on_another(card: ScoreCard) -> None:
    layout = lay_out(card)
    boxes = [text.box for text in layout.texts]
    for (left, top, right, bottom), text in zip(boxes, layout.texts, strict=True):
        assert left >= MARGIN - 4, text.text
        assert right <= WIDTH - MARGIN + 4, text.text
        assert 0 <= top < bottom <= layout.height, text.text
        assert "&amp;" not in text.text
        assert "<" not in text.text
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


def test_a_long_list_is_cut_and_says_so() -> None:
    texts = [text.text for text in lay_out(_LONG).texts]
    assert f"và {len(_LONG.missing) - MOST_LINES} điều kiện nữa" in texts
    assert sum("Nghiêng" in text for text in texts) == 3
    assert any(text.endswith("…") for text in texts)


@pytest.mark.parametrize("stars", [0, 3, 5])
def test_the_stars_that_are_reached_shine(stars: int) -> None:
    layout = lay_out(dataclasses.replace(_HONEY, stars=stars))
    first = layout.stars[0].colour
    shining = [star.colour for star in layout.stars].count("#f5a40b")
    assert len(layout.stars) == 5
    assert shining == stars
    assert (first == "#f5a40b") is (stars > 0)


def test_every_vietnamese_letter_has_a_glyph() -> None:
    marked = "ĂÂĐÊÔƠƯ" + "".join(
        unicodedata.normalize("NFC", letter + mark)
        for letter in "AĂÂEÊIOÔƠUƯY"
        for mark in ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    )
    font = lay_out(_HONEY).texts[0].font
    unknown = bytes(font.getmask("\uffff"))
    for letter in marked + marked.lower() + "“”…−·0123456789":
        assert len(letter) == 1
        assert bytes(font.getmask(letter)) != unknown, letter


def test_letters_are_joined_with_their_marks_and_pictures_left_out() -> None:
    texts = [
        text.text
        for text in lay_out(dataclasses.replace(_HONEY, product=unicodedata.normalize("NFD", "Mật ong 🍯 Ưỡng"))).texts
    ]
    assert "Mật ong Ưỡng" in texts
