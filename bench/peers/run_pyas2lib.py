# SPDX-License-Identifier: Apache-2.0
"""pyas2lib: build a signed, encrypted AS2 message, parse it, answer with its signed MDN, parse that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from payload import report
from pyas2lib import as2

_WORD = "bench"


def _party(name: str) -> tuple[bytes, bytes]:
    """Return a key pair as PKCS#12 and its certificate as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    locked = serialization.BestAvailableEncryption(_WORD.encode())
    pair = pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, locked)
    return pair, certificate.public_bytes(serialization.Encoding.PEM)


def _organization(name: str, pair: bytes) -> as2.Organization:
    return as2.Organization(name, sign_key=pair, sign_key_pass=_WORD, decrypt_key=pair, decrypt_key_pass=_WORD)


def _partner(name: str, certificate: bytes) -> as2.Partner:
    return as2.Partner(
        name,
        verify_cert=certificate,
        encrypt_cert=certificate,
        validate_certs=False,
        sign=True,
        encrypt=True,
        enc_alg="aes_256_cbc",
        digest_alg="sha256",
        mdn_mode="SYNC",
        mdn_digest_alg="sha256",
    )


def main() -> None:
    (one_pair, one_certificate), (other_pair, other_certificate) = _party("one"), _party("other")
    one, other = _organization("one", one_pair), _organization("other", other_pair)
    to_other, from_one = _partner("other", other_certificate), _partner("one", one_certificate)

    def carry(given: bytes) -> bytes:
        sent = as2.Message(one, to_other)
        sent.build(given, filename="statement.xml", content_type="application/xml")
        came = as2.Message()
        raw = sent.headers_str + b"\r\n" + sent.content
        status, problem, mdn = came.parse(raw, lambda _name: other, lambda _name: from_one)
        if status != "processed":
            raise SystemExit(f"pyas2lib: {status} {problem}")
        back = as2.Mdn()
        said, detail = back.parse(mdn.headers_str + b"\r\n" + mdn.content, lambda *_names: sent)
        if said != "processed":
            raise SystemExit(f"pyas2lib receipt: {said} {detail}")
        return bytes(came.content).replace(b"\r\n", b"\n")

    report(carry)


if __name__ == "__main__":
    main()
