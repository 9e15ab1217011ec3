"""Loads the demo library into a server through its API, as the people of the demo: what they may not do, the demo cannot.

Called by tools/demo_library. Knows neither packages nor passwords: files come from a function, people are tokens.
"""
import http.client
import json
import mimetypes
import secrets
import urllib.parse
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from people import Progress
from rows import Row, words

AT_ONCE = 16  # files of one form: they become durable together
BYTES_AT_ONCE = 24 << 20
PAGE = 200


class Refused(Exception):
    """An answer that was a refusal, in the server's words."""


class Api:
    """One person who speaks to the API with a token."""

    def __init__(self, url: str, token: str) -> None:
        self.host = urllib.parse.urlsplit(url).netloc
        self.headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[object, str]:
        """The JSON of the answer and its version."""
        if body is not None and not isinstance(body, bytes):
            headers, body = {**headers, "Content-Type": "application/json"}, json.dumps(body).encode()
        connection = http.client.HTTPConnection(self.host, timeout=120)
        try:
            connection.request(method, path, body, {**self.headers, **headers})
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status >= 400:
            said = json.loads(text) if text else {}
            wrong = "".join(f" {error['pointer']}: {error['detail']}" for error in said.get("errors", []))
            raise Refused(f"{method} {path}: {said.get('detail', answer.reason)}{wrong}")
        return json.loads(text) if text else None, answer.headers.get("ETag", "")

    def change(self, method: str, path: str, body: object) -> None:
        """Over the version that is there now."""
        _, version = self.ask("GET", path)
        self.ask(method, path, body, **{"If-Match": version})

    def all_of(self, path: str) -> list[dict]:
        items: list[dict] = []
        cursor = None
        while True:
            more = "" if cursor is None else "&cursor=" + urllib.parse.quote(cursor)
            page, _ = self.ask("GET", path + more)
            items += page["items"]
            cursor = page["next"]
            if cursor is None:
                return items

    def upload(self, library: str, folder: str, files: list[tuple[Path, str]]) -> list[str]:
        """The new assets, in the order of the files."""
        boundary = f"exeat-{secrets.token_hex(16)}"
        parts = []
        for name, value in (("library", library), ("folder", folder)):
            parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
        for path, name in files:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'.encode())
            parts += [path.read_bytes(), b"\r\n"]
        parts.append(f"--{boundary}--\r\n".encode())
        taken, _ = self.ask("POST", "/api/assets", b"".join(parts), **{"Content-Type": f"multipart/form-data; boundary={boundary}"})
        return [item["asset"] for item in taken["items"]]


class Loader:
    """Brings rows into a server. Everything is looked for before it is made, so it may be broken off at any time."""

    def __init__(self, owner: Api, administrator: Api, site: dict, progress: Progress, say: Callable[[str], None]) -> None:
        self.owner = owner
        self.administrator = administrator
        self.site = site
        self.progress = progress
        self.say = say
        self.now = datetime.now(timezone.utc)
        self.folders: dict[tuple[str, str], str] = {}  # library id and path -> id
        self.present: dict[str, dict[tuple[str, str], str]] = {}  # library id -> folder id and name -> asset

    def make_attributes(self) -> None:
        known = {attribute["name"] for attribute in self.administrator.ask("GET", "/api/attributes")[0]["items"]}
        for attribute in self.site["attributes"]:
            if attribute["name"] not in known:
                self.administrator.ask("POST", "/api/attributes", attribute)

    def open_library(self, wanted: dict, rows: list[Row]) -> str:
        """The library with its folders, settings and members; returns its id."""
        known = {library["name"]: library["id"] for library in self.owner.ask("GET", "/api/libraries")[0]["items"]}
        library = known.get(wanted["name"])
        if library is None:
            made, _ = self.owner.ask("POST", "/api/libraries", {"name": wanted["name"], "kind": wanted["kind"]})
            library = made["id"]
        self.find_folders(library)
        for path in dict.fromkeys(row.folder for row in rows):
            self.open_folder(library, path)
        if wanted["name"] not in self.progress.prepared:
            self.write_settings(library, wanted)
            self.progress.prepared.add(wanted["name"])
            self.progress.keep()
        assets = self.owner.all_of(f"/api/assets?library={library}&limit={PAGE}")
        self.present[library] = {(asset["folder"] or "", asset["name"]): asset["id"] for asset in assets}
        return library

    def find_folders(self, library: str) -> None:
        folders, _ = self.owner.ask("GET", f"/api/folders?library={library}")
        by_id = {folder["id"]: folder for folder in folders["items"]}
        for folder in by_id.values():
            path, at = folder["name"], folder
            while at["parent"]:
                at = by_id[at["parent"]]
                path = f"{at['name']}/{path}"
            self.folders[library, path] = folder["id"]

    def open_folder(self, library: str, path: str) -> str:
        if (library, path) not in self.folders:
            above, _, name = path.rpartition("/")
            parent = self.open_folder(library, above) if above else None
            made, _ = self.owner.ask("POST", "/api/folders", {"library": library, "parent": parent, "name": name})
            self.folders[library, path] = made["id"]
        return self.folders[library, path]

    def write_settings(self, library: str, wanted: dict) -> None:
        settings, version = self.owner.ask("GET", f"/api/libraries/{library}/settings")
        self.owner.ask("PUT", f"/api/libraries/{library}/settings", {**settings, **wanted["settings"]}, **{"If-Match": version})
        for path, rules in wanted["folders"].items():
            self.owner.change("PATCH", f"/api/folders/{self.open_folder(library, path)}", rules)
        people = {person["email"]: person["id"] for person in self.administrator.all_of(f"/api/people?limit={PAGE}")}
        groups = {group["name"]: group["id"] for group in self.administrator.all_of(f"/api/groups?limit={PAGE}")}
        members, _ = self.owner.ask("GET", f"/api/libraries/{library}/members")
        known = {(one["person"] or one["group"], one["folder"]) for one in members["items"]}
        for member in wanted["members"]:
            folder = self.open_folder(library, member["folder"]) if "folder" in member else None
            person, group = people.get(member.get("person")), groups.get(member.get("group"))
            if (person or group, folder) not in known:
                self.owner.ask("POST", "/api/members", {"library": library, "folder": folder, "person": person, "group": group, "role": member["role"]})

    def load(self, library: str, rows: list[Row], file_of: Callable[[Row], Path]) -> None:
        """Rows whose files are at hand, folder by folder."""
        waiting: list[Row] = []
        size = 0
        for row in rows:
            more = file_of(row).stat().st_size
            full = waiting and (len(waiting) >= AT_ONCE or size + more > BYTES_AT_ONCE or row.folder != waiting[0].folder)
            if full:
                self.load_together(library, waiting, file_of)
                waiting, size = [], 0
            waiting.append(row)
            size += more
        if waiting:
            self.load_together(library, waiting, file_of)

    def load_together(self, library: str, rows: list[Row], file_of: Callable[[Row], Path]) -> None:
        folder = self.folders[library, rows[0].folder]
        present = self.present[library]
        new = [row for row in rows if (folder, row.name) not in present]
        if new:
            made = self.owner.upload(library, folder, [(file_of(row), row.name) for row in new])
            present.update({(folder, row.name): asset for row, asset in zip(new, made, strict=True)})
        for row in rows:
            answer, _ = self.owner.ask("PATCH", "/api/assets", {"ids": [present[folder, row.name]], "change": self.change_of(row)})
            done = answer["items"][0]
            if not done["changed"]:
                raise Refused(f"{row.key}: {done['detail']}")
            self.progress.loaded.add(row.key)
        self.progress.keep()

    def change_of(self, row: Row) -> dict:
        values = {"Title": [row.title], "Description": [row.description], "Author": [row.author], "Licence": [row.licence], "Keywords": words(row.keywords),
                  "Source": [row.package.split(":", 1)[1] + " " + row.version]}
        change: dict = {"attributes": {name: value for name, value in values.items() if value and value != [""]}}
        for mark in words(row.marks):
            for member, value in self.site["marks"][mark].items():
                change[member] = self.instant(value["days"]) if isinstance(value, dict) else value
        return change

    def instant(self, days: int) -> str:
        return (self.now + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
