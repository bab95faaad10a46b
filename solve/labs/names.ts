import type { ForEachLabOutput } from '../../lab/output-names.ts';

/** The names of a lab's resources. */
export interface LabNames {
  topic: string;
  queues: ForEachLabOutput<string>;
  roles: Readonly<Record<'custom' | 'lab', string>>;
  functions: ForEachLabOutput<string>;
}

/** The lab's own names. */
export const LAB_NAMES: LabNames = {
  topic: 'resize-image-topic-2718',
  queues: { thumbnail: 'thumbnail-queue', mobile: 'mobile-queue' },
  roles: { custom: 'CustomExecutionRole', lab: 'LabExecutionRole' },
  functions: { thumbnail: 'CreateThumbnail', mobile: 'CreateMobileImage' },
};
