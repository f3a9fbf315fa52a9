// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>Responses of quick calls, held back until the GIL is released: their thread then sends them itself, which saves waking another for each.</summary>
internal sealed class FinishedCalls
{
    private readonly ConcurrentQueue<(PythonCall Call, Response Response)> _calls = new();

    internal bool IsEmpty => _calls.IsEmpty;

    internal void Add(PythonCall call, Response response) => _calls.Enqueue((call, response));

    /// <summary>Goes on with all of them on this thread; returns how many there were.</summary>
    internal int GoOnHere()
    {
        var count = 0;
        while (_calls.TryDequeue(out var finished))
        {
            finished.Call.GoOn(finished.Response, elsewhere: false);
            count++;
        }
        return count;
    }

    /// <summary>Goes on with all of them on threads of the pool: their own is stuck.</summary>
    internal void GoOnElsewhere()
    {
        while (_calls.TryDequeue(out var finished))
        {
            finished.Call.GoOn(finished.Response, elsewhere: true);
        }
    }
}
