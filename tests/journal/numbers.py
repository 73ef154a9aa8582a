"""Texts with personal numbers, and texts that only look so. In the first table "⟦…⟧" encloses what must be covered; <U+200B> is a character that cannot be seen."""

from __future__ import annotations

import re

COVERED = """
# mobile numbers
⟦0912345678⟧
⟦0912.345.678⟧
⟦0912 345 678⟧
⟦0912-345-678⟧
⟦091 234 5678⟧
⟦09 12 34 56 78⟧
⟦0 9 1 2 3 4 5 6 7 8⟧
⟦0912.34.56.78⟧
⟦0912_345_678⟧
⟦0912,345,678⟧
⟦0912 – 345 – 678⟧
⟦(091) 234 5678⟧
⟦(0912) 345678⟧
⟦0912345678⟧.
⟦0912345678⟧, ⟦0987654321⟧
⟦0912345678⟧/⟦0987654321⟧
⟦0912345678⟧-⟦0987654321⟧
⟦0912.345.678⟧-⟦0987.654.321⟧
⟦0912 345 678⟧ - ⟦0987 654 321⟧
+⟦84 912 345 678⟧
+⟦84912345678⟧
+⟦84-912-345-678⟧
+⟦84.912.345.678⟧
(+⟦84) 912 345 678⟧
(+⟦84)912345678⟧
+⟦84 (0)912 345 678⟧
⟦84912345678⟧
⟦84 912 345 678⟧
⟦0084912345678⟧
+⟦82 10 1234 5678⟧
Số của tôi là ⟦0357 123 456⟧, gọi lại giúp tôi nhé
sđt ⟦0812345678⟧
sđt⟦0812345678⟧
SĐT:⟦0705551234⟧ (zalo)
ĐT. ⟦0562 345 678⟧
dt ⟦0592345678⟧ ạ
goi cho toi so ⟦0912345678⟧ nhe
năm 2019 ⟦0912345678⟧
năm 2019 tôi dùng số ⟦01234567890⟧
số cũ ⟦0168 234 5678⟧
ngày 28/8/2019 gọi ⟦0912345678⟧ không ai nghe
⟦0912345678⟧ là số của em
sđt ⟦912345678⟧ k ạ
cmnd ⟦123456789⟧ họ tên Nguyễn Văn A
stk ⟦123456789⟧ ngân hàng MB
⟦o912345678⟧
liên hệ ⟦０９１２３４５６７８⟧
⟦0️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣⟧
⟦0912<U+200B>345<U+200B>678⟧
⟦0912<U+A0>345<U+A0>678⟧
⟦٠٩١٢٣٤٥٦٧٨⟧
⟦𝟎𝟗𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖⟧
# named, without the first 0, or mistyped
sđt ⟦912345678⟧
sdt: ⟦912 345 678⟧
số điện thoại của mẹ tôi là ⟦912345678⟧
so dien thoai ⟦912345678⟧
so dien toai ⟦912345678⟧
số đt ⟦912.345.678⟧
s.đ.t ⟦912345678⟧
điện thọai ⟦09123456⟧
zalo ⟦912345678⟧
zalo em nhé ⟦912345678⟧
gọi ⟦3825 1234⟧
máy bàn ⟦38251234⟧
liên hệ ⟦912345678⟧ hoặc ⟦987654321⟧
⟦912345678⟧ là sđt của tôi
⟦912345678⟧ (sđt)
# fixed lines
sđt: ⟦024 3825 1234⟧
⟦024.3825.1234⟧
⟦02438251234⟧
⟦(024) 3825 1234⟧
⟦(024)38251234⟧
⟦024-38251234⟧
⟦028 3829 5678⟧
⟦0225 3842 123⟧
⟦02253842123⟧
⟦04 3825 1234⟧
⟦(04) 38251234⟧
⟦0438251234⟧
+⟦84 24 3825 1234⟧
⟦842438251234⟧
tổng đài 1022, nhà tôi ⟦024 3825 1234⟧
# identity cards
⟦001087012345⟧
⟦001 087 012345⟧
⟦001 087 012 345⟧
⟦001087 012345⟧
⟦001.087.012.345⟧
⟦001-087-012-345⟧
⟦0010 8701 2345⟧
CCCD ⟦001 087 012345⟧
CCCD: ⟦001087012345⟧ cấp ngày 28/8/2021
cccd cua toi la ⟦036190001234⟧
căn cước công dân số ⟦001087012345⟧ do Cục Cảnh sát cấp ngày 10/05/2021
số căn cước công dân gắn chip của bố tôi là ⟦036087001234⟧
cang cuoc ⟦136087001234⟧
can cuco ⟦136087001234⟧
c.c.c.d ⟦136087001234⟧
CMND ⟦123456789⟧
CMND số ⟦123456789⟧
cmnd: ⟦123 456 789⟧
cmnd: ⟦123.456.789⟧
cmt ⟦123456789⟧
CMTND ⟦012345678⟧
cnmd ⟦123456789⟧
CMND (9 số) ⟦123456789⟧
chứng minh nhân dân ⟦123456789⟧
chứng minh thư của em ⟦123456789⟧
chug minh thu ⟦123456789⟧
số định danh cá nhân ⟦136087001234⟧
mã định danh ⟦136087001234⟧
⟦123456789⟧ (cmnd)
⟦123456789⟧ là số chứng minh của tôi
⟦123456789⟧
⟦012345678⟧
hộ chiếu số ⟦B1234567⟧
hộ chiếu ⟦C12345678⟧ còn hạn
# bank accounts
stk ⟦19034567890123⟧
STK: ⟦0011004123456⟧ Vietcombank
số tài khoản ⟦123456789⟧
so tai khoan ⟦1234567890⟧ ngan hang agribank
số tk ⟦21510001234567⟧
tk ⟦868686⟧ mb
tài khoản của tôi ⟦1903 4567 8901 23⟧
tai khoang ⟦1234567890⟧
tài khỏan ngân hàng ⟦1234567890⟧
s.t.k ⟦1234567890⟧
BIDV ⟦21510001234567⟧
vietcombank ⟦1012345678⟧
vietcombak ⟦1012345678⟧
momo ⟦912345678⟧
chuyển 500.000 đồng vào stk ⟦19034567890123⟧
thẻ ⟦9704 1234 5678 9012⟧
⟦9704123456789012⟧
stk ⟦123456789⟧, ⟦987654321⟧
# insurance and taxes
⟦GD4010123456789⟧
thẻ ⟦GD 4 01 0123456789⟧
BHYT ⟦GD4 01 0123456789⟧
mã thẻ ⟦HC4-01-01-234-56789⟧
BHXH ⟦0116123456⟧
BHXH ⟦7916123456⟧
mã số bhxh ⟦7916123456⟧
bhhx ⟦7916123456⟧
bảo hiểm xã hội số ⟦7916123456⟧
sổ bảo hiểm ⟦7916123456⟧
mst ⟦8012345678⟧
MST cá nhân: ⟦8012345678⟧
mã số thuế cá nhân ⟦8012345678-001⟧
ma so thue ⟦8012345678⟧
# e-mails
⟦nguyenvana⟧@⟦gmail⟧.⟦com⟧
gửi về ⟦nguyen⟧.⟦van⟧.⟦a⟧+⟦hn⟧@⟦hanoi⟧.⟦gov⟧.⟦vn⟧ giúp tôi
email: ⟦nva1987⟧@⟦yahoo⟧.⟦com⟧.⟦vn⟧, sđt ⟦0912345678⟧
⟦nva1987⟧@⟦gmail⟧
⟦nva⟧ @ ⟦gmail⟧.⟦com⟧
⟦nva1987⟧ (⟦at⟧) ⟦gmail⟧.⟦com⟧
⟦nguyễnvăna⟧@⟦gmail⟧.⟦com⟧
⟦NGUYENVANA⟧@⟦GMAIL⟧.⟦COM⟧
⟦a_b⟧-⟦c⟧@⟦cong⟧-⟦ty⟧.⟦vn⟧
⟦nva⟧＠⟦gmail⟧.⟦com⟧
# side by side
gplx số ⟦010123456789⟧
điện thoại cố định ⟦3.8253536⟧
số cmnd của em là ⟦12 345 678 9⟧
# several
Tôi là A, CCCD ⟦001087012345⟧, sđt ⟦0912 345 678⟧, stk ⟦19034567890123⟧, hỏi kế hoạch 100/KH-UBND
cccd ⟦001087012345⟧ cấp 28/8/2021, mức hỗ trợ 780.000.000 đồng, sdt ⟦0912345678⟧
"""

UNTOUCHED = """
# amounts
780.000.000 đồng
780000000 đ
780000000
780.000.000
tổng kinh phí 780.000.000 đồng cho 29 người
5 tỷ
1.250.000.000.000 đồng
1250000000000 đồng
120.500.000.000
12 000 000 đồng
mức chuẩn trợ giúp 500000 đồng
500k
lương cơ sở 2340000 đồng/tháng
2.340.000đ
1,5 triệu
0,25%
0.5
0.123456789
tài khoản được hỗ trợ 780000000
tài khoản được hỗ trợ 780.000.000 đồng
tk còn 12345678 đồng
84.912.345.678 đồng
84.912.345.678
chứng minh tài chính 500000000
bhyt 1.263.600 đồng
bhyt 1263600
đóng bhxh mức 5310000
chi 300.000 đ/người, 20300000 người tham gia BHYT
gói hỗ trợ 62000 tỷ
+15.000.000 đồng
tăng 10 2019 2020
# days, times and years
28/8/2019
28-08-2019
28.08.2019
28.8.2019 và 30.9.2019
01/01/2019-31/12/2019
01.01.2019-31.12.2019
01-01-2019 - 31-12-2019
2019-08-28
ngày 28 tháng 8 năm 2019
ngày 08 09 2019
09 12 2019 28 người
2016-2020
giai đoạn 2016 - 2020, 2021-2025
2016-2020 2021-2025
2016 2017 2018 2019
2021 2022 2023 2024 2025
từ 08:00-12:00 13:30-17:30
08:00-12:00 và 13:30-17:30 ngày 01/02/2023
20191231
sđt tổng đài năm 2019 2020
quý 3/2019
tháng 02/2020
gọi trước ngày 30/11/2019
cccd có giá trị đến 2030
cmnd hết hạn 31/12/2024
# numbers of documents, articles and papers
100/KH-UBND
4612/QĐ-UBND
34/2007/PL-UBTVQH11
157/KH-UBND ngày 15/5/2023
61/2018/NĐ-CP
số 3789/UBND-TKBT, 3678/UBND-KT
Luật bảo hiểm xã hội số 58/2014/QH13
Nghị quyết 68/2014/QH13 về bảo hiểm y tế
quyết định 595/QĐ-BHXH
luật căn cước số 26/2023/QH15
Thông tư 59/2021/TT-BCA căn cước công dân
nghị định 123456/NĐ-CP
điều 12 khoản 3 điểm 4
điều 01, 02, 03, 04, 05, 06
08 09 10 11 12
các mục 05 06 07 08 09
01-02-03-04-05-06
1.000775
2.001234.000.00.00.H26
000.00.12.H26-230815-0001
mã hồ sơ 000.00.12.H26-230815-0001
mã định danh hồ sơ G09.99.02-240101-0001
tra hồ sơ H26.15-240101-0001
phụ lục 1, 2, 3
biểu mẫu 01/BHYT
# numbers that agencies print
1022
024.1022
gọi 024.1022
gọi tổng đài 024 1022 hoặc 1022
sđt (024)1022
moi-o-2021-2025
tài khoản 2021 2025
113
114
115
111
19001009
1900 1009
1900.1009
1900-9068
gọi 19001009
gọi 1900 9068 hay 1800 1096
hotline 18001096
sđt 1022
tổng đài 19001009, 19009068
liên hệ 18001096
zalo 1900 1009
1900 1009 1800 1096
đường dây nóng 1022 nhánh 7
# other figures
29 cựu thanh niên xung phong
8500000 người
diện tích 3359,82 km2
Hà Nội có 126 xã, phường
dân số 8807523
dân số 8.807.523 người
mã vùng 024
mã bưu chính 100000
tk 1
cccd 12 số
cmnd 9 số và cccd 12 số khác nhau thế nào
stk là gì
số 5 Lê Duẩn, phường 12
ngõ 123/45/6 đường Láng
tọa độ 21.0285 105.8542
20.10.100.1
https://hanoi.gov.vn/van-ban/12345678
đợt 1 2 3 4 5 6 7 8 9
# not e-mails of people
phongcchc_sonv@hanoi.gov.vn là email của ai
gửi về vanthu_sonv@hanoi.gov.vn và ubnd.xa1@hanoi.gov.vn.
@hoidap_bot
@hoidap_bot 191
/tra@hoidap_bot 100/KH-UBND
/start@hoidap_bot
hỏi @nguyenvana 191
gặp @abc 12
hạn @ 30/11
5@10
@
"""


def rows(table: str) -> list[str]:
    """The texts of a table, without its headings."""
    lines = [line for line in table.strip("\n").split("\n") if line and not line.startswith("# ")]
    return [re.sub(r"<U\+([0-9A-F]+)>", lambda code: chr(int(code[1], 16)), line) for line in lines]
