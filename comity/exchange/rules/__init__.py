# SPDX-License-Identifier: Apache-2.0
"""Pure rules of the protocol: envelope, parts, hop, receipts."""
