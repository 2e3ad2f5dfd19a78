# From version 0.1 of the extension to the present one: tables, views and
# grants stay, and what is there in the end is what a fresh installation has.
use strict;
use warnings;

use RtkSession;
use RtkTest;
use Test::More;

my $rtk = RtkTest->new;
my $node = $rtk->node;

# All that belongs to the extension, and all that is known of it.
my $MEMBERS = <<'SQL';
SELECT i.type, i.identity, pg_describe_object(d.classid, d.objid, 0),
       pg_get_functiondef(p.oid), p.proacl, w.fdwhandler::regprocedure,
       w.fdwvalidator::regprocedure, c.description
FROM pg_depend d
JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'rtk_fdw'
CROSS JOIN pg_identify_object(d.classid, d.objid, 0) i
LEFT JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
LEFT JOIN pg_foreign_data_wrapper w
    ON d.classid = 'pg_foreign_data_wrapper'::regclass AND w.oid = d.objid
LEFT JOIN pg_description c ON c.objoid = d.objid AND c.classoid = d.classid
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
ORDER BY 1, 2
SQL
my $EXTENSION = "SELECT extversion, extrelocatable, extnamespace::regnamespace
    FROM pg_extension WHERE extname = 'rtk_fdw'";

# A database with the extension in a schema of its own.
sub database
{
    my ($name, $version) = @_;
    my $created;

    $rtk->sql("CREATE DATABASE $name TEMPLATE template0");
    $created = RtkSession->new($node, $name);
    $created->sql(qq(CREATE SCHEMA "The Extension";
        CREATE EXTENSION rtk_fdw SCHEMA "The Extension" $version;
        SET search_path = k, "The Extension"));
    return $created;
}

my $fresh = database('fresh', '');
my $old = database('old', "VERSION '0.1'");

# What there was with 0.1.  It could be moved, as the new control file does
# not say any more.
$old->sql("UPDATE pg_extension SET extrelocatable = true
        WHERE extname = 'rtk_fdw';
    CREATE ROLE rtk_reader;
    CREATE SERVER realtime FOREIGN DATA WRAPPER rtk_fdw OPTIONS
    (base_url 'http://127.0.0.1:${\ $rtk->port}/client/v4',
        account_id 'acc-demo');
    CREATE USER MAPPING FOR PUBLIC SERVER realtime
        OPTIONS (api_token 'test-token');
    CREATE SCHEMA k;
    IMPORT FOREIGN SCHEMA realtime_kit LIMIT TO (apps, sessions)
        FROM SERVER realtime INTO k;
    CREATE VIEW mine AS SELECT app_id, name FROM apps;
    GRANT SELECT ON sessions TO rtk_reader;
    COMMENT ON COLUMN apps.name IS 'what we call it';
    PREPARE p AS SELECT count(*) FROM apps;
    CREATE VIEW columns AS SELECT resource, column_name, description
        FROM rtk_resources()");
is($old->answer($EXTENSION), '0.1|t|"The Extension"', 'version 0.1');
is($old->answer('EXECUTE p'), 2, 'version 0.1: a query');
is( $old->answer("SELECT type, source, path, method FROM rtk_resources()
        WHERE resource = 'apps' AND column_name = 'app_id'"),
    'text|row|id|/accounts/{account_id}/realtime/kit/apps',
    'version 0.1: its function, with the new library');
is($old->answer('SELECT count(*) > 0 FROM columns'),
    't', 'version 0.1: a view of it');

# A function that returns something else now cannot have such views.
like($old->error('ALTER EXTENSION rtk_fdw UPDATE'),
    qr/^2BP01: /, 'update with a view of rtk_resources()');
like($old->messages,
    qr/view k\.columns depends on function rtk_resources/,
    'update with a view of rtk_resources(): it is named');
is($old->answer($EXTENSION), '0.1|t|"The Extension"', 'nothing has changed');
$old->sql('DROP VIEW columns');
is($old->error('ALTER EXTENSION rtk_fdw UPDATE'), '', 'update');

is($old->answer($EXTENSION), $fresh->answer($EXTENSION),
    'updated: the extension is as a new one');
cmp_ok(scalar(split /\n/, $fresh->answer($MEMBERS)), '>', 8,
    'updated: there are objects');
is($old->answer($MEMBERS), $fresh->answer($MEMBERS),
    'updated: the objects are as new ones');
like($old->answer('SELECT rtk_fdw_version()'),
    qr/^rtk_fdw \Q${\ $old->answer('SELECT extversion FROM pg_extension
        WHERE extname = $$rtk_fdw$$')}\E,/, 'updated: the library says so');

# Everything goes on.
is($old->answer('EXECUTE p'), 2, 'updated: a prepared statement');
is($old->answer('SELECT count(*) FROM mine'), 2, 'updated: a view');
is( $old->answer("SELECT has_table_privilege('rtk_reader', 'sessions',
        'SELECT')"), 't', 'updated: grants');
is( $old->answer("SELECT count(*) FILTER (WHERE remedy IS NULL),
            count(*) FILTER (WHERE problem NOT LIKE 'no table %'),
            count(*) > 0
        FROM rtk_check_import('k')"),
    '0|0|t', 'updated: tables are missing, and no column');
$old->sql("SELECT remedy FROM rtk_check_import('k') \\gexec");
is($old->answer("SELECT count(*) FROM rtk_check_import('k')"),
    0, 'updated: the remedies mend it');
is( $old->answer("SELECT rtk_comment_on('k') = count(*) - 1
        FROM rtk_imported('k')"),
    't', 'updated: comments, but for the one there was');
is( $old->answer("SELECT col_description('apps'::regclass, attnum)
        FROM pg_attribute
        WHERE attrelid = 'apps'::regclass AND attname = 'name'"),
    'what we call it', 'updated: the one there was');
$old->sql("CREATE SCHEMA v");
is( $old->answer("SELECT rtk_create_views('k', 'v') = count(*)
        FROM rtk_tables()"), 't', 'updated: views');
$old->sql('GRANT USAGE ON SCHEMA v TO rtk_reader;
    GRANT SELECT ON ALL TABLES IN SCHEMA v TO rtk_reader');

# A dump has all of it.
{
    my $dump = PostgreSQL::Test::Utils::tempdir() . '/dump.sql';
    my $comments = "SELECT c.oid::regclass, objsubid, description
        FROM pg_description d
        JOIN pg_class c ON c.oid = objoid AND classoid = 'pg_class'::regclass
        WHERE relnamespace IN ('k'::regnamespace, 'v'::regnamespace)
        ORDER BY c.oid::regclass::text, 2";
    my $copy;

    $rtk->reset;
    program('pg_dump', '-f', $dump, '-d', $node->connstr('old'));
    $rtk->sql('CREATE DATABASE copy TEMPLATE template0');
    program('psql', '-X', '-v', 'ON_ERROR_STOP=1', '-f', $dump,
        '-d', $node->connstr('copy'));
    is_deeply([ $rtk->requests ], [], 'dump and restore: no request');
    $copy = RtkSession->new($node, 'copy');
    $copy->sql('SET search_path = k, "The Extension"');
    is($copy->answer($MEMBERS), $fresh->answer($MEMBERS), 'restored: objects');
    is($copy->answer($comments), $old->answer($comments), 'restored: comments');
    is($copy->answer("SELECT count(*) FROM rtk_check_import('k')"),
        0, 'restored: tables');
    is($copy->answer("SELECT rtk_comment_on('k')"), 0,
        'restored: nothing to comment on');
    is( $copy->answer("SELECT rtk_create_views('k', 'v') = count(*)
            FROM rtk_tables()"), 't', 'restored: the views are known again');
    is($copy->answer('SET ROLE rtk_reader; SELECT count(*) FROM v.apps'),
        2, 'restored: a view, with the mapping of its owner');
    $copy->close;
}

$_->close foreach $fresh, $old;
done_testing();
