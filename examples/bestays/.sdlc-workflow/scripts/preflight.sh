#!/usr/bin/env bash
# May this environment start? Six checks, a line each; exit code 0 when all pass, 1 when one fails.
# Described in .pattern-book/specifications/tech/preflight-validation.md.
#
#   preflight.sh             run the checks
#   preflight.sh --project   print the project name and nothing else
#
# It changes nothing, and of .env it prints port numbers only.
# shellcheck disable=SC2016 # Backticks in messages are quotes.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

COMPOSE_FILE_DEV=docker-compose.dev.yml
failed=0

ok() { printf '  ok    %s\n' "$1"; }
skip() { printf '  skip  %s\n' "$1"; }
fail() {
  printf '  FAIL  %s\n        fix: %s\n' "$1" "$2"
  failed=1
}

# The value of a variable as Compose sees it: the environment, else the last line of .env that sets it.
# .env is read as text, never run. Quotes, `export` and comments are taken off; spaces inside stay.
value_of() {
  if [ -n "${!1+set}" ]; then
    printf '%s' "${!1}"
  elif [ -r .env ]; then
    name=$1 awk '
      { sub(/\r$/, "") }
      match($0, "^[ \t]*(export[ \t]+)?" ENVIRON["name"] "[ \t]*=[ \t]*") {
        value = substr($0, RLENGTH + 1)
        quote = substr(value, 1, 1)
        if ((quote == "\"" || quote == "\047") && (end = index(substr(value, 2), quote)))
          value = substr(value, 2, end - 1)
        else {
          sub(/(^|[ \t]+)#.*$/, "", value)
          sub(/[ \t]+$/, "", value)
        }
        last = value
      }
      END { printf "%s", last }
    ' .env
  fi
}

# An invalid name is an error, never the default: the default is another project.
project_name() {
  local name=${COMPOSE_PROJECT_NAME:-$(unset COMPOSE_PROJECT_NAME; value_of COMPOSE_PROJECT_NAME)}
  name=${name:-bestays}
  if [[ $name =~ ^[a-z0-9][a-z0-9_-]*$ ]]; then
    echo "$name"
  else
    echo 'COMPOSE_PROJECT_NAME is not a project name: lower-case letters, digits, "-" and "_" only.' >&2
    return 1
  fi
}

# Check 1
check_docker_daemon() {
  if ! docker version >/dev/null 2>&1; then
    fail 'Docker: the daemon does not answer' 'start Docker, then `docker version` must show a Server section'
  elif ! docker compose version >/dev/null 2>&1; then
    fail 'Docker: the Compose plugin is missing' 'install Docker Compose 2 (`docker compose version` must answer)'
  else
    ok 'Docker daemon and Compose answer'
  fi
}

# Check 2: a new published port in the compose file needs a line here.
check_ports_available() {
  # In one command, so that the environment is read before `local` hides it.
  # shellcheck disable=SC2155
  local SERVER_PORT="$(value_of SERVER_PORT)" \
    FRONTEND_PORT="$(value_of FRONTEND_PORT)" \
    POSTGRES_PORT="$(value_of POSTGRES_PORT)" \
    REDIS_PORT="$(value_of REDIS_PORT)"

  local ports=(
    "SERVER_PORT ${SERVER_PORT:-8011}"
    "FRONTEND_PORT ${FRONTEND_PORT:-5183}"
    "POSTGRES_PORT ${POSTGRES_PORT:-5433}"
    "REDIS_PORT ${REDIS_PORT:-6379}"
  )

  # What this project's own containers publish is theirs to keep.
  local own entry name port seen=' ' good=''
  own=$(docker ps --filter "label=com.docker.compose.project=$PROJECT" --format '{{.Ports}}' 2>/dev/null)
  for entry in "${ports[@]}"; do
    name=${entry%% *}
    port=${entry#* }
    if ! [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || [ "$port" -gt 65535 ]; then
      fail "Port: $name is not a port number" "set $name in .env to a number from 1 to 65535"
    elif [[ $seen == *" $port "* ]]; then
      fail "Port $port ($name): another service has it too" "give every service a port of its own in .env"
    elif [[ $own != *":$port->"* ]] && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      fail "Port $port ($name) is taken by another program" "stop it (\`docker ps --filter publish=$port\` or \`ss -ltnp 'sport = :$port'\` names it), or set $name in .env"
    else
      good+=" $port"
    fi
    seen+="$port "
  done
  [ -z "$good" ] || ok "Ports free or held by this project:$good"
}

# Check 3
check_env_file() {
  if [ ! -f .env ]; then
    fail 'File .env is missing' '`cp .env.example .env`, then fill it in'
  elif [ ! -r .env ]; then
    fail 'File .env cannot be read' '`chmod u+r .env`, or ask its owner'
  else
    ok 'File .env exists'
  fi
}

# Check 4
check_required_variables() {
  local name missing=0
  for name in CLERK_SECRET_KEY OPENROUTER_API_KEY; do
    if [ -z "$(value_of "$name")" ]; then
      fail "Variable $name is not set" "set $name in .env; .env.example has a placeholder"
      missing=1
    fi
  done
  if [ $missing = 0 ]; then ok 'Required variables are set'; fi
  return $missing
}

# Check 5
check_compose_file() {
  if [ ! -f "$COMPOSE_FILE_DEV" ]; then
    fail "File $COMPOSE_FILE_DEV is missing" "restore it: \`git checkout -- $COMPOSE_FILE_DEV\`"
  elif [ "$1" != 0 ]; then
    skip "$COMPOSE_FILE_DEV: not judged until the required variables are set"
  elif ! docker compose version >/dev/null 2>&1; then
    skip "$COMPOSE_FILE_DEV: not judged without the Compose plugin"
  # Its message may quote values of .env, so it is not shown here.
  elif docker compose -p "$PROJECT" -f "$COMPOSE_FILE_DEV" config --quiet >/dev/null 2>&1; then
    ok "$COMPOSE_FILE_DEV is valid"
  else
    fail "$COMPOSE_FILE_DEV is not valid" "\`docker compose -f $COMPOSE_FILE_DEV config --quiet\` says where"
  fi
}

# Check 6: a missing bind mount would be made by Docker, empty and owned by root.
check_required_directories() {
  local path missing=0
  for path in \
    apps/server/src/server \
    apps/server/alembic/versions \
    apps/server/tests \
    apps/frontend/src \
    apps/frontend/static \
    docker/server \
    docker/frontend; do
    if [ ! -d "$path" ]; then
      fail "Directory $path is missing" "restore it: \`git checkout -- $path\`"
      missing=1
    fi
  done
  for path in \
    docker/postgres/init.sql \
    apps/frontend/svelte.config.js \
    apps/frontend/vite.config.ts; do
    if [ ! -f "$path" ]; then
      # Docker may have put a directory in the file's place.
      fail "File $path is missing" "remove what stands there, if anything, and restore it: \`git checkout -- $path\`"
      missing=1
    fi
  done
  if [ $missing = 0 ]; then ok 'Required directories and mounted files are present'; fi
}

PROJECT=$(project_name) || exit 1
if [ "${1-}" = --project ]; then
  echo "$PROJECT"
  exit 0
fi

echo "Preflight for project $PROJECT"
check_docker_daemon
check_ports_available
check_env_file
check_required_variables
check_compose_file $?
check_required_directories

if [ $failed = 0 ]; then echo 'Preflight passed.'; else echo 'Preflight failed: mend what is marked FAIL, then run it again.'; fi
exit $failed
