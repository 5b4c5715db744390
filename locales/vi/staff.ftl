# Cán bộ: danh sách, mời, phân việc, cho nghỉ; nhóm nhận thông báo.
staff-area-none = chưa chọn mảng nào
staff-people = <b>Cán bộ ({ $count })</b>
staff-line = • <b>{ $name }</b>{ $marks }: { $areas }. { $channel }, đang giữ { $cases } yêu cầu.
staff-mark-admin = {" "}(quản trị)
staff-mark-settings = {" "}(quản trị, ghi trong cấu hình)
staff-mark-unreachable = {" "}(đang chặn bot)
staff-nameless = Tài khoản số { $number }
staff-groups = <b>Nhóm nhận thông báo ({ $count })</b>. Thêm nhóm: gõ /lienketnhom trong nhóm đó.
staff-group-line = • <b>{ $title }</b>: { $areas }.
staff-invite = Mời cán bộ mới
staff-invite-areas =
    Cán bộ được mời sẽ lo mảng nào? Chọn một hay nhiều mảng, chọn lại để bỏ.
    Đang chọn: { $areas }.
staff-invite-make = Tạo lời mời
staff-invite-ready =
    Lời mời đã xong, cho mảng: { $areas }.
    Anh/chị chuyển tiếp tin dưới đây cho đúng một người.
staff-invitation = { $office } mời anh/chị làm cán bộ hỗ trợ OCOP trên trợ lý này. { $links ->
        [0] Anh/chị nhắn cho trợ lý dòng bên dưới:
       *[other] Anh/chị mở đường dẫn, hoặc nhắn cho trợ lý dòng bên dưới:
    }
staff-invitation-text = <code>/start { $word }</code>
staff-invitation-until = Lời mời dùng được một lần, trong 72 giờ, đến { $until }.
staff-invitation-unknown = Em không tìm thấy lời mời này. Anh/chị kiểm tra lại đã chép đủ dòng lời mời chưa, hoặc xin quản trị viên một lời mời khác.
staff-invitation-used = Lời mời này đã có người dùng rồi. Mỗi lời mời chỉ dùng được một lần, anh/chị xin quản trị viên một lời mời khác.
staff-invitation-expired = Lời mời này đã quá 72 giờ nên hết hạn. Anh/chị xin quản trị viên một lời mời khác.
staff-invitation-yours = Anh/chị đã nhận lời mời này rồi, không cần mở lại. Gõ /hangdoi để xem các yêu cầu.
staff-welcome =
    Chào mừng anh/chị vào nhóm cán bộ hỗ trợ OCOP. Mảng phụ trách: { $areas }.
    Có yêu cầu mới em sẽ báo ngay. Gõ /hangdoi để xem các yêu cầu đang chờ.
staff-welcome-admin =
    Anh/chị nay là quản trị viên. Mảng phụ trách: { $areas }.
    Gõ /canbo để quản lý cán bộ, /thongbao để gửi thông báo.
staff-has-joined = { $name } đã nhận lời mời. Mảng phụ trách: { $areas }.
staff-change-areas = Đổi mảng phụ trách
staff-remove = Cho nghỉ
staff-areas-of =
    { $name } lo mảng nào? Chọn để thêm, chọn lại để bỏ, xong thì chọn «Lưu».
    Đang chọn: { $areas }.
staff-save = Lưu
staff-saved = Đã lưu. { $name } phụ trách: { $areas }.
staff-your-areas = Quản trị viên vừa đổi mảng phụ trách của anh/chị: { $areas }.
staff-remove-sure = Cho { $name } thôi làm cán bộ? { $cases ->
        [0] Người này không giữ yêu cầu nào.
       *[other] { $cases } yêu cầu đang giữ sẽ về lại hàng đợi.
    }
staff-remove-yes = Đồng ý cho nghỉ
staff-removed = { $name } không còn là cán bộ. { $cases ->
        [0] Không có yêu cầu nào phải giao lại.
       *[other] { $cases } yêu cầu đã về lại hàng đợi.
    }
staff-you-left = Quản trị viên đã dừng vai trò cán bộ của anh/chị trên trợ lý này. Cảm ơn anh/chị. Anh/chị vẫn hỏi và gửi yêu cầu được như mọi người.
staff-gone = Người này không còn trong danh sách cán bộ. Gõ /canbo để xem lại.
staff-not-yourself = Anh/chị không tự cho mình nghỉ được. Việc này nhờ một quản trị viên khác.
staff-in-settings = Quản trị viên này được ghi trong cấu hình OCOP_ADMINS trên máy chủ. Muốn cho nghỉ, phải bỏ tên ở đó trước.
staff-private = Phần cán bộ chỉ mở trong cuộc trò chuyện riêng với bot.
