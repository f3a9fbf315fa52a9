// SPDX-License-Identifier: MIT
using System.Text;
using Microsoft.Extensions.Logging;

namespace Composer.Servers.Kestrel;

/// <summary><c>wsgi.errors</c>: each line that an app writes becomes one entry of the log, with the request's id.</summary>
internal sealed partial class ErrorLog(ILogger log, Func<string> requestId) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_line)
        {
            if (value != '\n')
            {
                _line.Append(value);
                return;
            }
            Send();
        }
    }

    public override void Write(string? value)
    {
        foreach (var c in value ?? "")
        {
            Write(c);
        }
    }

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <summary>Sends what was written without a line end.</summary>
    public override void Flush()
    {
        lock (_line)
        {
            if (_line.Length > 0)
            {
                Send();
            }
        }
    }

    /// <summary>Nothing of this request goes into a line of the next.</summary>
    public void EndRequest()
    {
        if (_line.Length > 0)
        {
            Flush();
        }
    }

    private void Send()
    {
        var text = _line.ToString().TrimEnd('\r');
        _line.Clear();
        Log.Written(log, text, requestId());
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Text} [{RequestId}]")]
        public static partial void Written(ILogger log, string text, string requestId);
    }
}
