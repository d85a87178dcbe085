# Sourced: the lab of "vagrant up", asked and struck alike whatever provider has made it. Expects $home and $work.
# shellcheck shell=bash

. "$home/bin/lib.sh"
. "$home/containers/bin/testing.sh"

lab=$home/vagrant
vip=$(awk '/^lab_net:/ { print $2 }' "$lab/vars.yml").100

# lab_vagrant ARGUMENT...: Vagrant in the lab's directory.
lab_vagrant() {
  (cd "$lab" && vagrant "$@" </dev/null)
}

# no_lab: refuses to go on where one is up, because the tests that make their own would take it away.
no_lab() {
  ! compgen -G "$lab/.vagrant/machines/*/*/id" >/dev/null ||
    die 'a lab is up already; vagrant/failover-test strikes it, and "vagrant destroy" in vagrant/ takes it away'
}

# lab_found: which provider is up (provider), its balancers (nodes), and how ssh gets to all machines.
lab_found() {
  local id
  nodes=()
  for id in "$lab"/.vagrant/machines/lb*/*/id; do
    [ -e "$id" ] || die 'the lab is not up; in vagrant/: vagrant up'
    provider=$(basename "$(dirname "$id")")
    nodes+=("$(basename "$(dirname "$(dirname "$id")")")")
  done
  [ ${#nodes[@]} -ge 2 ] || die "the lab has the balancer ${nodes[*]} alone; in vagrant/: vagrant up"
  # It knows no more of machines that are off, and leaves with an error: then the lab is not up.
  lab_vagrant ssh-config >"$work/ssh" 2>/dev/null || die 'a machine of the lab is off; in vagrant/: vagrant up'
}

# id_of MACHINE: what the provider calls it.
id_of() {
  cat "$lab/.vagrant/machines/$1/$provider/id"
}

# on MACHINE COMMAND...: runs it there, as one line of the shell of root.
on() {
  ssh -F "$work/ssh" -o ConnectTimeout=5 -o LogLevel=ERROR "$1" sudo sh -c "$(printf '%q' "${*:2}")" </dev/null
}

owns() {
  on "$1" "ip -o addr show to $vip/32 | grep -q ."
}

# owner: the one node that has the address; fails when it is none, or more.
owner() {
  local node found=()
  for node in "${nodes[@]}"; do
    ! owns "$node" 2>/dev/null || found+=("$node")
  done
  [ ${#found[@]} = 1 ] && printf '%s\n' "${found[0]}"
}

# whole: every node finds the cluster healthy, and one has the address.
whole() {
  local node
  for node in "${nodes[@]}"; do
    on "$node" baton status || return 1
  done
  owner
}

# The faults that only the provider can do, each with its end.

power_off() {
  case $provider in
    docker) docker kill "$(id_of "$1")" >/dev/null ;;
    libvirt) virsh -q destroy "$(id_of "$1")" ;;
    virtualbox) VBoxManage -q controlvm "$(id_of "$1")" poweroff ;;
  esac
}

power_on() {
  lab_vagrant up --no-provision "$1" >/dev/null
  lab_vagrant ssh-config >"$work/ssh"
}

hold() {
  case $provider in
    docker) docker pause "$(id_of "$1")" >/dev/null ;;
    libvirt) virsh -q suspend "$(id_of "$1")" ;;
    virtualbox) VBoxManage -q controlvm "$(id_of "$1")" pause ;;
  esac
}

let_go() {
  case $provider in
    docker) docker unpause "$(id_of "$1")" >/dev/null ;;
    libvirt) virsh -q resume "$(id_of "$1")" ;;
    virtualbox) VBoxManage -q controlvm "$(id_of "$1")" resume ;;
  esac
}

# cable MACHINE up|down: the carrier of eth1, which all providers make second.
cable() {
  local id index
  id=$(id_of "$1")
  case $provider in
    docker)
      index=$(docker exec "$id" cat /sys/class/net/eth1/iflink)
      ip link set "$(ip -o link | awk -F '[:@ ]+' -v index_="$index" '$1 == index_ { print $2 }')" "$2"
      ;;
    libvirt) virsh -q domif-setlink "$id" "$(virsh -q domiflist "$id" | awk 'NR == 2 { print $1 }')" "$2" ;;
    virtualbox) VBoxManage -q controlvm "$id" setlinkstate2 "$([ "$2" = up ] && echo on || echo off)" ;;
  esac
}
