"""The first sentence of an answer holds what was asked: questions of our own over all documents, and what must stand in it."""

from __future__ import annotations

import pytest

from bot.domain.reply import Answered
from bot.text.normalize import fold
from tests.answering.replies import Ask, told

ANSWERS: list[tuple[str, str, str]] = [
    # question, what the first sentences must hold, the directive
    ("Thành phố dành tổng cộng bao nhiêu tiền hỗ trợ nhà ở cho cựu thanh niên xung phong?", "780.000.000 đồng", "4612/QĐ-UBND"),
    ("Có bao nhiêu cựu thanh niên xung phong được hỗ trợ nhà ở năm 2019?", "29 cựu thanh niên xung phong", "4612/QĐ-UBND"),
    ("Tiền hỗ trợ nhà cho cựu thanh niên xung phong lấy từ nguồn nào?", "Ngân sách Thành phố", "4612/QĐ-UBND"),
    ("Những ngôi nhà như thế nào thì được hỗ trợ sửa chữa cho cựu TNXP?", "Nhà cấp 4", "4612/QĐ-UBND"),
    ("Quyết định 4612/QĐ-UBND ban hành ngày nào?", "28/8/2019", "4612/QĐ-UBND"),
    ("Ai chủ trì huy động doanh nghiệp ủng hộ kinh phí cho người nghèo?", "Sở Kế hoạch và Đầu tư", "4612/QĐ-UBND"),
    ("Cơ quan nào chủ trì hướng dẫn, kiểm tra các quận huyện hỗ trợ nhà cho TNXP đúng đối tượng?", "Sở Lao động - Thương binh và Xã hội", "4612/QĐ-UBND"),
    ("Bao nhiêu quận huyện thực hiện hỗ trợ nhà ở cho cựu thanh niên xung phong?", "15 quận, huyện", "4612/QĐ-UBND"),
    ("Bao giờ phải giải quyết xong dứt điểm các vụ khiếu nại đông người phức tạp?", "31/12/2019", "191/KH-UBND"),
    ("Hạn kiểm tra, rà soát, đề xuất phương án giải quyết khiếu nại là ngày nào?", "30/9/2019", "191/KH-UBND"),
    ("Thống nhất phương án của lãnh đạo Thành phố xong trước ngày nào?", "31/10/2019", "191/KH-UBND"),
    ("Đối thoại với người khiếu nại phải xong trước ngày nào?", "30/11/2019", "191/KH-UBND"),
    ("Trình Chủ tịch quyết định phương án giải quyết khiếu nại chậm nhất khi nào?", "15/12/2019", "191/KH-UBND"),
    ("Kế hoạch 191/KH-UBND ban hành ngày nào?", "29/8/2019", "191/KH-UBND"),
    ("Kế hoạch 191 có mấy bước?", "5 bước", "191/KH-UBND"),
    ("Các quận huyện gửi danh sách vụ việc khiếu nại về cơ quan nào?", "Thanh tra Thành phố", "191/KH-UBND"),
    ("Có mấy tiêu chí xác định vụ việc khiếu nại cần giải quyết trong kế hoạch 191?", "4 tiêu chí", "191/KH-UBND"),
    ("Giai đoạn 2019-2020 tỷ lệ hồ sơ giải quyết trực tuyến phải đạt bao nhiêu phần trăm?", "20%", "190/KH-UBND"),
    ("Giai đoạn 2021-2025 tỷ lệ hồ sơ giải quyết qua dịch vụ công trực tuyến đạt bao nhiêu?", "50%", "190/KH-UBND"),
    ("Giai đoạn 2021-2025 bao nhiêu phần trăm người dân và doanh nghiệp phải hài lòng về giải quyết thủ tục hành chính?", "90%", "190/KH-UBND"),
    ("Bao nhiêu phần trăm dịch vụ công được tích hợp với Cổng Dịch vụ công quốc gia giai đoạn 2019-2020?", "30%", "190/KH-UBND"),
    ("Đến 2025 tích hợp bao nhiêu phần trăm dịch vụ công với Cổng quốc gia?", "50%", "190/KH-UBND"),
    ("Thời gian họp được rút ngắn bao nhiêu phần trăm?", "30% - 50%", "190/KH-UBND"),
    ("Tỷ lệ hồ sơ công việc cấp xã xử lý trên môi trường mạng giai đoạn 2021-2025?", "60%", "190/KH-UBND"),
    ("Tỷ lệ dịch vụ công trực tuyến dùng chữ ký số trên di động giai đoạn 2019-2020 là bao nhiêu?", "20%", "190/KH-UBND"),
    ("Dịch vụ công mức độ 4 giai đoạn 2019-2020 tối thiểu bao nhiêu phần trăm?", "35%", "190/KH-UBND"),
    ("Bao nhiêu phần trăm báo cáo định kỳ gửi qua Hệ thống thông tin báo cáo quốc gia giai đoạn 2019 - 2020?", "30%", "190/KH-UBND"),
    ("Kế hoạch 190/KH-UBND ban hành ngày nào?", "27/8/2019", "190/KH-UBND"),
    ("Kế hoạch 190 thực hiện nghị quyết nào của Chính phủ?", "17/NQ-CP", "190/KH-UBND"),
    ("Sở Xây dựng phải trình đề án thu giá dịch vụ rác thải khi nào?", "quý IV/2019", "3678/UBND-KT"),
    ("Sở Tài chính phối hợp với ai để tháo gỡ khó khăn về vệ sinh môi trường?", "Kho bạc Nhà nước Hà Nội", "3678/UBND-KT"),
    ("Văn bản nào yêu cầu đẩy nhanh nghiệm thu thanh toán vệ sinh môi trường?", "3678/UBND-KT", "3678/UBND-KT"),
    ("Đơn vị đặt hàng vệ sinh môi trường quyết toán theo quý hay theo năm?", "Hàng quý", "3678/UBND-KT"),
    ("Ai ký công văn 3789/UBND-TKBT?", "Vũ Đăng Định", "3789/UBND-TKBT"),
    ("Công văn 3789 ban hành ngày nào?", "3/9/2019", "3789/UBND-TKBT"),
    ("Hội nghị nâng cao hiệu quả cải cách hành chính tổ chức ngày nào?", "18/8/2022", "441/TB-VP"),
    ("Ai chủ trì hội nghị cải cách hành chính ngày 18/8/2022?", "Trần Sỹ Thanh", "441/TB-VP"),
    ("Ai ký thông báo 441/TB-VP?", "Trương Việt Dũng", "441/TB-VP"),
    ("Cổng dịch vụ công và một cửa điện tử phải vận hành chính thức trước ngày nào?", "15/10/2022", "441/TB-VP"),
    ("Đơn vị nào phải hoàn thành Hệ thống Hồ sơ địa chính và cơ sở dữ liệu đất đai, khi nào?", "Sở Tài nguyên và Môi trường", "441/TB-VP"),
    ("Đến năm 2025 phải chuyển tối thiểu bao nhiêu phần trăm đơn vị sự nghiệp sang tự chủ?", "20%", "441/TB-VP"),
    ("Viện Nghiên cứu phát triển kinh tế xã hội phải làm gì, khi nào xong?", "khảo sát trực tuyến", "441/TB-VP"),
    ("Quy chế tiếp nhận xử lý phản ánh kiến nghị phải ban hành khi nào?", "tháng 10/2022", "441/TB-VP"),
    ("Rà soát tiến độ đầu tư công 2022 xong khi nào?", "tháng 9/2022", "441/TB-VP"),
    ("Ai ký kế hoạch 100/KH-UBND năm 2019?", "Nguyễn Đức Chung", "100/KH-UBND"),
    ("Kế hoạch PAPI 2019 ban hành ngày nào?", "22/4/2019", "100/KH-UBND"),
    ("Sở Nội vụ báo cáo UBND Thành phố kết quả thực hiện kế hoạch PAPI 2019 trước ngày nào?", "15/4/2020", "100/KH-UBND"),
    ("UBND cấp huyện báo cáo kết quả PAPI 2019 trước ngày nào?", "30/3/2020", "100/KH-UBND"),
    ("Lắp thêm bao nhiêu trạm quan trắc không khí?", "70 trạm", "100/KH-UBND"),
    ("Đến năm 2020 Hà Nội có tổng số bao nhiêu trạm quan trắc không khí?", "80 trạm", "100/KH-UBND"),
    ("Nhà máy xử lý nước thải Yên Xá công suất bao nhiêu?", "270.000 m³/ngày đêm", "100/KH-UBND"),
    ("Sổ sách tiếp công dân phải khắc phục xong trước ngày nào?", "30/6/2019", "100/KH-UBND"),
    ("Cơ quan nào chủ trì kiểm soát tham nhũng theo kế hoạch 100?", "Thanh tra Thành phố", "100/KH-UBND"),
    ("Đối thoại thủ tục hành chính mấy tháng một lần?", "6 tháng/lần", "100/KH-UBND"),
    ("Gửi báo cáo PAPI 2019 vào email nào?", "phongcchc_sonv@hanoi.gov.vn", "100/KH-UBND"),
    ("Chủ đề công tác năm 2019 của Hà Nội là gì?", "Năm nâng cao hiệu lực, hiệu quả hoạt động của hệ thống chính trị", "100/KH-UBND"),
    ("Năm 2022 Hà Nội đạt bao nhiêu điểm PAPI?", "43,90", "157/KH-UBND"),
    ("Hà Nội xếp thứ mấy về PAPI năm 2022?", "Thứ 12", "157/KH-UBND"),
    ("PAPI 2022 giảm bao nhiêu điểm so với 2021?", "0,55 điểm", "157/KH-UBND"),
    ("Kế hoạch 157/KH-UBND ban hành ngày nào?", "26/5/2023", "157/KH-UBND"),
    ("Cơ quan nào chủ trì nội dung Tri thức công dân năm 2023?", "Sở Thông tin và Truyền thông", "157/KH-UBND"),
    ("Sở nào chủ trì công khai danh sách hộ nghèo năm 2023?", "Sở Lao động - Thương binh và Xã hội", "157/KH-UBND"),
    ("Nước sạch sinh hoạt giao sở nào chủ trì trong PAPI 2023?", "Sở Xây dựng", "157/KH-UBND"),
    ("Thanh tra trách nhiệm Chủ tịch UBND những huyện nào năm 2023?", "Phúc Thọ, Quốc Oai, Thanh Trì, Mỹ Đức, Ba Vì", "157/KH-UBND"),
    ("Chủ đề công tác năm 2023 của Thành phố là gì?", "Kỷ cương, trách nhiệm, hành động, sáng tạo, phát triển", "157/KH-UBND"),
    ("Cơ quan nào là cơ quan thường trực của kế hoạch PAPI 2023?", "Sở Nội vụ", "157/KH-UBND"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "fact", "directive"), ANSWERS)
def test_the_answer_begins_with_what_was_asked(ask: Ask, question: str, fact: str, directive: str) -> None:
    reply = ask(question)

    assert isinstance(reply, Answered)
    assert fact in reply.direct
    assert directive in [citation.number for citation in reply.citations]
    assert directive in reply.cited + reply.direct


@pytest.mark.parametrize(("question", "fact", "directive"), ANSWERS)
def test_the_answer_is_the_same_without_accents(ask: Ask, question: str, fact: str, directive: str) -> None:

    assert fact in told(ask(fold(question)))
