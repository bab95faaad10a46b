import type { Facts } from '../account/facts.ts';
import { type Asked, whyUnreachable } from '../account/why-unreachable.ts';
import type { Failure } from '../cli/failure.mjs';

/** Explains in one sentence, with a command that helps, why nothing could be graded; undefined when something could. */
export function whyNotGraded({ topic }: Facts, asked: Pick<Asked, 'local' | 'profile'>): Failure | undefined {
  if (topic.kind !== 'unreadable') return undefined;
  return whyUnreachable(topic.trouble, { ...asked, command: 'check' });
}
