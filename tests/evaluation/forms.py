"""A question in the forms in which people type it: as written, without diacritics, with slips, in chat
shorthand."""

from __future__ import annotations

import random
import re
import unicodedata

FORMS = ("written", "no_diacritics", "typo1", "typo2", "chat")

_CHAT = [
    ("hợp tác xã", "htx"), ("mã số mã vạch", "msmv"), ("mã vạch", "mv"), ("nhãn hiệu", "nh"),
    ("sở hữu trí tuệ", "shtt"), ("kiểm nghiệm", "kn"), ("như thế nào", "ntn"), ("thế nào", "tn"),
    ("bao nhiêu", "bn"), ("bao lâu", "bl"), ("hồ sơ", "hs"), ("giấy chứng nhận", "gcn"),
    ("an toàn thực phẩm", "attp"), ("truy xuất nguồn gốc", "txng"), ("chỉ dẫn địa lý", "cddl"),
    ("đăng ký kinh doanh", "dkkd"), ("đăng ký", "dk"), ("đăng kí", "dk"), ("sản phẩm", "sp"),
    ("sản xuất", "sx"),
    ("cơ sở", "cs"), ("không", "ko"), ("được", "dc"), ("với", "vs"), ("những", "nhg"), ("người", "ng"),
    ("nhà em", "nhà e"), ("em", "e"), ("anh", "a"), ("chị", "c"), ("mình", "mk"), ("gì", "j"), ("rồi", "r"),
    ("cũng", "cg"), ("trong", "trg"), ("quyết định", "qđ"), ("ủy ban nhân dân", "ubnd"), ("phải", "fai"),
    ("bắt buộc", "bb"), ("thủ tục", "tt"), ("nghị định", "nđ"), ("điện thoại", "đt"), ("trả lời", "tl"),
    ("vậy", "v"),
]  # fmt: skip
_TELEX_LETTERS = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}
_TELEX_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}


def forms(question: str, seed: int = 0) -> dict[str, str]:
    """The question in every form of FORMS; the same seed gives the same slips."""
    written = unicodedata.normalize("NFC", question)
    rng = random.Random(f"{seed}|{written}")
    two = _with_slips(written, rng, 2)
    one = " ".join(_with_slips(written, rng, 1))
    for _ in range(2 if len(two) > 6 else 1):
        if len(two) > 2:
            at = rng.randrange(0, len(two) - 1)
            two[at : at + 2] = [two[at] + two[at + 1]]  # a space left out
    return {
        "written": written,
        "no_diacritics": _bare(written),
        "typo1": one,
        "typo2": " ".join(two),
        "chat": _shorthand(written),
    }


def _bare(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("đ", "d").replace("Đ", "D")
    letters = (c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", "".join(letters))


def _shorthand(text: str) -> str:
    short = text.lower()
    for phrase, abbreviation in _CHAT:
        short = re.sub(rf"(?<!\w){phrase}(?!\w)", abbreviation, short)
    return re.sub(r"\s+", " ", re.sub(r"[?.!,]+", " ", _bare(short))).strip()


def _with_slips(text: str, rng: random.Random, count: int) -> list[str]:
    """The words without diacritics, `count` of them mistyped."""
    typed = text.split()
    long_enough = [
        at
        for at, word in enumerate(typed)
        if sum(c.isalpha() for c in word) >= 3 and not any(c.isdigit() for c in word)
    ]
    rng.shuffle(long_enough)
    slipped = set(long_enough[:count])
    return [_slipped(word, rng) if at in slipped else _bare(word) for at, word in enumerate(typed)]


def _slipped(word: str, rng: random.Random) -> str:
    if _bare(word) != word and rng.random() < 0.4:
        return _uncomposed(word, rng)
    bare = _bare(word)
    if len(bare) < 3:
        return bare + bare[-1:]
    kind = rng.choice(["swap", "drop", "double"])
    at = rng.randrange(0, len(bare) - 1)
    if kind == "swap" and bare[at] != bare[at + 1]:
        return bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :]
    if kind == "drop":
        at = rng.randrange(1, len(bare))
        return bare[:at] + bare[at + 1 :]
    return bare[:at] + bare[at] + bare[at:]


def _uncomposed(word: str, rng: random.Random) -> str:
    """Telex keys that the keyboard did not compose: "ký" → "kys", "đăng" → "ddawng" or "dđăng"."""
    letters, tone = "", ""
    for letter in unicodedata.normalize("NFC", word):
        for mark in unicodedata.normalize("NFD", letter)[1:]:
            tone = _TELEX_TONES.get(mark, tone)
        marks = (c for c in unicodedata.normalize("NFD", letter) if c not in _TELEX_TONES)
        base = unicodedata.normalize("NFC", "".join(marks))
        letters += _TELEX_LETTERS.get(base.lower(), base)
    if word[:1].lower() == "đ" and rng.random() < 0.5:
        return "d" + word
    return letters + tone
