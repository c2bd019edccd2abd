export { FilesDialog } from './files-dialog';
export { useJobTitle } from './job-list';
