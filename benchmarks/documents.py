"""What a letter costs: the first page, a month's batch in one file, an annex; processor time and bytes.

    python3 benchmarks/documents.py [--letters 200] [--rows 500]

Each file is made twice with other words, the better time stands; the ratio is what one more page costs beside the
first.
"""

import argparse
import json
import os
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def letters(count: int, turn: int) -> list:
    from common.documents import Bold, Code, Paragraph, PartyDocument, Signature

    one = PartyDocument(
        higher_body="Đảng bộ tỉnh Mẫu",
        issuing_body="Huyện uỷ Bình Mẫu",
        symbol="GGT/HU",
        place="Bình Mẫu",
        dated_on=date(2026, 11, 2),
        type_name="Giấy giới thiệu",
        subject="dự sinh hoạt chi bộ",
        signature=Signature("T/M", "Ban Thường vụ", "Phó Bí thư", "Trần Thị Mẫu"),
        recipients=["Như trên", "Lưu Văn phòng"],
    )
    return [
        replace(
            one,
            body=[
                Paragraph(
                    ["Giới thiệu đồng chí ", Bold(f"Nguyễn Văn Mẫu {number}"), ", dự sinh hoạt chi bộ."]
                )
            ],
            code=Code(f"https://sat-co-so.example/kiem-tra/{turn:04d}{number:018d}", "Quét mã để kiểm tra."),
        )
        for number in range(count)
    ]


def annex(rows: int, turn: int):
    from common.documents import Annex, Table

    table = Table(
        ["STT", "Họ và tên", "Chức vụ", "Địa bàn"],
        [[str(row), f"Cán bộ {turn} {row}", "Phó Trưởng ban", f"Ấp {row}"] for row in range(1, rows + 1)],
        widths=[1, 4, 4, 3],
    )
    return replace(letters(1, turn)[0], annexes=[Annex("Danh sách phân công", [table])])


def cost(render, made) -> tuple[float, int]:
    """(milliseconds of the processor, bytes): the better of the runs, each over a document of its own."""
    best, size = float("inf"), 0
    for document in made:
        begun = time.process_time()
        size = len(render(document))
        best = min(best, (time.process_time() - begun) * 1000)
    return round(best, 1), size


def code_cost() -> float:
    """Milliseconds of one QR code, which stands on every letter: most of what a further letter costs."""
    from common.documents.codes import as_svg

    begun = time.process_time()
    for number in range(20):
        as_svg(f"https://sat-co-so.example/kiem-tra/{number:022d}")
    return round((time.process_time() - begun) * 1000 / 20, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--letters", type=int, default=200)
    parser.add_argument("--rows", type=int, default=500)
    options = parser.parse_args()

    from common.documents import as_docx, as_pdf

    found = {"code_ms": code_cost()}
    for name, render in (("pdf", as_pdf), ("docx", as_docx)):
        render(letters(1, 0))  # fonts and templates are read once in a process
        first, first_bytes = cost(render, [letters(1, turn) for turn in (1, 2)])
        batch, batch_bytes = cost(render, [letters(options.letters, turn) for turn in (3, 4)])
        table, table_bytes = cost(render, [annex(options.rows, turn) for turn in (5, 6)])
        each = (batch - first) / (options.letters - 1)
        found[name] = {
            "first_ms": first,
            "batch_ms": batch,
            "each_further_ms": round(each, 2),
            "further_to_first": round(each / first, 3),
            "annex_ms": table,
            "first_bytes": first_bytes,
            "batch_bytes": batch_bytes,
            "annex_bytes": table_bytes,
        }
    print(json.dumps({"letters": options.letters, "rows": options.rows, **found}, indent=2))


if __name__ == "__main__":
    main()
