"""Telex and VNI typed with the input method off are read; everything else is left as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.text.keystrokes import _NUMBERED, Method, decode, telex, vni
from bot.text.normalize import comparable
from tests.text.words import TELEX_LETTERS, VNI_LETTERS, WORDS, plain, typed

ACCENTED = [word for word in WORDS if not word.isascii()]


@pytest.mark.parametrize("after_vowel", [False, True], ids=["tone at the end", "tone after the vowel"])
@pytest.mark.parametrize("word", ACCENTED)
def test_a_word_retyped_in_telex_comes_back(word: str, after_vowel: bool) -> None:

    assert plain(word) == telex(typed(word, TELEX_LETTERS, 0, after_vowel=after_vowel))


@pytest.mark.parametrize("after_vowel", [False, True], ids=["tone at the end", "tone after the vowel"])
@pytest.mark.parametrize("word", ACCENTED)
def test_a_word_retyped_in_vni_comes_back(word: str, after_vowel: bool) -> None:

    assert plain(word) == vni(typed(word, VNI_LETTERS, 1, after_vowel=after_vowel))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("hoox trowj nhaf owr", "hỗ trợ nhà ở"), ("ddawng kys", "đăng ký"), ("dangwd kis", "đăng kí"),
        ("nguwowif daan", "người dân"), ("nguoiwf", "người"), ("dichj vuj coong", "dịch vụ công"),
        ("thur tucj hanhf chinhs", "thủ tục hành chính"), ("khieeus naij, toos caos", "khiếu nại, tố cáo"), ("suwar chuwax nhaf", "sửa chữa nhà"),
        ("cuwuj thanh nieen xung phong", "cựu thanh niên xung phong"), ("hooj ngheof", "hộ nghèo"), ("hooj nghefo", "hộ nghèo"),
        ("phuowngf, phwowngf, xax, quaanj", "phường, phường, xã, quận"), ("caanf giayas towf gif", "cần giấy tờ gì"),
        ("lichj tieeps coong daan", "lịch tiếp công dân"), ("tuyeenr dungj", "tuyển dụng"), ("uyr ban nhaan daan", "ủy ban nhân dân"),
        ("Mys DDuwcs", "mý đức"), ("Myx DDuwcs", "mỹ đức"), ("KHIEEUS NAIJ", "khiếu nại"), ("vieejt, viejet, vietej", "việt, việt, việt"),
        ("tw nhw", "tư như"), ("thuowr", "thuở"), ("dduwowcj, dduowcj, duocwdj", "được, được, được"),
    ],
)  # fmt: skip
def test_telex_messages_are_read(keys: str, expected: str) -> None:

    assert (expected, Method.TELEX) == decode(comparable(keys))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("ho64 tro75 nha2 o73", "hỗ trợ nhà ở"), ("d9ang8 ky1, d9u7o7c5, d9uoc75", "đăng ký, được, được"),
        ("gia61y chu71ng nha65n", "giấy chứng nhận"), ("khie61u na5i", "khiếu nại"), ("khieu61 nai5", "khiếu nại"),
        ("thu3 tu5c ha2nh chi1nh", "thủ tục hành chính"), ("quye61t d9i5nh", "quyết định"), ("ho65 nghe2o", "hộ nghèo"),
        ("nguoi72 ngu7o72i", "người người"), ("thuo73", "thuở"),
    ],
)  # fmt: skip
def test_vni_messages_are_read(keys: str, expected: str) -> None:

    assert (expected, Method.VNI) == decode(comparable(keys))


@pytest.mark.parametrize(
    "message",
    [
        "access class speed", "the web windows view", "ok thanks you very much", "free wifi covid", "email password facebook",
        "https://hanoi.gov.vn/ddangw", "dichvucong.gov.vn", "hoox@hanoi.gov.vn", "190/KH-UBND", "43/2011/NĐ-CP", "4612/QĐ-UBND ngày 28/8/2019",
        "500k K12 30/6 126", "covid19 h1n1 vitamin b12", "3g 4g 5g", "PM2.5 1022 114", "kế hoạch 190", "thời hạn giải quyết khiếu nại là bao lâu",
        "toi muon hoi ve ho tro nha o", "ko bik j", "", "...", "j z w x",
    ],
)  # fmt: skip
def test_what_was_typed_plainly_is_left_alone(message: str) -> None:
    text = comparable(message)
    read, _ = decode(text)

    assert text == read


@pytest.mark.parametrize("kept", ["190/kh-ubnd", "43/2011/nđ-cp", "hoox@hanoi.gov.vn", "30/9/2019", "500", "email", "papi"])
def test_numbers_and_addresses_survive_inside_a_telex_message(kept: str) -> None:
    read, method = decode(f"hoox trowj nhaf owr {kept}")

    assert Method.TELEX is method
    assert f"hỗ trợ nhà ở {kept}" == read


@pytest.mark.parametrize("message", ["cos giayas towf", "cần cos giayas towf"])
def test_a_token_that_reads_both_ways_follows_the_message(message: str) -> None:

    assert "có giấy tờ" in decode(message)[0]


USED = {plain(word) for word in WORDS} | {"nào", "hồ", "sơ", "điện", "không", "về", "khi", "hoàn"}


@pytest.mark.parametrize(
    ("half", "expected"),
    [
        ("hôõ trơj nhà ở", "hỗ trợ nhà ở"), ("dđược", "được"), ("ddược", "được"), ("đđược", "được"), ("đuợc", "được"), ("đựơc", "được"), ("nguoừi", "người"),
        ("ngừoi", "người"), ("truờng", "trường"), ("nuớc", "nước"), ("hồồ sơ điệện tử", "hồ sơ điện tử"), ("việcj nhàf ởr", "việc nhà ở"),
        ("hòan thành", "hoàn thành"), ("nghiã vụ", "nghĩa vụ"), ("tòan", "toàn"), ("quyếết địnhj", "quyết định"), ("giaấy tờ", "giấy tờ"), ("lịchj", "lịch"),
    ],
)  # fmt: skip
def test_half_decoded_tokens_are_read(half: str, expected: str) -> None:

    assert expected == decode(half, uses=(USED | set(expected.split())).__contains__)[0]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("thời hạn nộp báo cáo là khi naof", "thời hạn nộp báo cáo là khi nào"), ("bao gio nop hoof so", "bao gio nop hồ so"),
        ("quyeets định về nhà ở", "quyết định về nhà ở"), ("mức hỗ trợ nhà o73 ve62 đất", "mức hỗ trợ nhà ở về đất"), ("khoong được", "không được"),
        ("xã/phuwowngf, q.hoanf", "xã/phường, q.hoàn"),
    ],
)  # fmt: skip
def test_tokens_typed_raw_among_others_are_read(message: str, expected: str) -> None:

    assert expected == decode(message, uses=USED.__contains__)[0]


@pytest.mark.parametrize(
    "message",
    [
        "data", "oto", "gas", "taxi", "photo", "phong A1", "khổ A4", "Q1", "K15", "dich vu cong muc4", "bao cao thang9", "quy3 2023", "cap1", "lop12",
        "tháng9", "quý3", "a80", "nha2 van hoa cap1 lop12", "HĐND", "LĐTBXH", "đkiện", "bnhiêu", "đk lắk", "taxi và data ở sofa",
    ],
)  # fmt: skip
def test_words_codes_and_numbers_are_no_keystrokes(message: str) -> None:
    text = comparable(message)

    assert (text, None) == decode(text, uses=USED.__contains__)


@pytest.mark.parametrize(("word", "expected"), [("sex", "sẽ"), ("data", "data"), ("tw", "tư")])
def test_what_has_a_meaning_of_its_own_is_decoded_only_in_a_raw_message_and_into_words_in_use(word: str, expected: str) -> None:
    keeps, uses = {word}.__contains__, (USED | {"sẽ", "tư"}).__contains__

    assert word == decode(word, keeps, uses)[0]
    assert f"hỗ trợ nhà ở {expected}" == decode(f"hoox trowj nhaf owr {word}", keeps, uses)[0]


@pytest.mark.parametrize(
    ("token", "expected"), [("thang9", "thang9"), ("lop12", "lop12"), ("nha20", "nha20"), ("to63", "tổ"), ("d9u7o7c5", "được")]
)
def test_a_digit_that_changes_nothing_is_a_number(token: str, expected: str) -> None:

    assert expected == vni(token)


@pytest.mark.parametrize("sentence", [" ".join(map(plain, ACCENTED[start : start + 7])) for start in range(0, len(ACCENTED), 7)])
def test_an_accented_sentence_is_never_decoded(sentence: str) -> None:

    assert (sentence, None) == decode(sentence)


@given(st.lists(st.sampled_from([word for word in ACCENTED if len(word) > 1]), min_size=3, max_size=12))
def test_a_message_typed_wholly_in_vni_comes_back(words: list[str]) -> None:
    keys = [typed(word, VNI_LETTERS, 1) for word in words]
    assume(not all(map(_NUMBERED.match, keys)))  # "quy1" alone may as well be the first quarter

    assert (" ".join(map(plain, words)), Method.VNI) == decode(" ".join(keys))


@given(st.lists(st.sampled_from(ACCENTED), min_size=1, max_size=8))
def test_decoding_an_accented_message_changes_nothing(words: list[str]) -> None:
    message = " ".join(map(plain, words))

    assert message == decode(message)[0]


@given(st.text())
def test_no_text_raises(text: str) -> None:
    read, method = decode(comparable(text))

    assert method is not None or not text.isascii() or read == comparable(text)
    assert isinstance(telex(text) + vni(text), str)


@given(st.text("abcdeghiklmnoprstuvxyzfjw0123456789 ", max_size=60))
def test_decoding_keeps_the_number_of_words(text: str) -> None:
    message = comparable(text)

    assert len(message.split()) == len(decode(message)[0].split())
