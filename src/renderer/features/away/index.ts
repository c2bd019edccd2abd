export { AwayCard } from './away-card';
export { usePresence } from './presence';
