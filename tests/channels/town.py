"""A made-up town with two directives: a knowledge folder small enough to be built in a moment."""

from __future__ import annotations

from pathlib import Path

PLAN = """\
directive:
  number: 7/KH-UBND
  kind: kế hoạch
  issuer: UBND thị trấn Mây
  issued: 2024-03-05
  subject: Trồng cây ven sông
  short: Trồng cây ven sông
facts:
  - id: so-cay
    says: Thị trấn Mây trồng 300 cây bàng ven sông, theo Kế hoạch 7/KH-UBND.
    figures:
      - {value: 300, unit: cây, of: cây bàng ven sông}
    at: mục 1
    phrasings:
      - trồng bao nhiêu cây ven sông
      - số cây bàng ven sông là mấy
  - id: han-trong
    says: Phòng Cây xanh chủ trì trồng xong cây ven sông trước 31/5/2024, theo Kế hoạch 7/KH-UBND.
    assignments:
      - {agency: Phòng Cây xanh, role: lead}
    deadline: {kind: before, value: 2024-05-31, text: trước 31/5/2024}
    at: mục 2
    phrasings:
      - hạn trồng cây ven sông là khi nào
      - ai chủ trì trồng cây ven sông
"""
LETTER = """\
directive:
  number: 12/UBND-VX
  kind: công văn
  issuer: UBND thị trấn Mây
  issued: 2024-05-06
  subject: Tưới cây mùa khô
  short: Tưới cây mùa khô
facts:
  - id: tuoi
    says: Đội Thanh niên tưới cây mỗi ngày hai lần trong mùa khô, theo Công văn 12/UBND-VX.
    assignments:
      - {agency: Đội Thanh niên, role: carry_out}
    at: mục 1
    phrasings:
      - mỗi ngày tưới cây mấy lần
      - ai tưới cây mùa khô
"""
AGENCIES = """\
agencies:
  - name: Phòng Cây xanh
    abbreviations: [PCX]
    successor:
      name: Phòng Môi trường
      since: 2025-01-01
      basis: Nghị quyết 1/NQ-HĐND
      note: Từ 1/1/2025 phòng này nhập vào Phòng Môi trường.
  - name: Đội Thanh niên
    abbreviations: [ĐTN]
  - name: Phòng Môi trường
"""


def settle(folder: Path, *, plan: str = PLAN) -> Path:
    """Write the town's knowledge into a folder."""
    (folder / "directives").mkdir(parents=True)
    (folder / "directives" / "7-KH-UBND.yaml").write_text(plan, encoding="utf-8")
    (folder / "directives" / "12-UBND-VX.yaml").write_text(LETTER, encoding="utf-8")
    (folder / "agencies.yaml").write_text(AGENCIES, encoding="utf-8")
    return folder
