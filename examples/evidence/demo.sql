-- The copy that the demonstration's site shows.
\set QUIET on
\set ON_ERROR_STOP on
CREATE EXTENSION rtk_analytics;
SELECT rtk_analytics.setup('realtime') \g /dev/null
CALL rtk_analytics.sync('realtime', since := '10 years',
    max_requests := 100000, max_seconds := 3600);
ANALYZE;
SELECT state, requests, settled AS sessions FROM rtk_analytics.sync_status();
