# Chấm điểm thử: hỏi từng tiêu chí, kết quả, thử thay đổi, gửi cán bộ xem.

# Bắt đầu.
assessment-private = Chấm điểm thử thì anh/chị nhắn riêng cho em nhé, để người khác không thấy.
assessment-list = Anh/chị muốn làm tiếp, xem lại, hay chấm sản phẩm khác?
assessment-list-open = ▶ Làm tiếp: { $product } ({ $done }/{ $total })
assessment-list-finished =
    { $full ->
        [true] 📄 { $product }: { $points } điểm, { $stars ->
            [0] chưa đạt sao
           *[other] { $stars } sao
        }
       *[false] 📄 { $product }: bản nhanh
    }
assessment-new = ➕ Chấm sản phẩm khác
assessment-which-product = Anh/chị chấm thử sản phẩm nào? Gõ tên sản phẩm, ví dụ <i>mật ong rừng</i>.
assessment-product-wrong = Tên sản phẩm cần từ 2 đến { $most } chữ cái.
assessment-which-sector = Sản phẩm của anh/chị thuộc ngành nào?
assessment-result = <b>Chấm điểm thử: { $product }</b>
assessment-set = Bộ { $number }. { $name }
assessment-which-length = Anh/chị muốn chấm nhanh hay chấm đủ? Bản nhanh chỉ hỏi những điều bắt buộc để được sao, sau đó vẫn làm tiếp được bản đầy đủ.
assessment-one-length = Bộ này ít điều kiện bắt buộc nên em hỏi hết các tiêu chí. Dừng lúc nào cũng được, em giữ lại các câu đã trả lời.
assessment-length-short = ⚡ Chấm nhanh: { $count } câu, khoảng 3 phút
assessment-length-full = 📝 Chấm đủ: { $count } câu, khoảng 10 phút
assessment-begin = Với mỗi câu, anh/chị chọn mức đúng nhất với hiện nay. Chấm thật thì mới biết còn thiếu gì. Hỏi gì thêm cứ nhắn, em trả lời rồi mình chấm tiếp.

# Từng câu.
assessment-group = <i>{ $name }</i>
assessment-question = <b>{ $number }/{ $total } · { $code }. { $name }</b>
assessment-jury = Điều này hội đồng tự nhìn, ngửi, nếm rồi mới chấm. Anh/chị ước lượng giúp em.
assessment-option =
    <b>Mức { $number }</b> ({ $points } điểm{ $stars ->
        [0] {""}
       *[other] , cần cho { $stars } sao
    }): { $text }
assessment-level =
    Mức { $number } · { $points } điểm{ $stars ->
        [0] {""}
       *[other] {" "}· ⭐{ $stars }
    }
assessment-unsure = Chưa rõ
assessment-later = Để sau
assessment-so-far = Đã chọn: { $level }. Chọn lại nếu muốn đổi.
assessment-noted = Em ghi câu { $code }. { $name }: { $level }.
assessment-changed = Em đã sửa câu { $code }. { $name }: { $level }.
assessment-choose = Anh/chị chọn một mức từ 1 đến { $count } giúp em, hoặc gõ “chưa rõ”.
assessment-left = Em giữ bài chấm “{ $product }” cùng các câu đã trả lời. Khi nào rảnh, anh/chị gõ /chamdiem để làm tiếp.
assessment-go-on = ▶ Làm tiếp: { $product }
assessment-finished = Bài chấm “{ $product }” đã xong, nên lựa chọn này không sửa được nữa. Muốn đổi một câu, anh/chị chọn “Thử thay đổi”.
assessment-see = 📄 Xem kết quả

# Kết quả.
assessment-outcome =
    { $points } điểm, { $stars ->
        [0] chưa đạt sao
       *[other] { $stars } sao
    }
assessment-outcome-short =
    { $stars ->
        [0] Chưa đủ điều kiện 3 sao
       *[other] Đủ điều kiện { $stars } sao
    }
assessment-points = { $points } điểm
assessment-outcome-line =
    <b>{ $outcome }</b>{ $count ->
        [3] {" "}⭐⭐⭐
        [4] {" "}⭐⭐⭐⭐
        [5] {" "}⭐⭐⭐⭐⭐
       *[other] {""}
    }
assessment-range =
    Hội đồng tự nhìn, ngửi, nếm nên có thể chấm từ { $low } đến { $high } điểm{ $same ->
        [true] {""}
       *[false] {" "}({ $fewest ->
            [0] chưa đạt sao
           *[other] { $fewest } sao
        } đến { $most } sao)
    }.
assessment-short-remark = Mới tính { $points } điểm. Còn { $count } tiêu chí chưa hỏi, thêm được nhiều nhất { $more } điểm.
assessment-compared =
    So với lần trước ({ $day }: { $points } điểm, { $stars ->
        [0] chưa đạt sao
       *[other] { $stars } sao
    }): <b>{ $change } điểm</b>
assessment-part = Phần { $part }. { $name }: <b>{ $points }/{ $most }</b>
assessment-best = Đã ở mức 5 sao, mức cao nhất.
assessment-missing = <b>Còn thiếu { $count } điều kiện để lên { $star } sao:</b>
assessment-conditions-met = Đủ các điều kiện bắt buộc của { $star } sao.
assessment-way =
    <b>Còn thiếu { $short } điểm nữa mới đủ { $star } sao.</b> Cách ít việc nhất là sửa { $changes } tiêu chí{ $conditions ->
        [0] {""}
       *[other] {""}, gồm { $conditions } điều kiện trên và
    }:
assessment-way-conditions = Làm đủ các điều kiện trên là đủ điểm lên { $star } sao.
assessment-raise = • <b>{ $code }</b> { $name }: cần “{ $needed }” (+{ $more } điểm)
assessment-raise-further = {"   "}Lên hẳn “{ $needed }” thì được +{ $more } điểm, đỡ phải sửa tiêu chí khác.
assessment-help = {"   "}→ { $help }
# Điều mà một mức yêu cầu thì phải có mã truy xuất; em dò chữ này trong tiêu chí.
assessment-traceability = mã truy xuất
assessment-unsure-list = Chưa rõ, đang tính 0 điểm: { $criteria }.
assessment-not-official = Đây là ước lượng để chuẩn bị; điểm chính thức do hội đồng chấm.
assessment-widen = 📝 Làm tiếp bản đầy đủ
assessment-try = 🔧 Thử thay đổi
assessment-share = 👤 Gửi cho cán bộ xem
assessment-again = 🔁 Chấm lại từ đầu

# Ảnh bảng điểm.
assessment-card-title = Chấm điểm thử OCOP
assessment-card-best = Mức cao nhất
assessment-card-missing = Còn thiếu để lên { $star } sao
assessment-card-short = Thêm { $points } điểm nữa
assessment-card-more = và { $count } điều kiện nữa
assessment-card-footer = Tự ước lượng ngày { $day }. Điểm chính thức do hội đồng chấm.

# Thử thay đổi.
assessment-try-which = Anh/chị muốn thử đổi tiêu chí nào?
assessment-try-part = Phần { $part }. { $name }
assessment-try-criterion = { $code } { $name }
assessment-try-option =
    <b>{ $code }. { $name }</b>
    Hiện nay: { $points } điểm. Thử mức nào?
assessment-try-result = <b>Nếu { $code }. { $name } được { $points } điểm</b>
assessment-try-now = Hiện nay: { $outcome }
assessment-try-then = Khi đổi: <b>{ $outcome }</b>
assessment-try-missing = Điều kiện còn thiếu cho { $star } sao: { $now } → { $then }
assessment-try-keep = ✅ Giữ thay đổi này
assessment-try-drop = Không giữ
assessment-try-other = 🔧 Thử tiêu chí khác
assessment-try-dropped = Em giữ nguyên bài chấm như cũ.

# Cán bộ.
assessment-shared = Em đã gửi bài chấm cho cán bộ. Cán bộ nhắn lại ở đây.
assessment-shared-already = Em đã gửi bài chấm này cho cán bộ lúc { $at }.
assessment-notice = <b>{ $who }</b> gửi bài chấm điểm thử nhờ cán bộ xem.{ $phone } Muốn nhắn lại, anh/chị gõ { $code } ở đầu tin rồi viết tiếp.
assessment-notice-phone = {" "}Điện thoại: { $phone }.
assessment-taken-back = Bài chấm này đã được người gửi xóa.
assessment-gone = Bài chấm này không còn nữa.
assessment-only-text = Ở đây em chỉ chuyển được chữ. Anh/chị gõ lại giúp em.
assessment-word =
    <b>{ $who }</b> nhắn về bài chấm “{ $product }”: { $text }

    Muốn nhắn lại, anh/chị gõ { $code } ở đầu tin rồi viết tiếp.
assessment-officer-word =
    Cán bộ <b>{ $who }</b> nhắn về bài chấm “{ $product }”:
    { $text }

    Muốn nhắn lại, anh/chị gõ { $code } ở đầu tin rồi viết tiếp.
assessment-word-what = Anh/chị viết lời nhắn về bài chấm “{ $product }”.
assessment-word-passed = Em đã chuyển.

# Cách người ta nói khi chưa đạt mức nào; cách nhau bằng dấu |.
words-lacking = chưa|chưa có|chưa có gì|chưa làm|chưa đạt|chưa đạt mức nào|không|không có|không có gì|không đạt|ko|ko có|k có
