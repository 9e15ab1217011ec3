# shellcheck shell=bash
# What `./run` and `./test` need from the machine: Debian packages, Node, the compiler cache, and words for each step.
# Sourced by both, which set `root` (the clone). Installs only what is missing; nothing goes into the clone but build/.

export LC_ALL=C.UTF-8
: "${HOME:=$(getent passwd "$(id -u)" | cut -d: -f6)}"
export HOME
cache_home=${XDG_CACHE_HOME:-$HOME/.cache}

# The compiler cache lies outside the clone, so that a new clone builds from it: paths below the clone are hashed as
# relative ones.
export CCACHE_DIR=${CCACHE_DIR:-$cache_home/ccache}
: "${root:?}"
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

node_version=22.23.3
npm_version=10.9.4
node_digest_x64=qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==
node_digest_arm64=l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA==
npm_digest=OnUG836FwboQIbqtefDNlyR0gTHzIfwRfE3DuiNewBvnMnWEpB0VEXwBlFVgqpNzIgYo/MHh3d2Hel/pszapAA==

if [ -t 1 ]; then bold=$'\e[1m' plain=$'\e[0m' red=$'\e[31m'; else bold='' plain='' red=''; fi

say() { printf '%s%s%s\n' "$bold" "$*" "$plain"; }
stop() {
    printf '%s%s%s\n' "$red" "$*" "$plain" >&2
    exit 1
}

# 75 -> "1 min 15 s"
in_minutes() {
    if [ "$1" -ge 60 ]; then printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); else printf '%d s' "$1"; fi
}

# packages_of GROUP... : the names in tools/packages
packages_of() {
    local group
    for group in "$@"; do awk -v group="$group" '$1 == group {print $2}' "$root/tools/packages"; done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# install_packages NAME... : installs those that are missing; touches nothing when none is.
install_packages() {
    command -v dpkg-query >/dev/null || stop "This script installs Debian packages, and this is not Debian. See tools/packages for what is needed."
    local missing name
    missing=()
    for name in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        stop "These packages are missing and there is no sudo. As root: apt-get install ${missing[*]}"
    fi
    say "Installing packages: ${missing[*]}"
    local began=$SECONDS log=$root/build/packages.log
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
    mkdir -p "$root/build"
    as_root true || stop "sudo was refused; the packages can also be installed by hand, as root: apt-get install ${missing[*]}"
    as_root "${apt[@]}" update >"$log" 2>&1 || echo "  The package lists could not be renewed; trying with those that are here."
    as_root "${apt[@]}" install --no-install-recommends "${missing[@]}" >>"$log" 2>&1 || {
        tail -n 20 "$log" >&2
        stop "apt-get could not install the packages; its words are above. They are named for Debian 12."
    }
    echo "  $(in_minutes $((SECONDS - began)))"
}

# Is the `node` on the path new enough for our tools?
node_is_good() {
    command -v node >/dev/null && command -v npm >/dev/null &&
        node -e 'const [a, b] = process.versions.node.split(".").map(Number);
                 process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)'
}

# unpack_from_npm NAME VERSION DIGEST FOLDER : one pinned package of npm's, checked, as FOLDER
unpack_from_npm() {
    local work
    work=$(mktemp -d "$4.XXXXXX")
    (
        cd "$work"
        npm pack "$1@$2" --silent >/dev/null
        digest=$(openssl dgst -sha512 -binary "$1-$2.tgz" | base64 -w0)
        [ "$digest" = "$3" ] || stop "$1 $2 came with other content than expected: $digest"
        tar -xzf "$1-$2.tgz" --no-same-owner
    ) || stop "$1 $2 could not be had from npm."
    mv -T "$work/package" "$4" 2>/dev/null || [ -d "$4" ] # somebody else may have been first
    rm -rf "$work"
}

# Puts a good `node` and its `npm` on the path: the one that is there, else a pinned one kept in the cache.
use_node() {
    if node_is_good; then return 0; fi
    local kind digest place=$cache_home/exeat/node-$node_version
    case $(uname -m) in
        x86_64) kind=x64 digest=$node_digest_x64 ;;
        aarch64) kind=arm64 digest=$node_digest_arm64 ;;
        *) stop "Install Node 20.19 or newer: there is no ready one for $(uname -m)." ;;
    esac
    if [ ! -x "$place/shims/npm" ]; then
        command -v npm >/dev/null || install_packages npm
        say "Fetching Node $node_version into $place"
        mkdir -p "$place"
        [ -d "$place/node" ] || unpack_from_npm "node-linux-$kind" "$node_version" "$digest" "$place/node"
        [ -d "$place/npm" ] || unpack_from_npm npm "$npm_version" "$npm_digest" "$place/npm"
        mkdir -p "$place/shims"
        ln -sf ../node/bin/node "$place/shims/node"
        ln -sf ../npm/bin/npx-cli.js "$place/shims/npx"
        chmod +x "$place/node/bin/node" "$place/npm/bin/npm-cli.js" "$place/npm/bin/npx-cli.js"
        ln -sf ../npm/bin/npm-cli.js "$place/shims/npm"
    fi
    PATH=$place/shims:$PATH
    hash -r
    node_is_good || stop "Node in $place does not run. Remove that folder and try again."
}

# As many compilers at a time as there are processors, and 1.5 GB of memory for each.
jobs_at_once() {
    local processors memory
    processors=$(nproc)
    memory=$(awk '/^MemAvailable:/ {print int($2 / 1572864)}' /proc/meminfo)
    [ "$memory" -ge 1 ] || memory=1
    echo $((memory < processors ? memory : processors))
}

# configure PRESET
configure() {
    local log=$root/build/$1.configure.log
    mkdir -p "$root/build"
    (cd "$root" && cmake --preset "$1" -Wno-dev >"$log" 2>&1) || {
        cat "$log" >&2
        return 1
    }
}

# build PRESET TARGET... : a configured preset; without targets everything in it
build() {
    local folder=$root/build/$1 quiet=()
    shift
    [ -t 1 ] || quiet=(--quiet)
    ninja -C "$folder" -j "$(jobs_at_once)" "${quiet[@]}" "$@"
}

# has_target PRESET NAME : in a configured preset
has_target() { ninja -C "$root/build/$1" -t query "$2" >/dev/null 2>&1; }
