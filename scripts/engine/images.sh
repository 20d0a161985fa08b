# shellcheck shell=bash disable=SC2154
# The base images: public ones where a registry answers, else local ones built from Debian 12.

readonly table='POSTGRES_IMAGE postgres:15-alpine bestays-local/postgres
REDIS_IMAGE redis:7-alpine bestays-local/redis
DEBIAN_IMAGE debian:bookworm-slim bestays-local/debian
NODE_IMAGE node:20-bookworm-slim bestays-local/node'
readonly suite=bookworm label=bestays-local.recipe

public_images() { awk '{ print $2 }' <<<"$table"; }
local_images() { awk '{ print $3 }' <<<"$table"; }
# Reads the names of images.
all_exist() { xargs docker image inspect >/dev/null 2>&1; }
inspect_local() { local_images | xargs docker image inspect --format "$1" 2>/dev/null || true; }

images_are_there() { public_images | all_exist || local_images_are_current; }

# The image variables as KEY=value, none where the public images are all there.
print_env() {
  if public_images | all_exist; then
    return
  fi
  if local_images | all_exist; then
    awk '{ print $1 "=" $3 }' <<<"$table"
  elif ! engine_answers; then
    fail 'No engine answers, so the images that it has are not known.' 'Run: bash scripts/engine.sh'
  fi
}

images_in_use() {
  if public_images | all_exist; then
    echo 'public base images'
  else
    echo "base images bestays-local/* built here"
  fi
}

# What the local images are made of: they are built again when it changes.
recipe() {
  {
    find "$here/engine/images.sh" "$here"/engine/*/ /etc/apt/sources.list /etc/apt/sources.list.d \
      /usr/local/share/ca-certificates /etc/ssl/certs/ca-certificates.crt -type f -print0 2>/dev/null | sort -z | xargs -0 cat
    node --version
  } 2>/dev/null | sha256sum | cut -c 1-16
}

local_images_are_current() {
  local recipes
  recipes=$(inspect_local "{{index .Config.Labels \"$label\"}}" | uniq)
  [ "$recipes" = "$(recipe)" ]
}

have_images() {
  images_are_there || pull_public_images || build_local_images
}

# The engine gives up by itself within half a minute where a registry does not answer.
pull_public_images() {
  local image
  for image in $(public_images); do
    if ! docker image inspect "$image" >/dev/null 2>&1; then
      say "Pulling $image."
      if ! within 600 docker pull --quiet "$image" >"$tmp/log" 2>&1 </dev/null; then
        say "It cannot be had: $(tail -n 1 "$tmp/log")"
        return 1
      fi
    fi
  done
}

build_local_images() {
  local before again='Read the lines above, and run this again.'
  require_debian_root "Have these at the engine, and run this again: $(public_images | one_line)."
  command -v node >/dev/null ||
    fail 'There is no node, and the local Node image takes it from this machine.' \
      'Install Node 20 with npm, and run this again.'
  command -v debootstrap >/dev/null || apt_install debootstrap
  refresh_apt
  before=$(inspect_local '{{.Id}}')
  run 'Building bestays-local/debian (half a minute).' \
    'Look at the mirror that the sources of apt name, and run this again.' make_debian "$tmp/debian"
  run 'Building bestays-local/node.' \
    'Install Node 20 with its own npm, as one self-contained program, and run this again.' \
    make_node "$tmp/node"
  run 'Building bestays-local/postgres.' "$again" build postgres "$here/engine/postgres"
  run 'Building bestays-local/redis.' "$again" build redis "$here/engine/redis"
  remove_unless_current "$before"
}

# remove_unless_current IDS: the engine keeps those that a container or another image still uses.
remove_unless_current() {
  local id current
  current=$(inspect_local '{{.Id}}')
  for id in $1; do
    grep -qx "$id" <<<"$current" || docker image rm "$id" >/dev/null 2>&1 || true
  done
}

# build NAME CONTEXT. The default builder is the engine's own: another would not see the local images.
build() {
  docker buildx build --builder default --progress plain --label "$label=$(recipe)" \
    --tag "bestays-local/$1" --file "$here/engine/$1/Dockerfile" "$2"
}

# make_debian ROOT
make_debian() {
  local mirror proxy=''
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || { echo 'None of the sources of apt is a Debian archive.' && return 1; }
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  [ -z "$proxy" ] || export http_proxy=$proxy
  debootstrap --variant=minbase --include=ca-certificates $suite "$1" "$mirror"
  debian_sources $suite >"$1/etc/apt/sources.list"
  apt_settings >"$1/etc/apt/apt.conf.d/10machine"
  install -m 644 "$here/engine/debian/docker-clean" "$1/etc/apt/apt.conf.d/docker-clean"
  install -m 644 "$here/engine/debian/dpkg.cfg" "$1/etc/dpkg/dpkg.cfg.d/docker"
  add_authorities "$1"
  slim_down "$1"
  tar -C "$1" --exclude './dev/*' -c . |
    docker import --change 'CMD ["bash"]' --change "LABEL $label=$(recipe)" - bestays-local/debian
  rm -rf --one-file-system "$1"
}

# What apt here needs to reach its mirror, less an address with a password in it.
apt_settings() {
  apt-config dump | grep -v @ |
    grep -E '^Acquire::(https?::Proxy(::[^ ]*)?|Check-Valid-Until|Check-Date) ' || true
}

# add_authorities ROOT: the certificate authorities that this machine trusts beside the usual ones. Some stand in its
# bundle only, without a file of their own.
add_authorities() {
  local folder=/usr/local/share/ca-certificates bundle=/etc/ssl/certs/ca-certificates.crt extra=${NODE_EXTRA_CA_CERTS:-}
  [ ! -d $folder ] || cp -rL $folder "$1/usr/local/share/"
  mkdir -p "$1$folder"
  chroot "$1" update-ca-certificates
  [ -f "$extra" ] || extra=$bundle
  awk -v folder="$1$folder" '
    FNR == 1 { file++ }
    /BEGIN CERTIFICATE/ { body = ""; inside = 1; next }
    /END CERTIFICATE/ {
      inside = 0
      if (file > 1 && !(body in known)) {
        name = folder "/from-bundle-" ++number ".crt"
        printf "-----BEGIN CERTIFICATE-----\n%s-----END CERTIFICATE-----\n", body >name
        close(name)
      }
      known[body] = 1
    }
    inside { body = body $1 "\n" }
  ' "$1$bundle" "$bundle" "$extra"
  chroot "$1" update-ca-certificates
}

slim_down() {
  find "$1/usr/share/doc" -type f ! -name copyright -delete
  find "$1/usr/share/doc" -type l -delete
  rm -rf "$1"/usr/share/{groff,info,lintian,locale,man}/* "$1"/var/cache/{apt,debconf,ldconfig}/* \
    "$1"/var/lib/apt/lists/* "$1"/var/log/* "$1"/etc/{hostname,resolv.conf}
}

# make_node CONTEXT: this machine's node, the npm that stands beside it, and its harmless settings.
make_node() {
  local node npm
  node=$(node -p process.execPath)
  npm=$(dirname "$node")/../lib/node_modules/npm
  mkdir -p "$1"/usr/local/{bin,etc,lib/node_modules}
  cp "$node" "$1/usr/local/bin/node"
  cp -rL "$npm" "$1/usr/local/lib/node_modules/npm"
  npm_settings >"$1/usr/local/etc/npmrc"
  build node "$1"
}

# By name, so that no password or token comes along.
npm_settings() {
  (cd / && npm config get registry audit fund update-notifier omit-lockfile-registry-resolved 2>/dev/null) |
    grep -Ev '=(null|undefined)?$|@' || true
  echo cafile=/etc/ssl/certs/ca-certificates.crt
}
