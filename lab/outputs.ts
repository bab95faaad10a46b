/** What the lab and the template say about one output of the pipeline. */
interface Output {
  /** The name of the function that makes it, and of its handler file: `functions/CreateThumbnail.ts`. */
  functionName: `Create${string}`;
  /** Where the pictures are written in the bucket, with the slash: `thumbnail/`. */
  prefix: `${string}/`;
  /** Pictures fit within a square of this many pixels. */
  box: number;
  /** The description of the function, as the Lambda console shows it. */
  description: string;
  /** The tasks of the lab that ask for it. An output without tasks is deployed and looked after, but not graded. */
  tasks?: OutputTasks;
}

/** The numbers of the tasks that set up the parts of an output. */
export interface OutputTasks {
  queue: string;
  function: string;
  trigger: string;
}

/**
 * The outputs of the pipeline, by name. Everything that exists once for each output follows from this table: queues, functions,
 * log groups, alarms, permissions and the commands that work with them. To add a size, add a row here and its handler file in
 * `functions/`: CONTRIBUTING.md has the steps. A name consists of small letters only.
 */
export const OUTPUTS = {
  thumbnail: {
    functionName: 'CreateThumbnail',
    prefix: 'thumbnail/',
    box: 128,
    description: 'Create a thumbnail-sized image',
    tasks: { queue: '2.1', function: '5.1', trigger: '5.2' },
  },
  mobile: {
    functionName: 'CreateMobileImage',
    prefix: 'mobile/',
    box: 640,
    description: 'Create a mobile friendly image',
    tasks: { queue: '2.2', function: '5.3', trigger: '5.4' },
  },
} as const satisfies Record<string, Output>;
