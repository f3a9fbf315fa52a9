// SPDX-License-Identifier: MIT
using Composer.Python.Native;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>The Python objects of a status and headers: a response that no C# component changed is passed on with them. The GIL is held.</summary>
internal sealed unsafe class StartedResponse
{
    private string? _status;
    private HeaderList? _headers;
    private int _version;

    /// <summary>The status: borrowed.</summary>
    internal nint StatusObject { get; private set; }

    /// <summary>The list of headers: borrowed.</summary>
    internal nint HeadersObject { get; private set; }

    internal void Set(string status, nint statusObject, HeaderList headers, nint headersObject)
    {
        // A Python filter passes on what it was told: the very objects that are held may come again.
        Py.IncRef(statusObject);
        Py.IncRef(headersObject);
        Clear();
        (_status, StatusObject) = (status, statusObject);
        (_headers, HeadersObject, _version) = (headers, headersObject, headers.Version);
    }

    /// <summary>Whether a response still says just that.</summary>
    internal bool IsOf(Response response) =>
        ReferenceEquals(response.Headers, _headers) && _headers is not null && _headers.Version == _version && ReferenceEquals(response.Status, _status);

    internal void Clear()
    {
        if (_headers is not null)
        {
            Py.DecRef(StatusObject);
            Py.DecRef(HeadersObject);
            _headers = null;
        }
    }

    internal void Abandon()
    {
        if (_headers is not null)
        {
            Trash.Add(StatusObject);
            Trash.Add(HeadersObject);
        }
    }
}
