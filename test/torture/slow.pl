# What takes as long as it takes: row N8 of docs/reliability.md.  A reply that
# comes in at less than 1000 bytes a second for 15 seconds has stalled; one that
# is slow, and not so slow, is read to its end.
use strict;
use warnings;

use RtkSession;
use RtkTest;
use Test::More;

my $ROWS = 150;         # of some 300 bytes

my $rtk = RtkTest->new(
    server => { max_retries => 0, request_timeout => '10min' });
my %session = map { $_ => RtkSession->new($rtk->node) } qw(app-1 app-2);

$rtk->config(gzip => 0, list_size => $ROWS);
$rtk->fault(match => 'app-1/', fault => 'drip', bytes => 100, interval => 200);
$rtk->fault(match => 'app-2/', fault => 'drip', bytes => 400, interval => 200);
$session{$_}->send("SELECT count(display_name) FROM sessions_participants
        WHERE app_id = '$_' AND session_id = 'sess-big'")
  foreach keys %session;
note(sprintf '%s: %.0f s', $_, $session{$_}->finish) foreach sort keys %session;
like($session{'app-1'}->error,
    qr/^HV00M: could not read sessions_participants: .*too slow/,
    'N8 less than 1000 bytes a second');
is($session{'app-2'}->error, '', 'N8 more than 1000 bytes a second');
is($session{'app-2'}->output, $ROWS, 'N8 more than 1000 bytes a second: rows');
$_->close foreach values %session;
done_testing();
