# Lời cho cán bộ: thông báo yêu cầu, xử lý yêu cầu, hàng đợi, nhóm; và lời báo lại cho chủ thể.

case-kind = { $kind ->
    [barcode] Mã số mã vạch
    [lab_test] Kiểm nghiệm sản phẩm
    [ip] Sở hữu trí tuệ
    [quality_standard] Tiêu chuẩn, chất lượng
    [packaging_label] Bao bì, nhãn
   *[trade_promotion] Xúc tiến thương mại
}
case-urgent = { $urgent ->
    [true] 🔴 <b>GẤP</b> ·
   *[false] 📌
}
case-head = { $urgent } <b>{ $code }</b> · { $kind }
case-state = { $state ->
    [submitted] Đang chờ nhận từ { $at }
    [accepted] Đã nhận: { $who }, { $at }
    [waiting] Chờ chủ thể trả lời: { $who } hỏi lúc { $at }
    [done] Đã xong: { $who }, { $at }
    [declined] Đã từ chối: { $who }, { $at }
    [withdrawn] Chủ thể đã rút yêu cầu lúc { $at }
   *[draft] Đang điền
}
case-due = { $late ->
    [true] ⏰ Quá hạn từ { $at }
   *[false] Hạn: { $at }
}
case-answer = { $label }: { $value }
case-files = 📎 { $count } tệp kèm theo
case-file = { $code }: { $name }
case-hint = Gõ { $code } để mở.
case-hint-group = Gõ /ca { $code } để mở.
case-hint-answer = Gõ { $code } rồi viết tiếp nội dung để trả lời.
case-officer = Cán bộ
case-producer = Chủ thể

case-take = Nhận
case-ask = Hỏi lại
case-done = Xong
case-decline = Từ chối
case-more = Xem thêm
case-write = Nhắn cho chủ thể
case-release = Trả lại hàng đợi
case-over = Nhận thay
case-reopen = Mở lại
case-send-files = Gửi lại các tệp
case-close = Xong, không nhắn gì thêm

# Cách cán bộ gõ việc cần làm cạnh mã yêu cầu, ngoài chữ trên các mục; cách nhau bằng dấu |.
words-case =
    show: mở|xem|mở ra|chi tiết|xem chi tiết
    take: nhận việc|nhận ca|tiếp nhận|để em nhận|để tôi nhận|để mình nhận
    ask: hỏi thêm|hỏi chủ thể
    done: đã xong|xong rồi|xong việc|hoàn thành|đã hoàn thành
    write: nhắn|trả lời
    release: trả lại|trả

refused-case = Em không tìm thấy yêu cầu này trong phần việc của anh/chị.
case-private = Việc này chỉ mở khi anh/chị nhắn riêng cho em, hoặc trong nhóm cán bộ đã liên kết, để thông tin của chủ thể không lộ.
case-which = Anh/chị gõ kèm mã yêu cầu, ví dụ: /ca MV-26-0001
case-history = <b>Diễn biến</b>
case-line = { $at } · { $what }
case-line-text = { $at } · { $what }: { $text }
case-event-file = { $what }, kèm tệp
case-event = { $kind ->
    [submitted] Chủ thể gửi yêu cầu
    [accepted] { $who } nhận
    [asked] { $who } hỏi
    [message] Chủ thể nhắn
    [answered] { $who } nhắn
    [done] { $who } báo xong
    [declined] { $who } từ chối
    [withdrawn] Chủ thể rút yêu cầu
    [reopened] Mở lại
    [released] Trả lại hàng đợi
   *[overdue] Quá hạn
}

case-taken = Anh/chị đã nhận <b>{ $code }</b>. Hạn trả lời: { $due }.
case-taken-already = { $code } không còn chờ nhận. { $state }
case-take-first = { $code } chưa có ai nhận. Anh/chị nhận trước đã nhé.
case-not-open = { $code } đã khép lại. { $state }
case-others = { $who } đang giữ { $code }. Anh/chị có nhận thay không?
case-over-done = Anh/chị đã nhận thay <b>{ $code }</b>.
case-over-told = { $who } đã nhận thay { $code } của anh/chị.
case-released = Đã trả <b>{ $code }</b> lại hàng đợi. Các cán bộ khác đã được báo.
case-not-free = { $state ->
    [accepted] { $code }: { $who } đã nhận.
    [declined] { $code }: { $who } đã từ chối.
   *[withdrawn] { $code }: chủ thể đã rút yêu cầu.
}
case-closed = <b>{ $code }</b> đã xong.
case-declined = Đã từ chối <b>{ $code }</b>.
case-withdrawn = { $producer } đã rút yêu cầu <b>{ $code }</b>. Anh/chị không phải làm tiếp.
case-reopened = Đã mở lại <b>{ $code }</b>. Hạn trả lời: { $due }.
case-kept = Vâng, { $code } vẫn như cũ.
case-ask-what = Anh/chị viết câu hỏi (hoặc gửi ảnh, tệp) cho chủ thể của { $code }.
case-write-what = Anh/chị viết lời nhắn (hoặc gửi ảnh, tệp) cho chủ thể của { $code }.
case-done-what = Anh/chị viết lời kết cho { $code }: kết quả, việc làm tiếp (hoặc gửi tệp kết quả).
case-decline-why = Anh/chị viết lý do từ chối { $code }. Chủ thể sẽ đọc được lý do này.
case-need-words = Em chưa thấy nội dung. Anh/chị viết bằng chữ, hoặc gửi ảnh, tệp.
case-need-reason = Cần có lý do bằng chữ, ví dụ: «Việc này do Sở Công Thương phụ trách, anh/chị liên hệ…».
case-no-files = { $code } không có tệp nào.

case-delivered = ✓ Đã gửi tới chủ thể ({ $code }).
case-undelivered = ⚠️ { $code }: chưa gửi được. { $reason ->
    [blocked] Người nhận đã chặn bot.
    [not_following] Người nhận chưa «Quan tâm» trang Zalo của văn phòng, hoặc đã bỏ quan tâm.
    [gone] Tài khoản của người nhận không còn nữa.
    [expired] Đã quá thời gian được phép gửi.
    [erased] Người nhận đã xóa dữ liệu của mình.
    [off] Trợ lý không còn chạy trên ứng dụng của người nhận.
    [unknown] Mạng chập chờn, em không biết tin đã tới hay chưa.
   *[rejected] Ứng dụng nhắn tin không nhận tin này.
} Anh/chị gọi điện cho chủ thể nhé.

case-word = 💬 <b>{ $code }</b> · { $producer }:
    { $text }
case-word-file = 💬 <b>{ $code }</b> · { $producer } gửi tệp

# Hàng đợi và tìm kiếm

queue-empty = Không có yêu cầu nào đang chờ. 🎉
queue-head = <b>Hàng đợi</b>: { $total } yêu cầu
queue-page = Trang { $page }/{ $pages }
queue-mine = <b>Của tôi</b>
queue-new = <b>Chờ nhận</b>
queue-others = <b>Người khác đang giữ</b>
queue-line = { $urgent }{ $code } · { $kind } · { $producer } · { $when }
queue-urgent = 🔴{" "}
queue-due = { $late ->
    [true] ⏰ quá hạn { $day }
   *[false] hạn { $day }
}
queue-waiting = chờ chủ thể
queue-closed = { $state ->
    [done] đã xong
    [declined] đã từ chối
   *[withdrawn] đã rút
}
find-what = Anh/chị gõ mã, tên hoặc số điện thoại cần tìm, ví dụ: mien dong
find-none = Em không tìm thấy yêu cầu nào với «{ $text }» trong phần việc của anh/chị.
find-head = Tìm thấy { $count } yêu cầu:
find-most = Chỉ hiện { $count } yêu cầu đầu. Anh/chị gõ thêm chữ để tìm hẹp hơn.

# Nhắc hạn

remind-soon = ⏰ <b>{ $code }</b> sắp đến hạn: { $due }. { $state }
remind-overdue = ⏰ <b>{ $code }</b> đã quá hạn { $due }. { $state }

# Nhóm của cán bộ

group-where = Lệnh này dùng trong nhóm: quản trị viên thêm bot vào nhóm của cán bộ, rồi gõ /lienketnhom ở đó.
group-kinds = Nhóm này sẽ nhận thông báo về những loại yêu cầu nào? Chọn để thêm, chọn lại để bỏ, rồi chọn «Xong».
group-kind-on = ✓ { $kind }
group-all = Tất cả
group-finish = Xong
group-linked = Đã liên kết. Nhóm nhận thông báo về: { $kinds }. Cán bộ trả lời thẳng vào thông báo để nhắn cho chủ thể. Bỏ liên kết: /bonhom
group-none = Chưa chọn loại nào, nên nhóm chưa nhận thông báo. Gõ /lienketnhom để chọn.
group-unlinked = Đã bỏ liên kết. Nhóm này không nhận thông báo nữa.
group-not-linked = Nhóm này chưa được liên kết.
group-lost = Bot đã bị đưa ra khỏi nhóm «{ $title }», nên nhóm không nhận thông báo nữa. Loại yêu cầu của nhóm: { $kinds }.

# Báo cho chủ thể

told-hint = Gõ { $code } để mở, hoặc gõ { $code } rồi viết tiếp để nhắn cho cán bộ.
told-open = Mở { $code }
told-accepted = ✅ { $officer } đã nhận yêu cầu <b>{ $code }</b> của anh/chị và sẽ trả lời trước { $due }.
told-taken-over = Từ nay { $officer } phụ trách yêu cầu <b>{ $code }</b> của anh/chị. Anh/chị không phải làm gì thêm.
told-asked = ❓ { $officer } hỏi về yêu cầu <b>{ $code }</b>:
    { $text }

    Anh/chị cứ nhắn trả lời ngay ở đây (viết chữ hoặc gửi ảnh). Có câu trả lời, cán bộ làm tiếp trong 5 ngày làm việc.
told-message = 💬 { $officer } nhắn về yêu cầu <b>{ $code }</b>:
    { $text }
told-done = ✅ Yêu cầu <b>{ $code }</b> đã xong ({ $officer }). Nếu chưa ổn, anh/chị mở lại được đến hết ngày { $until }.
told-done-text = ✅ Yêu cầu <b>{ $code }</b> đã xong. { $officer } nhắn:
    { $text }

    Nếu chưa ổn, anh/chị mở lại được đến hết ngày { $until }.
told-declined = Rất tiếc, văn phòng chưa giúp được yêu cầu <b>{ $code }</b>. Lý do:
    { $text }

    Cần hỏi thêm, anh/chị gọi { $office }, hoặc gõ /hotro để gửi yêu cầu khác.
told-released = Yêu cầu <b>{ $code }</b> được chuyển lại để cán bộ khác nhận, trước { $due }. Anh/chị không phải làm gì thêm, em sẽ báo ngay khi có người nhận.
told-reopened = Yêu cầu <b>{ $code }</b> được mở lại. { $officer } sẽ trả lời trước { $due }.
told-file = (tệp kèm theo)

case-waits = ⏳ <b>{ $code }</b>: tin cho { $producer } chưa gửi được: { $reason ->
    [hours] người nhận chưa nhắn trong 48 giờ
    [days] người nhận chưa nhắn trong 7 ngày
    [quota] đã hết số tin miễn phí cho lần nhắn vừa rồi của người nhận
    [office] trang Zalo của văn phòng đã hết số tin được gửi hoặc hết tiền
   *[other] ứng dụng nhắn tin chưa nhận
}. { $reason ->
    [office] Văn phòng cần mua thêm tin hoặc nạp tiền (Zalo Cloud Account). Cứ nửa giờ em thử gửi lại, gửi được là em báo anh/chị.
   *[other] Người nhận nhắn lại là em gửi ngay và báo anh/chị.
}{ $phone ->
    [none] {""}
   *[other] {" "}Việc gấp, anh/chị gọi { $phone }.
}
case-went = ✓ <b>{ $code }</b>: { $wrote ->
    [yes] { $producer } đã nhắn lại, tin chờ đã gửi.
   *[no] tin chờ cho { $producer } đã gửi.
}
case-waited-in-vain = ⚠️ <b>{ $code }</b>: tin cho { $producer } chờ mãi chưa gửi được. Đến nay tin chờ đã quá hạn, không gửi nữa.{ $phone ->
    [none] {""}
   *[other] {" "}Anh/chị gọi { $phone } nhé.
}
