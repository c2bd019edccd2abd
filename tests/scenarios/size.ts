/** Whether scenarios are being killed at each of their steps (`lab -- kill-each-step`). */
export const swept = process.env['TERN_SWEEP_REPORT'] !== undefined;

/** How much there is of something: killed hundreds of times, thousands of it take hours and show what a few do. */
export const size = (whole: number, whenSwept: number): number => (swept ? whenSwept : whole);
