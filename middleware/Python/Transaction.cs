// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Runs every request in a transaction of Python code: begins one, commits it when the answer is good, and rolls it back otherwise.</summary>
/// <remarks>
/// Without functions of your own it is the transaction of Python's <c>transaction</c> package, which ZODB, zope.sqlalchemy and others join.
/// Good is what <see cref="TransactionOptions.CommitVeto"/> does not refuse. Put it inside of <c>error_catcher</c>, which needs to see that a commit failed.
/// </remarks>
[InsideOf("error_catcher", Otherwise = "a failure that was made an error page is committed, unless the veto looks at the status")]
[Filter("transaction")]
public sealed class Transaction : IWsgiApp, IStartable
{
    private readonly Lazy<IWsgiApp> _next;

    /// <summary>Stores and checks the settings.</summary>
    public Transaction(TransactionOptions options, IWsgiApp next, IPythonCode python)
    {
        ArgumentNullException.ThrowIfNull(options);
        if ((options.Begin is null || options.Commit is null || options.Rollback is null) && (options.Begin ?? options.Commit ?? options.Rollback) is not null)
        {
            throw new ArgumentException("begin, commit and rollback belong together: name all three functions, or none for those of Python's package 'transaction'");
        }
        _next = new(() => python.Around("wsgi_composer.shim.transaction:TransactionManager", next, options.Begin, options.Commit, options.Rollback, options.CommitVeto));
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel)
    {
        _ = _next.Value;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ) => _next.Value.InvokeAsync(environ);
}

/// <summary>Settings of the <c>transaction</c> filter.</summary>
public sealed record TransactionOptions
{
    /// <summary>A Python function <c>module:function</c> that begins a transaction, called with the environ.</summary>
    public IPythonCallable? Begin { get; init; }

    /// <summary>Keeps what the request did, called with the environ.</summary>
    public IPythonCallable? Commit { get; init; }

    /// <summary>Undoes what the request did, called with the environ.</summary>
    [Setting("abort")]
    public IPythonCallable? Rollback { get; init; }

    /// <summary>Called with environ, status and headers (as repoze.tm has it); what it takes for true rolls back. Without it, a status of 400 and above does, and a header <c>X-Tm: abort</c>; <c>X-Tm: commit</c> commits nevertheless.</summary>
    public IPythonCallable? CommitVeto { get; init; }
}
