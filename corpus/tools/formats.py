"""Some releases of the corpus -> corpus/formats: the same words in files that LibreOffice has written.

python corpus/tools/formats.py     needs soffice on PATH, some seconds a file

The readers of PDF, DOCX, ODT, RTF and DOC are tested on them; the gold is that of the releases. LibreOffice writes the
date into its files, so that they differ from one day to the next; they are made once and kept.
"""

from __future__ import annotations

import html
import subprocess
import sys
import tempfile
from pathlib import Path

from dresses import _block_html
from source import Source, parse

CORPUS = Path(__file__).resolve().parent.parent
RELEASES = {
    "agence-dechets-2020": ("docx", "odt", "pdf", "rtf", "doc"),
    "chambre-agriculture-2003": ("docx", "pdf", "rtf", "fodt"),
    "quimper-mediatheque-2019": ("docx", "odt", "pdf", "rtf"),
    "refuge-oiseaux-2012": ("docx", "odt", "pdf", "rtf"),
    "syndicat-cheminots-2009": ("docx", "odt", "pdf", "doc"),
}


def page(source: Source) -> str:
    """A release as a page without a site, for LibreOffice to open."""
    body = "\n".join(_block_html(block, source, {}) for block in source.blocks)
    return f"<html><head><meta charset='utf-8'><title>{html.escape(source.id)}</title></head><body>{body}</body></html>"


def converted(file: Path, kind: str, folder: Path) -> Path:
    """A file in another format, by LibreOffice."""
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    asked = "MS Word 2007 XML" if kind == "docx" else ""
    kinds = f"{kind}:{asked}" if asked else kind
    if file.suffix == ".html":
        command.append("--infilter=HTML (StarWriter)")
    subprocess.run(
        [*command, "--convert-to", kinds, "--outdir", str(folder), str(file)], check=True, capture_output=True
    )
    return folder / f"{file.stem}.{kind}"


def main() -> None:
    (CORPUS / "formats").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for release, kinds in RELEASES.items():
            source = parse(release, (CORPUS / "annotated" / f"{release}.txt").read_text(encoding="utf-8"))
            first = folder / f"{release}.html"
            first.write_text(page(source), encoding="utf-8")
            odt = converted(first, "odt", folder)
            for kind in kinds:
                made = odt if kind == "odt" else converted(odt, kind, folder)
                (CORPUS / "formats" / made.name).write_bytes(made.read_bytes())
                print(made.name)


if __name__ == "__main__":
    sys.exit(main())
