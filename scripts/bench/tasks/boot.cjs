'use strict';

module.exports = async ({ bootMs }) => ({ bootMs });
