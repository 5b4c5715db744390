# Việc của quản trị viên với kho kiến thức: /kienthuc.
knowledge-title =
    <b>Kiến thức</b>
    { $entries } mục đang dùng, { $mended } mục do quản trị viên viết hoặc sửa. Viết xong là có hiệu lực ngay.
knowledge-list-open = ❓ Câu chưa trả lời được ({ $count })
knowledge-list-answered = 👤 Câu cán bộ đã trả lời ({ $count })
knowledge-search = 🔎 Tìm và sửa một mục
knowledge-try = 🧪 Thử một câu hỏi
knowledge-new = ➕ Viết mục mới
knowledge-mended = 📝 Mục đã viết, đã sửa ({ $count })
knowledge-back = Về /kienthuc
knowledge-open = 📄 Mở mục này
knowledge-save = Lưu
knowledge-private = Anh/chị mở cuộc trò chuyện riêng với em để viết mục kiến thức nhé.
knowledge-line = • { $text }

knowledge-page-open = Câu chưa trả lời được hoặc trả lời chưa đúng ({ $first }–{ $last } trong { $count }). Câu nhiều người hỏi đứng trước:
knowledge-page-answered = Câu cán bộ đã trả lời mà kiến thức chưa có ({ $first }–{ $last } trong { $count }):
knowledge-page-none = Không còn câu nào trong danh sách này.
knowledge-group = <b>Hỏi { $count } lần</b>, gần nhất lúc { $at }:
knowledge-group-shown = Em đã đưa mục: <i>{ $title }</i>, người hỏi báo chưa đúng hoặc cán bộ đã trả lời lại.
knowledge-group-nothing = Em chưa trả lời được.
knowledge-group-answer =
    <b>Đã trả lời:</b>
    { $answer }
knowledge-answer = ✍️ Trả lời người hỏi
knowledge-keep = 📚 Giữ thành mục kiến thức
knowledge-teach = 🔗 Là câu mẫu của: { $title }
knowledge-why-choice = 🧪 Vì sao em trả lời vậy
knowledge-settle = ✔️ Bỏ qua ({ $count } lần hỏi)
knowledge-answer-write =
    Anh/chị viết câu trả lời trong một tin, em gửi cho mọi người đã hỏi câu này:
    <i>{ $text }</i>
knowledge-answer-sent = ✅ Em đang gửi câu trả lời cho { $count } người. Giữ lại làm mục kiến thức thì lần sau em tự trả lời được.
knowledge-answer-nobody = Không còn liên lạc được với người hỏi. Câu trả lời vẫn giữ được làm mục kiến thức.
knowledge-answered-before = Câu này vừa được trả lời rồi, em không gửi thêm.
knowledge-taught = ✅ Đã thêm câu mẫu. Từ giờ câu này ra mục «{ $title }».
knowledge-taught-not-found = Đã thêm câu mẫu vào «{ $title }», nhưng câu này vẫn chưa ra mục đó. Anh/chị gõ /kienthuc rồi chọn «Thử một câu hỏi» để xem vì sao.

knowledge-search-what = Anh/chị gõ vài chữ của mục cần tìm (hoặc mã mục, ví dụ <code>barcode.register</code>).
knowledge-search-found = Mục gần nhất, anh/chị chọn để mở:
knowledge-search-none = Em không thấy mục nào gần với các chữ đó. Anh/chị gõ chữ khác giúp em nhé.
knowledge-mended-list = Các mục quản trị viên đã viết hoặc sửa, mới nhất trước:
knowledge-entry =
    <b>{ $title }</b> (<code>{ $id }</code>)
    { $text }

    <i>Nguồn: { $source }; kiểm tra ngày { $checked }</i>

    <b>Câu mẫu</b> ({ $shown }/{ $count }):
    { $examples }
knowledge-entry-by = ✏️ { $who } viết hoặc sửa lúc { $at }.
knowledge-an-admin = Quản trị viên
knowledge-edit = ✏️ Sửa mục này
knowledge-drop = 🗑 Bỏ bản tôi đã sửa
knowledge-drop-sure = Bỏ bản anh/chị đã viết của <code>{ $id }</code>? Mục có sẵn trong phần mềm sẽ dùng lại; mục tự viết thì mất hẳn.
knowledge-drop-yes = Bỏ bản này
knowledge-dropped = Đã bỏ. Mục này không còn nữa.
knowledge-dropped-back = Đã bỏ. Mục có sẵn trong phần mềm được dùng lại.
knowledge-not-yours = Mục này do quản trị viên khác viết. Anh/chị có thể sửa lại, nhưng không bỏ thay được.

knowledge-try-what = Anh/chị gõ một câu như người dân hỏi. Em cho biết sẽ trả lời gì và vì sao; câu thử không được lưu.
knowledge-why =
    <b>Câu:</b> { $text }
    <b>Em đọc là:</b> { $read }
    <b>Em sẽ:</b> { $decision } (chắc { $score }%)
knowledge-why-answer = trả lời bằng mục «{ $title }»
knowledge-why-made = trả lời từ bộ tiêu chí: «{ $title }»
knowledge-why-choices = đưa ra { $count } mục để chọn
knowledge-why-refuse =
    không trả lời: { $kind ->
        [outside] ngoài việc của văn phòng
        [unknown] chưa đủ chắc
        [officer] xin gặp cán bộ
        [long_text] tin quá dài
        [phone] chỉ có số điện thoại
       *[other] không phải câu hỏi
    }
knowledge-signals =
    { $number }. <b>{ $title }</b>: { $score }%
    gần câu «{ $pattern }»; ý chính { $central }%, có trong mục { $anywhere }%, khớp câu mẫu { $about }%, điều được hỏi { $asks }%, giống chữ { $letters }% (hai câu mẫu kế tiếp { $again }%), cụm từ chung { $pairs }%

knowledge-saved = ✅ Đã lưu «{ $title }», có hiệu lực ngay.
knowledge-missed = ⚠️ Những câu mẫu này vẫn chưa ra mục ấy (có thể trùng ý với mục khác):

knowledge-digest = <b>Tuần qua:</b> { $count } câu hỏi, { $unanswered } câu chưa trả lời được hoặc chưa đúng.
knowledge-digest-asked = <b>Hỏi nhiều nhất:</b>
knowledge-digest-unanswered = <b>Chưa có câu trả lời:</b>
knowledge-digest-line = • { $count } lần: { $text }
knowledge-digest-open = ❓ Mở danh sách
knowledge-digest-hint = Gõ /kienthuc để mở danh sách

form-knowledge = Mục kiến thức
    .do-review = Xem lại và lưu
    .review =
        <b>Anh/chị xem lại rồi lưu: { $title }</b>

        { $lines }
    .later = Em giữ nguyên những gì anh/chị đã viết. Khi nào làm tiếp, anh/chị gõ /menu.
    .dropped = Em đã bỏ phần đang viết. Cần thì anh/chị gõ /kienthuc để làm lại.
field-entry_title = Tên mục là gì? Ngắn, như một đề mục.
    .label = Tên mục
    .hint = Ví dụ: Xin cấp lại giấy chứng nhận OCOP
field-entry_text = Câu trả lời? Viết gọn, tối đa 600 chữ cái; các bước thì mỗi bước một dòng.
    .label = Trả lời
    .hint = Số tiền, thời hạn phải đúng như trong nguồn.
field-entry_source = Nguồn nào nói như vậy?
    .label = Nguồn
    .hint = Ví dụ: QĐ 26/2026/QĐ-TTg, Điều 7; hoặc: Văn phòng OCOP tỉnh, ngày 23/11/2026
field-entry_examples = Bà con hay hỏi điều này bằng những câu nào? Mỗi dòng một câu, càng nhiều càng dễ tìm.
    .label = Câu mẫu
    .hint = Ví dụ: mất giấy chứng nhận thì làm sao
field-entry_actions = Dưới câu trả lời đưa ra việc gì làm tiếp được?
    .label = Việc làm tiếp
    .barcode = Đăng ký hỗ trợ mã vạch
    .lab_test = Xin hỗ trợ kiểm nghiệm
    .ip = Xin hỗ trợ sở hữu trí tuệ
    .quality_standard = Xin tư vấn tiêu chuẩn chất lượng
    .packaging_label = Xin hỗ trợ bao bì, nhãn
    .trade_promotion = Xin hỗ trợ xúc tiến thương mại
    .criteria = Xem bộ tiêu chí
    .assess = Chấm điểm thử
    .officer = Hỏi cán bộ
