# SPDX-License-Identifier: Apache-2.0
"""Makes seized texts with labels: indicators of every kind, disguised in the ways sellers use, among ordinary talk.

The addresses are computed here from random payloads by code of its own (hashes of the standard library, textbook
encodings), so that a fault in the detector's checksums cannot hide. Ordinary talk holds what tempts a detector: prices,
dates, file names, order numbers, wrong checksums, everyday words that are also code.
"""

from __future__ import annotations

import hashlib
import random
import string
from dataclasses import dataclass

_B58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_NAMES = ("night", "silk", "caspian", "altin", "steppe", "zar", "gul", "orient", "falcon", "amber", "north", "mix")
_TAILS = ("shop", "market", "mix", "24", "store", "club", "drop", "express", "line", "baku", "almaty")
_TOPS = ("com", "net", "org", "shop", "store", "xyz", "top", "ru", "az", "uz", "com.tr", "kz", "online", "market")
_OFFERS = {
    "en": ("fresh menu here {}", "order only through {}", "reserve if we get banned: {}", "pay to {} then send proof"),
    "ru": ("новый прайс тут {}", "пишите сюда {}", "оплата на {} и скрин", "резерв, если забанят: {}"),
    "tr": ("yeni liste burada {}", "sipariş için {}", "ödeme {} sonra dekont", "yedek hesap {}"),
    "fa": ("لیست جدید {}", "برای سفارش {}", "پرداخت به {} بعد عکس"),
    "ar": ("القائمة الجديدة {}", "للطلب {}", "الدفع الى {} ثم الصورة"),
    "uz": ("yangi narxlar {}", "buyurtma uchun {}", "to'lov {} keyin chek"),
}
ORDINARY = (
    "See you at 19.30, bring the papers.", "Отчёт лежит в отчет_final.docx, версия 2.1", "price went from 3.50 to 4.20",
    "photo.jpg and notes.txt are in the folder", "Order no. 2026-11-25/4471 arrived", "сколько сейчас в Баку, +5?",
    "It's ok.no problem.", "e.g. the second one, i.e. mine", "Score 3:1, we won!!!",
    "snow tomorrow, take the car slowly",
    "Соль и сахар купи, пожалуйста", "گل برای مادرم خریدم", "Anneme ot aldım, salata için", "room 12.5.3, floor 2",
    "my id is 12345678901", "IBAN? AZ00NABZ00000000137010001944 was refused", "v1.2.3-rc4 is out", "2026.11.25 21:04",
    "wallet 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb does not work", "0x0000000000000000000000000000000000000000",
    "C:\\Users\\me\\file.py", "main.rs and setup.py compile", "call me at home", "http is a protocol", "a@b", "@ 5 pm",
    "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "Ali said: okay. So we go",
    "50% off at the bakery", "Toyota Corolla 1.6 2009, 145.000 km", "см. гл. 3, п. 2.4", "المادة 12.3 من القانون",
    "uzunluk 3.5m, en 2.0m", "the meeting is on 12/11/2026 at 14:00", "C++, C#, .NET", "2+2=4, 10/2=5",
)  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """A line with what stands in it: (kind, value) or None."""

    text: str
    kind: str = ""
    value: str = ""
    disguise: str = ""


def _b58(data: bytes) -> str:
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _B58[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def _b58check(prefix: bytes, chance: random.Random) -> str:
    payload = prefix + chance.randbytes(20)
    return _b58(payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4])


def _segwit(prefix: str, version: int, program: bytes) -> str:
    bits = "".join(f"{byte:08b}" for byte in program)
    bits += "0" * (-len(bits) % 5)
    values = [version, *(int(bits[i : i + 5], 2) for i in range(0, len(bits), 5))]
    spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = 1
    for value in [*spread, *values, 0, 0, 0, 0, 0, 0]:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= part if top >> place & 1 else 0
    check ^= 1 if version == 0 else 0x2BC830A3
    return prefix + "1" + "".join(_BECH[v] for v in [*values, *(check >> 5 * (5 - i) & 31 for i in range(6))])


def _iban(country: str, body: str) -> str:
    number = int("".join(str(int(c, 36)) for c in f"{body}{country}00"))
    return f"{country}{98 - number % 97:02d}{body}"


def _name(chance: random.Random) -> str:
    return f"{chance.choice(_NAMES)}_{chance.choice(_TAILS)}{chance.choice(('', '', str(chance.randrange(100))))}"


def _domain(chance: random.Random) -> str:
    return f"{chance.choice(_NAMES)}-{chance.choice(_TAILS)}{chance.randrange(100)}.{chance.choice(_TOPS)}"


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice(string.digits) for _ in range(count))


def _wallet(chance: random.Random) -> tuple[str, str]:
    made = chance.randrange(6)
    if made == 0:
        return "btc", _b58check(b"\0", chance)
    if made == 1:
        return "btc", _b58check(b"\5", chance)
    if made == 2:
        return "btc", _segwit("bc", 0, chance.randbytes(chance.choice((20, 32))))
    if made == 3:
        return "btc", _segwit("bc", 1, chance.randbytes(32))
    if made == 4:
        return "ltc", _segwit("ltc", 0, chance.randbytes(20))
    return "trx", _b58check(b"\x41", chance)


def _indicator(chance: random.Random) -> tuple[str, str, str]:
    """Return kind, value and how it is written plainly."""
    match chance.randrange(12):
        case 0:
            name = _name(chance)
            return "account", f"telegram:{name}", f"https://t.me/{name}"
        case 1:
            name = f"{_name(chance)}_bot"
            return "bot", f"telegram:{name}", f"t.me/{name}"
        case 2:
            code = "".join(chance.choice(string.ascii_letters + string.digits) for _ in range(16))
            return "invite", f"telegram:{code}", f"https://t.me/{chance.choice(('+', 'joinchat/'))}{code}"
        case 3:
            name = _name(chance)
            return "account", f"instagram:{name}", chance.choice((f"insta: {name}", f"instagram.com/{name}"))
        case 4:
            number = f"994{chance.choice(('50', '51', '55', '70', '77'))}{_digits(chance, 7)}"
            return (
                "phone",
                f"+{number}",
                chance.choice((f"wa.me/{number}", f"+{number[:3]} {number[3:5]} {number[5:]}")),
            )
        case 5:
            domain = _domain(chance)
            return "domain", domain, chance.choice((f"https://{domain}", domain))
        case 6:
            url = f"https://{_domain(chance)}/{chance.choice(('menu', 'p/17', 'c?id=4'))}"
            return "url", url, url
        case 7 | 8:
            currency, address = _wallet(chance)
            return "wallet", f"{currency}:{address}", address
        case 9:
            iban = _iban(chance.choice(("AZ",)), f"NABZ{_digits(chance, 20)}")
            return "iban", iban, chance.choice((iban, " ".join(iban[i : i + 4] for i in range(0, 28, 4))))
        case 10:
            iban = _iban("TR", _digits(chance, 22))
            return "iban", iban, iban
        case _:
            code = "".join(chance.choice(string.ascii_letters) for _ in range(8))
            return "invite", f"discord:{code}", f"discord.gg/{code}"


def _disguised(written: str, kind: str, chance: random.Random) -> tuple[str, str]:
    made = chance.randrange(6)
    if kind in {"account", "bot", "invite", "domain", "url"} and "." in written:
        if made == 1:
            return written.replace("https://", "hxxps://").replace(".", "[.]"), "defanged"
        if made == 2:
            return written.replace(".", chance.choice(("(.)", "[dot]", " [.] "))), "defanged"
        if made == 3:
            place = chance.randrange(1, len(written))
            return written[:place] + chance.choice("\u200b\u200d\u2060\u00ad") + written[place:], "zero-width"
    if kind == "phone" and made == 1 and written.startswith("+"):
        return written.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")), "digits"
    if made == 4:
        return f"\u200f{written}\u200e", "direction"
    return written, ""


def lines(count: int, seed: int) -> list[Labelled]:
    """Return `count` lines, about half of them with one indicator; the same ones for a seed."""
    chance = random.Random(seed)
    made: list[Labelled] = []
    for _ in range(count):
        if chance.random() < 0.5:
            made.append(Labelled(chance.choice(ORDINARY)))
            continue
        kind, value, written = _indicator(chance)
        shown, disguise = _disguised(written, kind, chance)
        offer = chance.choice(_OFFERS[chance.choice(list(_OFFERS))])
        made.append(Labelled(offer.format(shown), kind, value, disguise))
    return made
