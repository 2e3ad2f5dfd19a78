# rtk_analytics.sync: when sessions are copied and settled, and whatever may
# end a run: its bounds, the API, another run, a cancel, the end of its backend.
use strict;
use warnings;

use RtkSession;
use RtkSync;
use Test::More;

my $copy = RtkSync->new(server => { max_retries => '0' });
my $lists = join "\n", map {
    "app-$_/sessions?sort_by=createdAt&sort_order=DESC&page_no=1&per_page=100"
} 1, 2;

sub session
{
    my ($columns, $id) = @_;
    return $copy->sql("SELECT $columns FROM analytics.sync_sessions
        WHERE session_id = '" . ($id // 'sess-2') . "'");
}

sub status
{
    my ($columns) = @_;
    return $copy->sql("SELECT $columns FROM rtk_analytics.sync_status()");
}

# A run, and what it asked for besides the lists of sessions.
sub asks
{
    my ($requests, $name) = @_;

    local $Test::Builder::Level = $Test::Builder::Level + 1;
    $copy->seen;
    is($copy->sync, '', "$name: no error");
    is(join("\n", sort $copy->seen), join("\n", sort @$requests,
            split /\n/, $lists), "$name: requests");
    return;
}

my $people = 'app-1/sessions/sess-2/participants';
my @copy = ("$people?include_peer_events=true&sort_by=joinedAt&sort_order=ASC"
      . '&page_no=1&per_page=200', map { "$people/part-$_" } 6 .. 8);

# sess-2 is from 9:00 to 9:30.
$copy->clock('2026-01-12T09:10:00Z');
is($copy->sync, '', 'while the session is live');
is($copy->sql("SELECT status FROM analytics.sessions
    WHERE session_id = 'sess-2'"), 'LIVE', 'it is shown as live');
is(session('copied_at IS NULL, settled'), 't|f', 'and not copied');
is(session('settled', 'sess-1'), 't', 'one of long ago is settled at once');
is(status('live, pending, settled'), '1|0|2', 'status');
$copy->clock('2026-01-12T09:40:00Z');
asks([], 'ten minutes after the end');
is($copy->sql("SELECT status FROM analytics.sessions
    WHERE session_id = 'sess-2'"), 'ENDED', 'it is shown as ended');
is(session('copied_at IS NULL, ended_at IS NOT NULL'), 't|t', 'not copied');
is(status('live, pending, settled'), '0|1|2', 'status');
$copy->clock('2026-01-12T10:05:00Z');
asks(\@copy, 'half an hour after the end');
is(session('copied_at IS NOT NULL, settled'), 't|f', 'copied, not settled');
$copy->clock('2026-01-12T20:00:00Z');
asks([], 'in the evening');
is(session('settled'), 'f', 'still not settled');
$copy->clock('2026-01-13T10:00:00Z');
asks([ 'apps?page_no=1&per_page=100', 'apps?page_no=2&per_page=100' ],
    'a day later, when it is as it was');
is(session('settled'), 't', 'settled');

# The same, but that the API computed something later.
$copy->renew;
delete $copy->{now};
$copy->clock('2026-01-12T10:05:00Z');
is($copy->sync, '', 'copied half an hour after the end');
my $at = session('copied_at');
$copy->fault(match => 'app-1/sessions.sort', fault => 'badvalue', row => 0,
    field => 'updated_at', value => '"2026-01-12T11:00:00.000Z"');
$copy->clock('2026-01-12T12:00:00Z');
asks([], 'a change within the day');
$copy->clock('2026-01-13T10:00:00Z');
asks(\@copy, 'a day later, when it has changed');
is(session('settled, details_pending IS NULL'), 't|t', 'settled');
asks([], 'no more');
$copy->reset;

# A session that fails.
$copy->renew;
$copy->fault(match => 'sess-2/participants', fault => 'status', status => 500);
is($copy->sync, '', 'a session that fails');
is($copy->run('state, sessions, errors, sqlstate'), 'complete|2|1|HV00M',
    'the others are copied');
is(session("attempts, sqlstate, next_attempt_at > now() + interval '4 minutes'"),
    '1|HV00M|t', 'it is put off');
is(status('pending, failed, sqlstate'), '1|1|HV00M', 'status tells of it');
asks([], 'not yet again');
$copy->sql('UPDATE analytics.sync_sessions SET next_attempt_at = now()');
is($copy->sync, '', 'it fails again');
is(session("attempts, next_attempt_at > now() + interval '9 minutes'"),
    '2|t', 'and is put off for longer');
$copy->reset;
$copy->sql('UPDATE analytics.sync_sessions SET next_attempt_at = now()');
asks(\@copy, 'mended');
is(session('attempts, sqlstate IS NULL, settled'), '0|t|t', 'copied');

# No participants of a session that had some: a whim of the API, or not.
$copy->fault(match => 'sess-2/participants', fault => 'missing');
$copy->sql("SELECT rtk_analytics.resync('sess-2')");
is($copy->sync, '', 'a list that has vanished');
is(session('attempts, sqlstate') . $copy->sql("SELECT count(*)
    FROM analytics.participants WHERE session_id = 'sess-2'"),
    '1|HV00K3', 'what was copied stays');
$copy->reset;

# Three in a row, and errors that concern all of it.
$copy->renew;
$copy->fault(match => 'participants', fault => 'status', status => 500);
like($copy->sync, qr/^HV00M: /, 'an API that fails three times in a row');
is($copy->run('state, errors'), 'failed|3', 'ends the run');
$copy->reset;
$copy->renew;
$copy->fault(match => 'apps', fault => 'status', status => 401);
like($copy->sync, qr/^28000: /, 'a token that is refused');
is($copy->run('state, sqlstate'), 'failed|28000', 'ends the run');
$copy->reset;

# The rate limit.
$copy->fault(match => 'sess-1/participants', fault => 'status', status => 429,
    retry_after => 300);
is($copy->sync, '', 'a 429 is no error');
is(status("state, paused_until > now() + interval '4 minutes',
    paused_until < now() + interval '6 minutes', sqlstate"),
    'paused|t|t|53400', 'but a pause, of which it is known how long it is');
$copy->reset;
is($copy->sync, '', 'another run meanwhile');
is_deeply([ $copy->seen ], [], 'sends nothing');
$copy->sql('UPDATE analytics.sync_state SET paused_until = now()');
is($copy->sync, '', 'one after it');
is(status('state, pending, details_pending'), 'complete|0|0', 'goes on');

# Two at once.  The API is slow, so that the first one is not done meanwhile.
$copy->renew;
$copy->reset;
is($copy->sync, '', 'all of it at once');
my $minimum = $copy->seen;
my @contents = $copy->contents;

$copy->renew;
$copy->config(latency => 100);
my $one = $copy->start;
$copy->reaches($one, 5);
$copy->config(latency => 3000);
is($copy->sync, '', 'a second run while one is under way');
is($copy->run('state'), 'skipped', 'is skipped');
$copy->config(latency => 100);
$one->finish;
is($one->error, '', 'the first one ends well');
is(scalar(my @all = $copy->seen), $minimum, 'no request was sent twice');
is_deeply([ $copy->contents ], \@contents, 'and all is there');
$one->close;

# A cancel.
$copy->renew;
my $two = $copy->start;
$copy->reaches($two, 8);
$copy->config(latency => 10_000);
is($copy->sql('SELECT state FROM rtk_analytics.sync_status()'), 'running',
    'a run under way');
kill 'INT', $two->pid;
like($two->error, qr/^57014: /, 'is cancelled');
is($copy->sql('SELECT state FROM rtk_analytics.sync_status()'), 'interrupted',
    'and known as interrupted');
$copy->config(latency => 0);
is($copy->sync, '', 'the next one goes on');
is_deeply([ $copy->contents ], \@contents, 'and all is there');
is($copy->sql("SELECT string_agg(state, ' ' ORDER BY run_id)
    FROM analytics.sync_runs"), 'interrupted complete', 'the runs');
$two->close;

# A time that is up.
$copy->renew;
$copy->config(latency => 300);
is($copy->sync("$RtkSync::ALL, max_seconds := 1"), '', 'a second');
is($copy->run('state'), 'time', 'is too short');
$copy->reset;
is($copy->sync, '', 'the next run');
is_deeply([ $copy->contents ], \@contents, 'completes it');

# As drivers send it: parsed, bound and executed, each with a time of its own.
my $script = PostgreSQL::Test::Utils::tempdir() . '/script.sql';
PostgreSQL::Test::Utils::append_to_file($script,
    "CALL rtk_analytics.sync('realtime');\n");
like(
    RtkTest::program('pgbench', '-n', '-t', '2', '-M', $_, '-f', $script,
        '-d', $copy->node->connstr('postgres')),
    qr{actually processed: 2/2}, "a call in a message of the kind $_")
  foreach 'simple', 'extended', 'prepared';

done_testing();
