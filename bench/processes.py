"""Servers that are measured: started on free ports of this machine, with their folders, and stopped by their process id."""
import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def family(pid):
    """The process and all below it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def cpu_of(pid):
    """CPU seconds of a process and its children, without those that have ended."""
    total = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def memory_of(pid):
    """Resident bytes of a process and its children; shared pages count in each."""
    return sum(int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{one}/status").read_text())[1]) * 1024 for one in family(pid))


class Running:
    """A program in the background."""

    def __init__(self, command, log):
        self.log = Path(log)
        self.file = open(log, "wb")
        self.process = subprocess.Popen(command, stdout=self.file, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)

    def until(self, condition, what):
        deadline = time.monotonic() + 120
        while not condition():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{what} did not start:\n{self.log.read_text(errors='replace')}")
            time.sleep(0.005)

    @property
    def pid(self):
        return self.process.pid

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.file.close()


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), 0.2).close()
        return True
    except OSError:
        return False


class Nginx(Running):
    """Files of a folder: `plain` without a question, `asking` after auth_request to a small program of Node's."""

    def __init__(self, work, files):
        self.ports = {name: free_port() for name in ("plain", "asking", "trivial")}
        backend = Path(work, "trivial.mjs")
        backend.write_text("import http from 'node:http';\n"
                           "http.createServer((request, response) => { response.writeHead(204); response.end(); })\n"
                           f"  .listen({self.ports['trivial']}, '127.0.0.1');\n")
        self.backend = Running(["node", str(backend)], Path(work, "trivial.log"))
        self.backend.until(lambda: answers(self.ports["trivial"]), "the trivial backend")
        Path(work, "nginx.conf").write_text(f"""
worker_processes {os.cpu_count()}; daemon off; pid {work}/nginx.pid; error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; default_type application/octet-stream;
  client_body_temp_path {work}/n1; proxy_temp_path {work}/n2; fastcgi_temp_path {work}/n3; uwsgi_temp_path {work}/n4; scgi_temp_path {work}/n5;
  upstream trivial {{ server 127.0.0.1:{self.ports["trivial"]}; keepalive 64; }}
  server {{ listen 127.0.0.1:{self.ports["plain"]}; root {files}; }}
  server {{
    listen 127.0.0.1:{self.ports["asking"]}; root {files};
    location / {{ auth_request /may; }}
    location = /may {{ internal; proxy_pass http://trivial; proxy_http_version 1.1; proxy_set_header Connection "";
                      proxy_pass_request_body off; proxy_set_header Content-Length ""; }}
  }}
}}""")
        user = ["-g", "user root;"] if os.geteuid() == 0 else []
        super().__init__(["/usr/sbin/nginx", "-c", f"{work}/nginx.conf", *user], Path(work, "nginx.log"))
        self.until(lambda: answers(self.ports["plain"]), "nginx")

    def address(self, name):
        return f"http://127.0.0.1:{self.ports[name]}"

    def cpu(self):
        return cpu_of(self.pid) + cpu_of(self.backend.pid)

    def stop(self):
        super().stop()
        self.backend.stop()


class Exeat:
    """A site in a folder of its own and a token of one person: of the administrator that is made, or of somebody who is there."""

    def __init__(self, program, data, person=None):
        self.program, self.data, self.server = str(program), str(data), None
        self.options = []  # of serve, besides the data folder
        self.person = person or "bench@example.org"
        if person is None:
            self.command("init", "--admin", self.person, "--password-stdin", words="long words to measure with\n")

    def command(self, *arguments, words=None):
        group, rest = arguments[0], list(arguments[1:])
        if group in ("user", "token"):
            group, rest = [group, rest[0]], rest[1:]
        else:
            group = [group]
        done = subprocess.run([self.program, *group, "--data", self.data, *rest], input=words, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"exeat {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def make_token(self):
        self.token = self.command("token", "create", "--user", self.person, "--name", f"bench {time.time_ns()}",
                                  "--scopes", "read,download,upload,edit,manage").strip().splitlines()[-1]

    def serve(self):
        """Returns the seconds from the start of the program to its line that it listens."""
        began = time.monotonic()
        self.server = Running([self.program, "serve", "--data", self.data, "--listen", "127.0.0.1:0", *self.options], f"{self.data}.log")
        said = []

        def listening():
            said[:] = re.findall(rb"listening on http://127.0.0.1:(\d+)", self.server.log.read_bytes())
            return bool(said)

        self.server.until(listening, "exeat")
        took = time.monotonic() - began
        self.port = int(said[0])
        return took

    def stop(self):
        if self.server:
            self.server.stop()
        self.server = None

    def starts(self, rounds):
        """Milliseconds of each start, and the megabytes that it then holds while nobody asks anything."""
        took, held = [], []
        for _ in range(rounds):
            took.append(self.serve() * 1000)
            time.sleep(2)  # what a start leaves to do afterwards
            held.append(memory_of(self.server.pid) / 1e6)
            self.stop()
        return took, held

    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def cpu(self):
        return cpu_of(self.server.pid)

    def ask(self, method, path, body=None, heads=()):
        with self.asked(method, path, body, heads) as answer:
            return json.load(answer)

    def change(self, method, path, body):
        """Over the version that stands there now."""
        with self.asked("GET", path) as answer:
            version = answer.headers["ETag"]
        return self.ask(method, path, body, {"If-Match": version})

    def asked(self, method, path, body=None, heads=()):
        request = urllib.request.Request(self.address() + path, method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **dict(heads)})
        return urllib.request.urlopen(request)

    def library(self, name):
        return next(one["id"] for one in self.ask("GET", "/api/libraries")["items"] if one["name"] == name)

    def assets(self, library):
        """name -> id of all assets of a library"""
        found, cursor = {}, ""
        while cursor is not None:
            page = self.ask("GET", f"/api/assets?library={library}&limit=200" + (f"&cursor={cursor}" if cursor else ""))
            found |= {asset["name"]: asset["id"] for asset in page["items"]}
            cursor = page["next"]
        return found

    def ticket(self, *assets):
        items = [{"asset": asset, "file": "original"} for asset in assets]
        return self.ask("POST", "/api/deliveries", {"items": items})["url"]
