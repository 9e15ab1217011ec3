"""Runs the rows and writes bench/RESULTS.md. Started by bench/run."""
import datetime
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import rows_bulk
import rows_decision
import rows_demo
import rows_download
import rows_library
import rows_requests
import rows_upload
from figures import Figures

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "RESULTS.md"


def machine():
    model = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{os.cpu_count()} processors ({model}), {memory:.0f} GB, Linux {platform.release()}"


def write_results(figures):
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    RESULTS.write_text(f"""# What was measured

`bench/run` wrote this on {datetime.date.today()} at {commit}, on {machine()}. A ratio is the median of
{figures.rounds} pairs, ours and the peer in turn in the same run; the figures are the medians of each. Load came from the same machine, so
everything shares its processors. How each row is taken stands in `bench/rows_*.py`.

{figures.as_markdown()}
""")


def main():
    wanted = sys.argv[1:]
    figures = Figures(int(os.environ.get("ROUNDS", "5")))
    work = tempfile.mkdtemp(prefix="exeat-bench-", dir=os.environ.get("BENCH_FOLDER"))
    try:
        for rows in (rows_decision, rows_download, rows_upload, rows_library, rows_requests, rows_bulk, rows_demo):
            for name, row in rows.ROWS.items():
                if wanted and not any(word in name for word in wanted):
                    continue
                print(f"{name} ...", flush=True)
                folder = Path(work, name.replace(" ", "-"))
                folder.mkdir()
                row(figures, folder, ROOT / "build" / "bench")
                shutil.rmtree(folder)
                if not wanted:
                    write_results(figures)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        print(figures.as_text())


main()
