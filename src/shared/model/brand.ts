declare const brand: unique symbol;
/** A nominal type: `Brand<number, 'Uid'>` is a number that no other number can be passed for. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
