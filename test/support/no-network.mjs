import { Socket } from 'node:net';

// Loaded before a program (--import): every connection that it tries to open fails, as on a machine without a network.
Socket.prototype.connect = function refuse() {
  throw new Error('this program must work without a network');
};
