-- The columns that a query uses decide what is asked for, and how much.
\i test/regress.sql
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
\pset format unaligned
\pset tuples_only on

-- Peer events are asked for when the column is used, wherever that is.
SELECT display_name FROM sessions_participants WHERE session_id = 'sess-2';
:seen
SELECT participant_id, jsonb_array_length(peer_events),
       peer_events->0->>'event_name'
    FROM sessions_participants WHERE session_id = 'sess-1' LIMIT 2;
:seen
SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' AND jsonb_array_length(peer_events) = 5;
:seen
SELECT count(*), count(peer_events) FROM sessions_participants
    WHERE session_id = 'sess-2';
:seen

-- Statistics: of one participant they come with the row; of the rows of a
-- list with one more request each; filters are the parts that are used.
SELECT jsonb_object_keys(callstats) FROM sessions_participants
    WHERE session_id = 'sess-1' AND participant_id = 'part-1' ORDER BY 1;
:seen
SELECT participant_id, device_info->>'browser'
    FROM sessions_participants WHERE session_id = 'sess-2';
:seen
SELECT ip_information->>'country', quality_stats->0->>'average_quality'
    FROM sessions_participants
    WHERE session_id = 'sess-1' AND participant_id = 'part-1';
:seen
SELECT device_info IS NULL, callstats IS NULL FROM sessions_participants
    WHERE session_id = 'sess-1' LIMIT 1;
:seen
-- LIMIT bounds those requests, too.
SELECT participant_id, device_info->>'browser'
    FROM sessions_participants WHERE session_id = 'sess-1' LIMIT 2;
:seen
-- A participant without statistics.
SELECT callstats, device_info, quality_stats FROM sessions_participants
    WHERE session_id = 'sess-2' AND participant_id = 'part-8';
:seen
-- Where they come from is an option.
ALTER FOREIGN TABLE sessions_participants OPTIONS (ADD callstats_from 'peer_report');
SELECT participant_id, device_info IS NOT NULL, quality_stats IS NOT NULL
    FROM sessions_participants WHERE session_id = 'sess-2';
:seen
ALTER FOREIGN TABLE sessions_participants OPTIONS (SET callstats_from 'participant');
SELECT participant_id, callstats IS NOT NULL AS has_stats
    FROM sessions_participants WHERE session_id = 'sess-2';
:seen
ALTER FOREIGN TABLE sessions_participants OPTIONS (DROP callstats_from);

-- data: what the API said of the row, in one shape; success.
SELECT data->'participant'->>'id', (SELECT count(*) FROM
        jsonb_object_keys(data->'participant')),
       data->'participant' ? 'quality_stats', success
    FROM sessions_participants
    WHERE session_id = 'sess-1' AND participant_id = 'part-1';
:seen
SELECT data->'participant'->>'id', data->'participant' ? 'quality_stats', success
    FROM sessions_participants WHERE session_id = 'sess-1' LIMIT 1;
:seen
SELECT data->'participant' ? 'peer_stats', device_info->>'browser'
    FROM sessions_participants WHERE session_id = 'sess-1' LIMIT 1;
:seen
SELECT data->'session'->>'id' FROM sessions WHERE session_id = 'sess-1';
SELECT coalesce(data->'session'->>'id', data->>'id') FROM sessions LIMIT 1;
SELECT data->>'name' FROM apps WHERE app_id = 'app-1';
:seen

-- No column, system columns, the whole row.
SELECT count(*) FROM sessions_participants WHERE session_id = 'sess-1';
SELECT DISTINCT tableoid::regclass FROM sessions_participants
    WHERE session_id = 'sess-1';
:seen
SELECT s.session_id, (s).status, s IS NULL FROM sessions s
    WHERE session_id = 'sess-3';
SELECT (m.*)::text LIKE '%Weekly planning%' FROM meetings m LIMIT 1;
:seen
SELECT EXISTS (SELECT FROM sessions WHERE status = 'LIVE');
:seen

-- Parameters of the requests are columns, which show what was sent.
SELECT search, participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' AND search = 'ben';
SELECT view, participant_id, duration FROM sessions_participants
    WHERE session_id = 'sess-1' AND view = 'consolidated'
      AND display_name = 'Ben Ito';
:seen
SELECT page_no, per_page, participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' AND page_no = 2 AND per_page = 2;
SELECT page_no, per_page, participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' AND page_no = 9 AND per_page = 2;
:seen
SELECT page_no, participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' AND page_no IN (1, 3) AND per_page = 2;
SELECT search, participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' AND search IN ('ben', 'dana');
:seen
SELECT sort_by, sort_order, participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' AND sort_by = 'duration'
      AND sort_order = 'DESC' LIMIT 2;
:seen
SELECT sort_by, search, per_page FROM sessions LIMIT 1;
SELECT filters, include_peer_events, jsonb_object_keys(callstats) AS k
    FROM sessions_participants WHERE session_id = 'sess-1'
      AND participant_id = 'part-1' AND filters = 'device_info,quality_stats'
      AND include_peer_events ORDER BY k;
:seen
-- A member that the API can filter by; one value of it.
SELECT session_id, status FROM sessions WHERE status = 'LIVE';
SELECT session_id FROM sessions WHERE associated_id = 'meet-1' ORDER BY 1;
SELECT session_id FROM sessions WHERE status IN ('LIVE', 'ENDED') ORDER BY 1;
SELECT meeting_id FROM meetings WHERE status = 'INACTIVE';
:seen
-- Nothing but = and IN makes sense of them.
SELECT count(*) FROM sessions WHERE search LIKE 'a%';
\set VERBOSITY terse
SELECT count(*) FROM sessions WHERE page_no > 1;
SELECT count(*) FROM sessions WHERE start_time > '2026-01-10';
SELECT count(*) FROM sessions WHERE sort_by IS NULL;
SELECT count(*) FROM sessions WHERE search = 'a' OR status = 'LIVE';
SELECT count(*) FROM sessions WHERE search = meeting_display_name;
:seen
