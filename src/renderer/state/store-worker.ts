import storeWorkerUrl from '../store/shared-worker.ts?sharedworker&url';

// Imported before everything else: nothing that is not needed to call the worker belongs here.

let called: SharedWorker | null = null;

/** Calls the worker of the browser host, should it not have been; `storeWorker` gives it to whoever is first to speak to it. */
export function callStore(): void {
  if (location.protocol !== 'app:') called ??= connect();
}

/** A new port to the store's worker. What it says before somebody listens is kept by the port. */
export function storeWorker(): SharedWorker {
  const worker = called ?? connect();
  called = null;
  return worker;
}

const connect = (): SharedWorker => new SharedWorker(workerUrl(), { type: 'module', name: 'tern-store' });

interface TrustedTypesLike {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): URL };
}
let workerPolicy: ReturnType<TrustedTypesLike['createPolicy']> | null = null;

/**
 * The address of the store's worker. The page requires Trusted Types, so it comes from a policy that knows this one
 * address and no other.
 */
function workerUrl(): string | URL {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypesLike };
  if (!trustedTypes) return storeWorkerUrl;
  workerPolicy ??= trustedTypes.createPolicy('tern-worker', { createScriptURL: () => storeWorkerUrl });
  return workerPolicy.createScriptURL(storeWorkerUrl);
}
