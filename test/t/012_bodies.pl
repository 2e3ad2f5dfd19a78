# Replies that mean harm: rows B1 to B4 and G9 of docs/reliability.md.  (B5 to
# B10, values that do not fit, are in sql/values.sql and sql/json_cases.sql.)
use strict;
use warnings;

use MIME::Base64;
use RtkFault;
use Test::More;

my $MB = 1024;              # in kB

my $faults = RtkFault->new(
    server => { max_retries => 1, max_response_size => '1MB' });
my $session = $faults->session;
my $broken = saying('HV00M', '\S');

# How much memory a fault takes at its height, in kB.
sub costs
{
    my ($name, $bound, $run) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my ($before, $more);

    # The mark of the height falls to what is held now.
    open my $file, '>', "/proc/${\ $session->pid}/clear_refs";
    print { $file } "5\n" if $file;
    close $file if $file;
    $before = $session->status('VmHWM');
    $run->();
    $more = $session->status('VmHWM') - $before;
    note("$name: $more kB");
    cmp_ok($more, '<', $bound, "$name: memory");
    return;
}

# Too much: bounded in memory, compressed or not, its size told or not.
my $large = saying('54000', 'reply is larger than 1048576 bytes');
foreach my $chunked (0, 1)
{
    my $framed = $chunked ? 'in chunks' : 'by its length';

    $faults->settings(chunked => $chunked);
    costs("S15, G9 32 MB, $framed", 16 * $MB, sub {
        $faults->fails("S15, G9 32 MB, $framed", $large,
            1, fault => 'big', mb => 32);
    });
    costs("S15, B1 100 MB compressed, $framed", 8 * $MB, sub {
        $faults->fails("S15, B1 100 MB compressed, $framed", $large,
            1, fault => 'big', mb => 100, gzip => 1);
    });
}
$faults->settings;

# Too many: as a value of a row, or as rows.  As jsonb these 8 MB take 1.7 GB.
my $dense = saying('54000', 'reply has too many values in too few bytes');
$faults->set(max_response_size => '16MB');
$faults->works('B2 before');
costs('S15, B2 2,700,000 elements', 32 * $MB, sub {
    $faults->fails('S15, B2 2,700,000 elements', $dense,
        1, fault => 'elements', count => 2_700_000, row => 1);
});
{
    my $rows = PostgreSQL::Test::Utils::tempdir() . '/rows';

    PostgreSQL::Test::Utils::append_to_file($rows,
        '{"success":true,"data":{"participants":['
          . join(',', ('{}') x 2_700_000) . ']}}');
    costs('S15, B2 2,700,000 rows', 32 * $MB, sub {
        $faults->fails('S15, B2 2,700,000 rows', $dense,
            1, fault => 'raw', file => $rows);
    });
}

# Too deep.
foreach my $depth (65, 1_000, 100_000, 1_000_000)
{
    $faults->fails("S15, B3 nested $depth deep", saying('54001', '\S'),
        1, fault => 'deep', depth => $depth);
}

# Not whole, or more than a whole.
$faults->fails('N11 half a document', saying('HV00M', 'reply ends after'),
    2, fault => 'nojson');
$faults->heals('N11 half a document', fault => 'nojson');
$faults->fails('B4 something after the document', $broken,
    1, fault => 'raw', body => '{"success":true,"data":{"participants":[]}}x');

# What PostgreSQL cannot keep.
$faults->fails('B4 invalid UTF-8', saying('22021', '\S'),
    1, fault => 'invalid_utf8');
foreach my $bytes ("\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF")
{
    my $name = sprintf 'B4 bytes %s', join ' ', map { sprintf '%02X', ord }
      split //, $bytes;

    $faults->fails($name, saying('22021', '\S'), 1, fault => 'raw',
        base64 => encode_base64(
            '{"success":true,"data":{"participants":[{"id":"'
              . "$bytes\"}]}}", ''));
}
$faults->fails('B4 a NUL byte', $broken, 1, fault => 'raw',
    base64 => encode_base64(
        "{\"success\":true,\"data\":{\"participants\":[]}}\0", ''));
$faults->ask($faults->query
      =~ s/count\(display_name\)/count(preset_name || display_name)/r, 4);
$faults->fails('B4 U+0000', qr/^22P05: /, 1, fault => 'nul', row => 1);

is($session->answer('SELECT pg_backend_pid()'), $session->pid,
    'all of this in one session');
$session->close;
done_testing();
