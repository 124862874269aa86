# SPDX-License-Identifier: Apache-2.0
"""The exchange: sealed, signed envelopes between nodes, and the receipts that say what became of them.

Words: an *envelope* is one sealed message; a *part* is a file that travels beside it; a *receipt* is a signed
statement about an envelope; the *hop* is the one HTTPS request between two nodes.
The protocol is docs/protocol/suite-1.md; what is done here and not written there is a fault.
"""
