import imports from './.dependency-cruiser.mjs';

/**
 * No ring of folders. Without tests: they lie beside what they test and use the helpers of testing/, which use what is
 * tested, and that is no ring of the product.
 */
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
    ...imports.options,
    exclude: { path: [imports.options.exclude.path, '\\.test\\.tsx?$', '/testing/'] },
  },
};
