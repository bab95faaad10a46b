"""Lets quick-aws-server.py run a command of the AWS CLI, and ends with its exit status. The first argument is the server's socket."""

import json
import os
import socket
import struct
import sys

command = {"arguments": sys.argv[2:], "folder": os.getcwd(), "environment": dict(os.environ)}
text = json.dumps(command).encode()
connection = socket.socket(socket.AF_UNIX)
connection.connect(sys.argv[1])
socket.send_fds(connection, [struct.pack("!I", len(text))], [0, 1, 2])
connection.sendall(text)
sys.exit(int(connection.makefile().read() or 255))
