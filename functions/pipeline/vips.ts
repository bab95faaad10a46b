import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { type ZstdOptions, zstdDecompress } from 'node:zlib';
import createVips from 'wasm-vips';

/** The libvips library, compiled to WebAssembly. A process has one instance. */
export type Vips = Awaited<ReturnType<typeof createVips>> & {
  /** The file system of Emscripten, which the types leave out. @see https://emscripten.org/docs/api_reference/Filesystem-API.html */
  FS: {
    open(path: string, flags: 'w'): object;
    /** @param canOwn whether the file can use these bytes without a copy. */
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

/** Starts libvips with the parts for reading and writing JPEGs. It takes about 100 MB, mostly for its three threads. */
export async function startVips(): Promise<Vips> {
  // In megabytes. Each thread reserves the full size for new JavaScript objects, although it creates almost none.
  setFlagsFromString('--max-semi-space-size=1');
  setFlagsFromString('--min-semi-space-size=1');
  const vips = (await createVips({
    // JPEG is built in. HEIF, JPEG XL and SVG would cost 52 MB and 100 ms.
    dynamicLibraries: [],
    preRun: (module) => {
      // wasm-vips does not inherit the environment of the process.
      Object.assign(module.ENV, { VIPS_CONCURRENCY: '1', VIPS_WARNING: '0' });
    },
    ...(existsSync(COMPRESSED) && { instantiateWasm: instantiateCompressed }),
  })) as Vips;
  // Every picture is different, so a cache of operations would only keep memory.
  vips.Cache.max(0);
  return vips;
}

/** The file next to the bundle in an artifact. The sources use the file of wasm-vips. */
const COMPRESSED = new URL('vips.wasm.zst', import.meta.url);

const decompress = promisify<Uint8Array, ZstdOptions, Buffer<ArrayBuffer>>(zstdDecompress);

/** With Node's default chunks of 16 KB, it would take twice as long. */
const MORE_THAN_WASM_BYTES = 8_000_000;

type Instantiate = NonNullable<NonNullable<Parameters<typeof createVips>[0]>['instantiateWasm']>;

/** Follows the protocol of Emscripten: it returns an empty object at once and passes the instance on later. */
const instantiateCompressed: Instantiate = (imports, done) => {
  const instantiate = async () => {
    const wasm = await decompress(await readFile(COMPRESSED), { chunkSize: MORE_THAN_WASM_BYTES });
    const { instance, module } = await WebAssembly.instantiate(wasm, imports);
    // The bytes are not needed after compiling. V8 would keep them until memory is short.
    wasm.buffer.transfer(0);
    done(instance, module);
  };
  instantiate();
  return {};
};

/**
 * Returns the reason from an exception of libvips. It is a `WebAssembly.Exception` and not an `Error`, and its `message` is a
 * pair of type and text. The text can begin with warnings about earlier pictures, so the last line counts.
 */
export function vipsReason(thrown: unknown): string {
  const message =
    typeof thrown === 'object' && thrown !== null && 'message' in thrown ? thrown.message : thrown;
  const text = String(Array.isArray(message) ? message.at(-1) : message);
  return text.trim().split('\n').at(-1) ?? text;
}
