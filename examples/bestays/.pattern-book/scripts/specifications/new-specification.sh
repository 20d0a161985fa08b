#!/usr/bin/env bash
# A new specification from its outline, and the index brought up to date.
#   new-specification.sh urs|tech|integration NAME [TITLE]
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../common/pattern-book.sh
. "$(dirname "${BASH_SOURCE[0]}")/../common/pattern-book.sh"

usage='Usage: new-specification.sh urs|tech|integration NAME [TITLE], for example: new-specification.sh tech photo-upload "Photos"'
if [ $# -lt 2 ] || [ $# -gt 3 ]; then fail 'Two or three arguments are needed.' "$usage"; fi
kind=$1 name=$2 title=${3:-$2}
case $kind in
  urs) sections=('Requirements' 'When something is down' 'Not included') ;;
  tech) sections=('Design' 'Configuration' 'Errors' 'Testing') ;;
  integration) sections=('API contract' 'Errors' 'Limits') ;;
  *) fail "\"$kind\" is no kind of specification." "$usage" ;;
esac
need_slug "$name"
[[ $title != *$'\n'* ]] || fail 'The title has more than one line.' "$usage"

file=$book/specifications/$kind/$name.md
[ ! -e "$file" ] || fail "${file#"$book/"} is there already." 'Edit it, or choose another name.'
mkdir -p "$(dirname "$file")"
{
  printf '# %s\n' "$title"
  for section in "${sections[@]}"; do printf '\n## %s\n\nTo be written.\n' "$section"; done
} >"$file"
echo "Wrote ${file#"$book/"}"
bash "$book/scripts/common/update-index.sh"
