# Shared by the scripts of the pattern-book: source it, do not run it.
# shellcheck shell=bash

book=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export LC_ALL=C.UTF-8

# fail WHAT NEXT: what went wrong, and what to do about it.
fail() {
  printf '%s\n%s\n' "$1" "$2" >&2
  exit 1
}

# need_slug TEXT: refuses what is no file name of ours.
need_slug() {
  [[ $1 =~ ^[a-z0-9]+(-[a-z0-9]+)*$ ]] || fail "\"$1\" is no name for a file." 'Use lower-case letters, digits and single hyphens.'
}

# title_of FILE: its first heading, else its name.
title_of() {
  local title
  title=$(sed -n 's/^# \(.*\)$/\1/p;/^# /q' "$1")
  printf '%s' "${title:-$(basename "$1" .md)}"
}

# entry TITLE PATH: a line of an index.
entry() { printf -- '- [%s](%s)\n' "${1//[\[\]]/}" "$2"; }

# write_if_changed FILE: takes standard input; leaves the file alone where it would stay the same.
write_if_changed() {
  local text
  text=$(cat)
  if [ -f "$1" ] && [ "$text" = "$(cat "$1")" ]; then return; fi
  printf '%s\n' "$text" >"$1"
  echo "Wrote ${1#"$book/"}"
}
