#!/bin/sh
# Resolve requirements/*.in into hashed lock files that name no registry.  UPGRADE=1 takes newer releases.
set -eu

tools=.venv/tools # the resolver lives apart: it is a tool, not a part
[ -x "$tools/bin/uv" ] || {
    .venv/bin/python -m venv "$tools"
    "$tools/bin/python" -m pip install -qq --disable-pip-version-check uv
}
compile() {
    # shellcheck disable=SC2086  # no word means no argument
    "$tools/bin/uv" pip compile "requirements/$1.in" --quiet ${UPGRADE:+--upgrade} --generate-hashes \
        --no-emit-index-url --no-header --no-annotate -p 3.11 -o "requirements/$1.txt" $2
}
compile prod ""
compile dev "-c requirements/prod.txt"
compile pdfcheck ""
if grep -n '://' requirements/*.txt; then
    echo "A lock file names an address; see above." >&2
    exit 1
fi
