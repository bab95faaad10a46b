import { evaluatePolicy, type PolicyRequest } from '../../account/policy/evaluate.ts';
import { foundIn } from '../../account/seen.ts';
import { s3Publishes, snsSends } from '../../checks/tasks/requests.ts';
import { cleanText } from '../../cli/clean-text.mjs';
import { isOfLab, type OutputName } from '../../lab/output-names.ts';
import type { AwsCall } from '../state.ts';
import type { Scene } from './scene.ts';

/** The entry of the journal, and the hop that belongs to it. */
interface About {
  entry: { id: number; at: number };
  uploadId: string | undefined;
  hopId: string | undefined;
}

/**
 * Lists that S3 publishes an event to a topic. The embedded AWS does this inside its process, so its gate does not see the call.
 * @param allowed what the embedded AWS decided.
 */
export function listS3Call(scene: Scene, about: About, topicArn: string, allowed: boolean): void {
  const { facts } = scene.context();
  const topic = facts && foundIn(facts.topic);
  const bucketArn = `arn:aws:s3:::${(facts && foundIn(facts.bucket)?.name) ?? ''}`;
  const request = s3Publishes(topicArn, facts?.account ?? '', bucketArn);
  list(scene, about, null, call('S3', request, topic?.arn === topicArn ? topic : undefined, allowed));
}

/** Lists that SNS sends a message to a queue. */
export function listSnsCall(
  scene: Scene,
  about: About,
  queueArn: string,
  branch: OutputName,
  allowed: boolean,
): void {
  const { facts } = scene.context();
  const queue = facts && isOfLab(branch) ? foundIn(facts.queues[branch]) : undefined;
  const request = snsSends(queueArn, (facts && foundIn(facts.topic)?.arn) ?? '', facts?.account);
  list(scene, about, branch, call('SNS', request, queue?.arn === queueArn ? queue : undefined, allowed));
}

type ServiceCall = Omit<AwsCall, 'id' | 'at' | 'uploadId' | 'branch' | 'hopId'>;

function list(
  { store, generation }: Scene,
  { entry: { id, at }, uploadId, hopId }: About,
  branch: OutputName | null,
  made: ServiceCall,
): void {
  const hop = { uploadId: uploadId ?? null, branch, hopId: hopId ?? null };
  store.change({ type: 'call', call: { ...made, ...hop, id: `c${generation}-${id}`, at } }, at);
}

function call(
  caller: string,
  request: PolicyRequest,
  owner: { name: string; policy: unknown } | undefined,
  allowed: boolean,
): ServiceCall {
  const principal = request.principal.kind === 'service' ? request.principal.service : '';
  const { action, resource } = request;
  return {
    ...{ caller, callerKind: 'service', principal, action, resource: cleanText(resource).slice(0, 300) },
    ...{ decision: allowed ? 'allowed' : 'denied', by: decider(request, owner, allowed) },
    ...{ ms: 0, status: null, error: null, request: null, response: null },
  };
}

/** Names the statement, if the policy that the page knows decides as the embedded AWS did. */
function decider(
  request: PolicyRequest,
  owner: { name: string; policy: unknown } | undefined,
  allowed: boolean,
): string {
  if (owner === undefined) return 'policy of the resource';
  const policy = `policy of ${cleanText(owner.name)}`;
  try {
    const decision = evaluatePolicy(owner.policy, request);
    if (decision.decision === 'implicit-deny') return allowed ? policy : `no statement of the ${policy}`;
    const isSame = (decision.decision === 'allow') === allowed;
    return isSame ? `${policy}, ${cleanText(decision.statement).slice(0, 120)}` : policy;
  } catch {
    return policy;
  }
}
