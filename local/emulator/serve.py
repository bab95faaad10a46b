"""Starts MiniStack, the embedded AWS, in this process, with the gate in front of it and with closed gaps.

local/emulator/emulator.ts runs this file with the Python of MiniStack's own environment, instead of the command `ministack`.
"""

import argparse
import os
import sys
from pathlib import Path

from ministack import app as ministack

import calls
import gaps
import journal
import keep_state
import mail
from gate import Gate


def main() -> None:
    options = parse_options()
    # MiniStack parses the arguments too, and does not know these.
    del sys.argv[1:]
    if not options.leave_gaps:
        gaps.mend()
    if options.mail_folder is not None:
        mail.send_mails_to(options.mail_folder, os.environ["GATEWAY_PORT"])
    if options.save_state:
        keep_state.save_regularly()
    journal.watch()
    calls.watch()
    # main() serves the application with this name on its only port.
    ministack.app = Gate(ministack.app, read_secret(options.secret_file), options.start)
    ministack.main()


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--secret-file", required=True, help="file with the secret of this start, which only the user can read")
    parser.add_argument("--start", required=True, help="identifies this start in the response to health checks")
    parser.add_argument("--leave-gaps", action="store_true", help="do not close the gaps, for the tests of gaps.py")
    parser.add_argument("--mail-folder", type=Path, help="let email subscriptions wait for their confirmation, and put mails here")
    parser.add_argument("--save-state", action="store_true", help="save the state every second, not only at the end")
    return parser.parse_args()


def read_secret(file: str) -> str:
    secret = Path(file).read_text().strip()
    if len(secret) < 32:
        raise SystemExit(f"Expected a secret of at least 32 characters in {file}, found {len(secret)}.")
    return secret


if __name__ == "__main__":
    main()
