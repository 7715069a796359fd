/** To be imported before anything that logs: Powertools reads the level when the logger is made. */
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
