#!/usr/bin/env bash
# A private PostgreSQL cluster on a free port, for tests: start | url DIR | stop DIR.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || exit 1
as_owner() {
  if [ "$(id -u)" = 0 ]; then su postgres -s /bin/bash -c "$*"; else bash -c "$*"; fi
}
case $1 in
  start)
    dir=$(mktemp -d)
    [ "$(id -u)" = 0 ] && chown postgres "$dir"
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    as_owner "$bin/initdb -D $dir/data -U linge --auth=trust -E UTF8 --locale=C.UTF-8" >/dev/null
    as_owner "$bin/pg_ctl -D $dir/data -w -l $dir/log -o '-p $port -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir' start" >/dev/null
    as_owner "$bin/createdb -h 127.0.0.1 -p $port -U linge linge"
    echo "$dir:$port"
    ;;
  url) echo "postgres://linge@127.0.0.1:${2#*:}/linge" ;;
  stop)
    as_owner "$bin/pg_ctl -D ${2%:*}/data -m immediate stop"
    rm -rf "${2%:*}"
    ;;
esac
