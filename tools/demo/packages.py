"""Brings the files of the demo library from Debian's and npm's packages into a cache, each under its SHA-256.

Nothing is installed. A file whose content is another than the list says is left out and named; so is a package that is not
to be had. Called by tools/demo_library. Refuses to know what the files are for.
"""
import contextlib
import fcntl
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

from rows import Row, packages_of

QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "errors": "replace"}
APT = ["apt-get", "-q", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20", "-o", "Acquire::https::Timeout=20"]
NPM = ["npm", "--silent", "--prefer-offline", "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=2000", "--fetch-timeout=60000"]

Say = Callable[[str], None]


def cache_folder() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(home) / "exeat" / "demo"


class NotToBeHad(Exception):
    """Why a package could not be brought."""


class Packages:
    """A cache of files, and the registries that fill it. What did not answer once is not asked again."""

    def __init__(self, cache: Path, say: Say) -> None:
        self.cache = cache
        self.say = say
        self.unreachable: dict[str, str] = {}  # kind of package -> why
        self.lists_are_new = False  # those of our own
        self.lists_failed = False
        (cache / "files").mkdir(parents=True, exist_ok=True)

    def file_of(self, row: Row) -> Path:
        return self.cache / "files" / row.sha256

    def missing(self, rows: list[Row]) -> list[Row]:
        return [row for row in rows if not self.file_of(row).exists()]

    def bring(self, package: str, rows: list[Row]) -> dict[str, str]:
        """What of these rows, all of one package, cannot be had: key -> why. All others are in the cache afterwards."""
        if not self.missing(rows):
            return {}
        with self.only_one(package):
            rows = self.missing(rows)
            if not rows:
                return {}
            try:
                with self.work_folder(package) as work:
                    return self.take_from(self.fetch(package, rows[0].version, work), rows, work)
            except NotToBeHad as why:
                return {row.key: str(why) for row in rows}

    @contextlib.contextmanager
    def only_one(self, package: str) -> Iterator[None]:
        """Two that run at a time do not fetch the same package twice: the second one waits for the first."""
        with open(self.cache / (package.replace("/", "+") + ".lock"), "w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.say(f"waiting for {package.split(':', 1)[1]}, which is being fetched already")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextlib.contextmanager
    def work_folder(self, package: str) -> Iterator[Path]:
        """Empty, also where somebody was broken off, and gone afterwards."""
        folder = self.cache / ("fetching-" + package.replace("/", "+"))
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def fetch(self, package: str, version: str, work: Path) -> tuple[str, Path]:
        """The archive of a package. A version that is gone is replaced by the one that is offered now."""
        kind, name = package.split(":", 1)
        if kind in self.unreachable:
            raise NotToBeHad(self.unreachable[kind])
        self.say(f"fetching {name} ({'Debian' if kind == 'deb' else 'npm'})")
        archive = self.fetch_from_debian(name, work) if kind == "deb" else self.fetch_from_npm(name, version, work)
        return kind, archive

    def fetch_from_debian(self, name: str, work: Path) -> Path:
        if not shutil.which("apt-get"):
            self.give_up("deb", "there is no apt-get here")
        # With the lists of packages that the machine has; where they are missing or old, with lists of our own.
        done = self.download(name, work, [])
        if done is None:
            options = self.own_lists()
            if not self.lists_are_new:
                updated = subprocess.run([*APT, *options, "update"], **QUIET)
                self.lists_are_new = True
                self.lists_failed = updated.returncode != 0 or "Failed to fetch" in updated.stdout
            done = self.download(name, work, options)
        if done is None and self.lists_failed:
            self.give_up("deb", "Debian's archive cannot be reached")
        if done is None:
            raise NotToBeHad(f"Debian's archive has no {name}")
        return done

    def download(self, name: str, work: Path, options: list[str]) -> Path | None:
        subprocess.run([*APT, *options, "download", name], cwd=work, check=False, **QUIET)
        return next(work.glob("*.deb"), None)

    def own_lists(self) -> list[str]:
        state = self.cache / "apt"
        for folder in ("lists/partial", "cache/archives/partial"):
            (state / folder).mkdir(parents=True, exist_ok=True)
        options = {"Dir::State::lists": state / "lists", "Dir::Cache": state / "cache", "APT::Sandbox::User": "", "Debug::NoLocking": "1",
                   "APT::Get::List-Cleanup": "0", "Acquire::Languages": "none"}
        return [part for name, value in options.items() for part in ("-o", f"{name}={value}")]

    def fetch_from_npm(self, name: str, version: str, work: Path) -> Path:
        if not shutil.which("npm"):
            self.give_up("npm", "there is no npm here")
        for wanted in (f"{name}@{version}", name):
            done = subprocess.run([*NPM, "pack", wanted, "--pack-destination", str(work)], cwd=work, **QUIET)
            found = list(work.glob("*.tgz"))
            if done.returncode == 0 and found:
                return found[0]
            if subprocess.run([*NPM, "ping"], cwd=work, **QUIET).returncode != 0:
                self.give_up("npm", "npm's registry cannot be reached")
        raise NotToBeHad(f"{name}: npm has neither {version} nor another version")

    def give_up(self, kind: str, why: str) -> None:
        self.unreachable[kind] = why
        raise NotToBeHad(why)

    def take_from(self, fetched: tuple[str, Path], rows: list[Row], work: Path) -> dict[str, str]:
        """Reads the archive once and keeps what the rows name."""
        wanted: dict[str, list[Row]] = {}
        for row in rows:
            wanted.setdefault(row.path, []).append(row)
        failed = {row.key: "the package no longer has this file" for row in rows}
        for path, bytes_of_it in members_of(*fetched):
            for row in wanted.get(path, []):
                content = gzip.decompress(bytes_of_it()) if row.is_packed else bytes_of_it()
                if hashlib.sha256(content).hexdigest() != row.sha256:
                    failed[row.key] = "its content is another than the list says"
                    continue
                whole = work / row.sha256
                whole.write_bytes(content)
                whole.replace(self.file_of(row))
                del failed[row.key]
        return failed


def members_of(kind: str, archive: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The regular files in an archive: the path, and how to get the bytes while it stands there."""
    with contextlib.ExitStack() as stack:
        if kind == "deb":
            unpacking = stack.enter_context(subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(archive)], stdout=subprocess.PIPE))
            archive_of = stack.enter_context(tarfile.open(fileobj=unpacking.stdout, mode="r|"))
        else:
            archive_of = stack.enter_context(tarfile.open(archive, mode="r|gz"))
        for member in archive_of:
            if member.isfile():
                yield member.name.removeprefix("./"), lambda member=member: archive_of.extractfile(member).read()


def renewed(packages: Packages, rows: list[Row]) -> tuple[list[Row], list[str]]:
    """The rows with the versions and digests that the registries offer now, and what is gone."""
    kept: dict[str, Row] = {}
    gone = []
    for package, of_it in packages_of(rows).items():
        name = package.split(":", 1)[1]
        paths = {row.path for row in of_it}
        with packages.only_one(package), packages.work_folder(package) as work:
            try:
                kind, archive = packages.fetch(package, of_it[0].version, work)
            except NotToBeHad as why:
                gone.append(f"{name}: {why}")
                continue
            version = version_of(kind, archive)
            found = {path: bytes_of_it() for path, bytes_of_it in members_of(kind, archive) if path in paths}
        for row in of_it:
            if row.path not in found:
                gone.append(f"{row.key}: {name} {version} has no {row.path}")
                continue
            content = gzip.decompress(found[row.path]) if row.is_packed else found[row.path]
            digest = hashlib.sha256(content).hexdigest()
            kept[row.key] = Row(**{**row.__dict__, "version": version, "sha256": digest})
    return [kept[row.key] for row in rows if row.key in kept], gone


def version_of(kind: str, archive: Path) -> str:
    if kind == "deb":
        return subprocess.run(["dpkg-deb", "--field", str(archive), "Version"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    for path, bytes_of_it in members_of(kind, archive):
        if path == "package/package.json":
            return json.loads(bytes_of_it())["version"]
    raise NotToBeHad(f"{archive.name} has no package.json")
