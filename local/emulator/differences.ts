/**
 * The differences between the embedded AWS and AWS. Gaps that `local/emulator/gaps.py` closes are not listed.
 */
export const DIFFERENCES: readonly string[] = [
  "A function's memory is not limited, and its log reports 0 MB of used memory.",
  'The endpoint uses HTTP. Policies that require TLS accept it, because only this machine can reach the endpoint.',
  'Encryption with a KMS key is stored but not enforced. X-Ray records no traces, and lifecycle rules delete nothing.',
];

/** With `npm run lab`, a subscription waits, and its mails are files. */
export const EMAIL_DIFFERENCE =
  'An email subscription is confirmed at once, and nobody gets an email. On AWS, it waits until somebody opens the link.';
