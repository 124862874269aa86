# SPDX-License-Identifier: Apache-2.0
"""as4: build a signed, encrypted Peppol message, parse it, answer with its signed receipt, verify that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from as4 import AS4LocalPrivateKey, SecurityPolicy, pinned_certificates
from as4.peppol import (
    build_peppol_message,
    create_peppol_external_party,
    create_peppol_internal_party,
    parse_peppol_message,
    parse_peppol_receipt,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from payload import report

_DOCUMENT = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice##urn:cen.eu:en16931:2017::2.1"
_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


def _party(name: str) -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return made.sign(key, hashes.SHA256()), key


def main() -> None:
    sent_by, sent_key = _party("PTE000001")
    came_to, came_key = _party("PTE000002")
    sender = create_peppol_internal_party("PTE000001", sent_by, AS4LocalPrivateKey(sent_key))
    receiver = create_peppol_internal_party("PTE000002", came_to, AS4LocalPrivateKey(came_key))
    policy = SecurityPolicy(signer_resolver=pinned_certificates(sent_by))

    def carry(given: bytes) -> bytes:
        message = build_peppol_message(
            given,
            local_party=sender,
            remote_party=create_peppol_external_party("PTE000002", came_to),
            sender="9932:9999999999",
            recipient="9932:1111111111",
            sender_country_id="GB",
            document_type_identifier_scheme="busdox-docid-qns",
            document_type_identifier_value=_DOCUMENT,
            process_identifier=_PROCESS,
        )
        body, boundary = message.get_request_data()
        came = parse_peppol_message(message.get_http_headers(boundary), body, receiver, security_policy=policy)
        _, signal = came.build_signal()
        receipt = parse_peppol_receipt(signal, came_to)
        receipt.verify_non_repudiation(message.signed_references)
        inside = next(iter(came.message.decrypted_data.values()))
        start = inside.index(b"<statement")
        return inside[start : inside.index(b"</statement>") + len(b"</statement>")]

    report(carry)


if __name__ == "__main__":
    main()
