# SPDX-License-Identifier: Apache-2.0
"""The directory: which nodes there are, with which keys and addresses, and which authority each speaks for.

Words: a *card* is a node's own signed statement about itself; to *introduce* a node is to keep its card after
comparing its fingerprint by another way. The threshold-signed directory of all States will fill the same table.
"""
