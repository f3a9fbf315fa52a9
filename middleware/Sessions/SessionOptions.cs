// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Settings of the <c>session</c> filter. Each may be written as Beaker has it, with <c>session.</c> or <c>beaker.session.</c> before it.</summary>
[SettingPrefix("session.", "beaker.session.")]
public sealed record SessionOptions
{
    /// <summary>Where sessions are kept: <c>memory</c> (of this process), <c>file</c>, <c>cookie</c>, <c>redis</c>, <c>memcached</c>, <c>sql</c>, or <c>assembly:My.dll#My.Store</c>. Without it: <c>file</c> when there is a <c>data_dir</c>, else <c>memory</c>. Beaker's <c>ext:redis</c>, <c>ext:memcached</c>, <c>ext:database</c>, <c>ext:sqla</c> and <c>dbm</c> are understood.</summary>
    /// <example>redis</example>
    public string? Type { get; init; }

    /// <summary>The <c>type</c> as Paste's <c>flup_session</c> has it: <c>disk</c> or <c>memory</c>. Python apps then find the session as <c>environ['paste.flup_session_service'].session</c>, too.</summary>
    public string? SessionType { get; init; }

    /// <summary>The folder of <c>file</c>; for <c>sql</c> without a <c>url</c> the one of <c>sessions.sqlite</c>.</summary>
    /// <example>data/sessions</example>
    [Setting("session_file_path", "session_dir")]
    public string? DataDir { get; init; }

    /// <summary>Where <c>file</c> has its locks, if not in <c>data_dir</c>.</summary>
    public string? LockDir { get; init; }

    /// <summary>Where the server is: <c>redis://:PASSWORD@HOST:6379/0</c>, <c>HOST:11211</c> of memcached, <c>postgresql://USER:PASSWORD@HOST/DATABASE</c>, <c>sqlite:///PATH</c>. May be <c>file:PATH</c> or <c>env:NAME</c> where it holds a password.</summary>
    /// <example>redis://127.0.0.1:6379/0</example>
    [Setting("sa.url", Secret = true)]
    public string? Url { get; init; }

    /// <summary>The table of <c>sql</c>; made when it is not there.</summary>
    public string TableName { get; init; } = "composer_session";

    /// <summary>The cookie's name.</summary>
    [Setting("cookie_name")]
    public string Key { get; init; } = "beaker.session.id";

    /// <summary>How long an idle session lives; 0 for ever. Without it: 14 days in a store, and as long as the browser keeps the cookie where <c>type = cookie</c>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The same in minutes, as Paste's session filters have it.</summary>
    [Setting("session_expiration", "session_timeout")]
    [Range(1, int.MaxValue)]
    public int? Expiration { get; init; }

    /// <summary>Whether a session that is only read lives on; no keeps it alive by changes alone. It is stored once in a twentieth of <c>timeout</c> at most.</summary>
    public bool SaveAccessedTime { get; init; } = true;

    /// <summary>Whether Python's <c>beaker.session</c> stores changes without <c>save()</c>. C# always does.</summary>
    public bool Auto { get; init; }

    /// <summary>Signs ids, as Beaker does: an id that was not given out here is refused without asking the store. Several lines: the first signs, all verify. May be <c>file:PATH</c> or <c>env:NAME</c>.</summary>
    [Setting(Secret = true, Lines = true)]
    public IReadOnlyList<string> Secret { get; init; } = [];

    /// <summary>Signs the session of <c>type = cookie</c>, which needs it. Several lines, <c>file:</c> and <c>env:</c> as for <c>secret</c>.</summary>
    [Setting(Secret = true, Lines = true)]
    public IReadOnlyList<string> ValidateKey { get; init; } = [];

    /// <summary>Encrypts the session: in the cookie, or where it is stored. Several lines, <c>file:</c> and <c>env:</c> as for <c>secret</c>.</summary>
    [Setting(Secret = true, Lines = true)]
    public IReadOnlyList<string> EncryptKey { get; init; } = [];

    /// <summary>Takes secrets that can be guessed.</summary>
    public bool AllowWeakSecret { get; init; }

    /// <summary>Random bits in each key of Beaker's encryption: 128, or 48 as before Beaker 1.8.</summary>
    [AllowedValues(128, 48)]
    public int EncryptNonceBits { get; init; } = 128;

    /// <summary>Accepted for Beaker's sake: the encryption is always AES-256-GCM.</summary>
    public string? CryptoType { get; init; }

    /// <summary>Accepted for Beaker's sake: no Python module is needed for memcached.</summary>
    public string? MemcacheModule { get; init; }

    /// <summary>How values are written in the cookies of Beaker, and in what it encrypts; everything else is JSON.</summary>
    public SessionSerializer DataSerializer { get; init; }

    /// <summary>Reads what Beaker pickled, but for anything that could run code: numbers, texts, lists, dicts, dates.</summary>
    public bool AllowPickle { get; init; }

    /// <summary>Whether cookies, and records of <c>redis</c>, <c>memcached</c> and <c>file</c>, are written so that Beaker reads them, too; <c>none</c> writes them in Composer's own way, and still reads Beaker's cookies.</summary>
    public SessionCompat Compat { get; init; }

    /// <summary>Until when the browser keeps the cookie: <c>true</c> until it ends, <c>false</c> for ever, a number of seconds, or a date.</summary>
    /// <example>86400</example>
    public string CookieExpires { get; init; } = "true";

    /// <summary>The domain whose hosts all get the cookie; without it, only the one that set it.</summary>
    public string? CookieDomain { get; init; }

    /// <summary>Below which path the cookie is sent.</summary>
    public string CookiePath { get; init; } = "/";

    /// <summary>Whether the cookie is sent over HTTPS only: <c>auto</c> (when the request came so), <c>true</c> or <c>false</c>.</summary>
    public string Secure { get; init; } = "auto";

    /// <summary>Whether scripts of the page cannot read the cookie.</summary>
    [Setting("httponly")]
    public bool HttpOnly { get; init; } = true;

    /// <summary>Whether requests that other sites cause carry the cookie.</summary>
    [Setting("samesite")]
    public SameSite SameSite { get; init; }

    /// <summary>Puts <c>__Host-</c> before the cookie's name, so that browsers take it from this very host only; needs <c>secure = true</c>.</summary>
    public bool HostPrefix { get; init; }

    /// <summary>What happens when several requests change one session at a time.</summary>
    public SessionConcurrency Concurrency { get; init; }

    /// <summary>How long a request waits for another one of the same session, under <c>concurrency = lock</c>; then it is a 503.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the old id still leads to a session that got a new one; for pages that load several things at once.</summary>
    public TimeSpan RegenerateGrace { get; init; }

    /// <summary>What happens when the store cannot be reached.</summary>
    public OnStoreFailure OnStoreFailure { get; init; }

    /// <summary>Whether a record that cannot be read is a new session; no makes it an error.</summary>
    public bool InvalidateCorrupt { get; init; } = true;

    /// <summary>How often sessions whose time is over are removed from <c>memory</c>, <c>file</c> and <c>sql</c>; 0 leaves that to <c>compose sessions purge</c>.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many sessions <c>memory</c> keeps; then the one that was not used for the longest time goes.</summary>
    [Range(1, 100_000_000)]
    public int MaxSessions { get; init; } = 100_000;

    /// <summary>Under which key Python has the session.</summary>
    public string EnvironKey { get; init; } = "beaker.session";

    /// <summary>The name under which WebTest shows the session to tests.</summary>
    public string? WebtestVarname { get; init; }

    /// <summary>Refused: Beaker's own Python classes do not run here; <c>type = assembly:…</c> names a store of yours.</summary>
    public string? NamespaceClass { get; init; }

    /// <summary>Refused: see <c>namespace_class</c>.</summary>
    public string? SessionClass { get; init; }

    /// <summary>Refused, unless it is <c>600</c>: the owner alone reads the files of sessions.</summary>
    public string? Chmod { get; init; }
}

/// <summary>What happens when several requests change one session at a time.</summary>
public enum SessionConcurrency
{
    /// <summary>Each one's keys are put on top of what is stored by then: changes of different keys never get lost.</summary>
    Merge,

    /// <summary>One after the other: a request has the session to itself from its first look until its response is over.</summary>
    Lock,

    /// <summary>The last one's session counts as a whole.</summary>
    Last,
}

/// <summary>What happens when the store cannot be reached.</summary>
public enum OnStoreFailure
{
    /// <summary>Requests that look into their session are answered with 503.</summary>
    Error,

    /// <summary>They get an empty session that is not kept; their cookies stay.</summary>
    Empty,
}

/// <summary>How values are written.</summary>
public enum SessionSerializer
{
    /// <summary>As JSON that keeps dates, decimals, bytes, tuples and sets.</summary>
    Json,

    /// <summary>As Python's pickles; needs <c>allow_pickle</c>.</summary>
    Pickle,
}

/// <summary>Who else reads the sessions.</summary>
public enum SessionCompat
{
    /// <summary>Nobody but Composer.</summary>
    None,

    /// <summary>Beaker.</summary>
    Beaker,
}
