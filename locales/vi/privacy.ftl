# Dữ liệu của tôi: xem, sửa, rút lại đồng ý, xóa.
privacy-title = <b>Em đang giữ những gì về anh/chị</b>
privacy-in-private = Việc này anh/chị nhắn riêng cho em nhé, để người khác trong nhóm không đọc được.
privacy-consent = • Đồng ý cho giữ thông tin: { $at } (bản { $version })
privacy-no-consent = • Anh/chị chưa đồng ý cho giữ thông tin, nên em không giữ tên và số điện thoại.
privacy-name = • Tên: { $name }
privacy-business = • Cơ sở: { $name }
privacy-phone = • Điện thoại: { $phone }
privacy-commune = • Xã, phường: { $commune }
privacy-more = • Mục khác đã điền trong yêu cầu: { $count }
privacy-counts = • Yêu cầu hỗ trợ: { $requests }; ảnh, giấy tờ: { $files }; câu hỏi: { $questions }; bài chấm thử: { $assessments }
privacy-doors = • Đã nối với { $count } tài khoản khác của anh/chị (/lienket); sửa, rút lại, xóa ở đây là cho tất cả
privacy-account = • Nhắn với em từ { $since }; ngôn ngữ: { $speaks }
privacy-language = tiếng Việt
privacy-rights = Anh/chị được xem, sửa, rút lại đồng ý, xóa; thấy chưa đúng thì khiếu nại với { $office }. Theo Luật 91/2025/QH15. Nội dung từng yêu cầu xem ở /yeucau.
privacy-staff = Anh/chị đang là cán bộ nên tên và việc đã làm được giữ để phục vụ công việc. Muốn xóa, anh/chị nhờ quản trị cho nghỉ trước. Cần trao đổi: { $office }.
privacy-correct = ✏️ Sửa
privacy-withdraw = Rút lại đồng ý
privacy-erase = 🗑 Xóa hết
privacy-which = Anh/chị muốn sửa gì? Điều đã ghi trong một yêu cầu thì mở yêu cầu ở /yeucau rồi nhắn cho cán bộ, cán bộ sửa giúp.
privacy-correct-name = Tên của tôi
privacy-correct-phone = Số điện thoại
privacy-new-name = Anh/chị cho em xin họ tên đúng.
privacy-new-phone = Anh/chị cho em xin số điện thoại đúng, ví dụ 0912 345 678.
privacy-wrong-name = Tên chỉ gồm chữ, từ 2 đến 80 chữ cái, ví dụ <i>Hoàng Thị Lan</i>. Anh/chị viết lại giúp em.
privacy-wrong-phone = Số này chưa đúng. Số di động có 10 số, ví dụ 0912 345 678. Anh/chị viết lại giúp em.
privacy-corrected = Em đã sửa.
privacy-withdraw-sure =
    Rút lại đồng ý thì em xóa tên, điện thoại, thông tin cơ sở, nội dung và giấy tờ trong các yêu cầu. { $open ->
        [0] Không có yêu cầu nào đang làm.
       *[other] <b>{ $open } yêu cầu đang làm sẽ dừng lại</b> và cán bộ được báo.
    }
    Anh/chị vẫn hỏi đáp được. Việc đã làm trước khi rút vẫn hợp lệ.
privacy-withdraw-yes = Rút lại đồng ý
privacy-keep = Giữ nguyên
privacy-kept = Vâng ạ, em giữ nguyên.
privacy-withdrawn = Anh/chị đã rút lại đồng ý, có hiệu lực từ { $at }. Em đã xóa thông tin giữ theo sự đồng ý đó. Cần trao đổi: { $office }.
privacy-erase-sure =
    Em sẽ xóa hết: tên, điện thoại, thông tin cơ sở, câu hỏi, nội dung và giấy tờ trong các yêu cầu. { $open ->
        [0] Không có yêu cầu nào đang làm.
       *[other] <b>{ $open } yêu cầu đang làm sẽ dừng lại</b> và cán bộ được báo.
    }
    Chỉ còn mã và ngày của yêu cầu để thống kê. <b>Xóa rồi không lấy lại được.</b>
privacy-erase-yes = Xóa hết
privacy-erased = Em đã xóa dữ liệu của anh/chị lúc { $at }. Tin nhắn trong ứng dụng này anh/chị tự xóa giúp em. Cần trao đổi: { $office }. Nhắn lại lúc nào cũng được.
privacy-request-withdrawn = { $code }: người gửi đã xóa dữ liệu hoặc rút lại đồng ý, yêu cầu dừng lại. Anh/chị xóa bản sao nếu có.
