"""Several commands of the portal in one process, because loading the portal takes longer than each.

`python -m tools.prepare migrate demo` ends with the first command that fails, and with its exit code.
"""

import sys

from portal.cli import main as command


def main(names: list[str]) -> int:
    """Run the commands in this order; return the first exit code that is not 0."""
    for name in names:
        code = command([name])
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
