# What backends share when the library is preloaded: the pace of requests,
# rtk_stats() and rtk_activity(); and that nothing is left of a backend that
# has ended, however it did.
use strict;
use warnings;

use RtkSession;
use RtkTest;
use Test::More;
use Time::HiRes qw(time usleep);

my $PATIENCE = 60;
my $rtk = RtkTest->new(
    conf => "shared_preload_libraries = 'rtk_fdw'\n"
      . "restart_after_crash = on\n",
    server => { rate_limit => '6', retry_budget => '1s' });
my $admin;

# Forget what is shared, and what the mock saw.
sub anew
{
    $rtk->node->restart;
    $rtk->reset;
    $admin = RtkSession->new($rtk->node);
    return map { RtkSession->new($rtk->node) } 1 .. $_[0];
}

# One request, for the participants of a session, of a schema's server.
sub one
{
    my ($session, $schema) = @_;
    $schema //= 'k';
    return "SELECT count(participant_id) FROM $schema.sessions_participants
        WHERE app_id = 'app-1' AND session_id = '$session'";
}

sub sent { return scalar(my @requests = $rtk->requests); }

# Repeat until a condition holds; false when it does not for long.
sub until_true
{
    my ($condition) = @_;
    my $last = time + $PATIENCE;

    until ($condition->())
    {
        return 0 if time > $last;
        usleep(20_000);
    }
    return 1;
}

# Wait until others see what a query selects.
sub seen
{
    my ($sql, $expected, $name) = @_;
    my $got = '';

    local $Test::Builder::Level = $Test::Builder::Level + 1;
    until_true(sub { ($got = $admin->sql($sql)) eq $expected });
    is($got, $expected, $name);
    return;
}

# Servers with the same token and address.
$rtk->add_server('fast', 'fast', rate_limit => 1000, retry_budget => '1s');
$rtk->add_server('patient', 'patient', rate_limit => 1,
    retry_budget => '10min');
$rtk->add_server('unpaced', 'unpaced', rate_limit => 0,
    retry_budget => '10min', request_timeout => '10min');
$rtk->sql('CREATE ROLE reader; CREATE ROLE monitor IN ROLE pg_read_all_stats;
    CREATE ROLE other; GRANT USAGE ON SCHEMA k, unpaced TO reader, other;
    GRANT SELECT ON ALL TABLES IN SCHEMA k, unpaced TO reader, other;
    CREATE USER MAPPING FOR other SERVER realtime
    OPTIONS (api_token \'another-token\')');

# The library without the extension.
is($rtk->node->safe_psql('template1',
        "SHOW rtk_fdw.progress_interval; SELECT to_regproc('rtk_stats')"),
    "0\n", 'a database without the extension');

# One bucket.
my ($one, $two) = anew(2);

is($one->answer(one('sess-1')), 5, 'four requests of one backend')
  for 1 .. 4;
is($two->answer(one('sess-2')), 3, 'and two of another one') for 1 .. 2;
like($two->error(one('sess-2')), qr/^53400: .*the rate limit is reached/,
    'are all that a limit of six lets pass: the other one');
like($one->error(one('sess-1')), qr/^53400: .*the rate limit is reached/,
    'and the one');
is(sent(), 6, 'no more was sent');
like($one->error(one('sess-1', 'fast')), qr/^53400: /,
    'another server with the same token is bound by the smaller limit');
is(sent(), 6, 'and sends nothing');
$two->sql('SET ROLE other');
like($two->error(one('sess-2')), qr/^28000: /, 'another token is not');
is(sent(), 7, 'and is sent');
$two->sql('RESET ROLE');
is($admin->sql("SELECT bool_and(scope = 'all backends'), sum(scans),
        sum(errors), sum(requests) FROM rtk_stats()"),
    't|10|4|7', 'all of it is counted');

# The order of limits makes no difference.
($one, $two) = anew(2);
is($one->answer(one('sess-1', 'fast')), 5, 'a larger limit first');
is($two->answer(one('sess-2')), 3, 'then the smaller one') for 1 .. 6;
like($one->error(one('sess-1', 'fast')), qr/^53400: /,
    'which counts from then on');
is(sent(), 7, 'no more was sent');

# What one is told silences the others.
($one, $two) = anew(2);
is($two->answer(one('sess-2')), 3, 'a backend that knows its connection');
$rtk->fault(match => 'sess-1', fault => 'status', status => 429,
    retry_after => 300, times => 1);
like($one->error(one('sess-1')), qr/^53400: .*HTTP 429/, 'a 429');
like($two->error(one('sess-2')), qr/^53400: .*the rate limit is reached/,
    'silences the other backend');
is(sent(), 2, 'which sends nothing');

($one, $two) = anew(2);
is($two->answer(one('sess-2')), 3, 'another backend');
$rtk->config(ratelimit => '0,300');
is($one->answer(one('sess-1')), 5, 'a reply that says none are left');
$rtk->config(ratelimit => '');
like($two->error(one('sess-2')), qr/^53400: .*the rate limit is reached/,
    'silences the other backend');
is(sent(), 2, 'which sends nothing');

# Sums, and who may see them.
($one, $two) = anew(2);
$one->sql(one('sess-1', 'unpaced'));
$two->sql(one('sess-2', 'unpaced'));
$two->sql('SELECT count(app_id) FROM unpaced.apps');
my $sums = 'SELECT scope, database, server, resource, scans, requests, rows
    FROM rtk_stats() ORDER BY resource';
my $all = "all backends|postgres|unpaced|apps|1|2|2\n"
  . 'all backends|postgres|unpaced|sessions_participants|2|2|8';

is($admin->sql($sums), $all, 'a superuser sees what all did');
is($one->sql('SELECT rtk_requests()') . $admin->sql('SELECT rtk_requests()'),
    '10', 'and a backend what it sent itself');
$one->sql('SET ROLE reader');
is($one->sql($sums),
    'own backend|postgres|unpaced|sessions_participants|1|1|5',
    'any role sees what its backend did');
like($one->error('SELECT rtk_stats_reset()'), qr/^42501: /,
    'and resets nothing');
$one->sql('SET ROLE monitor');
is($one->sql($sums), $all, 'a role of pg_read_all_stats sees it all');
like($one->error('SELECT rtk_stats_reset()'), qr/^42501: /,
    'and resets nothing either');
is($rtk->node->safe_psql('postgres',
        "SELECT count(*) FROM rtk_stats() WHERE server = 'unpaced'"),
    2, 'a new backend sees it too');
$admin->sql('SELECT rtk_stats_reset()');
is($two->sql('SELECT count(*) FROM rtk_stats()'), 0, 'a reset is for all');

# Activity, while a reply does not come.
my $shown = 'SELECT pid, server, resource, waiting_for, requests,
    estimated_requests > 0, rows, wait_until, started <= now()
    FROM rtk_activity() ORDER BY pid';
my $pid = $one->pid;

$one->sql('RESET ROLE; SET SESSION AUTHORIZATION reader');
$rtk->fault(match => 'sess-1', fault => 'hang_headers');
$one->send(one('sess-1', 'unpaced'));
seen($shown, "$pid|unpaced|sessions_participants|api|1|t|0||t",
    'what another backend waits for');
$two->sql('SET ROLE other');
is($two->sql('SELECT count(*) FROM rtk_activity()'), 0,
    'another role does not see it');
$two->sql('SET ROLE reader');
is($two->sql('SELECT pid FROM rtk_activity()'), $pid, 'its own role does');
$two->sql('SET ROLE monitor');
is($two->sql('SELECT pid FROM rtk_activity()'), $pid,
    'and one of pg_read_all_stats');
$admin->sql("SELECT pg_cancel_backend($pid)");
like($one->error, qr/^57014: /, 'a cancel');
is($admin->sql('SELECT count(*) FROM rtk_activity()'), 0,
    'leaves no row behind');
is($admin->sql('SELECT scans, errors, requests, rows, waiting_for_api > 0
        FROM rtk_stats()'),
    '1|1|1|0|t', 'and is counted');

$one->send(one('sess-1', 'unpaced'));
seen('SELECT count(*) FROM rtk_activity()', 1, 'another statement waits');
$admin->sql("SELECT pg_terminate_backend($pid, 60000)");
is($admin->sql('SELECT count(*) FROM rtk_activity()'), 0,
    'a backend that was terminated leaves no row behind');
is($admin->sql('SELECT scans, errors, requests, rows FROM rtk_stats()'),
    '2|2|2|0', 'and is counted');
$one->close;

# The other waits.
($one, $two) = anew(2);
$one->sql(one('sess-2', 'patient'));
$one->send(one('sess-1', 'patient'));
seen('SELECT waiting_for, wait_until > now(), requests FROM rtk_activity()',
    'rate limit|t|0', 'a wait for the rate limit');
$admin->sql('SELECT pg_cancel_backend(' . $one->pid . ')');
like($one->error, qr/^57014: /, 'cancelled');

($one, $two) = anew(2);
$rtk->fault(match => 'sess-2', fault => 'status', status => 503,
    retry_after => 55);
$one->send(one('sess-2', 'unpaced'));
seen('SELECT waiting_for, wait_until > now(), requests FROM rtk_activity()',
    'back-off|t|1', 'a wait before it is sent again');

# Messages: of each wait, as often as the setting says.
my %messages = (
    'sess-1' => [ unpaced => qr/0 rows, waiting for the API$/m ],
    'sess-2' => [
        unpaced =>
          qr/0 rows, waiting to try again until \d\d:\d\d:\d\d UTC$/m
    ],
    'sess-3' => [
        patient =>
          qr/0 rows, waiting for the rate limit until \d\d:\d\d:\d\d UTC$/m
    ]);

($one, $two) = anew(2);
$rtk->fault(match => 'sess-1', fault => 'hang_headers');
$rtk->fault(match => 'sess-2', fault => 'status', status => 503,
    retry_after => 55);
foreach my $session (sort keys %messages)
{
    my ($schema, $expected) = @{ $messages{$session} };

    $one->sql("SET client_min_messages = notice;
        RESET rtk_fdw.progress_interval");
    $one->sql(one($session, $schema)) if $schema eq 'patient';
    $one->sql('SET rtk_fdw.progress_interval = \'10ms\'');
    $one->send(one($session, $schema));
    until_true(
        sub {
            $one->{harness}->pump_nb;
            my @found = $one->messages =~ /$expected/g;
            return @found > 2;
        });
    like($one->messages,
        qr/NOTICE:\s+00000: rtk_fdw: sessions_participants: \d+/,
        "$session: which table, and how many requests");
    like($one->messages, $expected, "$session: what it waits for");
    $admin->sql('SELECT pg_cancel_backend(' . $one->pid . ')');
    like($one->error, qr/^57014: /, "$session: cancelled");
}

# Parallel workers.
($one, $two) = anew(2);
$rtk->sql('CREATE TABLE local_rows AS SELECT generate_series(1, 20000) n;
    ANALYZE local_rows');
$two->sql('SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
    SET min_parallel_table_scan_size = 0; SELECT rtk_stats_reset()');
my $parallel = 'SELECT count(*), (SELECT count(app_id) FROM unpaced.apps)
    FROM local_rows WHERE n % 2 = 0';
like($two->sql("EXPLAIN $parallel"), qr/Gather/, 'a parallel plan');
is($two->sql($parallel), '10000|2', 'its rows');
is($two->sql('SELECT sum(scans), sum(requests) FROM rtk_stats()'), '1|2',
    'the scan is counted once');
is($two->sql('SELECT count(*) FROM rtk_activity()'), 0, 'and over');

# A crash begins anew.
$rtk->fault(match => 'sess-1', fault => 'hang_headers');
$one->send(one('sess-1', 'unpaced'));
seen('SELECT count(*) FROM rtk_activity()', 1, 'a statement waits');
kill 'KILL', $one->pid;
ok($rtk->node->poll_query_until('postgres',
        'SELECT count(*) = 0 FROM rtk_activity()'),
    'after a crash of the server nothing is active');
is($rtk->sql('SELECT count(*) FROM rtk_stats()'), 0, 'and nothing counted');
is($rtk->sql(one('sess-2', 'unpaced')), 3, 'and queries work');

done_testing();
