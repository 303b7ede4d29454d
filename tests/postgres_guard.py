"""Ends a test server when the tests end, however they end: waits until the pipe from them closes.

Run with the user that owns the server ("" for one's own), its folder, and the command that stops it.
"""

import shutil
import subprocess
import sys


def main(user: str, folder: str, *stop: str) -> None:
    sys.stdin.buffer.read()
    try:
        subprocess.run(stop, user=user or None, cwd=folder, capture_output=True, check=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
