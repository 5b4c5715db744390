# Mã vạch mà bà con chụp ảnh gửi hoặc gõ vào.
barcode-right =
    <b>{ $digits }</b> (GTIN-{ $length }): số kiểm tra đúng.
    { $issued ->
        [vietnam] Đầu 893: mã thuộc dải do GS1 Việt Nam cấp. Điều đó chưa chứng minh hàng làm ở Việt Nam, và em không tra được mã đang đứng tên ai.
        [internal] Đầu số này chỉ dùng nội bộ trong một cửa hàng, một cơ sở; ra ngoài không ai nhận diện được.
        [book] Đầu số này dành cho sách, báo (ISBN, ISSN).
       *[elsewhere] Không phải đầu 893: mã không do GS1 Việt Nam cấp. Hàng làm tại Việt Nam mà in mã nước ngoài thì cần xác nhận trước, anh/chị hỏi lại cán bộ.
    }
barcode-wrong = <b>{ $digits }</b>: chưa đúng. Nếu các số trước đã đúng thì số kiểm tra ở cuối phải là <b>{ $expected }</b>; không thì có một số gõ nhầm. Anh/chị đối chiếu lại với giấy hoặc bao bì.
barcode-no-check-digit = <b>{ $digits }</b> mới có 12 số, còn thiếu số kiểm tra. Mã đủ 13 số là <b>{ $whole }</b>.
barcode-content = Mã { $name } ghi: <code>{ $text }</code>
barcode-not-opened = ⚠️ Em chỉ đọc chữ trong mã, không mở đường dẫn. Anh/chị chỉ mở khi biết chắc ai làm ra mã này, và đừng nhập mật khẩu hay chuyển tiền theo đó.
barcode-print = 🖨 Gửi ảnh mã EAN-13 để in ({ $digits })
barcode-picture = Mã <b>{ $digits }</b> để in đúng cỡ 100%: rộng 37,29 mm kể cả khoảng trắng hai bên. Anh/chị gửi nguyên tệp này cho nhà in, đừng cắt khoảng trắng, và in thử, quét thử trước. Chỉ in mã mà cơ sở mình được cấp.
barcode-not-sent = Em chưa gửi được ảnh mã vạch. Anh/chị thử lại sau ít phút giúp em.
