// SPDX-License-Identifier: MIT
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>A stylesheet that is compiled again when it, or anything that it imports, has changed; a broken one leaves the last good one in place.</summary>
internal sealed partial class Stylesheet
{
    private readonly string _path;
    private readonly bool _documents;
    private readonly bool _reload;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private volatile CompiledStylesheet _compiled;
    private volatile IReadOnlyDictionary<string, FileStamp> _stamps;

    /// <param name="path">The file.</param>
    /// <param name="documents">Whether its <c>document()</c> may read files.</param>
    /// <param name="reload">Whether to look for changes.</param>
    /// <param name="log">Told of changes.</param>
    /// <exception cref="StylesheetError">It is missing, or wrong.</exception>
    public Stylesheet(string path, bool documents, bool reload, ILogger log)
    {
        _path = path;
        _documents = documents;
        _reload = reload;
        _log = log;
        var sheets = new StylesheetLoader(documents);
        _compiled = CompiledStylesheet.Load(path, sheets);
        _stamps = sheets.Stamps;
    }

    /// <summary>The stylesheet as it is now.</summary>
    public CompiledStylesheet Current
    {
        get
        {
            if (_reload && HasChanged() && _lock.TryEnter())
            {
                try
                {
                    Reload();
                }
                finally
                {
                    _lock.Exit();
                }
            }
            return _compiled;
        }
    }

    /// <summary>Whether a file is this stylesheet, or one that it imports: <c>document('')</c> may read it.</summary>
    public bool Owns(string path) => _stamps.ContainsKey(path);

    private void Reload()
    {
        if (!HasChanged())
        {
            return; // another thread was faster
        }
        var sheets = new StylesheetLoader(_documents);
        try
        {
            _compiled = CompiledStylesheet.Load(_path, sheets);
            Log.Reloaded(_log, _path);
        }
        catch (StylesheetError error)
        {
            Log.Kept(_log, _path, error.Message);
        }
        finally
        {
            _stamps = sheets.Stamps;
        }
    }

    private bool HasChanged()
    {
        foreach (var (path, stamp) in _stamps)
        {
            if (FileStamp.Of(path) != stamp)
            {
                return true;
            }
        }
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Stylesheet {Path} read again")]
        public static partial void Reloaded(ILogger logger, string path);

        [LoggerMessage(Level = LogLevel.Error, Message = "Stylesheet {Path} was changed and cannot be used, the last good one stays in use: {Reason}")]
        public static partial void Kept(ILogger logger, string path, string reason);
    }
}
