/** A point in XYZ, relative to D50. */
type Xyz = readonly [x: number, y: number, z: number];

const WHITE: Xyz = [0.9642, 1, 0.8249];

/** The primaries of sRGB, adapted to D50. */
const SRGB_PRIMARIES: readonly [Xyz, Xyz, Xyz] = [
  [0.4361, 0.2225, 0.0139],
  [0.3851, 0.7169, 0.0971],
  [0.1431, 0.0606, 0.7141],
];

/**
 * Creates a profile with three primaries and one curve.
 * @param gamma 1 for values that are proportional to light.
 * @param order the primary of each channel. With [1, 2, 0], the first channel is green.
 * @see https://www.color.org/icc32.pdf
 */
export function matrixProfile(gamma: number, order: readonly [number, number, number] = [0, 1, 2]): Buffer {
  const primaries = order.map((index) => SRGB_PRIMARIES[index] ?? WHITE);
  return profile('RGB ', 'XYZ ', {
    wtpt: xyz(WHITE),
    ...Object.fromEntries(primaries.map((primary, index) => [`${'rgb'[index]}XYZ`, xyz(primary)])),
    ...Object.fromEntries([...'rgb'].map((channel) => [`${channel}TRC`, curve(gamma)])),
  });
}

export function greyProfile(gamma: number): Buffer {
  return profile('GRAY', 'XYZ ', { wtpt: xyz(WHITE), kTRC: curve(gamma) });
}

/** Creates a profile with a table: the Lab colours of the eight corners of the RGB cube, in bytes. */
export function tableProfile(): Buffer {
  const corners = [
    [0, 128, 128],
    [75, 191, 20],
    [220, 50, 200],
    [230, 80, 115],
    [130, 205, 195],
    [150, 225, 70],
    [248, 112, 220],
    [255, 128, 128],
  ];
  const identity = Array.from({ length: 256 }, (_, index) => index);
  const matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1].flatMap((one) => [...fixed(one)]);
  const tables = [identity, identity, identity, ...corners, identity, identity, identity].flat();
  return profile('RGB ', 'Lab ', {
    wtpt: xyz(WHITE),
    A2B0: Buffer.from([...Buffer.from('mft1\0\0\0\0'), 3, 3, 2, 0, ...matrix, ...tables]),
  });
}

function profile(space: string, connection: string, tags: Record<string, Buffer>): Buffer {
  const all = { desc: description('image lab'), cprt: Buffer.from('text\0\0\0\0CC0\0'), ...tags };
  const names = Object.keys(all);
  const table = Buffer.alloc(4 + 12 * names.length);
  table.writeUInt32BE(names.length);
  let offset = 128 + table.length;
  const contents = Object.values(all).map((content, index) => {
    table.write(names[index] ?? '', 4 + 12 * index, 'latin1');
    table.writeUInt32BE(offset, 8 + 12 * index);
    table.writeUInt32BE(content.length, 12 + 12 * index);
    const padded = Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
    offset += padded.length;
    return padded;
  });
  return Buffer.concat([header(space, connection, offset), table, ...contents]);
}

function header(space: string, connection: string, size: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.writeUInt32BE(size);
  bytes.writeUInt32BE(0x02400000, 8);
  bytes.write(`mntr${space}${connection}`, 12, 'latin1');
  bytes.write('acsp', 36, 'latin1');
  xyz(WHITE).copy(bytes, 68, 8);
  return bytes;
}

function description(text: string): Buffer {
  const bytes = Buffer.alloc(12 + text.length + 1 + 78);
  bytes.write('desc');
  bytes.writeUInt32BE(text.length + 1, 8);
  bytes.write(text, 12);
  return bytes;
}

function xyz(point: Xyz): Buffer {
  return Buffer.concat([Buffer.from('XYZ \0\0\0\0'), ...point.map(fixed)]);
}

/** Creates a curve with one number, which is a gamma in units of 1/256. */
function curve(gamma: number): Buffer {
  const bytes = Buffer.from('curv\0\0\0\0\0\0\0\x01\0\0', 'latin1');
  bytes.writeUInt16BE(Math.round(gamma * 256), 12);
  return bytes;
}

function fixed(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(Math.round(value * 65536));
  return bytes;
}
