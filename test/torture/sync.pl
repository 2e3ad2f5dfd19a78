# rtk_analytics.sync of SYNC_SESSIONS sessions (10000 unless set) and of 50 more
# on top: these cost the pages of the list since the last run, those that say
# whether copies of a day before are settled, and what they need themselves.
# Prints what a copy costs in time and space.
use strict;
use warnings;

use RtkSync;
use Test::More;
use Time::HiRes qw(time);

my $SESSIONS = $ENV{SYNC_SESSIONS} || 10000;
my $NEW = 50;
my $PAGE = 100;
my $all = "$RtkSync::ALL, max_requests := 1000000, max_seconds := 100000";

my $copy = RtkSync->new(
    mock => [ '--data', 'many', '--sessions', $SESSIONS + $NEW ]);

# Session n begins n minutes after the start of the data.
sub minute
{
    my ($minute) = @_;
    my ($sec, $min, $hour, $day, $month, $year) = gmtime(
        RtkSync::seconds('2026-01-01 00:00:00') + 60 * $minute);

    $copy->clock(sprintf '%d-%02d-%02dT%02d:%02d:30Z', $year + 1900,
        $month + 1, $day, $hour, $min);
    $copy->seen;
    return;
}

# Bytes of tables with their partitions and indexes, for each participant.
sub bytes
{
    my ($condition, @tables) = @_;
    return $copy->sql('SELECT round(sum(pg_total_relation_size(q.partition))
            / (SELECT count(*) FROM analytics.participants ' . $condition . '))
        FROM rtk_analytics.partitioned(\'analytics\') p,
            rtk_analytics.partitions(p.parent) q
        WHERE p.name IN (' . join(', ', map { "'$_'" } @tables) . ')');
}

minute($SESSIONS);
my $start = time;
is($copy->sync("$all, details := false"), '', "$SESSIONS sessions");
my $seconds = time - $start;
my ($sessions, $people) =
  split /\|/, $copy->run('sessions, participants');
my $live = $copy->sql('SELECT count(*) FROM analytics.sync_sessions
    WHERE copied_at IS NULL');
my $requests = () = $copy->seen;

is($sessions + $live, $SESSIONS, 'are copied, or too young');
is($people, 2 * $sessions, 'with all participants');
note(sprintf 'figures: %d sessions, %d participants without statistics: '
      . '%d requests, %.0f s, %.0f rows/s',
    $sessions, $people, $requests, $seconds,
    ($sessions + 4 * $people) / $seconds);

# All of the new ones are over for more than half an hour then.
minute($SESSIONS + $NEW + 61);
is($copy->sync("$all, details := false"), '', "$NEW more");
my @seen = $copy->seen;
my @pages = grep { m{/sessions\?} } @seen;
my $needed = $NEW + $live;

is($copy->run('sessions'), $needed, 'are copied, and those that were young');

# Those of the time since the last run and of an hour before, from the first one
# on; and of as much time a day before, to see whether copies are settled.
my @newest = grep { /page_no=(\d+)&/ && $1 <= 1 + ($NEW + 61) / $PAGE } @pages;

cmp_ok(@pages - @newest, '<=', 2 + ($NEW + 61) / $PAGE,
    'pages of a day before');
cmp_ok(scalar @newest, '<=', 1 + ($NEW + 61) / $PAGE,
    'pages of the time since the last run');
is(@seen - @pages, $needed, 'and one request for each session');
note(sprintf 'figures: %d sessions on top of %d: %d pages, %.2f requests '
      . 'for each session, without statistics',
    $needed, $sessions, scalar @pages, @seen / $needed);

# The newest have statistics first.
$start = time;
is($copy->sync('\'realtime\', max_requests := 2000, max_seconds := 100000'),
    '', 'statistics');
my ($details) = split /\|/, $copy->run('details');

$seconds = time - $start;
$copy->sql('VACUUM ANALYZE');
note(sprintf 'figures: statistics of %d participants, 10 samples each of audio '
      . 'and video: %.0f s, %.0f participants/s',
    $details, $seconds, $details / $seconds);
note('figures: bytes for each participant: '
      . bytes('', qw(participants peer_events))
      . ' with 3 events, '
      . bytes('WHERE (app_id, session_id, participant_id) IN (SELECT app_id,
            session_id, participant_id FROM analytics.participant_stats)',
        qw(participant_stats))
      . ' for statistics, '
      . bytes('WHERE (app_id, session_id, participant_id) IN (SELECT app_id,
            session_id, participant_id FROM analytics.participant_stats)',
        qw(quality_series))
      . ' for samples; for each session '
      . $copy->sql("SELECT pg_total_relation_size('analytics.sync_sessions')
            / count(*) FROM analytics.sessions")
      . ' of state');
done_testing();
