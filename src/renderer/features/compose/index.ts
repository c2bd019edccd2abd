export { Composers } from './composers';
