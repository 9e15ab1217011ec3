"""The demo library: its start and memory, a page of its tiles, warm thumbnails, and its wall in Chromium. Needs its files, from
the cache or the network."""
import json
import os
import re
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import load
from processes import Exeat, Nginx, Running

ROOT = Path(__file__).resolve().parent.parent
OWNER = "owner@demo.example"


def loaded(folder, programs):
    """A site with the demo library, not served, and the owner's password."""
    subprocess.run([str(ROOT / "tools" / "demo_library"), "fetch"], check=True)
    data, log = folder / "data", folder / "loading.log"
    loading = Running([str(ROOT / "tools" / "serve_with_demo"), str(programs / "exeat"), "serve", "--data", str(data),
                       "--listen", "127.0.0.1:0"], log)
    loading.until(lambda: b"Demo library: Documents has" in log.read_bytes(), "the demo library")
    loading.stop()
    if b"Left out" in log.read_bytes():
        raise SystemExit(f"not all of the demo library is there:\n{log.read_text()}")
    site = Exeat(programs / "exeat", data, OWNER)
    site.make_token()
    return site, re.search(rf"{OWNER} +(\S+)", log.read_text())[1]


def thumbnail(site, asset):
    """Its bytes, once they are made; none where no picture is made of such a file."""
    request = urllib.request.Request(f"{site.address()}/api/assets/{asset}/preview", headers={"Authorization": f"Bearer {site.token}"})
    while True:
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.read()
        except urllib.error.HTTPError as refused:
            if b"picture-waiting" not in refused.read():
                return None
            time.sleep(0.1)


def a_second(address, script, connections):
    run = load.wrk(address, script, connections, 4)
    if run["failed"]:
        raise SystemExit(f"{run['failed']} answers of {address} failed")
    return run["requests"] / run["seconds"]


def in_chromium(site, password, folder, rounds):
    """What tests/browser/speed.ts measured."""
    tests, found = ROOT / "tests" / "browser", folder / "chromium.json"
    subprocess.run([str(ROOT / "tools" / "npm_packages"), str(tests)], check=True, stdout=subprocess.DEVNULL)
    said = {"EXEAT_URL": site.address(), "EXEAT_EMAIL": OWNER, "EXEAT_PASSWORD": password, "ROUNDS": str(rounds), "EXEAT_FIGURES": str(found)}
    done = subprocess.run(["npx", "--no-install", "vitest", "run", "--config", "speed.config.ts"], cwd=tests, env={**os.environ, **said},
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(done.stdout + done.stderr)
    return json.loads(found.read_text())


def demo(figures, folder, programs):
    site, password = loaded(folder, programs)
    site.serve()
    files = folder / "files"
    files.mkdir()
    for library in site.ask("GET", "/api/libraries")["items"]:
        for asset in site.assets(library["id"]).values():
            if picture := thumbnail(site, asset):
                (files / asset).write_bytes(picture)
    pictures = [file.name for file in files.iterdir()]
    nginx = Nginx(folder, files)
    ours = load.each_in_turn([f"/api/assets/{asset}/preview" for asset in pictures], site.token)
    peer = load.each_in_turn([f"/{asset}" for asset in pictures])
    figures.paired("warm thumbnails a second, with decision, 64 connections", "/s", lambda: a_second(site.address(), ours, 64),
                   lambda: a_second(nginx.address("plain"), peer, 64), "nginx static, same files", 0.4)
    nginx.stop()
    tiles = load.each_in_turn([f"/api/assets?library={site.library('Pictures')}&limit=50"], site.token)
    figures.alone("pages of 50 tiles of the demo library a second, 16 connections", "/s",
                  [a_second(site.address(), tiles, 16) for _ in range(figures.rounds)], 3000, "more")
    chromium = in_chromium(site, password, folder, figures.rounds)
    figures.alone("first tile with its picture in Chromium, from the start of loading", "ms", chromium["first_tile"], 1000)
    figures.alone("script a frame while scrolling 10,000 tiles with pictures", "ms", chromium["each_frame"], 8)
    site.stop()
    starts, memory = site.starts(figures.rounds)
    figures.alone("start with the demo library", "ms", starts, 500)
    figures.alone("idle memory with the demo library", "MB", memory, 60)


ROWS = {"demo library": demo}
