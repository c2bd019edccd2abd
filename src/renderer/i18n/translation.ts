/** What comes behind a key's last `_` for a number (CLDR, as i18next writes it). */
type Form = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type Counted<Key> = Key extends `${infer Name}_other` ? Name : never;

/**
 * The texts of another language: the keys of the English ones, no fewer and no more, but that what is counted has the plural
 * forms of that language. Those, and the placeholders, are what `languages.test.ts` looks at.
 */
export type Translation<English> = {
  readonly [
    Key in keyof English as Key extends `${string}_${Exclude<Form, 'other'>}` ? never : Key
  ]: English[Key] extends string ? string : Translation<English[Key]>;
} & {
  readonly [Key in Counted<keyof English> as `${Key}_${Exclude<Form, 'other'>}`]?: string;
};
