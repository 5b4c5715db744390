# Hỏi đáp.
ask-how = Anh/chị cứ nhắn câu hỏi ngay đây, ví dụ: <i>đăng ký mã vạch thế nào</i>, <i>muốn lên 4 sao cần gì</i>.
ask-how-meanwhile = Anh/chị gõ /hoi rồi viết câu hỏi liền sau, ví dụ: <i>/hoi đăng ký mã vạch thế nào</i>.
ask-answer =
    <b>{ $title }</b>
    { $text }

    <i>Nguồn: { $source }; kiểm tra ngày { $checked }</i>
ask-which = Ý anh/chị là…?
ask-unknown = Câu này em chưa có câu trả lời chắc chắn nên không dám nói. Anh/chị chọn mục gần nhất, hoặc hỏi cán bộ.
ask-outside = Việc này ngoài phạm vi văn phòng OCOP nên em không trả lời được. Em giúp được về tiêu chí, hồ sơ, chấm sao, mã vạch, kiểm nghiệm, nhãn hiệu, bao bì.
ask-long = Tin hơi dài, em sợ hiểu sai. Anh/chị nhắn gọn một câu hỏi, hoặc để em chuyển cả tin cho cán bộ.
ask-right = 👍 Đúng ý
ask-wrong = 👎 Chưa đúng
ask-officer = 👤 Hỏi cán bộ
ask-thanks = Em cảm ơn anh/chị. Cần gì anh/chị cứ hỏi tiếp.
ask-sorry = Em xin lỗi, em hiểu chưa đúng. Có phải anh/chị hỏi một trong các mục này? Hoặc để em chuyển cho cán bộ.
ask-passed = Em đã chuyển cho cán bộ: «{ $text }». Có trả lời là em báo ngay ở đây.
ask-passed-already = Câu hỏi này đang ở chỗ cán bộ. Có trả lời là em báo ngay.
ask-replied = Cán bộ đã trả lời câu này rồi, anh/chị xem tin ở trên. Muốn hỏi thêm, anh/chị cứ nhắn câu mới.
ask-officer-what = Anh/chị viết điều muốn hỏi trong một tin, em chuyển cho cán bộ. Cần gấp thì gọi { $office }.
ask-officer-call = Cần người ngay, anh/chị gọi { $office }.
ask-office-number = Anh/chị gọi { $office }. Muốn hỏi cán bộ bằng tin nhắn, anh/chị gõ «gặp cán bộ».
ask-only-text = Anh/chị viết bằng chữ giúp em nhé.
# Cách người ta hỏi số điện thoại, chào và cảm ơn; cách nhau bằng dấu |.
words-number = số điện thoại|điện thoại|sđt|số đt|số máy|số cán bộ|số văn phòng|xin số|cho số|hotline|đường dây nóng|tổng đài|số nào
words-manners = cảm ơn|cám ơn|cảm ơn nhiều|cám ơn nhiều|camon|tks|thanks|thank you|chào|chào em|chào anh|chào chị|xin chào|chào bạn|alo|hello|hi|tạm biệt|bye|dạ|dạ vâng|ok em|oke em|có ai không|có ai ko|có ai k|có ai đó không|có ai ở đó không|em ơi|ad ơi

ask-do-barcode = 🤝 Đăng ký hỗ trợ mã vạch
ask-do-lab_test = 🤝 Xin hỗ trợ kiểm nghiệm
ask-do-ip = 🤝 Xin hỗ trợ sở hữu trí tuệ
ask-do-quality_standard = 🤝 Xin tư vấn tiêu chuẩn chất lượng
ask-do-packaging_label = 🤝 Xin hỗ trợ bao bì, nhãn
ask-do-trade_promotion = 🤝 Xin hỗ trợ xúc tiến thương mại
ask-do-assess = ⭐ Chấm điểm thử sản phẩm của tôi
ask-do-criteria = 📋 Xem bộ tiêu chí

ask-talk-greeting = Chào anh/chị! Anh/chị muốn hỏi gì, cứ nhắn ngay đây. Gõ /menu để xem các việc em giúp được.
ask-talk-thanks = Dạ không có gì ạ. Cần gì anh/chị cứ nhắn em.
ask-talk-goodbye = Chào anh/chị, chúc anh/chị mọi việc thuận lợi.
ask-talk-agree = Vâng ạ. Anh/chị muốn hỏi gì thêm cứ nhắn em.
ask-talk-who_are_you = Em là trợ lý tự động, không phải người thật, giúp việc cho { $office }. Em trả lời về OCOP, nhận yêu cầu hỗ trợ và chuyển câu hỏi cho cán bộ. Gõ /menu để bắt đầu.
ask-talk-swearing = Em xin lỗi nếu đã làm anh/chị bực. Anh/chị nói rõ việc đang vướng, em tìm lại; hoặc gọi { $office }.
ask-talk-phone = Em chưa ghi lại số này. Muốn cán bộ gọi lại, anh/chị gửi một yêu cầu hỗ trợ: /hotro. Cần gấp thì gọi { $office }.
ask-talk-empty = Em chưa hiểu tin này. Anh/chị viết câu hỏi bằng chữ giúp em nhé.
ask-picture = Em nhận được ảnh hoặc tệp nhưng không đọc được bên trong, và chưa giữ lại. Anh/chị viết câu hỏi bằng chữ; ảnh cho yêu cầu hỗ trợ thì gửi khi làm /hotro hoặc trong /yeucau.
ask-voice = Em chưa nghe được tin thoại. Anh/chị viết bằng chữ giúp em, không dấu cũng được; hoặc gọi { $office }.
ask-phone = Em chưa ghi lại danh bạ này. Muốn cán bộ gọi lại, anh/chị gửi một yêu cầu hỗ trợ: /hotro.
ask-location = Em chưa dùng được vị trí. Anh/chị viết câu hỏi, hoặc tên xã nếu đang điền yêu cầu.
ask-link = Em chưa mở được liên kết. Anh/chị muốn hỏi gì về trang này, viết bằng chữ giúp em nhé.
ask-sticker = 🙂 Anh/chị muốn hỏi gì, cứ viết bằng chữ cho em nhé.
ask-unsupported = Ở đây em chỉ nhận được chữ và ảnh, chưa nhận được tin vừa rồi (tệp, danh bạ, vị trí, tin trích lại...). Giấy tờ thì anh/chị chụp ảnh rồi gửi ảnh; còn lại anh/chị viết bằng chữ giúp em.
