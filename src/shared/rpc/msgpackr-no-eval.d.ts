declare module 'msgpackr/index-no-eval' {
  export { addExtension, Packr, Unpackr, pack, unpack } from 'msgpackr';
}
