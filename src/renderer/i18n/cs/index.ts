import type { en } from '../en';
import type { Translation } from '../translation';
import { accounts } from './accounts';
import { activity } from './activity';
import { audit } from './audit';
import { away } from './away';
import { commandTitles } from './commands';
import { common } from './common';
import { compose } from './compose';
import { errors } from './errors';
import { files } from './files';
import { folders } from './folders';
import { inspector } from './inspector';
import { list } from './list';
import { notifications } from './notifications';
import { offline } from './offline';
import { menu } from './menu';
import { openpgp } from './openpgp';
import { pending } from './pending';
import { pop3 } from './pop3';
import { reader } from './reader';
import { removed } from './removed';
import { rules } from './rules';
import { search } from './search';
import { settings } from './settings';
import { snooze } from './snooze';
import { templates } from './templates';
import { tray } from './tray';
import { unsubscribe } from './unsubscribe';

export const cs: Translation<typeof en> = {
  accounts,
  activity,
  audit,
  away,
  commands: commandTitles,
  common,
  compose,
  errors,
  files,
  folders,
  inspector,
  list,
  notifications,
  offline,
  menu,
  openpgp,
  pending,
  pop3,
  reader,
  removed,
  rules,
  search,
  settings,
  snooze,
  templates,
  tray,
  unsubscribe,
};
