#!/bin/sh
# Build an environment from one of the hashed lock files.  Usage: deploy/venv.sh prod|dev|pdfcheck [FOLDER]
set -eu

lock=requirements/$1.txt
venv=${2:-.venv}
if [ "$1" = prod ] && [ -n "$(find .venv/.dev -newer "$lock" 2>/dev/null)" ]; then
    touch .venv/.prod # the development set holds the production set
    exit 0
fi

python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Cauce needs Python 3.11 or newer. If there is one under another name: PYTHON=python3.11 make run" >&2
    exit 1
}
if ! [ -x "$venv/bin/python" ]; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null || sh deploy/apt.sh python3-venv
    "$python" -m venv "$venv"
fi

echo "Installing the Python packages of $lock ..."
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --only-binary :all: \
    --require-hashes -r "$lock"
"$venv/bin/python" -m compileall -q -j 0 "$venv/lib" || true # a file that does not compile is its package's affair
if [ "$venv" = .venv ]; then touch ".venv/.$1"; fi
