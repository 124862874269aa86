# SPDX-License-Identifier: Apache-2.0
"""Rules of probes: what one State asks another and what each side may learn. Format: `docs/protocol/probes.md`."""
