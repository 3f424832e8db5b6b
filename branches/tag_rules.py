"""What a household may never be tagged with (domain.md 8.2 rule 4), on plain text."""

from common.text import normalise, search_key

# Politics, religion, ethnicity, ties abroad, offences. Compared without accents, as whole words.
_FORBIDDEN = [
    *("chinh tri", "dang phai", "phan dong", "chong doi", "khieu kien", "tu tuong", "lap truong"),
    *("ton giao", "tin nguong", "cong giao", "thien chua", "phat giao", "tin lanh", "hoi giao", "cao dai"),
    *("hoa hao", "giao dan", "tin do", "ta dao"),
    *("dan toc", "sac toc", "khmer", "kho me", "h mong", "hmong", "e de", "gia rai", "ba na"),
    *("nuoc ngoai", "viet kieu", "kieu bao", "than toc", "hai ben bien gioi", "ben kia bien gioi"),
    *("xuat canh", "vuot bien"),
    *("vi pham", "pham phap", "pham toi", "toi pham", "tien su", "an treo", "ma tuy", "nghien hut"),
    *("buon lau", "co bac"),
]
# What means something else without its accents: "tiền án" is not "tiền ăn".
_ACCENTED = ["nghiện", "tiền án", "đi tù", "người chăm", "người hoa", "người kinh"]


def is_forbidden(name: str) -> bool:
    key, plain = f" {search_key(name)} ", f" {normalise(name).lower()} "
    return any(f" {word} " in key for word in _FORBIDDEN) or any(f" {word} " in plain for word in _ACCENTED)
