import type { RightWay } from '../../solve/faults/set-up.ts';
import { computeRightWays } from './right-ways/compute.ts';
import { deployedRightWays } from './right-ways/deployed.ts';
import { messagingRightWays } from './right-ways/messaging.ts';
import { storageRightWays } from './right-ways/storage.ts';

/** Labs without a mistake: exactly as written, and in other ways. */
export const rightWays: readonly RightWay[] = [
  ...messagingRightWays,
  ...storageRightWays,
  ...computeRightWays,
  ...deployedRightWays,
];
