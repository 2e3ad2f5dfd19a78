-- What can go wrong with the API, and what it is called.
\i test/regress.sql
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1', ADD max_retries '0');
\pset format unaligned
\pset tuples_only on

-- What a query fails with; only numbers that vary are taken out.
CREATE FUNCTION failure(session text, OUT state text, OUT message text,
                        OUT detail text, OUT hint text)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM participant_id FROM sessions_participants
        WHERE session_id = session;
    state := 'no error';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE,
        message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL,
        hint = PG_EXCEPTION_HINT;
    ASSERT concat(message, detail, hint) !~ 'test-[t]oken', 'token shown';
    detail := regexp_replace(detail, 'Waited [0-9.]+ s', 'Waited N s');
    hint := regexp_replace(hint, 'after \d\d:\d\d:\d\d UTC', 'after TIME');
END $$;

-- H3 to H15: A status decides the SQLSTATE.
\! for s in 302 400 401 403 409 418 422 429 500 501 503 529 530; do test/ctl.sh fault match=/s$s/ fault=status status=$s; done >/dev/null
SELECT s, (failure('s' || s)).state FROM unnest(ARRAY[302, 400, 401, 403,
    409, 418, 422, 429, 500, 501, 503, 529, 530]) s;
:forget
SELECT state, hint FROM failure('s401')
    UNION ALL SELECT state, hint FROM failure('s403')
    UNION ALL SELECT state, hint FROM failure('s429')
    UNION ALL SELECT state, hint FROM failure('s500')
    UNION ALL SELECT state, hint FROM failure('s501');
\! test/ctl.sh fault match=/busy/ fault=status status=503 retry_after=300 >/dev/null
SELECT state, hint FROM failure('busy');
\! test/ctl.sh fault match=/away/ fault=redirect to=https://example.com/x >/dev/null
\! test/ctl.sh fault match=/near/ fault=redirect to=/x >/dev/null
SELECT * FROM failure('away')
    UNION ALL SELECT state, message, '', '' FROM failure('near');
:forget

-- H4: The API's own words, in whatever envelope they come.
\! for e in e1 e2 e3 html empty none; do test/ctl.sh fault match=/env-$e/ fault=status status=400 envelope=$e code=1234 message='Bad thing'; done >/dev/null
SELECT e, state, message, detail
    FROM unnest('{e1,e2,e3,html,empty,none}'::text[]) e, failure('env-' || e);
\! test/ctl.sh fault match=/nine/ fault=raw status=400 body='{"success":false,"errors":[{"code":7003,"message":"Could not route to x"},{"code":7000,"message":"No route for that URI"}]}' >/dev/null
SELECT * FROM failure('nine');
\! test/ctl.sh fault match=/odd/ fault=raw status=400 body='{"error":{"message":"a\nb\u001b[31m % $1 ☃"}}' >/dev/null
SELECT state, detail FROM failure('odd');

-- Replies with status 200 that are none.
\! for f in html empty200 success_false; do test/ctl.sh fault match=/$f/ fault=$f; done >/dev/null
\! for k in no_data null_data not_array row_not_object; do test/ctl.sh fault match=/sess-1/participants.*search=$k fault=shape kind=$k; done >/dev/null
\! test/ctl.sh fault match=/sess-2/ fault=invalid_utf8 >/dev/null
\! test/ctl.sh fault match=/sess-3/ fault=deep depth=100 >/dev/null
\! test/ctl.sh fault match=/big/ fault=big mb=2 >/dev/null
\! test/ctl.sh fault match=/bomb/ fault=big mb=2 gzip=1 >/dev/null
ALTER SERVER realtime OPTIONS (ADD max_response_size '1MB');
SELECT f, state, message, hint FROM unnest('{html,empty200,success_false,
    sess-2,sess-3,big,bomb}'::text[]) f, failure(f);
\set VERBOSITY terse
SELECT count(*) FROM sessions_participants
    WHERE session_id = 'sess-1' AND search = 'no_data';
SELECT count(*) FROM sessions_participants
    WHERE session_id = 'sess-1' AND search = 'null_data';
SELECT count(*) FROM sessions_participants
    WHERE session_id = 'sess-1' AND search = 'not_array';
SELECT count(*) FROM sessions_participants
    WHERE session_id = 'sess-1' AND search = 'row_not_object';
\echo :LAST_ERROR_SQLSTATE
\! test/ctl.sh fault match=search=half fault=nojson >/dev/null
SELECT count(*) FROM sessions_participants
    WHERE session_id = 'sess-1' AND search = 'half';
\echo :LAST_ERROR_SQLSTATE
-- Connections that end too early, or say nothing.  (The words are libcurl's.)
\! for f in reset short chunktrunc garbage hang_headers hang_body; do test/ctl.sh fault match=/$f/ fault=$f; done >/dev/null
ALTER SERVER realtime OPTIONS (ADD request_timeout '200ms');
SELECT f, state FROM unnest('{reset,short,chunktrunc,garbage,hang_headers,
    hang_body}'::text[]) f, failure(f);
ALTER SERVER realtime OPTIONS (DROP request_timeout);
:forget

-- A value that fits into no request is not sent.
SELECT count(*) FROM sessions_participants
    WHERE session_id = 'sess-1' AND search = repeat('x', 1000000);
\echo :LAST_ERROR_SQLSTATE
:seen

-- What may pass is tried again, so many times.
ALTER SERVER realtime OPTIONS (SET max_retries '1');
SELECT state, message, detail FROM failure('s500')
    UNION ALL SELECT state, message, detail FROM failure('s400');
:seen
\! test/ctl.sh fault match=/sess-4/ fault=status status=503 times=1 >/dev/null
ALTER SERVER realtime OPTIONS (SET app_id 'app-2');
SELECT count(*) FROM sessions_participants WHERE session_id = 'sess-4';
:seen
ALTER SERVER realtime OPTIONS (SET app_id 'app-1');
-- 404 of what the query names is no row.
SELECT * FROM failure('nosuch');
:forget
-- Each FETCH has its own time, not what one before it has left.
\! test/ctl.sh reset only=faults >/dev/null
\! test/ctl.sh fault match=/sess-2/ fault=status status=503 retry_after=2 times=1 >/dev/null
ALTER SERVER realtime OPTIONS (ADD max_concurrency '1');
BEGIN;
DECLARE c CURSOR FOR SELECT participant_id FROM sessions_participants
    WHERE session_id IN ('sess-1', 'sess-2');
SET LOCAL statement_timeout = '2s';
FETCH 1 FROM c;
SET LOCAL statement_timeout = '1min';
FETCH ALL FROM c;
COMMIT;
:seen
ALTER SERVER realtime OPTIONS (DROP max_concurrency);
-- A wait that is longer than there is time for is not begun.
\! test/ctl.sh fault match=/later/ fault=status status=429 retry_after=300 >/dev/null
SELECT * FROM failure('later');
-- Nor is anything else asked until then.
SELECT state, message, hint FROM failure('sess-1');
:seen
-- What leaves too little time is named.
SET statement_timeout = '1min';
SELECT state, message, hint FROM failure('sess-1');
RESET statement_timeout;
-- A pace of our own can be raised, too.
ALTER SERVER realtime OPTIONS (SET rate_limit '1', ADD retry_budget '0');
SELECT state FROM failure('sess-1');
:forget
SELECT state, message, hint FROM failure('sess-1');
:seen
ALTER SERVER realtime OPTIONS (SET rate_limit '0', DROP retry_budget);
-- 404 of what options name is an error.
ALTER SERVER realtime OPTIONS (SET app_id 'nosuch');
SELECT count(*) FROM sessions;
\echo :LAST_ERROR_SQLSTATE
-- A connection that nobody takes.
ALTER SERVER realtime OPTIONS (SET base_url 'http://127.0.0.1:1');
SET rtk_fdw.allowed_hosts = '127.0.0.1:1';
SELECT state, hint FROM failure('sess-1');
