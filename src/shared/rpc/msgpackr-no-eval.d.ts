declare module 'msgpackr/index-no-eval' {
  export { Packr, Unpackr, pack, unpack } from 'msgpackr';
}
