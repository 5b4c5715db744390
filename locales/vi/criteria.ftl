# Đọc bộ tiêu chí.
criteria-which-sector = Sản phẩm của anh/chị thuộc ngành nào? Hoặc gõ /tieuchi kèm tên sản phẩm, ví dụ <i>/tieuchi mật ong</i>.
criteria-which-of-sector = { $sector }: anh/chị chọn bộ tiêu chí.
criteria-which-set = “{ $product }” có thể thuộc nhiều bộ tiêu chí. Anh/chị chọn bộ gần nhất; chưa chắc thì hỏi cán bộ.
criteria-no-set = Em chưa biết “{ $product }” thuộc bộ nào. Anh/chị chọn theo ngành giúp em.
criteria-other = Bộ tiêu chí khác
criteria-set-head =
    <b>Bộ { $number }. { $name }</b>
    Ngành: { $sector }
criteria-examples = Ví dụ: { $examples }
criteria-disqualified = Sản phẩm bị loại nếu:
criteria-note = – { $text }
criteria-remarks = Lưu ý:
criteria-correction = – { $code }: { $text }
criteria-which-part = Anh/chị xem phần nào?
criteria-part = Phần { $part }: { $name } ({ $points } điểm)
criteria-part-head =
    <b>{ $set }</b>
    <b>Phần { $part }. { $name }</b>: tối đa { $points } điểm
criteria-page = Trang { $page }/{ $pages }
criteria-group = <b>{ $name }</b>
criteria-criterion =
    <b>{ $code }. { $name }</b> (tối đa { $points } điểm{ $jury ->
        [true] , hội đồng cảm nhận mà chấm
       *[false] {""}
    })
criteria-option =
    • { $text }: <b>{ $points }</b> điểm{ $stars ->
        [0] {""}
       *[other] {" "}⭐ ít nhất mức này cho { $stars } sao
    }
criteria-source = <i>Nguồn: { $source }; kiểm tra ngày { $checked }</i>
criteria-in-vietnamese = Tiêu chí viết bằng tiếng Việt, là thứ tiếng dùng để chấm điểm.
