# Câu hỏi chuyển cho cán bộ.
question-notice =
    <b>Câu hỏi CH-{ $number }</b>
    { $who } hỏi lúc { $asked }:
    { $text }

    Muốn trả lời, anh/chị gõ CH-{ $number }, rồi viết câu trả lời ở tin sau.
question-before = (câu trước) { $text }
question-notice-replied =
    <b>Câu hỏi CH-{ $number }</b>
    { $who } hỏi lúc { $asked }:
    { $text }

    ✅ Đã trả lời bởi { $officer }.
question-gone = Câu hỏi CH-{ $number }: người hỏi đã xóa dữ liệu{ $state ->
        [replied] {"."}
       *[other] , không cần trả lời nữa.
    }
question-hint = Gõ CH-{ $number } để trả lời
question-somebody = Một người chưa cho biết tên
question-an-officer = cán bộ OCOP
question-answer = ✍️ Trả lời
question-write =
    Anh/chị viết câu trả lời cho CH-{ $number } trong một tin, em gửi ngay cho người hỏi.
    <i>{ $text }</i>
question-reply =
    Anh/chị đã hỏi: <i>{ $question }</i>

    <b>Cán bộ { $officer } trả lời:</b>
    { $answer }
question-replied = CH-{ $number }: { $officer } đã trả lời.
question-delivered = ✅ Câu trả lời CH-{ $number } đã đến người hỏi.
question-not-delivered =
    ⚠️ Câu trả lời CH-{ $number } không gửi được: { $reason ->
        [blocked] người hỏi đã chặn trợ lý
        [not_following] người hỏi chưa «Quan tâm» trang Zalo của văn phòng, hoặc đã bỏ quan tâm
        [gone] tài khoản của người hỏi không còn
        [erased] người hỏi đã xóa dữ liệu
        [expired] quá hạn gửi
        [off] trợ lý không còn chạy trên ứng dụng của người hỏi
        [unknown] mạng chập chờn, không biết đã tới hay chưa
       *[other] ứng dụng nhắn tin từ chối tin này
    }.
question-waits =
    ⏳ Câu trả lời CH-{ $number } chưa gửi được: { $reason ->
        [hours] người hỏi chưa nhắn trong 48 giờ
        [days] người hỏi chưa nhắn trong 7 ngày
        [quota] đã hết số tin miễn phí cho lần nhắn vừa rồi của người hỏi
        [office] trang Zalo của văn phòng đã hết số tin được gửi hoặc hết tiền
       *[other] ứng dụng nhắn tin chưa nhận
    }. { $reason ->
        [office] Văn phòng cần mua thêm tin hoặc nạp tiền (Zalo Cloud Account). Em giữ lại, cứ nửa giờ thử gửi một lần.
       *[other] Em giữ lại, người hỏi nhắn là em gửi ngay.
    }
question-too-late =
    CH-{ $number } đã được { $officer } trả lời lúc { $at }, nên em không gửi thêm:
    <i>{ $answer }</i>
question-none = Không có câu hỏi CH-{ $number } nào đang chờ cán bộ.
question-only-text = Câu trả lời cần viết bằng chữ. Anh/chị viết giúp em nhé.
question-hint-keep = Gõ CH-{ $number } để giữ câu trả lời thành mục kiến thức
