# SPDX-License-Identifier: Apache-2.0
"""Between the register and the files of others: FollowTheMoney, CSV, STIX 2.1, MISP.

The formats: `docs/protocol/interchange.md`.
"""
