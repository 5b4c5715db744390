# Số liệu và bảng Excel.
figures-month = <b>Tháng { $month }</b>
figures-all = <b>Từ đầu đến nay</b>
figures-people = Người dùng: { $accounts } (đang hoạt động { $active }, đã đồng ý { $consented }, cán bộ { $officers })
figures-questions = Câu hỏi: { $asked } (trả lời được { $answered }, chưa được { $unanswered }, chuyển cán bộ { $passed }, hữu ích { $helped })
figures-requests = Yêu cầu hỗ trợ: { $count }
figures-kind = • { $kind }: { $count } ({ $states })
figures-state = { $state } { $count }
figures-accepted = Yêu cầu đã nhận: một nửa được nhận trong { NUMBER($hours, maximumFractionDigits: 1) ->
        [0] chưa đầy 1 giờ
       *[other] vòng { NUMBER($hours, maximumFractionDigits: 1) } giờ
    }
figures-done = Yêu cầu đã xong: một nửa làm xong trong { NUMBER($hours, maximumFractionDigits: 1) ->
        [0] chưa đầy 1 giờ
       *[other] vòng { NUMBER($hours, maximumFractionDigits: 1) } giờ
    }
figures-broadcasts = Thông báo đã gửi: { $count }
figures-workbook = Bảng Excel đến lúc { $at }. Trong đó có tên và số điện thoại của người dân: anh/chị giữ kín, không chuyển tiếp.
figures-private = Bảng Excel có dữ liệu cá nhân, nên em chỉ gửi trong cuộc trò chuyện riêng với bot.
figures-not-sent = Em không gửi được bảng Excel. Anh/chị thử lại, hoặc chạy lệnh ocop-bot export trên máy chủ.
sheet-requests = Yêu cầu
sheet-history = Lịch sử
sheet-producers = Chủ thể
sheet-questions = Câu hỏi
sheet-broadcasts = Thông báo
sheet-audit = Nhật ký
sheet-kind = { $kind ->
        [barcode] Mã số mã vạch
        [lab_test] Kiểm nghiệm
        [ip] Sở hữu trí tuệ
        [quality_standard] Tiêu chuẩn chất lượng
        [packaging_label] Bao bì, nhãn
       *[trade_promotion] Xúc tiến thương mại
    }
sheet-state = { $state ->
        [draft] đang điền
        [submitted] chờ nhận
        [accepted] đang làm
        [waiting] chờ chủ thể
        [done] đã xong
        [declined] không hỗ trợ được
       *[withdrawn] đã rút
    }
sheet-event = { $event ->
        [submitted] gửi yêu cầu
        [accepted] cán bộ nhận
        [asked] cán bộ hỏi thêm
        [message] chủ thể nhắn
        [answered] cán bộ trả lời
        [done] hoàn thành
        [declined] không hỗ trợ được
        [withdrawn] chủ thể rút
        [reopened] mở lại
        [released] trả về hàng đợi
       *[overdue] quá hạn
    }
sheet-question = { $state ->
        [answered] trả lời được
        [unanswered] chưa trả lời được
        [with_officers] đang hỏi cán bộ
       *[replied] cán bộ đã trả lời
    }
sheet-helped = { $helped ->
        [yes] đúng ý
       *[no] chưa đúng
    }
sheet-broadcast = { $state ->
        [draft] bản nháp
        [sending] đang gửi
        [done] đã xong
       *[stopped] đã dừng
    }
sheet-column-code = Mã
sheet-column-kind = Loại
sheet-column-state = Tình trạng
sheet-column-officer = Cán bộ
sheet-column-submitted = Ngày gửi
sheet-column-due = Hạn
sheet-column-closed = Ngày đóng
sheet-column-producer-name = Tên cơ sở
sheet-column-producer-type = Loại hình
sheet-column-contact-name = Người liên hệ
sheet-column-contact-phone = Điện thoại
sheet-column-contact-role = Vai trò
sheet-column-email = Email
sheet-column-commune = Xã/phường
sheet-column-address-detail = Địa chỉ
sheet-column-business-reg-no = Mã số thuế/ĐKKD
sheet-column-product-name = Sản phẩm
sheet-column-product-group = Nhóm sản phẩm
sheet-column-ocop-status = Tình trạng OCOP
sheet-column-ocop-expiry = Giấy OCOP hết hạn
sheet-column-deadline = Cần xong trước
sheet-column-description = Mô tả thêm
sheet-column-answers = Các mục riêng
sheet-column-at = Lúc
sheet-column-event = Việc
sheet-column-actor = Người làm
sheet-column-text = Nội dung
sheet-column-number = Số
sheet-column-created = Ngày tạo
sheet-column-question = Câu hỏi
sheet-column-language = Ngôn ngữ
sheet-column-entry = Mục kiến thức
sheet-column-helped = Hữu ích
sheet-column-answer = Trả lời
sheet-column-answered = Trả lời lúc
sheet-column-author = Người gửi
sheet-column-confirmed = Bắt đầu
sheet-column-finished = Kết thúc
sheet-column-recipients = Người nhận
sheet-column-sent = Đã gửi
sheet-column-blocked = Chặn bot
sheet-column-failed = Lỗi
sheet-column-unknown = Không rõ
sheet-column-stopped = Dừng
sheet-column-waiting = Đang chờ
sheet-column-account = Tài khoản
sheet-column-action = Việc
sheet-column-target = Đối tượng
sheet-column-details = Chi tiết
