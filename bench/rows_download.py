"""What leaves: tickets, deliveries, large files, archives. The peers serve the same files."""
import resource
import subprocess
import time
from pathlib import Path

import load
from processes import Exeat, Nginx, memory_of

SECONDS = 4


class Stage:
    """Files in a folder, nginx on it, and a site that imported it."""

    def __init__(self, folder, programs, files):
        self.folder = Path(folder, "files")
        self.folder.mkdir()
        self.names = list(files)
        for name, size in files.items():
            load.write_scratch(self.folder, name, size)
        self.nginx = Nginx(folder, self.folder)
        self.site = Exeat(programs / "exeat", Path(folder, "data"))
        self.site.command("import", "--library", "Bench", str(self.folder))
        self.site.make_token()
        self.site.serve()
        assets = self.site.assets(self.site.library("Bench"))
        self.assets = [assets[name] for name in self.names]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.site.stop()
        self.nginx.stop()

    def rate(self, address, script, connections=64):
        run = load.wrk(address, script, connections, SECONDS)
        if run["failed"]:
            raise SystemExit(f"{run['failed']} answers of {address} failed")
        return run


def a_second(run):
    return run["requests"] / run["seconds"]


def small_files(figures, folder, programs):
    with Stage(folder, programs, {f"f{i}.bin": 200_000 for i in range(400)}) as stage:
        site, nginx = stage.site, stage.nginx

        def tickets():
            # New ones for each run: a ticket ends when a multiple of its bytes has left.
            return load.each_in_turn([site.ticket(asset) for asset in stage.assets])

        files = load.each_in_turn([f"/{name}" for name in stage.names])
        stage.rate(site.address(), tickets())  # once through, so that all is warm
        plain, asking, ours = [], [], []
        for _ in range(figures.rounds):
            plain.append(a_second(stage.rate(nginx.address("plain"), files)))
            asking.append(a_second(stage.rate(nginx.address("asking"), files)))
            ours.append(a_second(stage.rate(site.address(), tickets())))
        what = "GET of a ticket, 200 KB, 64 connections"
        figures.given(what, "/s", list(zip(ours, plain)), "nginx static", 0.6)
        figures.given(what, "/s", list(zip(ours, asking)), "nginx, auth_request", 1.15)

        both = load.post_then_get(site.token, stage.assets)
        looking = load.get_twice_over([f"/{name}" for name in stage.names])
        figures.paired("POST of a delivery and its GET, 200 KB, durable entry", "/s",
                       lambda: a_second(stage.rate(site.address(), both)) / 2,
                       lambda: a_second(stage.rate(nginx.address("plain"), looking)), "nginx static", 0.3)


def large_files(figures, folder, programs):
    with Stage(folder, programs, {"20 MB": 20_000_000, "1 GB": 1_000_000_000}) as stage:
        for name, asset, connections, needed in zip(stage.names, stage.assets, (4, 2), (400, 12)):
            speeds, costs = [], []

            def measure(server, address, paths):
                before = server.cpu()
                run = stage.rate(address, load.each_in_turn(paths), connections)
                return run["bytes"] / run["seconds"] / 1e6, (server.cpu() - before) / (run["bytes"] / 1e9)

            for _ in range(figures.rounds):
                theirs = measure(stage.nginx, stage.nginx.address("plain"), ["/" + name.replace(" ", "%20")])
                tickets = [stage.site.ticket(asset) for _ in range(needed)]
                mine = measure(stage.site, stage.site.address(), tickets)
                speeds.append((mine[0], theirs[0]))
                costs.append((mine[1], theirs[1]))
            figures.given(f"{name}, {connections} connections", "MB/s", speeds, "nginx static", 0.95)
            figures.given(f"{name}, processor time", "s/GB", costs, "nginx static", 1.15, "less")


def archive(figures, folder, programs):
    with Stage(folder, programs, {f"f{i:04}.bin": 1_000_000 for i in range(1000)}) as stage:
        speeds, costs, firsts, grown = [], [], [], []
        for _ in range(figures.rounds):
            spent = resource.getrusage(resource.RUSAGE_CHILDREN)
            began = time.monotonic()
            subprocess.run(f"bsdtar -cf - -C '{stage.folder}' . | cat >/dev/null", shell=True, check=True)
            took = time.monotonic() - began
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            tar = 1000 / took, used.ru_utime + used.ru_stime - spent.ru_utime - spent.ru_stime

            url = stage.site.address() + stage.site.ticket(*stage.assets)
            before, memory = stage.site.cpu(), memory_of(stage.site.server.pid)
            done = subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{time_total} %{time_starttransfer} %{size_download}", url],
                                  capture_output=True, text=True, check=True)
            total, first, size = (float(word) for word in done.stdout.split())
            assert size > 1e9, f"the archive has only {size} bytes"
            speeds.append((size / 1e6 / total, tar[0]))
            costs.append((stage.site.cpu() - before, tar[1]))
            firsts.append(first * 1000)
            grown.append((memory_of(stage.site.server.pid) - memory) / 1e6)
        what = "ZIP of 1,000 files, 1 GB, over HTTP"
        figures.given(what, "MB/s", speeds, "bsdtar to a pipe", 1.2)
        figures.given(f"{what}, processor time", "s", costs, "bsdtar and cat", 0.33, "less")
        figures.alone(f"{what}, first byte", "ms", firsts, 20)
        figures.alone(f"{what}, memory grown", "MB", [max(0, one) for one in grown], 20)


ROWS = {"small files": small_files, "large files": large_files, "archive": archive}
