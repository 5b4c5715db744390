# Yêu cầu hỗ trợ: gửi, theo dõi, nhắn thêm, rút, mở lại.
request-private = Việc này anh/chị nhắn riêng cho em nhé, để thông tin của anh/chị không lộ trong nhóm.
request-kinds = Anh/chị cần hỗ trợ việc gì?
request-kinds-unfinished = Anh/chị đang điền dở: { $title }. Điền tiếp, hay chọn việc khác?
request-replace = Anh/chị đang điền dở: { $title }. Điền tiếp, hay bỏ phần đó để làm yêu cầu mới?
request-replace-yes = Bỏ, làm yêu cầu mới
request-submitted =
    Em đã nhận yêu cầu <b>{ $code }</b> của anh/chị.

    Cán bộ sẽ nhận việc trong 2 ngày làm việc, chậm nhất { $day }. Có tin gì em báo anh/chị ngay tại đây.
    Muốn xem hay nhắn thêm, anh/chị gõ { $code } hoặc /yeucau.
request-already = Yêu cầu { $code } đã được gửi rồi, anh/chị không cần gửi lại.
request-gone = Phần này đã bỏ rồi. Anh/chị gõ /hotro để làm lại.
request-open = Mở { $code }
request-none = Anh/chị chưa gửi yêu cầu nào. Gõ /hotro để xin hỗ trợ.
request-list = Yêu cầu của anh/chị, mới nhất trước:
request-list-item = { $code } · { $kind } · { $state }
request-one =
    <b>{ $code }</b> · { $kind }
    <b>{ $state }</b>{ $officer ->
        [none] { "" }
       *[other] { ". Cán bộ: " }{ $officer }
    }{ $due ->
        [none] { "" }
       *[other] { ". Hạn: " }{ $due }
    }

    { $history }
request-history-line = { $at } · { $what }
request-fields =
    <b>Nội dung đã gửi, { $code }</b>

    { $lines }

    Ảnh, giấy tờ: { $files }
request-do-fields = Xem nội dung đã gửi
request-do-write = Nhắn thêm, gửi ảnh
request-do-withdraw = Rút yêu cầu
request-do-reopen = Mở lại yêu cầu
request-do-list = Danh sách yêu cầu
request-write = Anh/chị nhắn nội dung, hoặc gửi ảnh, giấy tờ cho { $code } vào đây.
request-sent =
    { $taken ->
        [yes] Em đã chuyển cho cán bộ phụ trách { $code }.
       *[no] Em đã ghi vào { $code }. Cán bộ nhận việc sẽ thấy.
    } Ảnh, giấy tờ còn nữa anh/chị cứ gửi tiếp.
request-write-nothing = Em chưa đọc được tin dạng đó. Anh/chị gõ chữ hoặc gửi ảnh, giấy tờ nhé.
request-closed = Yêu cầu { $code } đã khép lại ({ $state }), nên không nhắn thêm được. Cần nữa thì anh/chị gõ /hotro để gửi yêu cầu mới.
request-closed-reopen = Yêu cầu { $code } đã xong, nên không nhắn thêm được. Anh/chị mở lại được đến hết ngày { $until }.
request-withdraw = Anh/chị chắc chắn rút yêu cầu { $code }? Rút rồi thì cán bộ không làm nữa.
request-withdraw-yes = Rút { $code }
request-withdraw-no = Không, giữ lại
request-withdrawn = Đã rút yêu cầu { $code }.
request-reopen = { $code } chưa ổn thì anh/chị chọn «Mở lại yêu cầu» ạ.
words-reopen = mở lại|mở ra lại
words-not-done = chưa ổn|chưa xong|chưa được|chưa đúng|làm lại|không đúng|chưa hài lòng|vẫn chưa|chưa đạt|chưa có
request-reopened = Đã mở lại { $code }. Cán bộ sẽ nhận việc chậm nhất { $day }. Anh/chị cho biết còn vướng gì: chọn «Nhắn thêm, gửi ảnh».
request-cannot = Việc đó không làm được nữa: yêu cầu { $code } đang ở bước «{ $state }».
request-file-lost = Tệp «{ $name }» em không tải về được. Anh/chị gửi lại giúp em nhé.
request-file-lost-sent = Tệp «{ $name }» gửi cho { $code } em không tải về được. Anh/chị gõ { $code } rồi gửi lại giúp em nhé.
request-file-too-big = Tệp «{ $name }» nặng quá { $largest } MB nên em không nhận được. Anh/chị gửi tệp nhỏ hơn giúp em nhé.

request-state-draft = Đang điền
request-state-submitted = Chờ cán bộ nhận
request-state-accepted = Cán bộ đang làm
request-state-waiting = Chờ anh/chị trả lời
request-state-done = Đã xong
request-state-declined = Không hỗ trợ được
request-state-withdrawn = Đã rút

request-event-submitted = Gửi yêu cầu
request-event-accepted = Cán bộ nhận việc
request-event-asked = Cán bộ hỏi
request-event-message = Anh/chị nhắn
request-event-answered = Cán bộ nhắn
request-event-done = Đã xong
request-event-declined = Không hỗ trợ được
request-event-withdrawn = Rút yêu cầu
request-event-reopened = Mở lại
request-event-released = Chuyển cho cán bộ khác
request-event-overdue = Quá hạn
request-event-with = { $what }: { $text }
request-event-file = { $what }, kèm tệp

# Cách người ta xin hỗ trợ bằng lời: một cụm ở words-support, rồi một tên ở words-kinds.
words-support = hỗ trợ|được hỗ trợ|cần hỗ trợ|cần được hỗ trợ|nhờ hỗ trợ|muốn hỗ trợ|muốn được hỗ trợ|muốn xin hỗ trợ|đăng ký hỗ trợ|muốn đăng ký hỗ trợ|yêu cầu hỗ trợ
words-kinds =
    barcode: mã vạch|mv|mã|mã số mã vạch|làm mã vạch|đăng ký mã vạch
    lab_test: kiểm nghiệm|kiểm nghiệm sản phẩm|xét nghiệm|thử nghiệm
    ip: sở hữu trí tuệ|nhãn hiệu|bảo hộ nhãn hiệu|đăng ký nhãn hiệu|làm nhãn hiệu
    quality_standard: tiêu chuẩn chất lượng|tiêu chuẩn|chất lượng
    packaging_label: bao bì|bao bì nhãn|bao bì nhãn mác|nhãn hàng|nhãn mác|thiết kế bao bì|làm bao bì|làm nhãn
    trade_promotion: xúc tiến thương mại|xúc tiến bán hàng|xúc tiến|bán hàng|hội chợ|đi hội chợ
