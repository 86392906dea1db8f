#!/bin/sh
# Build or update the tables as their owner, then give the application's role what it needs and no more.
set -eu

python manage.py migrate --noinput
python manage.py migrate vault --noinput --database keys
python manage.py audit_grants
