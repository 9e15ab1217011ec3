"""The list of the demo library, a line a file: where it goes, what is said about it, and which package it comes from.

Read by everything in tools/demo. Knows nothing of packages or of the server.
"""
import json
import os
from dataclasses import dataclass
from pathlib import Path

DEMO = Path(os.environ.get("EXEAT_DEMO") or Path(__file__).resolve().parents[2] / "demo")
LIST = DEMO / "library.tsv"
SITE = DEMO / "site.json"

COLUMNS = ["library", "folder", "name", "title", "description", "author", "licence", "keywords", "marks", "package", "version", "path",
           "sha256"]


@dataclass(frozen=True)
class Row:
    library: str
    folder: str  # "Photographs/Water"
    name: str
    title: str
    description: str
    author: str
    licence: str
    keywords: str  # with commas between
    marks: str  # words that site.json explains, with commas between
    package: str  # deb:NAME or npm:NAME
    version: str  # the one that the list was made from; the digest decides
    path: str  # in the package; what ends in .gz there and not in `name` is unpacked
    sha256: str

    @property
    def key(self) -> str:
        return f"{self.library}/{self.folder}/{self.name}"

    @property
    def is_packed(self) -> bool:
        return self.path.endswith(".gz") and not self.name.endswith(".gz")


def words(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


def read_list(path: Path = LIST) -> list[Row]:
    """The rows in their order. Raises ValueError, naming the line, when one is not whole."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0].split("\t") != COLUMNS:
        raise ValueError(f"{path}: the first line names other columns than {', '.join(COLUMNS)}")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            raise ValueError(f"{path}:{number}: {len(cells)} columns, not {len(COLUMNS)}")
        rows.append(Row(*cells))
    return rows


def write_list(rows: list[Row], path: Path = LIST) -> None:
    lines = ["\t".join(COLUMNS)]
    lines += ["\t".join(getattr(row, column) for column in COLUMNS) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_site(path: Path = SITE) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def packages_of(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows by package, in the order of the list."""
    packages: dict[str, list[Row]] = {}
    for row in rows:
        packages.setdefault(row.package, []).append(row)
    return packages
