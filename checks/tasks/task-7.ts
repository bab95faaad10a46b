import type { Facts, InvocationFacts, JourneyEnd } from '../../account/facts.ts';
import { explainReport } from '../../account/logs/lambda-report.ts';
import { troubleInWords } from '../../account/logs/trouble-in-words.ts';
import { foundIn } from '../../account/seen.ts';
import { invocationSteps, labParts } from '../../lab/ends.ts';
import type { LabOutput } from '../../lab/output-names.ts';
import { taskPage } from '../../lab/task-page.ts';
import type { Finding, Step, Task } from '../step.ts';
import { adviseMemory } from './advise-memory.ts';
import { heldBack } from './delivery-delay.ts';
import { fail, judge, pending, waits } from './found.ts';
import { isUpright, judgeOutput } from './output-picture.ts';

export const task71: Task = {
  id: '7.1',
  title: 'Logs of the functions',
  optional: false,
  guide: taskPage('7.1'),
  steps: [logStep('thumbnail'), logStep('mobile')],
};

export const task72: Task = {
  id: '7.2',
  title: 'Resized pictures',
  optional: false,
  guide: taskPage('7.2'),
  steps: [...outputSteps('thumbnail'), ...outputSteps('mobile')],
};

function logStep(end: LabOutput): Step {
  const { functionName } = labParts[end];
  return {
    id: `7.1.${end}`,
    title: `The log of ${functionName} shows the upload`,
    points: 2.5,
    needs: (facts) => [...uploadSteps(facts), ...invocationSteps(end)],
    verify: (facts) => withJourney(facts, end, (seen) => hasLog(seen, facts, end)),
  };
}

function outputSteps(end: LabOutput): Step[] {
  const { triggerTask, box } = labParts[end];
  return [
    {
      id: `7.2.${end}`,
      title: `${end}/ has a picture that fits within ${box} × ${box}`,
      points: 2.5,
      needs: (facts) => [...uploadSteps(facts), ...invocationSteps(end), `${triggerTask}.handler`],
      verify: (facts) => withJourney(facts, end, (seen) => hasOutput(seen, facts, end)),
    },
    {
      id: `7.2.${end}-upright`,
      title: `The picture in ${end}/ is upright`,
      points: 1,
      needs: [`7.2.${end}`],
      verify: (facts) =>
        withJourney(facts, end, ({ output }) =>
          judge(output, { what: 'the output', found: (picture) => isUpright(picture, facts), absent: waits }),
        ),
    },
  ];
}

/** In read-only mode the grader follows the learner's own upload. */
function uploadSteps({ mode }: Facts): string[] {
  return mode === 'read-only' ? ['6.upload'] : [];
}

function withJourney(facts: Facts, end: LabOutput, found: (seen: JourneyEnd) => Finding): Finding {
  return judge(facts.journey, {
    what: "a picture's path through the pipeline",
    found: (journey) => found(journey.ends[end]),
    absent: () =>
      facts.mode === 'read-only'
        ? {
            verdict: 'skipped',
            hint: 'In read-only mode the grader uploads no picture, and it found no earlier upload.',
            evidence: {},
          }
        : waits(),
  });
}

function hasLog(seen: JourneyEnd, facts: Facts, end: LabOutput): Finding {
  const { functionName } = labParts[end];
  return judge(seen.invocation, {
    what: `the log of ${functionName}`,
    found: (invocation) => explained(invocation, facts, end),
    absent: () => {
      if (seen.output.kind === 'found') {
        return fail(
          `${functionName} wrote its picture, but its log has no entry for it. Look at its log group, and at whether its role is allowed to write logs.`,
        );
      }
      return didNotRun(seen, facts, end);
    },
  });
}

function didNotRun({ waitedMs, messagesLeft }: JourneyEnd, facts: Facts, end: LabOutput): Finding {
  const { functionName, queue } = labParts[end];
  const late = heldBack(facts, end, waitedMs);
  if (late !== undefined) return fail(`${functionName} did not run. ${late}`, { messagesLeft });
  const when = `${functionName} did not run within ${Math.round(waitedMs / 1000)} s of the upload, although every setting looks right.`;
  const where =
    messagesLeft === 0
      ? ` ${queue} is empty: S3's notification has not arrived yet, or something else received it.`
      : '';
  const holds = messagesLeft ? ` ${queue} still holds messages.` : '';
  return pending(`${when}${where}${holds} ${AGAIN}`, { messagesLeft });
}

/** Some changes in AWS take a minute or two. Trouble that lasts longer has a cause that the grader does not see. */
const AGAIN =
  'Grade again in a minute. If the result is the same, look at Monitor → Logs of the function and at the metrics of the queue.';

function explained(invocation: InvocationFacts, facts: Facts, end: LabOutput): Finding {
  const { report, requestId } = invocation;
  const { functionName } = labParts[end];
  if (report === null) {
    return pending(`The log of ${functionName} has no REPORT line yet. Grade again in a minute.`, {
      requestId,
    });
  }
  const evidence = { requestId, report, inWords: `It ${explainReport(report)}` };
  return { verdict: 'pass', evidence, advice: adviseMemory(invocation, foundIn(facts.functions[end])) };
}

function hasOutput(seen: JourneyEnd, facts: Facts, end: LabOutput): Finding {
  return judge(seen.output, {
    what: `the pictures in ${end}/`,
    found: (picture) => judgeOutput(picture, facts, end),
    absent: () => noOutput(seen, facts, end),
  });
}

function noOutput(seen: JourneyEnd, facts: Facts, end: LabOutput): Finding {
  const { functionName } = labParts[end];
  const invocation = foundIn(seen.invocation);
  if (invocation === undefined) return didNotRun(seen, facts, end);
  const trouble = troubleInWords(invocation, foundIn(facts.functions[end]));
  const evidence = { errors: invocation.errors, report: invocation.report };
  if (trouble !== undefined) return fail(`${functionName} failed: ${trouble}`, evidence);
  if (invocation.endedAt === null)
    return pending(`${functionName} is still running. Grade again in a minute.`);
  return fail(
    `${functionName} ran without an error, but nothing was written to ${end}/ for this upload. Look at the key that the code writes to.`,
    evidence,
  );
}
