# SPDX-License-Identifier: Apache-2.0
"""Signatures, seals, encodings and key files."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import Invalid, Untrusted
from comity.keyring import services as keyring
from comity.keyring.rules import encoding, sealing, signing

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = signing.public_bytes(KEY)
SEALING = sealing.SealingKey.generate()


def test_the_thumbprint_is_that_of_rfc_8037_appendix_a3() -> None:
    public = encoding.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")

    assert signing.key_id(public) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@given(st.binary(max_size=200))
def test_base64url_has_one_spelling(data: bytes) -> None:
    text = encoding.encode(data)

    assert encoding.decode(text) == data
    for other in (text + "=", text + "A", " " + text, text + "\n"):
        if other != encoding.encode(data + b""):
            with pytest.raises(Invalid):
                if encoding.decode(other) != data:
                    raise Invalid("another value")


@pytest.mark.parametrize("text", ["A", "AB==", "QQ=", "Qf", "Q+8", "Q/8", "é"])
def test_other_spellings_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        encoding.decode(text)


def test_a_signed_statement_comes_back_byte_for_byte() -> None:
    token = signing.sign(b'{"a":1}', key=KEY, kind="test+jws")

    assert signing.verify(token, public=PUBLIC, kind="test+jws") == b'{"a":1}'


def test_every_changed_character_of_a_signed_statement_is_refused() -> None:
    token = signing.sign(b'{"a":1}', key=KEY, kind="test+jws")

    for place in range(len(token)):
        other = "B" if token[place] == "A" else "A"
        with pytest.raises(Untrusted):
            signing.verify(token[:place] + other + token[place + 1 :], public=PUBLIC, kind="test+jws")


@pytest.mark.parametrize(
    "header",
    [
        b'{"alg":"none","kid":"x","typ":"test+jws"}',
        b'{"alg":"HS256","typ":"test+jws"}',
        b'{"alg":"Ed25519","crit":["x"],"typ":"test+jws"}',
    ],
)
def test_another_header_is_refused_even_when_signed(header: bytes) -> None:
    signed = f"{encoding.encode(header)}.{encoding.encode(b'{}')}"
    token = f"{signed}.{encoding.encode(KEY.sign(signed.encode()))}"

    with pytest.raises(Untrusted):
        signing.verify(token, public=PUBLIC, kind="test+jws")


def test_one_kind_of_statement_never_passes_for_another() -> None:
    token = signing.sign(b"{}", key=KEY, kind="comity-receipt+jws")

    with pytest.raises(Untrusted):
        signing.verify(token, public=PUBLIC, kind="comity-manifest+jws")


def test_a_seal_opens_only_with_its_key_header_and_bytes() -> None:
    sealed = sealing.seal(b"secret", to=SEALING.public_bytes(), info=b"header")

    assert sealing.open_sealed(sealed, key=SEALING, info=b"header") == b"secret"
    assert len(sealed) == len(b"secret") + 1136
    with pytest.raises(sealing.CannotOpen):
        sealing.open_sealed(sealed, key=SEALING, info=b"other")
    with pytest.raises(sealing.CannotOpen):
        sealing.open_sealed(sealed, key=sealing.SealingKey.generate(), info=b"header")
    for place in (0, 500, 1120, len(sealed) - 1):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(sealing.CannotOpen):
            sealing.open_sealed(bytes(changed), key=SEALING, info=b"header")
    for cut in (0, 10, 1136, len(sealed) - 1):
        with pytest.raises(sealing.CannotOpen):
            sealing.open_sealed(sealed[:cut], key=SEALING, info=b"header")


def test_a_sealing_key_survives_being_written() -> None:
    again = sealing.SealingKey.from_bytes(SEALING.private_bytes())

    assert again.public_bytes() == SEALING.public_bytes()
    assert sealing.open_sealed(sealing.seal(b"x", to=again.public_bytes(), info=b""), key=SEALING, info=b"") == b"x"


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    first = keyring.ensure(tmp_path)
    again = keyring.ensure(tmp_path)

    assert first.signing_key_id == again.signing_key_id
    assert (tmp_path / "node-keys.json").stat().st_mode & 0o777 == 0o600


def test_a_key_file_others_can_read_is_refused(tmp_path: Path) -> None:
    keyring.ensure(tmp_path)
    (tmp_path / "node-keys.json").chmod(0o644)

    with pytest.raises(Invalid, match="chmod 600"):
        keyring.load(tmp_path)


@pytest.mark.parametrize("text", ["", "{}", '{"v":1,"signing":"x","sealing":"y"}', "[]"])
def test_a_damaged_key_file_is_refused_with_what_to_do(tmp_path: Path, text: str) -> None:
    path = tmp_path / "node-keys.json"
    path.touch(mode=0o600)
    path.write_text(text)

    with pytest.raises(Invalid, match="backup"):
        keyring.load(tmp_path)


def test_the_secret_of_a_node_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    made = keyring.secret(tmp_path)
    (path,) = tmp_path.iterdir()

    assert keyring.secret(tmp_path) == made
    assert len(made) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    with pytest.raises(Invalid, match="chmod 600"):
        keyring.secret(tmp_path)
    path.chmod(0o600)
    path.write_bytes(made[:-1])
    with pytest.raises(Invalid, match="damaged"):
        keyring.secret(tmp_path)
