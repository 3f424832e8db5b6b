"""Vietnamese words and names made up for tests, and the old encodings that they are turned into."""

from common.legacy_text import _TCVN3, _VNI

_TEXT = """
ấp xã huyện tỉnh phường thị trấn khu phố thôn bản làng xóm tổ dân phố chi bộ đảng bộ đảng ủy bí thư phó chủ tịch
ủy ban nhân dân hội đồng mặt trận tổ quốc đoàn thanh niên phụ nữ nông dân cựu chiến binh công đoàn tuyên giáo
dân vận kiểm tra văn phòng trưởng ban ủy viên thường vụ chấp hành cán bộ đảng viên dự bị chính thức miễn sinh hoạt
phân công theo dõi địa bàn phụ trách quyết định kế hoạch thông báo công văn nghị quyết báo cáo kiến nghị trả lời
nhà văn hóa trường học trạm y tế chợ cầu đường kênh mương ruộng vườn biển sông suối núi rừng đồi cửa lạch cù lao
Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Đoàn Lương Mai Tô Tăng Thạch
Sơn Lâm Kiều Châu Quách Từ Tạ Thái Cao Hà Văn Thị Hữu Đức Minh Quốc Thanh Ngọc Kim Xuân Thu Hạ Đông Bình Hòa
Phước Lộc Thọ An Khang Thịnh Vượng Cường Dũng Hùng Mạnh Tuấn Tùng Khoa Khôi Nghĩa Nhân Trí Tín Lễ Hiếu Trung Kiên
Quyết Thắng Lợi Giàu Sang Phú Quý Vinh Hiển Đạt Thành Công Danh Hiền Thảo Thơm Hương Hoa Lan Huệ Cúc Đào Mận Sen
Liễu Trúc Mơ Yến Oanh Phượng Nga Nguyệt Hằng Tuyết Sương Mây Vân Thủy Giang Hải Hồng Thắm Tươi Xinh Đẹp Dịu Duyên
Thuận Thới Đại Long Vang Lý Châu Hưng Thạnh Trị Phú Vĩnh Tân Mỹ Nhơn Định Tam Hiệp Quới Sơn Giồng Trôm Mỏ Cày
khoẻ loè nhoè hoè xoà toà loà thuở huơ khuya khuỷu tuyệt quỳnh quýt quả quà giá gì gìn giếng giết nghiêng
ngoằn ngoèo khúc khuỷu xoong boong thuyền buồm cướp bướm ướp cọc cóc cấp bếp xếp tiếp tuyết quyệt oách hoạch
"""
WORDS = _TEXT.split()

_TO_TCVN3 = {letter: sign for sign, letter in _TCVN3.items() if sign != "μ"}
_TO_VNI = {letter: signs for signs, letter in _VNI.items()}


def in_tcvn3(text: str) -> str:
    """The text as it looks in a spreadsheet that uses an ABC font; a capital with a tone is a small letter there."""
    return "".join(_TO_TCVN3.get(c) or _TO_TCVN3.get(c.lower(), c) for c in text)


def in_vni(text: str) -> str:
    return "".join(
        _TO_VNI.get(c) or (_TO_VNI[c.lower()].upper() if c.lower() in _TO_VNI else c) for c in text
    )
