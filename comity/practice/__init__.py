# SPDX-License-Identifier: Apache-2.0
"""The practice federation: three nodes on loopback and the main job told step by step."""
