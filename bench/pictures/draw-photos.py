"""Lays photos side by side to pictures of a given size: draw-photos.py FOLDER_OF_PHOTOS OUT.jpg WIDTH HEIGHT

Tiles keep the photos' own pixels, since enlarging would leave a decoder less detail to read than a camera does. Each tile is
another cut-out, every other one mirrored.
"""

import random
import sys
from pathlib import Path

from PIL import Image, ImageOps

TILE = (400, 300)

folder, out, width, height = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
photos = [Image.open(file).convert("RGB") for file in sorted(folder.iterdir())]
at_random = random.Random(1)
mosaic = Image.new("RGB", (width, height))
for row, top in enumerate(range(0, height, TILE[1])):
    for column, left in enumerate(range(0, width, TILE[0])):
        photo = photos[(column + 3 * row) % len(photos)]
        x = at_random.randint(0, photo.width - TILE[0])
        y = at_random.randint(0, photo.height - TILE[1])
        tile = photo.crop((x, y, x + TILE[0], y + TILE[1]))
        mosaic.paste(ImageOps.mirror(tile) if column % 2 else tile, (left, top))
# As cameras and phones save: 4:2:0.
mosaic.save(out, quality=80, subsampling="4:2:0")
