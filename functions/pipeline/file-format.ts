/** Bytes that identify other file formats, as Latin-1 text with their position, in the order of the checks. */
const SIGNATURES = [
  { format: 'a PNG', at: 0, texts: ['\x89PNG\r\n'] },
  { format: 'a GIF', at: 0, texts: ['GIF87a', 'GIF89a'] },
  { format: 'a WebP', at: 8, texts: ['WEBP'] },
  { format: 'an AVIF', at: 4, texts: ['ftypavif', 'ftypavis'] },
  { format: 'a HEIC', at: 4, texts: ['ftyphei', 'ftyphev', 'ftypmif1', 'ftypmsf1'] },
  { format: 'an MP4 or QuickTime video', at: 4, texts: ['ftyp', 'moov'] },
  { format: 'a TIFF', at: 0, texts: ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'] },
  { format: 'a PDF', at: 0, texts: ['%PDF-'] },
  { format: 'a BMP', at: 0, texts: ['BM'] },
  { format: 'a JPEG XL', at: 0, texts: ['\xff\x0a', '\0\0\0\x0cJXL '] },
  { format: 'a JPEG 2000', at: 0, texts: ['\0\0\0\x0cjP  ', '\xff\x4f\xff\x51'] },
  { format: 'a Photoshop', at: 0, texts: ['8BPS'] },
  { format: 'a ZIP', at: 0, texts: ['PK\x03\x04'] },
  { format: 'a gzip', at: 0, texts: ['\x1f\x8b'] },
  { format: 'an SVG', at: 0, texts: ['<svg'] },
  { format: 'an XML', at: 0, texts: ['<?xml'] },
  { format: 'an HTML', at: 0, texts: ['<!doctype html', '<html'] },
] as const satisfies readonly { format: string; at: number; texts: readonly string[] }[];

/**
 * Names the format of a file by its first bytes and not by its name.
 * @returns a text such as 'a PNG'. Undefined for a JPEG and for an unknown format.
 */
export function formatOf(bytes: Uint8Array): string | undefined {
  const begin = Buffer.from(bytes.subarray(0, 32)).toString('latin1').toLowerCase();
  return SIGNATURES.find(({ at, texts }) => texts.some((text) => begin.startsWith(text.toLowerCase(), at)))
    ?.format;
}
