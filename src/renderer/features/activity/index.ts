export { Activity } from './activity';
export { operationWords } from './operation-words';
