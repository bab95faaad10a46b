import type {
  BucketFacts,
  Facts,
  FunctionFacts,
  InvocationFacts,
  JourneyEnd,
  PermissionFacts,
  RoleFacts,
} from '../../account/facts.ts';
import { isHandlerMissing } from '../../account/logs/load-error.ts';
import { troubleInWords } from '../../account/logs/trouble-in-words.ts';
import { evaluatePolicy } from '../../account/policy/evaluate.ts';
import { inSentence } from '../../account/policy/statement-name.ts';
import { foundIn } from '../../account/seen.ts';
import { invocationSteps, labParts } from '../../lab/ends.ts';
import type { LabOutput } from '../../lab/output-names.ts';
import { taskPage } from '../../lab/task-page.ts';
import type { Advice, Finding, Step, Task } from '../step.ts';
import { absentUnless, fail, isSimulationDenied, judge, notYet, pass, pending, waits } from './found.ts';
import { invocationOf, journeyEnd } from './invocation-facts.ts';
import { mayWork, onceThereIsABucket, trustsLambda } from './role-rights.ts';
import { isDeprecated } from './runtimes.ts';
import { triggerSteps } from './triggers.ts';

export const task51 = functionTask('thumbnail');
export const task52 = triggerTask('thumbnail');
export const task53 = functionTask('mobile');
export const task54 = triggerTask('mobile');

function functionTask(end: LabOutput): Task {
  const { functionTask: id, functionName } = labParts[end];
  return {
    id,
    title: `Lambda function ${functionName}`,
    optional: false,
    guide: taskPage(id),
    steps: [
      {
        id: `${id}.function`,
        title: `${functionName} exists and is active`,
        points: 3,
        needs: [],
        verify: ({ functions, region }) =>
          judge(functions[end], {
            what: `the function ${functionName}`,
            found: isActive,
            absent: (near) =>
              absentUnless(near, {
                kind: 'function',
                expected: functionName,
                notYet: `no function is named ${functionName}. Look in Lambda → Functions, in ${region}.`,
              }),
          }),
      },
      {
        id: `${id}.role`,
        title: 'The role of the function has the permissions it needs',
        points: 2,
        needs: (facts) => roleNeeds(facts, end),
        verify: (facts) => withFunction(facts, end, (found) => hasRights(found, facts, end)),
      },
    ],
  };
}

function triggerTask(end: LabOutput): Task {
  const { functionTask: needed, triggerTask: id, functionName, queue } = labParts[end];
  const description: Step = {
    id: `${id}.description`,
    title: 'The function has a description',
    points: 1,
    needs: [`${needed}.function`],
    verify: (facts) => withFunction(facts, end, hasDescription),
  };
  const handler: Step = {
    id: `${id}.handler`,
    title: 'Lambda finds the handler in the code',
    points: 2,
    needs: (facts) => handlerNeeds(facts, end),
    verify: (facts) => withFunction(facts, end, (found) => handlerLoads(found, facts, end)),
  };
  return {
    id,
    title: `Code of ${functionName} and its trigger from ${queue}`,
    optional: false,
    guide: taskPage(id),
    steps: [handler, description, ...triggerSteps(end)],
  };
}

/** For steps that need the function. */
function withFunction(facts: Facts, end: LabOutput, found: (found: FunctionFacts) => Finding): Finding {
  return judge(facts.functions[end], {
    what: `the function ${labParts[end].functionName}`,
    found,
    absent: waits,
  });
}

function isActive(found: FunctionFacts): Finding {
  const { name, arn, state, stateReason, lastUpdate, runtime, reservedConcurrency } = found;
  const evidence = { arn, state, lastUpdate, runtime, reservedConcurrency };
  if (state === 'Failed' || lastUpdate === 'Failed') {
    return fail(`${name} is in the state Failed. ${reasonOf(stateReason)}`, evidence);
  }
  if (state === 'Pending' || lastUpdate === 'InProgress')
    return pending(`Lambda is still creating or updating ${name}. Grade again in a minute.`, evidence);
  if (reservedConcurrency === 0) {
    return fail(
      `${name} cannot run, because its reserved concurrency is 0. See Configuration → Concurrency.`,
      evidence,
    );
  }
  return { verdict: 'pass', evidence, advice: adviseRuntime(found) };
}

function reasonOf(stateReason: string | null | undefined): string {
  return stateReason ? `AWS gives this reason: ${stateReason}` : 'AWS gives no reason.';
}

function adviseRuntime({ name, runtime }: FunctionFacts): Advice[] {
  if (runtime === null || !isDeprecated(runtime)) return [];
  return [
    {
      id: `old-runtime-${name}`,
      title: `${name} runs on ${runtime}, which AWS has deprecated`,
      why: 'The runtime gets no more security updates, and AWS can stop you from updating the function.',
      how: 'Choose a current runtime under Code → Runtime settings, then test the function again.',
    },
  ];
}

/** When the function uses the lab's own role, mistakes in that role are graded in task 4. */
function roleNeeds(facts: Facts, end: LabOutput): string[] {
  const found = foundIn(facts.functions[end]);
  const lab = foundIn(facts.roles.lab);
  const first = [`${labParts[end].functionTask}.function`, '3.2.bucket'];
  return found !== undefined && found.roleArn === lab?.arn
    ? [...first, '4.lab-trust', '4.lab-permissions']
    : first;
}

function hasRights(found: FunctionFacts, facts: Facts, end: LabOutput): Finding {
  const seen = isSimulationDenied(found.role) ? roleByItsWork(found, facts, end) : undefined;
  if (seen !== undefined) return seen;
  return judge(found.role, {
    what: `the role of ${found.name}`,
    found: (role) => roleSuffices(role, facts, end),
    absent: () =>
      fail(`The role of ${found.name} does not exist: ${found.roleArn}. See Configuration → Permissions.`, {
        role: found.roleArn,
      }),
  });
}

/**
 * When IAM's simulation is denied, the work of the function shows what its role allows: it received a message, logged, read
 * the upload and wrote its output, or AWS denied one of these. Undefined when neither was seen.
 */
function roleByItsWork(found: FunctionFacts, facts: Facts, end: LabOutput): Finding | undefined {
  const invocation = invocationOf(facts, end);
  if (invocation === undefined) return undefined;
  const role = found.roleArn;
  if (invocation.errors.some((line) => DENIED.test(line))) {
    const trouble = troubleInWords(invocation, found) ?? invocation.errors[0];
    const hint = `The log of ${found.name} shows that AWS denied a call of its role: ${trouble} See the role's Permissions.`;
    return fail(hint, { role, errors: invocation.errors });
  }
  if (journeyEnd(facts, end)?.output.kind !== 'found') return undefined;
  return pass({ role, seen: 'The function ran for the upload, logged it and wrote its output.' });
}

const DENIED = /AccessDenied|not authorized to perform/;

function roleSuffices(role: RoleFacts, facts: Facts, end: LabOutput): Finding {
  const trust = trustsLambda(role, facts.account);
  if (trust.verdict !== 'pass') return trust;
  const own = mayWork(role, (permission) => concernsEnd(permission, end));
  const bucket = foundIn(facts.bucket);
  const denied =
    own.verdict === 'pass' && bucket ? deniedByBucket(role, bucket, facts.account, end) : undefined;
  return denied ?? onceThereIsABucket(facts, own);
}

/** Leaves out the permissions that only the other function needs. */
function concernsEnd({ resource }: PermissionFacts, end: LabOutput): boolean {
  const other = labParts[labParts[end].other];
  return !(
    resource.includes(`/${labParts[end].other}/`) ||
    resource.includes(other.functionName) ||
    resource.includes(`:${other.queue}`)
  );
}

/** IAM's simulation does not include the bucket's own policy, which can deny what the role allows. */
function deniedByBucket(
  role: RoleFacts,
  bucket: BucketFacts,
  account: string,
  end: LabOutput,
): Finding | undefined {
  if (bucket.policy === null) return undefined;
  const principal = { kind: 'identity', account, arn: role.arn } as const;
  const context = {
    'aws:SecureTransport': 'true',
    'aws:PrincipalArn': role.arn,
    'aws:PrincipalAccount': account,
  };
  for (const [action, key] of [
    ['s3:GetObject', 'ingest/x.jpg'],
    ['s3:PutObject', `${end}/x.jpg`],
  ] as const) {
    const resource = `arn:aws:s3:::${bucket.name}/${key}`;
    const decision = evaluatePolicy(bucket.policy, { principal, action, resource, context });
    if (decision.decision === 'explicit-deny') {
      const hint = `${inSentence(decision.statement)} of the bucket's policy denies ${role.name} the action ${action} on ${key}. See the bucket's Permissions.`;
      return fail(hint, { decision });
    }
  }
  return undefined;
}

/** Whether the handler exists shows only when the function runs. Whatever keeps it from running has to be fixed first. */
function handlerNeeds(facts: Facts, end: LabOutput): string[] {
  const { functionTask: needed } = labParts[end];
  const isSeen = hasRun(invocationOf(facts, end)) || isLoadKnown(journeyEnd(facts, end)?.load);
  const isDefault = DEFAULT_HANDLERS.includes(foundIn(facts.functions[end])?.handler ?? '');
  const first = `${needed}.function`;
  return isSeen || isDefault ? [first] : [first, ...invocationSteps(end)];
}

/** An invocation that has not ended may still fail to find its handler. */
function hasRun(invocation: InvocationFacts | undefined): boolean {
  return invocation !== undefined && invocation.endedAt !== null;
}

function isLoadKnown(load: JourneyEnd['load']): boolean {
  return load?.kind === 'found' || load?.kind === 'absent';
}

/** Judges by an invocation, or by Lambda's own answer. Without either, only the lab's own handler name passes. */
function handlerLoads({ name, handler }: FunctionFacts, facts: Facts, end: LabOutput): Finding {
  const invocation = invocationOf(facts, end);
  const load = journeyEnd(facts, end)?.load;
  const told = [...(invocation?.errors ?? []), ...(load?.kind === 'found' ? [load.value] : [])];
  const error = told.find((line) => isHandlerMissing(line, handler));
  const evidence = { handler };
  if (error !== undefined) {
    return fail(
      `Lambda did not find the handler '${handler}' in the code of ${name}. See Code → Runtime settings, and compare the handler with the file names in the code.`,
      { ...evidence, error },
    );
  }
  const { functionName } = labParts[end];
  const isFound = hasRun(invocation) || isLoadKnown(load);
  if (isFound || handler === null || handler === `${functionName}.handler`) return pass(evidence);
  if (DEFAULT_HANDLERS.includes(handler)) {
    return notYet(
      `the handler of ${name} is still the default, '${handler}'. See Code → Runtime settings.`,
      evidence,
    );
  }
  const hint = `The handler of ${name} is '${handler}'. The function has not run yet, so nobody knows whether the code contains it.`;
  return facts.mode === 'read-only' ? { verdict: 'skipped', hint, evidence } : pending(hint, evidence);
}

const DEFAULT_HANDLERS = ['index.handler', 'lambda_function.lambda_handler', 'lambda_function.handler'];

function hasDescription({ name, description }: FunctionFacts): Finding {
  return description.trim() === ''
    ? notYet(`${name} has no description. See Configuration → General configuration.`)
    : pass({ description });
}
