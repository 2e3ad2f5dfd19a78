# A copy of the mock's data by rtk_analytics, and what may happen to it.
#
#   my $copy = RtkSync->new(mock => ['--data', 'small']);
#   $copy->clock('2026-01-12T09:10:00Z');
#   $copy->sync;
#   is($copy->run, 'complete|...');
#
# Options are those of RtkTest, which it is one of.
package RtkSync;

use strict;
use warnings;

use parent -norequire, 'RtkTest';

use IPC::Run;
use RtkSession;
use RtkTest;
use Test::More;
use Time::HiRes qw(time usleep);
use Time::Local qw(timegm);

my $PATIENCE = 600;
my @TABLES = qw(apps meetings sessions participants peer_events
  participant_stats quality_series);

# All there is, however old.
our $ALL = "'realtime', since := '100 years'";

sub new
{
    my ($class, %options) = @_;
    my $self = RtkTest::new($class, %options);

    $self->{base} = int time;
    $self->sql("CREATE EXTENSION rtk_analytics;
        SELECT rtk_analytics.setup('realtime')");
    return $self;
}

# Run it with these arguments, or all; its error, or ''.
sub sync
{
    my ($self, $arguments) = @_;
    return $self->error('CALL rtk_analytics.sync(' . ($arguments // $ALL) . ')');
}

# Columns of the last run.
sub run
{
    my ($self, $columns) = @_;
    $columns //= 'state, requests, sessions, participants, details, errors';
    return $self->sql("SELECT $columns FROM analytics.sync_runs
        ORDER BY run_id DESC LIMIT 1");
}

# Begin again with an empty copy.
sub renew
{
    my ($self) = @_;

    $self->sql("SET client_min_messages = warning;
        SELECT rtk_analytics.teardown('realtime');
        SELECT rtk_analytics.setup('realtime')");
    return;
}

# What is copied, as one text for each table.
sub contents
{
    my ($self) = @_;
    return map {
        $_ . ' ' . $self->sql("SELECT count(*), md5(string_agg(t::text, E'\n'
            ORDER BY t::text)) FROM analytics.$_ t")
    } @TABLES;
}

# The requests since the log was last cleared, without what all begin with.
sub seen
{
    my ($self) = @_;
    my @lines = map { s{^GET /accounts/acc-demo/realtime/kit/}{}r }
      $self->requests;

    $self->control('reset', only => 'log');
    return @lines;
}

sub seconds
{
    my ($text) = @_;
    my ($year, $month, @rest) = $text =~ /\d+/g;
    return timegm(@rest[ 3, 2, 1, 0 ], $month - 1, $year);
}

# Let it be some time of the data now: what the API says is moved there, and
# what the copy knows gets older by as much as the time has moved on.
sub clock
{
    my ($self, $text) = @_;
    my $now = seconds($text =~ s/[TZ]/ /gr);
    my $passed = $now - ($self->{now} // $now);

    $self->{now} = $now;
    $self->config(now => $text, shift => $self->{base} - $now);
    $self->age($passed) if $passed;
    return;
}

sub age
{
    my ($self, $seconds) = @_;
    my %times = (
        sync_sessions => [qw(created_at ended_at updated_at seen_at copied_at
            copied_updated_at next_attempt_at)],
        sessions => [qw(created_at started_at ended_at updated_at)],
        sync_apps => [qw(listed_from listed_to next_attempt_at)],
        sync_meetings => ['read_at'],
        sync_state => [qw(apps_listed_at paused_until)],
        sync_runs => ['started_at']);

    $self->sql(
        "SELECT rtk_analytics.ensure_partitions('analytics', m)
            FROM generate_series(now() - interval '1 year', now(),
                '1 month') m;"
          . join ';',
        map {
            my $table = $_;
            "UPDATE analytics.$table SET "
              . join ', ',
              map { "$_ = $_ - interval '$seconds s'" } @{ $times{$table} }
        } sort keys %times);
    return;
}

# Begin a run in a session of its own.
sub start
{
    my ($self, $arguments) = @_;
    my $session = RtkSession->new($self->node);

    $session->send('CALL rtk_analytics.sync(' . ($arguments // $ALL) . ')');
    return $session;
}

# Wait until the API has seen so many requests; false if the run ends before.
sub reaches
{
    my ($self, $session, $requests) = @_;
    my $last = time + $PATIENCE;

    until ($self->control('summary', format => 'text') =~ /^requests (\d+)/m
        && $1 >= $requests)
    {
        $session->{harness}->pump_nb;
        return 0 if $session->{out} =~ /^end $session->{n}$/m;
        die "no $requests requests" if time > $last;
        usleep(5_000);
    }
    $session->{timer}->start($PATIENCE);
    return 1;
}

sub up
{
    my ($self) = @_;
    my $last = time + $PATIENCE;

    until ($self->{node}->psql('postgres', 'SELECT 1', stdout => \my $out) == 0)
    {
        die 'the server does not come back' if time > $last;
        usleep(50_000);
    }
    return;
}

# Ways to end a run before its time; each lets it be tried again at once.
my %ENDS = (
    kill => sub { kill 'KILL', $_[1]->pid; $_[0]->up; return; },
    cancel => sub { kill 'INT', $_[1]->pid; $_[1]->finish; return; },
    limit => sub {
        $_[0]->fault(match => 'kit', fault => 'status', status => 429,
            retry_after => 3600, times => 1);
        $_[1]->finish;
        $_[0]->sql('UPDATE analytics.sync_state SET paused_until = now()');
        return;
    },
    fault => sub {
        $_[0]->fault(match => 'kit', fault => 'status', status => 500,
            times => 12);
        $_[1]->finish;
        $_[0]->sql('UPDATE analytics.sync_sessions SET next_attempt_at = now()
            WHERE next_attempt_at > now();
            UPDATE analytics.sync_apps SET next_attempt_at = now()');
        return;
    });

# Copy all of it, ended in some way at random so many times; the ways.
sub interrupted
{
    my ($self, $times, $minimum) = @_;
    my @ways = ((sort keys %ENDS) x (1 + $times / 4))[ 0 .. $times - 1 ];

    foreach my $number (1 .. $times)
    {
        my $session = $self->start;

        if ($self->reaches($session,
                int(($number - rand) * $minimum / ($times + 1))))
        {
            $ENDS{ $ways[ $number - 1 ] }->($self, $session);
        }
        $session->close;
        $self->control('reset', only => 'faults');
    }
    return @ways;
}

1;
