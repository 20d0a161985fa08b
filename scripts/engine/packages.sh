# shellcheck shell=bash disable=SC2154
# Debian's packages, and the two CLI plugins that Debian 12 does not have.

apt_is_fresh=false
plugin_folder() { echo "${DOCKER_CONFIG:-${HOME:-/root}/.docker}/cli-plugins"; }
compose_version() { docker compose version --short 2>/dev/null; }

compose_is_recent() {
  local version
  version=$(compose_version) || return 1
  version=${version#v}
  [[ $version =~ ^[0-9]+\.[0-9]+ ]] &&
    [ "$(printf '%s\n' "$compose_minimum" "$version" | sort -V | head -n 1)" = "$compose_minimum" ]
}

missing_plugins() {
  compose_is_recent || echo docker-compose
  docker buildx version >/dev/null 2>&1 || echo docker-buildx
}

# The packages whose commands are not there. From Debian 13 on, the CLI is a package of its own.
missing_packages() {
  local cli=docker-cli pair
  [ "$(os_release VERSION_ID)" != 12 ] || cli=docker.io
  for pair in "docker:$cli" dockerd:docker.io iptables:iptables make:make git:git curl:curl \
    update-ca-certificates:ca-certificates; do
    command -v "${pair%%:*}" >/dev/null || echo "${pair#*:}"
  done | sort -u
}

refresh_apt() {
  if ! $apt_is_fresh; then
    run 'Refreshing the package lists.' "Look at apt's sources; 'apt-get update' has to work." \
      apt-get -o DPkg::Lock::Timeout=120 update
    apt_is_fresh=true
  fi
}

# apt_install PACKAGE...
apt_install() {
  refresh_apt
  DEBIAN_FRONTEND=noninteractive run "Installing $*." "Run this again when 'apt-get install $*' works." \
    apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@"
}

install_packages() {
  local packages
  engine_answers && return
  read -r -a packages <<<"$(missing_packages | one_line)"
  [ ${#packages[@]} -eq 0 ] || apt_install "${packages[@]}"
}

# debian_sources SUITE: apt source lines for SUITE on the mirrors that this machine's own sources name.
debian_sources() {
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(ORIGIN)|$(CODENAME)|$(REPO_URI)' 'Created-By: Packages' |
    sed 's#//[^/@]*@#//#' |
    awk -F '|' -v own="$(os_release VERSION_CODENAME)" -v suite="$1" '
      $1 == "Debian" && ($2 == own || $2 == own "-updates" || $2 == own "-security") && !seen[$2]++ {
        sub(own, suite, $2)
        print "deb", $3, $2, "main"
      }'
}

# debian_mirror: the address of the archive itself, without updates and security.
debian_mirror() { debian_sources any | awk '$3 == "any" { print $2 }'; }

install_plugins() {
  local plugins
  read -r -a plugins <<<"$(missing_plugins | one_line)"
  if [ ${#plugins[@]} -gt 0 ]; then
    refresh_apt
    run "Fetching ${plugins[*]} of Debian 13." \
      "Put ${plugins[*]} into $(plugin_folder) by hand, and run this again." \
      fetch_plugins "${plugins[@]}"
  fi
}

# The machine's own apt configuration, lists and pins stay as they are: this has a folder of its own.
fetch_plugins() {
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  local folder=$tmp/plugins plugin mirror options
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || { echo 'None of the sources of apt is a Debian archive.' && return 1; }
  mkdir -p "$folder"/{none,lists/partial,cache/archives/partial,root}
  echo "deb $([ ! -e $keyring ] || echo "[signed-by=$keyring]") $mirror trixie main" >"$folder/sources.list"
  options=(
    -o "Dir::Etc::sourcelist=$folder/sources.list" -o "Dir::Etc::sourceparts=$folder/none"
    -o Dir::Etc::preferences=/dev/null -o "Dir::Etc::preferencesparts=$folder/none"
    -o "Dir::State::Lists=$folder/lists" -o "Dir::Cache=$folder/cache"
    -o APT::Default-Release= -o APT::Sandbox::User=root
  )
  cd "$folder" || return
  apt-get "${options[@]}" update
  apt-get "${options[@]}" download "$@"
  for plugin in "$@"; do
    dpkg -x "$plugin"_*.deb root
    install -D -m 755 "root/usr/libexec/docker/cli-plugins/$plugin" "$(plugin_folder)/$plugin"
  done
}
