# Chào, xin đồng ý, trang đầu, ngôn ngữ, trợ giúp, dừng việc đang dở.
start-welcome =
    Chào anh/chị! Em là trợ lý OCOP của { $office }.
    Anh/chị cứ nhắn câu hỏi như nói chuyện, không dấu cũng được. Em tra cứu giúp tiêu chí, hồ sơ, thủ tục; nhận yêu cầu hỗ trợ mã vạch, kiểm nghiệm, nhãn hiệu và báo lại từng bước.
    Có danh sách thì anh/chị chọn, gõ số hoặc gõ chữ đều được.
start-welcome-back = Chào anh/chị! Em là trợ lý OCOP của { $office }. Anh/chị cứ nhắn câu hỏi, hoặc chọn một việc dưới đây (gõ số hoặc gõ chữ đều được).
start-other-language = English

consent-text =
    <b>Em xin phép giữ thông tin của anh/chị</b>
    Hỏi đáp thì em không cần biết anh/chị là ai. Khi xin hỗ trợ, cán bộ cần liên hệ lại, nên em xin giữ:
    • Giữ gì: tên, điện thoại, địa chỉ cơ sở và những gì anh/chị gửi trong yêu cầu, cả ảnh và giấy tờ.
    • Để làm gì: giải quyết yêu cầu, trả lời và nhắc việc. Không dùng vào việc khác.
    • Ai xem: cán bộ phụ trách của { $office }.
    • Bao lâu: đến khi anh/chị bảo xóa hoặc rút lại đồng ý.
    • Quyền của anh/chị: xem, sửa, xóa, rút lại đồng ý lúc nào cũng được (gõ /riengtu); khiếu nại nếu thấy chưa đúng.
    Theo Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15. Anh/chị đừng gửi ảnh căn cước.
consent-again = Từ lần anh/chị đồng ý, nội dung dưới đây đã thay đổi nên em xin hỏi lại. Thông tin cũ em vẫn giữ; muốn xóa, anh/chị gõ /riengtu.
consent-agree = Đồng ý
consent-only-ask = Chỉ hỏi đáp, chưa đồng ý
consent-thanks = Em cảm ơn anh/chị. Em đã ghi nhận sự đồng ý ngày { $day }. Muốn xem, sửa hay xóa, anh/chị gõ /riengtu.
consent-later = Vâng ạ. Anh/chị cứ hỏi thoải mái, em không giữ tên hay số điện thoại.
consent-needed = Vâng ạ, em không giữ gì. Việc này cần tên và số điện thoại để cán bộ liên hệ, nên em chưa làm được. Anh/chị có thể gọi { $office }.

menu-title = Anh/chị muốn làm gì?
menu-title-more =
    Anh/chị muốn làm gì?
    <i>Còn nữa: /sanpham (sản phẩm, hạn giấy), /lienket (nối Zalo với Telegram), /trogiup (mọi việc).</i>
menu-ask = ❓ Hỏi đáp
menu-assess = ⭐ Chấm điểm thử
menu-criteria = 📋 Xem tiêu chí
menu-support = 🤝 Xin hỗ trợ
menu-requests = 📁 Yêu cầu của tôi
menu-privacy = 🔒 Dữ liệu của tôi
menu-language = 🌐 Ngôn ngữ / English
menu-queue = 📥 Yêu cầu đang chờ
menu-find = 🔎 Tìm yêu cầu
menu-broadcast = 📣 Gửi thông báo
menu-staff = 👥 Cán bộ
menu-stats = 📊 Số liệu
menu-help = 💡 Các lệnh

language-which = Anh/chị muốn dùng tiếng nào?
language-vi = Tiếng Việt
language-en = English
language-set = Từ giờ em nói tiếng Việt.

help =
    <b>Các lệnh</b>
    { $commands }

    Không cần nhớ lệnh: anh/chị cứ nhắn câu hỏi, còn danh sách thì gõ số hoặc gõ chữ của mục muốn chọn.
    Cần người: { $office }.
help-line = /{ $command }: { $does }

cancel-done = Em đã dừng việc đang dở.
cancel-nothing = Không có việc nào đang dở.
