#!/usr/bin/env bash
# Entry point of the local Redis image: the arguments and the user of the official image.
set -euo pipefail

case ${1:-} in
  -* | *.conf) set -- redis-server "$@" ;;
esac
if [ "${1:-}" != redis-server ]; then
  exec "$@"
fi
shift

config=()
if [ $# -gt 0 ] && [ "${1:0:1}" != - ]; then
  config=("$1")
  shift
fi
# Debian's Redis answers only its own host until a password is set; the official image answers the
# container's network. What a configuration file says about it stands.
if [ ${#config[@]} -eq 0 ] || ! grep -qi '^[[:space:]]*protected-mode' "${config[0]}"; then
  set -- --protected-mode no "$@"
fi
server=(redis-server)
if [ "$(id -u)" = 0 ]; then
  find . \! -user redis -exec chown redis:redis {} +
  server=(setpriv --reuid=redis --regid=redis --init-groups redis-server)
fi
if [ "$(umask)" = 0022 ]; then
  umask 0077
fi
exec "${server[@]}" "${config[@]}" "$@"
