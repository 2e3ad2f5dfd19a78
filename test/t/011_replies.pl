# What the API may answer instead of rows: rows H1 to H17 of
# docs/reliability.md.  Messages word for word are in sql/errors.sql.
use strict;
use warnings;

use IO::Select;
use IO::Socket::INET;
use POSIX qw(strftime);
use RtkFault;
use Test::More;
use Time::HiRes qw(time);

# One retry, so that each fault that is tried again costs two requests.
my $faults = RtkFault->new(
    server => { max_retries => 1, retry_budget => '60s' });
my $rtk = $faults->rtk;
my $session = $faults->session;
my $unusable = saying('HV00M', '\S');

# No reply that can be read.
$faults->fails('H1 HTML', saying('HV00M', 'reply is text/html, not JSON'),
    1, fault => 'html');
$faults->fails('H1 a text', saying('HV00M', 'reply is not JSON at byte 0'),
    1, fault => 'raw', content_type => 'text/plain', body => 'Welcome');
$faults->strike(fault => 'raw', content_type => 'text/html',
    body => '{"success":true,"data":{"participants":[{"id":"p"}],'
      . '"paging":{"total_count":1}}}');
is($session->answer($faults->query =~ s/display_name/participant_id/r),
    1, 'H1 JSON under the name of HTML: it is what it is');
$faults->fails('H2 204', saying('HV00M', 'empty reply \(HTTP 204\)'),
    1, fault => 'raw', status => 204, body => '');
$faults->fails('H2 empty body', saying('HV00M', 'empty reply \(HTTP 200\)'),
    1, fault => 'empty200');

# S3: a redirect is not followed, so the token stays.
{
    my $other = IO::Socket::INET->new(
        LocalAddr => '127.0.0.1', Listen => 5, Proto => 'tcp');
    my $to = 'http://127.0.0.1:' . $other->sockport . '/secret/path';

    foreach my $status (301, 302, 303, 307, 308)
    {
        $faults->fails("H3, S3 HTTP $status",
            saying('HV00L',
                "HTTP $status, a redirect to host \"127\\.0\\.0\\.1[\":]"),
            1, fault => 'redirect', to => $to, status => $status);
        unlike($session->messages, qr/secret/, "H3, S3 HTTP $status: no path");
    }
    is(scalar(IO::Select->new($other)->can_read(0)),
        undef, 'H3, S3 the target of the redirects saw no connection');
}

# Statuses: what they are called, and whether they are asked again.
foreach my $case (
    [ 'H4', 400, 'HV00L', 1 ],
    [ 'H5', 401, '28000', 1 ],
    [ 'H6', 403, '42501', 1 ],
    [ 'H10', 405, 'HV00L', 1 ],
    [ 'H10', 409, 'HV00L', 1 ],
    [ 'H10', 410, 'HV00L', 1 ],
    [ 'H10', 422, 'HV00L', 1 ],
    [ 'H11', 408, 'HV00M', 2 ],
    [ 'H11', 425, 'HV00M', 2 ],
    (map { [ 'H14', $_, 'HV00M', 2 ] } 500, 502, 503, 504),
    [ 'H14', 501, 'HV00M', 1 ],
    (map { [ 'H15', $_, 'HV00M', 2 ] } 520 .. 524, 527, 530),
    (map { [ 'H15', $_, 'HV00M', 1 ] } 525, 526))
{
    my ($id, $status, $sqlstate, $requests) = @$case;
    $faults->fails("$id HTTP $status", saying($sqlstate, "HTTP $status\$"),
        $requests, fault => 'status', status => $status);
}
$faults->heals('H11 HTTP 408', fault => 'status', status => 408);
$faults->heals('H14 HTTP 500', fault => 'status', status => 500,
    envelope => 'none');
$faults->heals('H15 HTTP 520', fault => 'status', status => 520,
    envelope => 'html');
{
    my $start = time;

    $faults->heals('H14 HTTP 503 with Retry-After', fault => 'status',
        status => 503, retry_after => '1');
    cmp_ok(time - $start, '>=', 1, 'H14 HTTP 503 with Retry-After: waited');
}

# The number by which Cloudflare finds the request.
foreach my $case (
    [ 'H1 HTML', fault => 'html' ],
    [ 'H15 HTTP 520', fault => 'status', status => 520, envelope => 'html' ])
{
    my ($name, %fault) = @$case;

    $faults->strike(%fault);
    $session->error($faults->query);
    like($session->messages, qr/DETAIL: .* Ray 0123456789abcdef-MCK\./,
        "$name: ray number");
}

# What the API has to say about it, in whatever envelope.
foreach my $envelope (qw(e1 e2))
{
    $faults->strike(fault => 'status', status => 400, envelope => $envelope,
        message => 'Told so', code => 1234);
    $session->error($faults->query);
    like($session->messages,
        qr/DETAIL:  The API said ".*Told so"\. .*GET \/.*\./,
        "H4 envelope $envelope: detail");
}
$faults->strike(fault => 'status', status => 401);
$session->error($faults->query);
like($session->messages, qr/HINT:  .*role "\w+".* on server "realtime"/,
    'H5 HTTP 401: hint names role and server');
$faults->strike(fault => 'status', status => 403, envelope => 'html');
like($session->error($faults->query), saying(42501, 'HTTP 403$'),
    'H6 HTTP 403 as HTML');
unlike($session->messages, qr/DOCTYPE|<html/, 'H6 no error shows a body');

# 404: of what the query names, no row; of the account or app, an error.
$faults->strike(fault => 'missing');
is($session->answer($faults->query), 0, 'H7 404 of an id of the query: no row');
$rtk->reset;
$rtk->fault(match => '/sess-1/participants', fault => 'missing');
is($session->answer('SELECT count(display_name) FROM sessions_participants'),
    7, 'H8 404 of one session of many is skipped');
like(
    $session->answer('EXPLAIN (ANALYZE, COSTS OFF)
        SELECT count(display_name) FROM sessions_participants'),
    qr/Missing Skipped: 1$/m, 'H8 and counted');
$session->sql("ALTER SERVER realtime OPTIONS (ADD on_missing 'error')");
like($session->error('SELECT count(display_name) FROM sessions_participants'),
    saying('HV00R', 'HTTP 404'), 'H8 or an error, by on_missing');
$session->sql('ALTER SERVER realtime OPTIONS (DROP on_missing)');
$rtk->reset;
$rtk->fault(match => '/apps', fault => 'missing');
like($session->error('SELECT * FROM apps'),
    qr/^HV00R: could not read apps: HTTP 404/, 'H9 404 of a collection');
foreach my $code (7000, 7003)
{
    $faults->fails("H9 code $code", saying('HV00R', 'HTTP 404'),
        1, fault => 'status', status => 404, envelope => 'e2', code => $code);
}

# 429: the wait that the API asks for, and none that does not fit.
sub throttle
{
    my ($retry_after, %fault) = @_;
    $faults->strike(fault => 'status', status => 429,
        defined $retry_after ? (retry_after => $retry_after) : (), %fault);
    return;
}

# A date more than two seconds from now: dates have no fraction.
sub soon
{
    return strftime('%a, %d %b %Y %H:%M:%S GMT', gmtime(time + 3));
}

foreach my $case (
    [ 'seconds', '1', 1 ],
    [ 'a date', \&soon, 1 ],
    [ 'nothing', undef, 0 ],
    [ 'a word', 'soon', 0 ],
    [ 'less than nothing', '-5', 0 ])
{
    my ($name, $retry_after, $least) = @$case;
    my $start = time;

    throttle(ref $retry_after ? $retry_after->() : $retry_after, times => 1);
    is($session->answer($faults->query), 5, "H12 Retry-After, $name: rows");
    is(scalar($rtk->requests), 2, "H12 Retry-After, $name: requests");
    cmp_ok(time - $start, '>=', $least, "H12 Retry-After, $name: waited");
}
$faults->fails('H12 429 for ever', saying('53400', 'HTTP 429$'),
    2, fault => 'status', status => 429);
$faults->fails('H15 code 1015', saying('53400', 'HTTP 429$'),
    2, fault => 'status', status => 429, envelope => 'html', code => 1015);
foreach my $case (
    [ '120', '10min', '30s', '', 'statement_timeout' ],
    [ '120', '60s', '0', '', 'the option retry_budget of server "realtime"' ],
    [ '99999999999', '60s', '0', '\d{4}-\d\d-\d\d ',
        'the option retry_budget of server "realtime"' ])
{
    my ($retry_after, $budget, $timeout, $date, $limit) = @$case;
    my $name = "H12 Retry-After $retry_after, budget $budget";

    $faults->set(retry_budget => $budget);
    throttle($retry_after);
    like(
        $session->error(
            "SET statement_timeout = '$timeout'; " . $faults->query),
        saying('53400', 'HTTP 429$'), "$name: error");
    is(scalar($rtk->requests), 1, "$name: requests");
    like($session->messages,
        qr/HINT:  Try again after $date\d\d:\d\d:\d\d UTC, raise \Q$limit\E to/,
        "$name: hint");
    $session->sql('RESET statement_timeout');
}
$faults->set(retry_budget => '60s');
$faults->works('H12 429');

# Documents of another shape.
$faults->fails('H16 success false', saying('HV00L', '\S'),
    1, fault => 'success_false');
foreach my $kind (qw(no_data null_data not_array row_not_object))
{
    $faults->fails("H17 shape $kind", $unusable,
        1, fault => 'shape', kind => $kind);
}

foreach my $case (
    [ 'no "success"', '{"data":{"participants":[]}}' ],
    [ '"success" null', '{"success":null,"data":{"participants":[]}}' ],
    [ '"success" a text', '{"success":"true","data":{"participants":[]}}' ],
    [ 'an array', '[{"id":"p"}]' ],
    [ 'an empty object', '{}' ],
    [ 'a number', '42' ],
    [ 'null', 'null' ],
    [ 'rows where data should be', '{"success":true,"participants":[]}' ])
{
    my ($name, $body) = @$case;

    $faults->fails("H17 $name", saying('HV00M', 'unexpected reply: no '),
        1, fault => 'raw', body => $body);
}

is($session->answer('SELECT pg_backend_pid()'), $session->pid,
    'all of this in one session');
$session->close;
done_testing();
