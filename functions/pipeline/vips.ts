import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { type ZstdOptions, zstdDecompress } from 'node:zlib';
import createVips from 'wasm-vips';

/** The libvips library, compiled to WebAssembly: one instance a process. */
export type Vips = Awaited<ReturnType<typeof createVips>> & {
  /** Its own file system, which the types leave out. @see https://emscripten.org/docs/api_reference/Filesystem-API.html */
  FS: {
    open(path: string, flags: 'w'): object;
    /** @param canOwn whether the file may be made of these very bytes, instead of a copy. */
    write(
      stream: object,
      bytes: Uint8Array,
      offset: number,
      length: number,
      at: number,
      canOwn: boolean,
    ): void;
    close(stream: object): void;
    unlink(path: string): void;
  };
};

/** Starts libvips with what JPEG in and JPEG out need: some 100 MB resident, most of it for its three threads. */
export async function startVips(): Promise<Vips> {
  // Megabytes. Its threads take what they may for JavaScript that is just made, though they run next to none.
  setFlagsFromString('--max-semi-space-size=1');
  setFlagsFromString('--min-semi-space-size=1');
  const vips = (await createVips({
    // JPEG is compiled in; HEIF, JPEG XL and SVG would cost 52 MB and 100 ms.
    dynamicLibraries: [],
    preRun: (module) => {
      // wasm-vips does not inherit the environment of the process.
      Object.assign(module.ENV, { VIPS_CONCURRENCY: '1', VIPS_WARNING: '0' });
    },
    ...(existsSync(COMPRESSED) && { instantiateWasm: instantiateCompressed }),
  })) as Vips;
  // Every picture is another one: a cache of operations would only keep their memory.
  vips.Cache.max(0);
  return vips;
}

/** Beside the bundle, in an artifact; the sources run on wasm-vips's own file. */
const COMPRESSED = new URL('vips.wasm.zst', import.meta.url);

const decompress = promisify<Uint8Array, ZstdOptions, Buffer<ArrayBuffer>>(zstdDecompress);

/** In Node's usual pieces of 16 KB it would take twice as long. */
const MORE_THAN_WASM_BYTES = 8_000_000;

type Instantiate = NonNullable<NonNullable<Parameters<typeof createVips>[0]>['instantiateWasm']>;

/** As Emscripten wants it: at once an empty answer, and the instance when it is there. */
const instantiateCompressed: Instantiate = (imports, done) => {
  const instantiate = async () => {
    const wasm = await decompress(await readFile(COMPRESSED), { chunkSize: MORE_THAN_WASM_BYTES });
    const { instance, module } = await WebAssembly.instantiate(wasm, imports);
    // Compiled, it is of no use any more: freed at once, for V8 would keep it until it is short of memory.
    wasm.buffer.transfer(0);
    done(instance, module);
  };
  instantiate();
  return {};
};

/**
 * The reason in what libvips throws: a `WebAssembly.Exception`, which is no `Error`, and whose `message` is a pair of
 * type and text. The text can begin with warnings of earlier pictures, so the last line counts.
 */
export function vipsReason(thrown: unknown): string {
  const message =
    typeof thrown === 'object' && thrown !== null && 'message' in thrown ? thrown.message : thrown;
  const text = String(Array.isArray(message) ? message.at(-1) : message);
  return text.trim().split('\n').at(-1) ?? text;
}
