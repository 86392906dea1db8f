# Cauce: one image for web, worker, beat and migrations; another for the reverse proxy.

FROM debian:12-slim AS python
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 ca-certificates \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app

FROM python AS build
RUN apt-get update && apt-get install -y --no-install-recommends python3-venv make
COPY requirements/prod.txt requirements/
COPY deploy/venv.sh deploy/
RUN sh deploy/venv.sh prod
COPY . .
# the keys of this step only let the settings load; they stay in this stage
RUN make ready \
    && SECRETS_FILE=/tmp/build.env .venv/bin/python deploy/make_keys.py \
    && SECRETS_FILE=/tmp/build.env .venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && .venv/bin/python -m compileall -q accompaniment cases groups defenders expertise donations

FROM python AS app
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin cauce \
    && install -d -o cauce -g cauce -m 0700 /var/lib/cauce /var/lib/cauce/files
COPY --from=build /app /app
USER cauce
ENV PATH=/app/.venv/bin:$PATH HOST=0.0.0.0 PORT=8000
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "accompaniment.wsgi:application", "--config", "deploy/web.py"]

FROM debian:12-slim AS proxy
RUN apt-get update \
    && apt-get install -y --no-install-recommends caddy ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10002 --no-create-home --shell /usr/sbin/nologin proxy-user
COPY deploy/Caddyfile /etc/caddy/Caddyfile
USER proxy-user
ENV XDG_DATA_HOME=/data XDG_CONFIG_HOME=/config
EXPOSE 8080 8443
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile"]
