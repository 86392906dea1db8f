#!/bin/sh
# Two roles and two databases. cauce_owner owns the tables and migrates; cauce_app works in them and owns none.
# Runs once, when the database server is first made; passwords come from files.
set -eu

quoted() {
    sed "s/'/''/g" "${SECRETS_DIR:-/run/secrets}/$1"
}

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<SQL
CREATE ROLE cauce_owner LOGIN NOSUPERUSER NOCREATEROLE PASSWORD '$(quoted owner_password)';
CREATE ROLE cauce_app LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB PASSWORD '$(quoted app_password)';
SQL

for database in cauce cauce_keys; do
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" \
        --dbname postgres --command "CREATE DATABASE $database OWNER cauce_owner"
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" \
        --dbname "$database" --file "$(dirname "$0")/roles/database.sql"
done
