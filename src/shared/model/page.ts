/** One page = 256 consecutive UIDs of one folder generation (design §2 idea 1). */
const PAGE_BITS = 8;
export const PAGE_SIZE = 1 << PAGE_BITS;
export const pageOf = (uid: number): number => uid >>> PAGE_BITS;
