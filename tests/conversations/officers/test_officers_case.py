"""An officer's work on a request, from the notice to its end."""

from __future__ import annotations

import json

from bot.channels.base import Outcome, Verdict
from models.accounts import Role
from models.mail import EventKind, Reason
from models.requests import RequestEventKind, RequestKind, RequestState
from tests.conversations.officers.office import (
    GROUP,
    audit_of,
    employ,
    history_of,
    link_group,
    request_of,
)
from tests.talk import Person, Talk

CODE = "MV-26-0001"


async def opens(person: Person, code: str) -> None:
    """Open a case in a group, where its notice shows no buttons."""
    if not next(shown for shown in person.screen if code in shown.text).buttons:
        assert f"Gõ /ca {code} để mở" in person.sees_all()
        await person.says(f"/ca {code}")


async def test_words_after_the_officers_go_to_the_officer_and_questions_are_answered(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    await chat.officer.says(f"{CODE} Em đang làm hồ sơ cho chị")
    await chat.producer.says("nho lam nhanh giup")
    assert "nho lam nhanh giup" in chat.officer.sees_all()
    await chat.officer.says(f"{CODE} Vâng chị")
    await chat.producer.says("the bao gio xong")
    assert "the bao gio xong" in chat.officer.sees_all()
    await chat.officer.says(f"{CODE} Tuần sau ạ")
    await chat.producer.says("ghi nhãn cần những gì")
    assert "Nguồn:" in chat.producer.sees()
    assert "ghi nhãn" not in chat.officer.sees_all()


async def test_a_closed_request_is_opened_again_in_words(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    for _ in range(2):
        await chat.officer.says(CODE)
        await chat.officer.presses("Xong")
        await chat.officer.says("Đã xong")
        assert (await request_of(chat, CODE)).state is RequestState.DONE
        await chat.producer.says("chua on")
        assert "Mở lại yêu cầu" in chat.producer.choices()
        await chat.producer.says("mo lai di")
        assert (await request_of(chat, CODE)).state is RequestState.SUBMITTED
        await chat.officer.says(CODE)
        await chat.officer.presses("Nhận")
    await chat.officer.says(CODE)
    await chat.officer.presses("Xong")
    await chat.officer.says("Đã xong")
    await chat.producer.says("mở lại giúp em")
    assert (await request_of(chat, CODE)).state is RequestState.SUBMITTED


async def test_the_notice_says_everything_in_each_readers_language(chat: Talk) -> None:
    await chat.producer.sends_photo(caption="barcode")
    notice, photo = chat.officer.screen
    for words in (
        CODE,
        "Mã số mã vạch",
        "HTX miến dong Côn Minh",
        "0912 345 678",
        "xã Côn Minh",
        "Miến dong <Côn Minh>",
    ):
        assert words in notice.text
    assert "Đang chờ nhận từ 09:00 23/11/2026" in notice.text
    assert "Hạn: 17:00 26/11/2026" in notice.text
    assert "1 tệp" in notice.text
    assert photo.picture is not None
    assert photo.answers == notice.id
    assert "Waiting to be taken" in chat.colleague.screen[0].text
    assert "1 file" in chat.colleague.screen[0].text
    assert [choice.label for choice in notice.choices] == ["Nhận", "Từ chối", "Xem thêm"]
    assert [choice.label for choice in chat.colleague.screen[0].choices] == ["Take", "Decline", "More"]


async def test_a_request_that_cannot_wait_says_so(chat: Talk) -> None:
    await employ(chat.officer, RequestKind.LAB_TEST)
    await chat.producer.says("/nop lab_test")
    assert "GẤP" in chat.officer.sees_all()
    await chat.producer.says("/nop barcode")
    assert "URGENT" not in chat.colleague.sees_all()


async def test_taking_is_told_to_everybody(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    assert "Anh/chị đã nhận MV-26-0001. Hạn trả lời: 17:00 01/12/2026" in chat.officer.sees()
    assert "Nông Thị Hạnh đã nhận yêu cầu MV-26-0001" in chat.producer.sees()
    assert "trước 17:00 01/12/2026" in chat.producer.sees()
    if chat.channel.capabilities.edit:
        assert "Đã nhận: Nông Thị Hạnh, 09:00" in chat.officer.sees_all()
        assert "Taken: Nông Thị Hạnh, 09:00" in chat.colleague.last().text
    else:
        assert "MV-26-0001: Nông Thị Hạnh has taken it." in chat.colleague.last().text
        assert "Nông Thị Hạnh đã nhận." not in chat.officer.sees_all(), "who took it knows"
    assert await history_of(chat, CODE) == [RequestEventKind.SUBMITTED, RequestEventKind.ACCEPTED]
    assert ("request.accepted", CODE) in await audit_of(chat, chat.officer)


async def test_of_two_who_press_in_one_batch_the_first_has_it(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    request = await request_of(chat, CODE)
    key = f"case.take:{request.id}"
    await chat.deliver(
        chat.officer.event(EventKind.CHOICE, key, {"message": "1"}),
        chat.colleague.event(EventKind.CHOICE, key, {"message": "1"}),
    )
    assert "Anh/chị đã nhận" in chat.officer.sees_all()
    assert "isn't waiting any more. Taken: Nông Thị Hạnh, 09:00" in chat.colleague.sees_all()
    assert chat.producer.sees().count("đã nhận yêu cầu") == 1
    assert (await history_of(chat, CODE)).count(RequestEventKind.ACCEPTED) == 1


async def test_asking_back_and_the_answer_in_the_thread(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    await chat.officer.presses("Hỏi lại")
    await chat.officer.says("Giấy đăng ký <HTX> còn hạn không ạ?")
    assert "Đã gửi tới chủ thể (MV-26-0001)" in chat.officer.sees()
    assert "Giấy đăng ký <HTX> còn hạn không ạ?" in chat.producer.sees()
    assert "trong 5 ngày làm việc" in chat.producer.sees()
    assert (await request_of(chat, CODE)).state is RequestState.WAITING
    assert (await request_of(chat, CODE)).due_at is None

    await chat.producer.sends_photo(caption="Dạ còn, đây ạ", to="Giấy đăng ký")
    answer = chat.officer.last()
    assert "HTX miến dong Côn Minh" in answer.text
    assert "Dạ còn, đây ạ" in answer.text
    assert answer.picture is not None
    assert answer.answers == chat.officer.screen[0].id
    assert (await request_of(chat, CODE)).state is RequestState.ACCEPTED
    assert "Dạ còn" not in chat.colleague.sees_all()
    await chat.officer.says(f"/ca {CODE}")
    assert "Chủ thể nhắn, kèm tệp: Dạ còn, đây ạ" in chat.officer.sees()


async def test_a_reply_goes_to_the_producer(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    await chat.officer.replies(CODE, "Anh/chị mang bản gốc tới nhé")
    assert "Đã gửi tới chủ thể" in chat.officer.sees()
    assert "Nông Thị Hạnh nhắn về yêu cầu MV-26-0001" in chat.producer.sees()
    assert "Anh/chị mang bản gốc tới nhé" in chat.producer.sees()
    await chat.officer.sends_photo(to=CODE)
    assert chat.producer.last().picture is not None
    assert (await history_of(chat, CODE)).count(RequestEventKind.ANSWERED) == 2


async def test_writing_after_a_code_and_by_the_menu(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.colleague.presses("Take")
    await chat.colleague.says("MV-26-0001 Mai văn phòng mở cửa lúc 8 giờ")
    assert "Delivered to the producer" in chat.colleague.sees()
    assert "Mai văn phòng mở cửa lúc 8 giờ" in chat.producer.sees()
    await chat.colleague.says("/case mv 26 1")
    assert "History" in chat.colleague.sees()
    assert "Bế Văn Sơn wrote: Mai văn phòng" in chat.colleague.sees()
    await chat.colleague.presses("Write to the producer")
    await chat.colleague.sends_document()
    assert chat.producer.last().document is not None


async def test_a_number_still_means_the_list_when_a_report_comes_between(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    await chat.deliver(
        chat.officer.event(EventKind.TEXT, f"{CODE} Mai em gửi hồ sơ đi"),
        chat.officer.event(EventKind.TEXT, f"/ca {CODE}"),
    )
    assert "Đã gửi tới chủ thể" in chat.officer.last().text
    await chat.officer.says("2")
    assert "Anh/chị viết lời kết" in chat.officer.sees()


async def test_a_producer_who_blocked_the_bot(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    blocked = Outcome(Verdict.FAILED, reason=Reason.BLOCKED)
    chat.channel.decide = lambda envelope: blocked if envelope.chat == chat.producer.chat else None
    await chat.officer.replies(CODE, "Anh/chị còn cần không?")
    assert "chưa gửi được. Người nhận đã chặn bot." in chat.officer.sees()


async def test_done_with_a_closing_word_and_opened_again(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    await chat.officer.presses("Xong")
    await chat.officer.says("Đã có mã 8936012345678")
    assert "MV-26-0001 đã xong" in chat.officer.sees()
    assert "Đã có mã 8936012345678" in chat.producer.sees()
    assert "đến hết ngày 07/12/2026" in chat.producer.sees()
    expected = "Done: Nông Thị Hạnh" if chat.channel.capabilities.edit else "has taken it"
    assert expected in chat.colleague.last().text, "once it isn't free, no step is told where nothing can be changed"

    await chat.officer.says(f"/ca {CODE}")
    await chat.officer.presses("Mở lại")
    assert "được mở lại" in chat.producer.sees()
    assert (await request_of(chat, CODE)).state is RequestState.ACCEPTED


async def test_done_at_once(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    await chat.officer.presses("Xong")
    await chat.officer.presses("không nhắn gì thêm")
    assert "MV-26-0001 đã xong (Nông Thị Hạnh)" in chat.producer.sees()
    assert (await request_of(chat, CODE)).state is RequestState.DONE


async def test_declining_needs_a_reason(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Từ chối")
    await chat.officer.sends_photo()
    assert "Cần có lý do" in chat.officer.sees()
    await chat.officer.says("Sản phẩm chưa có giấy đăng ký kinh doanh")
    assert "Sản phẩm chưa có giấy đăng ký kinh doanh" in chat.producer.sees()
    assert "0209 387 0000" in chat.producer.sees()
    expected = "Declined: Nông Thị Hạnh" if chat.channel.capabilities.edit else "Nông Thị Hạnh has declined it"
    assert expected in chat.colleague.last().text
    assert (await request_of(chat, CODE)).state is RequestState.DECLINED


async def test_changing_ones_mind_writes_nothing(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Từ chối")
    await chat.officer.presses("Hủy")
    assert "vẫn như cũ" in chat.officer.sees()
    await chat.officer.says("Chào cả nhà")
    assert (await request_of(chat, CODE)).state is RequestState.SUBMITTED
    assert chat.producer.sees_all() == ""


async def test_giving_back_announces_anew(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    await chat.officer.says(f"/ca {CODE}")
    before = len(chat.colleague.screen)
    await chat.officer.presses("Trả lại hàng đợi")
    assert "lại hàng đợi" in chat.officer.sees()
    assert "Waiting to be taken" in chat.colleague.screen[before].text
    assert "để cán bộ khác nhận, trước 17:00 26/11/2026" in chat.producer.sees()
    await chat.colleague.presses("Take")
    assert "Bế Văn Sơn đã nhận yêu cầu MV-26-0001" in chat.producer.last().text


async def test_taking_over(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    await chat.colleague.says(f"/case {CODE}")
    await chat.colleague.presses("Take over")
    assert "Nông Thị Hạnh has MV-26-0001" in chat.colleague.sees()
    await chat.colleague.presses("Take over")
    assert "Bế Văn Sơn đã nhận thay MV-26-0001" in chat.officer.sees_all()
    assert "Bế Văn Sơn phụ trách yêu cầu MV-26-0001" in chat.producer.last().text
    assert ("request.taken_over", CODE) in await audit_of(chat, chat.colleague)


async def test_what_is_not_mine_is_refused_and_audited(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    request = await request_of(chat, CODE)
    stranger = chat.person("203", "Ma Văn Tài")
    await employ(stranger, RequestKind.LAB_TEST)
    for act in ("take", "ask", "done", "decline", "release", "over", "over.yes", "reopen", "files", "show", "close"):
        await stranger.forges(f"case.{act}:{request.id}")
        assert "không tìm thấy yêu cầu này trong phần việc" in stranger.sees(), act
        await chat.neighbour.forges(f"case.{act}:{request.id}")
        assert "không dành cho tài khoản" in chat.neighbour.sees(), act
    await stranger.says(f"/ca {CODE}")
    assert "345 678" not in stranger.sees_all()
    await stranger.says(f"{CODE} chào chị")
    await chat.officer.forges("case.take:999")
    await chat.officer.forges("case.take:abc")
    assert chat.producer.sees_all() == ""
    assert (await request_of(chat, CODE)).state is RequestState.SUBMITTED
    refused = await audit_of(chat, stranger)
    assert len(refused) == 13
    assert set(refused) == {("refused.case", CODE)}
    assert ("refused.case", "999") in await audit_of(chat, chat.officer)
    assert {action for action, _ in await audit_of(chat, chat.neighbour)} == {"refused.choice"}


async def test_buttons_that_come_too_late(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    request = await request_of(chat, CODE)
    await chat.officer.forges(f"case.ask:{request.id}")
    assert "chưa có ai nhận" in chat.officer.sees()
    await chat.officer.presses("Nhận")
    await chat.colleague.forges(f"case.done:{request.id}")
    assert "Nông Thị Hạnh has MV-26-0001. Take it over?" in chat.colleague.sees()
    await chat.officer.forges(f"case.close:{request.id}")
    for act in ("ask", "done", "decline", "release", "over", "over.yes", "close"):
        await chat.officer.forges(f"case.{act}:{request.id}")
        assert "đã khép lại" in chat.officer.sees(), act
    assert (await history_of(chat, CODE)).count(RequestEventKind.DONE) == 1


async def test_a_linked_group_works_on_a_request(chat: Talk) -> None:
    await link_group(chat, RequestKind.LAB_TEST)
    await employ(chat.officer, RequestKind.LAB_TEST)
    await employ(chat.colleague, RequestKind.IP)
    await chat.producer.says("/nop lab_test")
    elsewhere = chat.officer.at("-8")
    for words in ("/ca KN-26-0001", "/hangdoi", "/tim mat ong"):
        await elsewhere.says(words)
        assert "để thông tin của chủ thể không lộ" in elsewhere.sees()
    await elsewhere.forges("case.show:1")
    assert "Mật ong" not in elsewhere.sees_all()
    group = chat.officer.at(GROUP)
    assert "KN-26-0001" in group.sees_all()
    await opens(group, "KN-26-0001")
    await group.presses("Nhận")
    if chat.channel.capabilities.edit:
        assert "Đã nhận: Nông Thị Hạnh" in group.sees_all()
    else:
        assert "Nông Thị Hạnh đã nhận" not in group.sees_all(), "it was done here"
    await group.replies("KN-26-0001", "Anh/chị gửi thêm 1 kg mẫu nhé")
    assert "Đã gửi tới chủ thể" in group.sees()
    assert "gửi thêm 1 kg mẫu" in chat.producer.sees()
    await chat.colleague.at(GROUP).replies("KN-26-0001", "tôi cũng nhắn")
    assert "tôi cũng nhắn" not in chat.producer.sees_all()
    assert ("refused.case", "KN-26-0001") in await audit_of(chat, chat.colleague)


async def test_the_answer_comes_to_the_group_that_has_the_thread(chat: Talk) -> None:
    await link_group(chat, RequestKind.LAB_TEST)
    await chat.producer.says("/nop lab_test")
    admin = chat.admin.at(GROUP)
    await opens(admin, "KN-26-0001")
    await admin.presses("Nhận")
    await opens(admin, "KN-26-0001")
    await admin.presses("Hỏi lại")
    await admin.says("Lô nào ạ?")
    await chat.producer.replies("Lô nào", "Lô L05")
    assert "Lô L05" in admin.last().text
    assert "Lô L05" not in chat.admin.sees_all()


async def test_long_answers_are_cut_in_the_notice_and_whole_in_the_case(chat: Talk) -> None:
    long = {name: f"{name} " + "rất dài " * 120 for name in ("description", "sku_list", "producer_name", "legal_rep")}
    await chat.producer.says("/nop barcode " + json.dumps(long))
    assert len(chat.officer.screen[0].text) < 4000
    assert "Hỏi" not in chat.officer.choices()
    cut = sum(shown.text.count("rất dài") for shown in chat.officer.screen)
    await chat.officer.says(f"/ca {CODE}")
    assert chat.officer.sees().count("rất dài") == 480 > cut


async def test_a_withdrawal_is_said_aloud(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    await chat.producer.says(f"/rut {CODE}")
    assert "đã rút yêu cầu MV-26-0001" in chat.officer.last().text
    if chat.channel.capabilities.edit:
        assert "Withdrawn by the producer" in chat.colleague.last().text


async def test_whoever_might_have_taken_it_hears_that_it_is_withdrawn(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.producer.says(f"/rut {CODE}")
    edit = chat.channel.capabilities.edit
    assert ("Chủ thể đã rút" if edit else f"{CODE}: chủ thể đã rút yêu cầu.") in chat.officer.last().text
    assert ("Withdrawn" if edit else f"{CODE}: the producer has withdrawn it.") in chat.colleague.last().text


async def test_a_producer_reads_english(chat: Talk) -> None:
    await employ(chat.producer, role=Role.PRODUCER, language="en")
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    assert "Nông Thị Hạnh has taken your request MV-26-0001 and will answer by 17:00" in chat.producer.sees()
    await chat.officer.presses("Hỏi lại")
    await chat.officer.says("Còn hạn không?")
    assert "asks about your request MV-26-0001:\nCòn hạn không?" in chat.producer.sees()
    await chat.officer.says(f"/ca {CODE}")
    await chat.officer.presses("Trả lại hàng đợi")
    assert "waits for another officer" in chat.producer.sees()
    await chat.colleague.presses("Take")
    await chat.colleague.presses("Done")
    await chat.colleague.presses("nothing to add")
    assert "is done (Bế Văn Sơn). If something isn't right, you can reopen it until 07/12/2026" in chat.producer.sees()


async def test_a_file_that_is_not_taken(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    await chat.officer.presses("Hỏi lại")
    await chat.officer.sends_document(name="virus.exe", mime="application/octet-stream")
    assert "không nhận tệp loại .exe" in chat.officer.sees()
    await chat.officer.sends_document(size=30 * 1024 * 1024)
    assert "30 MB" in chat.officer.sees()
    await chat.officer.sends(EventKind.OTHER)
    assert "chưa thấy nội dung" in chat.officer.sees()
    assert (await request_of(chat, CODE)).state is RequestState.ACCEPTED
    await chat.officer.sends_document(caption="Mẫu đơn đây ạ")
    assert chat.producer.last().document is not None
    assert "Mẫu đơn đây ạ" in chat.producer.last().text


async def test_who_is_asked_simply_answers(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    await chat.officer.presses("Hỏi lại")
    await chat.officer.says("Giấy đăng ký còn hạn không ạ?")
    await chat.producer.says("Dạ còn ạ")
    assert "Dạ còn ạ" in chat.officer.last().text
    await chat.producer.sends_photo()
    assert chat.officer.last().picture is not None
    assert (await request_of(chat, CODE)).state is RequestState.ACCEPTED

    await chat.officer.says(CODE)
    await chat.officer.presses("Hỏi lại")
    await chat.officer.says("Chị cần mấy mã?")
    await chat.producer.says("Bốn mã")
    assert "Bốn mã" in chat.officer.last().text


async def test_a_word_beside_the_code_is_done_and_not_sent(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.says(f"{CODE} xong")
    assert "chưa có ai nhận" in chat.officer.sees()
    await chat.officer.says(f"nhan {CODE}")
    assert "Anh/chị đã nhận" in chat.officer.sees()
    assert "sẽ trả lời trước" in chat.producer.last().text
    await chat.colleague.says(f"{CODE} take")
    assert "Nông Thị Hạnh" in chat.colleague.sees(), "who was faster is told"
    await chat.officer.says(f"{CODE} trả lại nhé")
    assert (await request_of(chat, CODE)).state is RequestState.SUBMITTED
    await chat.officer.says(f"{CODE} để em nhận")
    await chat.officer.says(f"{CODE}: từ chối")
    assert "viết lý do từ chối" in chat.officer.sees()
    await chat.officer.says(f"xong {CODE}")
    assert "viết lời kết" in chat.officer.sees(), "the word is no reason either"
    await chat.officer.says("xong")
    assert (await request_of(chat, CODE)).state is RequestState.DONE
    assert RequestEventKind.ANSWERED not in await history_of(chat, CODE)
    assert "nhắn:" not in chat.producer.sees_all()


async def test_marks_tell_to_write_from_to_take(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.says(f"{CODE} nhắn")
    assert "viết lời nhắn" in chat.officer.sees()
    await chat.officer.says(f"{CODE} nhận giấy tờ vào thứ hai nhé")
    assert "Đã gửi tới chủ thể" in chat.officer.sees_all()
    assert "nhận giấy tờ vào thứ hai nhé" in chat.producer.sees_all()
    await chat.officer.says(f"{CODE} nhận")
    assert (await request_of(chat, CODE)).state is RequestState.ACCEPTED


async def test_a_word_as_a_reply_is_done_too(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.replies(CODE, "nhận")
    assert (await request_of(chat, CODE)).state is RequestState.ACCEPTED
    await chat.officer.replies(CODE, "Xong nhé, mời anh ra xã lấy")
    assert "mời anh ra xã lấy" in chat.producer.sees_all()


async def test_never_mind_is_no_reason_and_no_word_to_the_producer(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    for word in (
        "thoi",
        "Thôi khỏi ạ",
        "khong can nua",
        "dừng lại",
        "dung lai",
        "để sau nhé",
        "quay lai",
        "huỷ",
        "bo di",
    ):
        await chat.officer.says(f"{CODE} từ chối")
        await chat.officer.says(word)
        assert f"{CODE} vẫn như cũ" in chat.officer.sees(), word
    assert (await request_of(chat, CODE)).state is RequestState.SUBMITTED
    await chat.officer.says(f"{CODE} từ chối")
    await chat.officer.says("thôi để Sở Công Thương làm việc này")
    assert (await request_of(chat, CODE)).state is RequestState.DECLINED


async def test_what_an_officer_has_asked_may_be_answered_with_no_more(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.says(f"{CODE} nhan")
    await chat.officer.says(f"{CODE} hỏi lại")
    await chat.officer.says("Anh còn cần hỗ trợ không?")
    await chat.producer.says("không cần nữa")
    assert "không cần nữa" in chat.officer.sees_all()


async def test_a_word_that_makes_no_sense_now_opens_the_case(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    for words in (f"{CODE} nhận thay", f"{CODE} mo lai", f"{CODE} xem", f"mở {CODE}"):
        await chat.officer.says(words)
        assert "Diễn biến" in chat.officer.sees(), words
    assert RequestEventKind.ANSWERED not in await history_of(chat, CODE)


async def test_a_code_a_step_and_its_words_in_one_line(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.says(f"{CODE} hỏi lại còn mẫu không ạ")
    assert "nhận trước đã" in chat.officer.sees()
    await chat.officer.says(f"{CODE} nhận")
    await chat.officer.says(f"{CODE} hoi lai: còn mẫu không ạ")
    assert (await request_of(chat, CODE)).state is RequestState.WAITING
    assert "còn mẫu không ạ" in chat.producer.sees_all()
    assert "hoi lai" not in chat.producer.sees_all()
    await chat.officer.says(f"{CODE} từ chối vì trùng với yêu cầu trước")
    assert (await request_of(chat, CODE)).state is RequestState.DECLINED
    assert "vì trùng với yêu cầu trước" in chat.producer.sees_all()
    assert "từ chối vì" not in chat.producer.sees_all()


async def test_what_is_no_word_to_a_producer_is_not_sent(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.says(f"{CODE} nhận")
    seen = chat.producer.sees_all()
    for step in ("xong", "từ chối", "hỏi lại"):
        await chat.officer.says(f"{CODE} {step}")
        for words in ("?", "khoan đã", "..."):
            await chat.officer.says(words)
            assert "Hủy" in chat.officer.choices(), (step, words)
        assert ("Xong, không nhắn gì thêm" in chat.officer.choices()) == (step == "xong")
    await chat.officer.says("hàng đợi")
    assert "Hàng đợi: 1" in chat.officer.sees()
    assert (await request_of(chat, CODE)).state is RequestState.ACCEPTED
    assert chat.producer.sees_all() == seen
    await chat.officer.says(f"{CODE} xong")
    await chat.officer.says("?")
    await chat.officer.presses("Xong, không nhắn gì thêm")
    assert (await request_of(chat, CODE)).state is RequestState.DONE
