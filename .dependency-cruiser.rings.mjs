/**
 * Rings of folders, without tests and their helpers: a test lies beside its source and uses helpers from `testing/`,
 * which use many rooms. A rule about folders cannot leave out files, so it has a run of its own.
 */
import base from './.dependency-cruiser.mjs';

export default {
  forbidden: [
    {
      name: 'no-ring-of-rooms',
      comment: 'folders import each other in a ring',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    ...base.options,
    exclude: { path: `${base.options.exclude.path}|\\.test\\.tsx?$|/testing/` },
  },
};
