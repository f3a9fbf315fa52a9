// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>How a record is written where the session is kept in its cookie.</summary>
internal interface ICookieFormat
{
    /// <summary>The record; null when the value is not of this form, was changed on its way, or is too old.</summary>
    SessionRecord? Read(string value);

    /// <summary>The value for a record.</summary>
    string Write(SessionRecord record, DateTimeOffset? expires);
}
