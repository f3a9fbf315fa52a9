// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>An answer thrown instead of returned: the server, or an error filter, turns it into a response.</summary>
/// <param name="status">The status code, 400 to 599.</param>
/// <param name="message">Text that is safe to show to the client.</param>
/// <param name="inner">What went wrong, for the log only.</param>
public sealed class HttpError(int status, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The status code.</summary>
    public int Status { get; } = status;

    /// <summary>Headers to send with the answer, for instance <c>Retry-After</c>.</summary>
    public HeaderList Headers { get; } = new();

    /// <summary>The answer as plain text.</summary>
    public Response ToResponse()
    {
        var response = Response.Text(Status, Message + "\n");
        foreach (var header in Headers)
        {
            response.Headers.Add(header.Name, header.Value);
        }
        return response;
    }
}
