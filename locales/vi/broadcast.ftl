# Thông báo cho mọi người.
broadcast-ask = Anh/chị viết nội dung thông báo (tối đa { NUMBER($longest, useGrouping: 1) } chữ cái và dấu), hoặc gửi một ảnh kèm lời. Em sẽ cho xem trước, chưa gửi ngay.
broadcast-ask-again = Anh/chị gửi lại toàn bộ nội dung mới (tối đa { NUMBER($longest, useGrouping: 1) } chữ cái và dấu), kèm ảnh nếu có.
broadcast-preview = Tin trên đúng như mọi người sẽ thấy. Sẽ gửi cho <b>{ $people }</b> người, mất { $time }.
broadcast-seconds = khoảng { $seconds } giây
broadcast-minutes = khoảng { $minutes } phút
broadcast-nobody = Chưa có ai khác dùng trợ lý này, nên chưa có người nhận.
broadcast-send = Gửi cho { $people } người
broadcast-edit = Sửa nội dung
broadcast-draft-kept = Anh/chị có một bản nháp chưa gửi. Muốn viết tin khác thì chọn «Sửa nội dung».
broadcast-replace = Anh/chị muốn thay lời của bản nháp bằng «{ $text }» ạ?
broadcast-replace-yes = Thay bản nháp
broadcast-replace-no = Giữ bản nháp
broadcast-send-words = gửi|gửi đi|gửi luôn|gửi nhé|gửi nha|gửi ạ|ok gửi|đồng ý gửi|gửi cho mọi người
broadcast-stop = Dừng gửi
broadcast-stop-hint = Gõ /huy để dừng gửi.
broadcast-cancelled = Đã hủy, không có gì được gửi.
broadcast-dropped = Bản nháp này đã hủy hoặc đã được thay bằng bản mới hơn, nên không gửi nữa.
broadcast-sent-already = Thông báo này đã được xác nhận trước đó rồi, em không gửi lần nữa.
broadcast-not-yours = Bản nháp này của quản trị viên khác, chỉ người viết mới gửi được.
broadcast-one-at-a-time = Đang có một thông báo gửi dở. Chờ gửi xong hoặc dừng nó, rồi mới gửi thông báo khác.
broadcast-bad-kind = Thông báo chỉ nhận chữ, hoặc một ảnh kèm lời. Anh/chị viết lại bằng chữ giúp em.
broadcast-empty = Tin chưa có chữ nào. Anh/chị viết nội dung giúp em.
broadcast-too-long = Nội dung dài { NUMBER($length, useGrouping: 1) } chữ cái và dấu, quá mức { NUMBER($longest, useGrouping: 1) }. Anh/chị rút gọn rồi gửi lại.
broadcast-photo-on-its-way = Ảnh chưa tải về xong nên chưa gửi được cho người dùng ứng dụng khác. Vài giây nữa anh/chị chọn Gửi lại; nếu vẫn chưa được, hãy sửa và gửi lại ảnh.
broadcast-progress =
    Đang gửi thông báo số { $number }: { $settled }/{ $total } ({ $percent }%).
    Đã gửi { $sent } · chặn bot { $blocked } · lỗi { $failed } · không rõ { $unknown }
broadcast-progress-stopping =
    Đang dừng thông báo số { $number }, còn { $waiting } tin đang trên đường.
    Đã gửi { $sent } · chặn bot { $blocked } · lỗi { $failed } · không rõ { $unknown } · dừng { $stopped }
broadcast-report =
    <b>{ $state ->
        [stopped] Thông báo số { $number } đã dừng
       *[other] Thông báo số { $number } đã gửi xong
    }</b> lúc { $at }.
    Người nhận: { $total }
    Đã gửi: { $sent }
    Chặn bot hoặc bỏ tài khoản: { $blocked }
    Không gửi được: { $failed }{ $held ->
        [0] {""}
       *[other] {" "}· chờ ứng dụng nhận mới gửi được: { $held }
    }
    Không rõ đã tới chưa: { $unknown }
    Chưa gửi vì đã dừng: { $stopped }
broadcast-again = Gửi lại thông báo số { $number } cho { $people } người chưa rõ
broadcast-again-hint = Gõ /thongbao để gửi lại cho người chưa rõ đã nhận hay chưa.
broadcast-again-nobody = Thông báo số { $number } không có ai cần gửi lại.
broadcast-stopping = Đã dừng thông báo số { $number }. Người chưa được gửi sẽ không nhận nữa.
broadcast-over = Thông báo này đã kết thúc trước đó rồi.
