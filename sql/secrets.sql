-- What the API may echo and nobody should see, and what tells who was where.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on

-- No secret in any value of any table, whatever method gives the row.
CREATE FUNCTION pg_temp.shown(pattern text)
RETURNS TABLE (relation regclass, rows bigint) LANGUAGE plpgsql AS $$
BEGIN
    FOR relation IN
        SELECT ftrelid FROM pg_foreign_table ORDER BY ftrelid::regclass::text
    LOOP
        EXECUTE format('SELECT count(*) FROM %s t WHERE t::text LIKE %L',
                       relation, pattern) INTO rows;
        IF rows > 0 THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END
$$;
SELECT * FROM pg_temp.shown('%SECRET%');
:forget
SELECT data FROM livestreams WHERE app_id = 'app-1' AND livestream_id = 'ls-1';
SELECT data ? 'stream_key', data ? 'ingest_server' FROM livestreams
    WHERE app_id = 'app-1';
SELECT storage_config FROM recordings WHERE app_id = 'app-1' ORDER BY 1;
SELECT recording_config FROM meetings
    WHERE app_id = 'app-1' AND meeting_id = 'meet-1';
\! test/ctl.sh config generation=2026-07 >/dev/null
SELECT * FROM pg_temp.shown('%SECRET%');
\! test/ctl.sh reset >/dev/null
:forget

-- A column of one's own does not get at them either.
ALTER FOREIGN TABLE livestreams ADD stream_key text;
ALTER FOREIGN TABLE recordings
    ADD storage text OPTIONS (path 'storage_config'),
    ADD bucket text OPTIONS (path 'storage_config.bucket'),
    ADD password text OPTIONS (path 'meeting.id|storage_config.password');
SELECT livestream_id FROM livestreams WHERE app_id = 'app-1' ORDER BY 1;
SELECT stream_key FROM livestreams;
\echo :LAST_ERROR_SQLSTATE
SELECT livestreams FROM livestreams LIMIT 1;
SELECT count(*) FROM livestreams WHERE stream_key LIKE 'a%';
SELECT storage, bucket FROM recordings WHERE app_id = 'app-1' ORDER BY 2;
SELECT password FROM recordings;
-- Nothing was asked for in vain.
:seen

-- A superuser may show them, nobody else.
SET client_min_messages = error;
DROP ROLE IF EXISTS rtk_owner;
RESET client_min_messages;
CREATE ROLE rtk_owner;
GRANT USAGE ON FOREIGN SERVER realtime TO rtk_owner;
GRANT ALL ON SCHEMA realtime_kit TO rtk_owner;
ALTER FOREIGN TABLE webhooks OWNER TO rtk_owner;
SET ROLE rtk_owner;
ALTER FOREIGN TABLE webhooks OPTIONS (ADD show_secrets 'true');
\echo :LAST_ERROR_SQLSTATE
CREATE FOREIGN TABLE mine (stream_key text) SERVER realtime
    OPTIONS (resource 'livestreams', show_secrets 'true');
RESET ROLE;
ALTER SERVER realtime OPTIONS (ADD show_secrets 'true');
ALTER FOREIGN TABLE livestreams OPTIONS (ADD show_secrets 'true');
ALTER FOREIGN TABLE recordings OPTIONS (ADD show_secrets 'true');
SELECT stream_key, data ->> 'stream_key' FROM livestreams
    WHERE app_id = 'app-1' ORDER BY 1;
SELECT storage_config ->> 'access_key' FROM recordings
    WHERE app_id = 'app-1' AND recording_id = 'rec-1';
ALTER FOREIGN TABLE livestreams OPTIONS (SET show_secrets 'false');
SELECT count(*) FROM livestreams WHERE data ? 'stream_key';
ALTER FOREIGN TABLE livestreams DROP stream_key;
ALTER FOREIGN TABLE recordings DROP password;
:forget

-- S21: Personal data are marked, and left out where the server says so.
SELECT resource, column_name FROM rtk_resources() WHERE personal ORDER BY 1, 2;
ALTER FOREIGN TABLE sessions_participants
    ADD city text OPTIONS (path 'peer_stats.ip_information.city'),
    ADD browser text OPTIONS (path 'peer_stats.device_info.browser');
SELECT participant_id, city, browser, ip_information ->> 'country'
    FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-2' AND city IS NOT NULL
    ORDER BY 1;
:seen
ALTER SERVER realtime OPTIONS (ADD redact_pii 'true');
SELECT participant_id, city, browser, ip_information
    FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-2' ORDER BY 1;
-- What is not shown is not asked for.
:seen
SELECT participant_id, ip_information, city FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-2' ORDER BY 1;
:seen
SELECT participant_id, callstats -> 'peer_stats' ? 'ip_information' AS ip,
       device_info ? 'user_agent' AS agent, device_info ? 'browser' AS browser
    FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-1' AND callstats IS NOT NULL
    ORDER BY 1 LIMIT 1;
SELECT * FROM pg_temp.shown('%203.0.113.%');
SELECT * FROM pg_temp.shown('%user_agent%');
\! test/ctl.sh config generation=2026-07 >/dev/null
SELECT * FROM pg_temp.shown('%203.0.113.%');
SELECT * FROM pg_temp.shown('%ip_information%');
\! test/ctl.sh reset >/dev/null
ALTER SERVER realtime OPTIONS (SET redact_pii 'false');
SELECT relation, rows > 0 FROM pg_temp.shown('%203.0.113.%');
:forget
ALTER FOREIGN TABLE webhooks OWNER TO CURRENT_USER;
REVOKE ALL ON FOREIGN SERVER realtime FROM rtk_owner;
REVOKE ALL ON SCHEMA realtime_kit FROM rtk_owner;
DROP ROLE rtk_owner;
