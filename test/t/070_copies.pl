# A database and its copies: dumped and restored by a role without privileges,
# and read on a hot standby.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use RtkSession;
use RtkTest;
use Test::More;

my $ALL = 'SELECT count(display_name) FROM k.sessions_participants';

my $rtk = RtkTest->new(conf => "wal_level = replica
    max_wal_senders = 4
    hot_standby = on\n");
my $node = $rtk->node;
my $server = "FOREIGN DATA WRAPPER rtk_fdw
    OPTIONS (base_url 'http://127.0.0.1:${\ $rtk->port}/client/v4',
        account_id 'acc-demo')";

# Run a program of PostgreSQL; returns its messages, dies when it fails.
sub program
{
    my (@command) = @_;
    my ($out, $err) = ('', '');

    IPC::Run::run(\@command, '<', \undef, '>', \$out, '2>', \$err)
      or die "@command: $err";
    return $out . $err;
}

# A standby, which can write nothing, answers as its primary does.
{
    my $standby = PostgreSQL::Test::Cluster->new('standby');
    my $session;

    $node->backup('copy');
    $standby->init_from_backup($node, 'copy', has_streaming => 1);
    $standby->start;
    $node->wait_for_catchup($standby, 'replay', $node->lsn('insert'));
    $session = RtkSession->new($standby);
    is($session->answer('SELECT pg_is_in_recovery()'), 't', 'standby: it is one');
    $rtk->reset;
    is($session->answer($ALL), 12, 'standby: rows');
    cmp_ok(scalar($rtk->requests), '>', 1, 'standby: requests');
    is( $session->answer("PREPARE p(text) AS $ALL
            WHERE app_id = 'app-1' AND session_id = \$1; EXECUTE p('sess-1')"),
        5, 'standby: a prepared statement');
    is($session->answer("SELECT ok FROM rtk_ping('realtime')"),
        't', 'standby: rtk_ping()');
    is( $session->answer("SELECT value FROM rtk_diag()
            WHERE name = 'realtime: account_id'"),
        'acc-demo', 'standby: rtk_diag()');
    like($session->error("SELECT rtk_comment_on('k')"),
        qr/^25006: /, 'standby: nothing is written');
    $node->safe_psql('postgres', "ALTER SERVER realtime
        OPTIONS (ADD app_id 'app-2')");
    $node->wait_for_catchup($standby, 'replay', $node->lsn('insert'));
    $rtk->reset;
    cmp_ok($session->answer($ALL), '<', 12,
        'standby: an option that was altered on the primary');
    is(scalar(grep { m{/apps\?} } $rtk->requests),
        0, 'standby: it decides on the requests');
    $rtk->fault(match => '/sessions', fault => 'status', status => 401);
    like($session->error($ALL), qr/^28000: .*HTTP 401/, 'standby: an error');
    $rtk->reset;
    $standby->promote;
    is($session->answer("SELECT rtk_comment_on('k') > 0"),
        't', 'standby: the same session once it is promoted');
    $session->close;
    $standby->stop;
}

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

    like($dump, qr/CREATE USER MAPPING FOR public/i, 'a stranger: mappings');
    unlike($dump, qr/test-token/, 'a stranger: no token in a dump');
}

done_testing();
