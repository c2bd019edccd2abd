import type { z } from 'zod';

/** One method of a contract: what goes in and what comes out, as schemas both sides compile against. */
export interface MethodSpec {
  readonly params: z.ZodType;
  readonly result: z.ZodType;
}

/** A boundary between two parts of Tern. `version` must be equal on both ends; there is no negotiation. */
export interface Contract {
  readonly name: string;
  readonly version: number;
  readonly methods: Readonly<Record<string, MethodSpec>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
}

export interface CallOptions {
  /** Aborting sends a cancel message; the promise rejects with RpcError `cancelled` at once. */
  readonly signal?: AbortSignal;
}

export interface CallContext {
  /** Aborted when the caller cancels or the port closes. */
  readonly signal: AbortSignal;
}

/** What the serving side implements. */
export type Handlers<C extends Contract> = {
  readonly [K in keyof C['methods']]: (
    params: z.output<C['methods'][K]['params']>,
    context: CallContext,
  ) => Promise<z.output<C['methods'][K]['result']>> | z.output<C['methods'][K]['result']>;
};

/** What the calling side holds. */
export type Remote<C extends Contract> = {
  readonly [K in keyof C['methods']]: (
    params: z.input<C['methods'][K]['params']>,
    options?: CallOptions,
  ) => Promise<z.output<C['methods'][K]['result']>>;
};

export type EventOf<C extends Contract, K extends keyof C['events']> = z.output<C['events'][K]>;

/** Infers the literal types of a contract while checking its shape. */
export const defineContract = <const C extends Contract>(contract: C): C => contract;
