# SPDX-License-Identifier: Apache-2.0
"""Reads of drafting. Rooms above use `texts` and `cited`; pages use `pages`."""
