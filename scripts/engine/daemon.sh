# shellcheck shell=bash
# The engine's process, with a service manager or without one.

readonly pid_file=/var/run/docker.pid
engine_version() { within 10 docker version --format '{{.Server.Version}}' 2>/dev/null; }
engine_answers() { engine_version >/dev/null; }
systemd_runs() { [ -d /run/systemd/system ]; }

daemon_log() {
  if systemd_runs; then
    echo "'journalctl -u docker'"
  else
    echo /var/log/dockerd.log
  fi
}

# running PROGRAM FILE: prints the process id in FILE, if it is PROGRAM's. A process that has ended and
# waits to be collected still has a name in /proc, but no program.
running() {
  local pid program
  pid=$(cat "$2" 2>/dev/null) && program=$(readlink "/proc/$pid/exe") || return 1
  [ "${program##*/}" = "$1" ] && echo "$pid"
}

start_engine() {
  local pid
  if engine_answers; then
    return
  elif systemd_runs; then
    run 'Starting the docker service.' "Read $(daemon_log)." systemctl start docker
    wait_for_engine $$ || fail 'The docker service runs and no engine answers.' "Read $(daemon_log)."
    return
  fi
  if pid=$(running dockerd $pid_file); then
    say "dockerd is running (process $pid): waiting for it."
    wait_for_engine "$pid" && return
    ! running dockerd $pid_file >/dev/null || fail_to_start "End process $pid, and run this again."
  fi
  say 'Starting dockerd.'
  remove_leftovers
  mount_cgroups
  launch_daemon
  wait_for_engine "$daemon_pid" || fail_to_start 'Mend that, and run this again.'
}

# What a daemon that was killed leaves behind: a new one refuses to start over a pid file whose number
# another process has by now, and waits in vain for a containerd that is not there.
remove_leftovers() {
  local socket=/run/containerd/containerd.sock own=/var/run/docker/containerd/containerd.pid
  rm -f $pid_file
  running containerd $own >/dev/null || rm -f $own
  grep -qs " $socket\$" /proc/net/unix || rm -f $socket
}

# The same mounts as systemd or Debian's init script would have made.
mount_cgroups() {
  local root=/sys/fs/cgroup controller enabled
  mountpoint -q $root || mount_cgroup_root $root
  [ ! -e $root/cgroup.controllers ] || return 0
  while read -r controller _ _ enabled; do
    if [ "$enabled" = 1 ] && ! mountpoint -q "$root/$controller"; then
      mkdir -p "$root/$controller"
      mount -t cgroup -o "$controller" cgroup "$root/$controller" 2>/dev/null || rmdir "$root/$controller"
    fi
  done < <(grep -v '^#' /proc/cgroups)
}

# Version 2, unless its root is without controllers: then version 1 has them.
mount_cgroup_root() {
  mount -t cgroup2 cgroup "$1" 2>/dev/null && grep -qs memory "$1/cgroup.controllers" && return
  ! mountpoint -q "$1" || umount "$1"
  mount -t tmpfs -o mode=755 cgroup "$1"
}

launch_daemon() {
  local fd
  (
    # A descriptor that came with this script, a test runner's pipe say, would be open for as long
    # as dockerd runs, and who reads its other end would wait as long.
    for fd in /proc/self/fd/*; do
      fd=${fd##*/}
      [ "$fd" -le 2 ] || eval "exec $fd>&-"
    done
    ulimit -n 1048576 2>/dev/null || ulimit -n "$(ulimit -Hn)"
    cd /
    exec setsid dockerd
  ) </dev/null >>"$(daemon_log)" 2>&1 &
  disown
  daemon_pid=$!
}

# wait_for_engine PID: until it answers, for a minute at most and only while process PID lives.
wait_for_engine() {
  local deadline=$((SECONDS + 60))
  until engine_answers; do
    [ "$SECONDS" -lt "$deadline" ] && [ -e "/proc/$1/exe" ] || return 1
    sleep 0.3
  done
}

fail_to_start() {
  tail -n 20 "$(daemon_log)" >&2
  fail "dockerd does not answer: these are the last lines of $(daemon_log)." "$1"
}
