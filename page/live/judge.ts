import { describeCondition } from '../../account/policy/condition-words.ts';
import { type Decision, evaluatePolicy, type PolicyRequest } from '../../account/policy/evaluate.ts';
import { mismatchesOf } from '../../account/policy/mismatch.ts';
import { parsePolicy, type Statement } from '../../account/policy/parse.ts';
import { inSentence } from '../../account/policy/statement-name.ts';
import { whyNot } from '../../checks/tasks/requests.ts';
import { cleanText } from '../../cli/clean-text.mjs';
import type { JudgedStatement, Judgement } from '../hop-detail.ts';

interface Asked {
  question: string;
  /** The name of the policy. */
  policy: string;
  document: unknown;
  request: PolicyRequest;
  /** What is shown of the policy, when that differs from what is evaluated. */
  written?: unknown;
}

const MOST_LINES = 120;

/** Evaluates a policy, and shows for each statement what it has to do with the request. */
export function judge({ question, policy, document, request, written = document }: Asked): Judgement {
  const { principal, action, resource, context } = request;
  const shown = {
    ...{ question, policy },
    request: {
      principal:
        principal.kind === 'service'
          ? principal.service
          : principal.kind === 'identity'
            ? principal.arn
            : 'anybody',
      ...{ action, resource },
      context: Object.fromEntries(Object.entries(context).map(([key, value]) => [key, String(value)])),
    },
  };
  try {
    const decision = evaluatePolicy(document, request);
    return {
      ...shown,
      decision: decision.decision === 'allow' ? 'allowed' : 'denied',
      words: wordsOf(decision, request),
      statements: judgeStatements(document, written, request, decision),
    };
  } catch (error) {
    const words = cleanText(error instanceof Error ? error.message : String(error)).slice(0, 500);
    return { ...shown, decision: 'unknown', words, statements: [] };
  }
}

function wordsOf(decision: Decision, request: PolicyRequest): string {
  const words =
    decision.decision === 'allow'
      ? `${inSentence(decision.statement)} allows ${request.action}.`
      : whyNot(decision, request);
  return cleanText(words).slice(0, 1000);
}

function judgeStatements(
  document: unknown,
  written: unknown,
  request: PolicyRequest,
  decision: Decision,
): JudgedStatement[] {
  const { version, statements } = parsePolicy(document);
  const values = new Map(Object.entries(request.context).map(([key, value]) => [key.toLowerCase(), value]));
  const valuesOf = (key: string) => {
    const value = values.get(key.toLowerCase());
    return typeof value === 'string' ? [value] : value;
  };
  const scope = { variables: version === '2012-10-17', valuesOf };
  const decided = 'statement' in decision ? decision.statement : undefined;
  return statements.slice(0, 20).map((statement, index) => {
    const mismatches = mismatchesOf(statement, request, scope);
    const unmet = new Set(mismatches.flatMap((one) => (one.element === 'condition' ? [one.condition] : [])));
    const elements = new Set(mismatches.map(({ element }) => element));
    const lines = textOf(written, index);
    const isDeciding = statement.name === decided;
    return {
      name: cleanText(statement.name).slice(0, 120),
      ...{ effect: statement.effect, decided: isDeciding, lines },
      marked: markedLines(lines, isDeciding, elements, [...unmet]),
      reasons: reasonsOf(statement, elements, unmet),
    };
  });
}

function reasonsOf(
  { conditions }: Statement,
  elements: ReadonlySet<string>,
  unmet: ReadonlySet<Statement['conditions'][number]>,
): JudgedStatement['reasons'] {
  return [
    { words: 'it names the principal', met: !elements.has('principal') },
    { words: 'it covers the action', met: !elements.has('action') },
    { words: 'it covers the resource', met: !elements.has('resource') },
    ...conditions.map((condition) => ({
      words: cleanText(describeCondition(condition)).slice(0, 400),
      met: !unmet.has(condition),
    })),
  ];
}

function textOf(document: unknown, index: number): string[] {
  const { Statement: written } = document as { Statement: unknown };
  const statement: unknown = Array.isArray(written) ? written[index] : written;
  return JSON.stringify(statement, undefined, 2)
    .split('\n')
    .slice(0, MOST_LINES)
    .map((line) => line.slice(0, 400));
}

/** The lines with what did not apply; for the deciding statement, those of its conditions, or of its effect. */
function markedLines(
  lines: readonly string[],
  isDeciding: boolean,
  elements: ReadonlySet<string>,
  unmet: readonly Statement['conditions'][number][],
): number[] {
  const isMarked = (line: string) => {
    if (isDeciding) return /^ {2}"(Effect|Condition)"/.test(line) || /^ {4}"|^ {6}"/.test(line);
    if (elements.has('principal') && /^ {2}"(Not)?Principal"/.test(line)) return true;
    if (elements.has('action') && /^ {2}"(Not)?Action"/.test(line)) return true;
    if (elements.has('resource') && /^ {2}"(Not)?Resource"/.test(line)) return true;
    return unmet.some(({ key }) => line.toLowerCase().includes(`"${key.toLowerCase()}"`));
  };
  return lines.flatMap((line, index) => (isMarked(line) ? [index] : []));
}
