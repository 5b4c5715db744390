# Lời mô tả các lệnh, hiện trong danh sách lệnh của ứng dụng nhắn tin.
command-menu = Trang đầu, các việc em giúp được
command-ask = Hỏi về tiêu chí, hồ sơ, thủ tục
command-criteria = Đọc bộ tiêu chí của từng loại sản phẩm
command-support = Xin hỗ trợ: mã vạch, kiểm nghiệm, nhãn hiệu…
command-requests = Yêu cầu của tôi
command-products = Sản phẩm của tôi: sao, hạn giấy, đơn Word
command-privacy = Dữ liệu của tôi: xem, sửa, xóa
command-language = Đổi ngôn ngữ
command-help = Các lệnh và cách dùng
command-cancel = Dừng việc đang làm dở
command-queue = Yêu cầu đang chờ, của tôi trước
command-find = Tìm theo mã, tên hoặc số điện thoại
command-case = Mở một yêu cầu theo mã
command-broadcast = Gửi thông báo cho mọi người
command-staff = Cán bộ: mời, phân việc, cho nghỉ
command-stats = Số liệu
command-export = Xuất Excel
