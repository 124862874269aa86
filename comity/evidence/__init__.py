# SPDX-License-Identifier: Apache-2.0
"""Evidence: the files of a node, stored once under their SHA-256, streamed in and out, never changed.

Words: a *file* is a name and a media type given to stored bytes; to *adopt* is to keep a file that came with a message.
"""
