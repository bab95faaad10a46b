import type { Emulator } from '../emulator/emulator.ts';
import type { LabKind } from './running-lab.ts';

/** A page that is served beside a lab. */
export interface PageBeside {
  /** The address to open, with its token. */
  url: string;
  close(): Promise<void>;
}

export interface LabForPage {
  kind: LabKind;
  /** The name of its folder in `.local/`. */
  folder: string;
  /** Returns the present embedded AWS, which is another one after a restart. */
  find(): Pick<Emulator, 'endpoint' | 'secretHeader'> | undefined;
  /** By default, a free one. */
  port: number | undefined;
}

/** Opens the live page. `page/` is above this folder, so its commands pass this function in. */
export type OpenPage = (lab: LabForPage) => Promise<PageBeside | undefined>;

/** The lines that tell where the page is. They fit in 80 columns, except the address itself. */
export function renderPageAddress({ url }: Pick<PageBeside, 'url'>): string {
  return ['', 'Watch it in a browser. This address holds a token, so do not share it:', `  ${url}`].join(
    '\n',
  );
}
