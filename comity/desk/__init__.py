# SPDX-License-Identifier: Apache-2.0
"""The desk: each person's day. The only room that may look into all others; it holds no data of its own."""
