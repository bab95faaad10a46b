import { readFileSync, writeFileSync } from 'node:fs';
import createVips from 'wasm-vips';
import { readOptionsOrEnd } from '../cli/command-options.ts';

/** `npm run make:picture`: draws HappyFace.svg, the lab's sample picture, as HappyFace.jpg (1600 × 1200 pixels). */
readOptionsOrEnd({
  script: 'make:picture',
  about: 'Draws events/HappyFace.svg as events/HappyFace.jpg, the sample picture of the lab.',
  options: {},
});
const file = (extension: string) => new URL(`HappyFace.${extension}`, import.meta.url);

const vips = await createVips({ dynamicLibraries: ['vips-resvg.wasm'] });
const drawing = vips.Image.svgloadBuffer(readFileSync(file('svg')));
const jpeg = drawing.flatten().jpegsaveBuffer({ Q: 90, optimize_coding: true });
writeFileSync(file('jpg'), jpeg);
console.log(`wrote events/HappyFace.jpg: ${drawing.width} × ${drawing.height} pixels, ${jpeg.length} bytes`);
vips.shutdown();
