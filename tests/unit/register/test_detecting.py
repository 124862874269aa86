# SPDX-License-Identifier: Apache-2.0
"""Detecting: published vectors of every address, disguises, likeness, exports, and figures on labelled texts."""

from __future__ import annotations

import io
import json
from collections import Counter
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.base.errors import Invalid, TooLarge
from comity.register.queries.watching import words
from comity.register.rules.detecting import encodings, likeness, normalising, numbers, reading, scanning, wallets
from comity.register.rules.detecting.finding import Finding, Kind, Message
from comity.register.rules.detecting.giving import given as as_given
from tests.support import seized

LEXICON = words()


def found(text: str, platform: str = "") -> dict[str, Finding]:
    return {f.value: f for f in scanning.of_message(Message(1, 1, text, platform=platform), LEXICON)}


# Sources: Bitcoin genesis block; BIP 173, BIP 350 and BIP 84 examples; EIP-55; TRON docs (USDT contract); Monero
# donation address of the project; TON docs; Litecoin and Dogecoin foundations' published addresses.
VECTORS = (
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "btc"),
    ("3P14159f73E4gFr7JterCCQh9QjiTjiZrG", "btc"),
    ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "btc"),
    ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "btc"),
    ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "btc"),
    ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "eth"),
    ("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", "eth"),
    ("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "eth"),
    ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "trx"),
    ("44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A", "xmr"),
    ("EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N", "ton"),
)  # fmt: skip


@pytest.mark.parametrize(("address", "currency"), VECTORS)
def test_a_published_address_is_found_and_any_changed_letter_is_not(address: str, currency: str) -> None:
    [(start, end, value, score, _)] = list(wallets.find(f"pay {address}, now"))
    assert (start, end, score) == (4, 4 + len(address), 1.0)
    assert value.partition(":")[0] == currency

    for place in range(len(address) // 2, len(address), 5):
        other = "2" if address[place] != "2" else "3"
        changed = address[:place] + other + address[place + 1 :]
        sure = [score for *_, score, _ in wallets.find(changed)]
        assert all(score < scanning.LIKELY for score in sure), changed


@pytest.mark.parametrize(
    "address",
    [  # BIP 173 and BIP 350: invalid addresses
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
        "bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
        "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv4",
        "bc1gmk9yu",
        "bC1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    ],
)
def test_an_invalid_segwit_address_is_not_found(address: str) -> None:
    assert encodings.segwit(address) is None
    assert not list(wallets.find(address))


def test_keccak_gives_the_published_hashes() -> None:
    assert encodings.keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert encodings.keccak256(b"abc").hex() == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"


@pytest.mark.parametrize(
    ("iban", "holds"),
    [  # examples of the SWIFT IBAN registry
        ("AZ21NABZ00000000137010001944", True), ("TR330006100519786457841326", True), ("KZ86125KZT5004100100", True),
        ("GB29NWBK60161331926819", True), ("AE070331234567890123456", True), ("PK36SCBL0000001123456702", True),
        ("AZ22NABZ00000000137010001944", False), ("TR330006100519786457841327", False),
    ],
)  # fmt: skip
def test_an_iban_holds_by_its_check_digits(iban: str, holds: bool) -> None:
    assert numbers.iban_holds(iban) is holds
    assert (iban in found(f"card {iban} ok")) is holds


@settings(deadline=None)
@given(st.binary(min_size=20, max_size=20))
def test_every_payload_survives_its_encoding_and_no_other_checksum_does(payload: bytes) -> None:
    made = seized._segwit("bc", 0, payload)
    assert encodings.segwit(made) == ("bc", 0, payload)
    swapped = made[:-1] + ("q" if made[-1] != "q" else "p")
    assert encodings.segwit(swapped) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hxxps://t[.]me/snow_shop", "telegram:snow_shop"),
        ("hxxp[:]//caspian-mix[.]shop/menu", "http://caspian-mix.shop/menu"),
        ("t (dot) me/snow_shop", "telegram:snow_shop"),
        ("t точка me/snow_shop", "telegram:snow_shop"),
        ("t.\u200bme/snow_\u2060shop", "telegram:snow_shop"),
        ("\u202et.me/snow_shop\u202c", "telegram:snow_shop"),
        ("tg://resolve?domain=Snow_Shop", "telegram:snow_shop"),
        ("tg://join?invite=AbCdEf12", "telegram:AbCdEf12"),
        ("https://t.me/+AbCdEf12345", "telegram:AbCdEf12345"),
        ("t.me/s/snow_shop/144", "telegram:snow_shop"),
        ("https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv", "whatsapp:AbCdEfGhIjKlMnOpQrStUv"),
        ("https://signal.group/#CjQKIAtestA", "signal:CjQKIAtestA"),
        ("discord.gg/abcDEF", "discord:abcDEF"),
        ("wa.me/994501234567", "+994501234567"),
        ("پرداخت +۹۹۴ ۵۰ ۱۲۳ ۴۵ ۶۷", "+994501234567"),
        ("телеграм: night_silk", "telegram:night_silk"),
        ("пиши в тг @night_silk", "telegram:night_silk"),
        ("mail night@silk-market.com", "night@silk-market.com"),
        ("https://қазақ-дүкен.қаз/x", "https://xn----8sba7akmk2c8l2ag.xn--80ao21a/x"),
        ("paypal.me/NightSilk", "paypal:nightsilk"),
    ],
)
def test_a_disguised_indicator_is_found_in_its_normal_form(text: str, value: str) -> None:
    shown = found(text)
    if "xn--" in value:
        assert any(v.startswith("https://xn--") and v.endswith(".xn--80ao21a/x") for v in shown)
    else:
        assert value in shown, shown


@pytest.mark.parametrize("text", seized.ORDINARY)
def test_ordinary_talk_holds_nothing(text: str) -> None:
    assert not [f for f in found(text).values() if f.score >= scanning.LIKELY and f.kind is not Kind.CODED]


def test_a_platform_of_the_export_names_the_service_of_a_handle() -> None:
    assert (
        found("@night_silk", "telegram")["telegram:night_silk"].score > found("@night_silk")["unknown:night_silk"].score
    )


def test_precision_and_recall_on_labelled_texts() -> None:
    """Floors for structured indicators: precision and recall at least 0.95, each kind at least 0.9, disguised 0.9."""
    labelled = seized.lines(6_000, seed=20261125)
    hits: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    false = 0
    for number, line in zip(count(1), labelled, strict=False):
        shown = {
            (str(f.kind), f.value)
            for f in scanning.of_message(Message(number, number, line.text), LEXICON)
            if f.score >= scanning.LIKELY and f.kind is not Kind.CODED
        }
        if line.kind:
            names = [line.kind, "all", *(["disguised"] if line.disguise else [])]
            wanted.update(names)
            if (line.kind, line.value) in shown:
                hits.update(names)
        false += len(shown - {(line.kind, line.value)})

    recall = {name: hits[name] / wanted[name] for name in wanted}
    precision = hits["all"] / (hits["all"] + false)
    assert wanted["all"] > 2_500
    assert precision >= 0.95, precision
    assert recall["all"] >= 0.95, recall
    assert min(recall.values()) >= 0.9, recall


def test_an_everyday_word_counts_only_beside_a_sale() -> None:
    coded = [f for f in found("snow tomorrow").values() if f.kind is Kind.CODED]
    assert coded == []
    assert found("snow 50$ per gram ❄️")["snow"].kind is Kind.CODED
    sold = found("закладки по городу")["закладки"]
    assert "hidden delivery place" in sold.why[0].detail
    beside = found("закладки t.me/night_silk")["telegram:night_silk"]
    assert ("coded-beside", "закладки") in [(r.code, r.detail) for r in beside.why]


@pytest.mark.parametrize(
    ("new", "how"),
    [
        ("telegram:snow_sh0p", "looks-like"),
        ("telegram:snowshop", "looks-like"),
        ("telegram:snow_shop_2", "same-stem"),
        ("telegram:snow_shop_new", "same-stem"),
        ("telegram:snow_shup", "one-letter-off"),
        ("telegram:snow_shopp", "one-letter-off"),
        ("telegram:rain_market", ""),
        ("telegram:snow_shop", ""),
    ],
)
def test_a_handle_that_looks_like_a_known_one_says_how(new: str, how: str) -> None:
    names = likeness.names([(Kind.ACCOUNT, "telegram:snow_shop")])
    alike = names.alike(Kind.ACCOUNT, new)
    assert (alike.how if alike else "") == how


def test_a_look_alike_domain_is_seen_through_letters_and_network_form() -> None:
    names = likeness.names([(Kind.DOMAIN, "caspian-mix.shop")])
    for new in ("casplan-mix.shop", "caspianmix.com", "cаspiаn-mix.shop".encode("idna").decode(), "caspian-mlx.net"):
        assert names.alike(Kind.DOMAIN, new), new
    assert names.alike(Kind.DOMAIN, "caspian-mix.shop") is None
    assert names.alike(Kind.ACCOUNT, "telegram:caspian-mix") is None


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_detector_and_places_stay_inside(text: str) -> None:
    for finding in scanning.of_message(Message(1, 1, text), LEXICON):
        assert finding.score <= 1
        assert 1 <= finding.line <= 1 + text.count("\n")
        assert finding.why
    once = normalising.skeleton(text)
    assert normalising.skeleton(once) == once


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=2**31))
def test_what_was_found_is_found_again_when_typed(seed: int) -> None:
    line = next((x for x in seized.lines(20, seed) if x.kind and not x.disguise), None)
    if line is None:
        return
    written = next(f.seen for f in scanning.of_message(Message(1, 1, line.text), LEXICON) if f.value == line.value)
    assert as_given(line.kind, written, LEXICON) == (line.kind, line.value)


def test_the_same_indicator_stands_once_with_its_first_place() -> None:
    texts = ["x", "see @night_silk", "https://t.me/night_silk", "again https://t.me/night_silk"]
    result = scanning.scan([Message(n, n, t, platform="telegram") for n, t in enumerate(texts, 1)], LEXICON)

    [one] = result.findings
    assert (one.message, one.score, result.messages) == (2, 1.0, 4)


WHATSAPP = (
    "[12.03.24, 21:04:05] Ali: t.me/night_silk\n\u200e[12.03.24, 21:05:00] Vəli: ok\nsecond line wa.me/994501234567\n",
    "12/03/2024, 21:04 - Ali: t.me/night_silk\n12/03/2024, 21:05 - Vəli: ok\nsecond line wa.me/994501234567\n",
    "3/12/24, 9:04\u202fPM - Ali: t.me/night_silk\n3/12/24, 9:05\u202fPM - Vəli: ok\nsecond line wa.me/994501234567\n",
    "۱۲/۳/۲۴, ۲۱:۰۴ - علی: t.me/night_silk\n۱۲/۳/۲۴, ۲۱:۰۵ - ولی: ok\nsecond line wa.me/994501234567\n",
    "12.03.2024, 21:04 - Али: t.me/night_silk\n12.03.2024, 21:05 - Вели: ok\nsecond line wa.me/994501234567\n",
    "2024-03-12, 21:04 - Ali: t.me/night_silk\n2024-03-12, 21:05 - Veli: ok\nsecond line wa.me/994501234567\n",
)


@pytest.mark.parametrize("text", WHATSAPP)
def test_a_whatsapp_export_of_any_locale_gives_its_messages(text: str) -> None:
    assert reading.format_of(text) == "whatsapp"
    messages = list(reading.read(io.StringIO(text), "whatsapp"))

    assert [m.line for m in messages] == [1, 2]
    assert messages[0].text == "t.me/night_silk"
    assert messages[1].author
    assert "second line" in messages[1].text
    assert messages[1].at


def telegram(*messages: dict[str, object]) -> str:
    return json.dumps({"name": 'say "messages": [ here', "type": "private_group", "messages": list(messages)}, indent=1)


def test_a_telegram_export_gives_texts_authors_and_hidden_links() -> None:
    parts = ["look ", {"type": "text_link", "text": "here", "href": "https://t.me/night_silk"}, " now"]
    text = telegram(
        {"id": 1, "type": "message", "date": "2026-11-25T08:00:00", "from": "Ali", "text": parts},
        {"id": 2, "type": "service", "action": "create_group"},
        {"id": 3, "type": "message", "from": None, "text": "плюс t.me/+AbCdEf12345"},
    )
    assert reading.format_of(text) == "telegram-json"

    messages = list(reading.read(io.StringIO(text), "telegram-json"))

    assert messages[0].text == "look here now\nhttps://t.me/night_silk"
    assert (messages[0].author, messages[2].author) == ("Ali", "")
    assert text.splitlines()[messages[2].line - 1].strip().startswith("{")
    assert len(messages) == 3


def test_a_telegram_account_export_gives_every_chat() -> None:
    text = json.dumps(
        {"chats": {"list": [{"messages": [{"text": "a"}]}, {"messages": []}, {"messages": [{"text": "b"}]}]}}
    )
    assert [m.text for m in reading.read(io.StringIO(text), "telegram-json")] == ["a", "b"]


def test_a_big_telegram_export_is_read_in_pieces() -> None:
    text = telegram(*({"id": n, "text": f"m{n} " + "x" * 900} for n in range(2_000)))
    assert len(list(reading.read(io.StringIO(text), "telegram-json"))) == 2_000


def test_a_telegram_page_gives_texts_and_links() -> None:
    page = """<!DOCTYPE html><html><body><div class="history">
<div class="message default clearfix" id="message1"><div class="body">
<div class="pull_right date details" title="25.11.2026">x</div><div class="from_name">Ali </div>
<div class="text">look <a href="https://t.me/night_silk">here</a><br>two</div></div></div>
<div class="message default clearfix joined" id="message2"><div class="body">
<div class="text">t.me/+AbCdEf12345</div></div></div>
</div></body></html>"""
    assert reading.format_of(page) == "telegram-html"

    messages = list(reading.read(io.StringIO(page), "telegram-html"))

    assert [m.text for m in messages] == ["look here\ntwo\nhttps://t.me/night_silk", "t.me/+AbCdEf12345"]
    assert (messages[0].author, messages[0].at, messages[1].line) == ("Ali", "25.11.2026", 5)


@pytest.mark.parametrize(
    ("kind", "text", "error"),
    [
        ("telegram-json", '{"messages": [{"text": "a"}', Invalid),
        ("telegram-json", '{"messages": ["a"]}', Invalid),
        ("telegram-json", "{}", Invalid),
        ("telegram-json", '{"messages": [' + '{"a":' * 5_000, Invalid),
        ("telegram-json", '{"messages": [{"text": "' + "x" * 1_200_000 + '"}]}', TooLarge),
        ("telegram-html", "<html></html>", Invalid),
        ("telegram-html", "<html><div class=text>" + "x" * 1_300_000 + "</div></html>", TooLarge),
        ("whatsapp", "12.03.24, 21:04 - A: x\n" + ("y" * 1000 + "\n") * 1_200, TooLarge),
        ("csv", "x", Invalid),
    ],
)
def test_a_broken_or_huge_export_is_refused_by_name(kind: str, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        list(reading.read(io.StringIO(text), kind))
