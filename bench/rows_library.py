"""Lists, start and memory, with few and with very many assets."""
import subprocess

import load
from processes import Exeat

FEW, MANY = 10_000, 1_000_000


def filled(folder, programs, count):
    """A site, not served yet, with so many assets."""
    site = Exeat(programs / "exeat", folder / f"data {count}")
    (folder / "one").mkdir(exist_ok=True)
    load.write_scratch(folder / "one", "one.bin", 1000)
    site.command("import", "--library", "Bench", str(folder / "one"))
    site.make_token()
    site.serve()
    asset = next(iter(site.assets(site.library("Bench")).values()))
    site.stop()
    subprocess.run([programs / "fill", f"{site.data}/exeat.db", "assets", asset, str(count)], check=True)
    return site


def cursor_at(site, library, depth):
    """A path of a page of 50 that begins so deep."""
    if depth == 0:
        return f"/api/assets?library={library}&limit=50&sort=created"
    page = site.ask("GET", f"/api/assets?library={library}&limit=1&sort=created&at={depth}")
    return f"/api/assets?library={library}&limit=50&sort=created&cursor={page['next']}"


def pages(figures, folder, programs):
    few, many = filled(folder, programs, FEW), filled(folder, programs, MANY)
    few.serve()
    many.serve()
    libraries = {site: site.library("Bench") for site in (few, many)}

    def took(site, path):
        """Milliseconds of one page at the server, from a run of one connection."""
        run = load.wrk(site.address(), load.each_in_turn([path], site.token), 1, 2)
        if run["failed"]:
            raise SystemExit(f"{path}: {run['failed']} answers failed")
        return run["seconds"] / run["requests"] * 1000

    for name, few_depth, many_depth in (("first", 0, 0), ("middle", FEW // 2, MANY // 2), ("last", FEW - 100, MANY - 100)):
        paths = {few: cursor_at(few, libraries[few], few_depth), many: cursor_at(many, libraries[many], many_depth)}
        figures.paired(f"page of 50 from 1,000,000 assets, {name}", "ms", lambda: took(many, paths[many]),
                       lambda: took(few, paths[few]), "from 10,000", 1.5, "less")
    script = load.each_in_turn([cursor_at(few, libraries[few], 0)], few.token)
    runs = [load.wrk(few.address(), script, 16, 4) for _ in range(figures.rounds)]
    figures.alone("pages of 50 a second, 10,000 assets, 16 connections", "/s",
                  [run["requests"] / run["seconds"] for run in runs], 3000, "more")
    few.stop()
    many.stop()
    starts, memory = many.starts(figures.rounds)
    figures.alone("start with 1,000,000 assets", "ms", starts, 1000)
    figures.alone("idle memory with 1,000,000 assets", "MB", memory, 120)


def empty(figures, folder, programs):
    site = Exeat(programs / "exeat", folder / "data")
    starts, memory = site.starts(figures.rounds)
    figures.alone("start, empty site", "ms", starts, 500)
    figures.alone("idle memory, empty site", "MB", memory, 60)


ROWS = {"empty site": empty, "pages": pages}
