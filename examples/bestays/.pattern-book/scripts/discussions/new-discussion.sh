#!/usr/bin/env bash
# A new discussion, its folder named after the minute, and the index brought up to date.
#   new-discussion.sh NAME [TITLE]
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../common/pattern-book.sh
. "$(dirname "${BASH_SOURCE[0]}")/../common/pattern-book.sh"

usage='Usage: new-discussion.sh NAME [TITLE], for example: new-discussion.sh photo-upload "Photos of homes"'
if [ $# -lt 1 ] || [ $# -gt 2 ]; then fail 'One or two arguments are needed.' "$usage"; fi
name=$1 title=${2:-$1}
need_slug "$name"
[[ $title != *$'\n'* ]] || fail 'The title has more than one line.' "$usage"

now=$(date '+%Y%m%d-%H%M %Y-%m-%d')
folder=$book/discussions/${now% *}-$name
mkdir -p "$book/discussions"
mkdir "$folder" 2>/dev/null || fail "${folder#"$book/"} is there already." 'Write into it, or choose another name.'
printf '# %s\n\nDiscussion of %s.\n\n## Question\n\nTo be written.\n\n## Decision\n\nTo be written.\n' "$title" "${now#* }" >"$folder/README.md"
echo "Wrote ${folder#"$book/"}/README.md"
bash "$book/scripts/common/update-index.sh"
