# SPDX-License-Identifier: Apache-2.0
"""Seized files, read with care: whoever made them may have meant to hurt whoever opens them."""
