// The same as semconv.ts in CommonJS.
'use strict'

const { ATTR_TRACKER_PHASE_NAME } = require('@ai-tracker/semconv')

console.log(ATTR_TRACKER_PHASE_NAME)
