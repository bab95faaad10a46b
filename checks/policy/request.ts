/** Who asks. */
export type Principal =
  /** An AWS service that acts by itself: `s3.amazonaws.com`. */
  | { kind: 'service'; service: string }
  /** An IAM user or role, a session of a role (`arn:aws:sts::111111111111:assumed-role/X/…`), or an account's root. */
  | { kind: 'identity'; account: string; arn: string }
  /** Somebody without credentials. */
  | { kind: 'anonymous' };

/** Who asks for what. */
export interface PolicyRequest {
  principal: Principal;
  /** `sns:Publish`. */
  action: string;
  /** ARN of what the policy is attached to, or of something in it. */
  resource: string;
  /** Condition keys (in any case) and their values: `aws:SourceArn`. A key with an empty list counts as absent. */
  context: Readonly<Record<string, string | readonly string[]>>;
}
