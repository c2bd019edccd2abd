export { AuditDialog } from './audit-dialog';
