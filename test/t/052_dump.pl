# A database dumped and restored by a role without privileges.
use strict;
use warnings;

use RtkSession;
use RtkTest;
use Test::More;

my $ALL = 'SELECT count(display_name) FROM k.sessions_participants';

my $rtk = RtkTest->new;
my $node = $rtk->node;
my $server = "FOREIGN DATA WRAPPER rtk_fdw
    OPTIONS (base_url 'http://127.0.0.1:${\ $rtk->port}/client/v4',
        account_id 'acc-demo')";

# A role that owns server, tables and views dumps and restores them.  The
# extension is the superuser's, and its comment with it.
{
    my $dump = PostgreSQL::Test::Utils::tempdir() . '/dump.sql';
    my @as = ('-U', 'tenant');
    my ($source, $copy);

    $node->safe_psql('postgres', 'CREATE ROLE tenant LOGIN');
    foreach my $database (qw(source copy))
    {
        $node->safe_psql('postgres',
            "CREATE DATABASE $database TEMPLATE template0 OWNER tenant");
        $node->safe_psql($database, 'CREATE EXTENSION rtk_fdw;
            GRANT USAGE ON FOREIGN DATA WRAPPER rtk_fdw TO tenant');
    }
    $source = RtkSession->new($node, 'source');
    $source->sql("SET SESSION AUTHORIZATION tenant;
        CREATE SERVER realtime $server;
        CREATE USER MAPPING FOR tenant SERVER realtime
            OPTIONS (api_token 'test-token');
        CREATE SCHEMA k;
        IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER realtime INTO k;
        SELECT rtk_comment_on('k');
        CREATE SCHEMA v; SELECT rtk_create_views('k', 'v');
        CREATE MATERIALIZED VIEW m AS SELECT session_id FROM k.sessions
            WITH NO DATA");
    $rtk->reset;
    program('pg_dump', @as, '--no-comments', '-f', $dump,
        '-d', $node->connstr('source'));
    program('psql', '-X', @as, '-v', 'ON_ERROR_STOP=1', '-f', $dump,
        '-d', $node->connstr('copy'));
    is_deeply([ $rtk->requests ], [], 'a role: dump and restore ask nothing');
    $copy = RtkSession->new($node, 'copy');
    $copy->sql('SET SESSION AUTHORIZATION tenant');
    is($copy->answer($ALL), 12, 'a role: restored with its own token');
    is($copy->answer('SELECT count(app_id) FROM v.apps'),
        2, 'a role: restored views');
    is( $copy->answer('REFRESH MATERIALIZED VIEW m;
            SELECT count(*) FROM m'), 5, 'a role: a materialized view');
    is($copy->answer("SELECT count(*) FROM rtk_check_import('k')"),
        0, 'a role: the tables are whole');
    $_->close foreach $source, $copy;
}

# What a role dumps that sees no mapping is restored without tokens.
{
    my $dump = program('pg_dump', '-U', 'tenant', '--no-comments', '-d',
        $node->connstr('postgres'), '--schema-only');

    like($dump, qr/CREATE USER MAPPING FOR public/i, 'S9: a stranger: mappings');
    unlike($dump, qr/test-token/, 'S9: a stranger: no token in a dump');
}

done_testing();
