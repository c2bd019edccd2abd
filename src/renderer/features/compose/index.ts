export { Composer, type ComposerProps } from './composer';
export { Composers } from './composers';
