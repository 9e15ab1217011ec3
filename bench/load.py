"""Makes load with wrk and reads what it measured. Knows no server: it is given an address and a script."""
import re
import subprocess
import tempfile
from pathlib import Path

UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3, "T": 1024**4}


def wrk(address, script, connections, seconds):
    """Returns {requests, bytes, seconds, failed} of one run. `script` is Lua, for wrk's one thread."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        done = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", file.name, address],
                              capture_output=True, text=True, check=True)
    total = re.search(r"(\d+) requests in ([\d.]+)(ms|s|m), ([\d.]+)([KMGT]?)B read", done.stdout)
    if not total:
        raise SystemExit(f"wrk said nothing that can be read:\n{done.stdout}{done.stderr}")
    errors = sum(int(n) for n in re.findall(r"(?:Non-2xx or 3xx responses: |connect |read |write |timeout )(\d+)", done.stdout))
    scale = {"ms": 0.001, "s": 1, "m": 60}[total[3]]
    return {"requests": int(total[1]), "seconds": float(total[2]) * scale,
            "bytes": float(total[4]) * UNITS[total[5]], "failed": errors}


def each_in_turn(paths, token=None):
    """Lua that asks for one path after the other."""
    return ("local paths = {" + ",".join(f'"{path}"' for path in paths) + "}\nlocal n = 0\n"
            "local heads = {" + (f'["Authorization"] = "Bearer {token}"' if token else "") + "}\n"
            "request = function() n = n + 1; return wrk.format('GET', paths[n % #paths + 1], heads) end\n")


def get_twice_over(paths):
    """The same, and looks at each answer as post_then_get() does: wrk pays for that, so its peer shall, too."""
    return each_in_turn(paths) + "response = function(status, headers, body) if #body == 1 then n = n + 0 end end\n"


def post_then_get(token, assets):
    """Lua that makes a delivery and takes it, again and again; each new ticket is taken once."""
    return (f"local token = '{token}'\nlocal assets = {{" + ",".join(f'"{asset}"' for asset in assets) + "}\n" + r"""
local n, waiting = 0, {}
local heads = {["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json"}
request = function()
  local ticket = table.remove(waiting)
  if ticket then return wrk.format('GET', ticket) end
  n = n + 1
  return wrk.format('POST', '/api/deliveries', heads, '{"items":[{"asset":"' .. assets[n % #assets + 1] .. '","file":"original"}]}')
end
response = function(status, headers, body)
  if status == 201 then waiting[#waiting + 1] = body:match('"url":"([^"]+)"') end
end
""")


def write_scratch(folder, name, size):
    """A file of random bytes, written in steps."""
    path = Path(folder, name)
    with open(path, "wb") as file, open("/dev/urandom", "rb") as random:
        while size > 0:
            size -= file.write(random.read(min(size, 1 << 20)))
    return path
