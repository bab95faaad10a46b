/** An identity-based policy has no principal, because it applies to the identity that has it. The evaluator expects one. */
export function forEveryone(policy: unknown): unknown {
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return policy;
  const statements: unknown[] = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  const Statement = statements.map((one) => (typeof one === 'object' ? { ...one, Principal: '*' } : one));
  return { ...policy, Statement };
}
