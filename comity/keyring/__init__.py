# SPDX-License-Identifier: Apache-2.0
"""The keyring: a node's own keys, and the few cryptographic forms every room uses.

Words: a *signing key* (Ed25519) says who wrote something; a *sealing key* (ML-KEM-768 + X25519) opens what was
sealed to the node; a *key id* is the RFC 7638 thumbprint of the signing key, its fingerprint for people.
Sources: RFC 7515 and 8037 (JWS with Ed25519), RFC 7638 (thumbprints), RFC 9180 (HPKE).
"""
