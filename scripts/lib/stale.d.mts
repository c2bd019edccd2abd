export const root: string;
export function readStamp(name: string): string | null;
export function writeStamp(name: string, content: string): void;
export function packagesAreStale(): boolean;
export function buildIsStale(): boolean;
export function recordBuild(): void;
