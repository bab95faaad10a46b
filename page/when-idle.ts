/** Returns a function that does work one after the other, without failing. Slow work is dropped when much of it waits. */
export function whenIdle(most = 100): (work: () => Promise<unknown>) => void {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return (work) => {
    if (waiting >= most) return;
    waiting++;
    last = last
      .then(work)
      .catch(() => {})
      .finally(() => {
        waiting--;
      });
  };
}
