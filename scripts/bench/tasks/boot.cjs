'use strict';

module.exports = async ({ bootMs }) => {
  const { user, system } = process.cpuUsage();
  return { bootMs, cpuMs: (user + system) / 1000 };
};
