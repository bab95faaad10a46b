import type { AwsCall, Hop, TaskRef } from './state.ts';

/** What a page shows of an opened hop. */
export interface HopDetail {
  hop: Hop;
  /** One sentence that explains what this hop is for. */
  explanation: string;
  /** The S3 event, the SNS envelope, the SQS message. */
  payloads: readonly Payload[];
  /** The function's log of this invocation. */
  log: InvocationLog | null;
  /** The policies that allowed or denied this hop, evaluated by the project itself. */
  policies: readonly Judgement[];
  /** The lines of template.yaml that make this hop possible. */
  template: readonly TemplateLines[];
  task: TaskRef | null;
  calls: readonly AwsCall[];
}

export interface Payload {
  /** `S3 event`, `SNS envelope`, `SQS message` */
  title: string;
  /** Formatted JSON, or text. Shortened to 8,000 characters. */
  text: string;
  shortened: boolean;
}

export interface InvocationLog {
  requestId: string;
  lines: readonly { at: number; text: string }[];
  /** The numbers of the REPORT line. Empty while the function runs. */
  report: readonly { name: string; value: string; meaning: string }[];
}

/** One request, and what a policy says about it. */
export interface Judgement {
  /** `May S3 publish to this topic?` */
  question: string;
  /** `Access policy of resize-image-topic-x` */
  policy: string;
  request: {
    principal: string;
    action: string;
    resource: string;
    context: Readonly<Record<string, string>>;
  };
  /** `unknown`: the policy could not be read, or its result is not documented. */
  decision: 'allowed' | 'denied' | 'unknown';
  /** Sentences: which statement decided, or why the nearest one did not apply. */
  words: string;
  /** Every statement, formatted, with what it has to do with the request. */
  statements: readonly JudgedStatement[];
}

export interface JudgedStatement {
  /** Its Sid, or `statement 2`. */
  name: string;
  effect: 'Allow' | 'Deny';
  /** Whether it decided. */
  decided: boolean;
  /** Formatted JSON, in lines. */
  lines: readonly string[];
  /** Indexes of the lines that decided: conditions that were met by a deciding statement, or what did not apply. */
  marked: readonly number[];
  /** Clauses: `aws:SourceAccount is 111111111111`. `met` is false for those that did not apply. */
  reasons: readonly { words: string; met: boolean }[];
}

export interface TemplateLines {
  /** The logical id: `ResizeImageTopicPolicy`. */
  resource: string;
  /** Counts from 1. */
  firstLine: number;
  lines: readonly string[];
}

/** A page of the workbook: `GET /api/tasks/2.1`. */
export interface WorkbookPage {
  task: TaskRef;
  /** HTML of the project's own Markdown, without scripts, styles, forms and remote pictures. Links to other tasks are `#task-3.1`. */
  html: string;
}
