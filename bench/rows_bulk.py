"""One change of very many assets: how long it takes and its undo, and what others feel of it meanwhile."""
import http.client
import statistics
import threading
import time

from rows_library import filled

MANY = 300_000
QUIET = 5  # seconds in which nothing else happens, to compare with


class Visitor:
    """Somebody who looks at one asset again and again, with a short rest between, over one connection."""

    def __init__(self, site, path):
        self.site, self.path, self.took, self.over = site, path, [], threading.Event()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def look(self):
        line = http.client.HTTPConnection("127.0.0.1", self.site.port)
        while not self.over.is_set():
            began = time.monotonic()
            line.request("GET", self.path, headers={"Authorization": f"Bearer {self.site.token}"})
            answer = line.getresponse()
            answer.read()
            self.took.append((time.monotonic() - began) * 1000 if answer.status == 200 else None)
            self.over.wait(0.002)
        line.close()

    def p95(self):
        """Milliseconds of all but the slowest of twenty looks."""
        self.over.set()
        self.thread.join()
        if None in self.took or len(self.took) < 100:
            raise SystemExit(f"{self.path}: {len(self.took)} answers, {self.took.count(None)} of them not good")
        return statistics.quantiles(self.took, n=20)[-1]


def until(site, bulk, state):
    """The bulk change once it is there; only its own page is asked, a few times a second."""
    while True:
        shown = site.ask("GET", f"/api/bulk-changes/{bulk}")
        if shown["state"] == state:
            return shown
        if shown["stopped"]:
            raise SystemExit(f"the bulk change was stopped: {shown}")
        time.sleep(0.2)


def change(site, library, path):
    """Seconds of a lock of everything, seconds of its undo, p95 of a look at one asset before and meanwhile."""
    quiet = Visitor(site, path)
    time.sleep(QUIET)
    before = quiet.p95()
    visitor, began = Visitor(site, path), time.monotonic()
    bulk = site.ask("POST", "/api/bulk-changes", {"library": library, "change": {"access": "locked"}})["id"]
    done = until(site, bulk, "changed")
    took, meanwhile = time.monotonic() - began, visitor.p95()
    if done["changed"] < MANY or done["left_alone"]:
        raise SystemExit(f"not all were changed: {done}")
    began = time.monotonic()
    site.ask("POST", f"/api/bulk-changes/{bulk}/undo")
    undone = until(site, bulk, "undone")
    if undone["undone"] != done["changed"]:
        raise SystemExit(f"not all were taken back: {undone}")
    return took, time.monotonic() - began, meanwhile, before


def bulk(figures, folder, programs):
    site = filled(folder, programs, MANY)
    site.serve()
    library = site.library("Bench")
    asset = site.ask("GET", f"/api/assets?library={library}&limit=1")["items"][0]["id"]
    runs = []
    for _ in range(max(1, min(2, figures.rounds))):
        runs.append(change(site, library, f"/api/assets/{asset}"))
        print("    locked in {:.0f} s, undone in {:.0f} s; a look took {:.2f} ms meanwhile, {:.2f} before".format(*runs[-1]), flush=True)
    site.stop()
    figures.alone("a lock of 300,000 assets at once, until all are locked", "s", [run[0] for run in runs], 300)
    figures.alone("the same, assets a second", "/s", [MANY / run[0] for run in runs], 1000, "more")
    figures.alone("its undo, until all are as they were", "s", [run[1] for run in runs], 300)
    figures.given("a look at one asset meanwhile, 95 of 100", "ms", [(run[2], run[3]) for run in runs], "before it", 3, "less")


ROWS = {"bulk change": bulk}
