# SPDX-License-Identifier: Apache-2.0
"""Fetches what the pages use from npm into the repository, with a manifest of versions and hashes. No build step."""

from __future__ import annotations

import hashlib
import subprocess
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "comity" / "config" / "static" / "vendor"
FONTS = ROOT / "comity" / "documents" / "fonts"
NOTO = [
    f"noto-sans-{subset}-{weight}-normal.woff2"
    for subset in ("latin", "latin-ext", "cyrillic")
    for weight in (400, 600)
]
NOTO_ARABIC = [f"noto-sans-arabic-arabic-{weight}-normal.woff2" for weight in (400, 600)]
# package, files in it, folder they go to
WANTED = (
    (
        "bootstrap@5.3.9",
        ["dist/css/bootstrap.min.css", "dist/css/bootstrap.rtl.min.css", "LICENSE"],
        STATIC / "bootstrap",
    ),
    ("@fontsource/noto-sans@5.3.0", [f"files/{name}" for name in NOTO] + ["LICENSE"], STATIC / "noto"),
    ("@fontsource/noto-sans-arabic@5.3.0", [f"files/{name}" for name in NOTO_ARABIC], STATIC / "noto"),
    # The papers' fonts. Text copied from a PDF in Amiri is the text written; other fonts split off the dots.
    (
        "@expo-google-fonts/noto-sans@0.4.2",
        ["400Regular/NotoSans_400Regular.ttf", "700Bold/NotoSans_700Bold.ttf", "LICENSE_FONT"],
        FONTS / "noto-sans",
    ),
    (
        "@expo-google-fonts/amiri@0.4.1",
        ["400Regular/Amiri_400Regular.ttf", "700Bold/Amiri_700Bold.ttf", "LICENSE_FONT"],
        FONTS / "amiri",
    ),
    (
        "@expo-google-fonts/noto-sans-bengali@0.4.4",
        ["400Regular/NotoSansBengali_400Regular.ttf", "700Bold/NotoSansBengali_700Bold.ttf", "LICENSE_FONT"],
        FONTS / "noto-sans-bengali",
    ),
    (
        "@expo-google-fonts/noto-sans-thaana@0.4.2",
        ["400Regular/NotoSansThaana_400Regular.ttf", "700Bold/NotoSansThaana_700Bold.ttf", "LICENSE_FONT"],
        FONTS / "noto-sans-thaana",
    ),
    ("axe-core@4.14.1", ["axe.min.js", "LICENSE"], ROOT / "tests" / "browser" / "vendor"),
)
# Independent implementations the conformance tests open our envelopes with, bundled into one file for Node.
BUNDLE = ("jose@6.2.18", "@hpke/core@1.9.0", "@hpke/hybridkem-x-wing@0.7.0", "esbuild@0.25.0")
ENTRY = """export { CipherSuite, HkdfSha256, Aes256Gcm } from "@hpke/core";
export { XWing } from "@hpke/hybridkem-x-wing";
export { compactVerify, importJWK } from "jose";
"""


def bundle() -> str:
    """Write the bundle of the independent implementations and return its line of the manifest."""
    target = ROOT / "tests" / "conformance" / "vendor" / "independent.mjs"
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "entry.mjs").write_text(ENTRY)
        (Path(scratch) / "package.json").write_text("{}")
        subprocess.run(["npm", "install", "--silent", "--no-audit", *BUNDLE], cwd=scratch, check=True)
        words = [
            "npx",
            "esbuild",
            "entry.mjs",
            "--bundle",
            "--format=esm",
            "--platform=node",
            "--legal-comments=inline",
        ]
        subprocess.run([*words, f"--outfile={target}"], cwd=scratch, check=True)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    return f"{digest}  {target.relative_to(ROOT)}  {' '.join(BUNDLE[:3])}"


def main() -> None:
    """Fetch everything anew and write the manifest."""
    lines = [bundle()]
    for package, files, folder in WANTED:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            done = subprocess.run(
                ["npm", "pack", "--silent", package], cwd=scratch, check=True, capture_output=True, text=True
            )
            with tarfile.open(Path(scratch) / done.stdout.strip()) as archive:
                for name in files:
                    member = archive.extractfile(f"package/{name}")
                    if member is None:
                        raise SystemExit(f"{package} has no {name}")
                    # Source maps are not shipped; without the comment browsers do not ask for them.
                    data = member.read().split(b"\n/*# sourceMappingURL=")[0]
                    target = folder / Path(name).name
                    target.write_bytes(data)
                    lines.append(f"{hashlib.sha256(data).hexdigest()}  {target.relative_to(ROOT)}  {package}")
    (ROOT / "tools" / "vendor.lock").write_text("\n".join(sorted(lines)) + "\n")


if __name__ == "__main__":
    main()
