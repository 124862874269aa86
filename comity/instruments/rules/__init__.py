# SPDX-License-Identifier: Apache-2.0
"""The pure law engine: question → binding and scope → governing instrument → demands → answer."""
