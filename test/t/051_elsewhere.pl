# Where a scan may run: standbys, under auto_explain, in parallel plans; and
# what it may leave there.  Rows I15, I16 and I18 of docs/reliability.md.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use RtkSession;
use RtkTest;
use Test::More;

my $ALL = 'SELECT count(display_name) FROM sessions_participants';

my $rtk = RtkTest->new(conf => "wal_level = replica\nmax_wal_senders = 4
    hot_standby = on\n");
my $primary = $rtk->node;
my $standby = PostgreSQL::Test::Cluster->new('standby');

# A standby reads as the primary does: nothing is written, not even counters.
$primary->backup('copy');
$standby->init_from_backup($primary, 'copy', has_streaming => 1);
$standby->start;
{
    my $session = RtkSession->new($standby);

    is($session->answer('SELECT pg_is_in_recovery()'), 't', 'I15 a standby');
    $rtk->reset;
    is($session->answer($ALL), 12, 'I15 standby: rows');
    is(scalar(grep { m{/participants} } $rtk->requests),
        5, 'I15 standby: requests');
    is($session->answer('SELECT count(*) > 0 FROM rtk_resources()'),
        't', 'I15 standby: functions');
    like($session->answer("EXPLAIN $ALL"), qr/Foreign Scan/,
        'I15 standby: EXPLAIN');
    $rtk->fault(match => '/apps', fault => 'status', status => 400);
    like($session->error($ALL), qr/^HV00L: /, 'I15 standby: an error');
    $rtk->reset;
    is($session->answer($ALL), 12, 'I15 standby: the next query works');
    is($session->answer("SELECT ok FROM rtk_ping('realtime')"),
        't', 'I15 standby: rtk_ping()');
    like($session->error("SELECT rtk_comment_on('k')"),
        qr/^25006: /, 'I15 standby: nothing is written');
    $primary->safe_psql('postgres',
        "ALTER SERVER realtime OPTIONS (ADD app_id 'app-2')");
    $primary->wait_for_catchup($standby, 'replay', $primary->lsn('insert'));
    $rtk->reset;
    is($session->answer($ALL), 2, 'I15 standby: altered options');
    is(scalar(grep { m{/apps\?} } $rtk->requests),
        0, 'I15 standby: altered options decide on the requests');
    $standby->promote;
    is($session->answer("SELECT rtk_comment_on('k') > 0"),
        't', 'I15 standby: the same session once it is promoted');
    $session->close;
    $primary->safe_psql('postgres',
        'ALTER SERVER realtime OPTIONS (DROP app_id)');
}
$standby->stop;

# auto_explain sees the plan of a query that ran; alone it asks nothing.
{
    my $session = RtkSession->new($primary);

    $session->sql("LOAD 'auto_explain'; SET client_min_messages = log;
        SET auto_explain.log_min_duration = 0;
        SET auto_explain.log_nested_statements = on;
        SET auto_explain.log_verbose = on");
    foreach my $analyze (qw(off on))
    {
        $session->sql("SET auto_explain.log_analyze = $analyze");
        $rtk->reset;
        is($session->answer($ALL),
            12, "I16 auto_explain, analyze $analyze: rows");
        like($session->messages, qr/Foreign Scan.*Level 1: GET /s,
            "I16 auto_explain, analyze $analyze: plan");
        unlike($session->messages, qr/test-token/,
            "I16 auto_explain, analyze $analyze: no token");
        is(scalar(grep { m{/participants} } $rtk->requests),
            5, "I16 auto_explain, analyze $analyze: requests");
    }
    $session->close;
}

# A restore refreshes materialized views that had rows, which asks the API: it
# fails if that is not there, the view stays empty, and the rest is restored.
{
    my $session = RtkSession->new($primary);
    my $dump = PostgreSQL::Test::Utils::tempdir() . '/dump.sql';
    my ($out, $err);

    $session->sql('CREATE DATABASE copy TEMPLATE template0;
        CREATE MATERIALIZED VIEW kept AS SELECT session_id FROM sessions;
        CREATE TABLE ordinary AS SELECT 1 AS one');
    $rtk->reset;
    IPC::Run::run(
        [ 'pg_dump', '-f', $dump, '-d', $primary->connstr('postgres') ])
      or die 'pg_dump';
    is_deeply([ $rtk->requests ], [], 'I18 dump: no request');
    $rtk->fault(match => '', fault => 'status', status => 400);
    IPC::Run::run(
        [ 'psql', '-Xq', '-f', $dump, '-d', $primary->connstr('copy') ],
        '>', \$out, '2>', \$err);
    is_deeply([ $err =~ /(ERROR: .*)/g ],
        ['ERROR:  could not read sessions: HTTP 400'],
        'I18 restore: only the materialized view fails');
    is(scalar($rtk->requests), 1, 'I18 restore: one request');
    my $copy = RtkSession->new($primary, 'copy');
    is($copy->answer('SELECT one FROM k.ordinary'), 1, 'I18 restore: the rest');
    $rtk->reset;
    is($copy->answer('REFRESH MATERIALIZED VIEW k.kept;
            SELECT count(*) FROM k.kept'), 5, 'I18 restore: refreshed later');
    $_->close foreach $session, $copy;
}
done_testing();
