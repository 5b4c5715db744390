"""Codes in pictures: read, and an EAN-13 drawn as the specification has it."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from handlers.papers.barcodes import BAR_HEIGHT, DOTS, LEFT, RIGHT, SYMBOL, Code, ean13_png, read_codes
from models.identifiers import Gtin, Invalid


def draw(path: Path, text: str, kind: zxingcpp.BarcodeFormat, *, turned: int = 0) -> Path:
    """A picture of a code, as somebody would photograph it."""
    drawn = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=4)
    grey = memoryview(drawn)
    picture = Image.frombytes("L", (grey.shape[1], grey.shape[0]), grey.tobytes())
    picture.rotate(turned, expand=True, fillcolor=255).convert("RGB").save(path)
    return path


@pytest.mark.parametrize("digits", ["8934602001078", "8935001234562", "0012345678905", "4006381333931"])
def test_what_is_drawn_is_read_again(tmp_path: Path, digits: str) -> None:
    ean13_png(digits, tmp_path / "code.png")
    assert read_codes(tmp_path / "code.png") == [Code("EAN-13", digits)]


def test_the_picture_is_ready_for_print(tmp_path: Path) -> None:
    ean13_png("8934602001078", tmp_path / "code.png")
    with Image.open(tmp_path / "code.png") as picture:
        assert picture.width == (LEFT + SYMBOL + RIGHT) * DOTS
        dpi = picture.info["dpi"][0]
        assert dpi >= 300
        assert picture.width / dpi * 25.4 == pytest.approx(37.29, abs=0.01)  # millimetres, GS1's nominal width
        row = [picture.getpixel((x, 10)) for x in range(picture.width)]
        foot = [picture.getpixel((x, (BAR_HEIGHT + 2) * DOTS)) for x in range(picture.width)]
    # Quiet zones are white, no dot is grey, and every bar is whole modules wide.
    assert set(row) == {0, 255}
    assert set(row[: LEFT * DOTS]) == set(row[-RIGHT * DOTS :]) == {255}
    modules = [row[at : at + DOTS] for at in range(0, len(row), DOTS)]
    assert all(len(set(module)) == 1 for module in modules)
    # The guard bars alone go down between the digits.
    assert [at for at in range(SYMBOL) if foot[(LEFT + at) * DOTS : (LEFT + at + 1) * DOTS] == [0] * DOTS] == [
        0,
        2,
        46,
        48,
        92,
        94,
    ]


@pytest.mark.parametrize("digits", ["8934602001079", "893460200107", "12345670", "abc"])
def test_only_a_gtin_13_is_drawn(tmp_path: Path, digits: str) -> None:
    with pytest.raises(Invalid):
        ean13_png(digits, tmp_path / "code.png")
    assert not (tmp_path / "code.png").exists()


@pytest.mark.parametrize("turned", [0, 90, 180])
@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_photos_of_every_kind_and_side(tmp_path: Path, turned: int, suffix: str) -> None:
    photo = draw(tmp_path / f"photo.{suffix}", "8934602001078", zxingcpp.EAN13, turned=turned)
    assert read_codes(photo) == [Code("EAN-13", "8934602001078")]


def test_a_qr_code_is_text_and_no_gtin(tmp_path: Path) -> None:
    (code,) = read_codes(draw(tmp_path / "qr.png", "https://example.vn/lo/12?a=b", zxingcpp.QRCode))
    assert code.text == "https://example.vn/lo/12?a=b"
    assert code.gtin is None
    # Digits in a QR code are only digits.
    (code,) = read_codes(draw(tmp_path / "qr.png", "8934602001078", zxingcpp.QRCode))
    assert code.gtin is None


def test_a_shop_code_has_a_gtin(tmp_path: Path) -> None:
    (code,) = read_codes(draw(tmp_path / "ean.png", "40170725", zxingcpp.EAN8))
    assert code.gtin == Gtin("40170725")


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff photo", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"])
def test_what_is_no_picture_has_no_codes(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "photo.jpg").write_bytes(content)
    assert read_codes(tmp_path / "photo.jpg") == []


@pytest.mark.parametrize("kind", ["gif", "bmp", "tiff", "jp2"])
def test_only_pictures_as_phones_make_them_are_opened(tmp_path: Path, kind: str) -> None:
    draw(tmp_path / f"photo.{kind}", "8934602001078", zxingcpp.EAN13).rename(tmp_path / "photo.jpg")
    assert read_codes(tmp_path / "photo.jpg") == []


@pytest.mark.parametrize("error", [RuntimeError(), MemoryError(), AttributeError(), NotImplementedError()])
def test_whatever_a_damaged_picture_raises_it_has_no_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(*args: object) -> None:
        raise error

    ean13_png("8934602001078", tmp_path / "code.png")
    monkeypatch.setattr(PngImageFile, "load", broken)
    assert read_codes(tmp_path / "code.png") == []


def test_a_picture_too_large_to_open_is_left(tmp_path: Path) -> None:
    Image.new("1", (9000, 7000)).save(tmp_path / "wide.png")
    assert read_codes(tmp_path / "wide.png") == []
