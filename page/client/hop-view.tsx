import type { HopDetail, InvocationLog, JudgedStatement, Judgement } from '../hop-detail.ts';
import type { Hop, PageState } from '../state.ts';
import { readHop } from './ask-server.ts';
import { clockTime } from './badge.ts';
import { CallsTable } from './calls-table.tsx';
import { inTime } from './format.ts';
import { useLoaded } from './loaded.ts';
import { TaskButton } from './upload-card.tsx';

/** Everything that is known about one hop. */
export function HopView({ id, state }: { id: string; state: PageState }) {
  const hop = state.uploads.flatMap(({ hops }) => hops).find((one) => one.id === id);
  const detail = useLoaded(() => readHop(id), `${id} ${hop?.state} ${hop?.endAt}`);
  const shown = hop ?? (detail.state === 'there' ? detail.value.hop : undefined);
  return (
    <article>
      <h2 id="dialog-title">{shown?.words ?? 'Hop'}</h2>
      {shown !== undefined && <HopFacts hop={shown} state={state} />}
      {detail.state === 'loading' && <p>Loading …</p>}
      {detail.state === 'failed' && <p class="note fail">{detail.why}</p>}
      {detail.state === 'there' && <Detail detail={detail.value} />}
    </article>
  );
}

function HopFacts({ hop, state }: { hop: Hop; state: PageState }) {
  const name = (place: string) => Object.values(state.parts).find((part) => part.id === place)?.name ?? place;
  return (
    <p class="soft">
      {name(hop.from)} → {name(hop.to)}, {clockTime(hop.startAt)}
      {hop.endAt !== null && `, took ${inTime(hop.endAt - hop.startAt)}`}
      {hop.attempt !== null && `, attempt ${hop.attempt}`}
      {hop.state === 'failed' && ', failed'}
    </p>
  );
}

function Detail({ detail }: { detail: HopDetail }) {
  return (
    <>
      <p class="explanation">{detail.explanation}</p>
      {detail.task !== null && <TaskButton task={detail.task.id} title={detail.task.title} />}
      {detail.policies.map((judgement) => (
        <JudgementView key={judgement.question + judgement.policy} judgement={judgement} />
      ))}
      {detail.log !== null && <LogView log={detail.log} />}
      {detail.payloads.map(({ title, text, shortened }) => (
        <section key={title}>
          <h3>{title}</h3>
          <Listing lines={text.split('\n')} label={title} />
          {shortened && <p class="soft">The text was shortened.</p>}
        </section>
      ))}
      {detail.template.map(({ resource, firstLine, lines }) => (
        <section key={resource}>
          <h3>template.yaml: {resource}</h3>
          <Listing lines={lines} label={`Lines of template.yaml: ${resource}`} firstLine={firstLine} />
        </section>
      ))}
      {detail.calls.length > 0 && (
        <section>
          <h3>AWS calls of this hop</h3>
          <CallsTable calls={detail.calls} />
        </section>
      )}
    </>
  );
}

function JudgementView({ judgement }: { judgement: Judgement }) {
  const { question, policy, request, decision, words, statements } = judgement;
  return (
    <section class={`judgement ${decision}`}>
      <h3>{question}</h3>
      <p>
        <strong class="result">{decision === 'unknown' ? 'not known' : decision}</strong> by {policy}. {words}
      </p>
      <dl class="request">
        {[
          ...Object.entries({
            Principal: request.principal,
            Action: request.action,
            Resource: request.resource,
          }),
          ...Object.entries(request.context),
        ].map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {statements.map((statement) => (
        <StatementView key={statement.name} statement={statement} />
      ))}
    </section>
  );
}

function StatementView({ statement }: { statement: JudgedStatement }) {
  const { name, effect, decided, lines, marked, reasons } = statement;
  return (
    <details open={decided || reasons.some(({ met }) => !met)}>
      <summary>
        {name} ({effect}){decided && <span class="tag">decided</span>}
      </summary>
      <Listing lines={lines} label={`Policy statement ${name}`} marked={marked} />
      <ul>
        {reasons.map(({ words, met }) => (
          <li key={words} class={met ? 'pass' : 'fail'}>
            <span class="mark" aria-hidden="true">
              {met ? '✓' : '✗'}
            </span>{' '}
            {words} <span class="result">({met ? 'applies' : 'does not apply'})</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function LogView({ log }: { log: InvocationLog }) {
  return (
    <section>
      <h3>Log of the invocation {log.requestId}</h3>
      <Listing lines={log.lines.map(({ at, text }) => `${clockTime(at)} ${text}`)} label="Log" />
      {log.report.length > 0 && (
        <table>
          <caption>The REPORT line, explained</caption>
          <tbody>
            {log.report.map(({ name, value, meaning }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="number">{value}</td>
                <td>{meaning}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface ListingProps {
  lines: readonly string[];
  label: string;
  /** Indexes of the lines that decided. */
  marked?: readonly number[];
  firstLine?: number;
}

/** Lines of text that can be scrolled with the keyboard. */
function Listing({ lines, label, marked = [], firstLine }: ListingProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard can scroll what scrolls
    <section class="bare listing-box" aria-label={label} tabIndex={0}>
      <pre class="listing">
        {lines.map((line, index) => (
          <span key={index.toString() + line} class={marked.includes(index) ? 'marked' : ''}>
            {firstLine !== undefined && <span class="line-number">{firstLine + index}</span>}
            {marked.includes(index) && <span class="unseen">decides: </span>}
            {line === '' ? ' ' : line}
          </span>
        ))}
      </pre>
    </section>
  );
}
