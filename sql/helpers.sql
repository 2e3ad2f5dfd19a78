-- The functions for tables that were imported: rtk_tables(), rtk_imported(),
-- rtk_comment_on(), rtk_create_views(), rtk_check_import().  Tables may be
-- added to the extension without a change here.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on
\pset null '-'
\set SHOW_CONTEXT never
SET client_min_messages = error;
DROP ROLE IF EXISTS rtk_bi;
DROP SCHEMA IF EXISTS "It's a \ Schema", "Views", rtk_views CASCADE;
RESET client_min_messages;
CREATE ROLE rtk_bi;
SET search_path = public;
CREATE FUNCTION comments(regclass) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT coalesce(attname, '(table)') || ': ' || description
    FROM pg_description
    LEFT JOIN pg_attribute ON attrelid = objoid AND attnum = objsubid
        AND attnum > 0
    WHERE objoid = $1 AND classoid = 'pg_class'::regclass
    ORDER BY objsubid
$$;

-- The resource table.
SELECT count(*) - count(DISTINCT t.resource) AS twice,
       count(*) FILTER (WHERE description IS NULL) AS undescribed
    FROM rtk_tables() t;
SELECT resource FROM rtk_tables()
EXCEPT
SELECT resource FROM rtk_resources();
SELECT description FROM rtk_tables() WHERE resource = 'apps';
SELECT column_name, personal FROM rtk_resources()
    WHERE resource = 'sessions_participants'
      AND column_name IN ('duration', 'ip_information') ORDER BY 1;
SELECT count(*) FROM rtk_resources() WHERE personal IS NULL;

-- What was just imported is what the version has, and is described whole.
SELECT * FROM rtk_check_import('realtime_kit');
SELECT count(*) FROM rtk_imported('realtime_kit')
    WHERE description IS NULL OR number > 0
      AND (resource_column <> column_name OR resource_type <> type);
SELECT rtk_comment_on('realtime_kit') = (
    SELECT count(*) FROM rtk_imported('realtime_kit')) AS all;
SELECT count(*) FROM rtk_resources() r
    JOIN pg_class c ON c.relname = resource
        AND relnamespace = 'realtime_kit'::regnamespace
    JOIN pg_attribute a ON attrelid = c.oid AND attname = column_name
    WHERE col_description(c.oid, attnum) IS DISTINCT FROM r.description;
SELECT rtk_comment_on('realtime_kit');

-- Odd names, a renamed table and column, a column with a path, one that is
-- unknown, and one that is there a second time.
CREATE SCHEMA "It's a \ Schema";
CREATE SERVER "Other's Server" FOREIGN DATA WRAPPER rtk_fdw;
CREATE FOREIGN TABLE "It's a \ Schema"."App""s" (
    app_id text,
    "Title's" text OPTIONS (path 'name'),
    icon text OPTIONS (path 'branding.icon'),
    "Colour's" text,
    id text,
    created_at date,
    name_again varchar(10) OPTIONS (path 'name')
) SERVER "Other's Server" OPTIONS (resource 'apps');
CREATE FOREIGN TABLE "It's a \ Schema".nothing () SERVER "Other's Server";
CREATE FOREIGN TABLE "It's a \ Schema".sessions (session_id text)
    SERVER "Other's Server";
CREATE FOREIGN DATA WRAPPER rtk_other;
CREATE SERVER rtk_other FOREIGN DATA WRAPPER rtk_other;
CREATE FOREIGN TABLE "It's a \ Schema".meetings (meeting_id text)
    SERVER rtk_other;
CREATE VIEW "It's a \ Schema".recordings AS SELECT 1 AS recording_id;
CREATE TABLE "It's a \ Schema".mine (app_id text);

SELECT relation, server, resource, number, column_name, type, path,
       resource_column, resource_type
    FROM rtk_imported('It''s a \ Schema');
COMMENT ON COLUMN "It's a \ Schema"."App""s".created_at IS 'my own words';
SELECT rtk_comment_on('It''s a \ Schema');
SELECT comments('"It''s a \ Schema"."App""s"');
SELECT comments('"It''s a \ Schema".sessions');
SELECT comments('"It''s a \ Schema".nothing');
SELECT comments('"It''s a \ Schema".meetings');

-- What the user wrote stays, unless he says so; what we wrote does not, be it
-- that of another column.
COMMENT ON FOREIGN TABLE "It's a \ Schema"."App""s" IS 'Apps';
ALTER FOREIGN TABLE "It's a \ Schema"."App""s" ALTER name_again
    OPTIONS (SET path 'account_id');
SELECT rtk_comment_on('It''s a \ Schema');
SELECT comments('"It''s a \ Schema"."App""s"');
SELECT rtk_comment_on('It''s a \ Schema', overwrite => true);
SELECT comments('"It''s a \ Schema"."App""s"');
SELECT rtk_comment_on('It''s a \ Schema', true);
ALTER FOREIGN TABLE "It's a \ Schema"."App""s" ALTER name_again
    OPTIONS (SET path 'name');

-- The problems, and that the remedies mend what can be mended.
SELECT table_name, column_name, problem, remedy
    FROM rtk_check_import('It''s a \ Schema')
    WHERE table_name IN ('App"s', 'nothing', 'webhooks', 'meetings')
      AND coalesce(column_name, '') IN ('', 'created_at', 'data', 'Colour''s');
SELECT count(*) > 0 AS some FROM rtk_check_import('It''s a \ Schema')
    WHERE table_name = 'sessions' AND problem = 'the column is missing';
\set ECHO none
SELECT remedy FROM rtk_check_import('It''s a \ Schema') \gexec
\set ECHO all
SELECT table_name, problem, remedy FROM rtk_check_import('It''s a \ Schema');
-- Which of several servers is meant is not for the function to say.
CREATE SERVER "A Server" FOREIGN DATA WRAPPER rtk_fdw;
CREATE FOREIGN TABLE "It's a \ Schema".apps (app_id text) SERVER "A Server";
DROP FOREIGN TABLE "It's a \ Schema".sessions;
SELECT problem, remedy FROM rtk_check_import('It''s a \ Schema')
    WHERE table_name = 'sessions';

-- Views.
CREATE SCHEMA "Views";
SELECT rtk_create_views('It''s a \ Schema', 'Views') = count(*) AS all
    FROM rtk_imported('It''s a \ Schema')
    WHERE number = 0 AND table_name <> 'nothing';
SELECT count(*) FROM (
    SELECT attname, attnum, atttypid FROM pg_attribute
        WHERE attrelid = '"It''s a \ Schema"."App""s"'::regclass AND attnum > 0
    EXCEPT
    SELECT attname, attnum, atttypid FROM pg_attribute
        WHERE attrelid = '"Views"."App""s"'::regclass) missing;
SELECT comments('"Views"."App""s"') LIMIT 4;
SELECT rtk_create_views('It''s a \ Schema', 'Views') > 1 AS again;
-- They are used with the mapping of their owner.
CREATE SCHEMA rtk_views;
GRANT USAGE ON SCHEMA realtime_kit, rtk_views, "Views" TO rtk_bi;
SELECT rtk_create_views('realtime_kit', 'rtk_views') = count(*) AS all
    FROM rtk_imported('realtime_kit') WHERE number = 0;
GRANT SELECT ON rtk_views.apps, realtime_kit.meetings TO rtk_bi;
SET ROLE rtk_bi;
SELECT app_id FROM rtk_views.apps ORDER BY 1;
SELECT count(*) FROM realtime_kit.apps;
SELECT count(*) FROM realtime_kit.meetings;
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
SELECT count(*) FROM pg_description d JOIN pg_class c ON c.oid = objoid
    WHERE relnamespace = 'rtk_views'::regnamespace AND relkind = 'v'
    HAVING count(*) <> (SELECT count(*) FROM rtk_imported('realtime_kit'));
-- Again: grants, options and comments stay.
ALTER VIEW rtk_views.apps SET (security_invoker = yes, security_barrier);
COMMENT ON VIEW rtk_views.apps IS 'our apps';
ALTER FOREIGN TABLE realtime_kit.apps ADD extra text OPTIONS (path 'a.b');
SELECT rtk_create_views('realtime_kit', 'rtk_views') = count(*) AS all
    FROM rtk_imported('realtime_kit') WHERE number = 0;
SELECT reloptions, obj_description(oid, 'pg_class'),
       has_table_privilege('rtk_bi', oid, 'SELECT')
    FROM pg_class WHERE oid = 'rtk_views.apps'::regclass;
SELECT extra FROM rtk_views.apps LIMIT 1;
-- What the views do not replace: a view that shows less or something else,
-- and what is no view.
CREATE OR REPLACE VIEW rtk_views.apps WITH (security_barrier) AS
    SELECT * FROM realtime_kit.apps WHERE app_id = 'app-1';
SELECT rtk_create_views('realtime_kit', 'rtk_views');
\echo :LAST_ERROR_SQLSTATE
\set VERBOSITY terse
DROP VIEW rtk_views.apps;
CREATE VIEW rtk_views.apps AS SELECT account_id, name FROM realtime_kit.apps;
SELECT rtk_create_views('realtime_kit', 'rtk_views');
DROP VIEW rtk_views.apps;
CREATE TABLE rtk_views.apps (app_id text);
SELECT rtk_create_views('realtime_kit', 'rtk_views');
DROP TABLE rtk_views.apps;
SELECT rtk_create_views('realtime_kit', 'rtk_views') > 1 AS created;
ALTER FOREIGN TABLE realtime_kit.apps RENAME extra TO further;
SELECT rtk_create_views('realtime_kit', 'rtk_views');
\set VERBOSITY default
SELECT rtk_create_views('realtime_kit', 'realtime_kit');
\echo :LAST_ERROR_SQLSTATE

-- Schemas that are not there, and those without tables.
SELECT rtk_comment_on('no "such"');
\echo :LAST_ERROR_SQLSTATE
\set VERBOSITY terse
SELECT * FROM rtk_check_import('nowhere');
SELECT rtk_create_views('nowhere', 'rtk_views');
SELECT * FROM rtk_imported('nowhere');
\set VERBOSITY default
SELECT rtk_create_views('realtime_kit', 'no "such"');
\echo :LAST_ERROR_SQLSTATE
SELECT rtk_comment_on('pg_catalog'), rtk_create_views('pg_catalog', 'rtk_views'),
       rtk_comment_on(NULL) IS NULL;
SELECT count(*) = (SELECT count(*) FROM rtk_tables()) AS all,
       count(remedy) AS which_server
    FROM rtk_check_import('pg_toast');

-- They do what the caller may do, whatever his search path holds.
SET client_min_messages = warning;
DROP SCHEMA "Views" CASCADE;
CREATE SCHEMA "Views";
COMMENT ON FOREIGN TABLE realtime_kit.meetings IS NULL;
SET ROLE rtk_bi;
\set VERBOSITY terse
SELECT rtk_comment_on('realtime_kit');
\echo :LAST_ERROR_SQLSTATE
SELECT rtk_create_views('realtime_kit', 'Views');
\echo :LAST_ERROR_SQLSTATE
SELECT count(*) FROM rtk_check_import('realtime_kit')
    WHERE table_name <> 'apps';
RESET ROLE;
CREATE FUNCTION public.format(text, text, text) RETURNS text LANGUAGE sql
    AS 'SELECT 1 / 0; SELECT $1';
CREATE FUNCTION public.quote_ident(name) RETURNS text LANGUAGE sql
    AS 'SELECT 1 / 0; SELECT $1::text';
SET search_path = public, pg_catalog;
SELECT rtk_comment_on('realtime_kit'), count(*)
    FROM rtk_check_import('realtime_kit');
SELECT prosecdef, proconfig, count(*) > 0, bool_and(d.description IS NOT NULL)
    FROM pg_proc p
    JOIN pg_depend e ON e.objid = p.oid AND e.classid = 'pg_proc'::regclass
        AND e.deptype = 'e'
    JOIN pg_extension x ON x.oid = e.refobjid AND x.extname = 'rtk_fdw'
    LEFT JOIN pg_description d ON d.objoid = p.oid
        AND d.classoid = 'pg_proc'::regclass
    WHERE prorettype <> 'fdw_handler'::regtype
      AND proname <> 'rtk_fdw_validator'
    GROUP BY 1, 2;

\set ECHO none
SET client_min_messages = error;
DROP FUNCTION public.format(text, text, text), public.quote_ident(name);
DROP FUNCTION public.comments(regclass);
DROP SCHEMA "It's a \ Schema", "Views", rtk_views CASCADE;
DROP SERVER realtime, "Other's Server" CASCADE;
DROP FOREIGN DATA WRAPPER rtk_other CASCADE;
DROP OWNED BY rtk_bi;
DROP ROLE rtk_bi;
