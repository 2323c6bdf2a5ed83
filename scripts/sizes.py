"""No function over 60 lines, no file over 400; tests, migrations and data aside (STYLE §2)."""

import ast
import sys
from pathlib import Path

MOST_LINES, MOST_FUNCTION = 400, 60
ASIDE = {"tests", "migrations", "data"}


def faults(path: Path) -> list[str]:
    """What is too long in one file."""
    source = path.read_text(encoding="utf-8")
    found = [f"{path}: {n} lines"] if (n := source.count("\n")) > MOST_LINES else []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MOST_FUNCTION:
                found.append(f"{path}:{node.lineno} {node.name}: {length} lines")
            found += [
                f"{path}:{inner.lineno} import inside {node.name}"
                for inner in ast.walk(node)
                if isinstance(inner, ast.Import | ast.ImportFrom)
            ]
    return found


def main() -> int:
    """Print every fault; 1 when there is one."""
    files = [p for p in Path("src").rglob("*.py") if not ASIDE & set(p.parts)]
    found = [fault for path in sorted(files) for fault in faults(path)]
    print("\n".join(found) or f"sizes: {len(files)} files fit")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
