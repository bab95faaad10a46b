import type { Command } from '../command.ts';
import type { FaultSwitch, PageState } from '../state.ts';
import { sendCommand } from './ask-server.ts';
import { usePage } from './context.ts';

/** Switches that break the lab and repair it again. */
export function FaultsPanel({ state }: { state: PageState }) {
  const { store } = usePage();
  const { faults, surprise } = state;
  const may = state.may.faults;
  const send = async (command: Command) => store.tell(await sendCommand(command));
  if (faults.length === 0) return null;
  const isAnyOn = surprise.state !== 'none' || faults.some(({ state: is }) => is !== 'off');
  return (
    <section class="faults" aria-labelledby="faults-title">
      <h2 id="faults-title">Break it</h2>
      <p>Switch a fault on, send a picture, and see where it stops. Switching it off repairs the lab.</p>
      {!may.allowed && <p class="note">{may.why}</p>}
      <ul class="switches">
        {faults.map((fault) => (
          <Switch key={fault.id} fault={fault} allowed={may.allowed} send={send} />
        ))}
      </ul>
      <div class="row">
        <button
          type="button"
          disabled={!may.allowed || surprise.state !== 'none'}
          onClick={() => send({ type: 'surprise' })}
        >
          Surprise me
        </button>
        {surprise.state === 'hidden' && (
          <>
            <button type="button" onClick={() => send({ type: 'hint' })}>
              Give me a hint
            </button>
            <button type="button" onClick={() => send({ type: 'reveal' })}>
              Show me the fault
            </button>
          </>
        )}
        <button
          type="button"
          disabled={!may.allowed || !isAnyOn}
          onClick={() => send({ type: 'undo-faults' })}
        >
          Repair everything
        </button>
      </div>
      {surprise.state === 'hidden' && (
        <p>One fault is in the lab. Send a picture, follow it, and find out what is wrong.</p>
      )}
      {surprise.hints.length > 0 && (
        <ol>
          {surprise.hints.map((hint, index) => (
            <li key={hint + index.toString()}>{hint}</li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Switch({
  fault,
  allowed,
  send,
}: {
  fault: FaultSwitch;
  allowed: boolean;
  send(command: Command): void;
}) {
  const { state, id, title, task, whyNot } = fault;
  const isOn = state === 'on';
  return (
    <li>
      <button
        type="button"
        role="switch"
        class="switch"
        aria-checked={isOn}
        aria-busy={state === 'switching'}
        disabled={!allowed || whyNot !== null || state === 'switching'}
        data-fault={id}
        onClick={() => send({ type: 'fault', id, on: !isOn })}
      >
        <span class="knob" aria-hidden="true" />
        <span>
          {title} <span class="soft">Task {task.id}</span>
          {state === 'switching' && <span class="tag">switching …</span>}
        </span>
      </button>
      {whyNot !== null && <p class="soft">{whyNot}</p>}
    </li>
  );
}
