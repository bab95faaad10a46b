"""A peer in Python: python-worker.py PEER [VIPSTHUMBNAIL]. It reads a line of JSON for each picture and returns the processor time."""

import io
import json
import os
import resource
import subprocess
import sys

from PIL import Image, ImageOps


def pillow(data, box):
    """thumbnail() lets the JPEG decoder shrink the picture (draft)."""
    image = Image.open(io.BytesIO(data))
    image.thumbnail((box, box))
    return save(image)


def pillow_without_draft(data, box):
    image = Image.open(io.BytesIO(data))
    image.load()
    image.thumbnail((box, box), reducing_gap=None)
    return save(image)


def save(image):
    out = io.BytesIO()
    ImageOps.exif_transpose(image).save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def vipsthumbnail(data, box):
    """Runs a process for each picture, as users do. The time includes the start of the process."""
    command = [sys.argv[2], "stdin", "--size", f"{box}x{box}>", "-o", ".jpg[Q=80,strip,optimize_coding]"]
    environment = {**os.environ, "VIPS_CONCURRENCY": "1"}
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True, env=environment).stdout


PEERS = {"pillow": pillow, "pillow without draft": pillow_without_draft, "vipsthumbnail": vipsthumbnail}


def cpu_ms(who):
    usage = resource.getrusage(who)
    return 1000 * (usage.ru_utime + usage.ru_stime)


def both():
    return cpu_ms(resource.RUSAGE_SELF) + cpu_ms(resource.RUSAGE_CHILDREN)


make = PEERS[sys.argv[1]]
# Of a peer that is a process itself, only that process counts.
measure = (lambda: cpu_ms(resource.RUSAGE_CHILDREN)) if sys.argv[1] == "vipsthumbnail" else both
for line in sys.stdin:
    task = json.loads(line)
    with open(task["photo"], "rb") as file:
        data = file.read()
    before = measure()
    jpeg = make(data, task["box"])
    answer = {"cpuMs": measure() - before}
    with open(task["output"], "wb") as file:
        file.write(jpeg)
    print(json.dumps(answer), flush=True)
