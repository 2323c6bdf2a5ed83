#!/usr/bin/env bash
# Everything on SQLite; on PostgreSQL too where DATABASE_URL names one or the package is installed;
# in the browser where the system has Chromium.
set -euo pipefail
jobs=${JOBS:-2}
data=$(mktemp -d)
cluster=""
finish() {
  [ -n "$cluster" ] && scripts/postgres.sh stop "$cluster" >/dev/null
  rm -rf "$data"
}
trap finish EXIT
export LINGE_DATA_DIR=$data LINGE_DEMO=1

scripts/chromium.sh || echo "!! 浏览器测试已跳过：本机没有 Chromium，也无权安装。(browser tests skipped: no Chromium)"

echo "== 客户端 client"
scripts/node.sh run test -- --silent

echo "== SQLite"
env -u DATABASE_URL .venv/bin/pytest -q -n "$jobs" --dist worksteal

if [ -z "${DATABASE_URL:-}" ] && cluster=$(scripts/postgres.sh start); then
  export DATABASE_URL=$(scripts/postgres.sh url "$cluster")
fi
if [ -n "${DATABASE_URL:-}" ]; then
  echo "== PostgreSQL"
  .venv/bin/pytest -q -n "$jobs" --dist worksteal -m "not browser"
else
  echo "!! PostgreSQL 测试已跳过：没有 DATABASE_URL，本机也没有安装。(PostgreSQL tests skipped)"
fi
