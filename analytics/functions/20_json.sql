-- Values of JSON that the API sent, as they are or NULL: none of these ever
-- raises an error.  Their bodies are parsed when they are created, so that no
-- search path matters, and they have no SET clause, which would keep PostgreSQL
-- from inlining them.

CREATE FUNCTION json_text(value jsonb)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(value)
    WHEN 'string' THEN nullif(value #>> '{}', '')
    WHEN 'number' THEN value #>> '{}' END;

COMMENT ON FUNCTION json_text(jsonb) IS
    'internal: text of a JSON string or number; NULL for all else and for ""';

-- No statistic is beyond the bounds, and within them no arithmetic overflows.
CREATE FUNCTION json_number(value jsonb)
RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN jsonb_typeof(value) = 'number' THEN
    CASE WHEN abs(value::numeric) < 1e-30 THEN 0
         WHEN abs(value::numeric) < 1e30 THEN value::float8 END END;

COMMENT ON FUNCTION json_number(jsonb) IS
    'internal: value of a JSON number; NULL for all else and from 1e30 on';

CREATE FUNCTION json_boolean(value jsonb)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN jsonb_typeof(value) = 'boolean' THEN value::boolean END;

COMMENT ON FUNCTION json_boolean(jsonb) IS
    'internal: value of a JSON boolean; NULL for all else';

-- An official example has a stray quote behind the zone.
CREATE FUNCTION text_time(value text)
RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT CASE
    WHEN year >= 1 AND month BETWEEN 1 AND 12 AND day BETWEEN 1 AND
         CASE WHEN month IN (4, 6, 9, 11) THEN 30
              WHEN month <> 2 THEN 31
              WHEN year % 4 = 0 AND year % 100 <> 0 OR year % 400 = 0 THEN 29
              ELSE 28 END
         AND hour <= 23 AND minute <= 59 AND second < 61
         AND zone_hour <= 23 AND zone_minute <= 59
    THEN (make_timestamp(year, month, day, hour, minute, 0)
          + second * interval '1 second'
          - CASE sign WHEN '-' THEN -1 ELSE 1 END
            * (zone_hour * interval '1 hour'
               + zone_minute * interval '1 minute')) AT TIME ZONE 'UTC' END
FROM regexp_match(value, '^([0-9]{4})-([0-9]{2})-([0-9]{2})'
        '(?:[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2}(?:[.][0-9]{1,9})?)[0-9]*'
        '(?:[Zz]|([+-])([0-9]{2})(?::?([0-9]{2}))?)?"?)?$') AS part,
    LATERAL (SELECT part[1]::int AS year, part[2]::int AS month,
        part[3]::int AS day, coalesce(part[4], '0')::int AS hour,
        coalesce(part[5], '0')::int AS minute,
        coalesce(part[6], '0')::float8 AS second, part[7] AS sign,
        coalesce(part[8], '0')::int AS zone_hour,
        coalesce(part[9], '0')::int AS zone_minute) AS field;
END;

COMMENT ON FUNCTION text_time(text) IS
    'internal: an RFC 3339 date-time (without a zone: UTC) or date; NULL for all else';

-- One expression, so that it is inlined: there is one for each sample.
CREATE FUNCTION json_time(value jsonb)
RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(value)
    WHEN 'string' THEN rtk_analytics.text_time(value #>> '{}')
    WHEN 'number' THEN CASE
        WHEN rtk_analytics.json_number(value) < 0 THEN NULL
        WHEN rtk_analytics.json_number(value) < 1e11
            THEN to_timestamp(rtk_analytics.json_number(value))
        WHEN rtk_analytics.json_number(value) < 253402300800000
            THEN to_timestamp(rtk_analytics.json_number(value) / 1000)
        END END;

COMMENT ON FUNCTION json_time(jsonb) IS
    'internal: a date-time as text, or seconds or (from 1e11 on) milliseconds since 1970;'
    ' NULL for all else';

-- The objects of an array; an object counts as an array of one.
CREATE FUNCTION json_objects(value jsonb)
RETURNS TABLE (number bigint, object jsonb)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT element.number, element.object
FROM jsonb_array_elements(CASE jsonb_typeof(value)
        WHEN 'array' THEN value
        WHEN 'object' THEN jsonb_build_array(value) END)
    WITH ORDINALITY AS element (object, number)
WHERE jsonb_typeof(element.object) = 'object';
END;

COMMENT ON FUNCTION json_objects(jsonb) IS
    'internal: the objects of a JSON array with their place, or the one object that it is';

