#!/usr/bin/env bash
# Entry point of the local PostgreSQL image: the settings and the order of the official image.
set -euo pipefail

# setting NAME DEFAULT: $NAME, or the content of the file that $NAME_FILE names, or the default.
setting() {
  local file_name="${1}_FILE"
  if [ -n "${!file_name:-}" ]; then
    if [ -n "${!1:-}" ]; then
      echo "Unexpected $1 and $file_name together, expected one of them." >&2
      return 1
    fi
    printf -v "$1" '%s' "$(cat "${!file_name}")"
  fi
  printf -v "$1" '%s' "${!1:-$2}"
  export "${1?}"
  unset "$file_name"
}

# Starts this script again as the user postgres, who owns the folders from here on.
become_postgres() {
  mkdir -p "$PGDATA"
  find "$PGDATA" /var/run/postgresql \! -user postgres -exec chown postgres:postgres {} +
  exec env HOME=/var/lib/postgresql \
    setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
}

create_cluster() {
  setting POSTGRES_PASSWORD ''
  setting POSTGRES_USER postgres
  setting POSTGRES_DB "$POSTGRES_USER"
  setting POSTGRES_INITDB_ARGS ''
  local auth=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  if [ -z "$POSTGRES_PASSWORD" ] && [ "$auth" != trust ]; then
    echo 'Unexpected empty POSTGRES_PASSWORD, expected the password of the superuser. Set it.' >&2
    exit 1
  fi
  local initdb_args=()
  eval "initdb_args=($POSTGRES_INITDB_ARGS)"
  initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") "${initdb_args[@]}"
  printf '\nhost all all all %s\n' "$auth" >>"$PGDATA/pg_hba.conf"
}

sql() {
  PGHOST='' PGHOSTADDR='' PGPASSWORD='' \
    psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --no-password "$@"
}

run_script() {
  if [ -x "$1" ]; then
    "$1"
  else
    # shellcheck source=/dev/null
    . "$1"
  fi
}

run_init_files() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh) echo "running $file" && run_script "$file" ;;
      *.sql) echo "running $file" && sql --dbname "$POSTGRES_DB" -f "$file" ;;
      *.sql.gz) echo "running $file" && gunzip -c "$file" | sql --dbname "$POSTGRES_DB" ;;
      */\*) ;;
      *) echo "ignoring $file" ;;
    esac
  done
}

# The server listens on its socket alone while it is being filled: a health check or a client that
# comes over TCP sees it only when it is complete. Takes the server's own arguments.
fill_cluster() {
  pg_ctl -w start -o "$(printf '%q ' "$@" -c listen_addresses= -p "${PGPORT:-5432}")"
  if [ "$POSTGRES_DB" != postgres ]; then
    sql --dbname postgres --set db="$POSTGRES_DB" <<<'CREATE DATABASE :"db";'
  fi
  run_init_files
  pg_ctl -m fast -w stop
}

if [ "${1:0:1}" = - ]; then
  set -- postgres "$@"
fi
if [ "$1" = postgres ]; then
  if [ "$(id -u)" = 0 ]; then
    become_postgres "$@"
  fi
  mkdir -p "$PGDATA"
  chmod 0700 "$PGDATA"
  if [ -s "$PGDATA/PG_VERSION" ]; then
    echo 'The data folder holds a database: nothing to initialise.'
  else
    create_cluster
    fill_cluster "${@:2}"
    echo 'PostgreSQL is initialised and ready to start.'
  fi
  unset POSTGRES_PASSWORD
fi
exec "$@"
