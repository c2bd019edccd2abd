import { ENGINE_PORT, VIEW_PORT } from '@shared/contract/page-ports';
import { forwardPorts } from './forward-ports';

forwardPorts([ENGINE_PORT, VIEW_PORT]);
