# SPDX-License-Identifier: Apache-2.0
"""Documents: what leaves the node on paper: letters, texts, reports, in one language or two side by side.

Words: a *paper* is a title and blocks (headings, paragraphs, numbered items, tables, figures, signatures) that three
renderers write as PDF/A, DOCX and plain text. Sources: ISO 19005 (PDF/A), ECMA-376 (DOCX).
"""
