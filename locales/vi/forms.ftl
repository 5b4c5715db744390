# Lời của biểu mẫu: khung hỏi, báo sai, và cách hiểu câu trả lời.

# --- khung ---
form-step-required = <b>{ $number }/{ $total }</b> · { $question }
form-step-optional = <b>Bổ sung { $number }/{ $total }</b> · { $question }
form-correcting = <b>Sửa</b> · { $question }
form-hint = <i>{ $hint }</i>
form-so-far = Đang ghi: { $value }
form-several = <i>Chọn được nhiều mục, ví dụ gõ 1,3. Chọn xong thì gõ hoặc chọn «Xong».</i>
form-ticked = ✓ { $label }
form-line = <b>{ $label }:</b> { $value }
form-enough = Xong
form-none = Chưa có
form-keep = Giữ nguyên
form-take = Dùng { $value }
form-known =
    Em còn giữ thông tin lần trước của anh/chị:

    { $lines }

    Dùng lại thông tin này nhé?
form-review =
    <b>Anh/chị xem lại trước khi gửi: { $title }</b>

    { $lines }{ $files ->
        [0] { "" }
       *[other] { "\u000A" }<b>Ảnh, giấy tờ gửi thêm:</b> { $files }
    }
form-attaching =
    Anh/chị gửi ảnh hoặc giấy tờ vào đây, từng cái một hay nhiều cái cùng lúc đều được (ảnh, PDF, Word, Excel, mỗi tệp không quá 20 MB).{ $files ->
        [0] { "" }
       *[other] { " " }Đã có { $files } tệp gửi thêm.
    }
form-which = Anh/chị muốn sửa mục nào?
form-manners = Dạ, em đây ạ. Mình điền tiếp nhé.
form-choose = Anh/chị chọn một mục dưới đây giúp em nhé.
form-unreadable = Ở bước này em chưa đọc được tin dạng đó. Anh/chị gõ chữ hoặc chọn một mục dưới đây giúp em nhé.
form-answered = Câu đó anh/chị đã trả lời rồi. Muốn đổi thì chọn «Sửa» ở bước xem lại. Em hỏi tiếp ạ:
form-over = Phần này đã gửi xong hoặc đã bỏ, lựa chọn cũ không còn dùng nữa. Xem các yêu cầu đã gửi: /yeucau. Làm yêu cầu mới: /hotro.
form-unfinished = Anh/chị đang điền dở: { $title }. Tiếp tục nhé?
form-resume = Điền tiếp: { $title }
form-leave = Anh/chị đang điền dở: { $title }. Bỏ hẳn hay để đó làm tiếp sau?
form-later = Em giữ nguyên những gì anh/chị đã điền. Khi nào làm tiếp, anh/chị gõ /hotro hoặc /menu.
form-dropped = Em đã bỏ phần đang điền. Cần thì anh/chị gõ /hotro để làm lại.
form-file-received = Đã nhận tệp.
form-file-not-kept = Em chưa giữ tệp vừa gửi. Anh/chị chọn một mục dưới đây trước, rồi gửi lại giúp em nhé.
form-file-beside = Đã nhận tệp, em kèm vào yêu cầu.
form-do-reuse = Dùng lại
form-do-anew = Nhập thông tin mới
form-do-send = Gửi yêu cầu
form-do-edit = Sửa
form-do-more = Bổ sung thêm (không bắt buộc)
form-do-attach = Gửi thêm ảnh, giấy tờ
form-do-review = Xem lại và gửi
form-do-leave = Hủy
form-do-later = Để đó, làm sau
form-do-drop = Bỏ hẳn
form-do-go_on = Điền tiếp
files-count = { $count } tệp
gtin-vietnam = { $gtin } (đầu số 893, do GS1 Việt Nam cấp)
gtin-foreign = { $gtin } (đầu số nước ngoài, không phải 893)
commune-option = { $name } ({ $districts } cũ)

# --- cách hiểu câu trả lời; cách nhau bằng dấu | ---
words-yes = có|dạ|nhất trí|đồng ý|chắc chắn|đúng|đúng rồi|phải|vâng|ừ|uh|ok|được|rồi|có rồi|yes
words-unsure = biết|rõ|chắc|lẽ|hay|hoặc
words-dont-know = không biết|không rõ|không chắc|không nhớ|chưa biết|chưa rõ|chưa chắc|ko biết|ko rõ|ko chắc|k biết|k rõ|chẳng biết|chả biết|không biết nữa|chịu|chịu thôi|bỏ qua|bỏ qua câu này
words-introduced = tôi tên là|em tên là|mình tên là|tên tôi là|tên em là|tên là|họ tên là|tên|tôi là|em là|mình là|dạ em là|dạ em tên là|dạ tôi là|dạ tôi tên là
words-send = gửi|gửi đi|gửi luôn|gửi nhé|gửi nha|gửi ạ|ok|oke|ok gửi|đồng ý|đúng|đúng rồi|được|được rồi|xong|xong rồi|vâng|xong rồi gửi đi|xong gửi đi|gửi được rồi
words-no-more = hết|hết rồi|đủ rồi|không|không có|không còn|không còn nữa|ko|ko có|k có|thế thôi|vậy thôi|có vậy thôi|chỉ có vậy
words-no = không|ko|k|chưa|chưa có|sai|không phải|no
words-correct = sửa|muốn sửa|muốn đổi|muốn thay|cần sửa|cần đổi|sửa lại|sửa mục|đổi|đổi lại|thay|thay đổi|chỉnh|chỉnh lại|chỉnh sửa
words-none = chưa|không|ko|k có|bỏ qua|xong|hết|quên|mất
words-question = là gì|ở đâu|thế nào|ntn|bao nhiêu|bao lâu|khi nào|tại sao|vì sao|sao phải|làm sao|có cần|có phải|có được|được không|phải không|là sao|cho hỏi|cho em hỏi|cho tôi hỏi
units-time = ngày, tuần, tháng, năm
units-legal = mg, g, gam, gram, kg, ml, l, lít, lit

# --- hỏi lại ---
unsure-commune =
    { $count ->
        [1] Có phải xã/phường này không ạ? Không đúng thì anh/chị gõ lại tên.
       *[other] Anh/chị ở xã/phường nào dưới đây? Không thấy thì gõ lại tên.
    }
unsure-commune-now = <b>{ $old }</b> (tên cũ) nay là <b>{ $now }</b>, đúng không ạ?
unsure-commune-old = <b>{ $old }</b> là tên cũ, nay thuộc một trong các xã/phường dưới đây. Anh/chị ở nơi nào ạ?

# --- báo sai: lý do và ví dụ ---
invalid-phone-none = Em không thấy số điện thoại nào. Anh/chị gõ đủ số, ví dụ 0912 345 678.
invalid-phone-several = Em thấy nhiều số điện thoại. Anh/chị gõ một số thôi ạ, ví dụ 0912 345 678.
invalid-phone-foreign = Em chỉ nhận số điện thoại Việt Nam, ví dụ 0912 345 678.
invalid-phone-old_prefix = Đầu số này đã đổi. Số mới là { $suggestion }, đúng không ạ?
invalid-phone-too_short = Số này mới có { $digits } chữ số, còn thiếu. Số di động có 10 chữ số, ví dụ 0912 345 678.
invalid-phone-too_long = Số này có { $digits } chữ số, bị thừa. Số di động có 10 chữ số, ví dụ 0912 345 678.
invalid-phone-no_such_prefix = Không có đầu số { $prefix }. Anh/chị xem lại giúp em, ví dụ số đúng: 0912 345 678.
invalid-tax_code-not_digits = Mã số thuế chỉ gồm chữ số, ví dụ 0100109106 hoặc 0100109106-001. Giấy hộ kinh doanh kiểu cũ: 41A8012345.
invalid-tax_code-personal_id = Số 12 chữ số này không đúng dạng số định danh cá nhân. Anh/chị xem lại trên thẻ, ví dụ dạng đúng: 019085001234.
invalid-tax_code-length = Số này có { $digits } chữ số. Mã số thuế có 10 chữ số (chi nhánh 13, cá nhân 12), ví dụ 0100109106.
invalid-tax_code-check_digit = Mã số thuế này sai một chữ số nào đó (chữ số thứ 10 dùng để kiểm tra không khớp). Anh/chị xem lại trên giấy, ví dụ mã đúng: 0100109106.
invalid-tax_code-branch = Đuôi chi nhánh bắt đầu từ 001, ví dụ 0100109106-001.
invalid-gtin-not_digits = Mã GTIN chỉ gồm chữ số in dưới vạch, ví dụ 8934602001078.
invalid-gtin-length = Số này có { $digits } chữ số. Mã trên gói hàng thường có 13 chữ số, ví dụ 8934602001078.
invalid-gtin-no_check_digit = Mã còn thiếu chữ số cuối (số kiểm tra). Đủ 13 chữ số là { $suggestion }, ví dụ như mã 8934602001078.
invalid-gtin-check_digit = Chữ số cuối không khớp: với các chữ số trước thì phải là { $expected }. Có thể gõ nhầm một số. Ví dụ mã đúng: 8934602001078.
invalid-gs1_prefix-not_digits = Mã doanh nghiệp chỉ gồm chữ số, ví dụ 8936012345.
invalid-gs1_prefix-not_vietnam = Mã doanh nghiệp do Việt Nam cấp bắt đầu bằng 893, ví dụ 8936012345.
invalid-gs1_prefix-is_gtin = Đây là mã đủ 13 chữ số của một sản phẩm. Mã doanh nghiệp là phần đầu, 8 đến 12 chữ số, ví dụ 8936012345.
invalid-gs1_prefix-length = Số này có { $digits } chữ số. Mã doanh nghiệp có 8, 9, 10 hoặc 12 chữ số, ví dụ 8936012345.
invalid-date-no_day = Còn thiếu ngày. Anh/chị gõ ngày/tháng/năm, ví dụ 30/04/2027.
invalid-date-no_year = Còn thiếu năm. Anh/chị gõ ngày/tháng/năm, ví dụ 30/04/2027.
invalid-date-format = Em chưa hiểu ngày này. Anh/chị gõ ngày/tháng/năm, ví dụ 30/04/2027.
invalid-date-year = Năm { $year } không hợp lý. Ví dụ ngày đúng: 30/04/2027.
invalid-date-month = Không có tháng { $month }. Anh/chị gõ ngày trước, tháng sau, ví dụ 30/04/2027.
invalid-date-day = Tháng { $month } không có ngày { $day }, chỉ đến ngày { $last }. Ví dụ ngày đúng: 30/04/2027.
invalid-date-too_early = Ngày này đã qua. Anh/chị chọn từ ngày { $earliest } trở đi, ví dụ { $earliest }.
invalid-date-too_late = Ngày này còn ở tương lai. Anh/chị chọn đến ngày { $latest } là muộn nhất, ví dụ { $latest }.
invalid-year-format = Anh/chị gõ năm bằng bốn chữ số, ví dụ 2021.
invalid-year-range = Năm phải từ { $low } đến { $high }, ví dụ { $high }.
invalid-number-format = Em cần một con số. Ví dụ 12 hoặc 1.000.
invalid-number-unclear = Em chưa rõ là { $whole } hay { $fraction }. Hàng nghìn anh/chị viết liền hoặc dùng dấu chấm, ví dụ 1.000.
invalid-integer-fraction = Em cần số nguyên, không có phần lẻ, ví dụ 12.
invalid-integer-range = Số phải từ { NUMBER($low, useGrouping: 0) } đến { NUMBER($high, useGrouping: 0) }, ví dụ { NUMBER($low, useGrouping: 0) }.
invalid-quantity-no_number = Còn thiếu con số. Anh/chị gõ số và đơn vị, như ví dụ dưới đây.
invalid-quantity-not_positive = Số lượng phải lớn hơn 0, như ví dụ dưới đây.
invalid-quantity-no_unit = Còn thiếu đơn vị sau con số, như ví dụ dưới đây.
invalid-quantity-unit = Đơn vị «{ $unit }» chưa dùng được ở đây. Dùng một trong: { $units }. Anh/chị gõ số rồi đến đơn vị, như ví dụ dưới đây.
invalid-text-length = Câu này có { $length } ký tự, cần từ { $low } đến { $high }. Anh/chị viết lại như ví dụ dưới đây.
invalid-text-no_letters = Câu này chưa có chữ nào. Anh/chị viết bằng chữ, như ví dụ dưới đây.
invalid-person-letters = Tên người chỉ gồm chữ cái và dấu cách, ví dụ: Hoàng Thị Lan.
invalid-email-no_at = Địa chỉ email phải có dấu @, ví dụ htxconminh@example.vn.
invalid-email-too_long = Địa chỉ email này dài quá { $longest } ký tự. Ví dụ: htxconminh@example.vn.
invalid-email-typo = Địa chỉ này có dấu cách hoặc dấu phẩy thừa. Có phải { $suggestion } không ạ?
invalid-email-format = Địa chỉ email này chưa đúng, ví dụ đúng: htxconminh@example.vn.
invalid-url-too_long = Đường dẫn này dài quá { $longest } ký tự. Ví dụ: https://truyxuat.example.vn/abc.
invalid-url-space = Đường dẫn không được có dấu cách, ví dụ https://truyxuat.example.vn/abc.
invalid-url-format = Đường dẫn này chưa đúng, ví dụ đúng: https://truyxuat.example.vn/abc.
invalid-url-scheme = Đường dẫn phải bắt đầu bằng https://, ví dụ https://truyxuat.example.vn/abc.
invalid-url-https = Đường dẫn cần bắt đầu bằng https:// cho an toàn. Dùng { $suggestion } nhé?
invalid-choice-none = Anh/chị chưa chọn mục nào. Chọn ít nhất một mục, ví dụ gõ 1 hoặc 1,3.
invalid-choice-unknown =
    { $count ->
        [0] Em chưa hiểu lựa chọn này. Anh/chị chọn một mục dưới đây hoặc gõ chữ của mục đó, ví dụ «{ $first }».
        [1] Em chưa hiểu lựa chọn này. Anh/chị gõ 1 hoặc chữ của mục dưới đây: «{ $first }».
       *[other] Em chưa hiểu lựa chọn này. Anh/chị gõ số từ 1 đến { $count } hoặc chữ của một mục dưới đây, ví dụ 1 hoặc «{ $first }».
    }
invalid-commune-unknown = Em không tìm thấy xã/phường nào như vậy ở Thái Nguyên (gồm cả Bắc Kạn cũ). Anh/chị gõ tên xã, không dấu cũng được, ví dụ: con minh.
invalid-set-unknown = Em chưa rõ đó là loại hàng gì. Anh/chị gõ tên thường gọi, ví dụ: mật ong, chè, homestay.
invalid-set-number = Bộ tiêu chí có số từ 1 đến { $last }, ví dụ 6.
invalid-lot-no_date = Còn thiếu ngày sản xuất. Anh/chị gõ số lô rồi đến ngày, ví dụ: L05 - 10/11/2026.
invalid-lot-no_number = Còn thiếu số lô (1 đến 40 ký tự) trước ngày sản xuất, ví dụ: L05 - 10/11/2026.
invalid-application-no_digits = Số đơn phải có chữ số, ví dụ 4-2026-01234.
invalid-file-none = Ở bước này em cần ảnh hoặc tệp. Anh/chị chụp ảnh gửi vào đây, ví dụ ảnh chụp bằng điện thoại.
invalid-file-kind = Em không nhận tệp loại { $kind }. Nhận được: { $kinds }. Ví dụ anh/chị chụp ảnh rồi gửi.
invalid-file-too_big = Tệp này nặng khoảng { $size } MB, quá mức { $largest } MB. Anh/chị gửi tệp nhỏ hơn, ví dụ chụp ảnh thường thay cho bản quét nét cao.
invalid-file-too_many = Mỗi yêu cầu nhận nhiều nhất { $most } tệp. Ví dụ anh/chị gộp các trang vào một tệp PDF, hoặc đưa cán bộ sau.
