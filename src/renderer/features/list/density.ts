export type Density = 'compact' | 'normal' | 'roomy';
/** px, from look.md. */
export const ROW_HEIGHT: Record<Density, number> = { compact: 28, normal: 56, roomy: 76 };
