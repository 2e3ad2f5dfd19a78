-- IMPORT FOREIGN SCHEMA, and what it is made from.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS rtk_fdw;
RESET client_min_messages;

CREATE SERVER "import's Server" FOREIGN DATA WRAPPER rtk_fdw;
CREATE SCHEMA import_all;
CREATE SCHEMA "import'd Some";
IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER "import's Server"
    INTO import_all;
IMPORT FOREIGN SCHEMA realtime_kit LIMIT TO (sessions, apps)
    FROM SERVER "import's Server" INTO "import'd Some";
SELECT foreign_table_name FROM information_schema.foreign_tables
    WHERE foreign_table_schema = 'import''d Some' ORDER BY 1;
DROP FOREIGN TABLE "import'd Some".sessions, "import'd Some".apps;
IMPORT FOREIGN SCHEMA realtime_kit EXCEPT (sessions)
    FROM SERVER "import's Server" INTO "import'd Some";

-- What is there is what the functions say, column by column and in order.
WITH described AS (
    SELECT resource, column_name, type,
           row_number() OVER (PARTITION BY resource
                              ORDER BY ordinality) AS position
    FROM ROWS FROM (rtk_resources()) WITH ORDINALITY
)
SELECT count(*) > 0 AS some,
       count(*) FILTER (WHERE format_type(a.atttypid, a.atttypmod) <> d.type
                           OR a.attname <> d.column_name
                           OR a.attname IS NULL
                           OR d.column_name IS NULL) AS differences
FROM described d
FULL JOIN (SELECT c.relname, a.attname, a.attnum, a.atttypid, a.atttypmod
           FROM pg_attribute a
           JOIN pg_class c ON c.oid = a.attrelid
           WHERE c.relnamespace = 'import_all'::regnamespace
             AND a.attnum > 0) a
    ON a.relname = d.resource AND a.attnum = d.position;
SELECT relname FROM pg_class
    WHERE relnamespace = 'import_all'::regnamespace
EXCEPT
SELECT relname FROM pg_class
    WHERE relnamespace = '"import''d Some"'::regnamespace;

-- Tables know their resource whatever their name.
SELECT count(*) AS without_resource
    FROM pg_foreign_table t JOIN pg_class c ON c.oid = t.ftrelid
    WHERE c.relnamespace = 'import_all'::regnamespace
      AND NOT format('resource=%s', c.relname) = ANY (t.ftoptions);

-- What would import something else than was meant.
IMPORT FOREIGN SCHEMA public FROM SERVER "import's Server" INTO import_all;
\echo :LAST_ERROR_SQLSTATE
IMPORT FOREIGN SCHEMA realtime_kit LIMIT TO (session)
    FROM SERVER "import's Server" INTO import_all;
\echo :LAST_ERROR_SQLSTATE
IMPORT FOREIGN SCHEMA realtime_kit LIMIT TO (weather_forecast)
    FROM SERVER "import's Server" INTO import_all;
IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER "import's Server"
    INTO import_all OPTIONS (prefix 'x');
\echo :LAST_ERROR_SQLSTATE

-- Every column is described, and the versions are those of the extension.
SELECT count(*) AS undescribed FROM rtk_resources()
    WHERE description IS NULL OR type IS NULL OR source IS NULL
       OR method IS NULL;
SELECT split_part(rtk_fdw_version(), ',', 1) = 'rtk_fdw ' || extversion
    AS version FROM pg_extension WHERE extname = 'rtk_fdw';
SELECT rtk_fdw_version() ~ ', PostgreSQL \d.*, libcurl/\d.*, json-c/\d'
    AS versions;

SET client_min_messages = warning;
DROP SERVER "import's Server" CASCADE;
DROP SCHEMA import_all, "import'd Some";
