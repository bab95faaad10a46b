/** Tells whether an embedded AWS answers at this endpoint. */
export async function isHealthy(endpoint: string): Promise<boolean> {
  return (await askHealth(endpoint)) !== undefined;
}

/** Asks the embedded AWS for its health. Resolves to undefined when none answers. */
export async function askHealth(endpoint: string): Promise<Response | undefined> {
  try {
    const response = await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(2000) });
    return response.ok ? response : undefined;
  } catch {
    return undefined;
  }
}
