-- All thresholds of quality are here.  They are those that ITU-T G.107 and G.114
-- draw for speech, rounded; other functions ask with one value at a time.
CREATE FUNCTION quality_grade(mos float8, packet_loss_percent float8,
    rtt_ms float8)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN mos < 3 OR packet_loss_percent > 5 OR rtt_ms > 300 THEN 'poor'
    WHEN mos < 4 OR packet_loss_percent > 1 OR rtt_ms > 150 THEN 'fair'
    WHEN coalesce(mos, packet_loss_percent, rtt_ms) IS NOT NULL THEN 'good'
    ELSE 'unknown' END;

COMMENT ON FUNCTION quality_grade(float8, float8, float8) IS
    'good, fair, poor or unknown, from mean opinion score (poor below 3, fair '
    'below 4), packet loss (poor over 5 %, fair over 1 %) and round-trip time '
    '(poor over 300 ms, fair over 150 ms): the worst of them; those that are '
    'NULL do not count';

-- What is poor, by the thresholds of quality_grade().
CREATE FUNCTION quality_issues(mos float8, packet_loss_percent float8,
    rtt_ms float8)
RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_remove(ARRAY[
    CASE rtk_analytics.quality_grade(mos, NULL, NULL)
        WHEN 'poor' THEN 'mos' END,
    CASE rtk_analytics.quality_grade(NULL, packet_loss_percent, NULL)
        WHEN 'poor' THEN 'packet_loss' END,
    CASE rtk_analytics.quality_grade(NULL, NULL, rtt_ms)
        WHEN 'poor' THEN 'rtt' END], NULL);

COMMENT ON FUNCTION quality_issues(float8, float8, float8) IS
    'internal: which of mos, packet_loss and rtt are poor by quality_grade()';

