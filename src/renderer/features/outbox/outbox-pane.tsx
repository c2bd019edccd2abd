export function OutboxPane() {
  return null;
}
