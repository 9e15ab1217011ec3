"""Makes the people of the demo with `exeat` itself, as whoever runs the server may, and remembers how far the demo is.

Called by tools/demo_library. A folder that somebody else began to use is left alone.
"""
import json
import os
import secrets
import subprocess
from collections.abc import Callable
from pathlib import Path

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look like another
GROUPS_OF_PASSWORD = 4  # of four characters: 79 bits


class Exeat:
    """The program on one data folder; while it serves that folder, it is the server that answers."""

    def __init__(self, program: str, site: list[str]) -> None:
        self.program = program
        self.site = site  # --data DIR, and --database or --config where they are used

    def call(self, *words: str, input_text: str = "") -> str:
        done = subprocess.run([self.program, *words, *self.site], input=input_text, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"exeat {' '.join(words[:2])}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def first_words(self, noun: str) -> set[str]:
        """What `exeat NOUN list` begins its lines with: addresses, names."""
        return {line.split("\t")[0] for line in self.call(noun, "list").splitlines()}

    def token(self, email: str, scopes: str) -> str:
        return self.call("token", "create", "--user", email, "--name", "Demo library", "--scopes", scopes, "--days", "1").strip()


class Progress:
    """What is in already, in the data folder, so that the next start goes on and what somebody deleted stays away."""

    def __init__(self, data: Path) -> None:
        self.file = data / "demo.json"
        self.exists = self.file.exists()
        known = json.loads(self.file.read_text(encoding="utf-8")) if self.exists else {}
        self.loaded: set[str] = set(known.get("loaded", []))
        self.prepared: set[str] = set(known.get("prepared", []))  # libraries whose settings are written
        self.people_made: bool = known.get("people_made", False)

    def keep(self) -> None:
        known = {"people_made": self.people_made, "prepared": sorted(self.prepared), "loaded": sorted(self.loaded)}
        new = self.file.with_suffix(".new")
        with open(new, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            json.dump(known, file, indent=0)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.file)
        self.exists = True


def new_password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(GROUPS_OF_PASSWORD))


def is_new(exeat: Exeat, data: Path) -> bool:
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return not exeat.first_words("user")


def make_people(exeat: Exeat, site: dict, progress: Progress, say: Callable[[str], None]) -> None:
    """Whoever of the demo's people is missing, with a password that is said here and nowhere else."""
    administrator = next(person for person in site["people"] if person["level"] == 9)
    known = exeat.first_words("user")
    told = False

    def tell(person: dict, password: str) -> None:
        nonlocal told
        if not told:
            say("Demo people and their passwords, which are shown this once:")
            told = True
        say(f"  {person['name']:<20} {person['email']:<32} {password}")

    if administrator["email"] not in known:
        password = new_password()
        exeat.call("init", "--admin", administrator["email"], "--name", administrator["name"], "--password-stdin", input_text=password)
        tell(administrator, password)
    roles = exeat.first_words("role")
    for role in site["roles"]:
        if role["name"] not in roles:
            exeat.call("role", "add", "--name", role["name"], *[part for flag in role["flags"] for part in ("--flag", flag)])
    for person in site["people"]:
        if person["email"] in known or person is administrator:
            continue
        password = new_password()
        exeat.call("user", "add", "--email", person["email"], "--name", person["name"], "--level", str(person["level"]),
                   "--role", person["role"], "--password-stdin", input_text=password)
        tell(person, password)
    groups = exeat.first_words("group")
    for group in site["groups"]:
        if group["name"] not in groups:
            exeat.call("group", "add", "--name", group["name"])
            exeat.call("group", "set", "--name", group["name"], *[part for email in group["people"] for part in ("--person", email)])
    progress.people_made = True
    progress.keep()
