// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Cli.Logging;

namespace Composer.Tests.Cli;

public sealed class LogSinkTests
{
    [Fact]
    public async Task Nobody_waits_for_a_reader_that_has_stopped_and_what_is_lost_is_told_when_it_goes_on()
    {
        using var reader = new StalledReader();
        using var sink = new LogSink(reader, TimeSpan.FromMilliseconds(50));
        var line = new byte[1024 * 1024];

        await Task.Run(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                sink.Write(line);
            }
            sink.Flush();
        }).WaitAsync(TimeSpan.FromSeconds(20));
        reader.GoOn();

        await reader.Told.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_full_disk_is_no_failure_of_who_writes_lines()
    {
        using var full = new FullDisk();
        using var sink = new LogSink(full);
        using var lines = new LogWriter(sink);

        lines.WriteLine("listening");
        sink.Flush();

        Assert.Equal(1, full.Writes);
    }

    private sealed class StalledReader : MemoryStream
    {
        private readonly ManualResetEventSlim _reads = new();
        private readonly TaskCompletionSource _told = new();

        public Task Told => _told.Task;

        public void GoOn() => _reads.Set();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _reads.Wait();
            if (Encoding.ASCII.GetString(buffer).Contains("entries of the log are lost", StringComparison.Ordinal))
            {
                _told.TrySetResult();
            }
        }

        protected override void Dispose(bool disposing)
        {
            _reads.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class FullDisk : MemoryStream
    {
        public int Writes { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Writes++;
            throw new IOException("No space left on device");
        }
    }
}
