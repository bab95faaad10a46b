import type { End, Facts, InvocationFacts, JourneyEnd } from '../facts.ts';
import { explainReport } from '../report-line.ts';
import type { Finding, Step, Task } from '../step.ts';
import { heldBack } from './delivery-delay.ts';
import { endNames, invocationSteps } from './ends.ts';
import { fail, foundIn, judge, pending, waits } from './found.ts';
import { adviseMemory, troubleInWords } from './invocation-trouble.ts';
import { isUpright, judgeOutput } from './output-picture.ts';

export const task71: Task = {
  id: '7.1',
  title: "The functions' logs",
  optional: false,
  guide: 'lab/README.md#task-71',
  steps: [logStep('thumbnail'), logStep('mobile')],
};

export const task72: Task = {
  id: '7.2',
  title: 'The resized pictures',
  optional: false,
  guide: 'lab/README.md#task-72',
  steps: [...outputSteps('thumbnail'), ...outputSteps('mobile')],
};

function logStep(end: End): Step {
  const { functionName } = endNames[end];
  return {
    id: `7.1.${end}`,
    title: `The log of ${functionName} tells of the upload`,
    points: 2.5,
    needs: (facts) => [...uploadSteps(facts), ...invocationSteps(end)],
    verify: (facts) => withJourney(facts, end, (seen) => hasLog(seen, facts, end)),
  };
}

function outputSteps(end: End): Step[] {
  const { triggerTask, box } = endNames[end];
  return [
    {
      id: `7.2.${end}`,
      title: `A picture below ${end}/ that fits within ${box} × ${box}`,
      points: 2.5,
      needs: (facts) => [...uploadSteps(facts), ...invocationSteps(end), `${triggerTask}.handler`],
      verify: (facts) => withJourney(facts, end, (seen) => hasOutput(seen, facts, end)),
    },
    {
      id: `7.2.${end}-upright`,
      title: 'It stands upright',
      points: 1,
      needs: [`7.2.${end}`],
      verify: (facts) =>
        withJourney(facts, end, ({ output }) =>
          judge(output, { what: 'the output', found: (picture) => isUpright(picture, facts), absent: waits }),
        ),
    },
  ];
}

/** Read-only, it is the learner's own upload that is followed. */
function uploadSteps({ mode }: Facts): string[] {
  return mode === 'read-only' ? ['6.upload'] : [];
}

function withJourney(facts: Facts, end: End, found: (seen: JourneyEnd) => Finding): Finding {
  return judge(facts.journey, {
    what: 'the way of a picture through the pipeline',
    found: (journey) => found(journey.ends[end]),
    absent: () =>
      facts.mode === 'read-only'
        ? {
            verdict: 'skipped',
            hint: 'Read-only: no picture is uploaded, and none from before is to be seen.',
            evidence: {},
          }
        : waits(),
  });
}

function hasLog(seen: JourneyEnd, facts: Facts, end: End): Finding {
  const { functionName } = endNames[end];
  return judge(seen.invocation, {
    what: `the log of ${functionName}`,
    found: (invocation) => explained(invocation, facts, end),
    absent: () => {
      if (seen.output.kind === 'found') {
        return fail(
          `${functionName} made its picture, but there is nothing of it in its log: look at its log group, and whether its role may write to it.`,
        );
      }
      return didNotRun(seen, facts, end);
    },
  });
}

function didNotRun({ waitedMs, messagesLeft }: JourneyEnd, facts: Facts, end: End): Finding {
  const { functionName } = endNames[end];
  const late = heldBack(facts, end, waitedMs);
  if (late !== undefined) return fail(`${functionName} did not run: ${late}`, { messagesLeft });
  const where = messagesLeft ? ' Its queue still holds messages.' : '';
  const hint = `${functionName} did not run within ${Math.round(waitedMs / 1000)} s of the upload, though nothing seems wrong.${where} Grade again in a minute.`;
  return pending(hint, { messagesLeft });
}

function explained(invocation: InvocationFacts, facts: Facts, end: End): Finding {
  const { report, requestId } = invocation;
  const { functionName } = endNames[end];
  if (report === null) {
    return pending(`The log of ${functionName} has no REPORT line yet: grade again in a minute.`, {
      requestId,
    });
  }
  const evidence = { requestId, report, inWords: `It ${explainReport(report)}` };
  return { verdict: 'pass', evidence, advice: adviseMemory(invocation, foundIn(facts.functions[end])) };
}

function hasOutput(seen: JourneyEnd, facts: Facts, end: End): Finding {
  return judge(seen.output, {
    what: `the pictures below ${end}/`,
    found: (picture) => judgeOutput(picture, facts, end),
    absent: () => noOutput(seen, facts, end),
  });
}

function noOutput(seen: JourneyEnd, facts: Facts, end: End): Finding {
  const { functionName } = endNames[end];
  const invocation = foundIn(seen.invocation);
  if (invocation === undefined) return didNotRun(seen, facts, end);
  const trouble = troubleInWords(invocation, foundIn(facts.functions[end]));
  const evidence = { errors: invocation.errors, report: invocation.report };
  if (trouble !== undefined) return fail(`${functionName} failed: ${trouble}`, evidence);
  if (invocation.endedAt === null)
    return pending(`${functionName} is still at work: grade again in a minute.`);
  return fail(
    `${functionName} ran, and its log tells of no trouble, but no picture of the upload's name came to be below ${end}/: look at which key it writes to.`,
    evidence,
  );
}
