/** Who makes a request. */
export type Principal =
  /** An AWS service that acts on its own behalf: `s3.amazonaws.com`. */
  | { kind: 'service'; service: string }
  /** An IAM user or role, a session of a role (`arn:aws:sts::111111111111:assumed-role/X/…`), or an account's root. */
  | { kind: 'identity'; account: string; arn: string }
  /** A caller without credentials. */
  | { kind: 'anonymous' };

/** A request to AWS: who wants to do what with which resource. */
export interface PolicyRequest {
  principal: Principal;
  /** `sns:Publish`. */
  action: string;
  /** ARN of the resource that the policy is attached to, or of something in it (an object of a bucket). */
  resource: string;
  /** Condition keys (in any case) and their values: `aws:SourceArn`. A key with an empty list counts as absent. */
  context: Readonly<Record<string, string | readonly string[]>>;
}
