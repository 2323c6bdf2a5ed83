#!/usr/bin/env bash
# Serve the demo community and say how to come in.
set -euo pipefail
port=$1
.venv/bin/linge serve --migrate --bind "127.0.0.1:$port" &
server=$!
trap 'kill -TERM $server 2>/dev/null; wait $server' INT TERM
until curl -fs "http://127.0.0.1:$port/healthz" >/dev/null 2>&1; do
  kill -0 "$server" || exit 1
  sleep 0.2
done
.venv/bin/linge cast --address "http://127.0.0.1:$port"
wait "$server"
