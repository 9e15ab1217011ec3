"""The decision by itself, and `exeat policy eval`."""
import json
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def decision(figures, _folder, programs):
    done = subprocess.run([programs / "decide_bench", "--benchmark_format=json", f"--benchmark_repetitions={figures.rounds}"],
                          capture_output=True, text=True, check=True)
    runs = [run for run in json.loads(done.stdout)["benchmarks"] if run["run_type"] == "iteration"]
    for name in dict.fromkeys(run["run_name"] for run in runs):
        figures.alone(f"a decision, all gates ({name})", "ns", [run["cpu_time"] for run in runs if run["run_name"] == name], 300)


def policy_eval(figures, folder, programs):
    cases = (ROOT / "tests/policy/policy-cases.jsonl").read_text().splitlines()
    once = "".join(json.dumps(json.loads(line)["input"]) + "\n" for line in cases)
    Path(folder, "inputs").write_text(once * 320)
    rates = []
    for _ in range(figures.rounds):
        began = time.monotonic()
        with open(Path(folder, "inputs"), "rb") as inputs:
            subprocess.run([programs / "exeat", "policy", "eval"], stdin=inputs, stdout=subprocess.DEVNULL, check=True)
        rates.append(len(cases) * 320 / (time.monotonic() - began))
    figures.alone("`exeat policy eval`, 200,000 cases, whole process", "cases/s", rates, 100_000, "more")


ROWS = {"decision": decision, "policy eval": policy_eval}
