import type { BucketFacts, End, Facts, FunctionFacts, PermissionFacts, RoleFacts } from '../facts.ts';
import { evaluatePolicy } from '../policy/evaluate.ts';
import type { Advice, Finding, Step, Task } from '../step.ts';
import { endNames } from './ends.ts';
import { absentUnless, fail, foundIn, judge, notYet, pass, pending, waits } from './found.ts';
import { invocationOf } from './journey.ts';
import { mayWork, trustsLambda } from './role-rights.ts';
import { isDeprecated } from './runtimes.ts';
import { triggerSteps } from './triggers.ts';

export const task51 = functionTask('thumbnail');
export const task52 = triggerTask('thumbnail');
export const task53 = functionTask('mobile');
export const task54 = triggerTask('mobile');

function functionTask(end: End): Task {
  const { functionTask: id, functionName } = endNames[end];
  return {
    id,
    title: `The function ${functionName}`,
    optional: false,
    guide: guide(id),
    steps: [
      {
        id: `${id}.function`,
        title: `${functionName} is there, and active`,
        points: 3,
        needs: [],
        verify: ({ functions }) =>
          judge(functions[end], {
            what: `the function ${functionName}`,
            found: isActive,
            absent: (near) =>
              absentUnless(
                near,
                `function '${functionName}'`,
                `there is no function '${functionName}'. Functions are made in Lambda.`,
              ),
          }),
      },
      {
        id: `${id}.role`,
        title: 'Its role lets it do its work',
        points: 2,
        needs: (facts) => roleNeeds(facts, end),
        verify: (facts) => withFunction(facts, end, (found) => hasRights(found, facts, end)),
      },
    ],
  };
}

function triggerTask(end: End): Task {
  const { functionTask: needed, triggerTask: id, functionName, queue } = endNames[end];
  const description: Step = {
    id: `${id}.description`,
    title: 'It has a description',
    points: 1,
    needs: [`${needed}.function`],
    verify: (facts) => withFunction(facts, end, hasDescription),
  };
  const handler: Step = {
    id: `${id}.handler`,
    title: 'Its handler is found in its code',
    points: 2,
    needs: (facts) => handlerNeeds(facts, end),
    verify: (facts) => withFunction(facts, end, (found) => handlerLoads(found, facts, end)),
  };
  return {
    id,
    title: `${functionName}: code, and a trigger from ${queue}`,
    optional: false,
    guide: guide(id),
    steps: [handler, description, ...triggerSteps(end)],
  };
}

function guide(task: string): string {
  return `lab/README.md#task-${task.replace('.', '')}`;
}

/** For steps that need the function. */
export function withFunction(facts: Facts, end: End, found: (found: FunctionFacts) => Finding): Finding {
  return judge(facts.functions[end], {
    what: `the function ${endNames[end].functionName}`,
    found,
    absent: waits,
  });
}

function isActive(found: FunctionFacts): Finding {
  const { name, arn, state, stateReason, lastUpdate, runtime, reservedConcurrency } = found;
  const evidence = { arn, state, lastUpdate, runtime, reservedConcurrency };
  if (state === 'Failed' || lastUpdate === 'Failed') {
    return fail(`${name} is in the state 'Failed': ${stateReason ?? 'AWS gives no reason'}.`, evidence);
  }
  if (state === 'Pending' || lastUpdate === 'InProgress')
    return pending(`${name} is still being made.`, evidence);
  if (reservedConcurrency === 0) {
    return fail(
      `${name} is switched off: its reserved concurrency is 0. See Configuration → Concurrency.`,
      evidence,
    );
  }
  return { verdict: 'pass', evidence, advice: adviseRuntime(found) };
}

function adviseRuntime({ name, runtime }: FunctionFacts): Advice[] {
  if (runtime === null || !isDeprecated(runtime)) return [];
  return [
    {
      id: `old-runtime-${name}`,
      title: `${name} runs on ${runtime}, which AWS no longer supports`,
      why: 'It gets no security updates, and AWS can forbid changes to it.',
      how: 'Choose a current runtime under Code → Runtime settings, and try the function again.',
    },
  ];
}

/** When the function has the lab's own role, that role's faults are graded in task 4. */
function roleNeeds(facts: Facts, end: End): string[] {
  const found = foundIn(facts.functions[end]);
  const lab = foundIn(facts.roles.lab);
  const first = [`${endNames[end].functionTask}.function`, '3.2.bucket'];
  return found !== undefined && found.roleArn === lab?.arn
    ? [...first, '4.lab-trust', '4.lab-permissions']
    : first;
}

function hasRights(found: FunctionFacts, facts: Facts, end: End): Finding {
  return judge(found.role, {
    what: `the role of ${found.name}`,
    found: (role) => roleSuffices(role, facts, end),
    absent: () => fail(`The role of ${found.name} is gone: ${found.roleArn}.`, { role: found.roleArn }),
  });
}

function roleSuffices(role: RoleFacts, facts: Facts, end: End): Finding {
  const trust = trustsLambda(role, facts.account);
  if (trust.verdict !== 'pass') return trust;
  const own = mayWork(role, (permission) => concernsEnd(permission, end));
  const bucket = foundIn(facts.bucket);
  const denied =
    own.verdict === 'pass' && bucket ? deniedByBucket(role, bucket, facts.account, end) : undefined;
  return denied ?? own;
}

/** What the other end works with does not count. */
function concernsEnd({ resource }: PermissionFacts, end: End): boolean {
  const other = endNames[endNames[end].other];
  return !(
    resource.includes(`/${endNames[end].other}/`) ||
    resource.includes(other.functionName) ||
    resource.includes(`:${other.queue}`)
  );
}

/** The simulation does not know the bucket's own policy, which can take away what the role has. */
function deniedByBucket(
  role: RoleFacts,
  bucket: BucketFacts,
  account: string,
  end: End,
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
      const hint = `The bucket's own policy denies ${action} on ${key} to ${role.name} (${decision.statement}).`;
      return fail(hint, { decision });
    }
  }
  return undefined;
}

function handlerNeeds(facts: Facts, end: End): string[] {
  const { functionTask: needed, triggerTask: id } = endNames[end];
  const needs = [`${needed}.function`];
  return invocationOf(facts, end) ? needs : [...needs, `${id}.trigger`];
}

const NOT_LOADED =
  /ImportModuleError|HandlerNotFound|UserCodeSyntaxError|MalformedHandlerName|Unable to import module|Cannot find (module|package)|undefined or not exported|is not a function/i;

/** What an invocation shows counts; without one, the lab's own name is right, and the console's default is not. */
function handlerLoads({ name, handler }: FunctionFacts, facts: Facts, end: End): Finding {
  const invocation = invocationOf(facts, end);
  const error = invocation?.errors.find((line) => NOT_LOADED.test(line));
  const evidence = { handler };
  if (error !== undefined) {
    return fail(
      `Lambda did not find the handler '${handler}' in the code of ${name}: see Code → Runtime settings, and the names of the files in the code.`,
      { ...evidence, error },
    );
  }
  const { functionName } = endNames[end];
  if (invocation !== undefined || handler === null || handler === `${functionName}.handler`)
    return pass(evidence);
  if (DEFAULT_HANDLERS.includes(handler)) {
    return notYet(
      `the handler of ${name} is still the default, '${handler}'. See Code → Runtime settings.`,
      evidence,
    );
  }
  return pending(
    `The handler of ${name} is '${handler}'. Whether the code has it shows when it runs for the first time.`,
    evidence,
  );
}

const DEFAULT_HANDLERS = ['index.handler', 'lambda_function.lambda_handler', 'lambda_function.handler'];

function hasDescription({ name, description }: FunctionFacts): Finding {
  return description.trim() === ''
    ? notYet(`${name} has no description. See Configuration → General configuration.`)
    : pass({ description });
}
