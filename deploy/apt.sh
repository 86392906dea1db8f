#!/bin/sh
# Install system packages when we may; else say the one line to type.  Usage: deploy/apt.sh PACKAGE...
set -eu

say() {
    echo "This machine lacks: $*. Type this line and start again:" >&2
    echo "    sudo apt-get install -y $*" >&2
    exit 1
}

command -v apt-get >/dev/null || say "$@"
if [ "$(id -u)" = 0 ]; then
    sudo=
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo=sudo
else
    say "$@"
fi
echo "Installing $* ..."
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq || true # an old list may still do
$sudo apt-get install -y -qq --no-install-recommends "$@" >/dev/null </dev/null || say "$@"
