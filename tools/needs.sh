#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what the tests need and pip cannot bring: a browser, a PostgreSQL server, a reader of PDF, Java for linkage on Spark, a reader of words in pictures, and Node for the independent check of the protocol. Does nothing where they are.
set -euo pipefail
want=()
[ -x /usr/bin/chromium ] || want+=(chromium)
command -v node >/dev/null || want+=(nodejs)
command -v pdftotext >/dev/null || want+=(poppler-utils)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || want+=(postgresql)
command -v java >/dev/null || want+=(default-jre-headless)
command -v tesseract >/dev/null || want+=(tesseract-ocr)
[ ${#want[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ]; then
  echo "The tests need: ${want[*]}. Install them: sudo apt-get install -y --no-install-recommends ${want[*]}" >&2
  exit 1
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${want[@]}" >/dev/null
