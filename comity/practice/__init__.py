# SPDX-License-Identifier: Apache-2.0
"""The practice federation: three real nodes on loopback that perform the main job before the reader's eyes.

Nothing here is simulated: the nodes are founded, introduced and run as any other, and every step calls the service a
page would call. A run that was killed goes on where it stopped.
"""
