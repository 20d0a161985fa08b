#!/usr/bin/env bash
# A Docker engine, Compose, Buildx and the base images of examples/bestays, where they are missing.
# shellcheck source-path=SCRIPTDIR disable=SC1091
set -euo pipefail

PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here compose_minimum=2.20
yes=false
tmp=''

usage() {
  cat <<'TEXT'
usage: bash scripts/engine.sh [--yes] [--print-env] [--help]

Makes this machine ready for examples/bestays: a Docker engine with Compose and Buildx, and four
base images. Where an engine already answers it installs none. On Debian 12 or later, as root, it
says what it would install and start, and asks. At the end it writes examples/bestays/.env from
its template where there is none.

  --yes        do it without a question
  --print-env  only print the image variables that this machine needs: none where the public
               images are used
  --help       print this text

Where no image registry answers, the base images are built from Debian's packages as
bestays-local/debian, /node, /postgres and /redis, and kept. To have one built again, remove it
with `docker image rm` and run this again.
TEXT
}

say() { printf '%s\n' "$*"; }

# fail WHAT NEXT: what went wrong, and what to do about it.
fail() {
  printf '%s\n%s\n' "$1" "$2" >&2
  exit 1
}

# run WHAT NEXT COMMAND...: says WHAT and runs COMMAND; where it fails, shows its last lines and NEXT.
run() {
  local what=$1 next=$2 status
  shift 2
  say "$what"
  # As part of a condition, COMMAND would go on after its first error in spite of set -e.
  set +e
  (set -e && "$@") >"$tmp/log" 2>&1 </dev/null
  status=$?
  set -e
  if [ "$status" -ne 0 ]; then
    tail -n 20 "$tmp/log" >&2
    fail "That failed (exit code $status)." "$next"
  fi
}

# within SECONDS COMMAND...: without a limit where the system has no timeout command.
within() {
  if command -v timeout >/dev/null; then
    timeout "$@"
  else
    "${@:2}"
  fi
}

os_release() { (. /etc/os-release && printf '%s' "${!1:-}") 2>/dev/null || true; }
one_line() { paste -sd ' ' -; }

# shellcheck source=engine/packages.sh
. "$here/engine/packages.sh"
# shellcheck source=engine/daemon.sh
. "$here/engine/daemon.sh"
# shellcheck source=engine/images.sh
. "$here/engine/images.sh"

require_debian_root() {
  local version
  # Debian's testing has no VERSION_ID.
  version=$(os_release VERSION_ID)
  version=${version:-99}
  if [ "$(os_release ID)" != debian ] || [ "${version%%.*}" -lt 12 ]; then
    fail 'Unexpected system, expected Debian 12 or later to install or build anything here.' "$1"
  fi
  if [ "$(id -u)" != 0 ]; then
    fail 'Unexpected user, expected root to install or build anything here.' \
      'Run this again as root, or have an engine started that this user can reach.'
  fi
}

refuse_foreign_engine() {
  local context
  if [ -n "${DOCKER_HOST:-}" ]; then
    fail "DOCKER_HOST is $DOCKER_HOST, and no engine answers there. Nothing was changed." \
      'Start that engine, or unset DOCKER_HOST to have one on this machine.'
  fi
  context=$(docker context inspect --format '{{.Name}}' 2>/dev/null || echo default)
  if [ "$context" != default ]; then
    fail "The docker context is $context, and no engine answers there. Nothing was changed." \
      "Start that engine, or run 'docker context use default' to have one on this machine."
  fi
}

# Fills the array plan with a line for each thing that would change.
make_plan() {
  local packages plugins by_hand engine=true
  by_hand="Install and start Docker Engine 20.10 or later with Buildx and Compose $compose_minimum or"
  by_hand+=' later, and run this again.'
  plan=()
  engine_answers || engine=false
  if ! $engine; then
    refuse_foreign_engine
    require_debian_root "$by_hand"
    packages=$(missing_packages | one_line)
    [ -z "$packages" ] || plan+=("install the Debian packages $packages")
    plan+=("start dockerd, with its log in $(daemon_log)")
  fi
  plugins=$(missing_plugins | one_line)
  if [ -n "$plugins" ]; then
    require_debian_root "$by_hand"
    plan+=("put $plugins of Debian 13 into $(plugin_folder)")
  fi
  # Before an engine answers nobody knows which images it has.
  if ! $engine || ! images_are_there; then
    plan+=("pull the base images that are missing: $(public_images | one_line)")
    plan+=("or, where no registry answers, install debootstrap and build: $(local_images | one_line)")
  fi
}

confirm() {
  local answer=''
  say 'This is to be done:'
  printf '  - %s\n' "${plan[@]}"
  if $yes; then
    return
  fi
  if [ ! -t 0 ]; then
    fail 'Nothing was changed: there is no terminal to ask on.' 'Run this again with --yes to have it done.'
  fi
  read -r -p 'Go ahead? [y/N] ' answer || true
  case $answer in
    [yY] | [yY][eE][sS]) ;;
    *) fail 'Nothing was changed.' 'Run this again when it suits.' ;;
  esac
}

clean_up() {
  # An interrupted debootstrap leaves /proc and /sys mounted in the new root.
  awk -v folder="$tmp/" 'index($2, folder) == 1 { print $2 }' /proc/mounts 2>/dev/null |
    sort -r | xargs -r umount -l || true
  rm -rf "$tmp"
}

start_work() {
  # Not /tmp: debootstrap cannot use a folder that is mounted nodev or noexec, as /tmp often is.
  tmp=$(mktemp -d /var/tmp/engine.XXXXXX)
  trap clean_up EXIT
  trap 'exit 130' INT TERM
  if command -v flock >/dev/null && [ -w /var/lock ]; then
    exec 9>/var/lock/bestays-engine
    flock --nonblock 9 || { say 'Another run of this script is at work: waiting for it.' && flock 9; }
  fi
}

write_env() {
  local workspace=$here/../examples/bestays
  if [ ! -f "$workspace/.env.example" ] || [ -e "$workspace/.env" ]; then
    return
  fi
  # noclobber: of two runs at once, one writes the file.
  (set -C && umask 077 && fill_template "$workspace/.env.example" >"$workspace/.env")
  say 'Wrote examples/bestays/.env from its template.'
}

# fill_template FILE: FILE with the image variables put in their places, commented out or not.
fill_template() {
  lines=$(print_env) awk '
    BEGIN {
      count = split(ENVIRON["lines"], line, "\n")
      for (i = 1; i <= count; i++) { name = line[i]; sub(/=.*/, "", name); value[name] = line[i] }
    }
    {
      name = $0
      if (sub(/^#? */, "", name) && sub(/=.*/, "", name) && name in value) {
        if (!written[name]++) print value[name]
        next
      }
      print
    }
    END { for (name in value) if (!written[name]) print value[name] }
  ' "$1"
}

main() {
  while [ $# -gt 0 ]; do
    case $1 in
      --yes | -y) yes=true ;;
      --print-env) print_env; exit ;;
      --help | -h) usage; exit ;;
      *) usage >&2; exit 2 ;;
    esac
    shift
  done
  local outcome='Nothing to install'
  make_plan
  if [ ${#plan[@]} -gt 0 ]; then
    confirm
    start_work
    install_packages
    install_plugins
    start_engine
    have_images
    outcome=Ready
  fi
  say "$outcome: Engine $(engine_version), Compose $(compose_version), $(images_in_use)."
  write_env
}

main "$@"
