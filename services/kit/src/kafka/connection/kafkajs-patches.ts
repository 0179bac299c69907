import { createRequire } from 'node:module';

/** Changes to kafkajs's private classes; imported for its effect. Each change says why. */
const require = createRequire(import.meta.url);

type RequestQueue = { pending: unknown[]; throttledUntil: number };
const RequestQueueClass: {
  prototype: { scheduleCheckPendingRequests(this: RequestQueue): void };
} = require('kafkajs/src/network/requestQueue');
const scheduleCheck = RequestQueueClass.prototype.scheduleCheckPendingRequests;
// Unpatched, it arms a timer after every response even when nothing is pending; on Node 24 its negative delay
// becomes a 1 ms timer that re-arms itself without end (idle CPU 4 % instead of 1 %).
RequestQueueClass.prototype.scheduleCheckPendingRequests = function () {
  if (this.pending.length > 0) scheduleCheck.call(this);
};

type Connection = { isConnected(): boolean; chunks: Buffer[]; bytesBuffered: number; bytesNeeded: number };
const ConnectionClass: {
  prototype: { connect(this: Connection): Promise<unknown> };
} = require('kafkajs/src/network/connection');
const { connect } = ConnectionClass.prototype;
/** Length of the size field before a response. */
const sizeBytes = 4;
// Unpatched, the part of a response that arrived before a connection broke (a killed broker) is taken for the start
// of the next connection's first response, and no response can be decoded from then on.
ConnectionClass.prototype.connect = function () {
  if (!this.isConnected()) Object.assign(this, { chunks: [], bytesBuffered: 0, bytesNeeded: sizeBytes });
  return connect.call(this);
};
