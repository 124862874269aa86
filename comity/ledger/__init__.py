# SPDX-License-Identifier: Apache-2.0
"""The ledger: an append-only Merkle log of every act of weight at this node, witnessed by its partners.

Words: an *entry* says what happened, without content; a *checkpoint* is the signed size and root of the log;
a *witness* is a partner's checkpoint kept here, so that a rewritten past is noticed.
Sources: RFC 9162 §2.1 (Merkle trees and proofs), C2SP signed-note and tlog-checkpoint (form of checkpoints).
"""
