"""What comes in: uploads and imports. The peers copy the same files and sync each."""
import http.client
import os
import shutil
import subprocess
import time
from multiprocessing import Process
from pathlib import Path

import load
from processes import Exeat

AT_ONCE = 4
SMALL, SIZE = 400, 200_000


def in_parallel(work, shares):
    began = time.monotonic()
    running = [Process(target=work, args=(share,)) for share in shares]
    for one in running:
        one.start()
    for one in running:
        one.join()
        if one.exitcode != 0:
            raise SystemExit("a process of the measurement failed")
    return time.monotonic() - began


def small_uploads(figures, folder, programs):
    site = Exeat(programs / "exeat", folder / "data")
    site.make_token()
    site.serve()
    library = site.ask("POST", "/api/libraries", {"name": "Bench", "kind": "media"})["id"]
    source, copies = folder / "source", folder / "copies"
    copies.mkdir()

    def fresh():
        shutil.rmtree(source, ignore_errors=True)
        source.mkdir()
        files = [load.write_scratch(source, f"f{i}.bin", SIZE) for i in range(SMALL)]
        return [files[i::AT_ONCE] for i in range(AT_ONCE)]

    def send(files):
        line = http.client.HTTPConnection("127.0.0.1", site.port)
        for file in files:
            head = (f'--line\r\nContent-Disposition: form-data; name="library"\r\n\r\n{library}\r\n--line\r\n'
                    f'Content-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
                    'Content-Type: application/octet-stream\r\n\r\n').encode()
            line.request("POST", "/api/assets", head + file.read_bytes() + b"\r\n--line--\r\n",
                         {"Authorization": f"Bearer {site.token}", "Content-Type": "multipart/form-data; boundary=line"})
            answer = line.getresponse()
            answer.read()
            assert answer.status == 201, answer.status

    def copy(files):
        for file in files:
            with open(file, "rb") as source_file, open(copies / file.name, "wb") as target:
                shutil.copyfileobj(source_file, target, 1 << 20)
                target.flush()
                os.fsync(target.fileno())

    figures.paired(f"upload of 200 KB files, {AT_ONCE} at a time, durable", "/s",
                   lambda: SMALL / in_parallel(send, fresh()), lambda: SMALL / in_parallel(copy, fresh()),
                   "copy and fsync of each", 0.5)
    site.stop()


def large_upload(figures, folder, programs):
    site = Exeat(programs / "exeat", folder / "data")
    site.make_token()
    site.serve()
    library = site.ask("POST", "/api/libraries", {"name": "Bench", "kind": "media"})["id"]
    source = folder / "1g.bin"

    def ours():
        load.write_scratch(folder, source.name, 1_000_000_000)
        began = time.monotonic()
        subprocess.run(["curl", "-sf", "-o", "/dev/null", "-H", f"Authorization: Bearer {site.token}", "-F", f"library={library}",
                        "-F", f"file=@{source}", site.address() + "/api/assets"], check=True)
        return 1000 / (time.monotonic() - began)

    def peer():
        load.write_scratch(folder, source.name, 1_000_000_000)
        began = time.monotonic()
        subprocess.run(["dd", f"if={source}", f"of={folder}/copy", "bs=1M", "conv=fsync", "status=none"], check=True)
        took = time.monotonic() - began
        os.remove(folder / "copy")
        return 1000 / took

    figures.paired("upload of 1 GB, durable", "MB/s", ours, peer, "dd with fsync", 0.4)
    site.stop()


def imports(figures, folder, programs):
    site = Exeat(programs / "exeat", folder / "data")
    rates, again = [], []
    for turn in range(figures.rounds):
        source = folder / f"source {turn}"
        source.mkdir()
        for i in range(2_000):
            load.write_scratch(source, f"f{i}.bin", SIZE)
        for taken in (rates, again):
            began = time.monotonic()
            site.command("import", "--library", f"Bench {turn}", str(source))
            taken.append(2_000 / (time.monotonic() - began))
        shutil.rmtree(source)
    figures.alone("`exeat import` of 2,000 files of 200 KB, whole process", "/s", rates, 500, "more")
    figures.alone("the same again, nothing new", "/s", again, 500, "more")


ROWS = {"small uploads": small_uploads, "large upload": large_upload, "import": imports}
