"""Requests and passes: dashboards over a million of them, many who decide at once, many decided at once, and how soon it shows."""
import asyncio
import collections
import http.client
import json
import re
import sqlite3
import statistics
import subprocess
import threading
import time
from pathlib import Path

import load
from processes import Exeat

MANY, REQUESTERS, OWNER = 1_000_000, 2_000, "owner@example.org"
AT_ONCE, CONNECTIONS, MAILED = 10_000, 500, 1_000
LARGE = 500_000_000
PHASES = ("pending", "approved", "rejected", "expired", "auto_approved")


def at(site, person):
    """The same site as somebody else sees it."""
    other = Exeat(site.program, site.data, person)
    other.port = site.port
    other.make_token()
    return other


def rows(site, statement, *parameters):
    """Of the database itself, read beside the server."""
    database = sqlite3.connect(f"file:{site.data}/exeat.db?mode=ro", uri=True)
    try:
        return database.execute(statement, parameters).fetchall()
    finally:
        database.close()


def filled(folder, programs, mix, requests, people):
    """A site that is served, with assets in two libraries that give them on request, an owner of the first, and requests."""
    site = Exeat(programs / "exeat", folder / "data")
    (folder / "one").mkdir()
    load.write_scratch(folder / "one", "one.bin", 1000)
    load.write_scratch(folder / "one", "large.bin", LARGE)
    for name in ("Bench", "Other"):
        site.command("import", "--library", name, str(folder / "one"))
    site.make_token()
    site.serve()
    libraries = [site.library(name) for name in ("Bench", "Other")]
    models = [site.assets(library)["one.bin"] for library in libraries]
    for library in libraries:
        settings = f"/api/libraries/{library}/settings"
        site.change("PUT", settings, site.ask("GET", settings) | {"protection": "on_request"})
    site.command("user", "add", "--email", OWNER, "--name", "Owner", "--level", "4", "--password-stdin", words="words to bench with\n")
    (owner,), = rows(site, "select id from people where email_key = ?", OWNER)
    site.ask("POST", "/api/members", {"library": libraries[0], "person": owner, "role": "owner"})
    site.stop()
    for model in models:
        subprocess.run([programs / "fill", f"{site.data}/exeat.db", "assets", model, "5000"], check=True)
    subprocess.run([programs / "fill", f"{site.data}/exeat.db", "requests", mix, str(requests), str(people), *libraries], check=True)
    site.serve()
    return site, libraries[0]


# Dashboards.

def cursors(site, library, phases, owned):
    """What begins the first, the middle and the last page of such a list."""
    where = f"phase in ({','.join('?' * len(phases))})" + (" and library = ?" if owned else "")
    names = [*phases, *([library] if owned else [])]
    (count,), = rows(site, f"select count(*) from requests where {where}", *names)
    found = {"first": ""}
    for name, depth in (("middle", count // 2), ("last", count - 50)):
        (cursor,), = rows(site, f"select id from requests where {where} order by id desc limit 1 offset ?", *names, depth - 1)
        found[name] = f"&cursor={cursor}"
    return found


def took(site, path):
    """Milliseconds of one answer at the server, from a run of one connection."""
    run = load.wrk(site.address(), load.each_in_turn([path], site.token), 1, 1)
    if run["failed"]:
        raise SystemExit(f"{path}: {run['failed']} answers failed")
    return run["seconds"] / run["requests"] * 1000


def dashboards(figures, site, library):
    owner = at(site, OWNER)
    for who, seen_by, owned in (("an owner of one library", owner, True), ("an administrator", site, False)):
        slowest = {}
        for tab in ("waiting for me", *PHASES):
            waiting = tab == "waiting for me"
            query = "reviewer=me" if waiting else f"status={tab}"
            for place, cursor in cursors(site, library, ["pending" if waiting else tab], owned).items():
                path = f"/api/requests?limit=50&{query}{cursor}"
                # For whom few wait the middle of all that wait may have nothing behind it: the first page is looked at.
                if place == "first" and not seen_by.ask("GET", path)["items"]:
                    raise SystemExit(f"nothing on the tab {tab} of {who}")
                runs = [took(seen_by, path) for _ in range(figures.rounds)]
                print(f"    {who}, {tab}, {place} page: {statistics.median(runs):.2f} ms", flush=True)
                if place not in slowest or statistics.median(runs) > statistics.median(slowest[place]):
                    slowest[place] = runs
        for place, runs in slowest.items():
            figures.alone(f"dashboard over 1,000,000 requests, {who}, {place} page of the slowest of six tabs", "ms", runs, 20)
        figures.alone(f"dashboard over 1,000,000 requests, {who}, the counts of all tabs", "ms",
                      [took(seen_by, "/api/requests/counts") for _ in range(figures.rounds)], 20)


# How soon it shows.

class Listener:
    """An open page: notes when events come."""

    def __init__(self, site):
        self.line = http.client.HTTPConnection("127.0.0.1", site.port)
        self.line.request("GET", "/api/events", headers={"Authorization": f"Bearer {site.token}"})
        self.answer = self.line.getresponse()
        self.heard, self.came = [], threading.Condition()
        threading.Thread(target=self.listen, daemon=True).start()
        self.next_of("ready", 0)

    def listen(self):
        while line := self.answer.readline():
            if line.startswith(b"event: "):
                with self.came:
                    self.heard.append((line[7:].strip().decode(), time.monotonic()))
                    self.came.notify_all()

    def next_of(self, word, since):
        """When the first such event came after that moment."""
        with self.came:
            while True:
                for heard, when in self.heard:
                    if heard == word and when >= since:
                        return when
                if not self.came.wait(30):
                    raise SystemExit(f"no event {word} came within 30 s")


def told(figures, site, library):
    """From sending a decision until its requester's open page hears of it: the decision itself is in it."""
    owner = at(site, OWNER)
    (person, email), *_ = rows(site, "select p.id, p.email from requests r join people p on p.id = r.person where r.phase = 'pending' and "
                                     "r.library = ? and r.for_directors = 0 group by p.id order by count(*) desc, p.id limit 1", library)
    page = Listener(at(site, email))
    pending = rows(site, "select id from requests where person = ? and phase = 'pending' and library = ? and for_directors = 0 limit 30", person, library)
    waits = []
    for (request,) in pending:
        began = time.monotonic()
        owner.ask("POST", "/api/requests/decisions", {"requests": [request], "decision": "approve"})
        waits.append((page.next_of("requests", began) - began) * 1000)
        time.sleep(0.05)  # so that no event of the last one is taken for the next one's
    figures.alone(f"from the decision to the requester's open page, median of {len(waits)}", "ms", waits, 100)


def cut_off(figures, site, library):
    """From the answer of a revocation until nothing more arrives of a download that it ends."""
    (person, email), = rows(site, "select id, email from people where email_key = 'requester1@example.org'")
    requester, large = at(site, email), site.ask("GET", f"/api/assets?library={library}&sort=-size&limit=1")["items"][0]
    waits = []
    for _ in range(max(5, figures.rounds)):
        given = site.ask("POST", "/api/passes", {"assets": [large["id"]], "person": person})["items"][0]["id"]
        line = http.client.HTTPConnection("127.0.0.1", site.port)
        line.request("GET", requester.ticket(large["id"]))
        answer = line.getresponse()
        last, size = [time.monotonic()], [0]

        def take():
            try:
                while piece := answer.read(1 << 16):
                    last[0], size[0] = time.monotonic(), size[0] + len(piece)
                    time.sleep(0.001)  # some 60 MB a second: so it would run for eight seconds
            except (ConnectionError, http.client.IncompleteRead):
                pass

        taking = threading.Thread(target=take)
        taking.start()
        time.sleep(0.5)
        site.ask("POST", f"/api/requests/{given}/revoke", {})
        revoked = time.monotonic()
        taking.join()
        if size[0] >= large["size"]:
            raise SystemExit("the download was over before the pass was revoked")
        waits.append(max(0, last[0] - revoked) * 1000)
    figures.alone("from the answer of a revocation to the last byte of the download that it ends", "ms", waits, 1000)


def a_million(figures, folder, programs):
    site, library = filled(folder, programs, "mixed", MANY, REQUESTERS)
    dashboards(figures, site, library)
    told(figures, site, library)
    cut_off(figures, site, library)
    site.stop()


# Many who decide at once.

async def decide_often(port, heads, body, share):
    """One connection that sends the same decision again and again. Returns (status, body) of each."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answers = []
    for turn in range(share):
        writer.write(heads[turn % len(heads)] + body)
        head = await reader.readuntil(b"\r\n\r\n")
        size = int(re.search(rb"(?i)content-length: *(\d+)", head)[1])
        answers.append((int(head[9:12]), await reader.readexactly(size)))
    writer.close()
    return answers


def same_request(figures, folder, programs):
    site, _ = filled(folder, programs, "pending", figures.rounds * 40, 4)
    deciders = [site, at(site, OWNER)]
    times = []
    for (request,) in rows(site, "select id from requests where for_directors = 0 and library = (select library from members m join people p "
                                 "on p.id = m.person where p.email = ? and m.role = 'owner') limit ?", OWNER, figures.rounds):
        body = json.dumps({"requests": [request], "decision": "approve"}).encode()
        heads = [(f"POST /api/requests/decisions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {one.token}\r\n"
                  f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode() for one in deciders]

        async def all_at_once():
            lines = (decide_often(site.port, heads, body, AT_ONCE // CONNECTIONS) for _ in range(CONNECTIONS))
            return [answer for line in await asyncio.gather(*lines) for answer in line]

        began = time.monotonic()
        answers = asyncio.run(all_at_once())
        times.append(time.monotonic() - began)
        counts = collections.Counter(status for status, _ in answers)
        if counts != {200: 1, 409: AT_ONCE - 1}:
            raise SystemExit(f"one should have won and all others been told so: {counts}")
        for status, text in answers:
            if status == 409 and not (b"decided-already" in text and b" approved this on " in text):
                raise SystemExit(f"a conflict without its outcome: {text}")
    site.stop()
    figures.alone("10,000 approvals of one request, 500 connections: one wins, 9,999 are told the outcome", "s", times, 15)


# Many decided at once.

def bulk(figures, folder, programs, people):
    site, library = filled(folder, programs, "pending", (figures.rounds + 1) * AT_ONCE, people)
    owner, times = at(site, OWNER), []
    asked = [request for (request,) in rows(site, "select id from requests where library = ? and for_directors = 0 order by id", library)]
    for turn in range(max(1, figures.rounds * 8 // 10)):
        some = asked[turn * AT_ONCE:(turn + 1) * AT_ONCE]
        began = time.monotonic()
        decided = owner.ask("POST", "/api/requests/decisions", {"requests": some, "decision": "approve"})
        times.append(time.monotonic() - began)
        if len(decided["items"]) != AT_ONCE or decided["left"]:
            raise SystemExit(f"{len(decided['items'])} of {AT_ONCE} were decided")
        must_be_mailed_once(site, some)
    site.stop()
    figures.alone(f"10,000 requests of {people:,} people approved at once, one mail to each", "s", times, 5)


def must_be_mailed_once(site, decided):
    """Exactly one mail about these for each requester is in the outbox; waits until each was written."""
    (batch,), = rows(site, "select distinct batch from requests where id in (?, ?)", decided[0], decided[-1])
    meant = collections.Counter(email for (email,) in rows(site, "select distinct p.email from requests r join people p on p.id = r.person where r.batch = ?", batch))
    while True:
        mails = rows(site, "select o.id, o.recipient, o.state from outbox o join notices n on n.id = o.notice where n.batch = ?", batch)
        if collections.Counter(recipient for _, recipient, _ in mails) != meant:
            raise SystemExit(f"{len(mails)} mails for {len(meant)} requesters")
        if all(state == "written" for _, _, state in mails):
            break
        time.sleep(1)
    missing = [name for name, _, _ in mails if not Path(site.data, "outbox", f"{name}.eml").exists()]
    if missing:
        raise SystemExit(f"{len(missing)} mails were not written")


ROWS = {"requests by the million": a_million, "requests decided by many": same_request,
        "requests in bulk": lambda figures, folder, programs: bulk(figures, folder, programs, MAILED)}
