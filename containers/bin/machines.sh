# Sourced: machines with systemd as containers on a network of their own. Expects $home, the checkout, and bin/lib.sh.
# shellcheck shell=bash

. "$home/containers/bin/testing.sh"

machine_image=baton-test/machine:bookworm
# Unique to the run, so that two runs do not meet and a cleanup takes its own things alone.
run_name=baton-$$

# machines_network PREFIX: makes the network PREFIX.0/24, such as 10.91.0.
machines_network() {
  docker network create --subnet "$1.0/24" "$run_name" >/dev/null
}

# machine NAME ADDRESS: starts one; nothing in its /tmp can be executed, and it forwards nothing for others.
machine() {
  local cgroups=() controller
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    cgroups=(--cgroupns=host -v /sys/fs/cgroup:/sys/fs/cgroup)
  else
    for controller in systemd memory pids cpu cpuacct devices blkio; do
      cgroups+=(-v "/sys/fs/cgroup/$controller:/sys/fs/cgroup/$controller")
    done
  fi
  docker run -d --name "$run_name-$1" --label "$run_name" --hostname "$1" --network "$run_name" --ip "$2" \
    --cap-add NET_ADMIN --cap-add NET_RAW --cap-add SYS_ADMIN --cap-add SYS_NICE \
    --security-opt seccomp=unconfined --security-opt apparmor=unconfined \
    --sysctl net.ipv4.ip_forward=0 --tmpfs /run --tmpfs /run/lock --tmpfs /tmp:noexec \
    --stop-signal SIGRTMIN+3 "${cgroups[@]}" "$machine_image" >/dev/null
  within 30 "systemd of $1 is up" on "$1" systemctl is-active -q multi-user.target
}

# on MACHINE COMMAND...: runs it there.
on() {
  docker exec "$run_name-$1" "${@:2}"
}

# put FILE MACHINE PATH
put() {
  docker cp "$1" "$run_name-$2:$3" >/dev/null
}

# network_of MACHINE COMMAND...: runs a command of this host in the network of a machine, also of one that is paused.
network_of() {
  nsenter -t "$(docker inspect -f '{{.State.Pid}}' "$run_name-$1")" -n "${@:2}"
}

# owns MACHINE ADDRESS: whether the kernel of the machine has the address.
owns() {
  [ -n "$(network_of "$1" ip -o addr show to "$2/32")" ]
}

# answers URL: whether a request is answered with 200 within half a second.
answers() {
  [ "$(curl -s -o /dev/null -m 0.5 -w '%{http_code}' "$1")" = 200 ]
}

# failed WHY: shows what the nodes logged, and ends the test.
failed() {
  local each
  printf 'FAILED: %s\n' "$1" >&2
  for each in $(docker ps -q --filter "label=$run_name"); do
    docker exec "$each" sh -c 'hostname; journalctl -u baton --no-pager -n 25' >&2 2>/dev/null || true
  done
  exit 1
}

# machines_gone: removes what this run has started.
machines_gone() {
  local all
  all=$(docker ps -aq --filter "label=$run_name")
  # shellcheck disable=SC2086
  [ -z "$all" ] || docker rm -f $all >/dev/null 2>&1 || true
  docker network rm "$run_name" >/dev/null 2>&1 || true
}
