-- B4, B9, B10: Odd JSON in a reply means what PostgreSQL's own reader makes of
-- the same bytes: equal values, or errors of the same SQLSTATE.  The exceptions are
-- counted by their rule.
\i test/regress.sql
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1', ADD max_retries '0');
\pset format unaligned
CREATE FOREIGN TABLE served (session_id text, t text OPTIONS (path 'x'),
                             j jsonb OPTIONS (path 'x'))
    SERVER realtime OPTIONS (resource 'sessions_participants');
CREATE TABLE cases (n int PRIMARY KEY, name text, document bytea);
\copy cases from program 'python3 test/json_cases.py'

-- The value, or the SQLSTATE, of an expression over $1 and $2.
CREATE FUNCTION outcome(query text, document bytea, id text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    value text;
BEGIN
    EXECUTE query INTO STRICT value USING document, id;
    RETURN '=' || coalesce(value, 'NULL');
EXCEPTION WHEN OTHERS OR ASSERT_FAILURE THEN
    RETURN SQLSTATE;
END $$;
CREATE TABLE outcomes AS
    SELECT n, name, type,
           outcome(format('SELECT (convert_from($1, ''UTF8'')::jsonb
                           #%s ''{data,participants,0,x}'')::text',
                          CASE type WHEN 't' THEN '>>' ELSE '>' END),
                   document, NULL) AS postgres,
           outcome(format('SELECT %I::text FROM served WHERE session_id = $2',
                          type),
                   NULL, 'case-' || n) AS ours
    FROM cases, (VALUES ('t'), ('j')) AS types (type);

CREATE VIEW judged AS SELECT *, CASE
    WHEN ours = '54001' THEN 'nested deeper than 64 levels: 54001'
    WHEN postgres = ours AND ours LIKE '=%' THEN 'the same value'
    WHEN postgres = ours THEN 'the same SQLSTATE'
    WHEN ours = 'HV00M' AND postgres = '22P02' THEN 'not JSON: HV00M'
    WHEN ours = 'HV00M' AND position('\x00' in document) > 0
        THEN 'not JSON, a NUL byte: HV00M'
    WHEN ours = '=NULL' AND postgres = '=null' THEN 'JSON null is NULL'
    ELSE 'DIFFERENT' END AS judgement
    FROM outcomes JOIN cases USING (n, name);
SELECT judgement, count(DISTINCT n) AS cases, count(*) AS outcomes,
       CASE WHEN count(DISTINCT name) < 8
            THEN string_agg(DISTINCT name COLLATE "C", ', '
                            ORDER BY name COLLATE "C") END AS names
    FROM judged GROUP BY judgement ORDER BY judgement COLLATE "C";
SELECT name, type, postgres, ours FROM judged
    WHERE judgement = 'DIFFERENT' ORDER BY n, type;
-- Some of them, so that "the same" is seen to be something.
SELECT DISTINCT ON (n) name, left(ours, 45) AS ours FROM outcomes
    WHERE type = 't' AND name IN ('str_nul', 'num 2^64', 'num 1e131072',
        'dupkeys', 'pair', 'hi_surr_lone', 'utf8 latin1', 'objdepth_33',
        'bom', 'esc_slash', 'trail_comma_obj') ORDER BY n;
