# Sản phẩm OCOP của chủ thể: giấy chứng nhận, giấy tờ, hai tờ đơn Word, lời nhắc; danh sách của phòng từ Excel.
criteria-language = vi

# --- danh sách và một sản phẩm ---
product-private = Việc này anh/chị nhắn riêng cho em nhé, để người khác trong nhóm không đọc được.
product-list =
    <b>Sản phẩm của anh/chị</b>{ $free ->
        [0] { "" }
       *[other] { "\u000A" }Danh sách của phòng còn { $free } sản phẩm ghi tên <b>{ $name }</b>. Anh/chị nhận để em nhắc hạn nhé.
    }
product-none =
    { $free ->
        [0] Anh/chị chưa ghi sản phẩm nào. Ghi vào đây thì em nhắc hạn giấy chứng nhận và điền sẵn hai tờ đơn của hồ sơ.
       *[other] Danh sách của phòng có { $free } sản phẩm ghi tên <b>{ $name }</b>. Anh/chị nhận để em nhắc hạn nhé.
    }
product-item =
    { $stars ->
        [0] { $name } · đang làm hồ sơ
       *[other] { $name } · { $stars } sao, đến { $expires }
    }
product-set = Bộ { $number }: { $name }
product-claim = ✅ Nhận { $count } sản phẩm này
product-add = ➕ Thêm sản phẩm
product-to-list = Danh sách sản phẩm
product-head = <b>{ $name }</b>
product-line-set = { $set }
product-line-certificate =
    { $certificate ->
        [none] { $stars } sao, cấp ngày { $issued }, có giá trị đến <b>{ $expires }</b> (36 tháng)
       *[other] { $stars } sao, giấy số { $certificate } cấp ngày { $issued }, có giá trị đến <b>{ $expires }</b> (36 tháng)
    }
product-line-window =
    { $when ->
        [early] Hồ sơ đánh giá lại: nộp ở xã từ { $first } đến { $until }
        [now] ⏰ Đang trong thời gian nộp hồ sơ đánh giá lại ở xã: đến hết ngày <b>{ $until }</b> (từ { $first })
        [late] ⚠️ Thời gian nộp hồ sơ đánh giá lại là từ { $first } đến { $until }, nay đã qua. Anh/chị hỏi ngay cán bộ: /hotro
       *[over] ⚠️ Giấy chứng nhận đã hết hạn (nộp hồ sơ đánh giá lại lẽ ra từ { $first } đến { $until }). Anh/chị hỏi cán bộ: /hotro
    }
product-line-preparing = Đang làm hồ sơ, chưa có giấy chứng nhận. Xã gửi hồ sơ lên tỉnh trước 30/4 và trước 30/10.
product-line-lab_test =
    { $over ->
        [yes] ⚠️ Phiếu kiểm nghiệm đã quá 12 tháng (từ { $last })
       *[no] Phiếu kiểm nghiệm còn dùng đến { $last }
    }
product-line-food_safety =
    { $over ->
        [yes] ⚠️ Giấy an toàn thực phẩm đã hết hạn ngày { $last }
       *[no] Giấy an toàn thực phẩm đến { $last }
    }
product-line-trademark =
    { $over ->
        [yes] ⚠️ Nhãn hiệu đã hết hạn ngày { $last }
       *[no] Nhãn hiệu đến { $last }
    }
product-line-reminders =
    { $on ->
        [yes] { $days ->
            [none] 🔔 Chưa có hạn nào để nhắc.
           *[other] 🔔 Em sẽ nhắc vào: { $days }
        }
       *[no] 🔕 Đang tắt nhắc.
    }
product-line-register = <i>Theo danh sách của { $office }. Có chỗ sai thì anh/chị báo cán bộ; phần giấy tờ kèm theo anh/chị tự ghi được.</i>
product-papers = 📄 Phiếu đăng ký và báo cáo (Word)
product-correct = ✏️ Sửa, thêm giấy tờ
product-mute = 🔕 Tắt nhắc
product-unmute = 🔔 Bật nhắc
product-do-delete = 🗑 Bỏ khỏi danh sách
product-open = Xem sản phẩm
product-hint = Gõ /sanpham để xem, hoặc để tắt nhắc.
product-kept = Em đã ghi.
product-muted = Em sẽ không nhắc về sản phẩm này nữa.
product-unmuted = Em sẽ nhắc lại về sản phẩm này.
product-delete =
    { $source ->
        [own] Bỏ <b>{ $name }</b> và mọi lời nhắc về nó?
       *[register] Bỏ <b>{ $name }</b> khỏi danh sách của anh/chị? Danh sách của phòng vẫn còn sản phẩm này; em chỉ thôi nhắc.
    }
product-delete-yes = Bỏ sản phẩm này
product-deleted = Em đã bỏ { $name }.
product-busy = Anh/chị đang điền dở: { $title }. Điền xong, hoặc gõ /huy để bỏ, rồi mới mở phần này được.
refused-product = Em không tìm thấy sản phẩm này trong danh sách của anh/chị. Gõ /sanpham để xem danh sách.

# --- biểu mẫu ---
product-save = Ghi lại
form-product = Sản phẩm OCOP
    .do-review = Xem lại và ghi
    .review =
        <b>Anh/chị xem lại rồi ghi: { $title }</b>

        { $lines }
    .later = Em giữ nguyên những gì anh/chị đã điền. Khi nào làm tiếp, anh/chị gõ /sanpham hoặc /menu.
    .dropped = Em đã bỏ phần đang điền. Cần thì anh/chị gõ /sanpham để làm lại.
field-product_set = Sản phẩm thuộc bộ tiêu chí nào? Không thấy thì gõ loại hàng.
    .label = Bộ tiêu chí
    .hint = Ví dụ: mật ong; homestay; hoặc số của bộ, từ «bộ 1» đến «bộ 26»
words-set = bộ|bộ số
field-product_stars = Sản phẩm đang có mấy sao?
    .label = Hạng
    .none = Chưa có sao, chưa làm hồ sơ
    .preparing = Đang làm hồ sơ
    .three = 3 sao
    .four = 4 sao
    .five = 5 sao
field-product_issued = Giấy chứng nhận OCOP cấp ngày nào?
    .label = Ngày cấp
    .hint = Ngày ghi trên giấy hoặc quyết định. Ví dụ: 15/03/2024
field-product_certificate = Số giấy chứng nhận hoặc số quyết định?
    .label = Số giấy
    .hint = Ví dụ: 512/QĐ-UBND
field-product_lab_report = Phiếu kiểm nghiệm gần nhất ghi ngày nào?
    .label = Ngày phiếu kiểm nghiệm
    .hint = Phiếu dùng được trong 12 tháng. Ví dụ: 10/06/2026
field-product_food_safety = Giấy chứng nhận an toàn thực phẩm hết hạn ngày nào?
    .label = Hạn giấy an toàn thực phẩm
    .hint = Cơ sở nhỏ làm bản cam kết: ghi ngày hết hạn của bản cam kết. Ví dụ: 10/06/2027
field-product_trademark = Giấy chứng nhận nhãn hiệu hết hạn ngày nào?
    .label = Hạn nhãn hiệu
    .hint = Ví dụ: 01/08/2030
unsure-set = Có thể thuộc một trong các bộ dưới đây. Anh/chị chọn một, hoặc gõ cách gọi khác.

# --- hai tờ đơn ---
papers-which = Hồ sơ này để làm gì ạ?
papers-for-again = Đánh giá lại khi giấy hết hạn
papers-for-upgrade = Nâng hạng sao
papers-registration = <b>Phiếu đăng ký</b> (Mẫu số 01). Chỗ nào em chưa biết thì để dấu chấm, anh/chị điền tay rồi ký, đóng dấu.
papers-report = <b>Báo cáo tự đánh giá</b> (Mẫu số 02), có danh mục minh chứng cần kèm. Nộp ở xã: 1 bộ giấy và 1 bộ điện tử.
papers-not-sent = Em không gửi được tệp Word. Anh/chị thử lại giúp em, hoặc nhờ cán bộ in: /hotro

# --- lời nhắc ---
remind-regrade =
    ⏰ Giấy chứng nhận OCOP của <b>{ $name }</b> hết hạn ngày { $last }, còn { $left } ngày.
    Hồ sơ đánh giá lại nộp ở xã từ <b>{ $first }</b> đến hết ngày <b>{ $until }</b> (Quyết định 26/2026/QĐ-TTg, Điều 7 khoản 6).
remind-round =
    ⏰ Còn { $left } ngày đến { $last }: xã phải gửi lên tỉnh trước ngày đó thì <b>{ $name }</b> mới kịp đợt đánh giá này.
    Anh/chị nộp hồ sơ ở xã sớm, vì xã cần đến 15 ngày làm việc để xem.
remind-lab_test = ⏰ Phiếu kiểm nghiệm của <b>{ $name }</b> dùng được đến { $last }, còn { $left } ngày. Cần làm phiếu mới thì gõ /hotro, chọn Kiểm nghiệm.
remind-food_safety = ⏰ Giấy an toàn thực phẩm của <b>{ $name }</b> hết hạn ngày { $last }, còn { $left } ngày. Anh/chị làm thủ tục cấp lại trước ngày đó.
remind-trademark = ⏰ Nhãn hiệu của <b>{ $name }</b> hết hạn ngày { $last }, còn { $left } ngày. Cần giúp gia hạn thì gõ /hotro, chọn Sở hữu trí tuệ.

# --- danh sách của phòng, từ Excel ---
register-offer = 📥 Nhập danh sách từ Excel
register-template = Anh/chị điền danh sách sản phẩm đã được công nhận vào bảng mẫu này rồi gửi lại vào đây (tệp .xlsx, không quá 5 MB). Em cho xem trước rồi mới ghi.
register-reading = Em đã nhận, đang đọc bảng.
register-lost = Em không tải được tệp. Anh/chị gửi lại giúp em.
register-plan =
    <b>Xem trước, chưa ghi gì:</b>
    • mới: { $new }
    • thay đổi: { $changed }
    • như cũ: { $same }
    • chưa dùng được: { $bad }
register-bad =
    <b>{ $count } dòng chưa dùng được:</b>
    { $lines }
register-bad-row = • Dòng { $line }: { $why }
register-bad-more = Danh sách đủ nằm trong tệp kèm theo.
register-take = Ghi { $count } sản phẩm
register-drop = Thôi, không ghi
register-taken = Đã ghi: { $new } sản phẩm mới, { $changed } thay đổi. Chủ thể trùng tên được nối với sản phẩm và sẽ được nhắc hạn.
register-dropped = Em không ghi gì và đã bỏ bảng này.
register-column-producer = Tên chủ thể
register-column-product = Tên sản phẩm
register-column-set = Bộ tiêu chí
register-column-stars = Số sao
register-column-certificate = Số giấy chứng nhận
register-column-issued = Ngày cấp
register-note-producer = Ghi như trên quyết định công nhận.
register-note-product = Mỗi sản phẩm một dòng.
register-note-set = Số từ 1 đến 26 (xem trang sau). Để trống thì tìm theo tên sản phẩm.
register-note-stars = 3, 4 hoặc 5.
register-note-certificate = Có thể để trống.
register-note-issued = Ngày/tháng/năm. Giấy có giá trị 36 tháng từ ngày này.
register-sheet = Sản phẩm
register-sheet-sets = Bộ tiêu chí
register-not-workbook = Em không đọc được tệp này. Anh/chị lưu lại dạng Excel (.xlsx) rồi gửi lại.
register-not-small = Tệp này bung ra quá lớn nên em không mở. Anh/chị chép danh sách sang bảng mẫu rồi gửi lại.
register-not-few = Bảng có hơn { $most } dòng. Anh/chị chia thành nhiều tệp giúp em.
register-not-headed = Bảng thiếu cột: { $missing }. Anh/chị đặt tên cột như trong bảng mẫu rồi gửi lại.
register-not-filled = Bảng chưa có dòng nào. Anh/chị điền rồi gửi lại.
register-bad-empty = thiếu «{ $column }»
register-bad-name = «{ $column }» phải có chữ, từ 2 đến { $longest } ký tự
register-bad-set-number = không có bộ tiêu chí số { $set }; chỉ có từ 1 đến { $last }
register-bad-set-several = sản phẩm này có thể thuộc các bộ { $sets }; ghi rõ số của một bộ
register-bad-set-unknown = chưa rõ thuộc bộ tiêu chí nào; ghi số của bộ, từ 1 đến { $last }
register-bad-stars = số sao là «{ $stars }»; chỉ ghi 3, 4 hoặc 5
register-bad-day = ngày cấp «{ $day }» chưa đúng; ghi ngày/tháng/năm, ví dụ 15/03/2024
register-bad-day-range = ngày cấp { $day } không hợp lý; phải từ { $first } đến { $last }
register-bad-twice = trùng với dòng { $first }

# --- dữ liệu của tôi ---
privacy-products = • Sản phẩm đã ghi: { $count } (xem ở /sanpham)
