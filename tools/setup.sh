# Sourced by tools/demo and tools/test: installs what is missing, and the words they print with.
# shellcheck shell=bash disable=SC2034

say() { printf '%s\n' "$*" >&2; }
die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

lode_root() { cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd; }

build_packages=(g++ cmake ninja-build ccache pkg-config
    librocksdb-dev libfasttext-dev libicu-dev libxml2-dev libarchive-dev
    libhwy-dev libeigen3-dev libisal-dev libbz2-dev liblzma-dev libzstd-dev
    libsqlite3-dev nettle-dev libcpp-httplib-dev libboost-program-options-dev libfmt-dev nlohmann-json3-dev libxxhash-dev)
test_packages=(catch2 sqlite3 python3-pandas python3-numpy python3-sklearn python3-gensim python3-jsonschema
    fasttext git xz-utils gzip tar libxml2-utils clang-14 libclang-rt-14-dev clang-format clang-tidy mandoc zsh chromium chromium-driver)

# install_missing PACKAGE... : asks dpkg first, so that a second call needs neither network nor root.
install_missing() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    command -v apt-get >/dev/null ||
        die "needs these Debian packages, and there is no apt-get: ${missing[*]}"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "needs root or sudo to install: ${missing[*]}"
        as_root=(sudo)
    fi
    say "installing: ${missing[*]}"
    local log
    log=$(mktemp)
    if ! { "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=600 update &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 \
            install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        die "could not install the packages above (full log: $log)"
    fi
    rm -f "$log"
}

# build PRESET [TARGET...] : configures once, builds, and shows the log only when it fails.
build() {
    local preset=$1 log
    shift
    log="build/$preset.log"
    mkdir -p build
    say "building ($preset); the first time takes some minutes"
    if ! { cmake --preset "$preset" && cmake --build --preset "$preset" ${1:+--target "$@"}; } \
        >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        die "the build failed (full log: $log)"
    fi
}
