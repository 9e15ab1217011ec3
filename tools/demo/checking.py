"""Whether demo/library.tsv and demo/site.json fit together and are what the README promises. Needs no network."""
import re
from collections import Counter

from rows import Row, packages_of, words

LEAST_FILES = 400
LIBRARIES = 4
LEAST_MARKED = {"protected": 30, "locked": 15, "not yet shown": 5}
LEAST_OF_KIND = {
    "pictures": (60, (".jpg", ".jpeg", ".png", ".webp")),
    "drawings as SVG": (200, (".svg",)),
    "documents": (60, (".pdf",)),
    "sounds": (10, (".oga", ".ogg")),
    "videos": (3, (".mp4", ".webm", ".ogv")),
    "models": (6, (".glb", ".gltf")),
}
DEMO_ADDRESS = re.compile(r"[a-z.]+@(example\.(com|org|net)|[a-z.]+\.example)")


def mistakes(rows: list[Row], site: dict) -> list[str]:
    return [*wrong_rows(rows, site), *twice(rows), *too_few(rows, site), *wrong_people(site)]


def wrong_rows(rows: list[Row], site: dict) -> list[str]:
    libraries = {library["name"] for library in site["libraries"]}
    found = []
    for row in rows:
        empty = [name for name, value in row.__dict__.items() if not value.strip() and name not in ("description", "keywords", "marks")]
        if empty:
            found.append(f"{row.key}: nothing is said of {', '.join(empty)}")
        if row.library not in libraries:
            found.append(f"{row.key}: there is no library {row.library}")
        if not re.fullmatch(r"[0-9a-f]{64}", row.sha256):
            found.append(f"{row.key}: {row.sha256} is no SHA-256")
        if not re.fullmatch(r"(deb|npm):[a-z0-9@/.+-]+", row.package):
            found.append(f"{row.key}: {row.package} is no package")
        if row.path.startswith("/") or ".." in row.path.split("/"):
            found.append(f"{row.key}: {row.path} does not lie in a package")
        found += [f"{row.key}: site.json does not explain {mark}" for mark in words(row.marks) if mark not in site["marks"]]
    for package, of_it in packages_of(rows).items():
        if len({row.version for row in of_it}) > 1:
            found.append(f"{package}: more than one version")
    return found


def twice(rows: list[Row]) -> list[str]:
    found = []
    for what, values in {
        "name": [row.key for row in rows],
        "content": [row.sha256 for row in rows],
        "file of a package": [f"{row.package} {row.path}" for row in rows],
    }.items():
        found += [f"the same {what} twice: {value}" for value, count in Counter(values).items() if count > 1]
    return found


def too_few(rows: list[Row], site: dict) -> list[str]:
    counts = {"files": (len(rows), LEAST_FILES), "libraries": (len({row.library for row in rows}), LIBRARIES)}
    for kind, (least, endings) in LEAST_OF_KIND.items():
        counts[kind] = (sum(row.name.endswith(endings) for row in rows), least)
    protected, locked, unseen = 0, 0, 0
    for row in rows:
        rules = in_force(row, site)
        protected += rules["protection"] == "on_request"
        locked += rules["access"] == "locked"
        unseen += rules.get("status") == "draft" or "available_from" in rules
    counts |= {name: (number, LEAST_MARKED[name]) for name, number in zip(LEAST_MARKED, (protected, locked, unseen), strict=True)}
    return [f"{number} {name}, not {least}" for name, (number, least) in counts.items() if number < least]


def in_force(row: Row, site: dict) -> dict:
    """What holds for a file: its own marks, else the nearest folder's, else the library's."""
    library = next((one for one in site["libraries"] if one["name"] == row.library), {"settings": {}, "folders": {}})
    rules = {"access": "unlocked", "protection": "open", **{name: value for name, value in library["settings"].items() if name in ("access", "protection")}}
    path = ""
    for name in row.folder.split("/"):
        path = f"{path}/{name}".removeprefix("/")
        rules |= library["folders"].get(path, {})
    for mark in words(row.marks):
        rules |= site["marks"].get(mark, {})
    return rules


def wrong_people(site: dict) -> list[str]:
    found = [f"{person['name']} does not look like somebody of a demo" for person in site["people"] if not person["name"].startswith("Demo ")]
    found += [f"{person['email']} could be somebody's address" for person in site["people"] if not DEMO_ADDRESS.fullmatch(person["email"])]
    if sum(person["owns"] for person in site["people"]) != 1 or sum(person["level"] == 9 for person in site["people"]) != 1:
        found.append("one person owns the libraries, and one is the administrator")
    return found
