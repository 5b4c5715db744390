# /lienket: nối các tài khoản của một người trên nhiều ứng dụng.
doors-app = { $channel ->
    [telegram] Telegram
    [zalo] Zalo
    [zalo_oa] Zalo (trang OCOP)
   *[other] ứng dụng khác
}
doors-private = Việc này anh/chị nhắn riêng cho em nhé, để người khác trong nhóm không thấy mã.
doors-joined-list = <b>Tài khoản của anh/chị</b>: { $here } (đang dùng), và đã nối với:
doors-line = • { $app }{ $name ->
    [none] {""}
   *[other] {" "}({ $name })
}
doors-code =
    Mã nối tài khoản: <b>{ $code }</b>
    Mã dùng được { $minutes } phút, một lần.

    Anh/chị mở trợ lý ở ứng dụng kia (Zalo hoặc Telegram), nhắn: <code>/lienket { $code }</code>
    Nối rồi thì yêu cầu, sản phẩm ở hai bên là một; tin báo tới nơi anh/chị dùng gần nhất.

    ⚠️ <b>Không đưa mã này cho ai</b>, kể cả người xưng là cán bộ: ai có mã sẽ xem được hồ sơ của anh/chị.
    { $staff ->
        [yes] Anh/chị là cán bộ nên chỉ lấy mã ở đây rồi nhập ở ứng dụng kia; không nhập vào đây mã người khác đưa.
       *[no] Nếu đã có mã từ ứng dụng kia, anh/chị gửi 6 chữ số đó vào đây. Chỉ nhập mã do chính mình lấy.
    }
doors-part = Gỡ { $app }
doors-again = Lấy mã mới
doors-not-a-code = Mã gồm 6 chữ số. Anh/chị xem lại mã ở ứng dụng kia rồi gửi vào đây, ví dụ 123 456.
doors-wrong = Mã này không đúng, anh/chị còn { $left } lần thử. Anh/chị xem lại mã ở ứng dụng kia rồi gửi lại; hoặc nhắn /lienket ở bên đó để lấy mã mới.
doors-wrong-unasked = Sáu chữ số này không phải mã nối tài khoản đang dùng được (anh/chị còn { $left } lần thử). Anh/chị xem lại mã ở ứng dụng kia, hoặc nhắn /lienket ở bên đó để lấy mã mới. Nếu hỏi việc khác, anh/chị viết thêm chữ giúp em.
doors-expired = Mã này đã quá 10 phút nên hết hạn. Anh/chị nhắn /lienket ở ứng dụng kia để lấy mã mới rồi gửi vào đây.
doors-own = Mã này lấy ở chính tài khoản này. Anh/chị mở trợ lý ở ứng dụng kia rồi nhắn mã ở bên đó. Nếu chưa kịp thì lấy mã mới.
doors-already = Hai tài khoản này đã nối với nhau rồi, anh/chị không cần làm gì thêm. Xem ở /lienket.
doors-too-many = Đã có quá nhiều mã sai nên em tạm dừng nối tài khoản { $minutes } phút. Sau đó anh/chị nhắn /lienket ở ứng dụng kia để lấy mã mới. Cần giúp: { $office }.
doors-staff = Anh/chị là cán bộ nên không nối theo chiều này được: nối vào thì người đưa mã cho anh/chị cũng làm được việc của cán bộ. Nếu tài khoản kia là của chính anh/chị, hãy lấy mã ở đây rồi nhập ở bên đó.
doors-full = Anh/chị đã nối đủ số tài khoản cho phép. Anh/chị vào /lienket gỡ bớt một tài khoản không dùng rồi thử lại.
doors-joined =
    ✓ Đã nối { $here } với { $app }. Từ giờ yêu cầu, sản phẩm, bài chấm thử ở hai bên là một; tin báo tới nơi anh/chị dùng gần nhất. { $staff ->
        [yes] Việc của cán bộ anh/chị cũng làm được ở đây.
       *[no] Xem ở /yeucau.
    }
doors-not-me = Nối nhầm, gỡ { $app }
doors-joined-told = 🔗 Tài khoản { $app }{ $name ->
        [none] {""}
       *[other] {" "}«{ $name }»
    } vừa được nối với tài khoản này lúc { $at }, xem được yêu cầu và sản phẩm của anh/chị. Nếu không phải anh/chị làm, hãy gỡ ra ngay.
doors-joined-hint = Không phải anh/chị: gõ /lienket rồi chọn «Gỡ».
doors-not-me-out = Không phải tôi, gỡ ra
doors-parted = Đã gỡ { $app }. Tài khoản đó không còn xem được gì của anh/chị. Muốn nối lại: /lienket.
doors-parted-told = Tài khoản này đã được gỡ khỏi { $app }. Những gì anh/chị làm ở đây vẫn còn. Muốn nối lại: /lienket.
doors-parted-already = Tài khoản đó không còn nối với tài khoản này. Xem ở /lienket.
