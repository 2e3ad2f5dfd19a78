-- What a JSON text must become, by PostgreSQL's own input functions; NULL
-- where they raise an error.  What the manual says besides (docs/reference.md,
-- "Type conversions") stands here as well.

-- Of the UTF-8 that the API sent; NULL where the encoding lacks a character.
CREATE FUNCTION in_encoding(bytes bytea) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT AS $$ BEGIN
    RETURN NULLIF(convert_from(bytes, 'UTF8'), 'null');
EXCEPTION WHEN data_exception THEN RETURN NULL;
END $$;

-- What ->> gives.
CREATE FUNCTION as_text(source text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT AS $$ BEGIN
    RETURN source::jsonb #>> '{}';
EXCEPTION WHEN data_exception OR feature_not_supported THEN RETURN NULL;
END $$;

CREATE FUNCTION as_jsonb(source text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT AS $$ BEGIN
    RETURN source::jsonb;
EXCEPTION WHEN data_exception OR feature_not_supported THEN RETURN NULL;
END $$;

-- The text of a JSON number, which may stand in a string: what PostgreSQL
-- takes besides, such as NaN and blanks, is none.
CREATE FUNCTION number_of(source text, content text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT substring(CASE WHEN source LIKE '"%' THEN content ELSE source END
        FROM '^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$')
$$;

CREATE FUNCTION as_float8(number text) RETURNS float8
LANGUAGE plpgsql IMMUTABLE STRICT AS $$ BEGIN
    RETURN float8in(textout(number));
EXCEPTION WHEN data_exception THEN RETURN NULL;
END $$;

CREATE FUNCTION as_float4(number text) RETURNS float4
LANGUAGE plpgsql IMMUTABLE STRICT AS $$ BEGIN
    RETURN float4in(textout(number));
EXCEPTION WHEN data_exception THEN RETURN NULL;
END $$;

CREATE FUNCTION as_numeric(number text, typmod int) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT AS $$ BEGIN
    RETURN numeric_in(textout(number), 0, typmod);
EXCEPTION WHEN data_exception THEN RETURN NULL;
END $$;

-- Zero and what is nearly zero, where numeric has not so many decimals: whole
-- numbers and times are none the worse.
CREATE FUNCTION as_decimal(number text, as_numeric numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN as_numeric IS NOT NULL THEN as_numeric
        WHEN number ~ '^-?[0.]+([eE]|$)' THEN 0
        WHEN number ~ '[eE]-' THEN 1e-1000 END
$$;

-- Whole numbers in any notation, as 3.0: by way of numeric, never rounded.
CREATE FUNCTION as_int8(number numeric) RETURNS int8
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN number = trunc(number)
        AND number BETWEEN -9223372036854775808 AND 9223372036854775807
        THEN int8in(textout(trunc(number)::text)) END
$$;

CREATE FUNCTION as_int4(number int8) RETURNS int4 LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN number BETWEEN -2147483648 AND 2147483647
        THEN number::int4 END
$$;

CREATE FUNCTION as_int2(number int8) RETURNS int2 LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN number BETWEEN -32768 AND 32767 THEN number::int2 END
$$;

-- true, false, 1, 0, and strings of the two words.
CREATE FUNCTION as_boolean(source text, content text, number numeric)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN content IN ('true', 'false') THEN boolin(textout(content))
        WHEN source LIKE '"%' THEN NULL
        WHEN number IN (0, 1) THEN number = 1 END
$$;

-- Texts with a declared length, which a cast would cut off.
CREATE FUNCTION as_varchar(content text, most int) RETURNS varchar
LANGUAGE plpgsql IMMUTABLE STRICT AS $$ BEGIN
    RETURN varcharin(textout(content), 0, most + 4);
EXCEPTION WHEN data_exception THEN RETURN NULL;
END $$;

CREATE FUNCTION as_bpchar(content text, most int) RETURNS bpchar
LANGUAGE plpgsql IMMUTABLE STRICT AS $$ BEGIN
    RETURN bpcharin(textout(content), 0, most + 4);
EXCEPTION WHEN data_exception THEN RETURN NULL;
END $$;

-- A number of seconds since 1970, or of milliseconds from 10^11 on.
CREATE FUNCTION from_epoch(number numeric) RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    usec numeric := CASE WHEN abs(round(number)) < 100000000000
        THEN round(number * 1000000)
        WHEN abs(number) < 1e15 THEN round(number * 1000) END;
BEGIN
    IF usec >= -62135596800000000 AND usec < 253402300800000000 THEN
        RETURN timestamptz '1970-01-01 00:00:00Z'
            + div(usec, 86400000000)::int * interval '24 hours'
            + mod(usec, 86400000000)::float8 * interval '1 microsecond';
    END IF;
    RETURN NULL;
END $$;

-- Date-times of RFC 3339, and dates; no hour 24, no year 0.  PostgreSQL takes
-- zones of up to 15:59, and of 23:59:60 no fraction: the zone, or a second, is
-- added here.
CREATE FUNCTION from_rfc3339(content text) RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    part text[] := regexp_match(content, '^([0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ]'
        '([0-9]{2}):[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?)?)'
        '([Zz]|([-+])([0-9]{2})(?::?([0-9]{2}))?)?$');
    added interval := '0';
BEGIN
    IF part IS NULL OR content LIKE '0000%' OR part[2] > '23' OR part[5] > '23'
        OR part[6] > '59' OR part[2] IS NULL AND part[3] IS NOT NULL
    THEN
        RETURN NULL;
    END IF;
    IF part[5] > '15' THEN
        added := -(part[4] || part[5] || ':'
            || coalesce(part[6], '00'))::interval;
        content := part[1];
    END IF;
    IF content LIKE '%23:59:60%' THEN
        added := added + '1 second';
        content := replace(content, '23:59:60', '23:59:59');
    END IF;
    RETURN timestamptz_in(textout(content), 0, -1) + added;
EXCEPTION WHEN data_exception THEN RETURN NULL;
END $$;

CREATE FUNCTION as_timestamptz(source text, content text, number numeric)
RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN source LIKE '"%' THEN from_rfc3339(content)
        ELSE from_epoch(number) END
$$;

-- Are two values the same bytes?
CREATE FUNCTION same(anyelement, anyelement) RETURNS boolean LANGUAGE sql
IMMUTABLE AS $$ SELECT ROW($1)::record *= ROW($2)::record $$;

-- The SQLSTATE, message and detail that reading a column ends in.
CREATE FUNCTION outcome(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    state text; message text; detail text;
BEGIN
    EXECUTE query;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE,
        message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
    RETURN concat_ws(' ', state, message, detail);
END $$;

-- The JSON texts of a page, as they were generated.
CREATE UNLOGGED TABLE generated (id text, bytes bytea);

-- What can be seen of these at once.
CREATE VIEW parsed AS
    SELECT *, as_int8(decimal_number) AS int8_number,
           as_timestamptz(source, content, decimal_number) AS instant
    FROM (SELECT *, as_decimal(number, numeric_number) AS decimal_number
        FROM (SELECT *, as_numeric(number, -1) AS numeric_number
            FROM (SELECT *, number_of(source, content) AS number
                FROM (SELECT *, as_text(source) AS content
                    FROM (SELECT id, in_encoding(bytes) AS source
                        FROM generated OFFSET 0) g
                    OFFSET 0) t
                OFFSET 0) n
            OFFSET 0) p
        OFFSET 0) d
    OFFSET 0;
