# rtk_analytics.sync ended at random points, by the end of its backend, a
# cancel, a 429 and an API that fails: in the end all is there, and next to
# nothing was asked for twice.
use strict;
use warnings;

use RtkSync;
use Test::More;

my $TIMES = $ENV{SYNC_TIMES} || 8;
my $SESSIONS = $ENV{SYNC_SESSIONS} || 200;
my $SEED = $ENV{SYNC_SEED} || time;

my $copy = RtkSync->new(
    mock => [ '--data', 'many', '--sessions', $SESSIONS ],
    conf => "restart_after_crash = on\n",
    server => { max_retries => '0' });
my $bounds = "$RtkSync::ALL, max_requests := 1000000, max_seconds := 100000";

srand $SEED;
note "seed $SEED";
$RtkSync::ALL = $bounds;
is($copy->sync, '', 'all of it at once');
my $minimum = $copy->seen;
my @contents = $copy->contents;

is($copy->run('sessions, participants'),
    $SESSIONS . '|' . 2 * $SESSIONS, 'all sessions');
$copy->renew;
$copy->config(latency => 2);
my @ways = $copy->interrupted($TIMES, $minimum);
my $left = $copy->sync;

is($left, '', 'the last run, after ' . @ways);
my $sent = $copy->seen;
is_deeply([ $copy->contents ], \@contents, 'all is as if copied at once');
cmp_ok($sent, '<=', 1.1 * $minimum, "$sent requests instead of $minimum");
is($copy->sync, '', 'nothing is new');
is(scalar(grep { !m{^app-1/sessions\?} } my @lists = $copy->seen), 0,
    'the lists of sessions');
is(scalar @lists, 1, 'one page');
done_testing();
