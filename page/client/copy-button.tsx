import { usePage } from './context.ts';

/** Copies a text. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const { store } = usePage();
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => store.notify(`Copied the ${what}.`, 'good'),
      () =>
        store.notify(`The browser did not allow copying. Select the ${what} and copy it yourself.`, 'bad'),
    );
  return (
    <button type="button" class="small" onClick={copy}>
      Copy<span class="unseen"> the {what}</span>
    </button>
  );
}
