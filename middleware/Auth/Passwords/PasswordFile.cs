// SPDX-License-Identifier: MIT
using System.Text;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>A file of passwords that is read again when it changes; an unreadable or empty one leaves the last good table in place.</summary>
internal sealed partial class PasswordFile(string path, bool allowPlain, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private PasswordTable? _table;
    private (DateTime Written, long Length) _stamp;
    private long _checked;

    /// <summary>The table as of at most a second ago.</summary>
    public PasswordTable Table
    {
        get
        {
            if (clock.GetElapsedTime(Volatile.Read(ref _checked)) >= CheckEvery)
            {
                Check();
            }
            return _table!; // Load came first
        }
    }

    /// <summary>Reads the file for the first time.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Load()
    {
        _stamp = Stamp();
        _table = Read();
        _checked = clock.GetTimestamp();
    }

    private void Check()
    {
        if (!_lock.TryEnter())
        {
            return;
        }
        try
        {
            Volatile.Write(ref _checked, clock.GetTimestamp());
            var stamp = Stamp();
            if (stamp != _stamp)
            {
                Replace(Read());
                _stamp = stamp;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Kept(log, path, e.Message);
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Replace(PasswordTable table)
    {
        if (table.Count == 0)
        {
            Log.Kept(log, path, "no user is in it");
            return;
        }
        _table = table;
        Log.Reloaded(log, path, table.Count);
    }

    private (DateTime Written, long Length) Stamp()
    {
        var file = new FileInfo(path);
        return (file.LastWriteTimeUtc, file.Length);
    }

    private PasswordTable Read() =>
        PasswordTable.Parse(File.ReadAllLines(path, Encoding.Latin1), allowPlain, (line, why) => Log.Refused(log, path, line, why));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Password file {Path} read again: {Count} users")]
        public static partial void Reloaded(ILogger logger, string path, int count);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Password file {Path} could not be read again, the last good one stays in use: {Reason}")]
        public static partial void Kept(ILogger logger, string path, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}:{Line} {Reason}")]
        public static partial void Refused(ILogger logger, string path, int line, string reason);
    }
}
