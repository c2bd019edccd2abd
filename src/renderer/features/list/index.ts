export { ListPane } from './list-pane';
