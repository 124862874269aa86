# SPDX-License-Identifier: Apache-2.0
"""Pure rules of the log: hashing, proofs, checkpoints, proof bundles."""
