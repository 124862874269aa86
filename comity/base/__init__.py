# SPDX-License-Identifier: Apache-2.0
"""Words every room shares: ids, errors, the clock, the canonical form. No Django here."""
