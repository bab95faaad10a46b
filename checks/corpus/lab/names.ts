import type { ForEachEnd } from '../../facts.ts';

/** What the things of a lab are called. */
export interface LabNames {
  topic: string;
  queues: ForEachEnd<string>;
  roles: Readonly<Record<'custom' | 'lab', string>>;
  functions: ForEachEnd<string>;
}

/** The lab's own names. */
export const LAB_NAMES: LabNames = {
  topic: 'resize-image-topic-2718',
  queues: { thumbnail: 'thumbnail-queue', mobile: 'mobile-queue' },
  roles: { custom: 'CustomExecutionRole', lab: 'LabExecutionRole' },
  functions: { thumbnail: 'CreateThumbnail', mobile: 'CreateMobileImage' },
};
