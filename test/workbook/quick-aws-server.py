"""Runs the AWS CLI for quick-aws-client.py. It has imported the CLI already, which takes most of the time of a command, and runs each
command in a fork of its own, with the arguments, the folder, the environment and the standard streams of the client.
"""

import json
import os
import signal
import socket
import struct
import sys

from awscli.clidriver import create_clidriver


def run(connection: socket.socket) -> int:
    size, streams, _, _ = socket.recv_fds(connection, 4, 3)
    with connection.makefile("rb") as file:
        command = json.loads(file.read(struct.unpack("!I", size)[0]))
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.chdir(command["folder"])
    os.environ.clear()
    os.environ.update(command["environment"])
    status = create_clidriver().main(command["arguments"])
    sys.stdout.flush()
    sys.stderr.flush()
    return status


listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen()
# Children that have ended need no wait.
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)
while True:
    connection, _ = listener.accept()
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        status = 255
        try:
            status = run(connection)
        finally:
            connection.sendall(str(status).encode())
            os._exit(status)
    connection.close()
