# SPDX-License-Identifier: Apache-2.0
"""Verifies a Comity proof without Comity: Python 3.11 and the package `cryptography` are enough.

    python3 verify_proof.py PROOF --fingerprint KEY [--file FILE …]

KEY is the fingerprint of the node that made the proof, told by another way (`comity node status`, the authority's
letter). Each FILE is compared with the hashes the two sides signed. Exit code 0: everything holds.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


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


def check(public, signature, data, what):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        raise Broken(f"The signature of {what} does not hold.") from None


def statement(token, public, kind, what):
    """Return the content of a signed statement (RFC 7515, Ed25519)."""
    parts = token.split(".")
    need(len(parts) == 3, f"{what} is not a signed statement.")
    head = json.loads(unb64(parts[0]))
    expected = {"alg": "Ed25519", "kid": thumbprint(public), "typ": kind}
    need(head == expected, f"{what} names another key or kind.")
    check(public, unb64(parts[2]), f"{parts[0]}.{parts[1]}".encode(), what)
    return json.loads(unb64(parts[1]))


def root_from(leaf, index, size, proof):
    """Return the Merkle root an inclusion proof leads to (RFC 9162 §2.1.3.2)."""
    need(0 <= index < size, "An entry lies outside the ledger.")
    position, last, result = index, size - 1, leaf
    for sibling in proof:
        need(last, "A proof of inclusion is too long.")
        if position & 1 or position == last:
            result = hashlib.sha256(b"\x01" + sibling + result).digest()
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            result = hashlib.sha256(b"\x01" + result + sibling).digest()
        position, last = position >> 1, last >> 1
    need(not last, "A proof of inclusion is too short.")
    return result


def checkpoint(note, node, public):
    """Return size and root of a signed checkpoint (C2SP signed note)."""
    body, _, marks = note.partition("\n\n")
    name, size, root = body.split("\n")
    need(name == f"comity/{node}", "The checkpoint is that of another node.")
    dash, signer, mark = marks.rstrip("\n").split(" ")
    raw = base64.b64decode(mark, validate=True)
    expected = hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]
    need(dash == "\u2014" and signer == name and raw[:4] == expected, "The checkpoint is signed by another key.")
    check(public, raw[4:], (body + "\n").encode(), "the checkpoint")
    return int(size), base64.b64decode(root, validate=True)


def check_message(message, keys, say):
    """Check one message: who wrote it, and the chain of receipts about it."""
    sender = message["from"]
    manifest = statement(message["manifest"], keys[sender], "comity-manifest+jws", "A message")
    need(manifest["id"] == message["id"], "A manifest belongs to another message.")
    recipient = manifest["to"].partition(":")[0]
    need(manifest["from"].partition(":")[0] == sender and recipient in keys, "A message names other nodes.")
    digest = hashlib.sha256(message["manifest"].encode()).hexdigest()
    known, stages = set(), []
    for token in message["receipts"]:
        issuer = json.loads(unb64(token.split(".")[1]))["issuer"]
        need(issuer in keys, "A receipt was issued by a stranger.")
        receipt = statement(token, keys[issuer], "comity-receipt+jws", "A receipt")
        need(receipt["message"] == message["id"], "A receipt is about another message.")
        need(receipt["envelope"] == message["envelope_sha256"], "A receipt is about another envelope.")
        need(receipt["manifest"] in ("", digest), "A receipt is about other content.")
        need(not receipt["previous"] or receipt["previous"] in known, "The chain of receipts is broken.")
        known.add(hashlib.sha256(token.encode()).hexdigest())
        stages.append((receipt["at"], issuer, receipt["stage"], receipt["reference"]))
    say(f"  {manifest['created']}  {manifest['kind']}  {sender} → {recipient}")
    for at, issuer, stage, reference in stages:
        say(f"      {at}  {issuer}: {stage} {reference}".rstrip())
    return {part["sha256"] for part in manifest["parts"]}


def verify(data, fingerprint, files, say):
    """Raise Broken unless the whole proof holds."""
    lines = data.split(b"\n")
    need(len(lines) == 3 and not lines[2], "The proof does not consist of two lines.")
    body = lines[0] + b"\n"
    proof = json.loads(lines[0])
    need(proof.get("format") == "comity-proof-1", "This is not a proof this script knows.")
    keys = {node: unb64(key) for node, key in proof["keys"].items()}
    own = keys[proof["node"]]
    need(not fingerprint or thumbprint(own) == fingerprint, "The proof was made with another key than the one given.")
    check(own, unb64(lines[1].decode("ascii")), body, "the whole proof")
    say(f"Request {proof['request']}, registered as {proof['reference'] or '—'}; proof made {proof['made_at']}")
    for node, key in keys.items():
        say(f"  key of {node}: {thumbprint(key)}" + ("" if fingerprint else "  — compare it by another way"))
    exchanged = set()
    for message in proof["messages"]:
        exchanged |= check_message(message, keys, say)
    size, root = checkpoint(proof["checkpoint"], proof["node"], own)
    for entry in proof["entries"]:
        leaf = hashlib.sha256(b"\x00" + entry["leaf"].encode()).digest()
        siblings = [base64.b64decode(item, validate=True) for item in entry["proof"]]
        need(root_from(leaf, entry["index"], size, siblings) == root, f"Entry {entry['index']} is not in the ledger.")
    say(f"{len(proof['entries'])} ledger entries are in the ledger of {size} entries.")
    for note in proof["witnessed"]:
        node = note.split("\n")[0].removeprefix("comity/")
        need(node in keys, "A witnessed checkpoint is that of a stranger.")
        say(f"The ledger of {node} was witnessed at {checkpoint(note, node, keys[node])[0]} entries.")
    for path in files:
        digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        need(digest in exchanged, f"{path} is not one of the files exchanged, or was changed.")
        say(f"{path} is one of the files exchanged, unchanged.")


def whole(words):
    """Return the words with each key made one word with its option: one key in 64 begins with a dash."""
    found = []
    for word in words:
        found.append(f"{found.pop()}={word}" if found and found[-1] == "--fingerprint" else word)
    return found


def main():
    parser = argparse.ArgumentParser(description="Verify a Comity proof without Comity.")
    parser.add_argument("proof", type=Path)
    parser.add_argument("--fingerprint", default="", help="fingerprint of the node that made the proof")
    parser.add_argument("--file", action="append", default=[], help="a file to compare with those exchanged")
    chosen = parser.parse_args(whole(sys.argv[1:]))
    try:
        verify(chosen.proof.read_bytes(), chosen.fingerprint, chosen.file, print)
    except (Broken, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        print(f"DOES NOT HOLD: {error}", file=sys.stderr)
        return 1
    print("Everything holds.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
