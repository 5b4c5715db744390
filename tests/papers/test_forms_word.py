"""The two Word forms: what is known is in them, what isn't is a dotted line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from handlers.papers.dossier import Dossier, Submission, full_address
from handlers.papers.forms_word import write_registration, write_report
from models.criteria import grade, load_criteria

DAY = date(2026, 11, 23)
KNOWN = {
    "producer_name": "HTX Miến dong Côn Minh",
    "producer_type": "Hợp tác xã",
    "representative": "Nguyễn Văn A",
    "position": "Giám đốc",
    "address": "thôn Chợ B, xã Côn Minh, tỉnh Thái Nguyên",
    "phone": "0912 345 678",
    "registered": "0100109106",
}


def lines(path: Path) -> list[str]:
    return [paragraph.text for paragraph in Document(str(path)).paragraphs]


def line(path: Path, start: str) -> str:
    return next(text for text in lines(path) if text.startswith(start))


def test_the_registration_form_is_filled_in(tmp_path: Path):
    path = tmp_path / "form.docx"
    of = load_criteria().set(6)
    write_registration(path, Dossier(DAY, "Miến dong Côn Minh", of, Submission.AGAIN, KNOWN))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in lines(path)
    assert line(path, "- Tên đơn vị") == "- Tên đơn vị: HTX Miến dong Côn Minh"
    assert line(path, "- Họ tên") == "- Họ tên người đại diện pháp lý: Nguyễn Văn A"
    assert line(path, "- Chức vụ") == "- Chức vụ: Giám đốc"
    assert line(path, "2. Tên") == "2. Tên sản phẩm: Miến dong Côn Minh"
    assert line(path, "3. Nhóm").endswith(f"Ngành: Thực phẩm; Nhóm: {of.group}; Phân nhóm: {of.name}")
    times = " ".join(line(path, "4. Lần").split())
    assert times == "4. Lần đăng ký đánh giá: Lần đầu ☐ Nâng hạng ☐ Đánh giá lại ☒"
    assert line(path, "- Sản phẩm mẫu").endswith(": 05")
    phone = line(path, "- Điện thoại")
    assert "0912 345 678" in phone
    assert phone.endswith("…"), "no address is known, so it is dotted"
    assert "năm 2026" in next(text for text in lines(path) if text.startswith("Tham gia"))


def test_tourism_hands_in_no_samples(tmp_path: Path):
    path = tmp_path / "form.docx"
    write_registration(path, Dossier(DAY, "Homestay Ba Bể", load_criteria().set(26)))
    assert "không" in line(path, "- Sản phẩm mẫu")


def test_what_is_not_known_stays_a_dotted_line(tmp_path: Path):
    form, report = tmp_path / "form.docx", tmp_path / "report.docx"
    write_registration(form, Dossier(DAY, "Homestay Ba Bể"))
    write_report(report, Dossier(DAY, "Homestay Ba Bể"))
    for start in ("- Tên đơn vị", "- Họ tên", "- Chức vụ", "- Địa chỉ", "- Điện thoại", "3. Nhóm", "- Sản phẩm mẫu"):
        assert "……" in line(form, start), start
    for start in ("1. Tên chủ thể", "2. Loại hình", "- Giới tính", "6. Ngày thành lập", "Số giấy", "Bộ tiêu chí"):
        assert "……" in line(report, start), start
    assert line(report, "7. Tên sản phẩm").endswith("Homestay Ba Bể")
    assert not any("None" in text for path in (form, report) for text in lines(path))


@pytest.mark.parametrize("number", [6, 16, 26])
def test_the_report_holds_every_criterion_and_the_sum(tmp_path: Path, number: int):
    path, of = tmp_path / "report.docx", load_criteria().set(number)
    answers = {each.code: each.max_points for each in of.criteria} | {of.criteria[0].code: 0}
    write_report(path, Dossier(DAY, "Sản phẩm", of, profile=KNOWN, answers=answers))
    rows, graded = criteria_rows(path), grade(of, answers)
    assert {each.code for each in of.criteria} <= rows.keys()
    assert rows[of.criteria[2].code][3] == str(of.criteria[2].max_points)
    assert rows[of.criteria[0].code][3] == "0"
    assert {part: rows[part][3] for part in "ABC"} == {part: str(points) for part, points in graded.parts.items()}
    assert rows[""][2:4] == ["100", str(graded.points)]
    assert f"{graded.points} điểm" in line(path, "Tự đánh giá")


def test_half_assessed_the_rest_and_the_sums_are_left_to_fill_in(tmp_path: Path):
    path, of = tmp_path / "report.docx", load_criteria().set(6)
    first, *others = of.criteria
    write_report(path, Dossier(DAY, "Sản phẩm", of, answers={first.code: first.max_points}))
    rows = criteria_rows(path)
    assert rows[first.code][3] == str(first.max_points)
    for key in (*(each.code for each in others), "A", "B", "C", ""):
        assert set(rows[key][3]) == {"…"}, key
    assert not any(text.startswith("Tự đánh giá") for text in lines(path))


def criteria_rows(path: Path) -> dict[str, list[str]]:
    """The rows of the table of criteria, by the number in their first cell."""
    table = next(table for table in Document(str(path)).tables if len(table.columns) == 5)
    return {row.cells[0].text: [cell.text for cell in row.cells] for row in table.rows}


def test_the_evidence_at_hand_is_ticked(tmp_path: Path):
    path = tmp_path / "report.docx"
    papers = frozenset({"business", "trademark", "lab_test"})
    write_report(path, Dossier(DAY, "Miến dong", load_criteria().set(6), papers=papers))
    table = Document(str(path)).tables[1]
    ticked = {row.cells[0].text for row in table.rows if row.cells[3].text == "☒"}
    names = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert len(names) == 16
    assert [names[number].split(",")[0] for number in sorted(ticked, key=int)] == [
        "Giấy đăng ký kinh doanh",
        "Sở hữu trí tuệ",
        "Phiếu kết quả kiểm nghiệm chất lượng",
    ]
    assert line(path, "d) Đã có đăng ký sở hữu trí tuệ").endswith("☒")
    assert line(path, "b) Đã công bố").endswith("☐")


def test_another_grading_asks_what_has_changed(tmp_path: Path):
    path = tmp_path / "report.docx"
    for submission, asked in ((Submission.FIRST, False), (Submission.AGAIN, True), (Submission.UPGRADE, True)):
        write_report(path, Dossier(DAY, "Chè", load_criteria().set(12), submission))
        assert any(text.startswith("5. Những") for text in lines(path)) is asked


def test_it_looks_like_an_official_paper(tmp_path: Path):
    path = tmp_path / "report.docx"
    write_report(path, Dossier(DAY, "Miến dong", load_criteria().set(6)))
    document = Document(str(path))
    section, style = document.sections[0], document.styles["Normal"]
    sizes = (section.page_width, section.page_height, section.left_margin)
    assert [round(size.mm) for size in sizes] == [210, 297, 30]
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == style.font.name == "Times New Roman"
    for table in document.tables[:2]:
        assert table.style.name == "Table Grid"
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None, "the head comes again on every page"
        assert sum(column.width for column in table.columns) <= Mm(166)
    assert document.core_properties.title == "BÁO CÁO TỰ ĐÁNH GIÁ VỀ SẢN PHẨM"


def test_answers_of_another_set_are_refused(tmp_path: Path):
    with pytest.raises(ValueError, match=r"99\.9"):
        write_report(tmp_path / "report.docx", Dossier(DAY, "Chè", load_criteria().set(12), answers={"99.9": 1}))


def test_an_address_is_what_is_known_of_it():
    assert full_address("thôn Chợ B", "xã Côn Minh") == "thôn Chợ B, xã Côn Minh, tỉnh Thái Nguyên"
    assert full_address(None, "xã Côn Minh") == "xã Côn Minh, tỉnh Thái Nguyên"
    assert full_address(None, None) is None
