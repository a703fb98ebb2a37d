"""Compounds that service talk is full of, in lower case and traditional tone placement; a list, not a dictionary of Vietnamese."""

from __future__ import annotations

# Compounds in which a syllable that could be a number is none: "tư vấn" is advice, not "four vấn".
_MISLEADING = """tư vấn|tư nhân|tư liệu|tư cách|tư duy|tư pháp|tư thế|tư tưởng|tư lệnh|tư bản|tư thục|tư lợi|tư hữu|tư thương|tư trang|tư dinh
    tư gia|tư tế|tư thông|tư chất|tư sản|tư vị|tư tình|tư thù|tư doanh|tư nghị|tư túi|tư lự|tư đồ|tư mã|tư chức|tư nghiệp
    năm nay|năm ngoái|năm sau|năm trước|năm tới|năm học|năm qua|năm xưa|năm kia|năm đó|năm ấy|năm này|năm nào|năm tháng|năm mới|năm cũ
    năm rồi|năm nhuận|năm châu|năm âm|năm dương|năm tuổi|năm ánh|năm liền|năm cuối|năm đầu
    không khí|không gian|không quân|không phận|không trung|không tưởng|không lực|không có|không phải|không được|không biết|không cần
    không thể|không nên|không ai|không gì|không bao|không đâu|không còn|không chỉ|không những|không hề|không sao|không ạ
    ba mẹ|ba má|ba tôi|ba em|ba con|ba anh|ba chị|ba mình|ba nó|ba hoa|ba gai|ba lô|ba rọi|ba phải|ba lăng|ba láp|ba vạ|ba đình
    ba vì|ba lan|ba xạo|ba toong|ba đờ|ba trợn|ba tri
    chín chắn|chín muồi|chín tới|chín mọng|chín rộ|chín rục|chín nẫu|chín cây|chín suối|chín chương
    tám chuyện|tám nhảm|bảy núi|sáu nẻo|hai lòng|hai mặt|hai bà|một mình|một chút|một ít|một số|một vài|một lát|một tí|một thể
    một khi|một mực|một mạch|một lòng|một dạ|mốt mới|mốt thời|mốt nhất|mười mươi|mươi mười
    tỷ lệ|tỉ lệ|tỷ số|tỉ số|tỷ trọng|tỷ giá|tỷ phú|tỉ mỉ|tỷ suất|tỉ phú|triệu chứng|triệu tập|triệu hồi|triệu phú|
    ba tư|linh hoạt|linh kiện|linh tinh|linh hồn|linh cảm|linh động|linh đình|linh thiêng|linh vật|linh mục|linh chi|linh đàm
    lẻ loi|lẻ tẻ|lẻ bóng|âm thanh|âm nhạc|âm lịch|âm lượng|âm thầm|âm mưu|âm tính|âm u|âm binh|âm điệu|âm tiết|âm phủ
    chấm dứt|chấm công|chấm điểm|chấm thi|chấm bài|chấm hết|chấm phá|phẩy tay"""


_SERVICE = """khách hàng|nhân viên|tổng đài|điện thoại|hợp đồng|hóa đơn|thanh toán|tài khoản|ngân hàng|chuyển khoản|giao dịch|dịch vụ|sản phẩm
    cửa hàng|chi nhánh|văn phòng|địa chỉ|thông tin|đăng ký|hủy bỏ|xác nhận|kiểm tra|khiếu nại|phản ánh|báo cáo|hỗ trợ|hướng dẫn|giải đáp
    điện lực|tiền điện|mất điện|cúp điện|công tơ|chỉ số|trả góp|lịch hẹn|đặt lịch|đặt chỗ|đặt phòng|khách sạn|cà phê|nhà hàng|sân bay
    máy bay|chuyến bay|vé máy bay|xe buýt|tàu hỏa|bệnh viện|bác sĩ|phòng khám|bảo hiểm|bảo hành|sửa chữa|lắp đặt|giao hàng|đơn hàng
    thủ tục|hành chính|hồ sơ|giấy tờ|giấy khai sinh|khai sinh|khai tử|kết hôn|cư trú|tạm trú|thường trú|hộ khẩu|hộ tịch|chứng thực
    căn cước|căn cước công dân|chứng minh nhân dân|hộ chiếu|lệ phí|thời hạn|nộp hồ sơ|công an|ủy ban|ủy ban nhân dân|hội đồng|nhân dân
    công dân|nhà nước|chính phủ|quốc hội|nghị định|thông tư|quyết định|nghị quyết|luật sư|pháp luật|quy định|điều khoản|thành phố
    việt nam|hà nội|sài gòn|đà nẵng|hải phòng|cần thơ|hồ chí minh|quận huyện|phường xã|thị trấn|thị xã|tỉnh thành|đất nước|con người
    học sinh|sinh viên|giáo viên|giảng viên|trường học|đại học|học phí|điểm thi|tuyển sinh|thời gian|hôm nay|hôm qua|ngày mai|ngày kia
    bây giờ|buổi sáng|buổi chiều|buổi tối|cuối tuần|đầu tuần|thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu|thứ bảy|chủ nhật|phần trăm|giá tiền
    giảm giá|khuyến mãi|miễn phí|chất lượng|số lượng|số điện thoại|mật khẩu|mã số|mã số thuế|ứng dụng|trang web|phần mềm|máy tính
    xin chào|cảm ơn|xin lỗi|tạm biệt|làm ơn|vui lòng|đồng ý|từ chối|chờ đợi|liên hệ|quản lý|giám đốc|công ty|doanh nghiệp|tổ chức"""


def _listed(lines: str) -> frozenset[str]:
    return frozenset(compound.strip() for compound in lines.replace("\n", "|").split("|"))


NOT_NUMBERS = _listed(_MISLEADING)
COMPOUNDS = _listed(_SERVICE) | NOT_NUMBERS
