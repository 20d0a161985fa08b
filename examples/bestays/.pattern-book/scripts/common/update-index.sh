#!/usr/bin/env bash
# Writes SPECS-INDEX.md and DISCUSSIONS-INDEX.md from the files that are there.
# shellcheck disable=SC2016 # Backticks in the text are Markdown.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=pattern-book.sh
. "$(dirname "${BASH_SOURCE[0]}")/pattern-book.sh"

specifications() {
  local kind heading file
  printf '# Specifications\n\nWritten by `.pattern-book/scripts/common/update-index.sh`: edit the specifications, then run it.\n'
  for kind in urs tech integration; do
    case $kind in
      urs) heading='User requirements' ;;
      tech) heading='Technical specifications' ;;
      integration) heading='Integration contracts' ;;
    esac
    printf '\n## %s\n\n' "$heading"
    for file in "$book/specifications/$kind"/*.md; do
      [ ! -f "$file" ] || entry "$(title_of "$file")" "${file#"$book/"}"
    done
  done
}

discussions() {
  local file
  printf '# Discussions\n\nWritten by `.pattern-book/scripts/common/update-index.sh`: edit the discussions, then run it. Oldest first.\n\n'
  for file in "$book/discussions"/*/README.md; do
    [ ! -f "$file" ] || entry "$(title_of "$file")" "${file#"$book/"}"
  done
}

specifications | write_if_changed "$book/SPECS-INDEX.md"
discussions | write_if_changed "$book/DISCUSSIONS-INDEX.md"
