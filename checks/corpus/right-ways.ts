import { computeRightWays } from './right-ways/compute.ts';
import { deployedRightWays } from './right-ways/deployed.ts';
import { messagingRightWays } from './right-ways/messaging.ts';
import { storageRightWays } from './right-ways/storage.ts';
import type { RightWay } from './set-up.ts';

/** Labs without a mistake: by the lab's letters, and in other ways. */
export const rightWays: readonly RightWay[] = [
  ...messagingRightWays,
  ...storageRightWays,
  ...computeRightWays,
  ...deployedRightWays,
];
