#!/usr/bin/env bash
# The types of the phone's client, made from the published schema; --check fails where they differ.
set -euo pipefail
kept=src/linge/field/client/api/schema.d.ts
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
.venv/bin/linge openapi >"$made/openapi.json"
scripts/node.sh exec --no -- openapi-typescript "$made/openapi.json" -o "$made/schema.d.ts" >/dev/null 2>&1
if [ "${1:-}" = --check ]; then
  diff -q "$kept" "$made/schema.d.ts" >/dev/null || {
    echo "$kept is not what the API publishes: run scripts/field_schema.sh"
    exit 1
  }
  echo "schema: the phone's types are those of the API"
else
  cp "$made/schema.d.ts" "$kept"
fi
