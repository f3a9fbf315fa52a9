// SPDX-License-Identifier: MIT
using System.Text;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>A file of users that is read again when it changes; an unreadable or empty one leaves the last good table in place.</summary>
/// <param name="path">The file.</param>
/// <param name="what">What it is, for messages: <c>password file</c>.</param>
/// <param name="remedy">How to make one, for messages.</param>
/// <param name="parse">Makes a table of the lines (one character for each byte), and tells the numbers of those that are of no use and why.</param>
/// <param name="clock">Measures how long ago the file was looked at.</param>
/// <param name="log">Told about every change.</param>
internal sealed class ReloadedFile<TTable>(string path, string what, string remedy, Func<IEnumerable<string>, Action<int, string>, TTable> parse, TimeProvider clock, ILogger log)
    where TTable : class, IUserTable
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private TTable? _table;
    private FileStamp _stamp;
    private long _checked;

    /// <summary>The table as of at most a second ago.</summary>
    public TTable Table
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
        try
        {
            _stamp = FileStamp.Of(path);
            _table = Read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the {what} cannot be read: {e.Message.TrimEnd('.')}; {remedy}", e);
        }
        if (_table.Count == 0)
        {
            FileLog.Nobody(log, what, path);
        }
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
            var stamp = FileStamp.Of(path);
            if (stamp != _stamp)
            {
                Replace(Read());
                _stamp = stamp;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            FileLog.Kept(log, what, path, e.Message);
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Replace(TTable table)
    {
        if (table.Count == 0)
        {
            FileLog.Kept(log, what, path, "no user is in it");
            return;
        }
        _table = table;
        FileLog.Reloaded(log, what, path, table.Count);
    }

    private TTable Read() => parse(File.ReadAllLines(path, Encoding.Latin1), (line, why) => FileLog.Refused(log, path, line, why));
}
