# SPDX-License-Identifier: Apache-2.0
"""Pure forms of keys, signatures and seals."""
