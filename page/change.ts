import type {
  Arrow,
  AwsCall,
  CallRate,
  Cause,
  FaultSwitch,
  Freshness,
  GradeState,
  PageState,
  Part,
  PartId,
  Question,
  Surprise,
  Token,
  Upload,
} from './state.ts';

/**
 * One change of the state. `apply-change.ts` applies it.
 * @example
 * { id: 17, at: 1795, type: 'part', part: { id: 'topic', … } }
 */
export type Change = {
  /** Counts from 1 in each epoch, without gaps. */
  id: number;
  /** When it happened. Changes come in this order. */
  at: number;
} & ChangeContent;

export type ChangeContent =
  | { type: 'part'; part: Part }
  | { type: 'arrow'; arrow: Arrow }
  /** Inserts or replaces a token. */
  | { type: 'token'; token: Token }
  | { type: 'token-gone'; tokenId: string }
  /**
   * A message really moved from one part to another. The `token` change with its new state follows it. The page animates it;
   * the state stays as it is. `hopId` is null for messages without an upload.
   */
  | { type: 'move'; tokenId: string; from: PartId | 'you'; to: PartId | 'nowhere'; hopId: string | null }
  /** Inserts or replaces an upload. */
  | { type: 'upload'; upload: Upload }
  | { type: 'upload-gone'; uploadId: string }
  | { type: 'cause'; cause: Cause }
  | { type: 'cause-gone'; causeId: string }
  | { type: 'fault'; fault: FaultSwitch }
  | { type: 'surprise'; surprise: Surprise }
  | { type: 'grade'; grade: GradeState }
  | { type: 'call'; call: AwsCall }
  | { type: 'question'; question: Question }
  | { type: 'freshness'; freshness: Freshness }
  | { type: 'rate'; rate: CallRate | null }
  | { type: 'may'; may: PageState['may'] }
  /** A sentence for the page's status line, such as `Uploaded cat.jpg.` The state stays as it is. */
  | { type: 'notice'; words: string; tone: 'info' | 'good' | 'bad' };

/** The data of the event `snapshot`, and of `GET /api/state`. */
export interface Snapshot {
  /** Identifies the start of the server. Another epoch means that the server was restarted, and a page starts over. */
  epoch: string;
  /** The id of the last change in it. */
  id: number;
  now: number;
  state: PageState;
}

/** The data of the event `pulse`, which comes every few seconds. Without one for 15 seconds, the server is gone. */
export interface Pulse {
  epoch: string;
  id: number;
  now: number;
}
