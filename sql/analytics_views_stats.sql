-- rtk_analytics: call statistics, whatever the API's generation and whatever is
-- in them, as columns.
\i test/regress.sql
\pset format unaligned
SET client_min_messages = error;
CREATE EXTENSION IF NOT EXISTS rtk_analytics;
RESET client_min_messages;
\set callstats `cat test/fixtures/callstats.json`
SET TimeZone = 'America/Caracas';

-- Values.  Only what is a date-time is one, in UTC where it has no zone.
SELECT given, rtk_analytics.text_time(given) AT TIME ZONE 'UTC' AS utc
    FROM (VALUES ('2026-03-02T09:00:04.117Z'), ('2026-03-02T09:00:04.117Z"'),
        ('2026-03-02 09:00:04'), ('2026-03-02T09:00:04+05:30'),
        ('2026-03-02T09:00:04.1234567-0800'), ('2026-03-02T23:59:60Z'),
        ('2024-02-29'), ('2026-02-29'), ('1900-02-29T00:00:00Z'),
        ('2026-13-01T00:00:00Z'), ('2026-03-02T24:00:00Z'),
        ('2026-03-02T09:00:04+99:00'), ('0000-01-01'), ('now'), ('infinity'),
        ('06/07/2024'), (''), ('2026-03-02T09:00'), (NULL)) v (given);
SELECT left(given::text, 24) AS given, rtk_analytics.json_time(given) AT TIME ZONE 'UTC' AS utc
    FROM (VALUES (jsonb '"2026-03-02T09:00:04Z"'), ('1772442151121'),
        ('1772442151'), ('0'), ('-1'), ('1e15'), ('1e400'), ('true'), ('null'),
        ('[]'), (NULL)) v (given);
SELECT left(given::text, 24) AS given,
       rtk_analytics.json_number(given) AS number,
       left(rtk_analytics.json_text(given), 24) AS text,
       rtk_analytics.json_boolean(given) AS boolean
    FROM (VALUES (jsonb '1.5'), ('-3'), ('"1.5"'), ('""'), ('true'), ('null'),
        ('1e29'), ('1e30'), ('1e1000'), ('1e-400'), ('{}'), (NULL)) v (given);

-- Grades: each threshold and what is just beyond; the worst counts.
SELECT mos, loss, rtt, rtk_analytics.quality_grade(mos, loss, rtt) AS grade,
       rtk_analytics.quality_issues(mos, loss, rtt) AS issues
    FROM (VALUES (float8 '4', float8 '1', float8 '150'), (3.99, 1, 150),
        (4, 1.01, 150), (4, 1, 151), (3, 5, 300), (2.99, 0, 0), (4.5, 5.01, 0),
        (4.5, 0, 301), (NULL, NULL, 301), (NULL, 0, NULL), (2, 9, 999),
        (NULL, NULL, NULL)) v (mos, loss, rtt);

-- The samples of each generation.
CREATE TEMP TABLE sample AS
    SELECT key AS name, value AS callstats
    FROM jsonb_each(:'callstats');
\pset expanded on
SELECT name, stats.* FROM sample,
       rtk_analytics.participant_stats(callstats) AS stats ORDER BY name;
SELECT name, series.* FROM sample,
       rtk_analytics.quality_series(callstats) AS series
    ORDER BY name, media, direction;
SELECT name, ip, city, region, postal, timezone, organization, asn,
       left(user_agent, 11) AS user_agent, pii.callstats = s.callstats AS same
    FROM sample AS s, rtk_analytics.participant_pii(callstats) AS pii
    WHERE name IN ('participant_details.stackql_era', 'peer_report.2026-07',
        'participant_details.no_stats') ORDER BY name;
\pset expanded off
-- Nothing personal is in what all may read.
SELECT count(*) FROM sample,
       rtk_analytics.participant_stats(callstats) AS stats
    WHERE stats::text ~ '203\.0|Pune|Maharashtra|Kolkata|Mozilla|MacBook|AS64500';

-- Two peers, both directions, what is cumulative first.  Audio: mean opinion
-- score (4 + 3) / 2 of what was sent and received; loss (2 + 4) / 2.  Video has
-- no cumulative figures: 10 lost of 90 received and 10 lost are 10 %, and the
-- samples' scores 2 and 4 are 3, their tenth part 2.2.  rtt (100 + 200) / 2.
SELECT audio_mos, video_mos, video_mos_p10, mos, audio_packet_loss_percent AS
       audio_loss, video_packet_loss_percent AS video_loss,
       packet_loss_percent AS loss, jitter_ms, rtt_ms, no_video_percent AS
       no_video, frames_dropped, samples, relayed, network_type
    FROM rtk_analytics.participant_stats('{"peer_report": {
      "metadata": {"pc_metadata": [{"effective_network_type": "3g"},
                                   {"effective_network_type": "4g"}],
        "candidate_pairs": {"producing_transport": [{"nominated": true,
          "local_candidate_type": "relay"}], "consuming_transport": [
          {"nominated": false}]}},
      "quality": {
        "audio_producer_cumulative": {"quality_mos": {"avg": 4},
          "packet_loss": {"avg": 2}, "rtt": {"avg": 100}},
        "audio_consumer_cumulative": {"quality_mos": {"avg": 3},
          "packet_loss": {"avg": 4}, "rtt": {"avg": 200}},
        "video_producer_cumulative": {},
        "video_consumer_cumulative": {"issues": {"no_video_fraction": 0.25}},
        "video_consumer": [
          {"timestamp": "2026-01-01T00:00:07Z", "mos_quality": 4, "jitter": 0.01,
           "packets_received": 40, "packets_lost": 10, "frames_dropped": 3},
          {"timestamp": "2026-01-01T00:00:00Z", "mos_quality": 2, "jitter": 0.03,
           "packets_received": 50, "packets_lost": 0, "frames_dropped": 1}]}}}');
-- Details of a participant with two peers: the mean of both; totals of a report.
SELECT mos, audio_packet_loss_percent AS audio_loss,
       video_packet_loss_percent AS video_loss, audio_bandwidth, samples,
       audio_mos
    FROM (VALUES (jsonb '{"quality_stats": [
        {"average_quality": 4, "audio_packet_loss": 1, "audio_bandwidth": 30,
         "audio_stats": [{"quality": 4}]},
        {"average_quality": 3, "audio_packet_loss": 3, "audio_bandwidth": 40,
         "audio_stats": [{"quality": 3}, {"quality": 2}]}]}'),
      ('{"quality_stats": {"average_quality": 0, "total_audio_packets": 200,
         "total_audio_packets_lost": 3, "total_video_packets": 0,
         "total_video_packets_lost": 0, "audio_bandwidth": 0}}'))
      v (callstats), rtk_analytics.participant_stats(callstats);
-- Metadata of events keeps words of the API, and drops what may be personal.
SELECT rtk_analytics.stats_events('{"peer_stats": {"events": [
    {"type": "late", "timestamp": 1772442151121, "metadata": {"n": 1}},
    {"type": "call_join", "timestamp": "2026-01-01T00:00:00+05:30", "metadata":
      {"source": "user", "label": "Asha''s phone", "latitude": 18.5, "ok": true,
       "connection_info": {"ip_details": {"ip": "203.0.113.1"}}}},
    7, null, {"name": "no time"}]}}');
SELECT * FROM rtk_analytics.peer_events('[{"id": "b", "event_name":
    "PEER_LEAVING", "created_at": "2026-01-01T00:05:00Z", "minutes_consumed":
    "5"}, {"id": "a", "event_name": "PEER_JOINING", "created_at":
    "2026-01-01T00:00:00Z", "minutes_consumed": 0}, null, {"id": 7}]');

-- Odd JSON: each document of the list, and each of these in each place of the
-- two fullest samples, gives one row of statistics and no error.
SET jit = off;
CREATE TEMP TABLE odd (value jsonb);
INSERT INTO odd VALUES ('null'), ('1'), ('-1e1000'), ('1e-1000'), ('"x"'),
    ('""'), ('true'), ('[]'), ('{}'), ('[null]'), ('[[]]'), ('[[{}]]'), ('[{}]'),
    ('[1, "x", {"a": []}]'), ('{"a": {"b": []}}'), ('"4.5"'),
    ('"9999-99-99T99:99:99Z"'), ('{"avg": {}}'), ('[{"timestamp": 1e300}]');
CREATE TEMP TABLE place AS
    WITH RECURSIVE walk AS (
        SELECT name, '{}'::text[] AS path, callstats AS value FROM sample
        WHERE name IN ('participant_details.stackql_era',
                       'peer_report.stackql_era')
        UNION ALL
        SELECT name, path || member.key, member.value FROM walk,
            LATERAL (SELECT key, value FROM jsonb_each(CASE jsonb_typeof(value)
                         WHEN 'object' THEN value END)
                     UNION ALL
                     SELECT (number - 1)::text, element
                     FROM jsonb_array_elements(CASE jsonb_typeof(value)
                         WHEN 'array' THEN value END)
                         WITH ORDINALITY AS e (element, number)) AS member)
    SELECT name, path FROM walk;
CREATE TEMP TABLE document AS
    SELECT value AS callstats FROM odd
    UNION ALL
    SELECT jsonb_set(callstats, path, value)
    FROM place JOIN sample USING (name), odd WHERE path <> '{}';
SELECT count(*) > 3000 AS many, count(*) = count(stats.samples) AS one_row_each,
       count(*) FILTER (WHERE stats.mos IS NULL) > 0 AS some_null
    FROM document, rtk_analytics.participant_stats(callstats) AS stats;
SELECT count(*) > 0 AS some
    FROM document, rtk_analytics.quality_series(callstats);
SELECT count(*) = (SELECT count(*) FROM document) AS one_row_each
    FROM document, rtk_analytics.participant_pii(callstats);
SELECT count(*) > 0 AS some
    FROM document, rtk_analytics.stays(callstats, NULL, NULL)
    RIGHT JOIN rtk_analytics.peer_events(callstats) ON true;
-- The documents of test/json_cases.py that jsonb takes at all.
CREATE TEMP TABLE cases (n int PRIMARY KEY, name text, document bytea);
\copy cases from program 'python3 test/json_cases.py'
CREATE FUNCTION pg_temp.as_json(document bytea) RETURNS jsonb
LANGUAGE plpgsql AS $$
BEGIN
    RETURN convert_from(document, 'UTF8')::jsonb #> '{data,participants,0,x}';
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN NULL;
END $$;
CREATE TEMP TABLE read AS
    SELECT pg_temp.as_json(document) AS x FROM cases;
SELECT count(x) > 50 AS many, sum(stats.samples) > 0 AS samples
    FROM read, rtk_analytics.participant_stats(jsonb_build_object(
        'peer_stats', x, 'quality_stats', x, 'peer_report', jsonb_build_object(
            'metadata', x, 'quality', jsonb_build_object('audio_producer',
                jsonb_build_array(jsonb_build_object('timestamp', x, 'rtt', x,
                    'mos_quality', x, 'jitter', x)),
                'audio_producer_cumulative', x)))) AS stats;

-- A hundred thousand samples.
SELECT samples, at[100000] AT TIME ZONE 'UTC' AS last, mos[1] AS first
    FROM rtk_analytics.quality_series(jsonb_build_object('quality_stats',
        jsonb_build_object('audio_stats', (SELECT jsonb_agg(jsonb_build_object(
            'timestamp', 1772442000000 + n, 'quality', n / 100000.0))
            FROM generate_series(1, 100000) AS n))));
