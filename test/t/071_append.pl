# More scans under one Append than PostgreSQL leaves descriptors for: those that
# get none wait by themselves.
use strict;
use warnings;

use RtkSession;
use RtkTest;
use Test::More;

my $SCANS = 60;

my $rtk = RtkTest->new(conf => "max_files_per_process = 90\n");
my $session = RtkSession->new($rtk->node);
my $other = RtkSession->new($rtk->node);
my $union = join ' UNION ALL ',
  ("SELECT session_id FROM sessions WHERE app_id = 'app-1'") x $SCANS;

like($session->sql("EXPLAIN $union"), qr/(?:Async Foreign Scan.*?){$SCANS}/s,
    'all could run side by side');
$rtk->reset;
is($session->answer("SELECT count(*) FROM ($union) AS s"),
    3 * $SCANS, 'all rows');
is(scalar($rtk->requests), $SCANS, 'one request each');

$rtk->fault(match => '/sessions', fault => 'hang_headers');
$session->send($union);
$session->is_seen($other, "wait_event_type = 'Extension'");
kill 'INT', $session->pid;
like($session->error, qr/^57014: /, 'cancel, while one of them waits');
$rtk->reset;
is($session->answer("SELECT count(*) FROM ($union) AS s"),
    3 * $SCANS, 'all rows again');
$_->close foreach $session, $other;
done_testing();
