import { clean } from './clean-name.ts';
import type { CallEntry } from './journal-entry.ts';
import { functionIn, outputIn } from './layout.ts';
import type { Scene } from './scene.ts';

/** Somebody or something called AWS. */
export function takeCall(scene: Scene, call: CallEntry, id: number, at: number): void {
  const { layout, options, store } = scene;
  if (isSetting(call) && !call.isFunction && call.status < 400) options.onSettingsChanged();
  const key = decodeURIComponentSafely(call.resource.split(':::')[1]?.split('/').slice(1).join('/') ?? '');
  const branch = call.isFunction ? (functionIn(layout, call.caller) ?? null) : (outputIn(key) ?? null);
  const path = key.slice(key.indexOf('/') + 1);
  const upload = key === '' ? undefined : store.state.uploads.findLast((one) => one.key === `ingest/${path}`);
  store.change(
    {
      type: 'call',
      call: {
        ...{ id: `c${scene.generation}-${id}`, at, ms: call.ms, caller: callerName(call, options.pageAgent) },
        callerKind: call.isFunction ? 'function' : call.caller.includes(options.pageAgent) ? 'page' : 'tool',
        ...{ principal: call.principal, action: call.action, resource: clean(call.resource) },
        ...{ decision: call.decision, by: clean(call.by), status: call.status },
        error: call.status >= 400 ? clean(call.response ?? `HTTP status ${call.status}`) : null,
        ...{ request: call.request, response: call.status >= 400 ? null : call.response },
        uploadId: upload?.id ?? null,
        branch,
        hopId: upload?.hops.findLast((hop) => hop.branch === branch && hop.startAt <= at)?.id ?? null,
      },
    },
    at,
  );
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const READING = /:(Get|List|Describe|Head|Simulate|Receive|Lookup|Filter|Batch|Select)/;
const MOVING =
  /:(PutObject|DeleteObject|Publish|SendMessage|DeleteMessage|ChangeMessageVisibility|PutLogEvents|CreateLogStream|InvokeFunction|StartMessageMoveTask|AssumeRole)/;

function isSetting({ action }: CallEntry): boolean {
  return !READING.test(action) && !MOVING.test(action);
}

function callerName({ caller, isFunction }: CallEntry, pageAgent: string): string {
  if (isFunction) return clean(caller);
  if (caller.includes(pageAgent)) return 'this page';
  const known = [
    [/aws-cli/i, 'AWS CLI'],
    [/aws-sam-cli|sam-cli/i, 'SAM CLI'],
    [/Boto3|Botocore/i, 'boto3'],
    [/aws-sdk-js/i, 'AWS SDK for JavaScript'],
  ] as const;
  return (
    known.find(([pattern]) => pattern.test(caller))?.[1] ?? clean(caller.split(' ')[0] ?? '').slice(0, 60)
  );
}
