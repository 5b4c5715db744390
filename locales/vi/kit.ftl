# Lời của phần khung: dùng chung cho mọi cuộc trò chuyện.
office-name = Văn phòng OCOP tỉnh
flood = Anh/chị nhắn nhanh quá, em trả lời lần lượt từng tin nhé. Không tin nào bị mất.
parked-person = Xin lỗi anh/chị, em gặp trục trặc với tin nhắn vừa rồi. Tin đã được lưu và quản trị viên đã được báo. Cần gấp, anh/chị gọi { $office }.
parked-admins = Một tin nhắn (số { $number }, loại { $kind }) xử lý ba lần không được, đã cất lại nguyên vẹn. Chi tiết có trong nhật ký máy chủ.
refused = Mục này không dành cho tài khoản của anh/chị. Gõ /menu để xem những việc em giúp được.
refused-stale = Mục này đã cũ, không còn chọn được nữa. Gõ /menu để bắt đầu lại.
refused-not-yours = Em không tìm thấy yêu cầu có mã này trong các yêu cầu của anh/chị. Gõ /yeucau để xem danh sách.
unknown-command = Em không biết lệnh này. Gõ /trogiup để xem các lệnh, hoặc cứ nhắn câu hỏi của anh/chị.
back = Quay lại
cancel = Hủy
skip = Bỏ qua
yes = Có
no = Không
not-shown-picture = (Tin này có kèm hình, nhưng ở đây em chưa gửi hình được. Cần hình, anh/chị liên hệ { $office }.)
not-shown-document = (Tin này có kèm tệp, nhưng ở đây em chưa gửi tệp được. Cần tệp, anh/chị liên hệ { $office }.)
link-gone = Đường dẫn này chỉ mở được trong 24 giờ, nay đã hết hạn. Anh/chị nhắn lại cho bot để nhận đường dẫn mới.
zalo-oa-token-dead = Zalo Official Account không gửi được tin nữa: Zalo từ chối mã làm mới (refresh token). Tin vẫn được giữ lại. Quản trị máy chủ cần cấp quyền lại cho ứng dụng và đặt OCOP_ZALO_OA_REFRESH_TOKEN mới.
# Trước những lựa chọn không đánh số, chọn bằng chữ.
choices-or-type = Có thể gõ:
page-more = Xem thêm
page-back = Quay lại trang trước

# Cách người ta gõ để chọn; cách nhau bằng dấu |. Lời trước số, lời sau số, và số viết bằng chữ (theo thứ tự).
words-choose = chọn|số|câu|mục|cái|dòng|ý|thứ|lấy|cho|tôi|em|mình|xin|vâng|dạ
words-please = nhé|nha|nhá|nhe|ạ|đi|thôi|với|em|bạn|ơi|đó|này|nào
words-and = và|với|cùng
words-keep = không|không đồng ý|ko đồng ý|k đồng ý|ko|k|no|thôi|khỏi|đừng|hủy|không xóa|không rút|giữ lại|để đó|chưa|quay lại
words-count = một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười
# Cách người ta nói khi không muốn làm tiếp nữa; như chọn «Hủy».
words-cancel = hủy|hủy bỏ|thôi|thôi khỏi|thôi bỏ|thôi bỏ đi|thôi không|thôi không cần|thôi không cần nữa|thôi không hỏi nữa|khỏi|khỏi cần|không cần nữa|không hỏi nữa|không gửi nữa|dừng|dừng lại|bỏ đi|quay lại|để sau|thôi để sau|để mai|để lát nữa|lát nữa|không làm nữa|ko làm nữa|k làm nữa|thôi không làm nữa|thôi ko làm nữa|thôi k làm nữa|ko cần nữa|thôi ko cần nữa|ko gửi nữa|thôi không gửi nữa|thôi ko gửi nữa|đừng gửi
# Cách người ta nói khi cần thêm thời gian: chưa phải câu trả lời, cũng chưa phải hủy.
words-wait = khoan|khoan đã|chờ đã|chờ tí|chờ chút|đợi đã|đợi tí|đợi chút|từ từ|từ từ đã|để xem đã|để em xem|để tôi xem
# Cách người ta nói thay cho lệnh, mỗi dòng một lệnh; cách nhau bằng dấu |.
words-commands =
    menu: trang đầu|về trang đầu|về menu|bắt đầu
    chamdiem: chấm điểm|chấm điểm thử|chấm thử|tự chấm điểm|chấm sao
    tieuchi: tiêu chí|xem tiêu chí|bộ tiêu chí|xem bộ tiêu chí
    hotro: hỗ trợ|xin hỗ trợ|gửi yêu cầu|gửi yêu cầu hỗ trợ|yêu cầu hỗ trợ|đăng ký hỗ trợ
    hoi: cho hỏi|cho hỏi tí|cho hỏi chút|cho em hỏi|cho tôi hỏi|cho mình hỏi|hỏi tí|hỏi chút|hỏi
    yeucau: yêu cầu|yêu cầu của tôi|yêu cầu của em|xem yêu cầu|danh sách yêu cầu|đến đâu rồi|tới đâu rồi|yêu cầu đến đâu rồi|xong chưa|đã xong chưa|rút lại|rút yêu cầu|rút lại yêu cầu
    sanpham: sản phẩm|sản phẩm của tôi|sản phẩm của em
    lienket: nối tài khoản|nối zalo và telegram
    riengtu: riêng tư|dữ liệu của tôi|xóa dữ liệu|xóa dữ liệu của tôi
    ngonngu: ngôn ngữ|đổi ngôn ngữ|english|tiếng anh
    trogiup: trợ giúp|các lệnh|lệnh
    huy: hủy|hủy bỏ|thôi|thôi khỏi|thôi không làm nữa|thôi ko làm nữa|không làm nữa|ko làm nữa
    hangdoi: hàng đợi|việc của tôi|việc của em|nhận|nhận việc|em nhận|tôi nhận|yêu cầu đang chờ
    thongbao: thông báo|gửi thông báo
    canbo: cán bộ
    kienthuc: kiến thức
    thongke: số liệu|thống kê
    xuat: xuất excel
sure-choose = Em chưa làm gì cả. Anh/chị chọn một mục giúp em nhé.
number-unknown =
    { $most ->
        [0] Em chưa rõ số { $number } là mục nào, vì tin gần nhất không có danh sách để chọn. Anh/chị gõ /menu để xem các việc, hoặc cứ viết câu hỏi.
        [1] Danh sách gần nhất chỉ có mục số 1. Anh/chị gõ 1, hoặc gõ chữ của mục đó.
       *[other] Danh sách gần nhất không có số { $number }. Anh/chị gõ số từ 1 đến { $most }, hoặc gõ chữ của mục muốn chọn.
    }
