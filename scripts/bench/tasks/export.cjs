'use strict';

const { exportSite } = require('./keepsake.cjs');

/** Exports, and makes sure that all rows are in it. */
module.exports = async ({ strapi }, { format, rows }) => {
  const times = await exportSite(strapi, format);
  if (times.export.records < rows) throw new Error(`The export has ${times.export.records} of ${rows} rows.`);
  return times;
};
