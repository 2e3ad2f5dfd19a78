# HTTP/2, where many requests share a connection: rows N10, N11 and N13 of
# docs/reliability.md.  A stream or a connection that ends costs the requests
# on it one more attempt, and the others nothing.
use strict;
use warnings;

use IPC::Run;
use RtkFault;
use RtkTls;
use Test::More;

my $SERVER = $INC{'RtkFault.pm'} =~ s{t/RtkFault\.pm$}{mock/h2_server.py}r;
my $QUERY = "SELECT count(*), count(DISTINCT session_id)
    FROM sessions_participants
    WHERE app_id = 'a' AND session_id IN ('w', 'x', 'y', 'z')
        AND participant_id <> ''";

# The rows of those that are not HTTP/2's own.
my %ROW = (short => 'N10', cut => 'N11', drop => 'N10');

my $certificate = RtkTls::certificate();

plan skip_all => 'N13 no openssl to make a certificate with'
  unless defined $certificate;
my $faults = RtkFault->new(server => { max_retries => 1 },
    conf => "rtk_fdw.allowed_hosts = '127.0.0.1'\n");
my $session = $faults->session;
my @servers;

plan skip_all => 'N13 libcurl is built without HTTP/2'
  unless $session->sql('SELECT rtk_fdw_version()') =~ /nghttp2/;

# Start a server with a fault, and point the tables at it; returns its log.
sub serve
{
    my ($fault, $times) = @_;
    my $log = PostgreSQL::Test::Utils::tempdir() . "/$fault$times";
    my $port = '';
    my $server = IPC::Run::start(
        [
            'python3', $SERVER, "$certificate.crt", "$certificate.key",
            $log, $fault, $times
        ],
        '<', \undef, '>', \$port);

    push @servers, $server;
    $server->pump until $port =~ /\n/;
    chomp $port;
    $faults->set(base_url => "https://127.0.0.1:$port");
    return $log;
}

# What the server saw: a list of connection, stream, outcome for each request.
sub seen
{
    my ($log) = @_;
    return map { [split] }
      split /\n/, PostgreSQL::Test::Utils::slurp_file($log);
}

sub name
{
    my ($fault) = @_;
    return ($ROW{$fault} // 'N13') . " HTTP/2 $fault";
}

sub outcomes
{
    my ($log, $outcome) = @_;
    return scalar grep { $_->[2] eq $outcome } seen($log);
}

$session->sql("ALTER SERVER realtime OPTIONS (ADD ca_file '$certificate.crt')");
{
    my $log = serve('refuse', 0);

    is($session->answer($QUERY), '4|4', 'N13 HTTP/2: rows');
    is(outcomes($log, 'ok'), 4, 'N13 HTTP/2: requests');
    is(scalar(grep { $_->[0] == 1 } seen($log)),
        4, 'N13 HTTP/2: all on one connection');
}
foreach my $fault (qw(refuse reset goaway farewell short cut drop))
{
    my $log = serve($fault, 1);
    my $name = name($fault);

    is($session->answer($QUERY), '4|4', "$name once: rows");
    is(outcomes($log, $fault), 1, "$name once: struck");
    is(outcomes($log, 'ok'), $fault eq 'farewell' ? 3 : 4,
        "$name once: answered");
    is($session->answer($QUERY), '4|4', "$name once: and again");
}
foreach my $fault (qw(reset goaway short cut drop))
{
    my $log = serve($fault, 1000);
    my $name = name($fault);

    like($session->error($QUERY),
        saying('HV00M', $fault eq 'cut' ? 'reply ends after 20 bytes' : '\S'),
        "$name for ever: error");
    like($session->messages, qr/Attempt 2 of 2\./,
        "$name for ever: tried twice");
    is(outcomes($log, 'ok'), 0, "$name for ever: nothing answered");
}
$_->kill_kill foreach @servers;
$session->close;
done_testing();
