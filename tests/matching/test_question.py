"""However a question is typed, the same question is understood; and in a long story the sentence that asks weighs most."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.fact import Nature
from bot.library.reader import Library
from bot.matching.matcher import Matcher
from bot.matching.question import MAX_CHARACTERS
from bot.text.keystrokes import Method
from bot.text.normalize import comparable, fold
from bot.text.syllable import is_syllable
from bot.wiring import matcher_of
from tests.text.words import TELEX_LETTERS, VNI_LETTERS, typed

_WORD = re.compile(r"(?<![\w/&.-])[^\W\d_]+(?![\w/&]|-[^\W\d])")


@pytest.fixture(scope="module")
def matcher(library: Library) -> Matcher:
    return matcher_of(library)


@pytest.fixture(scope="module")
def phrasings(library: Library) -> list[str]:
    """A hundred questions of the knowledge, written out in full; most stay the same when the knowledge grows."""
    facts = (library.fact(fact_id) for fact_id in library.fact_ids())
    spelled = {
        one
        for fact in facts
        if fact.nature is Nature.STATEMENT
        for one in fact.phrasings
        if len(one.split()) > 5 and _is_spelled(one, library)
    }
    return sorted(spelled, key=lambda one: hashlib.sha256(one.encode()).digest())[:100]


def _is_spelled(text: str, library: Library) -> bool:
    """Whether all words are syllables, and none reads as shorthand when its accents are gone: that is its own matter."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"\S*[/&@]\S*", " ", comparable(text)))
    return all(is_syllable(word) and fold(word) not in library.lexicon.shorthand for word in words)


def retyped(letters: dict[str, str], method: int) -> Callable[[str], str]:
    """The message as the keys would leave it if the input method were off."""
    return lambda text: _WORD.sub(lambda word: word[0] if word[0].isascii() else typed(word[0], letters, method), text)


WAYS: dict[str, Callable[[str], str]] = {
    "without accents": fold,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "in capitals": str.upper,
    "in Telex": retyped(TELEX_LETTERS, 0),
    "in VNI": retyped(VNI_LETTERS, 1),
    "with invisible characters": lambda text: "\u200b".join(text.split(" ")).replace("\u200b", " \u200b") + "\ufeff",
    "with wide spaces": lambda text: text.replace(" ", "\u00a0 "),
    "without punctuation": lambda text: re.sub(r"[?!,;:“”\"]", "", text),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_hundred_questions_are_understood_however_they_are_typed(matcher: Matcher, phrasings: list[str], way: str) -> None:
    read = {one: matcher.understand(WAYS[way](one)).text for one in phrasings}

    assert {one: matcher.understand(one).text for one in phrasings} == read


@pytest.mark.parametrize(
    ("way", "method"), [("in Telex", Method.TELEX), ("in VNI", Method.VNI), ("in capitals", None), ("without accents", None)]
)
def test_the_input_method_is_recognised(matcher: Matcher, phrasings: list[str], way: str, method: Method | None) -> None:
    seen = {matcher.understand(WAYS[way](one)).method for one in phrasings if sum(not word.isascii() for word in one.split()) > 4}

    assert {method} == seen


@pytest.mark.parametrize(
    ("typed_so", "meant"),
    [
        ("qd 4612 ho tro tnxp bn tien", "quyết định 4612 hỗ trợ thanh niên xung phong bao nhiêu tiền"),
        ("ko bik hạn nộp bc papi là khi nào", "không biết hạn nộp báo cáo papi là khi nào"),
        ("kh của tp về papi", "kế hoạch của thành phố về papi"), ("kh biết ai ký", "không biết ai ký"),
        ("hạn của stc", "hạn của sở tài chính"), ("fải nộp cho ai", "phải nộp cho ai"), ("đc hỗ trợ k", "được hỗ trợ không"),
        ("ubnd tp giao vp ubnd", "ủy ban nhân dân thành phố giao văn phòng ủy ban nhân dân"),
        ("cty môi trường", "công ty môi trường"), ("hs làm qua mạng", "hồ sơ làm qua mạng"), ("kn tc đông người", "khiếu nại tố cáo đông người"),
        ("tỷ lệ dvc tt mức 4", "tỷ lệ dịch vụ công trực tuyến mức 4"), pytest.param("hs tt đạt bao nhiêu", "hồ sơ trực tuyến đạt bao nhiêu", marks=pytest.mark.xfail(strict=True, reason="“tt” is read as thông tin beside hồ sơ")),
        ("hạn gửi b/c", "hạn gửi báo cáo"), ("k/n đông người", "khiếu nại đông người"), ("h/s v/v sửa nhà", "hồ sơ về việc sửa nhà"),
        ("sở TT&TT chủ trì gì", "sở thông tin và truyền thông chủ trì gì"), ("Sở LĐTB&XH", "sở lao động thương binh và xã hội"),
        ("sở LĐ-TB&XH", "sở lao động thương binh và xã hội"), ("sở lđ tb xh", "sở lao động thương binh và xã hội"), ("sở GD ĐT", "sở giáo dục và đào tạo"),
        ("sở tn & mt", "sở tài nguyên và môi trường"), ("phát triển KT-XH", "phát triển kinh tế xã hội"), ("kt.xh", "kinh tế xã hội"),
        ("TTHC-KSTTHC", "thủ tục hành chính kiểm soát thủ tục hành chính"), ("q.hoàn kiếm", "quận hoàn kiếm"), ("tp.hn", "thành phố hà nội"),
        ("UBND.TP giao", "ủy ban nhân dân thành phố giao"), ("u.b.n.d tp", "ủy ban nhân dân thành phố"), ("ubnd các q/h", "ủy ban nhân dân các quận huyện thị xã"),
        ("kh190 nói gì", "kế hoạch 190 nói gì"), ("qd4612", "quyết định 4612"), ("việc tháng9", "việc tháng 9"), ("papi2023", "papi 2023"), ("covid19", "covid 19"),
        ("ddc hỗ trợ k", "được hỗ trợ không"), ("GD&DDT", "giáo dục và đào tạo"), ("4612/QDD-UBND", "4612/QĐ-UBND"), ("4612/QD9-UBND", "4612/QĐ-UBND"),
    ],
)  # fmt: skip
def test_shorthand_is_read_by_its_neighbours(matcher: Matcher, typed_so: str, meant: str) -> None:

    assert matcher.understand(meant).text == matcher.understand(typed_so).text


@pytest.mark.parametrize("question", ["Hà Nội nói vậy à?", "hạn là tháng 9 à"])
def test_a_particle_without_its_accent_is_no_shorthand(matcher: Matcher, question: str) -> None:

    assert matcher.understand(question).text == matcher.understand(fold(question)).text


@pytest.mark.parametrize("number", ["190/KH-UBND", "441/TB-VP", "3678/UBND-KT", "4612/QĐ-UBND"])
def test_shorthand_inside_a_document_number_is_left_alone(matcher: Matcher, number: str) -> None:
    question = matcher.understand(f"kh {number} nói gì")

    assert frozenset({fold(comparable(number))}) == question.named.documents


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("thnah niên xung phong", "thanh nien xung phong"), ("hỗ trợ nhầ ở", "ho tro nha o"), ("thanh nien xung fong", "thanh nien xung phong"),
        ("trạm quann trắc không khí", "tram quan trac khong khi"), ("vệ sinh môi trươgn", "ve sinh moi truong"), ("khieunai đông người", "khieu nai dong nguoi"),
        ("kinh phi ngân sáhc", "kinh phi ngan sach"), ("dịch vụ côgn trực tuyến", "dich vu cong truc tuyen"), ("nghiệm thhu khối lượng", "nghiem thu khoi luong"),
        ("khiếu nại tocao", "khieu nai to cao"), ("kế hoạh 191", "ke hoach 191"), ("quuý 4", "qui 4"), ("nơi nhậnn công văn", "noi nhan cong van"),
    ],
)  # fmt: skip
def test_slips_of_the_finger_are_mended(matcher: Matcher, slip: str, meant: str) -> None:

    assert meant == matcher.understand(slip).text


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("lương bác sĩ bệng viện công", "lương bác sĩ bệnh viện công"), ("của hà nộ là văn bản", "của hà nội là văn bản"), ("chỉ tiêu phầm trăm", "chỉ tiêu phần trăm"),
        ("theo kế hoạc của thành phố", "theo kế hoạch của thành phố"), ("đến giai đon 2021-2025", "đến giai đoạn 2021-2025"), ("được hỗ trợ hkông", "được hỗ trợ không"),
        ("bố tôi tên Tuấn ở Tân Uyên", "bố tôi tên tuấn ở tân uyên"),
    ],
)  # fmt: skip
def test_a_slip_in_a_message_with_accents_is_mended_with_its_accents(matcher: Matcher, slip: str, meant: str) -> None:

    assert meant == matcher.understand(slip).read_as


@pytest.mark.parametrize("abbreviation", ["HĐND", "Sở LĐTBXH", "Sở KHĐT"])
@pytest.mark.parametrize(("letters", "method"), [(TELEX_LETTERS, 0), (VNI_LETTERS, 1)], ids=["telex", "vni"])
def test_an_abbreviation_with_a_stroked_d_is_read_in_a_raw_message(
    matcher: Matcher, abbreviation: str, letters: dict[str, str], method: int
) -> None:
    question = f"nhiệm vụ được giao cho {abbreviation} thành phố"

    assert matcher.understand(question).text == matcher.understand(retyped(letters, method)(question)).text


@pytest.mark.parametrize(
    "message",
    [
        "phong A1", "data", "gas", "web app", "facebook zalo", "khổ giấy A4", "K15", "taxi", "di taxi hay grab", "PAR INDEX", "virus",
        "trường lớp chuẩn max", "so nha 15", "B12", "viber", "vssid",
    ],
)  # fmt: skip
def test_foreign_words_and_codes_are_no_keystrokes_and_no_slips(matcher: Matcher, message: str) -> None:

    assert fold(comparable(message)) == matcher.understand(message).text


@pytest.mark.parametrize(
    ("typed_so", "meant"),
    [
        ("hôõ trơj nhà ở", "hỗ trợ nhà ở"), ("dđược hỗ trợ", "được hỗ trợ"), ("nguoừi dân", "người dân"), ("ddược hỗ trợ khoong", "được hỗ trợ không"),
        ("hạn chót nộp báo cáo PAPI là khi naof", "hạn chót nộp báo cáo PAPI là khi nào"), ("hop o ddaau", "hop o đâu"), ("hồồ sơ điệện tử", "hồ sơ điện tử"),
        ("truờng nuớc đựơc", "trường nước được"), ("hòan thành thủ tuc naof", "hoàn thành thủ tuc nào"), ("nộp hô2 sơ", "nộp hô2 sơ"),
        ("PAR INDEX vowis nhuwxng ai", "PAR INDEX với những ai"), ("quaanj/huyeenj nafo", "quận/huyện nào"), ("q.hoanf kieems", "quận hoàn kiếm"),
        ("tong kinh phi la bao nhieu tie62n", "tong kinh phi la bao nhieu tiền"), ("dich vu cong muc4", "dich vu cong muc 4"),
        ("bao cao quy3 2023", "bao cao quy 3 2023"),
    ],
)  # fmt: skip
def test_a_message_typed_raw_in_part_is_read(matcher: Matcher, typed_so: str, meant: str) -> None:
    read = matcher.understand(typed_so)

    assert matcher.understand(meant).text == read.text
    assert matcher.understand(meant).tones.keys() == read.tones.keys()


@pytest.mark.parametrize("place", ["Ba Vì", "Mỹ Đức", "Hoàng Mai"])
@pytest.mark.parametrize("way", ["without accents", "in Telex", "in VNI", "decomposed"])
def test_what_a_question_names_does_not_depend_on_how_it_is_typed(matcher: Matcher, place: str, way: str) -> None:
    clean = f"{place} có được Quyết định 4612/QĐ-UBND năm 2019 giao gì cho Sở Nội vụ không"
    named = matcher.understand(WAYS[way](clean)).named

    assert matcher.understand(clean).named == named
    assert named.places
    assert named.agencies
    assert frozenset({2019}) == named.said.years


def test_a_number_that_nobody_knows_is_noted_as_unknown(matcher: Matcher) -> None:
    named = matcher.understand("thông báo 442/TB-VP và kế hoạch 190").named

    assert (frozenset({"190/kh-ubnd"}), frozenset({"442/tb-vp"})) == (named.documents, named.unknown_documents)


STORIES = [
    (
        "Chào anh chị. Bố tôi đi thanh niên xung phong từ năm 1968, nhà cấp bốn xuống cấp lắm rồi, mưa là dột khắp nơi. "
        "Cả nhà tôi làm ruộng, kinh tế khó khăn. Tổng kinh phí thành phố dành ra là bao nhiêu tiền? Tôi cảm ơn nhiều.",
        "tong kinh phi thanh pho danh ra la bao nhieu tien", "ruong",
    ),
    (
        "Tôi sống ở ngõ nhỏ, hàng xóm xả rác bừa bãi, công ty thu gom thì ngày đến ngày không. Tuần trước cả xóm đã họp. "
        "Sở nào phải trình đề án thu giá dịch vụ? Mong sớm có hồi âm.",
        "so nao phai trinh de an thu gia dich vu", "hop",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("story", "asking", "aside"), STORIES)
def test_in_a_long_story_the_asking_sentence_weighs_most(matcher: Matcher, story: str, asking: str, aside: str) -> None:
    question = matcher.understand(story)

    assert asking == question.focus
    assert question.folds[aside] < min(question.folds[word] for word in asking.split())


@pytest.mark.parametrize("story", [story for story, *_ in STORIES])
def test_a_story_without_accents_has_the_same_point(matcher: Matcher, story: str) -> None:

    assert matcher.understand(story).focus == matcher.understand(fold(story)).focus


def test_in_a_short_message_every_word_weighs_the_same(matcher: Matcher) -> None:
    weights = set(matcher.understand("Bố tôi già rồi. Thành phố hỗ trợ bao nhiêu tiền?").folds.values())

    assert {1.0} == weights


@pytest.mark.parametrize("length", [MAX_CHARACTERS - 1, MAX_CHARACTERS, MAX_CHARACTERS + 1, 5 * MAX_CHARACTERS])
def test_only_what_fits_is_read(matcher: Matcher, length: int) -> None:
    message = ("kế hoạch " * length)[: length - 1] + "."
    question = matcher.understand(message)

    assert (length > MAX_CHARACTERS) == question.was_cut
    assert matcher.understand(message[:MAX_CHARACTERS]).text == question.text


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_understanding_any_text_again_changes_nothing(library: Library, text: str) -> None:
    matcher = matcher_of(library)
    once = matcher.understand(text)

    assert once == matcher.understand(text)
    assert all(0 < weight <= 1 for weight in once.folds.values())
