import type { Intent } from '@shared/contract/operations';
import { executeAppend } from './append';
import type { Executor } from './context';
import { executeCopy } from './copy';
import { executeDestroy } from './destroy';
import { executeDraft } from './draft';
import { executeFlags } from './flags';
import {
  executeCreateMailbox,
  executeDeleteMailbox,
  executeRenameMailbox,
  executeSubscribe,
} from './mailboxes';
import { executeMove } from './move';

export const executors: Readonly<Record<Intent['kind'], Executor>> = {
  flags: executeFlags,
  move: executeMove,
  copy: executeCopy,
  destroy: executeDestroy,
  append: executeAppend,
  draft: executeDraft,
  'create-mailbox': executeCreateMailbox,
  'rename-mailbox': executeRenameMailbox,
  'delete-mailbox': executeDeleteMailbox,
  subscribe: executeSubscribe,
};

export type { ExecuteContext, Outcome } from './context';
