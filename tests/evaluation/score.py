"""Judges an answer by the facts it must contain and the claims it must not make.

Ordinary questions: every group of `must` matches and nothing of `must_not` → right, otherwise wrong; a text
that opens with an apology and contradicts nothing → don't know. Choices → among_choices if one of the texts
would be right, otherwise wrong. A clause that speaks of the old rule, or denies the claim, cannot break
`must_not`. `expect: refuse` (out of scope): only declining is right. `expect: refuse_or_handover` (nobody
knows): declining, or a text that says it is not known and breaks no `must_not`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from models.knowledge import fold

LABELS = ("right", "among_choices", "refused_right", "dont_know", "wrong")

# A clause that speaks of the old rule or denies a claim.
_OLD = re.compile(
    r"khong (nop|qua|gui|can qua|len) |truoc day|truoc kia|truoc la|truoc do|\(truoc|truoc ngay"
    r"|truoc (1|01)[/.-]|thoi truoc|ngay xua|ngay truoc|hoi truoc|khi truoc|khong con|\bda bo\b"
    r"|bo cap huyen|het hieu luc|quy dinh cu\b|luat cu\b|theo (qd|quyet dinh) ?(so )?(148|1048)"
    r"|da bi (thay|bai bo)|khong phai( la)? |khong dung|la sai|sai so voi|nham|khong duoc"
    r"|khong nen|chua dung|thay vi|thay cho|\bcu:|nhu truoc|khac voi truoc|nguon cu\b"
    r"|so cua tinh khac|khong ap dung|khong dam bao"
)
# Declining: "that is not what I am for".
_DECLINE = re.compile(
    r"ngoai (pham vi|linh vuc|chuyen mon|noi dung)|khong thuoc (pham vi|linh vuc|noi dung|chu de)"
    r"|chi (ho tro|tra loi|giup|tu van|nhan)\b"
    r"|khong (the |)(ho tro|giup|tra loi|huong dan|cung cap|lam)( duoc| ban)?( viec| cau"
    r"| noi dung| yeu cau| thong tin)?"
    r"|tu choi|khong (co|nam|cap nhat|ro|biet)( duoc)? (thong tin|du lieu|chuc nang)"
    r"|xin phep khong|em chi|toi chi (tra loi|ho tro)|minh chi"
)
# Saying that it is not known, or whom to ask.
_UNKNOWN = re.compile(
    r""
    r"chua (tim|thay|ro|xac dinh|nam|biet|duoc (cong bo|xac nhan)|cap nhat|the|co (thong tin|so"
    r"|du lieu|can cu|nguon|muc|van ban|quy dinh|tai lieu|danh sach|cau tra loi|ket luan|gi"
    r"|quyet dinh|gia|bang|dia chi|bieu))"
    r"|khong (tim thay|ro|nam|xac dinh|biet)( duoc)?"
    r"|khong (co|neu|noi|ghi)( ro| san| duoc)? (thong tin|so lieu|du lieu|can cu|nguon|so "
    r"|bang gia|muc|ten)"
    r"|khong (du|the) (can cu|khang dinh|tra loi|bao)"
    r"|(lien he|hoi( lai| truc tiep)?|gap|goi) .{0,40}(xa|phuong|so |van phong|can bo|co quan"
    r"|phong (thu|kiem) nghiem|gs1|cuc|tinh|trung tam|don vi)"
    r"|chuyen .{0,30}(can bo|nguoi phu trach|cau hoi)|can bo (se )?(lien he|tra loi|goi)|bao gia"
    r"|de lai (thong tin|so)"
)
# An apology at the very start.
_SORRY = re.compile(
    r"^.{0,40}(xin loi|rat tiec|chua co (thong tin|cau tra loi|du lieu)"
    r"|khong tim thay (thong tin|cau tra loi)|chua tra loi duoc|khong co thong tin"
    r"|(toi|em|minh|bot) (chua|khong) (biet|ro|tra loi))"
)
_MARKDOWN = re.compile(r"[*_`#>|]+")
_CLAUSE_END = re.compile(r"[\n;!?]|\.(?=\s|$)")


def judge(item: Mapping[str, Any], decision: str, text: str, choices: Sequence[str] = ()) -> str:
    """One of LABELS, for an item of questions.yaml and what was decided: "answer", "choices" or "refuse"."""
    expect = item.get("expect")
    if decision == "refuse":
        return "refused_right" if expect in ("refuse", "refuse_or_handover") else "dont_know"
    if expect == "refuse":
        declined = decision == "answer" and not _broken(item, text) and _DECLINE.search(prepared(text))
        return "refused_right" if declined else "wrong"
    if expect == "refuse_or_handover":
        return _judge_unknown(item, decision, text, choices)
    if decision == "choices":
        return "among_choices" if any(_is_right(item, choice) for choice in choices) else "wrong"
    if _is_right(item, text):
        return "right"
    return "dont_know" if not _broken(item, text) and _SORRY.search(prepared(text)) else "wrong"


def _judge_unknown(item: Mapping[str, Any], decision: str, text: str, choices: Sequence[str]) -> str:
    if decision == "choices":
        if any(_broken(item, choice) for choice in (*choices, text)):
            return "wrong"
        return "among_choices" if any(_is_right(item, choice) for choice in choices) else "dont_know"
    if _broken(item, text):
        return "wrong"
    told = prepared(text)
    if item.get("must") and not _missing(item, told):
        return "right"
    return "refused_right" if _UNKNOWN.search(told) or _DECLINE.search(told) else "wrong"


def missing(item: Mapping[str, Any], text: str) -> list[list[str]]:
    """The groups of facts that a text lacks."""
    return _missing(item, prepared(text))


def prepared(text: str) -> str:
    """What the patterns are matched on: folded, without markdown, dashes and quotes made alike."""
    return fold(_MARKDOWN.sub(" ", _alike(text)))


def _alike(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"[–—−‑]", "-", text)
    text = re.sub(r"[“”„\"«»‘’']", "", text)
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("≥", " tu ").replace("×", "x")


def _missing(item: Mapping[str, Any], told: str) -> list[list[str]]:
    return [group for group in item.get("must") or [] if not any(re.search(fact, told) for fact in group)]


def _broken(item: Mapping[str, Any], text: str) -> bool:
    """Whether a text makes a claim that it must not make."""
    claims = item.get("must_not") or []
    if item.get("expect") is not None:
        return any(re.search(claim, prepared(text)) for claim in claims)
    parts = [prepared(part) for part in _CLAUSE_END.split(_alike(text))]
    return any(re.search(claim, part) for part in parts if not _OLD.search(part) for claim in claims)


def _is_right(item: Mapping[str, Any], text: str) -> bool:
    return bool(item.get("must")) and not _missing(item, prepared(text)) and not _broken(item, text)
