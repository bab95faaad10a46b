import { readTask } from './ask-server.ts';
import { usePage } from './context.ts';
import { useLoaded } from './loaded.ts';
import { SafeHtml } from './safe-html.tsx';

/** A page of the workbook. */
export function TaskView({ id }: { id: string }) {
  const { open } = usePage();
  const page = useLoaded(() => readTask(id), id);
  return (
    <article>
      <h2 id="dialog-title">Workbook, task {id}</h2>
      {page.state === 'loading' && <p>Loading …</p>}
      {page.state === 'failed' && <p class="note fail">{page.why}</p>}
      {page.state === 'there' && (
        <SafeHtml html={page.value.html} openTask={(task) => open({ kind: 'task', id: task })} />
      )}
    </article>
  );
}
