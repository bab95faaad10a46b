import { FAULTS, type Fault } from '../../solve/choose-fault.ts';
import type { ArrowId, PartId } from '../state.ts';

/** The faults that the page can switch, and where the picture then stops. Each changes settings that can be put back. */
const PLACES = {
  'bucket-without-notification': 'bucket>topic',
  'topic-policy-of-another-account': 'bucket>topic',
  'topic-policy-denies-instead': 'bucket>topic',
  'queue-policy-allows-s3': 'topic>queue:thumbnail',
  'queue-without-a-policy': 'topic>queue:mobile',
  'subscription-with-a-filter-of-the-body': 'topic>queue:mobile',
  'mobile-queue-delays-messages': 'queue:mobile',
  'thumbnail-trigger-disabled': 'queue:thumbnail>function:thumbnail',
  'mobile-function-switched-off': 'function:mobile',
  'mobile-handler-of-the-other-function': 'function:mobile',
  'lab-role-that-is-denied-writing': 'function:thumbnail>output:thumbnail',
  'bucket-policy-denies-one-folder': 'function:mobile>output:mobile',
} as const satisfies Record<string, PartId | ArrowId>;

export interface Switchable extends Fault {
  at: PartId | ArrowId;
}

/** In the order in which a picture meets them. */
export const SWITCHABLE: readonly Switchable[] = Object.entries(PLACES).map(([name, at]) => {
  const fault = FAULTS.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`Expected solve/faults to have the fault ${name}.`);
  return { ...fault, at };
});
