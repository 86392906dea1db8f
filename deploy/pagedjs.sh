#!/bin/sh
# Fetch paged.js, pinned and hashed, for `make bench` alone: it lets Chromium make the pages that a report asks for.
set -eu

version=0.4.3
sum=62d00df49023b10c35d78da0c448c40305ef385e67610b83c2743aed15b61d90e430b23e6f846c044dfb9542d96bd800afa90300e1813a15c8e3018ca18deb6b
command -v npm >/dev/null || sh deploy/apt.sh npm

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
(cd "$place" && npm pack --silent "pagedjs@$version" >/dev/null)
echo "$sum  $place/pagedjs-$version.tgz" | sha512sum --check --quiet
tar -xzf "$place/pagedjs-$version.tgz" -C "$place" package/dist/paged.polyfill.min.js
mv "$place/package/dist/paged.polyfill.min.js" .venv/pagedjs.js
