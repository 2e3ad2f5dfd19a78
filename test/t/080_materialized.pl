# Materialized views directly over foreign tables, refreshed concurrently while
# what the API has changes: no refresh fails, readers see whole results, and
# the next refresh has what the API has then.
use strict;
use warnings;

use RtkSession;
use RtkTest;
use Test::More;
use Time::HiRes qw(sleep);

my $ROWS = 90;      # participants of the large session, in pages of ten

# What changes while a refresh reads, how the mock is told and after how many
# requests: the list of sessions is the first, then come the lists of sess-1 to
# sess-3, of one page, and that of the large session.  Then participants and
# minutes that the next refresh finds.
my @CHANGES = (
    {
        name => 'people come',
        change => sub { $_[0]->config(list_size => 105) },
        after => 7,
        then => '115|255.565'
    },
    {
        name => 'people vanish',
        change => sub { $_[0]->config(list_size => 75) },
        after => 7,
        then => '85|252.850'
    },
    {
        name => 'a row moves to the next page',
        change => sub { $_[0]->config(overlap => 1) },
        after => 7,
        then => '100|254.095'
    },
    {
        name => 'a total is wrong',
        change => sub { $_[0]->config(total_delta => 3) },
        after => 7,
        then => '100|254.095'
    },
    {
        name => 'the people of a session vanish',
        change => sub {
            $_[0]->fault(match => '/sess-3/participants', fault => 'missing');
        },
        after => 2,
        then => '98|249.095'
    },
    {
        name => 'a session appears',
        rows => 0,
        change => sub { $_[0]->config(list_size => $ROWS) },
        after => 2,
        then => '100|254.095'
    },
    {
        name => 'values change',
        change => sub {
            $_[0]->fault(match => '/participants', fault => 'badvalue',
                field => 'duration', value => '77.5');
        },
        after => 7,
        then => '100|7750.000'
    },
    {
        name => 'the API fails now and then',
        change => sub {
            $_[0]->fault(match => '/participants', fault => 'status',
                status => 503, times => 2);
        },
        after => 7,
        then => '100|254.095'
    });

my %VIEWS = (
    participants => <<'SQL',
CREATE MATERIALIZED VIEW public.participants AS
SELECT app_id, session_id, participant_id, display_name, joined_at, left_at,
       duration
FROM k.sessions_participants;
CREATE UNIQUE INDEX ON public.participants
    (app_id, session_id, participant_id);
SQL
    session_analytics => <<'SQL');
CREATE MATERIALIZED VIEW public.session_analytics AS
SELECT s.app_id, s.session_id, s.meeting_display_name, s.started_at,
       count(p.participant_id) AS participants, sum(p.duration) AS minutes
FROM k.sessions s
LEFT JOIN k.sessions_participants p USING (app_id, session_id)
GROUP BY 1, 2, 3, 4;
CREATE UNIQUE INDEX ON public.session_analytics (app_id, session_id);
SQL

my $rtk = RtkTest->new(
    server => { per_page => 10, max_concurrency => 1, app_id => 'app-1' });
my $node = $rtk->node;
my $session = RtkSession->new($node);
my $reader = RtkSession->new($node);

sub requests_so_far { return scalar(my @seen = $rtk->requests); }

# Everything that a view has, as one value.
sub content
{
    my ($who, $view) = @_;
    return $who->sql(
        "SELECT count(*), md5(string_agg(v::text, E'\\n' ORDER BY v::text))
         FROM public.$view v");
}

# Refresh, and change what the API has meanwhile.
sub refresh_during
{
    my ($view, $case) = @_;
    my $name = "$view: $case->{name}";
    my $before = content($reader, $view);
    my $at;

    $rtk->control('reset', only => 'log');
    $rtk->config(latency => 30);
    $session->send("REFRESH MATERIALIZED VIEW CONCURRENTLY public.$view");
    sleep 0.002 until requests_so_far() >= $case->{after};
    $case->{change}->($rtk);
    $at = requests_so_far();
    is(content($reader, $view), $before, "$name: readers see it whole");
    is($session->error, '', "$name: no error");
    cmp_ok(requests_so_far(), '>', $at, "$name: it was still reading");
    return;
}

# Refresh once more: the view has what the API has now.
sub is_current
{
    my ($view, $name, $totals) = @_;
    my ($query) = $VIEWS{$view} =~ /AS\n(SELECT.*?);/s;
    my $columns = $view eq 'participants' ? 'count(*), sum(duration)'
      : 'sum(participants), sum(minutes)';

    $session->sql("REFRESH MATERIALIZED VIEW CONCURRENTLY public.$view");
    is( $session->sql("SELECT n, round(m::numeric, 3)
            FROM (SELECT $columns FROM public.$view) v (n, m)"),
        $totals, "$view: $name: the next refresh has what the API has");
    is( $session->sql("SELECT count(*) FROM (
            (TABLE public.$view EXCEPT ALL ($query)) UNION ALL
            (($query) EXCEPT ALL TABLE public.$view)) difference"),
        0, "$view: $name: row by row");
    return;
}

foreach my $view (sort keys %VIEWS)
{
    $rtk->config(list_size => $ROWS, list_big => 1);
    $session->sql($VIEWS{$view});
    foreach my $case (@CHANGES)
    {
        $rtk->reset;
        $rtk->config(list_size => $case->{rows} // $ROWS, list_big => 1);
        $session->sql("REFRESH MATERIALIZED VIEW CONCURRENTLY public.$view");
        refresh_during($view, $case);
        $rtk->config(latency => 0, overlap => 0, total_delta => 0);
        is_current($view, $case->{name}, $case->{then});
    }
    $rtk->reset;
    $rtk->config(list_size => $ROWS, list_big => 1);
    $session->sql("REFRESH MATERIALIZED VIEW CONCURRENTLY public.$view");
    is(requests_so_far(), 13, "$view: requests of a refresh");
}

# One that fails leaves the old rows, and its error is ours.
$rtk->fault(match => '/sess-3/', fault => 'status', status => 403);
{
    my $before = content($reader, 'participants');

    like(
        $session->error(
            'REFRESH MATERIALIZED VIEW CONCURRENTLY public.participants'),
        qr/^42501: /, 'a refresh that fails');
    is(content($reader, 'participants'), $before, 'the old rows stay');
}
$_->close foreach $session, $reader;
done_testing();
