/** A peer in Node, in its own process: `worker.ts PEER PEERS_FOLDER`. It has the same protocol as `python-worker.py`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { resizers } from './resizers.ts';

const [peer = '', peersFolder = ''] = process.argv.slice(2);
const start = Object.entries(resizers).find(([name]) => name === peer)?.[1];
if (start === undefined) throw new Error(`Expected the name of a peer, found '${peer}'.`);
const resize = await start(peersFolder);

for await (const line of createInterface({ input: process.stdin })) {
  const { photo, box, output }: { photo: string; box: number; output: string } = JSON.parse(line);
  const bytes = new Uint8Array(readFileSync(photo));
  const before = process.cpuUsage();
  const jpeg = await resize(bytes, box);
  const { user, system } = process.cpuUsage(before);
  writeFileSync(output, jpeg);
  console.log(JSON.stringify({ cpuMs: (user + system) / 1000 }));
}
process.exit(0);
