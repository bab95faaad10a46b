import type { Facts } from '../../account/facts.ts';
import { compareQueues, type QueueContent } from './compare-queues.ts';
import type { RolePolicies } from './hop-records.ts';
import type { JournalEntry } from './journal-entry.ts';
import type { Layout } from './layout.ts';
import { makeScene, type PipelineOptions } from './scene.ts';
import { takeCall } from './take-call.ts';
import { takeArrival, takeDeadLetter, takeEnd, takeReceive } from './take-message.ts';
import { takePublish, takeStop } from './take-notification.ts';
import { takeObject } from './take-object.ts';
import { takeInvoke, takeInvoked } from './take-run.ts';
import type { Uploads } from './uploads.ts';

/** Turns the journal of the embedded AWS into changes of the page's state. */
export interface Pipeline {
  take(entry: JournalEntry): void;
  /** Uses the names and settings of newer facts from now on. */
  learn(facts: Facts, rolePolicies: RolePolicies): void;
  /** Another journal begins, whose numbers begin anew. */
  restart(): void;
  readonly layout: Layout;
  /** Whether a function of the pipeline runs. */
  isBusy(): boolean;
  readonly uploads: Uploads;
  /** What the queues really hold: corrects the counts, and finds messages of before the journal. */
  compare(queues: readonly QueueContent[], now: number): void;
}

export function makePipeline(options: PipelineOptions): Pipeline {
  const scene = makeScene(options);

  function take(entry: JournalEntry): void {
    if (scene.layout.account !== '' && entry.account !== scene.layout.account) return;
    switch (entry.kind) {
      case 'object':
        takeObject(scene, entry);
        break;
      case 'not-notified':
      case 'not-published':
      case 'not-delivered':
        takeStop(scene, entry);
        break;
      case 'publish':
        takePublish(scene, entry);
        break;
      case 'deliver':
      case 'send':
        takeArrival(scene, entry);
        break;
      case 'receive':
        takeReceive(scene, entry);
        break;
      case 'invoke':
        takeInvoke(scene, entry);
        break;
      case 'invoked':
        takeInvoked(scene, entry, entry.at);
        break;
      case 'delete':
      case 'expire':
        takeEnd(scene, entry);
        break;
      case 'dead-letter':
        takeDeadLetter(scene, entry);
        break;
      case 'call':
        takeCall(scene, entry, entry.id, entry.at);
        break;
    }
  }

  return {
    take,
    learn: scene.learn,
    restart: scene.restart,
    get layout() {
      return scene.layout;
    },
    isBusy: () => scene.invocations.size > 0,
    uploads: scene.uploads,
    compare: (queues, now) => compareQueues(scene, queues, now),
  };
}
