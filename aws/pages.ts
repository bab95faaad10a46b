/** The most pages of a listing that are read by default. They hold tens of thousands of items. */
const MOST_PAGES = 50;

/**
 * Yields the pages of a listing, up to a limit. The limit protects the grader, because the account's owner controls
 * the length of the listing. Whatever is on later pages counts as missing.
 */
export async function* firstPages<T>(pages: AsyncIterable<T>, most = MOST_PAGES): AsyncGenerator<T> {
  let read = 0;
  for await (const page of pages) {
    yield page;
    if (++read >= most) return;
  }
}
