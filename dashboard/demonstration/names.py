"""Made-up people: common family, middle and given names put together by a fixed seed. Nobody is meant."""

import random

FAMILY = [
    *(
        "Nguyễn",
        "Nguyễn",
        "Nguyễn",
        "Nguyễn",
        "Trần",
        "Trần",
        "Lê",
        "Lê",
        "Phạm",
        "Phạm",
        "Huỳnh",
        "Võ",
        "Phan",
    ),
    *("Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đoàn", "Mai", "Cao", "Lâm", "Trương", "Thái"),
]
MIDDLE = {
    "nam": ["Văn", "Văn", "Hữu", "Minh", "Thành", "Quốc", "Công", "Hoàng", "Đức", "Trung", "Anh", "Thanh"],
    "nữ": ["Thị", "Thị", "Thị", "Ngọc", "Kim", "Thị Kim", "Thị Thanh", "Thúy", "Hồng", "Mỹ", "Bích", "Cẩm"],
}
GIVEN = {
    "nam": [
        *("An", "Bảo", "Bình", "Chiến", "Cường", "Danh", "Dũng", "Đạt", "Định", "Hải", "Hậu", "Hiếu", "Hòa"),
        *(
            "Hùng",
            "Khánh",
            "Khoa",
            "Lâm",
            "Long",
            "Lộc",
            "Mạnh",
            "Nam",
            "Nghĩa",
            "Nhân",
            "Phong",
            "Phú",
            "Phước",
        ),
        *(
            "Quang",
            "Quý",
            "Sơn",
            "Tài",
            "Tâm",
            "Thạnh",
            "Thắng",
            "Thịnh",
            "Toàn",
            "Trí",
            "Tú",
            "Tuấn",
            "Út",
            "Vinh",
        ),
    ],
    "nữ": [
        *(
            "Anh",
            "Ánh",
            "Châu",
            "Chi",
            "Cúc",
            "Diễm",
            "Diệu",
            "Dung",
            "Đào",
            "Giang",
            "Hà",
            "Hạnh",
            "Hằng",
            "Hiền",
        ),
        *(
            "Hoa",
            "Huệ",
            "Hương",
            "Lan",
            "Liên",
            "Linh",
            "Loan",
            "Mai",
            "Nga",
            "Ngân",
            "Nhung",
            "Nương",
            "Oanh",
        ),
        *(
            "Phượng",
            "Quyên",
            "Sương",
            "Thảo",
            "Thơ",
            "Thủy",
            "Trang",
            "Trinh",
            "Tuyết",
            "Uyên",
            "Vân",
            "Xuân",
            "Yến",
        ),
    ],
}
SEED = 634


class People:
    """Hands out names, telephone numbers and what else is drawn by lot; the same ones at every load."""

    def __init__(self):
        self.lot = random.Random(SEED)
        self._given = set()
        self._phones = 0

    def name(self) -> str:
        """A full name that was not given before."""
        while True:
            gender = "nữ" if self.lot.random() < 0.35 else "nam"
            name = " ".join(self.lot.choice(words) for words in (FAMILY, MIDDLE[gender], GIVEN[gender]))
            if name not in self._given:
                self._given.add(name)
                return name

    def phone(self) -> str:
        """A number of a series that is nobody's."""
        self._phones += 1
        return f"0900 {self._phones // 1000:03d} {self._phones % 1000:03d}"
