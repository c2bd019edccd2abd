import { forwardPorts } from './forward-ports';

forwardPorts(['tern:engine-port', 'tern:view-port']);
