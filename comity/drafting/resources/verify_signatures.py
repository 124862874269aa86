# SPDX-License-Identifier: Apache-2.0
"""Verifies the signatures under a text without Comity: Python 3.11 and the package `cryptography` are enough.

    python3 verify_signatures.py BUNDLE --fingerprint KEY [--text LANGUAGE]

KEY is the fingerprint of the Secretariat's node, told by another way (`comity node status`, the Secretariat's letter):
the node says whose passkey is whose. `--text` prints the signed wording. Exit code 0: everything holds.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key


class Broken(Exception):
    """Something does not hold."""


def need(condition, sentence):
    if not condition:
        raise Broken(sentence)


def unb64(text):
    """Decode base64url without padding, in its one spelling."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    need(base64.urlsafe_b64encode(data).rstrip(b"=").decode() == text, "A value has a second spelling.")
    return data


def thumbprint(public):
    jwk = '{"crv":"Ed25519","kty":"OKP","x":"%s"}' % base64.urlsafe_b64encode(public).rstrip(b"=").decode()
    return base64.urlsafe_b64encode(hashlib.sha256(jwk.encode()).digest()).rstrip(b"=").decode()


def check(key, signature, data, what):
    """Verify a signature with a passkey's public key (ES256, EdDSA or RS256)."""
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(SHA256()))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, data)
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), SHA256())
        else:
            raise Broken(f"{what} was made with a kind of key this script does not know.")
    except InvalidSignature:
        raise Broken(f"{what} does not hold.") from None


def check_assertion(made, form, who):
    """Verify one passkey's assertion over a signed form (W3C Web Authentication, §7.2)."""
    client, data = unb64(made["client_data"]), unb64(made["authenticator_data"])
    said = json.loads(client)
    need(said["type"] == "webauthn.get", f"The signature of {who} was made for another purpose.")
    need(unb64(said["challenge"]) == hashlib.sha256(form).digest(), f"The signature of {who} is over another wording.")
    need(urlsplit(said["origin"]).hostname == made["host"], f"The signature of {who} was made on another site.")
    need(data[:32] == hashlib.sha256(made["host"].encode()).digest(), f"The passkey of {who} is of another site.")
    need(len(data) > 32 and data[32] & 5 == 5, f"The passkey of {who} did not verify its holder.")
    key = load_der_public_key(unb64(made["public_key"]))
    check(key, unb64(made["signature"]), data + hashlib.sha256(client).digest(), f"The signature of {who}")


def print_text(tree, say):
    """Print the wording of a tree."""

    def level(clauses, depth):
        for clause in clauses:
            head = " ".join(part for part in (clause["number"], clause["heading"], clause["text"]) if part)
            say("  " * depth + head)
            level(clause["children"], depth + 1)

    say(tree["title"])
    level(tree["preamble"], 1)
    level(tree["clauses"], 1)
    say(tree["closing"])


def check_forms(bundle):
    """Return the signed forms by language, each bound to this text."""
    forms = {}
    for language, text in bundle["forms"].items():
        said = json.loads(text)
        need(said["format"] == "comity-text-1", "A wording is in a form this script does not know.")
        need(said["text"] == bundle["text"], "A wording belongs to another text.")
        need(said["language"] == language == said["tree"]["language"], "A wording is in another language.")
        forms[language] = (text.encode(), said)
    return forms


def verify(data, fingerprint, say, shown=""):
    """Raise Broken unless every signature holds."""
    lines = data.split(b"\n")
    need(len(lines) == 3 and not lines[2], "The file does not consist of two lines.")
    bundle = json.loads(lines[0])
    need(bundle.get("format") == "comity-signatures-1", "This is not a file this script knows.")
    own = unb64(bundle["key"])
    need(not fingerprint or thumbprint(own) == fingerprint, "The file was made with another key than the one given.")
    node = ed25519.Ed25519PublicKey.from_public_bytes(own)
    check(node, unb64(lines[1].decode("ascii")), lines[0] + b"\n", "The signature over the whole file")
    say(f"{bundle['title']} ({bundle['text']}), {bundle['body']}; file made {bundle['made_at']}")
    say(f"  node {bundle['node']}: {thumbprint(own)}" + ("" if fingerprint else "  — compare it by another way"))
    forms = check_forms(bundle)
    for language, (form, said) in forms.items():
        say(f"  {language}, version {said['version']}: SHA-256 {hashlib.sha256(form).hexdigest()}")
    count = 0
    for line in bundle["signatories"]:
        who = f"{line['name']}, {line['institution']}"
        if line["on_paper"]:
            need(not line["signatures"], f"{who} is said to have signed on paper and by passkey.")
            say(f"  on paper, not verified here: {who}")
        elif not line["signatures"]:
            say(f"  has not signed: {who}")
        for made in line["signatures"]:
            need(made["language"] in forms, f"The wording {who} signed is missing.")
            form, said = forms[made["language"]]
            need(made["version"] == said["version"], f"{who} signed another version.")
            check_assertion(made, form, who)
            key = hashlib.sha256(unb64(made["public_key"])).hexdigest()
            say(f"  signed {made['at']} in {made['language']}: {who}, key {key[:16]}…")
            count += 1
    if shown:
        need(shown in forms, f"The text was not signed in “{shown}”.")
        print_text(forms[shown][1]["tree"], say)
    return count


def main():
    parser = argparse.ArgumentParser(description="Verify the signatures under a text without Comity.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--fingerprint", default="", help="fingerprint of the Secretariat's node")
    parser.add_argument("--text", default="", metavar="LANGUAGE", help="print the signed wording")
    chosen = parser.parse_args()
    try:
        count = verify(chosen.bundle.read_bytes(), chosen.fingerprint, print, chosen.text)
    except (Broken, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        print(f"DOES NOT HOLD: {error}", file=sys.stderr)
        return 1
    print(f"Everything holds: {count} signatures by passkey.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
