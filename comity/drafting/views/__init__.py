# SPDX-License-Identifier: Apache-2.0
"""Pages of texts: list, text, clause, compare, matrix, languages, draft, life, signature, doubts of an import."""
